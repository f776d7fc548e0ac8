"""Text that was damaged on its way through other programs is mended, where that is certain.

Three kinds of damage: UTF-8 that was read as Windows-1252 and saved again (“Ã¼” for “ü”),
quotation marks that were doubled once too often, and cells that were merged over several rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import ftfy
from django.utils.translation import gettext as _

from raceme.foundation.tabular.values import Cell, Covered, Grid, Problem, Row, is_empty, shown

# First and second byte of a letter in UTF-8, as Windows-1252 shows them. After the first letter a
# closing quotation mark or a dash can also be meant, as in «IRMÃ”»: such a cell is mended only
# where another of the file leaves no doubt.
_SUSPICIOUS = re.compile(r"[ÂÃÄÅÆÇÈÉÎÏÐÑÒÓâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")  # noqa: RUF001
_BEYOND_DOUBT = re.compile(r"[ÂÃÄÅ][©¼¶¤¡³º±£¢¥¦§¨ª¬®¯°²µ¸¹½¾¿ŒšŠžŽŸœƒ]|â€")  # noqa: RUF001
_LOST = "\ufffd"
_HOW = ftfy.TextFixerConfig(explain=False, replace_lossy_sequences=False, fix_c1_controls=False)
_TWICE_QUOTED = re.compile(r'^"(?:[^"]|"")*""(?:[^"]|"")*"$')
_ROWS_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Mended:
    row: int
    before: str
    after: str


def mended(grid: Grid) -> tuple[Grid, tuple[Problem, ...]]:
    """Give the grid with its damage mended, and say what was done and what is lost."""
    rows = _filled_down(grid)
    notes: list[Problem] = []
    if grid.form == "CSV":
        rows, unquoted = _changed(rows, _without_second_quotes)
        notes += _told_of_quotes(grid, unquoted)
    rows, letters = _with_letters(rows)
    notes += _told_of_letters(grid, letters)
    notes += _told_of_doubt(grid, rows)
    return replace(grid, rows=tuple(rows)), tuple(notes)


def _with_letters(rows: Sequence[Row]) -> tuple[list[Row], list[_Mended]]:
    texts = (cell for row in rows for cell in row.cells if isinstance(cell, str))
    if not any(_BEYOND_DOUBT.search(text) for text in texts if not text.isascii()):
        return list(rows), []
    return _changed(rows, _with_true_letters)


def _with_true_letters(text: str) -> str:
    if text.isascii() or not _SUSPICIOUS.search(text):
        return text
    return ftfy.fix_encoding(text, _HOW)


def _without_second_quotes(text: str) -> str:
    if '""' not in text or not _TWICE_QUOTED.match(text):
        return text
    return text[1:-1].replace('""', '"')


def _changed(rows: Sequence[Row], change: Callable[[str], str]) -> tuple[list[Row], list[_Mended]]:
    after: list[Row] = []
    mended: list[_Mended] = []
    for row in rows:
        cells = tuple(change(cell) if isinstance(cell, str) else cell for cell in row.cells)
        if cells == row.cells:
            after.append(row)
            continue
        after.append(Row(row.number, cells))
        pairs = zip(row.cells, cells, strict=True)
        mended += [_Mended(row.number, str(a), str(b)) for a, b in pairs if a != b]
    return after, mended


def _filled_down(grid: Grid) -> list[Row]:
    """Let the value of a cell that is merged over several rows stand in each of them."""
    # What is merged across as well is a title or a drawing, no value.
    downward = [
        one
        for one in grid.merged
        if one.last_row > one.first_row and one.last_place == one.first_place
    ]
    if not downward:
        return list(grid.rows)
    at = {row.number: place for place, row in enumerate(grid.rows)}
    cells = [list(row.cells) for row in grid.rows]
    for one in downward:
        for row in range(one.first_row + 1, one.last_row + 1):
            if one.first_row in at and row in at:
                _copy(cells[at[one.first_row]], cells[at[row]], one)
    return [Row(row.number, tuple(cells[at[row.number]])) for row in grid.rows]


def _copy(above: Sequence[Cell], below: list[Cell], one: Covered) -> None:
    place = one.first_place
    if place < len(above) and place < len(below) and is_empty((below[place],)):
        below[place] = above[place]


def _told_of_letters(grid: Grid, letters: Sequence[_Mended]) -> list[Problem]:
    if not letters:
        return []
    said = {"count": len(letters), "before": letters[0].before, "after": letters[0].after}
    message = _(
        "In %(count)d cells letters had been damaged on the way here (UTF-8 read as Windows-1252)."
        " They were repaired: “%(before)s” is now “%(after)s”."
    )
    return [Problem(grid.name, message % said, row=letters[0].row)]


def _told_of_quotes(grid: Grid, cells: Sequence[_Mended]) -> list[Problem]:
    if not cells:
        return []
    message = _("In %(count)d cells the quotation marks were doubled twice. They were put right.")
    return [Problem(grid.name, message % {"count": len(cells)}, row=cells[0].row)]


def _told_of_doubt(grid: Grid, rows: Sequence[Row]) -> list[Problem]:
    """Name the cells in which letters are gone, or look damaged without telling what they were."""
    texts = [(row.number, cell) for row in rows for cell in row.cells if isinstance(cell, str)]
    beyond = [(row, text) for row, text in texts if not text.isascii()]
    lost = [(row, text) for row, text in beyond if _LOST in text]
    doubtful = [
        (row, text) for row, text in beyond if _LOST not in text and _BEYOND_DOUBT.search(text)
    ]
    told = (
        (lost, _("In %(count)d cells a letter is lost for good (rows %(rows)s).")),
        (doubtful, _("In %(count)d cells letters look damaged and were left (rows %(rows)s).")),
    )
    return [
        Problem(
            file=grid.name,
            message=message % {"count": len(cells), "rows": _named(row for row, _text in cells)},
            remedy=_("Write these cells anew, here or in the file."),
            row=cells[0][0],
            value=shown(cells[0][1]),
        )
        for cells, message in told
        if cells
    ]


def _named(rows: Iterable[int]) -> str:
    numbers = list(dict.fromkeys(rows))
    named = ", ".join(str(number) for number in numbers[:_ROWS_NAMED])
    return named if len(numbers) <= _ROWS_NAMED else f"{named} …"
