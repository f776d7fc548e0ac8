"""Long lists: which columns they have, in which order their rows stand, and how both are chosen.

A capability declares the columns of a list once (`members/columns.py`); its page, its files and
its API follow them. The pieces of the page are in `templates/parts/` (docs/look.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from html import escape
from typing import Generic, TypeVar

from django.db.models import Expression, F, Model, OrderBy, QuerySet, Subquery, Value
from django.db.models.functions import NullIf
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raceme.foundation.figures import is_unknown, number
from raceme.foundation.models import ShownColumns
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style

Row = TypeVar("Row", bound=Model)
Order = str | Expression | F | Subquery
NUMBERS = {Style.WHOLE, Style.DECIMAL, Style.MONEY, Style.SHARE}


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column of a list.

    `cell`: what a file holds of a row. `shown`: how the page says it; without it, the cell in
    words. `reads`: the fields that must be read for it. `order`: what rows are put in order by;
    a plain name is never unknown, an expression may be, and then stands last either way; without
    any, the list cannot be sorted by this column. `prepared`: what else a query must bring.
    """

    name: str
    label: str | Promise
    cell: Callable[[Row], Cell]
    shown: Callable[[Row], str] | None = None
    style: Style = Style.TEXT
    reads: tuple[str, ...] = ()
    order: tuple[Order, ...] = ()
    prepared: Callable[[QuerySet[Row]], QuerySet[Row]] | None = None
    is_usual: bool = False

    @property
    def is_number(self) -> bool:
        return self.style in NUMBERS

    def in_words(self, row: Row) -> str:
        """Say the cell of a row as the page shows it."""
        return in_words(self.cell(row)) if self.shown is None else self.shown(row)


@dataclass(frozen=True)
class Sorting:
    """By which column a list is sorted, and whether from the end."""

    column: str
    is_descending: bool = False

    def __str__(self) -> str:
        return f"-{self.column}" if self.is_descending else self.column

    @property
    def reverse(self) -> Sorting:
        return Sorting(self.column, not self.is_descending)


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """A list: all columns it can show, the first of which names the row and is always there.

    `ties` decides between rows that are equal in the column they are sorted by.
    """

    name: str
    columns: tuple[Column[Row], ...]
    ties: tuple[str, ...]

    def column(self, name: str) -> Column[Row] | None:
        """Find a column by its name."""
        return next((one for one in self.columns if one.name == name), None)

    def sorting(self, text: str) -> Sorting:
        """Read what an address says, such as `-employees`; nonsense means the usual order."""
        column = self.column(text.removeprefix("-"))
        if column is None or not column.order:
            return Sorting(self.columns[0].name)
        return Sorting(column.name, text.startswith("-"))

    def order_by(self, sorting: Sorting) -> list[OrderBy]:
        """Give the order for a query. It is complete: a page shows no row of another page again."""
        column = self.column(sorting.column)
        assert column is not None
        rest = [name for name in self.ties if name not in column.order]
        # Where nothing but the number is left to decide, an index can be read from its end.
        is_by_index = rest == ["pk"]
        return [
            *(_ordered(one, sorting.is_descending) for one in column.order),
            *(_ordered(name, sorting.is_descending and is_by_index) for name in rest),
        ]

    def chosen_by(self, user_id: int | None) -> tuple[Column[Row], ...]:
        """Give the columns that a person chose to see, in the order of the list."""
        if user_id is None:
            return self.usual
        kept = ShownColumns.objects.filter(user_id=user_id, list_name=self.name).first()
        return self.usual if kept is None else self.named(kept.columns)

    def shown_to(self, user_id: int | None, sort: str) -> ShownList[Row]:
        """Give the list as a person sees it; `sort` is what the address says of the order."""
        return ShownList(self, self.chosen_by(user_id), self.sorting(sort))

    @property
    def usual(self) -> tuple[Column[Row], ...]:
        """The columns that everybody sees who has not chosen."""
        return tuple(one for one in self.columns if one.is_usual or one is self.columns[0])

    def named(self, names: Iterable[str]) -> tuple[Column[Row], ...]:
        """Give the columns with these names, in the order of the list; the first always."""
        wanted = {self.columns[0].name, *names}
        return tuple(one for one in self.columns if one.name in wanted)

    def remember(self, names: Iterable[str], *, user_id: int) -> None:
        """Keep which columns a person wants to see; no names: the usual ones again."""
        kept = [one.name for one in self.named(names)] if names else []
        if kept:
            ShownColumns.objects.update_or_create(
                user_id=user_id, list_name=self.name, defaults={"columns": kept}
            )
        else:
            ShownColumns.objects.filter(user_id=user_id, list_name=self.name).delete()


@dataclass(frozen=True, slots=True)
class ShownHeading:
    """A heading of the page: what it says, and what sorting by it means now."""

    label: str | Promise
    is_number: bool
    sort: str  # what a click on it asks for; empty where one cannot sort by it
    direction: str  # ascending, descending, or empty: for aria-sort


@dataclass(frozen=True)
class ShownList(Generic[Row]):
    """A list as somebody sees it: these columns, in this order."""

    listing: Listing[Row]
    columns: tuple[Column[Row], ...]
    sorting: Sorting

    @property
    def is_in_usual_order(self) -> bool:
        """Whether it stands in the order of what names its rows, for which there is an index."""
        return self.sorting.column == self.listing.columns[0].name

    def headings(self) -> Iterator[ShownHeading]:
        """Give the headings of the page, from left to right."""
        for column in self.columns:
            here = self.sorting.column == column.name
            sorting = self.sorting.reverse if here else Sorting(column.name)
            direction = "descending" if self.sorting.is_descending else "ascending"
            yield ShownHeading(
                label=column.label,
                is_number=column.is_number,
                sort=str(sorting) if column.order else "",
                direction=direction if here else "",
            )

    def rows(self, things: Iterable[Row]) -> Iterator[tuple[Row, SafeString]]:
        """Give each row with its cells; the first column, which names it, is left to the page.

        The cells are written here, not in a template: a page of fifty rows has hundreds of them.
        """
        rest = [(one, _opening_tag(one)) for one in self.columns[1:]]
        for thing in things:
            cells = (f"{tag}{escape(one.in_words(thing))}</td>" for one, tag in rest)
            yield thing, SafeString("".join(cells))

    def read(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Have a query read what these columns show, and nothing else."""
        rows = rows.only("pk", *(name for one in self.columns for name in one.reads))
        # Two columns may need the same.
        for prepared in {one.prepared: None for one in self.columns}:
            rows = rows if prepared is None else prepared(rows)
        return rows

    def with_first(self, name: str) -> ShownList[Row]:
        """Give the same list with this column in front, unless it is shown already: for files."""
        column = self.listing.column(name)
        if column is None or column in self.columns:
            return self
        return replace(self, columns=(column, *self.columns))

    def sheet(self, name: str, things: Iterable[Row]) -> Sheet:
        """Make the table of a file: exactly these columns."""
        return Sheet(
            name,
            tuple(Heading(str(one.label), one.style) for one in self.columns),
            [[one.cell(thing) for one in self.columns] for thing in things],
        )


def _opening_tag(column: Column[Row]) -> SafeString:
    look = "number" if column.is_number else "text-nowrap" if column.style == Style.DATE else ""
    of_class = format_html(' class="{}"', look) if look else ""
    return format_html('<td{} data-label="{}">', of_class, capfirst(str(column.label)))


def known(name: str) -> Expression:
    """Put texts in order by a field that may be empty: who has none stands last."""
    return NullIf(F(name), Value(""))


def short_day(value: date) -> str:
    """Write a day in the reader's format, so short that a column of days stays narrow."""
    return _short_day(value, get_language())


@lru_cache(maxsize=10_000)
def _short_day(value: date, _language: str | None) -> str:
    return date_format(value, "SHORT_DATE_FORMAT")


def in_words(cell: Cell) -> str:
    """Say what stands in a cell as people read it; unknown is said so."""
    if is_unknown(cell):
        return _("unknown")
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if isinstance(cell, date):
        return short_day(cell)
    return number(cell) if isinstance(cell, int | float) else str(cell)


def _ordered(what: Order, is_descending: bool) -> OrderBy:
    if isinstance(what, str):
        return OrderBy(F(what), descending=is_descending)
    return OrderBy(what, descending=is_descending, nulls_last=True)
