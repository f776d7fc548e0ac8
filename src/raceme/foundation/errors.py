"""What is said when something is not so: every door translates these once, in its own way."""

from collections.abc import Callable
from datetime import date, datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A rule of the field forbids it. The message tells what is so, and if possible what to do."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(Exception):
    """Whoever acts lacks the right."""


REFUSALS = (Refused, ValidationError)


def require(rule: Callable[..., bool], *arguments: object) -> None:
    """Raise NotAllowed unless the rule (a function `may_…`) says yes."""
    if not rule(*arguments):
        raise NotAllowed(rule.__name__)


def refuse_future(day: date | None, *, at: datetime, field: str) -> None:
    """Refuse a day that has not come: what has not happened cannot be written down."""
    if day is not None and day > timezone.localdate(at):
        message = _("This day is still to come. Write it down when it has come.")
        raise Refused(message, field=field)


def show_refusal(form: BaseForm, refusal: Exception) -> None:
    """Put what a verb refused beside the field it is about, or at the top of the form."""
    if isinstance(refusal, Refused):
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal.message))
        return
    assert isinstance(refusal, ValidationError)
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for field, messages in refusal.message_dict.items():
        known = field if field != NON_FIELD_ERRORS and field in form.fields else None
        for message in messages:
            form.add_error(known, message)


def sentences_of(refusal: Exception) -> list[str]:
    """Give what a verb refused as sentences, where there is no form to put them into."""
    if isinstance(refusal, Refused):
        return [str(refusal.message)]
    assert isinstance(refusal, ValidationError)
    return refusal.messages
