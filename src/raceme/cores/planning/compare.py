"""What changes from one plan to another: two scenarios of the same cluster, side by side."""

from __future__ import annotations

from collections.abc import Mapping

from raceme.cores.planning.values import Change, Plan, PlanComparison

SAME = 1e-9  # figures that differ by no more are the same


def compare_plans(before: Plan, after: Plan) -> PlanComparison:
    """Say what changes from `before` to `after`: value, cost, services, topics, objectives."""
    return PlanComparison(
        value=Change("value", before.value, after.value),
        net_cost_eur=Change("net_cost_eur", before.totals.net_cost_eur, after.totals.net_cost_eur),
        person_days=Change("person_days", before.totals.person_days, after.totals.person_days),
        services=_changes(
            {service.id: float(service.editions) for service in before.services},
            {service.id: float(service.editions) for service in after.services},
        ),
        topics=_changes(
            {topic.id: topic.coverage for topic in before.topics},
            {topic.id: topic.coverage for topic in after.topics},
        ),
        objectives=_changes(
            {objective.code: objective.alignment for objective in before.objectives},
            {objective.code: objective.alignment for objective in after.objectives},
        ),
    )


def _changes(
    before: Mapping[str, float | None], after: Mapping[str, float | None]
) -> tuple[Change, ...]:
    changes = (Change(id_, before.get(id_), after.get(id_)) for id_ in sorted({*before, *after}))
    return tuple(change for change in changes if _differs(change))


def _differs(change: Change) -> bool:
    if change.before is None or change.after is None:
        return change.before is not change.after
    return abs(change.difference) > SAME
