"""What the cluster organisation wants, for whoever asks."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Sum

from raceme.access.actor import Actor
from raceme.strategy.models import Indicator, Objective, Strategy

CODE_PREFIX = "O"


def strategies_visible_to(actor: Actor) -> QuerySet[Strategy]:
    """All versions of the strategy of the actor's cluster organisation, newest first."""
    if not actor.is_seated:
        return Strategy.objects.none()
    return Strategy.objects.filter(cluster=actor.cluster)


def strategy_in_force(actor: Actor) -> Strategy | None:
    """The newest version that is not retired, be it adopted or still a draft."""
    return strategies_visible_to(actor).exclude(status=Strategy.Status.RETIRED).first()


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
    """The objectives of one version, open ones first, each with its open indicators at hand.

    The open indicators of an objective are its `open_indicators`.
    """
    open_ones = Indicator.objects.filter(ended_at__isnull=True).order_by("name", "pk")
    return (
        objectives_visible_to(actor)
        .filter(strategy=strategy)
        .prefetch_related(Prefetch("indicators", open_ones, to_attr="open_indicators"))
    )


def indicators_visible_to(actor: Actor) -> QuerySet[Indicator]:
    """All indicators of all objectives, those that have ended included."""
    if not actor.is_seated:
        return Indicator.objects.none()
    return Indicator.objects.filter(cluster=actor.cluster).select_related("objective__strategy")


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
