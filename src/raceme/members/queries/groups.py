"""Which working groups, boards and committees there are, and who sits in them."""

from django.db.models import Count, F, Q, QuerySet

from raceme.access.actor import Actor
from raceme.members.models import GroupSeat, Organisation, Person, WorkingGroup


def groups_visible_to(actor: Actor) -> QuerySet[WorkingGroup]:
    """All groups of the cluster, those that no longer meet included."""
    if not actor.is_seated:
        return WorkingGroup.objects.none()
    return WorkingGroup.objects.filter(cluster=actor.cluster)


def groups_with_sizes(actor: Actor) -> QuerySet[WorkingGroup]:
    """Groups with `seats_now`, how many seats are taken today; those that meet come first."""
    open_seats = Count("seats", filter=Q(seats__until__isnull=True))
    meets = Q(ended_on__isnull=True)
    found = groups_visible_to(actor).annotate(seats_now=open_seats, meets=meets)
    return found.order_by("-meets", "name", "pk")


def group_seats_visible_to(actor: Actor) -> QuerySet[GroupSeat]:
    """All seats, those that ended included; who takes them is for team and board."""
    if not actor.is_seated:
        return GroupSeat.objects.none()
    found = GroupSeat.objects.filter(cluster=actor.cluster)
    return found.select_related("group", "organisation", "person")


def group_seats_of(actor: Actor, thing: Organisation | Person) -> QuerySet[GroupSeat]:
    """In which groups an organisation or a person sits or sat, present seats first."""
    column = "organisation" if isinstance(thing, Organisation) else "person"
    found = group_seats_visible_to(actor).filter(**{column: thing})
    return found.order_by(F("until").desc(nulls_first=True), "group__name", "pk")
