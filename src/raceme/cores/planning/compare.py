"""Several plans side by side: scenarios of the same cluster, figure by figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from raceme.cores.planning.values import Figures, Plan, PlanComparison, Status

SAME = 1e-9  # figures that differ by no more are the same


def compare_plans(plans: Sequence[Plan]) -> PlanComparison:
    """Lay the figures of plans side by side, in the order in which the plans are given.

    A plan that no choice fulfils has no figures: they are None, never 0, and make no difference.
    """

    def laid(id_: str, figure: Callable[[Plan], float | None]) -> Figures:
        return _laid(id_, plans, [figure(plan) for plan in plans])

    return PlanComparison(
        value=laid("value", lambda plan: plan.value),
        person_days=laid("person_days", lambda plan: plan.totals.person_days),
        cost_eur=laid("cost_eur", lambda plan: plan.totals.cost_eur),
        income_eur=laid("income_eur", lambda plan: plan.totals.income_eur),
        net_cost_eur=laid("net_cost_eur", lambda plan: plan.totals.net_cost_eur),
        services=_each_laid(
            plans, [{one.id: float(one.editions) for one in plan.services} for plan in plans]
        ),
        topics=_each_laid(plans, [{one.id: one.coverage for one in plan.topics} for plan in plans]),
        objectives=_each_laid(
            plans, [{one.code: one.alignment for one in plan.objectives} for plan in plans]
        ),
    )


def _each_laid(
    plans: Sequence[Plan], found: Sequence[Mapping[str, float | None]]
) -> tuple[Figures, ...]:
    ids = sorted({id_ for figures in found for id_ in figures})
    return tuple(_laid(id_, plans, [figures.get(id_) for figures in found]) for id_ in ids)


def _laid(id_: str, plans: Sequence[Plan], found: Sequence[float | None]) -> Figures:
    pairs = zip(found, plans, strict=True)
    values = tuple(None if plan.status == Status.INFEASIBLE else value for value, plan in pairs)
    return Figures(
        id_,
        values,
        differs=_differ(
            [
                value
                for value, plan in zip(values, plans, strict=True)
                if plan.status != Status.INFEASIBLE
            ]
        ),
    )


def _differ(values: Sequence[float | None]) -> bool:
    known = [value for value in values if value is not None]
    if len(known) != len(values):
        return bool(known)
    return bool(known) and max(known) - min(known) > SAME
