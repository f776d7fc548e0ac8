"""Rows that are no records: headings between the rows, sums, notes under the table.

They are left aside, never in silence: each is named with its row and what it was taken for, so
that whoever knows better can have it read as a record after all.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from raceme.foundation.tabular import cells
from raceme.foundation.tabular.kinds import CellKind, kind_of
from raceme.foundation.tabular.values import Row, is_empty, shown, text_of

_WIDE_ENOUGH = 4  # columns usually filled, from which a lone cell is a heading
_MOST_HEADINGS = 0.45  # of the rows; more lone cells are a list with many gaps
_CLOSE = 1e-6

_SUM = re.compile(
    r"^(?:grand |sub)?(?:total|totale|totaal|totals|sum|suma|summe|somme|gesamt(?:summe)?|"
    r"insgesamt|zwischensumme|razem|ogółem|łącznie|i alt|ialt|summa|yhteensä|skupaj|ukupno|"
    r"celkem|spolu|"
    r"összesen|mindösszesen|kokku|kopā|iš viso|σύνολο|общо|toplam|totais|subtotal|sous-total)\b",
    re.I,
)
_NOTE = re.compile(
    r"^(?:\*|\d\)|quelle|source|fuente|fonte|bron|źródło|kilde|vir|note|nota|anmerkung|hinweis|"
    r"stand|as of|remark|opmerking|©|\()",
    re.I,
)
_LONG_NOTE = 80  # characters


class Why(StrEnum):
    """What a row was taken for that is no record."""

    HEADING = "heading"
    SUM = "sum"
    NOTE = "note"
    HEADER_AGAIN = "header again"


@dataclass(frozen=True, slots=True)
class Aside:
    """A row left aside: its number, what it was taken for, and what stands in it."""

    row: int
    why: Why
    text: str


Filled = Sequence[int]  # the places of a row in which anything stands


def without_asides(
    rows: Sequence[Row], labels: Sequence[str]
) -> tuple[tuple[Row, ...], tuple[Aside, ...]]:
    """Part the records from the rows that are none."""
    filled = [_filled(row) for row in rows]
    whys = _whys(rows, filled, labels)
    records = tuple(row for at, row in enumerate(rows) if at not in whys)
    asides = tuple(
        Aside(rows[at].number, why, shown(_first_text(rows[at], filled[at])))
        for at, why in sorted(whys.items())
    )
    return records, asides


def _whys(rows: Sequence[Row], filled: Sequence[Filled], labels: Sequence[str]) -> dict[int, Why]:
    if not rows:
        return {}
    whys: dict[int, Why] = {}
    usual = statistics.median(len(here) for here in filled)
    for at, (row, here) in enumerate(zip(rows, filled, strict=True)):
        if _is_header_again(row, here, labels):
            whys[at] = Why.HEADER_AGAIN
        elif _is_named_sum(row, here, usual):
            whys[at] = Why.SUM
    if usual >= 2 and _is_unnamed_sum(rows, filled, whys):
        whys[len(rows) - 1] = Why.SUM
    whys |= _notes(rows, filled, usual, whys)
    return whys | _headings(rows, filled, usual, whys)


def _is_header_again(row: Row, here: Filled, labels: Sequence[str]) -> bool:
    again = sum(row.cells[place] == labels[place] for place in here if place < len(labels))
    return again >= 2 and again >= 0.8 * len(here)


def _is_named_sum(row: Row, here: Filled, usual: float) -> bool:
    """“Total axis 2”, with numbers and nothing else; a firm called Total has more to say."""
    if len(here) > max(usual, 2) or not any(_SUM.match(_text(row, place)) for place in here):
        return False
    kinds = [kind_of(row.cells[place]) for place in here]
    return kinds.count(CellKind.TEXT) == 1 and CellKind.NUMBER in kinds


def _is_unnamed_sum(rows: Sequence[Row], filled: Sequence[Filled], whys: Mapping[int, Why]) -> bool:
    """Find numbers alone under the table that add up what stands above them."""
    last = filled[-1]
    if len(rows) < 3 or len(rows) - 1 in whys:
        return False
    if any(kind_of(rows[-1].cells[place]) != CellKind.NUMBER for place in last):
        return False
    above = [row for at, row in enumerate(rows[:-1]) if at not in whys]
    return any(_adds_up(rows[-1], above, place) for place in last)


def _adds_up(last: Row, above: Sequence[Row], place: int) -> bool:
    total = _number(last, place)
    numbers = [number for row in above if (number := _number(row, place)) is not None]
    # The spreadsheet program passed over figures that somebody had typed as words.
    true = [
        float(cell)
        for row in above
        if isinstance(cell := row.cells[place] if place < len(row.cells) else None, int | float)
    ]
    return total is not None and any(
        len(parts) > 1 and math.isclose(total, sum(parts), rel_tol=_CLOSE)
        for parts in (numbers, true)
    )


def _notes(
    rows: Sequence[Row],
    filled: Sequence[Filled],
    usual: float,
    whys: Mapping[int, Why],
) -> dict[int, Why]:
    """Find lone cells under the table: its source, its date, an asterisk explained."""
    notes: dict[int, Why] = {}
    if usual < 2:
        return notes
    at = len(rows) - 1
    while at > 0 and (len(filled[at]) == 1 or at in whys):
        if at not in whys:
            notes[at] = Why.NOTE
        at -= 1
    # Under a gap, or by their words; else the last member may just have nothing but its name.
    return {
        place: why
        for place, why in notes.items()
        if _is_apart(rows, min(notes))
        or _reads_like_a_note(_first_text(rows[place], filled[place]))
    }


def _is_apart(rows: Sequence[Row], at: int) -> bool:
    return rows[at].number - rows[at - 1].number > 1


def _reads_like_a_note(text: str) -> bool:
    return len(text) > _LONG_NOTE or _NOTE.match(text) is not None


def _headings(
    rows: Sequence[Row],
    filled: Sequence[Filled],
    usual: float,
    whys: Mapping[int, Why],
) -> dict[int, Why]:
    """Find lone texts between wide rows: “Category A”, over the members of this category."""
    if usual < _WIDE_ENOUGH:
        return {}
    lone = [
        at for at, here in enumerate(filled) if at not in whys and _is_lone_text(rows[at], here)
    ]
    is_lone = set(lone)
    wide = [at for at, here in enumerate(filled) if at not in is_lone and len(here) >= usual / 2]
    if not wide or len(lone) > _MOST_HEADINGS * len(rows):
        return {}
    return {at: Why.HEADING for at in lone if at < wide[-1]}


def _is_lone_text(row: Row, here: Filled) -> bool:
    """Whether one text is all that the row says, once or in each of its cells."""
    first = row.cells[here[0]]
    if any(row.cells[place] != first for place in here):
        return False
    return kind_of(first) == CellKind.TEXT


def _first_text(row: Row, here: Filled) -> str:
    texts = (_text(row, place) for place in here if kind_of(row.cells[place]) == CellKind.TEXT)
    return next(texts, _text(row, here[0]))


def _text(row: Row, place: int) -> str:
    return " ".join(text_of(row.cells[place]).split())


def _filled(row: Row) -> Filled:
    return [place for place, cell in enumerate(row.cells) if not is_empty((cell,))]


def _number(row: Row, place: int) -> float | None:
    if place >= len(row.cells) or kind_of(row.cells[place]) != CellKind.NUMBER:
        return None
    for sign in (cells.Decimal.POINT, cells.Decimal.COMMA):
        try:
            return cells.number_in(row.cells[place], sign)
        except cells.Unclear:
            continue
    return None
