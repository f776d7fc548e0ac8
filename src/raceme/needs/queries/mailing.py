"""How the sending of letters goes: how many have left, what waits, what went wrong."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count

from raceme.needs.models import Letter, Round

PRINTED_ONLY = "django.core.mail.backends.console.EmailBackend"


@dataclass(frozen=True, slots=True)
class Mailing:
    """What became of the letters of a round so far."""

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


def mailing_of(round_: Round, at: datetime) -> Mailing:
    """Count the letters of a round by what became of them."""
    letters = Letter.objects.filter(invitation__round=round_).order_by().values_list("state")
    counts = dict(letters.annotate(number=Count("pk")))
    waiting = sum(counts.get(state, 0) for state in Letter.UNDER_WAY)
    return Mailing(
        sent=counts.get(Letter.State.SENT, 0),
        waiting=waiting,
        troubled=sum(counts.get(state, 0) for state in Letter.TROUBLED),
        is_going_on=bool(waiting and round_.mailing_at is not None and not round_.is_cut_off(at))
        and not round_.mail_trouble,
        trouble=round_.mail_trouble,
    )


def is_mail_set_up() -> bool:
    """Whether letters reach anybody: without a mail server they are only printed."""
    return bool(settings.EMAIL_BACKEND != PRINTED_ONLY)
