"""How the cells of members and needs are read: web and mail addresses, names, codes, scales.

Each answers with the value, None where nothing is said, or raises Unclear with a remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

from raceme.foundation.tabular import cells
from raceme.foundation.tabular.cells import Decimal, Unclear
from raceme.foundation.tabular.columns import Column
from raceme.foundation.tabular.parsing import value_of
from raceme.foundation.tabular.values import Cell, text_of
from raceme.vocabulary.nace import REVISIONS, activities
from raceme.vocabulary.nace import code_of as code_of_activity
from raceme.vocabulary.nuts import NEWEST, regions, versions_with
from raceme.vocabulary.terms import folded

_SCALE = re.compile(r"^([1-5])\s*(?:[-–—=:).(/].*)?$", re.S)  # noqa: RUF001
_NUTS = re.compile(r"^([A-Z]{2}[A-Z0-9]{0,3})(?:\s*[-–—:(].*)?$", re.S)  # noqa: RUF001
_WITH_TOWN = re.compile(r"^((?:[A-Z]{1,2}[- ])?\d[\d -]{2,6}(?:[A-Z]{2}\b)?)[\s,]+(\D{3}.*)$", re.S)
_YEAR = re.compile(r"^(?:1[0-9]|20)\d{2}$")
_SEVERAL = re.compile(r"[;\n|]| / ")
_TITLES = frozenset(  # a word list is easier to read, and to add to, in one piece
    """
    dr prof mag ing dkfm mr mrs ms mx ra dott dottssa sig sigra avv m mme mlle sr sra dña don doña
    inż mgr hab doc univ em hc rer nat techn jur med phil oec soc kfm math inf herr herrn frau hr fr
    pan pani gospod gospa dhr mevr drs ir dipl (fh) univprof profdr mudr judr rndr phdr
    """.split()  # noqa: SIM905
)
_DIPLOMA = re.compile(r"^(?:dipl\.?-?[a-z.]+|univ\.?-?prof\.?|a\.o\.|h\.c\.|DI|D\.I\.)$", re.I)
_DEGREE = re.compile(
    r"^(?:(?:m\.?\s?sc|b\.?\s?sc|mba|m\.?a|m\.?eng|ph\.?\s?d|ll\.?m|b\.?a|fh|cse|csc)\.?[\s,]*)+$",
    re.I,
)
_PARTICLES = frozenset(
    "von vom zu zum zur van der den de del della di da dos du le la ter ten af av el".split()  # noqa: SIM905
)


def identifier(cell: Cell, column: Column, decimal: Decimal) -> str | None:
    """Read a number that names something: 1007.0, as spreadsheets store it, is 1007."""
    text = " ".join(text_of(cell).split())
    return text if text and text.casefold() not in cells.NOTHING else None


def postcode(cell: Cell, column: Column, decimal: Decimal) -> str | Mapping[str, str] | None:
    """Read a postcode; “4020 Linz” is one and its town."""
    text = identifier(cell, column, decimal)
    found = _WITH_TOWN.match(text) if text else None
    if found is None:
        return text
    return {"postcode": found.group(1).strip(), "city": found.group(2).strip(" ,")}


def year(cell: Cell, column: Column, decimal: Decimal) -> int | None:
    """Read a year; of a whole date its year counts."""
    if cells.is_nothing(cell):
        return None
    try:
        return cells.date_in(cell).year
    except Unclear:
        found = value_of(cell, column, decimal)
    assert isinstance(found, int)
    return found


def day_or_year(cell: Cell, column: Column, decimal: Decimal) -> date | None:
    """Read a date; of a year alone its first day."""
    if cells.is_nothing(cell):
        return None
    text = text_of(cell)
    return date(int(text), 1, 1) if _YEAR.match(text) else cells.date_in(cell)


def website(cell: Cell, column: Column, decimal: Decimal) -> str | None:
    """Read a web address; several in one cell are refused."""
    text = text_of(cell)
    if cells.is_nothing(cell) or text.casefold() in {"http://", "https://", "www."}:
        return None
    first, *others = text.split()
    if others or "." not in first or "@" in first:
        raise Unclear(_("This is not a web address."), _("Write one such as www.example.org."))
    return first


def nace(cell: Cell, column: Column, decimal: Decimal) -> str | None:
    """Read an activity: its code, also with words behind, or its name."""
    if cells.is_nothing(cell):
        return None
    code = _activity(text_of(cell))
    if code:
        return code
    raise Unclear(_("This is no activity of NACE."), _("Write a code such as 28.12."))


@cache
def _activity(text: str) -> str:
    first = re.split(r"[\s:;,]+|\s[–—-]\s", text.strip(), maxsplit=1)[0]  # noqa: RUF001
    # Behind a code stand words of any language: the code counts.
    for written in (text.replace(",", "."), first):
        code = code_of_activity(written)
        if code and any(activities(revision).named(code) for revision in REVISIONS):
            return code
    entry = activities(REVISIONS[0]).meant(text).entry
    return "" if entry is None else entry.code


def nuts(cell: Cell, column: Column, decimal: Decimal) -> str | None:
    """Read a region: its code, also with its name behind, or its name."""
    if cells.is_nothing(cell):
        return None
    code = _region(text_of(cell))
    if code:
        return code
    raise Unclear(_("This is no region of NUTS."), _("Write a code such as SI041."))


@cache
def _region(text: str) -> str:
    found = _NUTS.match(text)
    if found is not None and versions_with(found.group(1)):
        return found.group(1)
    entry = regions(NEWEST).meant(text).entry
    return "" if entry is None else entry.code


def email(cell: Cell, column: Column, decimal: Decimal) -> str | None:
    """Read one e-mail address."""
    if cells.is_nothing(cell):
        return None
    text = text_of(cell).removeprefix("mailto:").strip().strip("<>;,")
    try:
        validate_email(text)
    except ValidationError as error:
        several = re.split(r"[;,\s]+", text)
        remedy = (
            _("Keep one of them in the cell, and give the others rows of their own.")
            if len(several) > 1
            else _("Write it such as name@example.org.")
        )
        raise Unclear(_("This is not one e-mail address."), remedy) from error
    return text


def person_name(cell: Cell, column: Column, decimal: Decimal) -> Mapping[str, str] | None:
    """Take a name apart: title, given name, family name; “Mustermann, Erika” is turned round."""
    if cells.is_nothing(cell):
        return None
    text = text_of(cell)
    if _SEVERAL.search(text) or " und " in text or " and " in text:
        raise Unclear(_("These are several people."), _("Give each of them a row of its own."))
    before, _comma, behind = (part.strip() for part in text.partition(","))
    if _DEGREE.match(behind):
        return _name(before.split(), degree=behind)
    return _name(f"{behind} {before}".split(), families=len(before.split()) if behind else 0)


def one_to_five(cell: Cell, column: Column, decimal: Decimal) -> int | None:
    """Read a step of a scale; “4 (important)” is 4."""
    found = _SCALE.match(text_of(cell)) if isinstance(cell, str) else None
    value = value_of(int(found.group(1)) if found else cell, column, decimal)
    assert value is None or isinstance(value, int)
    return value


def choice_of(choices: Iterable[tuple[Any, Any]]) -> Callable[[str], str | None]:
    """Understand the codes of a list, and its labels in each language we speak."""
    pairs = list(choices)

    def understand(text: str) -> str | None:
        for language in ("en", "de"):
            with override(language):
                for code, label in pairs:
                    if folded(text) in {folded(str(code)), folded(str(label))}:
                        return str(code)
        return None

    return understand


def codes_of(choices: Iterable[tuple[Any, Any]]) -> Callable[[], tuple[str, ...]]:
    """Give the codes of a list, for the remedy."""
    return lambda: tuple(str(code) for code, _label in choices)


def _name(words: list[str], *, families: int = 0, degree: str = "") -> dict[str, str]:
    """Part words into title, given and family name; `families` words at the end are the last."""
    titles: list[str] = []
    while len(words) > 1 and is_title(words[0]):
        titles.append(words.pop(0))
    at = len(words) - families if families else _where_the_family_begins(words)
    return {
        "title": " ".join(filter(None, [*titles, degree])),
        "given_name": " ".join(words[: max(0, at)]),
        "family_name": " ".join(words[max(0, at) :]),
    }


def _where_the_family_begins(words: list[str]) -> int:
    at = len(words) - 1
    while at > 0 and words[at - 1].lower() in _PARTICLES:
        at -= 1
    return at


def is_title(word: str) -> bool:
    """Whether a word is the title of a person."""
    if _DIPLOMA.match(word):
        return word != "Di"  # a family of Italy, not the engineer
    return word.lower().replace(".", "").replace("-", "") in _TITLES
