"""Which organisations there are, for whoever asks."""

from django.db.models import Q, QuerySet

from raceme.access.actor import Actor
from raceme.members.models import Organisation

SORTS = {"name": ["name", "pk"], "role": ["role", "name", "pk"], "employees": ["-employees", "pk"]}


def organisations_visible_to(actor: Actor) -> QuerySet[Organisation]:
    """All organisations of the actor's cluster organisation, those that have left included."""
    if not actor.is_seated:
        return Organisation.objects.none()
    return Organisation.objects.filter(cluster=actor.cluster)


def members_of(actor: Actor) -> QuerySet[Organisation]:
    """The organisations that are members today."""
    return organisations_visible_to(actor).filter(left_on__isnull=True)


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
        organisations = organisations.filter(left_on__isnull=True)
    if role:
        organisations = organisations.filter(role=role)
    for word in text.split():
        organisations = organisations.filter(
            Q(name__icontains=word) | Q(code__icontains=word) | Q(city__icontains=word)
        )
    return organisations.order_by(*SORTS.get(sort, SORTS["name"]))
