"""How the sending of letters goes: how many have left, what waits, what went wrong."""

from datetime import datetime

from django.conf import settings

from raceme.foundation.mailing import Course, course_of
from raceme.needs.models import Letter, Round

PRINTED_ONLY = "django.core.mail.backends.console.EmailBackend"


def mailing_of(round_: Round, at: datetime) -> Course:
    """Say how the sending of the letters of a round goes."""
    letters = Letter.objects.filter(invitation__round=round_)
    return course_of(letters, mailing_at=round_.mailing_at, trouble=round_.mail_trouble, at=at)


def is_mail_set_up() -> bool:
    """Whether letters reach anybody: without a mail server they are only printed."""
    return bool(settings.EMAIL_BACKEND != PRINTED_ONLY)
