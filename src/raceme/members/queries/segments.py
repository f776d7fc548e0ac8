"""Which segments there are for whoever asks, and who belongs to one."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.members.models import Organisation, Segment
from raceme.members.queries.finding import found_among
from raceme.members.queries.organisations import organisations_visible_to
from raceme.members.queries.wanted import Wanted


def segments_visible_to(actor: Actor) -> QuerySet[Segment]:
    """The segments of the cluster organisation and the actor's own, ended ones included."""
    if not actor.is_seated:
        return Segment.objects.none()
    seen = Q(is_shared=True)
    if actor.user is not None:
        seen |= Q(owner=actor.user)
    return Segment.objects.filter(seen, cluster=actor.cluster).select_related("owner")


def open_segments(actor: Actor) -> QuerySet[Segment]:
    """The segments that can be used."""
    return segments_visible_to(actor).filter(ended_at__isnull=True)


def ended_segments(actor: Actor) -> QuerySet[Segment]:
    """The segments that somebody ended, the last first: they can be taken up again."""
    ended = segments_visible_to(actor).filter(ended_at__isnull=False)
    return ended.order_by("-ended_at", "pk")


def organisations_in(segment: Segment, actor: Actor) -> QuerySet[Organisation]:
    """The organisations that belong to a segment today, of those the actor may see."""
    wanted = Wanted.from_stored(segment.wanted)
    everybody = organisations_visible_to(actor)
    return found_among(everybody, wanted, actor=actor, today=timezone.localdate())
