"""Two scenarios side by side: what the second does otherwise than the first."""

from dataclasses import dataclass

from raceme.cores.planning.compare import compare_plans
from raceme.cores.planning.values import Change, PlanComparison
from raceme.portfolio.bridge.answer import plan_of
from raceme.portfolio.models import Scenario
from raceme.vocabulary.topics import label_of_topic


@dataclass(frozen=True)
class NamedChange:
    """A figure in two plans, with the name of what it is about."""

    name: str
    change: Change


@dataclass(frozen=True)
class Comparison:
    """What differs between two scenarios' plans; what is the same in both is not listed."""

    first: Scenario
    second: Scenario
    whole: PlanComparison
    services: tuple[NamedChange, ...]
    topics: tuple[NamedChange, ...]
    objectives: tuple[NamedChange, ...]


def comparison_of(first: Scenario, second: Scenario) -> Comparison:
    """Compare the plans of two scenarios that have been computed."""
    before, after = plan_of(first), plan_of(second)
    whole = compare_plans(before, after)
    services = {one.id: one.name for plan in (before, after) for one in plan.services}
    objectives = {one.code: one.name for plan in (before, after) for one in plan.objectives}
    return Comparison(
        first=first,
        second=second,
        whole=whole,
        services=tuple(NamedChange(services[one.id], one) for one in whole.services),
        topics=tuple(NamedChange(label_of_topic(one.id), one) for one in whole.topics),
        objectives=tuple(NamedChange(objectives[one.id], one) for one in whole.objectives),
    )
