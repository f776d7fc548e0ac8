"""What a publisher of small counts has, what it decides by, and what may leave the house.

Used by `suppression` (which cells to hide) and `attack` (what others could work out all the same).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from raceme.cores.errors import BadInput

Key = tuple[str, ...]
FIRMS = "firms"  # the measure that every cell has: how many are counted in it
TOTAL = "total"  # what a margin is called in a key


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, or a total, of a table: how many firms it counts, and what they amount to.

    `amounts`: measure -> amount, not negative, the same measures in every cell. A cell is shown or
    hidden as a whole. `is_confidential`: hidden whatever its number (one firm has nearly all of
    it, or somebody was promised). `is_auxiliary`: never shown, but others could compute it from
    what is: what two shown cells differ by. If it is small, it is protected like a hidden cell.
    """

    key: Key
    firms: int
    amounts: Mapping[str, float] = field(default_factory=dict)
    is_confidential: bool = False
    is_auxiliary: bool = False

    def __post_init__(self) -> None:
        """Refuse what is no number of firms, and amounts that are none."""
        if self.firms < 0:
            raise BadInput(f"{_told(self.key)}: {self.firms} is no number of firms")
        for measure, amount in self.amounts.items():
            if measure == FIRMS:
                raise BadInput(f"{FIRMS} is the number of firms; call the amount otherwise")
            if not math.isfinite(amount) or amount < 0:
                raise BadInput(f"{_told(self.key)}: {measure} {amount} must be 0 or more")
            if amount and not self.firms:
                raise BadInput(f"{_told(self.key)} has {measure}, but no firm")

    def value(self, measure: str) -> float:
        """Give the firms, or an amount."""
        return float(self.firms) if measure == FIRMS else self.amounts[measure]


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and its parts, which everybody knows to add up.

    With `overlaps`, a firm may be in several parts: the whole is at least each of them, and at
    most all together.
    """

    whole: Key
    parts: tuple[Key, ...]
    overlaps: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """All cells that are to be published together, totals among them, and how they add up.

    What is published later, or elsewhere, of the same firms belongs in here too: each table alone
    may be safe, and both together not.
    """

    cells: Mapping[Key, Cell]
    sums: tuple[Sum, ...]

    def __post_init__(self) -> None:
        """Refuse totals that are not the sum of their parts: then nothing could be concluded."""
        for key, cell in self.cells.items():
            if cell.key != key or set(cell.amounts) != set(self.measures[1:]):
                raise BadInput(f"{_told(key)} has another name, or other measures than the others")
        for one in self.sums:
            missing = [key for key in (one.whole, *one.parts) if key not in self.cells]
            if missing or not one.parts:
                raise BadInput(f"the sum {_told(one.whole)} lacks {_told(*missing[:1] or [()])}")
            for measure in self.measures:
                self._check(one, measure)

    @property
    def measures(self) -> tuple[str, ...]:
        """Name what is counted: firms first."""
        some = next(iter(self.cells.values()), None)
        return (FIRMS, *sorted(some.amounts)) if some else (FIRMS,)

    def per_firm(self, measure: str) -> float:
        """Give what a firm has on average, over the cells that are no totals; 1 if all have 0."""
        wholes = {one.whole for one in self.sums}
        inner = [cell for key, cell in self.cells.items() if key not in wholes]
        firms = sum(cell.firms for cell in inner)
        return math.fsum(cell.value(measure) for cell in inner) / max(firms, 1) or 1.0

    def _check(self, one: Sum, measure: str) -> None:
        whole = self.cells[one.whole].value(measure)
        parts = [self.cells[key].value(measure) for key in one.parts]
        together, rounding = math.fsum(parts), 1e-9 * max(1.0, whole)
        fits = abs(together - whole) <= rounding
        if one.overlaps:
            fits = max(parts) - rounding <= whole <= together + rounding
        if not fits:
            raise BadInput(f"{_told(one.whole)} ({measure}) is {whole:g}, its parts {together:g}")

    def joined(self, other: Publication) -> Publication:
        """Put tables that share cells (totals) together; a shared cell must be the same in both."""
        for key in self.cells.keys() & other.cells.keys():
            if self.cells[key] != other.cells[key]:
                raise BadInput(f"{_told(key)} is not the same in both tables")
        sums = tuple(dict.fromkeys((*self.sums, *other.sums)))
        return Publication({**self.cells, **other.cells}, sums)


@dataclass(frozen=True, slots=True)
class SmallCells:
    """The rule: which cells are small, and how little others may conclude about a hidden one.

    `minimum`: fewer firms are small. `shows_zero`: a cell without firms is shown as 0; otherwise
    it is small too. `width`: what others can conclude of the firms in a hidden cell must leave
    at least that much open, from the least to the most (None: the minimum, so that no hidden
    cell can be told to be small). `share`: the same of the amounts of small cells, as a share of
    the amount, or of what a firm has on average if that is more. Others are taken to know
    this rule.
    """

    minimum: int = 5
    shows_zero: bool = True
    width: int | None = None
    share: float = 0.5

    def __post_init__(self) -> None:
        """Refuse rules that protect nobody."""
        if self.minimum < 2:
            raise BadInput("the smallest cell that may be shown has at least 2 firms")
        if self.width is not None and self.width < 1:
            raise BadInput("a hidden number must leave at least 1 open")
        if not 0 < self.share < math.inf:
            raise BadInput("a hidden amount must leave some share of it open")

    @property
    def open_firms(self) -> int:
        """How many firms must stay open."""
        return self.minimum if self.width is None else self.width

    def is_small(self, cell: Cell) -> bool:
        """Tell whether a cell must be hidden on its own account."""
        if cell.firms == 0 and (self.shows_zero or cell.is_auxiliary):
            return False
        return cell.is_confidential or cell.firms < self.minimum

    def is_always_shown(self, cell: Cell) -> bool:
        """Tell whether a cell cannot hide others: everybody knows that a hidden one is not 0."""
        return cell.firms == 0 and self.shows_zero and not cell.is_auxiliary


@dataclass(frozen=True, slots=True)
class Bound:
    """What others can conclude about one hidden number: it is from `low` to `high`."""

    key: Key
    measure: str
    low: float
    high: float  # inf: no end is known

    @property
    def width(self) -> float:
        """How much stays open."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Published:
    """What may be shown, and what is hidden; `small` and `bounds` stay with the publisher.

    `hidden` holds small cells, those hidden so that small ones cannot be computed, and auxiliary
    ones: a reader is not told which is which. `bounds` is what the independent check found that
    a reader can conclude of each number that must stay open.
    """

    shown: Mapping[Key, Cell]
    hidden: frozenset[Key]
    small: frozenset[Key]
    bounds: tuple[Bound, ...]


def crossed(
    cells: Iterable[Cell],
    *,
    row_totals: Iterable[Cell] = (),
    total: str = TOTAL,
) -> Publication:
    """Make a table of rows x columns with its margins and the grand total.

    Keys of `cells`: (row, column). Combinations that are not there have no firm. If a firm can be
    in several columns of its row (groupings overlap), give the totals of all rows, keys (row,
    total): they are not the sum of the columns then. Rows never overlap.
    """
    inner = {cell.key: cell for cell in cells}
    given = {cell.key[0]: cell for cell in row_totals}
    if any(len(key) != 2 or total in key for key in inner):
        raise BadInput(f"a key is a row and a column, and none of them is called {total!r}")
    rows = sorted({row for row, _ in inner} | set(given))
    columns = sorted({column for _, column in inner})
    if given and set(rows) != set(given):
        raise BadInput("if columns overlap, every row needs a total of its own")
    measures = sorted(next(iter(inner.values())).amounts) if inner else []
    everything: dict[Key, Cell] = {}
    for key in ((row, column) for row in rows for column in columns):
        everything[key] = inner.get(key) or Cell(key, 0, dict.fromkeys(measures, 0.0))
    sums = []
    for row in rows if columns else ():
        one = Sum((row, total), tuple((row, column) for column in columns), bool(given))
        everything[one.whole] = given.get(row) or _added(one, everything, measures)
        sums.append(one)
    for column in (*columns, total) if rows else ():
        one = Sum((total, column), tuple((row, column) for row in rows))
        everything[one.whole] = _added(one, everything, measures)
        sums.append(one)
    if rows and columns:
        across = tuple((total, column) for column in columns)
        sums.append(Sum((total, total), across, bool(given)))
    return Publication(everything, tuple(sums))


def _added(one: Sum, cells: Mapping[Key, Cell], measures: Iterable[str]) -> Cell:
    parts = [cells[key] for key in one.parts]
    amounts = {name: math.fsum(cell.amounts[name] for cell in parts) for name in measures}
    return Cell(one.whole, sum(cell.firms for cell in parts), amounts)


def _told(*keys: Key) -> str:
    return ", ".join(" / ".join(key) for key in keys)
