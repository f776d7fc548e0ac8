"""Rows become drafts: cell by cell, everything wrong is told, with row, column and remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.foundation.tabular.cells import Decimal, Unclear
from raceme.foundation.tabular.columns import Kind
from raceme.foundation.tabular.parsing import decimal_sign_of
from raceme.foundation.tabular.values import Problem, Row, Table, shown
from raceme.intake.lists.fields import ListField, field_named
from raceme.intake.lists.values import Place, Said

_NUMERIC = {Kind.WHOLE, Kind.NUMBER}
_LEFT_OUT = gettext_lazy("The cell is left out.")


@dataclass
class Line:
    """One row, read: the value of each field it fills, where it stands, and what is wrong."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    has_lines_in_name: bool = False

    def of(self, about: str) -> dict[str, Any]:
        """Give the values of one row of the books, by the names of its fields."""
        start, at = f"{about}.", len(about) + 1
        return {name[at:]: value for name, value in self.values.items() if name.startswith(start)}


@dataclass(frozen=True)
class _Column:
    place: int
    heading: str
    field: ListField


@dataclass
class Lines:
    """All rows of a list, read, and the headings under which messages name their columns."""

    table: Table
    lines: list[Line]
    headings: Mapping[str, str]

    def problem(self, line: Line, name: str, message: str, remedy: str) -> Problem:
        return Problem(
            file=self.table.name,
            row=line.row,
            column=self.headings.get(name),
            message=message,
            remedy=remedy,
        )


def read_lines(table: Table, places: Sequence[Place], said: Said) -> Lines:
    """Read every row by the fields its columns are taken for."""
    columns = [
        _Column(place.at, place.heading, found)
        for place in places
        if (found := field_named(place.target)) is not None
    ]
    for_all = _for_all(said)
    numeric = [one.place for one in columns if one.field.column.kind in _NUMERIC]
    decimal = decimal_sign_of(table, numeric)
    lines: list[Line] = []
    for row in table.rows:
        line = _line(table.name, row, columns, decimal, forgives=said.forgives)
        for name, value in for_all.items():
            line.values.setdefault(name, value)
        lines.append(line)
    return Lines(table, lines, {one.field.name: one.heading for one in columns})


def _for_all(said: Said) -> dict[str, Any]:
    """Read what was said for all rows; it stands where a row says nothing itself.

    Where members stand is said for new ones only: it must not move those that are known.
    """
    found: dict[str, Any] = {}
    for name, text in said.for_all.items():
        of = field_named(name)
        if of is not None and text and of.about == "need":
            found[name] = of.read(text, of.column, Decimal.POINT)
    return found


def _line(
    file: str, row: Row, columns: Sequence[_Column], decimal: Decimal, *, forgives: bool
) -> Line:
    line = Line(row.number)
    for column in columns:
        cell = row.cells[column.place] if column.place < len(row.cells) else None
        if cell is None or cell == "":
            continue
        try:
            value = column.field.read(cell, column.field.column, decimal)
            _refuse_too_long(value, column.field)
        except Unclear as error:
            is_forgiven = column.field.is_soft or (forgives and not column.field.is_needed)
            told = Problem(
                file=file,
                row=row.number,
                column=column.heading,
                value=shown(cell),
                message=error.message,
                remedy=f"{_LEFT_OUT} {error.remedy}" if is_forgiven else error.remedy,
            )
            (line.notes if is_forgiven else line.errors).append(told)
        else:
            if value is not None:
                line.values[column.field.name] = value
    return line


def _refuse_too_long(value: object, of: ListField) -> None:
    if isinstance(value, str) and of.longest is not None and len(value) > of.longest:
        raise Unclear(
            _("The text is longer than %(most)d characters.") % {"most": of.longest},
            _("Shorten it."),
        )
