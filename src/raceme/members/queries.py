"""Which organisations and people there are, for whoever asks."""

from datetime import date

from django.db.models import Q, QuerySet

from raceme.access.actor import Actor
from raceme.members.models import Organisation, Person, Standing

SORTS = {"name": ["name", "pk"], "role": ["role", "name", "pk"], "employees": ["-employees", "pk"]}


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
    return members_of(actor).filter(silent).order_by("last_contact_on", "name", "pk")


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """All people in the books of the actor's cluster organisation."""
    if not actor.is_seated:
        return Person.objects.none()
    return Person.objects.filter(cluster=actor.cluster, merged_into__isnull=True)


def found_among(
    organisations: QuerySet[Organisation],
    *,
    text: str = "",
    role: str = "",
    sort: str = "name",
    with_former: bool = False,
) -> QuerySet[Organisation]:
    """Narrow a list of organisations to what somebody looks for."""
    if not with_former:
        organisations = organisations.exclude(standing=Standing.LEFT)
    if role:
        organisations = organisations.filter(role=role)
    for word in text.split():
        organisations = organisations.filter(
            Q(name__icontains=word) | Q(code__icontains=word) | Q(city__icontains=word)
        )
    return organisations.order_by(*SORTS.get(sort, SORTS["name"]))
