"""Which organisations there are, for whoever asks."""

from datetime import date

from django.db.models import F, Q, QuerySet

from raceme.access.actor import Actor
from raceme.members.models import Membership, Organisation, Standing
from raceme.members.queries.finding import found_by_words


def organisations_visible_to(actor: Actor) -> QuerySet[Organisation]:
    """All organisations of the actor's cluster organisation, those that have left included.

    One that turned out to be the same as another is no organisation of its own any more.
    """
    if not actor.is_seated:
        return Organisation.objects.none()
    return Organisation.objects.filter(cluster=actor.cluster, merged_into__isnull=True)


def members_of(actor: Actor) -> QuerySet[Organisation]:
    """The organisations that are members today."""
    return organisations_visible_to(actor).filter(standing=Standing.MEMBER)


def members_not_contacted_since(actor: Actor, day: date) -> QuerySet[Organisation]:
    """Members with whom nobody has talked since a day, or ever; those waiting longest first."""
    silent = Q(last_contact_on__isnull=True) | Q(last_contact_on__lt=day)
    waiting = F("last_contact_on").asc(nulls_first=True)
    return members_of(actor).filter(silent).order_by(waiting, "name", "pk")


def organisations_called(actor: Actor, text: str) -> list[Organisation]:
    """Those that somebody may mean who wrote an id, a name, or both as fields suggest them.

    More than one only if several have the same name.
    """
    everybody = organisations_visible_to(actor)
    text = " ".join(text.split())
    name, _, rest = text.rpartition(" (")
    if name and rest.endswith(")"):
        both = everybody.filter(code=rest[:-1], name__iexact=name)
        if both.exists():
            return list(both)
    by_code = list(everybody.filter(code__iexact=text))
    return by_code or list(everybody.filter(name__iexact=text)[:3])


def organisations_like(actor: Actor, text: str, *, limit: int) -> QuerySet[Organisation]:
    """Those whose name, id or town holds all the words, as somebody types."""
    return found_by_words(organisations_visible_to(actor), text, actor=actor)[:limit]


def periods_visible_to(actor: Actor) -> QuerySet[Membership]:
    """All periods of the organisations that the actor sees."""
    if not actor.is_seated:
        return Membership.objects.none()
    return Membership.objects.filter(cluster=actor.cluster).select_related("organisation")
