"""The history of contacts, and what is still to be done, for whoever may know."""

from datetime import date

from django.db.models import F, QuerySet

from raceme.access.actor import Actor
from raceme.access.models import Role, User
from raceme.members import rules
from raceme.members.models import Organisation, Visit


def visits_visible_to(actor: Actor) -> QuerySet[Visit]:
    """All contacts, withdrawn ones included; what was said is for team and board."""
    if not rules.may_see_people(actor):
        return Visit.objects.none()
    return Visit.objects.filter(cluster=actor.cluster).select_related("organisation", "adviser")


def visits_with(organisation: Organisation) -> QuerySet[Visit]:
    """The contacts with an organisation that count, newest first."""
    return (
        Visit.objects.filter(organisation=organisation, withdrawn_at__isnull=True)
        .select_related("adviser")
        .prefetch_related("people__person")
    )


def steps_to_do(
    actor: Actor, *, adviser: User | None = None, overdue_on: date | None = None
) -> QuerySet[Visit]:
    """Contacts whose next step is not done yet; what is due first comes first.

    `adviser`: those of one of the team; `overdue_on`: only what should be done by that day.
    """
    steps = visits_visible_to(actor).filter(withdrawn_at__isnull=True, next_done_at__isnull=True)
    steps = steps.exclude(next_step="")
    if adviser is not None:
        steps = steps.filter(adviser=adviser)
    if overdue_on is not None:
        steps = steps.filter(next_on__lt=overdue_on)
    return steps.order_by(F("next_on").asc(nulls_last=True), "happened_on", "pk")


def advisers_of(actor: Actor) -> QuerySet[User]:
    """The people of the team, who talk with members."""
    team = User.objects.filter(
        seats__cluster=actor.cluster,
        seats__role__in=[Role.MANAGER, Role.ADVISER],
        seats__ended_at__isnull=True,
    )
    return team.distinct().order_by("name", "pk")


def advisers_for(actor: Actor, visit: Visit) -> QuerySet[User]:
    """The team, and whoever talked then, who may have left it since."""
    return advisers_of(actor) | User.objects.filter(visits=visit).distinct()
