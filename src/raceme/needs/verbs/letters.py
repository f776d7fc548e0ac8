"""The letters of a round: sent again by hand, tried once more, come back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.mailing import Outbox
from raceme.foundation.records import change, lock
from raceme.needs import rules
from raceme.needs.models import Invitation, Letter, Round
from raceme.needs.queries.recipients import recipient_of

OUTBOX = Outbox(
    letters=Letter,
    owners=Round,
    way="invitation__round",
    work="needs.send_letters",
    argument="round_id",
    read=("invitation",),
)


@transaction.atomic
def send_waiting(round_: Round, *, by: Actor, at: datetime) -> None:
    """Try again to send the letters that still wait, for instance after trouble with the server."""
    require(rules.may_send, by, round_)
    lock(round_)
    OUTBOX.retry(round_.pk, at=at)


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
    OUTBOX.begin(round_.pk, at=at)
    return letter
