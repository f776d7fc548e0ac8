"""Set up scenarios, change what they keep to, and vary them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.catalogue.models import Service
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, remove
from raceme.portfolio import rules
from raceme.portfolio.models import Ruling, Scenario, Weighing
from raceme.portfolio.queries import free_name, services_ruled_on
from raceme.strategy.queries import objectives_in_force

LIMITS = (
    "budget_eur",
    "person_days",
    "alignment_weight",
    "own_income_share_min",
    "cross_sectoral_min",
    "seed",
)


@transaction.atomic
def draft_scenario(
    *,
    must: Iterable[Service] = (),
    must_not: Iterable[Service] = (),
    objective_weights: Mapping[str, float] | None = None,
    by: Actor,
    at: datetime,
    **values: Any,
) -> Scenario:
    """Write down what a year's plan must keep to.

    `objective_weights`: code of an objective in force to its weight here, where that is otherwise
    than in the strategy.
    """
    require(rules.may_plan, by)
    scenario = Scenario(cluster=by.cluster, **values)
    keep_new(scenario, verb="draft_scenario", by=by, at=at)
    _rule(scenario, must, must_not, by=by, at=at)
    _weigh(scenario, objective_weights or {}, by=by, at=at)
    return scenario


@transaction.atomic
def revise_scenario(
    scenario: Scenario,
    *,
    must: Iterable[Service] = (),
    must_not: Iterable[Service] = (),
    objective_weights: Mapping[str, float] | None = None,
    by: Actor,
    at: datetime,
    **values: Any,
) -> Scenario:
    """Change what the plan must keep to; the plan computed before stays until the next one."""
    require(rules.may_plan, by, scenario)
    before = _limits_of(Scenario.objects.select_for_update().get(pk=scenario.pk))
    scenario = change(scenario, values, verb="revise_scenario", by=by, at=at)
    _rule(scenario, must, must_not, by=by, at=at)
    _weigh(scenario, objective_weights or {}, by=by, at=at)
    if _limits_of(scenario) != before:
        scenario.limits_version += 1
        scenario.save(update_fields=["limits_version"])
    return scenario


@transaction.atomic
def vary_scenario(
    scenario: Scenario, *, name: str = "", by: Actor, at: datetime, **changes: Any
) -> Scenario:
    """Set up a scenario that keeps to the same as another, but for some changes."""
    require(rules.may_plan, by, scenario)
    values = {one: getattr(scenario, one) for one in ("year", *LIMITS)} | changes
    return draft_scenario(
        name=free_name(by, name or scenario.name, values["year"]),
        must=services_ruled_on(scenario, Ruling.Kind.MUST),
        must_not=services_ruled_on(scenario, Ruling.Kind.MUST_NOT),
        objective_weights=_weights_still_known(scenario, by),
        by=by,
        at=at,
        **values,
    )


def _limits_of(scenario: Scenario) -> tuple[object, ...]:
    return (
        *(getattr(scenario, name) for name in LIMITS),
        set(Ruling.objects.filter(scenario=scenario).values_list("service", "kind")),
        set(Weighing.objects.filter(scenario=scenario).values_list("objective", "weight")),
    )


def _rule(
    scenario: Scenario,
    must: Iterable[Service],
    must_not: Iterable[Service],
    *,
    by: Actor,
    at: datetime,
) -> None:
    must, must_not = list(must), list(must_not)
    for service in (*must, *must_not):
        require(rules.may_plan, by, service)
    wanted = {service.pk: Ruling.Kind.MUST for service in must}
    for service in must_not:
        if service.pk in wanted:
            raise Refused(
                _("%(service)s cannot be both a must and a must-not.") % {"service": service},
                field="must_not",
            )
        wanted[service.pk] = Ruling.Kind.MUST_NOT
    for ruling in scenario.rulings.all():
        if wanted.get(ruling.service_id) == ruling.kind:
            del wanted[ruling.service_id]
        else:
            remove(ruling, verb="lift_ruling", by=by, at=at)
    for service_id, kind in wanted.items():
        ruling = Ruling(scenario=scenario, service_id=service_id, kind=kind)
        keep_new(ruling, verb="rule_on_service", by=by, at=at)


def _weigh(scenario: Scenario, weights: Mapping[str, float], *, by: Actor, at: datetime) -> None:
    """Replace the weights that objectives have in a scenario alone."""
    in_force = set(objectives_in_force(by).values_list("code", flat=True))
    for code in weights:
        if code not in in_force:
            raise Refused(
                _("No objective in force has the code %(code)s.") % {"code": code},
                field="objective_weights",
            )
    wanted = dict(weights)
    for weighing in scenario.weighings.all():
        if wanted.get(weighing.objective) == weighing.weight:
            del wanted[weighing.objective]
        else:
            remove(weighing, verb="lift_weighing", by=by, at=at)
    for code, weight in wanted.items():
        weighing = Weighing(scenario=scenario, objective=code, weight=weight)
        keep_new(weighing, verb="weigh_objective", by=by, at=at)


def _weights_still_known(scenario: Scenario, actor: Actor) -> dict[str, float]:
    in_force = set(objectives_in_force(actor).values_list("code", flat=True))
    return {
        one.objective: one.weight for one in scenario.weighings.all() if one.objective in in_force
    }
