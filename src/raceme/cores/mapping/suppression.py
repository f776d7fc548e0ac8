"""Hide small cells, and others with them, so that no hidden cell can be computed from totals.

Hiding a small cell alone protects nothing: its row's total less the other cells is the cell. So
more must be hidden (complementary suppression, Cox 1980), as little as possible. For each
hidden number in turn a linear programme looks for two other tables that agree with all that is
shown and leave the number open as widely as the rule says, moving what is dear to hide as
little as it can; what must move is hidden (after Kelly, Golden and Assad 1992; Fischetti and
Salazar 2001 solve the same exactly). Then whatever turns out not to be needed is shown again.
`attack` checks the result with other code. Nothing is drawn by lot: the same tables always give
the same answer, because two answers could be compared. docs/algorithms/mapping.md, section 7.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array, hstack, vstack

from raceme.cores.mapping import attack
from raceme.cores.mapping.publication import (
    FIRMS,
    Bound,
    Key,
    Publication,
    Published,
    SmallCells,
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Need = tuple[Key, str]  # a hidden cell and a measure: a number that must stay open
# Moving what is hidden already costs next to nothing, but nothing is moved without need.
CHEAP = 1e-6
MOVED = 1e-7  # less is the solver's rounding
ROUNDS = 4
SOLVED = 0


def suppressed(publication: Publication, rule: SmallCells | None = None) -> Published:
    """Decide which cells to hide, and prove that what is shown does not tell them.

    Every hidden number of firms stays open by `rule.open_firms`, every amount of a small cell by
    the share of it that the rule says, any other hidden amount by that share of what a firm has
    on average. Raises ArithmeticError if the independent check finds otherwise: then nothing may
    be shown.
    """
    rule = rule or SmallCells()
    search = _Search(publication, rule)
    for _ in range(ROUNDS):
        search.hide_what_is_needed()
        search.show_what_is_not()
        bounds = _attacked(publication, rule, search.hidden_keys)
        narrow = _too_narrow(publication, rule, bounds)
        if not narrow:
            break
        # Between two solutions of the programme may lie no whole number: leave more open.
        search.widen(narrow)
    else:
        search.hide_all()
        bounds = _attacked(publication, rule, search.hidden_keys)
        for one in _too_narrow(publication, rule, bounds):
            raise ArithmeticError(f"{one.key} could be computed: {one.low} to {one.high}")
    hidden = search.hidden_keys
    shown = {key: cell for key, cell in publication.cells.items() if key not in hidden}
    small = frozenset(key for key in hidden if rule.is_small(publication.cells[key]))
    return Published(shown, hidden, small, bounds)


def needs_of(
    publication: Publication, rule: SmallCells, hidden: Iterable[Key]
) -> dict[Need, float]:
    """Say how wide each hidden number must stay open; auxiliary cells only if they are small."""
    needs = {}
    for key in sorted(hidden):
        cell = publication.cells[key]
        is_small = rule.is_small(cell)
        if cell.is_auxiliary and not is_small:
            continue
        for measure in publication.measures:
            if measure == FIRMS:
                needs[key, measure] = float(rule.open_firms)
                continue
            usual = publication.per_firm(measure)
            amount = max(usual, cell.amounts[measure]) if is_small else usual
            needs[key, measure] = rule.share * amount
    return needs


def _attacked(
    publication: Publication, rule: SmallCells, hidden: frozenset[Key]
) -> tuple[Bound, ...]:
    shown = {key: cell for key, cell in publication.cells.items() if key not in hidden}
    floors = attack.floors_of((publication.cells[key] for key in hidden), rule)
    asked = needs_of(publication, rule, hidden)
    return attack.bounds(shown, floors, publication.sums, asked=asked)


def _too_narrow(publication: Publication, rule: SmallCells, bounds: Iterable[Bound]) -> list[Bound]:
    needs = needs_of(publication, rule, {one.key for one in bounds})
    return [one for one in bounds if one.width < needs[one.key, one.measure] * (1 - 1e-6)]


class _Search:
    """Which cells are hidden so far, and why: for each need, what must move to leave it open."""

    def __init__(self, publication: Publication, rule: SmallCells) -> None:
        self.publication, self.rule = publication, rule
        self.keys = sorted(publication.cells)
        self.place = {key: place for place, key in enumerate(self.keys)}
        cells = [publication.cells[key] for key in self.keys]
        self.may_hide = np.array([not rule.is_always_shown(cell) for cell in cells], dtype=bool)
        self.must_hide = np.array(
            [rule.is_small(cell) or cell.is_auxiliary for cell in cells], dtype=bool
        )
        self.hidden = self.must_hide.copy()
        # What is lost by hiding a cell: the firms that it would have told of.
        self.loss = np.array([max(1, cell.firms) for cell in cells], dtype=float)
        self.moves: dict[Need, Bools] = {}
        self.more: dict[Need, float] = {}
        self.equal, self.at_most = self._sums()

    @property
    def hidden_keys(self) -> frozenset[Key]:
        return frozenset(
            key for key, is_hidden in zip(self.keys, self.hidden, strict=True) if is_hidden
        )

    def hide_what_is_needed(self) -> None:
        """Hide until every hidden number is open, those hidden on the way too."""
        while pending := self._pending():
            for need, width in pending:
                moved = self._moved(need, width, self.may_hide)
                if moved is None:
                    raise ArithmeticError(f"nothing that may be hidden protects {need[0]}")
                self.moves[need] = moved
                self.hidden |= moved

    def show_what_is_not(self) -> None:
        """Show again, the greatest loss first, each cell without which all stays open."""
        candidates = np.flatnonzero(self.hidden & ~self.must_hide)
        for place in sorted(candidates, key=lambda one: (-self.loss[one], one)):
            self._show_if_not_needed(int(place))

    def widen(self, narrow: Iterable[Bound]) -> None:
        """Ask for more where whole numbers left less open than the programme thought."""
        for one in narrow:
            need = one.key, one.measure
            self.more[need] = 2.0 * self.more.get(need, 1.0)
            self.moves.pop(need, None)

    def hide_all(self) -> None:
        """Hide all that may be hidden: then everything is open, without end."""
        self.hidden = self.may_hide.copy()

    def _needs(self) -> dict[Need, float]:
        needs = needs_of(self.publication, self.rule, self.hidden_keys)
        return {need: width * self.more.get(need, 1.0) for need, width in needs.items()}

    def _pending(self) -> list[tuple[Need, float]]:
        """Give the needs not met so far: firms first, then by what must stay open."""
        pending = [(need, width) for need, width in self._needs().items() if need not in self.moves]
        return sorted(pending, key=lambda one: (one[0][1] != FIRMS, -one[1], one[0]))

    def _show_if_not_needed(self, place: int) -> None:
        key = self.keys[place]
        without = self.hidden.copy()
        without[place] = False
        widths = self._needs()
        found = {}
        for need, moved in self.moves.items():
            if need[0] == key or not moved[place]:
                continue
            other = self._moved(need, widths[need], without)
            if other is None:
                return
            found[need] = other
        self.hidden = without
        self.moves = {need: moved for need, moved in self.moves.items() if need[0] != key} | found

    def _moved(self, need: Need, width: float, free: Bools) -> Bools | None:
        """Tell which cells move between two tables that agree with what is shown, at least loss.

        One table is above the true one, one below, and in both together the number asked for
        moves by `width`. None: with only these cells hidden, there are no such tables.
        """
        key, measure = need
        columns = np.flatnonzero(free)
        values = np.array([self.publication.cells[one].value(measure) for one in self.keys])
        scale = 1.0 if measure == FIRMS else float(values.max()) or 1.0
        true = values / scale
        room = (true - self._floors(measure))[columns]
        n, at = columns.size, int(np.searchsorted(columns, self.place[key]))
        wanted = csr_array(
            ([-1.0, 1.0, 1.0, -1.0], ([0] * 4, [at, n + at, 2 * n + at, 3 * n + at])),
            shape=(1, 4 * n),
        )
        equal, below = _twice(self.equal[:, columns]), _twice(self.at_most[:, columns])
        slack = np.maximum(-(self.at_most @ true), 0.0)
        dear = np.where(self.hidden, CHEAP, self.loss)[columns]
        answer = linprog(
            np.tile(dear, 4),
            A_ub=vstack([below, wanted]),
            b_ub=[*slack, *slack, -width / scale],
            A_eq=equal,
            b_eq=np.zeros(equal.shape[0]),
            bounds=[*_limits(np.full(n, math.inf), room), *_limits(np.full(n, math.inf), room)],
            method="highs",
        )
        if answer.status != SOLVED:
            return None
        up, down, other_up, other_down = answer.x.reshape(4, n)
        moved = np.zeros(len(self.keys), dtype=bool)
        moved[columns] = (np.abs(up - down) > MOVED) | (np.abs(other_up - other_down) > MOVED)
        return moved

    def _floors(self, measure: str) -> Floats:
        cells = [self.publication.cells[key] for key in self.keys]
        if measure != FIRMS:
            return np.zeros(len(cells))
        lowest = attack.floors_of(cells, self.rule)
        return np.array([min(lowest[cell.key], cell.firms) for cell in cells], dtype=float)

    def _sums(self) -> tuple[csr_array, csr_array]:
        """Write how cells add up as rows over all cells: those that are 0, those at most 0."""
        equal: list[Floats] = []
        at_most: list[Floats] = []
        for one in self.publication.sums:
            row = np.zeros(len(self.keys))
            row[[self.place[key] for key in one.parts]] = -1.0
            row[self.place[one.whole]] += 1.0
            (at_most if one.overlaps else equal).append(row)
            for key in one.parts if one.overlaps else ():
                part = np.zeros(len(self.keys))
                part[self.place[one.whole]], part[self.place[key]] = -1.0, 1.0
                at_most.append(part)
        empty = np.zeros((0, len(self.keys)))
        return csr_array(np.array(equal) if equal else empty), csr_array(
            np.array(at_most) if at_most else empty
        )


def _twice(rows: csr_array) -> csr_array:
    """Let the rows hold for both tables: columns are up and down of the one, and of the other."""
    once = hstack([rows, -rows])
    return csr_array(block_diag([once, once], format="csr"))


def _limits(up: Floats, down: Floats) -> list[tuple[float, float]]:
    return [(0.0, float(most)) for most in (*up, *down)]
