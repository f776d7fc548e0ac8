"""Letters of matchmaking go out while nobody waits."""

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from raceme.foundation.background import work
from raceme.meetings.documents.letters import mail_of, written
from raceme.meetings.models import MeetingLetter
from raceme.meetings.verbs.posting import OUTBOX


@work("meetings.send_letters")
def send_letters(*, matchmaking_id: int) -> None:
    """Send the letters that wait, each once; run twice, it finds none waiting."""
    OUTBOX.deliver(matchmaking_id, _send)


def _send(letter: MeetingLetter, connection: BaseEmailBackend) -> None:
    """Send one letter; raise if the server hung up."""
    if not OUTBOX.take(letter, at=timezone.now()):
        return
    if not letter.email:
        OUTBOX.note(letter, MeetingLetter.State.DROPPED)  # whoever it was for has been erased
        return
    OUTBOX.send(letter, mail_of(letter, written(letter), connection))
