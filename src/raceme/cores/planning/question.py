"""One question of planning, and the search for editions that answer it, checked plainly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from raceme.cores.planning.model import (
    VALUE_SCALE,
    Bounds,
    Draft,
    draft_choice,
    other_than,
)
from raceme.cores.planning.offer import Offer, Whole
from raceme.cores.planning.search import Effort, Found, Relaxed, solve
from raceme.cores.planning.value import Stakes, keeps, value_of
from raceme.cores.planning.values import Limits

VALUE_TIE = 1e-9  # plans whose V differs by no more are equally good
RIVAL_PENALTY = 1e-7  # of V: with 2e-9, near its tolerances, HiGHS overlooked rivals at times
ROUNDING = 1e-11  # by how much the plain formula and the solver's sum of V may differ


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What to choose from, what counts, what to keep to, and how hard to try."""

    offer: Offer
    stakes: Stakes
    limits: Limits
    effort: Effort

    def value(self, editions: Whole) -> float:
        """Compute V of these editions by the plain formula."""
        return value_of(self.offer, self.stakes, editions)

    def net_cost(self, editions: Whole) -> float:
        """Cost less income of these editions."""
        return float(self.offer.net @ editions)


def narrowed(bounds: Bounds, relaxed: Relaxed, floor: float) -> Bounds:
    """Leave out numbers of editions with which V cannot reach `floor`.

    Moving a service by one edition off its bound costs the relaxed problem at least its reduced
    cost, so that no more such moves fit between the relaxed value and the floor.
    """
    services = len(bounds.low)
    point, price = relaxed.point[:services], relaxed.reduced_cost[:services]
    spare = relaxed.value - floor * VALUE_SCALE + 1e-6
    moves = np.full(services, np.inf)
    np.divide(spare, price, out=moves, where=price > 1e-7)
    moves = np.floor(np.minimum(np.maximum(moves, 0.0), 2.0**31)).astype(np.int64)
    at_low, at_high = point <= bounds.low + 1e-9, point >= bounds.high - 1e-9
    return Bounds(
        low=np.where(at_high & ~at_low, np.maximum(bounds.low, bounds.high - moves), bounds.low),
        high=np.where(at_low & ~at_high, np.minimum(bounds.high, bounds.low + moves), bounds.high),
    )


def search_editions(
    question: Question,
    bounds: Bounds,
    *,
    alter: Callable[[Draft], None] = lambda draft: None,
    accept: Callable[[Whole], bool] = lambda editions: True,
    known: Whole | None = None,
    is_known_good: bool = False,
) -> tuple[Whole, Found] | None:
    """Solve, round to whole editions and check by the plain formulas. None: there is no plan.

    `known` is a plan to start from; with `is_known_good`, no time goes into guessing better ones.
    The solver works within tolerances. Should a rounded point break a limit by them, that point
    alone is banned and the search repeated: the answer stays exact.
    """
    offer, stakes, limits = question.offer, question.stakes, question.limits
    bans: list[Whole] = []
    while True:
        draft = draft_choice(offer, stakes, limits, bounds)
        alter(draft)
        for ban in bans:
            other_than(draft, ban, bounds)
        found = solve(draft.program, question.effort, hint=known, is_hint_good=is_known_good)
        if found is None:
            return None
        editions = np.rint(found.point[draft.editions]).astype(np.int64)
        if keeps(offer, limits, editions) and accept(editions):
            return editions, found
        bans.append(editions)
