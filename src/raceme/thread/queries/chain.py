"""The thread at a glance: how many of each hang on it, and how they hold together, counted now."""

from dataclasses import dataclass
from datetime import date

from raceme.access.actor import Actor
from raceme.catalogue.queries import services_offered
from raceme.members.queries import members_of
from raceme.portfolio.models import Scenario, ServicePlan
from raceme.portfolio.queries import (
    latest_plan,
    lines_in_force,
    scenarios_visible_to,
    service_plan_of,
)
from raceme.strategy.queries import (
    fields_visible_to,
    indicators_in_force,
    objectives_in_force,
    strategy_in_force,
)
from raceme.thread.queries.rows import Look

MONTHS_AHEAD = 6  # from July on, the plan of the coming year is what one works at


@dataclass(frozen=True)
class ThreadCounts:
    """How many of each there are along the thread, counted now."""

    objectives: int
    indicators: int
    fields: int
    members: int
    members_responding: int
    needs: int
    topics_asked: int
    topics_answered: int  # of those asked for
    services: int
    scenarios: int
    plan: Scenario | None  # computed last
    service_plan: ServicePlan | None  # of the year that is worked at
    services_planned: int
    year: int


def coming_year(on: date) -> int:
    """The year whose plan is due: this one, and from July on the next one."""
    return on.year + (on.month > 12 - MONTHS_AHEAD)


def counts_along_thread(look: Look) -> ThreadCounts:
    """Count what hangs on the thread."""
    actor, needs, year = look.actor, look.needs, coming_year(look.on)
    service_plan = service_plan_of(actor, year)
    strategy = strategy_in_force(actor)
    answered = topics_answered(actor)
    return ThreadCounts(
        objectives=objectives_in_force(actor).count(),
        indicators=indicators_in_force(actor).count(),
        fields=fields_visible_to(actor).filter(strategy=strategy, ended_at__isnull=True).count(),
        members=members_of(actor).count(),
        members_responding=needs.responding,
        needs=needs.needs,
        topics_asked=len(needs.asked),
        topics_answered=sum(topic.topic in answered for topic in needs.asked),
        services=services_offered(actor).count(),
        scenarios=scenarios_visible_to(actor).count(),
        plan=latest_plan(actor),
        service_plan=service_plan,
        services_planned=lines_in_force(actor).filter(plan=service_plan).count(),
        year=year,
    )


def topics_answered(actor: Actor) -> set[str]:
    """The topics that at least one service on offer answers."""
    offered = services_offered(actor).filter(answers__strength__gt=0)
    return set(offered.values_list("answers__topic", flat=True).distinct())
