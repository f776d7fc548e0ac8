"""Strategic challenges and the SWOT."""

from django.db.models import QuerySet

from raceme.access.actor import Actor
from raceme.strategy.models import Challenge, Strategy, SwotItem


def challenges_visible_to(actor: Actor) -> QuerySet[Challenge]:
    """All challenges of all versions, dropped ones included."""
    if not actor.is_seated:
        return Challenge.objects.none()
    return Challenge.objects.filter(cluster=actor.cluster).select_related("strategy")


def challenges_of(actor: Actor, strategy: Strategy) -> QuerySet[Challenge]:
    """The challenges of one version in their order, without those that were dropped."""
    return challenges_visible_to(actor).filter(strategy=strategy, ended_at__isnull=True)


def swot_visible_to(actor: Actor) -> QuerySet[SwotItem]:
    """All strengths, weaknesses, opportunities and threats of all versions."""
    if not actor.is_seated:
        return SwotItem.objects.none()
    return SwotItem.objects.filter(cluster=actor.cluster).select_related("strategy")


def swot_of(actor: Actor, strategy: Strategy) -> QuerySet[SwotItem]:
    """What stands in the SWOT of one version, in order, without what was dropped."""
    return swot_visible_to(actor).filter(strategy=strategy, ended_at__isnull=True)
