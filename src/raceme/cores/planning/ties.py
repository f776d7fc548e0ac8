"""Which of several equally good plans is the plan.

Of plans whose V is equal within VALUE_TIE, those of the lowest net cost; among these (equal within
COST_TIE) the one that, reading the service ids from the last to the first, has fewer editions at
the first id where two plans differ. So a service with a later id is offered only where no earlier
one does as well, and nothing is offered that is not needed.
"""

from __future__ import annotations

import numpy as np

from raceme.cores.planning.model import Bounds, Draft, at_most, other_than, value_at_least
from raceme.cores.planning.offer import Whole
from raceme.cores.planning.question import (
    RIVAL_PENALTY,
    ROUNDING,
    Question,
    search_editions,
)

COST_TIE = 1e-8  # of the dearest edition: plans whose net cost differs by no more cost the same
FEW = 4  # tied plans up to which they are listed one by one; beyond, the rules are followed


def settled(question: Question, bounds: Bounds, best: Whole, floor: float) -> Whole:
    """Choose among the plans of at least `floor`; `best` is one of the highest V."""
    tied = [best]
    while len(tied) <= FEW:
        rival = _rival(question, bounds, tied, floor)
        if rival is None:
            return _preferred(question, tied)
        tied.append(rival)
    cheapest = _cheapest(question, bounds, _preferred(question, tied), floor)
    return _first_by_id(question, bounds, cheapest, floor)


def _rival(question: Question, bounds: Bounds, tied: list[Whole], floor: float) -> Whole | None:
    """Find one more plan as good as the first one and no dearer; mostly there is none."""
    best = tied[0]
    cost = question.net_cost(best)

    def alter(draft: Draft) -> None:
        at_most(draft, question.offer.net, cost + _cost_tie(question))
        other_than(draft, best, bounds, penalty=RIVAL_PENALTY)
        for other in tied[1:]:
            other_than(draft, other, bounds)

    # The best plan itself may answer, for a penalty that every equally good rival beats: with
    # it at hand from the start, the solver cuts off nearly all that is worse. Rivals that beat
    # the penalty alone are not accepted, and the search goes on without them.
    def accept(editions: Whole) -> bool:
        return np.array_equal(editions, best) or _is_tied(question, editions, floor, cost)

    found = search_editions(
        question, bounds, alter=alter, accept=accept, known=best, is_known_good=True
    )
    return None if found is None or np.array_equal(found[0], best) else found[0]


def _preferred(question: Question, tied: list[Whole]) -> Whole:
    """Of the plans listed, take the cheapest, and of these the first by id."""
    lowest = min(question.net_cost(plan) for plan in tied) + _cost_tie(question)
    cheapest = [plan for plan in tied if question.net_cost(plan) <= lowest]
    return min(cheapest, key=lambda plan: tuple(reversed(plan.tolist())))


def _cheapest(question: Question, bounds: Bounds, known: Whole, floor: float) -> Whole:
    """Among plans of at least `floor`, find one of the lowest net cost."""
    unit = float(np.abs(question.offer.net).max(initial=0.0)) or 1.0

    def alter(draft: Draft) -> None:
        value_at_least(draft, floor)
        draft.gain_on_editions(-question.offer.net / unit)

    found = search_editions(
        question,
        bounds,
        alter=alter,
        accept=lambda editions: question.value(editions) >= floor - ROUNDING,
        known=known,
    )
    return known if found is None else found[0]


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
        value_at_least(draft, floor)
        at_most(draft, question.offer.net, cost + _cost_tie(question))
        draft.gain_on_editions(fewer)

    found = search_editions(
        question,
        bounds,
        alter=alter,
        accept=lambda editions: _is_tied(question, editions, floor, cost),
        known=current,
    )
    return current if found is None else found[0]


def _is_tied(question: Question, editions: Whole, floor: float, cost: float) -> bool:
    dearest = cost + 2.0 * _cost_tie(question)
    return question.value(editions) >= floor - ROUNDING and question.net_cost(editions) <= dearest


def _cost_tie(question: Question) -> float:
    return COST_TIE * float(np.abs(question.offer.net).max(initial=0.0))
