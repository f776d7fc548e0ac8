"""In what indicators are counted, so that figures of two clusters can be put side by side.

A cluster may use units of its own beside them; such a unit is shown as it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from raceme.vocabulary.terms import Term, folded, rows_of_reference, words_of

VERSION = 1


@dataclass(frozen=True, slots=True)
class Unit(Term):
    """In what something is counted, and other words people use for it."""

    also_written: tuple[str, ...]


@cache
def units() -> tuple[Unit, ...]:
    """List the units, those of people and organisations first."""
    rows = rows_of_reference("raceme.vocabulary.reference", f"units-{VERSION}.csv")
    return tuple(
        Unit(row["code"], row["label_en"], row["label_de"], tuple(row["also_written"].split(";")))
        for row in rows
    )


@cache
def _by_code() -> dict[str, Unit]:
    return {unit.code: unit for unit in units()}


@cache
def _by_word() -> dict[str, Unit]:
    found = words_of(units())
    for unit in units():
        for word in unit.also_written:
            found.setdefault(folded(word), unit)
    return found


def code_of_unit(text: str) -> str:
    """Give the unit somebody means who wrote a code or a word for it; else their own, made tidy."""
    known = _by_word().get(folded(text))
    return " ".join(text.split()) if known is None else known.code


def label_of_unit(code: str) -> str:
    """Name a unit for people; a unit of the cluster's own is shown as it is written."""
    unit = _by_code().get(code)
    return code if unit is None else unit.label
