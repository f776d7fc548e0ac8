"""What a cluster organisation tells of itself for a year: activity, plan, and its strategy."""

from __future__ import annotations

from django.db.models import Count, F, Sum

from raceme.access.actor import system_of
from raceme.access.models import Cluster
from raceme.programmes.queries.deeds import (
    Span,
    events_held,
    meetings_held,
    people_there,
    plan_lines,
)
from raceme.strategy.models import Indicator
from raceme.strategy.queries import indicators_in_force


def own_figures(cluster: Cluster, span: Span) -> dict[str, int | None]:
    """Count what was done, and what is planned; None where no plan is in force."""
    events = events_held([cluster], span)
    plan = plan_lines([cluster], span.year).aggregate(
        services=Count("pk"),
        cost=Sum(F("cost_eur") * F("editions")),
        income=Sum(F("income_eur") * F("editions")),
    )
    is_planned = plan["services"] > 0
    return {
        "events": events.count(),
        "people": people_there(events).count(),
        "meetings": meetings_held([cluster], span).count(),
        "services": plan["services"] if is_planned else None,
        "cost_planned": round(plan["cost"]) if is_planned else None,
        "income_planned": round(plan["income"]) if is_planned else None,
    }


def indicators_of_strategy(cluster: Cluster) -> list[Indicator]:
    """The indicators of the strategy in force."""
    return list(indicators_in_force(system_of(cluster)))
