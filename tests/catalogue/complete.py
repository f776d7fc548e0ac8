"""Services with what their gates ask for, and the rows around them."""

from datetime import date
from decimal import Decimal
from typing import Any

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role, Seat
from raceme.catalogue import verbs
from raceme.catalogue.models import Pilot, Service, Stage
from raceme.catalogue.verbs import Item, TookPart
from tests.factories import NOW, make_need, make_objective, make_organisation, make_service

CONCEPT: dict[str, Any] = {
    "need": "Sell abroad without an export department",
    "description": "Two workshops and a joint stand.",
    "targets": ["SME", "start-up"],
    "level": "intensified",
    "format": "group",
    "delivered_by": "team",
    "funding": ["membership", "sponsorship"],
    "kpis": "firms\ncontacts",
}
# 2 days at 300, a room for 100: 700. Ten members pay 20, a sponsor gives 300: 500.
TERMS: dict[str, Any] = {"person_days": Decimal(2), "members": 10, "guests": 0}
LINES = (
    Item("cost", "Room", Decimal(100)),
    Item("income", "Sponsor", Decimal(300), source="sponsorship"),
)


def ask_for(cluster: Cluster, topic: str, *, members: int, **values: Any) -> None:
    """Let so many new members ask for a topic."""
    for _ in range(members):
        make_need(make_organisation(cluster), topic=topic, **values)


def cost(service: Service, actor: Actor) -> None:
    """Give a service the costing above, with the rate of the house and the price for members."""
    verbs.set_day_rate(day_rate_eur=Decimal(300), by=actor, at=NOW)
    verbs.describe_service(service, price_member_eur=Decimal(20), why="A price.", by=actor, at=NOW)
    verbs.cost_service(service, **TERMS, lines=LINES, by=actor, at=NOW)


def try_out(service: Service, actor: Actor, marks: tuple[int | None, ...], **values: Any) -> Pilot:
    """Record a pilot with one new member for each mark."""
    assert actor.cluster is not None
    facts = {"tried": "One workshop", "began_on": date(2026, 9, 1), "ended_on": date(2026, 9, 30)}
    took_part = [TookPart(make_organisation(actor.cluster), mark) for mark in marks]
    return verbs.record_pilot(service, **(facts | values), participants=took_part, by=actor, at=NOW)


def seat_of(actor: Actor) -> Seat:
    return Seat.objects.get(cluster=actor.cluster, role=Role.MANAGER)


def make_ready(cluster: Cluster, actor: Actor, **values: Any) -> Service:
    """Make a service that has all evidence for every gate up to the portfolio."""
    make_objective(cluster, code="O1", categories=["NET"])
    ask_for(cluster, "export-markets", members=5)
    service = make_service(cluster, **(CONCEPT | {"answers": {"export-markets": 1}} | values))
    cost(service, actor)
    try_out(service, actor, (4, 4, 5), outcomes="Two firms met a buyer.")
    return verbs.describe_service(
        service, owner=seat_of(actor), calendar="Every March", by=actor, at=NOW
    )


def bring_to(
    service: Service, stage: Stage, actor: Actor, *, reason: str = "As a test."
) -> Service:
    return verbs.pass_gate(service, to=stage, reason=reason, by=actor, at=NOW)
