"""The best services to offer within the limits: exact, and the same every time.

Among all plans that keep the limits, those of the highest V; among these (V equal within
VALUE_TIE) those of the lowest net cost; among these (equal within COST_TIE) the one that, reading
the service ids from the last to the first, has fewer editions at the first id where two plans
differ. So a service with a later id is offered only where no earlier one does as well, and
nothing is offered that is not needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from raceme.cores.planning.model import (
    VALUE_SCALE,
    Bounds,
    Draft,
    at_most,
    bounds_of,
    draft_choice,
    other_than,
    value_at_least,
    without_needless,
)
from raceme.cores.planning.offer import Floats, Offer, Whole
from raceme.cores.planning.search import Effort, Found, Relaxed, relax, solve
from raceme.cores.planning.value import Stakes, keeps, value_of
from raceme.cores.planning.values import Limits

VALUE_TIE = 1e-9  # plans whose V differs by no more are equally good
COST_TIE = 1e-8  # of the dearest edition: plans whose net cost differs by no more cost the same
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


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The editions chosen, in the order of the offer, what they are worth and how sure that is."""

    editions: Whole
    value: float  # by the plain formula
    gap: float  # proven: no plan is better by more than this share of the value
    is_proven: bool  # False: the search ended at `nodes_max`; ties are then left as found


def choose(
    question: Question, *, hint: Whole | None = None, settle_ties: bool = True
) -> Choice | None:
    """Find the best editions within the limits. None: nothing keeps to all of them.

    `hint` is a plan that may be good, such as the plan of another resample; it shortens the
    search and never changes the answer. Without `settle_ties` the value is the same, the
    editions are any of the best: enough where only the value is asked for. Raises
    Stopped, and NoSolution when `nodes_max` branches were too few to find any plan.
    """
    offer, stakes, limits = question.offer, question.stakes, question.limits
    bounds = without_needless(offer, stakes, limits, bounds_of(offer, limits))
    if (bounds.low > bounds.high).any() or not offer.has_all(limits.must):
        return None
    relaxed = relax(draft_choice(offer, stakes, limits, bounds).program)
    if relaxed is None:
        return None
    known = _known(question, bounds, hint)
    if known is not None:
        floor = question.value(known) - VALUE_TIE
        best = _best(question, _narrowed(bounds, relaxed, floor), known)
    else:
        best = _best(question, bounds, None)
    if best is None or not best.is_proven or not settle_ties:
        return best
    floor = best.value - VALUE_TIE
    editions = _settled(question, _narrowed(bounds, relaxed, floor), best.editions, floor)
    return Choice(editions, question.value(editions), best.gap, is_proven=True)


def _known(question: Question, bounds: Bounds, hint: Whole | None) -> Whole | None:
    """Trim the hint to the bounds; None where it then breaks a limit."""
    if hint is None:
        return None
    trimmed: Whole = np.clip(hint, bounds.low, bounds.high)
    return trimmed if keeps(question.offer, question.limits, trimmed) else None


def _narrowed(bounds: Bounds, relaxed: Relaxed, floor: float) -> Bounds:
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


def _best(question: Question, bounds: Bounds, known: Whole | None) -> Choice | None:
    """Find one plan of the highest V."""
    found = _search(question, bounds, known=known)
    if found is None:
        return None
    editions, answer = found
    value = question.value(editions)
    gap = max(0.0, answer.bound / VALUE_SCALE - value) / max(value, VALUE_TIE)
    return Choice(editions, value, gap, is_proven=answer.is_proven)


def _settled(question: Question, bounds: Bounds, best: Whole, floor: float) -> Whole:
    """Choose among equally good plans; mostly there is no other, which one search shows."""
    cost = question.net_cost(best)

    def alter(draft: Draft) -> None:
        at_most(draft, question.offer.net, cost + _cost_tie(question.offer.net))
        other_than(draft, best, bounds, penalty=RIVAL_PENALTY)

    # The best plan itself may answer, for a penalty that every equally good rival beats: with
    # it at hand from the start, the solver cuts off nearly all that is worse. Rivals that beat
    # the penalty alone are not accepted, and the search goes on without them.
    def accept(editions: Whole) -> bool:
        return np.array_equal(editions, best) or _is_tied(question, editions, floor, cost)

    rival = _search(question, bounds, alter=alter, accept=accept, known=best)
    if rival is None or np.array_equal(rival[0], best):
        return best
    cheapest = _cheapest(question, bounds, best, floor)
    chosen = best if cheapest is None else cheapest
    return _first_by_id(question, bounds, chosen, floor)


def _cheapest(question: Question, bounds: Bounds, best: Whole, floor: float) -> Whole | None:
    """Among plans of at least `floor`, find one of the lowest net cost."""
    unit = float(np.abs(question.offer.net).max(initial=0.0)) or 1.0

    def alter(draft: Draft) -> None:
        value_at_least(draft, floor)
        draft.gain_on_editions(-question.offer.net / unit)

    found = _search(
        question,
        bounds,
        alter=alter,
        accept=lambda editions: question.value(editions) >= floor - ROUNDING,
        known=best,
    )
    return None if found is None else found[0]


def _first_by_id(question: Question, bounds: Bounds, chosen: Whole, floor: float) -> Whole:
    """Among plans of at least `floor` and no higher net cost, need the last ids least."""
    current, bounds = chosen.copy(), bounds.copy()
    for service in reversed(range(len(current))):
        bounds.high[service] = current[service]
        if current[service] > bounds.low[service]:
            current = _fewest(question, bounds, service, floor=floor, current=current)
        bounds.low[service] = bounds.high[service] = current[service]
    return current


def _fewest(
    question: Question, bounds: Bounds, service: int, *, floor: float, current: Whole
) -> Whole:
    cost = question.net_cost(current)
    fewer = np.zeros(len(current))
    fewer[service] = -1.0

    def alter(draft: Draft) -> None:
        _tie(question, draft, floor, cost)
        draft.gain_on_editions(fewer)

    found = _search(
        question,
        bounds,
        alter=alter,
        accept=lambda editions: _is_tied(question, editions, floor, cost),
        known=current,
    )
    return current if found is None else found[0]


def _tie(question: Question, draft: Draft, floor: float, cost: float) -> None:
    value_at_least(draft, floor)
    at_most(draft, question.offer.net, cost + _cost_tie(question.offer.net))


def _is_tied(question: Question, editions: Whole, floor: float, cost: float) -> bool:
    tie = 2.0 * _cost_tie(question.offer.net)
    return (
        question.value(editions) >= floor - ROUNDING and question.net_cost(editions) <= cost + tie
    )


def _cost_tie(net: Floats) -> float:
    return COST_TIE * float(np.abs(net).max(initial=0.0))


def _search(
    question: Question,
    bounds: Bounds,
    *,
    alter: Callable[[Draft], None] = lambda draft: None,
    accept: Callable[[Whole], bool] = lambda editions: True,
    known: Whole | None = None,
) -> tuple[Whole, Found] | None:
    """Solve, round to whole editions and check by the plain formulas.

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
        found = solve(draft.program, question.effort, hint=known)
        if found is None:
            return None
        editions = np.rint(found.point[draft.editions]).astype(np.int64)
        if keeps(offer, limits, editions) and accept(editions):
            return editions, found
        bans.append(editions)
