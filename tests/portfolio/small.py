"""A small cluster whose best plan can be worked out by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.catalogue import verbs as catalogue_verbs
from raceme.catalogue.models import Service
from raceme.catalogue.verbs import create_service
from raceme.needs.verbs import record_need
from raceme.portfolio.models import Scenario
from raceme.portfolio.verbs import draft_scenario
from raceme.strategy.verbs import state_objective
from tests.factories import NOW, make_organisation

LIMITS: dict[str, Any] = {
    "name": "Base",
    "year": 2027,
    "budget_eur": Decimal(1000),
    "person_days": Decimal(10),
}


def furnish(cluster: Cluster) -> Actor:
    """Two members who need export help and skills, an objective, and three services.

    Fair answers export (strength 1, reach 2) for 900, Course answers skills for 900, Talk
    answers nothing. The budget of 1,000 buys one of the first two.
    """
    system = system_of(cluster)
    for importance in (5, 4):
        organisation = make_organisation(cluster)
        for topic, weight in (("export-markets", importance), ("skills-own", 3)):
            record_need(
                organisation=organisation,
                topic=topic,
                importance=weight,
                satisfaction=1,
                recorded_on=date(2026, 3, 1),
                source="survey",
                by=system,
                at=NOW,
            )
    state_objective(name="Sell abroad", weight=1.0, categories=["INT"], by=system, at=NOW)
    for code, name, category, topic in (
        ("FAIR", "Joint stand", "INT", "export-markets"),
        ("COURSE", "Short course", "SKI", "skills-own"),
        ("TALK", "Evening talk", "NET", ""),
    ):
        create_service(
            code=code,
            name=name,
            category=category,
            person_days=Decimal(4),
            cost_eur=Decimal(900),
            reach=2.0,
            answers={topic: 1.0} if topic else {},
            by=system,
            at=NOW,
        )
    return system


def make_scenario(cluster: Cluster, **values: Any) -> Scenario:
    return draft_scenario(**(LIMITS | values), by=system_of(cluster), at=NOW)


def retire(service: Service, *, by: Actor) -> Service:
    return catalogue_verbs.retire_service(service, reason="Nobody came.", by=by, at=NOW)
