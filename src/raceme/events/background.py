"""Letters of events go out while nobody waits."""

import logging
import smtplib

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from raceme.events.documents.letters import mail_of, written
from raceme.events.models import EventLetter
from raceme.events.verbs import letters
from raceme.foundation.background import work
from raceme.foundation.refusals import refusal_of

log = logging.getLogger(__name__)
State = EventLetter.State


@work("events.send_letters")
def send_letters(*, event_id: int) -> None:
    """Send the letters of an event that wait, each once; run twice, it finds none waiting."""
    connection, trouble, began = get_connection(), "", timezone.now()
    try:
        connection.open()
        while (letter := letters.next_waiting(event_id, not_tried_since=began)) is not None:
            _send(letter, connection)
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        # The server cannot be reached or hung up. What waits, waits; the page says why.
        log.warning("letters of event %s wait: %s", event_id, error)
        trouble = str(error) or type(error).__name__
    finally:
        letters.end_mailing(event_id, trouble=trouble, at=timezone.now())


def _send(letter: EventLetter, connection: BaseEmailBackend) -> None:
    """Send one letter; raise if the server hung up."""
    if not letters.take_letter(letter, at=timezone.now()):
        return
    if not letter.email:
        _note(letter, State.DROPPED)  # whoever it was for has been erased
        return
    try:
        mail_of(letter, written(letter), connection).send()
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


def _note(letter: EventLetter, state: EventLetter.State, trouble: str = "") -> None:
    letters.note_outcome(letter, state, trouble=trouble, at=timezone.now())
