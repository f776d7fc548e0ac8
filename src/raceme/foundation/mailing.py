"""Outboxes: letters wait in a table and leave in the background, each once, whatever happens.

A capability keeps its letters (`state`, `attempts`, `taken_at`, `sent_at`, `trouble`) and what they
belong to, a round or an event (`mailing_at`, `mail_trouble`). The state is written before and after
sending: a letter that was being sent when the machine stopped is uncertain, and not sent again.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.foundation import background
from raceme.foundation.errors import Refused

log = logging.getLogger(__name__)
SILENCE = timedelta(minutes=2)  # who sends letters reports as often; later, it was cut off
ATTEMPTS = 5  # a server that says “later” is asked so often
LetterRow = TypeVar("LetterRow", bound=models.Model)


class State(StrEnum):
    """What can become of a letter by sending it; tables of letters use the same codes."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    RETURNED = "returned"


TROUBLED = (State.REFUSED, State.UNCERTAIN, State.RETURNED)
_TO_TRY = Q(state=State.WAITING, attempts__lt=ATTEMPTS)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter before it is sent: to whom, about what, and its text."""

    to: str
    language: str
    subject: str
    text: str

    def mail(self, *, sender: str, reply_to: str, connection: BaseEmailBackend) -> EmailMessage:
        """Make a mail of it; answers to it go to somebody who reads them."""
        address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        return EmailMessage(
            self.subject,
            self.text,
            formataddr((" ".join(sender.split()), address)),
            [self.to],
            reply_to=[reply_to],
            headers={"Auto-Submitted": "auto-generated"},
            connection=connection,
        )


@dataclass(frozen=True, slots=True)
class Course:
    """How the sending of letters goes: what became of them so far."""

    sent: int
    waiting: int  # not sent yet, those being sent now included
    troubled: int
    is_going_on: bool
    trouble: str

    @property
    def total(self) -> int:
        return self.sent + self.waiting + self.troubled

    @property
    def share(self) -> float | None:
        return self.sent / self.total if self.total else None


def course_of(
    letters: models.QuerySet[Any], *, mailing_at: datetime | None, trouble: str, at: datetime
) -> Course:
    """Count the letters of an owner, of whom `mailing_at` and the trouble are."""
    states = letters.order_by().values_list("state")
    counts = dict(states.annotate(number=Count("pk")))
    waiting = counts.get(State.WAITING, 0) + counts.get(State.SENDING, 0)
    is_alive = mailing_at is not None and at - mailing_at <= SILENCE
    return Course(
        sent=counts.get(State.SENT, 0),
        waiting=waiting,
        troubled=sum(counts.get(state, 0) for state in TROUBLED),
        is_going_on=bool(waiting and is_alive) and not trouble,
        trouble=trouble,
    )


@dataclass(frozen=True)
class Outbox(Generic[LetterRow]):
    """The letters of one capability.

    `way` leads from a letter to its owner as queries write it (`invitation__round`); `work` is the
    background work that sends the letters of one owner, whose number it takes as `argument`.
    """

    letters: type[LetterRow]
    owners: type[models.Model]
    way: str
    work: str
    argument: str
    read: tuple[str, ...] = ()  # what is read together with a letter

    def begin(self, owner: int, *, at: datetime) -> None:
        """Let the letters of an owner go out."""
        self._owner(owner).update(mailing_at=at, mail_trouble="")
        background.start(self.work, **{self.argument: owner})

    def retry(self, owner: int, *, at: datetime) -> None:
        """Try again what still waits, for instance after trouble with the server."""
        waiting = self._of(owner).filter(state=State.WAITING)
        if not waiting.exists():
            raise Refused(_("No letter is waiting."))
        waiting.update(attempts=0)
        self.begin(owner, at=at)

    def deliver(self, owner: int, send: Callable[[LetterRow, BaseEmailBackend], None]) -> None:
        """Send the letters of an owner that wait, each once; run twice, it finds none waiting."""
        connection, trouble, began = get_connection(), "", timezone.now()
        try:
            connection.open()
            while (letter := self._next(owner, not_tried_since=began)) is not None:
                send(letter, connection)
            connection.close()
        except (OSError, smtplib.SMTPException) as error:
            # The server cannot be reached or hung up. What waits, waits; the page says why.
            log.warning("%s: letters of %s wait: %s", self.work, owner, error)
            trouble = str(error) or type(error).__name__
        finally:
            self._end(owner, trouble=trouble, at=timezone.now())

    def take(self, letter: LetterRow, *, at: datetime, **values: Any) -> bool:
        """Write down that a letter is being sent now; False if somebody else has taken it up."""
        waiting = self._all().filter(pk=letter.pk, state=State.WAITING)
        now = {"state": State.SENDING, "taken_at": at, "trouble": ""} | values
        taken = waiting.update(attempts=F("attempts") + 1, **now)
        self._owner(attrgetter(f"{self.way.replace('__', '.')}_id")(letter)).update(mailing_at=at)
        return taken == 1

    def send(self, letter: LetterRow, mail: EmailMessage) -> None:
        """Send a letter that was taken up and note what came of it; raise if the server hung up."""
        try:
            mail.send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            is_for_now, said = refusal_of(error)
            self.note(letter, State.WAITING if is_for_now else State.REFUSED, said)
        except (smtplib.SMTPNotSupportedError, ValueError) as error:
            # Nothing has left: of this address or this text no mail can be made.
            self.note(letter, State.REFUSED, str(error))
        except OSError as error:
            # Also a server that hangs up (SMTPServerDisconnected): it may have left or not.
            self.note(letter, State.UNCERTAIN, str(error))
            raise
        else:
            self.note(letter, State.SENT)

    def note(self, letter: LetterRow, state: str, trouble: str = "") -> None:
        """Write down what became of a letter that was taken up."""
        taken = self._all().filter(pk=letter.pk, state=State.SENDING)
        sent_at = timezone.now() if state == State.SENT else None
        taken.update(state=state, trouble=trouble[:1000], sent_at=sent_at)

    @transaction.atomic
    def resume(self, *, at: datetime) -> int:
        """Go on with letters that were going out when the machine stopped; say of how many owners.

        A letter that was just being sent then may have left or not: it is not sent a second time.
        """
        silent = self.owners._default_manager.select_for_update()
        cut_off = list(silent.filter(mailing_at__lt=at - SILENCE))
        for owner in cut_off:
            self._mark_uncertain(owner.pk, at)
            self._owner(owner.pk).update(mailing_at=at)
            background.start(self.work, **{self.argument: owner.pk})
        return len(cut_off)

    def _next(self, owner: int, *, not_tried_since: datetime) -> LetterRow | None:
        """Give the letter that has waited longest; none twice in one go."""
        fresh = Q(taken_at__isnull=True) | Q(taken_at__lt=not_tried_since)
        waiting = self._of(owner).filter(_TO_TRY, fresh)
        return waiting.select_related(*self.read).order_by("pk").first()

    def _end(self, owner: int, *, trouble: str, at: datetime) -> None:
        """Write down that letters go out no more, or that some wait for another try."""
        self._mark_uncertain(owner, at)
        waits = self._of(owner).filter(_TO_TRY).exists()
        self._owner(owner).update(mailing_at=at if waits else None, mail_trouble=trouble[:1000])

    def _mark_uncertain(self, owner: int, at: datetime) -> None:
        sending = self._of(owner).filter(state=State.SENDING, taken_at__lt=at - SILENCE)
        sending.update(state=State.UNCERTAIN)

    def _all(self) -> models.QuerySet[LetterRow]:
        return self.letters._default_manager.all()

    def _of(self, owner: int) -> models.QuerySet[LetterRow]:
        return self._all().filter(**{self.way: owner})

    def _owner(self, number: int) -> models.QuerySet[models.Model]:
        return self.owners._default_manager.filter(pk=number)


def refusal_of(
    error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException,
) -> tuple[bool, str]:
    """Say whether a server refused a letter only for now (a code of 4xx), and what it said."""
    said: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    else:
        code, said = error.smtp_code, error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return 400 <= code < 500, f"{code} {text}"
