"""What the cluster organisation wants."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Sum

from raceme.access.actor import Actor
from raceme.strategy.models import FieldOfAction, Indicator, Objective, Strategy
from raceme.strategy.queries.strategies import strategy_in_force

CODE_PREFIX = "O"


def objectives_visible_to(actor: Actor) -> QuerySet[Objective]:
    """All objectives of all versions, those that have ended included."""
    if not actor.is_seated:
        return Objective.objects.none()
    return Objective.objects.filter(cluster=actor.cluster).select_related("strategy")


def objectives_in_force(actor: Actor) -> QuerySet[Objective]:
    """What the cluster organisation wants now: the open objectives of the version in force."""
    strategy = strategy_in_force(actor)
    if strategy is None:
        return Objective.objects.none()
    return objectives_visible_to(actor).filter(strategy=strategy, ended_at__isnull=True)


def objectives_without_indicator(actor: Actor) -> QuerySet[Objective]:
    """Objectives in force of which nobody could say whether they are reached."""
    measured = Indicator.objects.filter(objective=OuterRef("pk"), ended_at__isnull=True)
    return objectives_in_force(actor).filter(~Exists(measured))


def objectives_of(actor: Actor, strategy: Strategy) -> QuerySet[Objective]:
    """The objectives of one version, each with its open indicators and fields at hand.

    The open indicators of an objective are its `open_indicators`, the fields its `open_fields`.
    """
    indicators = Indicator.objects.filter(ended_at__isnull=True).select_related(
        "definition__series", "field"
    )
    fields = FieldOfAction.objects.filter(ended_at__isnull=True)
    return (
        objectives_visible_to(actor)
        .filter(strategy=strategy)
        .prefetch_related(
            Prefetch("indicators", indicators, to_attr="open_indicators"),
            Prefetch("fields", fields, to_attr="open_fields"),
        )
    )


def weight_of_all(strategy: Strategy) -> float:
    """The weights of the open objectives of one version together; 0 where there is none."""
    open_ones = Objective.objects.filter(strategy=strategy, ended_at__isnull=True)
    return open_ones.aggregate(total=Sum("weight"))["total"] or 0.0


def weight_share_of(objective: Objective) -> float | None:
    """How much the objective weighs beside the others (0 to 1).

    None where it does not count any more, and where no objective weighs anything.
    """
    total = weight_of_all(objective.strategy)
    if objective.ended_at is not None or total <= 0:
        return None
    return objective.weight / total


def next_objective_code(actor: Actor) -> str:
    """The first code of the row O1, O2, O3 … that the version in force has not used yet."""
    strategy = strategy_in_force(actor)
    used = set(Objective.objects.filter(strategy=strategy).values_list("code", flat=True))
    number = 1
    while f"{CODE_PREFIX}{number}" in used:
        number += 1
    return f"{CODE_PREFIX}{number}"
