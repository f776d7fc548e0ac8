"""What others can work out about hidden cells: the independent check of `suppression`.

Plainer than what it checks, and sharing no code with it: two linear programmes for every hidden
number, the least and the most that it can be, given all that is shown, how cells add up, and the
rule. Numbers of firms are whole, and that is used against us.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import csr_array

from raceme.cores.mapping.publication import FIRMS, Bound, Cell, Key, SmallCells, Sum

Floats = NDArray[np.float64]
SOLVED, UNSURE = 0, 4
# Far above whatever follows from what is shown (firms, or times the largest amount shown): what can
# be as large has no end. Told that there is no end at all, the solver at times calls the question
# impossible.
ENDLESS = 1e6


def bounds(
    shown: Mapping[Key, Cell],
    floors: Mapping[Key, int],
    sums: Sequence[Sum],
    *,
    asked: Iterable[tuple[Key, str]],
) -> tuple[Bound, ...]:
    """Bound each number asked for: (hidden cell, measure).

    `floors`: each hidden cell with the fewest firms that it can have as everybody knows
    (1 if cells of 0 are always shown).
    """
    outsider: dict[str, _Outsider] = {}
    found = []
    for key, measure in asked:
        if measure not in outsider:
            outsider[measure] = _Outsider(shown, floors, sums, measure)
        found.append(Bound(key, measure, *outsider[measure].about(key)))
    return tuple(found)


def floors_of(hidden: Iterable[Cell], rule: SmallCells) -> dict[Key, int]:
    """Give the fewest firms of each hidden cell: a 0 would have been shown, if the rule says so."""
    return {cell.key: int(rule.shows_zero and not cell.is_auxiliary) for cell in hidden}


class _Outsider:
    """Somebody who has the publication before them, and a solver."""

    def __init__(
        self,
        shown: Mapping[Key, Cell],
        floors: Mapping[Key, int],
        sums: Sequence[Sum],
        measure: str,
    ) -> None:
        self.place = {key: place for place, key in enumerate(sorted(floors))}
        self.is_whole = measure == FIRMS
        values = {key: cell.value(measure) for key, cell in shown.items()}
        self.scale = 1.0 if self.is_whole else max(values.values(), default=0.0) or 1.0
        self.values = {key: value / self.scale for key, value in values.items()}
        self.equal: list[tuple[Floats, float]] = []
        self.at_most: list[tuple[Floats, float]] = []
        for one in sums:
            self._learn(one)
        self.equal_rows, self.equal_to = _together(self.equal)
        self.at_most_rows, self.at_most_to = _together(self.at_most)
        lowest = [float(floors[key]) if self.is_whole else 0.0 for key in self.place]
        self.limits = [(low, ENDLESS) for low in lowest]

    def _learn(self, one: Sum) -> None:
        less_whole = {one.whole: 1.0, **dict.fromkeys(one.parts, -1.0)}
        if not one.overlaps:
            self._note(self.equal, less_whole)
            return
        self._note(self.at_most, less_whole)
        for key in one.parts:
            self._note(self.at_most, {key: 1.0, one.whole: -1.0})

    def _note(self, rows: list[tuple[Floats, float]], factors: Mapping[Key, float]) -> None:
        """Note a row: what is shown goes to the right, what is hidden stays to the left."""
        row, right = np.zeros(len(self.place)), 0.0
        for key, factor in factors.items():
            if key in self.place:
                row[self.place[key]] += factor
            else:
                right -= factor * self.values[key]
        if row.any():
            rows.append((row, right))

    def about(self, key: Key) -> tuple[float, float]:
        goal = np.zeros(len(self.place))
        goal[self.place[key]] = 1.0
        return self._least(goal) * self.scale, -self._least(-goal) * self.scale

    def _least(self, goal: Floats) -> float:
        found = self._solved(goal, whole=False)
        if math.isfinite(found) and self.is_whole:
            return self._solved(goal, whole=True)
        return found

    def _solved(self, goal: Floats, *, whole: bool) -> float:
        answer = self._asked(goal, whole=whole)
        if answer.status == UNSURE:  # ask again, step by step
            answer = self._asked(goal, whole=whole, presolve=False)
        if answer.status == SOLVED and answer.fun < -ENDLESS / 2:
            return -math.inf
        if answer.status != SOLVED:
            raise ArithmeticError(f"what is shown cannot be so: {answer.message}")
        # A solver's 3.9999999 is a 4: whoever attacks would say so too.
        return float(round(answer.fun) if whole else answer.fun)

    def _asked(self, goal: Floats, *, whole: bool, presolve: bool = True) -> OptimizeResult:
        return linprog(
            goal,
            A_ub=self.at_most_rows,
            b_ub=self.at_most_to,
            A_eq=self.equal_rows,
            b_eq=self.equal_to,
            bounds=self.limits,
            integrality=1 if whole else None,
            method="highs",
            options={"presolve": presolve},
        )


def _together(rows: list[tuple[Floats, float]]) -> tuple[csr_array | None, list[float] | None]:
    if not rows:
        return None, None
    once = {(row.tobytes(), right): row for row, right in rows}
    return csr_array(np.array(list(once.values()))), [right for _, right in once]
