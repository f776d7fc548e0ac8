"""Rounds: prepare one, choose whom it asks, send it, remind, close it and open it again."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock, remove
from raceme.members.models import Organisation
from raceme.needs import rules
from raceme.needs.models import Invitation, Letter, Questionnaire, Round
from raceme.needs.queries.recipients import Recipient, to_invite, to_remind
from raceme.needs.verbs.letters import OUTBOX
from raceme.needs.verbs.questionnaires import freeze_questionnaire
from raceme.needs.words import LETTER, REMINDER, REMINDER_SUBJECT, SUBJECT, in_spoken


@transaction.atomic
def draft_round(questionnaire: Questionnaire, *, by: Actor, at: datetime, **values: Any) -> Round:
    """Prepare a sending of a questionnaire, with letters to begin from."""
    require(rules.may_send, by)
    require(rules.may_build, by, questionnaire)
    spoken = questionnaire.languages
    usual = {
        "subject": in_spoken(SUBJECT, spoken),
        "letter": in_spoken(LETTER, spoken),
        "reminder_subject": in_spoken(REMINDER_SUBJECT, spoken),
        "reminder": in_spoken(REMINDER, spoken),
    }
    round_ = Round(cluster=by.cluster, questionnaire=questionnaire, **(usual | values))
    return keep_new(round_, verb="draft_round", by=by, at=at)


@transaction.atomic
def describe_round(round_: Round, *, by: Actor, at: datetime, **values: Any) -> Round:
    """Change name, dates or letters of a round; what it asks stays once it is sent."""
    require(rules.may_send, by, round_)
    round_ = lock(round_)
    questionnaire = values.get("questionnaire", round_.questionnaire)
    if questionnaire != round_.questionnaire and not round_.is_draft:
        raise Refused(
            _("This round has been sent: its questionnaire stays."), field="questionnaire"
        )
    require(rules.may_build, by, questionnaire)
    return change(round_, values, verb="describe_round", by=by, at=at)


@transaction.atomic
def choose_organisations(
    round_: Round, organisations: Iterable[Organisation], *, by: Actor, at: datetime
) -> list[Invitation]:
    """Let a round ask these organisations, too; who is asked already stays."""
    require(rules.may_send, by, round_)
    round_ = _lock_open(round_)
    asked = set(round_.invitations.values_list("organisation_id", flat=True))
    new = [one for one in organisations if one.pk not in asked]
    for organisation in new:
        require(rules.may_send, by, organisation)
        if organisation.has_left:
            raise Refused(
                _("%(name)s has left. Make it a member again before you ask it.")
                % {"name": organisation.name}
            )
    invitations = [_invitation(round_, organisation) for organisation in new]
    made = Invitation.objects.bulk_create(invitations, batch_size=500)
    history.record_new("choose_organisation", made, by=by, at=at)
    return made


@transaction.atomic
def leave_out(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Let a round not ask an organisation; only as long as nothing was sent to it."""
    require(rules.may_send, by, invitation)
    lock(invitation.round)  # nothing is sent meanwhile
    invitation = lock(invitation)
    has_answered = hasattr(invitation, "response") or invitation.opened_at is not None
    if has_answered or invitation.letters.exists():
        raise Refused(_("It has been asked already. You can end its link instead."))
    remove(invitation, verb="leave_out", by=by, at=at)


@transaction.atomic
def send_round(round_: Round, *, by: Actor, at: datetime) -> list[Letter]:
    """Send the invitation to everybody chosen who has none yet; the questionnaire is fixed."""
    require(rules.may_send, by, round_)
    round_ = _lock_open(round_)
    _refuse_past(round_, at)
    if not round_.invitations.exists():
        raise Refused(_("Nobody is chosen yet. Say first whom you want to ask."))
    reachable = [one for one in to_invite(round_, by) if one.hindrance is None]
    if not reachable:
        raise Refused(_("There is nobody to whom an invitation could be sent."))
    freeze_questionnaire(round_.questionnaire, by=by, at=at)
    if round_.is_draft:
        round_ = change(round_, {"sent_at": at}, verb="send_round", by=by, at=at)
    else:
        history.record("send_round", round_, by=by, at=at, before=history.values_of(round_))
    return _post(round_, reachable, Letter.Kind.INVITATION, at=at)


@transaction.atomic
def open_round(round_: Round, *, by: Actor, at: datetime) -> Round:
    """Open a round without sending any letter: links are handed over, or all are interviewed."""
    require(rules.may_send, by, round_)
    round_ = _lock_open(round_)
    _refuse_past(round_, at)
    if not round_.is_draft:
        raise Refused(_("This round is open already."))
    freeze_questionnaire(round_.questionnaire, by=by, at=at)
    return change(round_, {"sent_at": at}, verb="open_round", by=by, at=at)


@transaction.atomic
def remind(round_: Round, *, with_started: bool = True, by: Actor, at: datetime) -> list[Letter]:
    """Remind those who have not answered, and nobody more often than the round allows."""
    require(rules.may_send, by, round_)
    round_ = _lock_open(round_)
    _refuse_past(round_, at)
    due = [
        one
        for one in to_remind(round_, by, with_started=with_started, at=at)
        if one.hindrance is None
    ]
    if not due:
        raise Refused(_("Nobody is to be reminded now."))
    history.record("remind", round_, by=by, at=at, before=history.values_of(round_))
    return _post(round_, due, Letter.Kind.REMINDER, at=at)


@transaction.atomic
def close_round(round_: Round, *, by: Actor, at: datetime) -> Round:
    """End a round: links open nothing any more, and letters still waiting are not sent."""
    require(rules.may_send, by, round_)
    round_ = lock(round_)
    if round_.is_draft:
        raise Refused(_("This round has not been sent yet."))
    if round_.is_closed:
        raise Refused(_("This round has already been closed."))
    waiting = Letter.objects.filter(invitation__round=round_, state=Letter.State.WAITING)
    waiting.update(state=Letter.State.DROPPED)
    return change(round_, {"closed_at": at}, verb="close_round", by=by, at=at)


@transaction.atomic
def reopen_round(round_: Round, *, closes_on: date, by: Actor, at: datetime) -> Round:
    """Take answers again, until a new last day."""
    require(rules.may_send, by, round_)
    round_ = lock(round_)
    if not round_.is_closed:
        raise Refused(_("This round is not closed."))
    if closes_on < timezone.localdate(at):
        raise Refused(_("This day has passed."), field="closes_on")
    values = {"closed_at": None, "closes_on": closes_on}
    return change(round_, values, verb="reopen_round", by=by, at=at)


def _lock_open(round_: Round) -> Round:
    round_ = lock(round_)
    if round_.is_closed:
        raise Refused(_("This round has been closed. Open it again first."))
    return round_


def _refuse_past(round_: Round, at: datetime) -> None:
    if round_.closes_on < timezone.localdate(at):
        raise Refused(_("Its last day to answer has passed. Give it a later one first."))


def _invitation(round_: Round, organisation: Organisation) -> Invitation:
    invitation = Invitation(cluster_id=round_.cluster_id, round=round_, organisation=organisation)
    invitation.digest = Invitation.digest_of(invitation.secret)
    return invitation


def _post(
    round_: Round, recipients: Sequence[Recipient], kind: str, *, at: datetime
) -> list[Letter]:
    """Put a letter to each of them into the tray, and ask for the work of sending."""
    letters = [
        Letter(
            cluster_id=round_.cluster_id,
            invitation=one.invitation,
            kind=kind,
            email=one.email,
            language=one.language,
            asked_at=at,
        )
        for one in recipients
    ]
    for one in recipients:
        # The link may have been made under another secret key; letters always carry one that works.
        one.invitation.person, one.invitation.email = one.person, one.email
        one.invitation.language = one.language
        one.invitation.digest = Invitation.digest_of(one.invitation.secret)
    columns = ["person", "email", "language", "digest"]
    Invitation.objects.bulk_update([one.invitation for one in recipients], columns, batch_size=500)
    made = Letter.objects.bulk_create(letters, batch_size=500)
    OUTBOX.begin(round_.pk, at=at)
    return made
