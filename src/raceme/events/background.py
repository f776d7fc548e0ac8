"""Letters of events go out while nobody waits."""

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from raceme.events.documents.letters import mail_of, written
from raceme.events.models import EventLetter
from raceme.events.verbs.posting import OUTBOX
from raceme.foundation.background import work


@work("events.send_letters")
def send_letters(*, event_id: int) -> None:
    """Send the letters of an event that wait, each once; run twice, it finds none waiting."""
    OUTBOX.deliver(event_id, _send)


def _send(letter: EventLetter, connection: BaseEmailBackend) -> None:
    """Send one letter; raise if the server hung up."""
    if not OUTBOX.take(letter, at=timezone.now()):
        return
    if not letter.email:
        OUTBOX.note(letter, EventLetter.State.DROPPED)  # whoever it was for has been erased
        return
    OUTBOX.send(letter, mail_of(letter, written(letter), connection))
