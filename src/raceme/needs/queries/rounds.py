"""Rounds and invitations: who is asked, how far everybody is, and how many have answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.mailing import TROUBLED
from raceme.members.models import Organisation, Segment, Standing
from raceme.members.queries import organisations_in, organisations_visible_to
from raceme.needs import rules
from raceme.needs.models import Invitation, Letter, Questionnaire, Round
from raceme.vocabulary import helix

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _HowFar(TypedDict):
        step: str
        reminders: int
        last_letter_at: datetime | None
        is_troubled: bool

    class _Counted(TypedDict):
        asked: int
        submitted: int

    # Rows with what the queries below add to them.
    Asked = WithAnnotations[Invitation, _HowFar]
    CountedRound = WithAnnotations[Round, _Counted]


class Step(TextChoices):
    """How far an organisation is that was asked; each has done all that stands above it."""

    SUBMITTED = "submitted", _("has answered")
    DECLINED = "declined", _("does not want to take part")
    STARTED = "started", _("has begun")
    OPENED = "opened", _("has opened the link")
    ASKED = "asked", _("has not opened the link")
    WAITING = "waiting", _("not asked yet")


# Those who may still answer: whom reminders are for.
NOT_ANSWERED = (Step.STARTED, Step.OPENED, Step.ASKED, Step.WAITING)


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of some organisations were asked, and how far they are."""

    label: str | Promise
    asked: int
    opened: int
    started: int
    submitted: int
    declined: int

    @property
    def share(self) -> float | None:
        """The response rate; unknown where nobody was asked."""
        return self.submitted / self.asked if self.asked else None


def questionnaires_visible_to(actor: Actor) -> QuerySet[Questionnaire]:
    """All questionnaires of the actor's cluster organisation."""
    if not actor.is_seated:
        return Questionnaire.objects.none()
    return Questionnaire.objects.filter(cluster=actor.cluster)


def questionnaires_offered(actor: Actor) -> QuerySet[Questionnaire]:
    """Those with which members can be asked: not put away, and with at least one question."""
    return (
        questionnaires_visible_to(actor)
        .filter(put_away_at__isnull=True, questions__isnull=False)
        .distinct()
    )


def rounds_visible_to(actor: Actor) -> QuerySet[Round]:
    """All rounds of the actor's cluster organisation, the latest first."""
    if not actor.is_seated:
        return Round.objects.none()
    return Round.objects.filter(cluster=actor.cluster).select_related("questionnaire")


def with_turnout(rounds: QuerySet[Round]) -> QuerySet[CountedRound]:
    """Add to each round how many were asked (`asked`) and how many have answered (`submitted`)."""
    return rounds.order_by("-closes_on", "-pk").annotate(
        asked=Count("invitations", distinct=True),
        submitted=Count(
            "invitations",
            filter=Q(invitations__response__submitted_at__isnull=False),
            distinct=True,
        ),
    )


def invitations_visible_to(actor: Actor) -> QuerySet[Asked]:
    """Whom rounds ask; with `step`, and what became of the letters. For the team only."""
    if not rules.may_send(actor):
        return invitations_with_step(Invitation.objects.none())
    return invitations_with_step(Invitation.objects.filter(cluster=actor.cluster))


def letters_visible_to(actor: Actor) -> QuerySet[Letter]:
    """The letters of all rounds: for the team only."""
    if not rules.may_send(actor):
        return Letter.objects.none()
    return Letter.objects.filter(cluster=actor.cluster).select_related("invitation")


def invitations_with_step(invitations: QuerySet[Invitation]) -> QuerySet[Asked]:
    """Add how far each organisation is (`step`) and what became of its letters."""
    letters = Q(letters__state__in=Letter.COUNTING)
    troubled = Letter.objects.filter(invitation=OuterRef("pk"), state__in=TROUBLED)
    newer = Letter.objects.filter(
        invitation=OuterRef("invitation"), pk__gt=OuterRef("pk"), state=Letter.State.SENT
    )
    reminders = letters & Q(letters__kind=Letter.Kind.REMINDER)
    rows = invitations.select_related("organisation", "person", "round", "response")
    # What is counted up loses the order of its table.
    return rows.order_by("organisation__name", "pk").annotate(
        step=step_of_invitation(),
        reminders=Count("letters", filter=reminders, distinct=True),
        last_letter_at=Max("letters__asked_at", filter=letters),
        is_troubled=Exists(troubled.filter(~Exists(newer))),
    )


def step_of_invitation() -> Case:
    """Say in the database's words how far an invitation is; a dropped letter has asked nobody."""
    letters = Letter.objects.filter(invitation=OuterRef("pk")).exclude(state=Letter.State.DROPPED)
    return Case(
        When(response__submitted_at__isnull=False, then=Value(Step.SUBMITTED.value)),
        When(declined_at__isnull=False, then=Value(Step.DECLINED.value)),
        When(response__isnull=False, then=Value(Step.STARTED.value)),
        When(opened_at__isnull=False, then=Value(Step.OPENED.value)),
        When(Exists(letters), then=Value(Step.ASKED.value)),
        default=Value(Step.WAITING.value),
        output_field=CharField(),
    )


def invitations_found(
    invitations: QuerySet[Asked], *, text: str = "", step: str = "", role: str = "",
    size: str = "", only_troubled: bool = False,
) -> QuerySet[Asked]:  # fmt: skip
    """Narrow the list of those asked down to what somebody looks for."""
    if step == "unanswered":
        invitations = invitations.filter(step__in=NOT_ANSWERED)
    elif step:
        invitations = invitations.filter(step=step)
    if role:
        invitations = invitations.filter(organisation__role=role)
    if size:
        invitations = invitations.filter(organisation__size=size)
    if only_troubled:
        invitations = invitations.filter(is_troubled=True)
    for word in text.split():
        invitations = invitations.filter(
            Q(organisation__name__icontains=word)
            | Q(email__icontains=word)
            | Q(person__family_name__icontains=word)
        )
    return invitations


def turnout_of(round_: Round) -> Turnout:
    """Count how far all those asked are."""
    return next(iter(_turnouts(round_, "", {"": _("all")})), _nobody(_("all")))


def turnout_by_role(round_: Round) -> list[Turnout]:
    """Count how far those asked are, by kind of organisation."""
    labels: dict[str, str | Promise] = {role.code: role.label for role in helix.roles()}
    return _turnouts(round_, "organisation__role", labels)


def turnout_by_size(round_: Round) -> list[Turnout]:
    """Count how far those asked are, by size of organisation."""
    labels: dict[str, str | Promise] = {size.code: size.label for size in helix.size_classes()}
    return _turnouts(round_, "organisation__size", labels)


def organisations_chosen(
    actor: Actor,
    *,
    standings: Iterable[str] = (Standing.MEMBER,),
    roles: Iterable[str] = (),
    sizes: Iterable[str] = (),
    segment: Segment | None = None,
) -> QuerySet[Organisation]:
    """The organisations that fit what somebody ticked; nothing ticked leaves all of them."""
    found = organisations_visible_to(actor)
    if segment is not None:
        found = found.filter(pk__in=organisations_in(segment, actor).order_by().values("pk"))
    if standings := list(standings):
        found = found.filter(standing__in=standings)
    if roles := list(roles):
        found = found.filter(role__in=roles)
    if sizes := list(sizes):
        found = found.filter(size__in=sizes)
    return found.exclude(standing=Standing.LEFT)


def days_left(round_: Round, day: date) -> int:
    """Count the days on which one can still answer, today included."""
    return max(0, (round_.closes_on - day).days + 1)


def _turnouts(round_: Round, by: str, labels: dict[str, str | Promise]) -> list[Turnout]:
    group = F(by) if by else Value("")
    rows = (
        Invitation.objects.filter(round=round_)
        .annotate(group=group)
        .order_by()
        .values("group")
        .annotate(
            asked=Count("pk"),
            opened=Count("pk", filter=Q(opened_at__isnull=False) | Q(response__isnull=False)),
            started=Count("pk", filter=Q(response__isnull=False)),
            submitted=Count("pk", filter=Q(response__submitted_at__isnull=False)),
            declined=Count(
                "pk",
                filter=Q(declined_at__isnull=False, response__submitted_at__isnull=True),
            ),
        )
    )
    order = [*labels, *({row["group"] for row in rows} - set(labels))]
    found = {row["group"]: row for row in rows}
    return [
        Turnout(
            label=labels.get(group, group) or _("unknown"),
            asked=found[group]["asked"],
            opened=found[group]["opened"],
            started=found[group]["started"],
            submitted=found[group]["submitted"],
            declined=found[group]["declined"],
        )
        for group in order
        if group in found
    ]


def _nobody(label: Promise) -> Turnout:
    return Turnout(label, 0, 0, 0, 0, 0)
