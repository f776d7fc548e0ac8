"""Tables inside web pages and inside XML of spreadsheet programs, which portals call “.xls”.

Read with the lenient parser of the standard library, which expands nothing and fetches nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

WIDEST_SPAN = 1_000  # columns or rows that one cell may cover
LAST_ROW = LAST_PLACE = 1_048_576  # as in spreadsheet programs
MOST_CELLS = 5_000_000

_NOT_SHOWN = frozenset({"script", "style", "title", "template"})
_BREAKS = frozenset({"br", "p", "div", "li"})
_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "cell"})
_TABLES = frozenset({"table"})


class TooLarge(ValueError):
    """The table asks for more cells than a spreadsheet ever should."""


@dataclass
class _Cell:
    across: int
    down: int
    at: int  # the place it asks for, from 1; 0: the next
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        lines = "".join(self.pieces).replace("\u00a0", " ").split("\n")
        return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


@dataclass
class _Table:
    name: str
    rows: list[list[_Cell]] = field(default_factory=list)
    skipped: dict[int, int] = field(default_factory=dict)  # row of ours → rows left empty before it


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table as it stands on the page, spans spread out; blank rows count."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def tables_in(text: str) -> list[FoundTable]:
    """Give all tables with anything in them, in the order of the page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    found = [FoundTable(table.name, tuple(_spread(table))) for table in reader.done]
    return [table for table in found if any(any(row) for row in table.rows)]


def _spread(table: _Table) -> list[tuple[str, ...]]:
    """Put every cell where it is seen; what a cell covers besides stays empty."""
    rows: list[tuple[str, ...]] = []
    taken: dict[int, int] = {}  # column → rows below that a cell above still covers
    cells = 0
    for at, row in enumerate(table.rows):
        if len(rows) + table.skipped.get(at, 0) > LAST_ROW:
            raise TooLarge(table.name)
        rows += [()] * table.skipped.get(at, 0)
        line: dict[int, str] = {}
        place = 0
        below = {column: left - 1 for column, left in taken.items() if left > 1}
        for cell in row:
            place = max(place, cell.at - 1)
            while taken.get(place, 0) > 0:
                place += 1
            line[place] = cell.text
            for column in range(place, place + cell.across):
                if cell.down > 1:
                    below[column] = cell.down - 1
            place += cell.across
        taken = below
        width = max(line, default=-1) + 1
        cells += width
        if cells > MOST_CELLS:
            raise TooLarge(table.name)
        rows.append(tuple(line.get(column, "") for column in range(width)))
    return rows


class _Reader(HTMLParser):
    """Gathers the cells of all tables, also of tables inside cells of others."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[_Table] = []
        self._open: list[_Table] = []
        self._hidden = 0
        self._sheet = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = tag.rpartition(":")[2]
        asked = {name.rpartition(":")[2]: value or "" for name, value in attrs}
        if tag in _NOT_SHOWN:
            self._hidden += 1
        elif tag == "worksheet":
            self._sheet = asked.get("name", "")
        elif tag in _TABLES:
            table = _Table(self._sheet)
            self._open.append(table)
            self.done.append(table)
        elif self._open:
            self._in_table(tag, asked)

    def _in_table(self, tag: str, asked: dict[str, str]) -> None:
        table = self._open[-1]
        rows = table.rows
        if tag in _ROWS:
            so_far = len(rows) + sum(table.skipped.values())
            place = _number(asked, "index", most=LAST_ROW + 1)
            if place > so_far + 1:
                table.skipped[len(rows)] = place - 1 - so_far
            rows.append([])
        elif tag in _CELLS:
            if not rows:
                rows.append([])
            across = _number(asked, "colspan") or _number(asked, "mergeacross") + 1
            down = _number(asked, "rowspan") or _number(asked, "mergedown") + 1
            rows[-1].append(_Cell(across, down, _number(asked, "index", most=LAST_PLACE)))
        elif tag in _BREAKS and rows and rows[-1]:
            rows[-1][-1].pieces.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in _NOT_SHOWN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _TABLES and self._open:
            self._open.pop()

    def handle_data(self, text: str) -> None:
        if self._hidden or not self._open:
            return
        rows = self._open[-1].rows
        if rows and rows[-1]:
            rows[-1][-1].pieces.append(" ".join(text.splitlines()) if "\n" in text else text)


def _number(asked: dict[str, str], name: str, *, most: int = WIDEST_SPAN) -> int:
    """Read a number from what a tag asks for, at most so much; 0 where it asks for none."""
    text = asked.get(name, "").strip()
    return min(int(text), most) if text.isdecimal() and len(text) < 10 else 0
