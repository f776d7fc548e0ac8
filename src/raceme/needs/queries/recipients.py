"""Who gets a letter of a round, at which address and in which language; and who cannot, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Prefetch, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.members.models import Organisation, Person, Post
from raceme.needs.models import Invitation, Letter, Questionnaire, Round
from raceme.needs.queries.rounds import (
    NOT_ANSWERED,
    Step,
    invitations_visible_to,
    invitations_with_step,
)

if TYPE_CHECKING:
    from raceme.needs.queries.rounds import Asked


class Hindrance(TextChoices):
    """Why an organisation gets no letter now."""

    LEFT = "left", _("has left the cluster")
    NO_CONTACT = "no-contact", _("has no main contact")
    NOT_TO_CONTACT = "not-to-contact", _("the main contact does not want to be contacted")
    NO_EMAIL = "no-email", _("the main contact has no e-mail address")
    ANSWERED = "answered", _("has answered")
    DECLINED = "declined", _("does not want to take part")
    NOT_ASKED = "not-asked", _("has not got the invitation yet")
    LINK_ENDED = "link-ended", _("its link was ended")
    STARTED = "started", _("has begun; only those who have not are reminded")
    LIMIT = "limit", _("has had all reminders there may be")
    TOO_SOON = "too-soon", _("had a letter a short time ago")


# What somebody in the office can mend on the page of the member.
MENDED_AT_THE_MEMBER = {
    Hindrance.NO_CONTACT,
    Hindrance.NOT_TO_CONTACT,
    Hindrance.NO_EMAIL,
    Hindrance.LEFT,
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation of a round, the person to write to, and what stands in the way."""

    invitation: Asked
    organisation: Organisation
    person: Person | None
    email: str
    language: str
    hindrance: Hindrance | None

    @property
    def is_mended_at_the_member(self) -> bool:
        return self.hindrance in MENDED_AT_THE_MEMBER


def recipients_of(round_: Round, actor: Actor) -> list[Recipient]:
    """Give all whom a round asks with the address a letter would go to today."""
    asked = invitations_visible_to(actor).filter(round=round_)
    return _recipients(asked, round_.questionnaire)


def recipient_of(invitation: Invitation) -> Recipient:
    """Give one of those whom a round asks, as it stands today."""
    one = Invitation.objects.filter(pk=invitation.pk)
    return _recipients(invitations_with_step(one), invitation.round.questionnaire)[0]


def to_invite(round_: Round, actor: Actor) -> list[Recipient]:
    """Give those who have no invitation yet; those who cannot be written to say why."""
    asked = invitations_visible_to(actor).filter(round=round_, step=Step.WAITING)
    return _recipients(asked, round_.questionnaire)


def to_remind(round_: Round, actor: Actor, *, with_started: bool, at: datetime) -> list[Recipient]:
    """Give all whom a round asks; who is to be reminded now has nothing in the way.

    The rule: has not submitted and not declined, was asked, and the person has had fewer
    reminders in this round than allowed and no letter of any round for so many days.
    """
    everybody = recipients_of(round_, actor)
    reminded = _reminders_by_address(round_)
    last = _last_letter_by_address(round_)
    rest = timedelta(days=round_.reminder_gap_days)
    found = []
    for one in everybody:
        why = one.hindrance or why_not_reminded(one, with_started=with_started)
        if why is None and reminded[one.email.casefold()] >= round_.reminders_max:
            why = Hindrance.LIMIT
        if why is None and one.email.casefold() in last:
            # Counted in days: a reminder at nine follows a letter of ten a week before.
            since = timezone.localdate(at) - timezone.localdate(last[one.email.casefold()])
            why = Hindrance.TOO_SOON if since < rest else None
        if why is None:
            # Who is the contact of two organisations does not get twice as many.
            reminded[one.email.casefold()] += 1
        found.append(
            Recipient(one.invitation, one.organisation, one.person, one.email, one.language, why)
        )
    return found


def hindrances_counted(recipients: Iterable[Recipient]) -> list[tuple[Hindrance, int]]:
    """Say how many get no letter, by reason."""
    counts = Counter(one.hindrance for one in recipients if one.hindrance is not None)
    return [(hindrance, counts[hindrance]) for hindrance in Hindrance if counts[hindrance]]


def _recipients(invitations: QuerySet[Asked], questionnaire: Questionnaire) -> list[Recipient]:
    contacts = Post.objects.filter(is_main_contact=True, ended_on__isnull=True)
    contacts = contacts.select_related("person")
    asked = invitations.prefetch_related(
        Prefetch("organisation__posts", queryset=contacts, to_attr="main_contacts")
    )
    return [_recipient(one, questionnaire) for one in asked]


def _recipient(invitation: Asked, questionnaire: Questionnaire) -> Recipient:
    organisation = invitation.organisation
    posts: list[Post] = organisation.main_contacts  # type: ignore[attr-defined]
    person = posts[0].person if posts else None
    wanted = "" if person is None else person.language.lower()
    language = wanted if wanted in questionnaire.languages else questionnaire.language
    return Recipient(
        invitation,
        organisation,
        person,
        "" if person is None else person.email,
        language,
        _hindrance(organisation, person),
    )


def _hindrance(organisation: Organisation, person: Person | None) -> Hindrance | None:
    if organisation.has_left:
        return Hindrance.LEFT
    if person is None:
        return Hindrance.NO_CONTACT
    if person.is_not_to_contact:
        return Hindrance.NOT_TO_CONTACT
    return None if person.email else Hindrance.NO_EMAIL


def why_not_reminded(recipient: Recipient, *, with_started: bool) -> Hindrance | None:
    """Say why an organisation has no need of a reminder, whatever the limits are."""
    step = Step(recipient.invitation.step)
    if step not in NOT_ANSWERED:
        return Hindrance.ANSWERED if step == Step.SUBMITTED else Hindrance.DECLINED
    if recipient.invitation.last_letter_at is None:
        return Hindrance.NOT_ASKED
    if recipient.invitation.link_ended_at is not None:
        return Hindrance.LINK_ENDED
    return Hindrance.STARTED if step == Step.STARTED and not with_started else None


def _reminders_by_address(round_: Round) -> Counter[str]:
    rows = (
        Letter.objects.filter(
            invitation__round=round_, kind=Letter.Kind.REMINDER, state__in=Letter.COUNTING
        )
        .order_by()
        .values_list("email")
        .annotate(number=Count("pk"))
    )
    counted: Counter[str] = Counter()
    for email, number in rows:
        counted[email.casefold()] += number
    return counted


def _last_letter_by_address(round_: Round) -> dict[str, datetime]:
    rows = (
        Letter.objects.filter(cluster=round_.cluster_id, state__in=Letter.COUNTING)
        .order_by()
        .values_list("email")
        .annotate(last=Max("asked_at"))
        .order_by("last")
    )
    return {email.casefold(): last for email, last in rows}
