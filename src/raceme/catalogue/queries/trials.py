"""Which pilots and reviews of services there are."""

from django.db.models import Prefetch, QuerySet

from raceme.access.actor import Actor
from raceme.catalogue.models import Pilot, PilotMember, Review
from raceme.members.models import Organisation


def pilots_visible_to(actor: Actor) -> QuerySet[Pilot]:
    """All pilots of the actor's cluster organisation with who took part, newest first."""
    if not actor.is_seated:
        return Pilot.objects.none()
    took_part = PilotMember.objects.select_related("organisation")
    return (
        Pilot.objects.filter(cluster=actor.cluster)
        .select_related("service")
        .prefetch_related(Prefetch("participants", took_part))
    )


def reviews_visible_to(actor: Actor) -> QuerySet[Review]:
    """All reviews of services of the actor's cluster organisation, newest first."""
    if not actor.is_seated:
        return Review.objects.none()
    return Review.objects.filter(cluster=actor.cluster).select_related("service")


def pilots_with(actor: Actor, organisation: Organisation) -> QuerySet[PilotMember]:
    """In which pilots an organisation took part, and what it thought of the service."""
    pilots = pilots_visible_to(actor).filter(withdrawn_at__isnull=True)
    rows = PilotMember.objects.filter(organisation=organisation, pilot__in=pilots)
    return rows.select_related("pilot__service").order_by("-pilot__began_on", "pk")
