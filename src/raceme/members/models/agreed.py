"""What somebody agreed to: some of the choices there are, kept as a list of their codes."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def labels_of(choices: type[models.TextChoices], codes: Sequence[str]) -> list[str]:
    """Name what was agreed to, in the order of the choices."""
    return [str(label) for code, label in choices.choices if code in codes]


def require_known(choices: type[models.TextChoices], codes: Sequence[str], *, column: str) -> None:
    """Refuse codes that are none of the choices."""
    for code in codes:
        if code not in choices.values:
            said = _("“%(code)s” is none of: %(known)s.")
            known = ", ".join(choices.values)
            raise ValidationError({column: said % {"code": code, "known": known}})
