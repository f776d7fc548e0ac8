"""Letters go out while nobody waits."""

import logging
import smtplib

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from raceme.foundation.background import work
from raceme.foundation.refusals import refusal_of
from raceme.needs.documents.letters import mail_of, written
from raceme.needs.models import Letter, Round
from raceme.needs.queries.recipients import (
    Hindrance,
    Recipient,
    recipient_of,
    why_not_reminded,
)
from raceme.needs.verbs import letters

log = logging.getLogger(__name__)
State = Letter.State


@work("needs.send_letters")
def send_letters(*, round_id: int) -> None:
    """Send the letters of a round that wait, each once; run twice, it finds none waiting."""
    round_ = Round.objects.select_related("questionnaire", "cluster").get(pk=round_id)
    connection, trouble, began = get_connection(), "", timezone.now()
    try:
        connection.open()
        while (letter := letters.next_waiting(round_id, not_tried_since=began)) is not None:
            _send(letter, round_, connection)
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        # The server cannot be reached or hung up. What waits, waits; the page says why.
        log.warning("letters of round %s wait: %s", round_id, error)
        trouble = str(error) or type(error).__name__
    finally:
        letters.end_mailing(round_id, trouble=trouble, at=timezone.now())


def _send(letter: Letter, round_: Round, connection: BaseEmailBackend) -> None:
    """Send one letter to whom it is for today; raise if the server hung up."""
    recipient = recipient_of(letter.invitation)
    if not letters.take_letter(letter, email=recipient.email or letter.email, at=timezone.now()):
        return
    why = recipient.hindrance or _why_needless(letter, recipient)
    if why is not None:
        # Things have changed since it was asked for.
        _note(letter, State.DROPPED, str(why.label))
        return
    text = written(round_, recipient, letter.kind, is_preview=False)
    try:
        mail_of(round_, text, connection).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        is_for_now, said = refusal_of(error)
        _note(letter, State.WAITING if is_for_now else State.REFUSED, said)
    except (smtplib.SMTPNotSupportedError, ValueError) as error:
        # Nothing has left: of this address or this text no mail can be made.
        _note(letter, State.REFUSED, str(error))
    except OSError as error:
        # Also a server that hangs up (SMTPServerDisconnected): the letter may have left or not.
        _note(letter, State.UNCERTAIN, str(error))
        raise
    else:
        _note(letter, State.SENT)


def _why_needless(letter: Letter, recipient: Recipient) -> Hindrance | None:
    """Say why a letter is not to be sent any more: answered, declined, link ended."""
    if letter.kind == Letter.Kind.REMINDER:
        return why_not_reminded(recipient, with_started=True)
    has_ended = recipient.invitation.link_ended_at is not None
    return Hindrance.LINK_ENDED if has_ended else None


def _note(letter: Letter, state: Letter.State, trouble: str = "") -> None:
    letters.note_outcome(letter, state, trouble=trouble, at=timezone.now())
