"""A table is compared with the columns expected of it, and everything wrong is said at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from raceme.foundation.tabular import cells
from raceme.foundation.tabular.cells import Decimal, Unclear
from raceme.foundation.tabular.columns import Column, Kind, Parsed, Record, Value, simple
from raceme.foundation.tabular.values import Cell, Problem, Row, Table, is_empty, shown, text_of

_NUMERIC = {Kind.WHOLE, Kind.NUMBER, Kind.SHARE, Kind.WEIGHTS}


def parse(table: Table, columns: Sequence[Column]) -> Parsed:
    """Read every row by the columns given; report every problem, never only the first.

    Columns of the file that nobody asked for are noted, not refused.
    """
    places, problems, notes = _places(table, columns)
    decimal = _decimal_sign(table, columns, places)
    records: list[Record] = []
    for row in table.rows:
        problems += _too_many_cells(table, row)
        record, wrong = _record(table, row, columns, places, decimal)
        records.append(record)
        problems += wrong
    for column in columns:
        if column.unique and column.name in places:
            problems += _duplicates(table, records, column.name, table.header[places[column.name]])
    problems.sort(key=lambda problem: problem.row or 0)
    return Parsed(rows=tuple(records), problems=tuple(problems), notes=tuple(notes))


def _places(
    table: Table, columns: Sequence[Column]
) -> tuple[dict[str, int], list[Problem], list[Problem]]:
    """Where each expected column stands, what is missing, and what nobody asked for."""
    known = {simple(word): column for column in columns for word in (column.name, *column.aliases)}
    places: dict[str, int] = {}
    problems: list[Problem] = []
    strangers: list[str] = []
    for place, heading in enumerate(table.header):
        column = known.get(simple(heading))
        if column is None:
            strangers += [heading] if heading else []
        elif column.name in places:
            problems.append(_second_column(table, heading, table.header[places[column.name]]))
        else:
            places[column.name] = place
    for column in columns:
        if column.required and column.name not in places:
            problems.append(_missing_column(table, column, strangers))
    notes = [
        Problem(
            file=table.name,
            row=table.header_row,
            column=heading,
            message=_("This column is not known and was left aside."),
        )
        for heading in strangers
    ]
    return places, problems, notes


def _second_column(table: Table, heading: str, first: str) -> Problem:
    return Problem(
        file=table.name,
        row=table.header_row,
        column=heading,
        message=_("The column means the same as the column “%(first)s”.") % {"first": first},
        remedy=_("Keep one of the two."),
    )


def _missing_column(table: Table, column: Column, strangers: Sequence[str]) -> Problem:
    near = difflib.get_close_matches(column.name, strangers, n=1, cutoff=0.6)
    if near:
        remedy = _("Is it the column “%(near)s”? Then call it “%(column)s”.") % {
            "near": near[0],
            "column": column.name,
        }
    else:
        remedy = _("Add the column. The columns found are: %(found)s.") % {
            "found": ", ".join(heading for heading in table.header if heading)
        }
    return Problem(
        file=table.name,
        row=table.header_row,
        column=column.name,
        message=_("The column is missing."),
        remedy=remedy,
    )


def _decimal_sign(table: Table, columns: Sequence[Column], places: Mapping[str, int]) -> Decimal:
    numeric = [one.name for one in columns if one.kind in _NUMERIC and one.name in places]
    return decimal_sign_of(table, [places[name] for name in numeric])


def decimal_sign_of(table: Table, places: Iterable[int]) -> Decimal:
    """Which decimal sign the table uses, as far as these columns or its separator show it."""
    seen: set[Decimal] = set()
    for place in places:
        for row in table.rows:
            seen.update(_signs_in(_cell(row, place)))
    seen.discard(Decimal.UNKNOWN)
    if len(seen) == 1:
        return seen.pop()
    # Cells of a comma separated file cannot hold decimal commas unless quoted: without other
    # evidence its writer is a program, and programs write points.
    return Decimal.POINT if not seen and table.separator == "," else Decimal.UNKNOWN


def _signs_in(cell: Cell) -> Iterable[Decimal]:
    if not isinstance(cell, str):
        return ()
    pieces = (piece.rpartition(":")[2] for piece in cell.replace("|", ";").split(";"))
    return [cells.decimal_sign_in(piece.strip().removesuffix("%")) for piece in pieces]


def _record(
    table: Table,
    row: Row,
    columns: Sequence[Column],
    places: Mapping[str, int],
    decimal: Decimal,
) -> tuple[Record, list[Problem]]:
    values: dict[str, Value | None] = {}
    problems: list[Problem] = []
    broken: set[str] = set()
    for column in columns:
        if column.name not in places:
            values[column.name] = None
            continue
        place = places[column.name]
        cell = _cell(row, place)
        try:
            values[column.name] = value_of(cell, column, decimal)
        except Unclear as error:
            values[column.name] = None
            broken.add(column.name)
            problems.append(
                Problem(
                    file=table.name,
                    row=row.number,
                    column=table.header[place],
                    value=shown(cell),
                    message=error.message,
                    remedy=error.remedy,
                )
            )
    return Record(row.number, values, frozenset(broken)), problems


def value_of(cell: Cell, column: Column, decimal: Decimal) -> Value | None:
    """Read one cell as its column wants it; None where it says nothing. Raises Unclear."""
    empty = is_empty((cell,)) if column.kind == Kind.TEXT else cells.is_nothing(cell)
    if empty:
        if column.required:
            raise Unclear(_("The cell is empty."), _("Fill it in, or remove the row."))
        return None
    if column.kind == Kind.TEXT:
        return _text(cell, column)
    if column.kind == Kind.WEIGHTS:
        return _weights(cell, column, decimal)
    if column.kind in _NUMERIC:
        return _numeric(cell, column, decimal)
    return cells.date_in(cell) if column.kind == Kind.DATE else cells.yes_or_no_in(cell)


def _weights(cell: Cell, column: Column, decimal: Decimal) -> dict[str, float]:
    weights = cells.weights_in(cell, decimal)
    for name, weight in weights.items():
        _within(weight, column, of=name)
    return weights


def _numeric(cell: Cell, column: Column, decimal: Decimal) -> int | float:
    if column.kind == Kind.WHOLE:
        return int(_within(cells.whole_in(cell, decimal), column))
    if column.kind == Kind.SHARE:
        return _within(cells.share_in(cell, decimal), column)
    return _within(cells.number_in(cell, decimal), column)


def _text(cell: Cell, column: Column) -> str:
    text = text_of(cell)
    if column.understand is None:
        return text
    code = column.understand(text)
    if code is None:
        raise Unclear(
            _("This is not one of the known words."),
            _("Choose one of: %(choices)s.") % {"choices": ", ".join(column.choices)},
        )
    return code


def _within(number: float, column: Column, *, of: str | None = None) -> float:
    low, high = column.minimum, column.maximum
    if column.kind == Kind.SHARE:
        low, high = 0.0 if low is None else low, 1.0 if high is None else high
    too_low = low is not None and number < low
    too_high = high is not None and number > high
    if column.above is not None and number <= column.above:
        raise Unclear(
            _("The number must be greater than %(above)g.") % {"above": column.above},
            _("Correct the number."),
        )
    if not too_low and not too_high:
        return number
    what = "" if of is None else f" ({of})"
    if column.kind == Kind.SHARE:
        remedy = _("Write a share, as a fraction such as 0.4 or in percent.")
    else:
        remedy = _("Correct the number.")
    if low is not None and high is not None:
        message = _("The number must be between %(low)g and %(high)g.") % {"low": low, "high": high}
    elif too_low:
        message = _("The number must be at least %(low)g.") % {"low": low}
    else:
        message = _("The number must be at most %(high)g.") % {"high": high}
    raise Unclear(message + what, remedy)


def _too_many_cells(table: Table, row: Row) -> list[Problem]:
    """Find cells beyond the header: the row has slipped, often by an unquoted separator."""
    beyond = row.cells[len(table.header) :]
    if is_empty(beyond):
        return []
    extra = next(cell for cell in beyond if not is_empty((cell,)))
    return [
        Problem(
            file=table.name,
            row=row.number,
            value=shown(extra),
            message=_("The row has more cells than the header has columns."),
            remedy=_("Put text that contains the separator between quotation marks."),
        )
    ]


def _duplicates(
    table: Table, records: Sequence[Record], column: str, heading: str
) -> list[Problem]:
    first_row: dict[str, int] = {}
    problems: list[Problem] = []
    for record in records:
        text = record.text(column)
        if not text:
            continue
        if text not in first_row:
            first_row[text] = record.row
            continue
        problems.append(
            Problem(
                file=table.name,
                row=record.row,
                column=heading,
                value=text,
                message=_("This already stands in row %(row)s.") % {"row": first_row[text]},
                remedy=_("Remove one of the two rows, or give one of them another value."),
            )
        )
    return problems


def _cell(row: Row, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else None
