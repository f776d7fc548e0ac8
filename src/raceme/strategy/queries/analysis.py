"""Strategic challenges and the SWOT."""

from typing import TypeVar

from django.db.models import QuerySet

from raceme.access.actor import Actor
from raceme.strategy.models import Challenge, Strategy, SwotItem

Placed = TypeVar("Placed", Challenge, SwotItem)


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


def neighbour_of(row: Placed, siblings: list[Placed], *, is_up: bool) -> Placed | None:
    """The row before or after a row of a list; None at its end."""
    place = siblings.index(row) + (-1 if is_up else 1)
    return siblings[place] if 0 <= place < len(siblings) else None


def place_after(siblings: list[Placed]) -> int:
    """The place for a new row at the end of a list."""
    return max((one.position for one in siblings), default=0) + 1
