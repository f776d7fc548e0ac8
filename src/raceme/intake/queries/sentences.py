"""What is wrong with a list against the books, in sentences with a remedy."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raceme.foundation.tabular.values import Problem
from raceme.intake.lists.values import ContactDraft, NeedDraft

SUGGESTIONS = 50  # near names looked for; more take longer than they help


def remedies(names: Iterable[str]) -> Callable[[str], str]:
    """Give a function that suggests the name probably meant; of the first few only."""
    ordered = sorted(names)
    asked = {"count": 0}

    @cache
    def remedy_for(name: str) -> str:
        asked["count"] += 1
        near = (
            difflib.get_close_matches(name, ordered, n=1, cutoff=0.75)
            if asked["count"] <= SUGGESTIONS
            else []
        )
        if near:
            return _("Did you mean “%(near)s”? Else add the member.") % {"near": near[0]}
        return _("Add the member first, or correct the row.")

    return remedy_for


def contradiction(file: str, name: str, other: str) -> Problem:
    """Id and VAT number lead to two different organisations."""
    said = {"name": name, "other": other}
    return Problem(
        file=file,
        message=_("By its id this is %(name)s, by its VAT number %(other)s.") % said,
        remedy=_("Correct one of the two, in the list or in the books."),
    )


def taken_twice(file: str, name: str, first: int) -> Problem:
    """Two rows of the list are one organisation of the books."""
    return Problem(
        file=file,
        message=_("This is %(name)s, as row %(row)d is already.") % {"name": name, "row": first},
        remedy=_("Remove one of the two rows, or give one of them another id."),
    )


def ambiguous(file: str, name: str) -> Problem:
    """The name is that of several organisations."""
    return Problem(
        file=file,
        value=name,
        message=_("Several organisations in the books are called so."),
        remedy=_("Add a column with the id, or merge them in the books first."),
    )


def nameless(file: str, label: str) -> Problem:
    """The organisation is not known, and has no name to be entered by."""
    return Problem(
        file=file,
        value=label,
        message=_("No organisation is known so, and a new one needs a name."),
        remedy=_("Fill in the name, or correct the id."),
    )


def unknown_member(file: str, draft: NeedDraft, remedy: str) -> Problem:
    """Nobody is known by what the row says."""
    return Problem(
        file=file,
        row=draft.row,
        value=draft.member.label,
        message=_("No member is called so."),
        remedy=remedy,
    )


def former_member(file: str, draft: NeedDraft, name: str) -> Problem:
    """Needs of former members are not recorded."""
    return Problem(
        file=file,
        row=draft.row,
        value=name,
        message=_("This organisation has left."),
        remedy=_("Make it a member again before you record its needs."),
    )


def other_name(file: str, contact: ContactDraft, stands: str) -> Problem:
    """The address is known under another name."""
    return Problem(
        file=file,
        row=contact.row,
        value=contact.label,
        message=_("In the books this e-mail address belongs to %(name)s.") % {"name": stands},
        remedy=_("The name in the books stays."),
    )


def still_to_come(file: str, row: int, day: date) -> Problem:
    """The day of leaving lies ahead."""
    return Problem(
        file=file,
        row=row,
        value=day.isoformat(),
        message=_("The day it leaves is still to come; it stays a member."),
        remedy=_("Record its leaving when the day has come."),
    )


def joins_later(file: str, day: date) -> Problem:
    """The day of joining lies ahead."""
    return Problem(
        file=file,
        value=day.isoformat(),
        message=_("The day it joins is still to come."),
        remedy=_("Leave the day empty and give it the status “applicant” until the day has come."),
    )


def before_present_period(file: str, day: date, began: date) -> Problem:
    """It would stand otherwise from a day before it came to stand as it does."""
    return Problem(
        file=file,
        value=day.isoformat(),
        message=_("This is before %(day)s, since when it stands as it does now.")
        % {"day": date_format(began, "SHORT_DATE_FORMAT")},
        remedy=_("Correct the day, or put its periods right in the books first."),
    )


def dated_today(file: str, row: int, today: date) -> Problem:
    """The list says that it stands otherwise, and not since when."""
    return Problem(
        file=file,
        row=row,
        message=_("The list does not say since when it stands so; the change is dated %(day)s.")
        % {"day": date_format(today, "SHORT_DATE_FORMAT")},
        remedy=_("Fill in “member since” or “left on” if it was another day."),
    )
