"""Where the thread is broken, as rows: a few, or thousands that are fetched as they are shown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Any, TypeVar, overload

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.thread.queries.asked import NeedsInShort, needs_in_short

AnyRow = TypeVar("AnyRow", bound=Model)


@dataclass(frozen=True)
class BrokenRow:
    """One row at which the thread is broken, and the page that mends it."""

    label: str
    detail: str
    address: str


class Urgency(IntEnum):
    """How soon a break should be mended."""

    NOW = 1
    SOON = 2
    LATER = 3

    @property
    def label(self) -> Promise:
        return {self.NOW: _("now"), self.SOON: _("soon"), self.LATER: _("later")}[self]

    @property
    def tone(self) -> str:
        return {self.NOW: "bad", self.SOON: "notice", self.LATER: ""}[self]


@dataclass(frozen=True)
class Look:
    """Whoever looks for breaks, on which day; what many kinds need is asked once."""

    actor: Actor
    on: date

    @cached_property
    def needs(self) -> NeedsInShort:
        return needs_in_short(self.actor)


@dataclass(frozen=True)
class Kind:
    """A kind of break that may be: how it is called, what mends it, and how its rows are found.

    `part`: the part of the thread that it belongs to, as on the home page.
    """

    title: Promise
    remedy: Promise
    detail: Promise  # what `detail` of its rows holds
    part: str
    urgency: Urgency
    find: Callable[[Look], Sequence[BrokenRow]]


@dataclass(frozen=True)
class Break:
    """A kind of break in the thread, with all its rows."""

    code: str
    title: Promise
    remedy: Promise
    part: str
    urgency: Urgency
    rows: Sequence[BrokenRow]

    @property
    def first_rows(self) -> Sequence[BrokenRow]:
        return self.rows[:5]


class RowsOf(Sequence[BrokenRow]):
    """The rows of a question to the database: counted there, and only those shown are fetched."""

    def __init__(self, found: QuerySet[AnyRow], row: Callable[[AnyRow], BrokenRow]) -> None:
        self._found: QuerySet[Any] = found
        self._row: Callable[[Any], BrokenRow] = row

    @cached_property
    def _size(self) -> int:
        return self._found.count()

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, place: int) -> BrokenRow: ...
    @overload
    def __getitem__(self, place: slice) -> list[BrokenRow]: ...
    def __getitem__(self, place: int | slice) -> BrokenRow | list[BrokenRow]:
        if isinstance(place, int):
            return self._row(self._found[place])
        return [self._row(one) for one in self._found[place]]

    def __iter__(self) -> Iterator[BrokenRow]:
        return (self._row(one) for one in self._found.iterator(500))
