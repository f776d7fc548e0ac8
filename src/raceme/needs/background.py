"""Letters go out while nobody waits."""

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from raceme.foundation.background import work
from raceme.needs.documents.letters import mail_of, written
from raceme.needs.models import Letter, Round
from raceme.needs.queries.recipients import (
    Hindrance,
    Recipient,
    recipient_of,
    why_not_reminded,
)
from raceme.needs.verbs.letters import OUTBOX


@work("needs.send_letters")
def send_letters(*, round_id: int) -> None:
    """Send the letters of a round that wait, each once; run twice, it finds none waiting."""
    round_ = Round.objects.select_related("questionnaire", "cluster").get(pk=round_id)

    def send(letter: Letter, connection: BaseEmailBackend) -> None:
        _send(letter, round_, connection)

    OUTBOX.deliver(round_id, send)


def _send(letter: Letter, round_: Round, connection: BaseEmailBackend) -> None:
    """Send one letter to whom it is for today; raise if the server hung up."""
    recipient = recipient_of(letter.invitation)
    email = recipient.email or letter.email
    if not OUTBOX.take(letter, email=email, at=timezone.now()):
        return
    why = recipient.hindrance or _why_needless(letter, recipient)
    if why is not None:
        # Things have changed since it was asked for.
        OUTBOX.note(letter, Letter.State.DROPPED, str(why.label))
        return
    text = written(round_, recipient, letter.kind, is_preview=False)
    OUTBOX.send(letter, mail_of(round_, text, connection))


def _why_needless(letter: Letter, recipient: Recipient) -> Hindrance | None:
    """Say why a letter is not to be sent any more: answered, declined, link ended."""
    if letter.kind == Letter.Kind.REMINDER:
        return why_not_reminded(recipient, with_started=True)
    has_ended = recipient.invitation.link_ended_at is not None
    return Hindrance.LINK_ENDED if has_ended else None
