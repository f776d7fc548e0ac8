"""What organisations do, can do and earn, for whoever asks."""

from django.db.models import Q, QuerySet

from raceme.access.actor import Actor
from raceme.members.models import Activity, Competence, Organisation, Relation, YearFigures


def activities_visible_to(actor: Actor) -> QuerySet[Activity]:
    """Further activities, beside the main ones."""
    if not actor.is_seated:
        return Activity.objects.none()
    return Activity.objects.filter(cluster=actor.cluster).select_related("organisation")


def competences_visible_to(actor: Actor) -> QuerySet[Competence]:
    """What organisations can do or have; what has ended included."""
    if not actor.is_seated:
        return Competence.objects.none()
    return Competence.objects.filter(cluster=actor.cluster).select_related("organisation")


def figures_visible_to(actor: Actor) -> QuerySet[YearFigures]:
    """The figures of organisations, year by year."""
    if not actor.is_seated:
        return YearFigures.objects.none()
    return YearFigures.objects.filter(cluster=actor.cluster).select_related("organisation")


def relations_visible_to(actor: Actor) -> QuerySet[Relation]:
    """How organisations are tied to each other; what has ended included."""
    if not actor.is_seated:
        return Relation.objects.none()
    return Relation.objects.filter(cluster=actor.cluster).select_related("organisation", "other")


def ties_of(actor: Actor, organisation: Organisation) -> QuerySet[Relation]:
    """How an organisation is tied to others today, from whichever side it was written down."""
    either = Q(organisation=organisation) | Q(other=organisation)
    return relations_visible_to(actor).filter(either, ended_at__isnull=True)
