"""What becomes of letters: taken up, sent, refused, cut off, come back; sent again by hand."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation import background
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, lock
from raceme.needs import rules
from raceme.needs.models import Invitation, Letter, Round
from raceme.needs.models.round import SILENCE
from raceme.needs.queries.recipients import recipient_of

ATTEMPTS = 5  # a server that says “later” is asked so often
_TO_TRY = Q(state=Letter.State.WAITING, attempts__lt=ATTEMPTS)


def next_waiting(round_id: int, *, not_tried_since: datetime) -> Letter | None:
    """Give the letter of a round that has waited longest; none twice in one go."""
    waiting = Letter.objects.filter(_TO_TRY, invitation__round=round_id)
    fresh = Q(taken_at__isnull=True) | Q(taken_at__lt=not_tried_since)
    return waiting.filter(fresh).select_related("invitation").order_by("pk").first()


def take_letter(letter: Letter, *, email: str, at: datetime) -> bool:
    """Write down that a letter is being sent now; False if somebody else has taken it up."""
    waiting = Letter.objects.filter(pk=letter.pk, state=Letter.State.WAITING)
    taken = waiting.update(
        state=Letter.State.SENDING,
        email=email,
        taken_at=at,
        attempts=F("attempts") + 1,
        trouble="",
    )
    Round.objects.filter(pk=letter.invitation.round_id).update(mailing_at=at)
    return taken == 1


def note_outcome(letter: Letter, state: Letter.State, *, trouble: str = "", at: datetime) -> None:
    """Write down what became of a letter that was taken up."""
    taken = Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING)
    sent_at = at if state == Letter.State.SENT else None
    taken.update(state=state, trouble=trouble[:1000], sent_at=sent_at)


def end_mailing(round_id: int, *, trouble: str, at: datetime) -> None:
    """Write down that letters go out no more, or that some wait for another try."""
    _mark_uncertain(round_id, at)
    waits = Letter.objects.filter(_TO_TRY, invitation__round=round_id).exists()
    Round.objects.filter(pk=round_id).update(
        mailing_at=at if waits else None, mail_trouble=trouble[:1000]
    )


@transaction.atomic
def resume_cut_off_letters(*, at: datetime) -> int:
    """Go on with letters that were going out when the machine stopped; say in how many rounds.

    A letter that was just being sent then may have left or not: it is not sent a second time.
    """
    silent = Round.objects.select_for_update().filter(mailing_at__lt=at - SILENCE)
    cut_off = list(silent)
    for round_ in cut_off:
        _mark_uncertain(round_.pk, at)
        Round.objects.filter(pk=round_.pk).update(mailing_at=at)
        background.start("needs.send_letters", round_id=round_.pk)
    return len(cut_off)


@transaction.atomic
def send_waiting(round_: Round, *, by: Actor, at: datetime) -> None:
    """Try again to send the letters that still wait, for instance after trouble with the server."""
    require(rules.may_send, by, round_)
    round_ = lock(round_)
    waiting = Letter.objects.filter(invitation__round=round_, state=Letter.State.WAITING)
    if not waiting.exists():
        raise Refused(_("No letter is waiting."))
    waiting.update(attempts=0)
    Round.objects.filter(pk=round_.pk).update(mailing_at=at, mail_trouble="")
    background.start("needs.send_letters", round_id=round_.pk)


@transaction.atomic
def note_return(letter: Letter, *, by: Actor, at: datetime) -> Letter:
    """Write down that a letter came back: it reached nobody."""
    require(rules.may_send, by, letter.invitation)
    letter = lock(letter)
    if letter.state not in {Letter.State.SENT, Letter.State.UNCERTAIN}:
        raise Refused(_("This letter has not been sent."))
    return change(letter, {"state": Letter.State.RETURNED}, verb="note_return", by=by, at=at)


@transaction.atomic
def send_again(invitation: Invitation, *, by: Actor, at: datetime) -> Letter:
    """Send the invitation once more to one organisation, at the address it has today."""
    require(rules.may_send, by, invitation)
    round_ = lock(invitation.round)
    recipient = recipient_of(invitation)
    if round_.is_draft or round_.is_closed:
        raise Refused(_("Letters are sent only while a round is running."))
    if recipient.hindrance is not None:
        raise Refused(_("No letter can be sent: %(why)s.") % {"why": recipient.hindrance.label})
    if invitation.letters.filter(state__in=Letter.UNDER_WAY).exists():
        raise Refused(_("A letter to it is on its way already."))
    invitation = change(
        invitation,
        {
            "person": recipient.person,
            "email": recipient.email,
            "language": recipient.language,
            "digest": Invitation.digest_of(invitation.secret),
        },
        verb="send_again",
        by=by,
        at=at,
    )
    letter = Letter(
        cluster_id=invitation.cluster_id,
        invitation=invitation,
        kind=Letter.Kind.INVITATION,
        email=recipient.email,
        language=recipient.language,
        asked_at=at,
    )
    letter.save(force_insert=True)
    Round.objects.filter(pk=round_.pk).update(mailing_at=at, mail_trouble="")
    background.start("needs.send_letters", round_id=round_.pk)
    return letter


def _mark_uncertain(round_id: int, at: datetime) -> None:
    sending = Letter.objects.filter(invitation__round=round_id, state=Letter.State.SENDING)
    sending.filter(taken_at__lt=at - SILENCE).update(state=Letter.State.UNCERTAIN)
