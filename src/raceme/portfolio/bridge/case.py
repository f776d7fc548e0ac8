"""What a scenario's plan is computed from: rows into values."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict

from raceme import __version__
from raceme.access.actor import Actor
from raceme.catalogue.models import Service
from raceme.catalogue.queries import objectives_served, services_offered
from raceme.cores.planning.values import (
    Limits,
    Member,
    NeedRecord,
    Parameters,
    PlanCase,
    ServiceOption,
)
from raceme.cores.planning.values import Objective as ObjectiveValue
from raceme.needs.queries import needs_in_force
from raceme.portfolio.models import Ruling, Scenario
from raceme.portfolio.queries import services_ruled
from raceme.strategy.models import Objective
from raceme.strategy.queries import objectives_in_force


def case_of(scenario: Scenario, actor: Actor) -> PlanCase:
    """Collect what a scenario's plan is computed from, as it stands now."""
    objectives = list(objectives_in_force(actor))
    weights = {one.objective: one.weight for one in scenario.weighings.all()}
    needs = list(needs_in_force(actor).select_related("organisation"))
    organisations = {need.organisation_id: need.organisation for need in needs}
    return PlanCase(
        members=tuple(
            Member(one.code, one.weight)
            for one in sorted(organisations.values(), key=lambda one: one.code)
        ),
        needs=tuple(
            NeedRecord(
                member_id=need.organisation.code,
                topic=need.topic,
                importance=need.importance,
                satisfaction=need.satisfaction,
                recorded_on=need.recorded_on,
            )
            for need in needs
        ),
        objectives=tuple(
            ObjectiveValue(one.code, one.name, weights.get(one.code, one.weight), one.full)
            for one in objectives
        ),
        services=tuple(_option(service, objectives) for service in services_offered(actor)),
        limits=_limits(scenario),
        parameters=Parameters(alignment_weight=scenario.alignment_weight, seed=scenario.seed),
    )


def digest_of(case: PlanCase) -> str:
    """Give a fingerprint of a case: with the same, computing again would give the same plan."""
    whole = asdict(case) | {"computed_by": __version__}  # another release may choose otherwise
    plain = json.dumps(whole, sort_keys=True, default=_plain)
    return hashlib.sha256(plain.encode()).hexdigest()


def _option(service: Service, objectives: Iterable[Objective]) -> ServiceOption:
    return ServiceOption(
        id=service.code,
        name=service.name,
        person_days=float(service.person_days),
        cost_eur=float(service.cost_eur),
        income_eur=float(service.income_eur),
        reach=service.reach,
        max_editions=service.max_editions,
        is_cross_sectoral=service.is_cross_sectoral,
        answers={one.topic: one.strength for one in service.answers.all()},
        serves={
            served.objective.code: served.strength
            for served in objectives_served(service, objectives)
        },
    )


def _limits(scenario: Scenario) -> Limits:
    return Limits(
        budget_eur=float(scenario.budget_eur),
        person_days=float(scenario.person_days),
        own_income_share_min=scenario.own_income_share_min,
        cross_sectoral_min=scenario.cross_sectoral_min,
        must=frozenset(services_ruled(scenario, Ruling.Kind.MUST)),
        must_not=frozenset(services_ruled(scenario, Ruling.Kind.MUST_NOT)),
    )


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value)
