"""The best services to offer within the limits: exact, and the same every time.

Among all plans that keep the limits, those of the highest V; among these (V equal within
VALUE_TIE) the one that the rules of `ties.py` name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from raceme.cores.planning.model import (
    VALUE_SCALE,
    Bounds,
    bounds_of,
    draft_choice,
    other_than,
    without_needless,
)
from raceme.cores.planning.offer import Whole
from raceme.cores.planning.question import (
    RIVAL_PENALTY,
    VALUE_TIE,
    Question,
    narrowed,
    search_editions,
)
from raceme.cores.planning.search import Relaxed, relax
from raceme.cores.planning.ties import settled
from raceme.cores.planning.value import keeps

# Measured on the clusters of bench/planning: more hints, or a closer search between them, took
# more time than the better start saved.
HINTS_USED = 3
BETWEEN_GAP = 1e-4  # relative; a start need not be the best of its kind
MANY_HINTS = 10  # from which a start is good enough to guess no further


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The editions chosen, in the order of the offer, what they are worth and how sure that is."""

    editions: Whole
    value: float  # by the plain formula
    gap: float  # proven: no plan is better by more than this share of the value
    is_proven: bool  # False: the search ended at `nodes_max`; ties are then left as found


def choose(
    question: Question, *, hints: Sequence[Whole] = (), settle_ties: bool = True
) -> Choice | None:
    """Find the best editions within the limits. None: nothing keeps to all of them.

    `hints` are plans that may be good, such as the plans of other resamples; they shorten the
    search and never change the answer. Without `settle_ties` the value is the same, the
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
    known = _start(question, bounds, relaxed, hints)
    if known is None:
        best, is_alone = _best(question, bounds), False
    else:
        near = narrowed(bounds, relaxed, question.value(known) - VALUE_TIE)
        best, is_alone = _better(question, near, known, is_good=len(hints) >= MANY_HINTS)
    if best is None or not best.is_proven or is_alone or not settle_ties:
        return best
    floor = best.value - VALUE_TIE
    editions = settled(question, narrowed(bounds, relaxed, floor), best.editions, floor)
    return replace(best, editions=editions, value=question.value(editions))


def _start(
    question: Question, bounds: Bounds, relaxed: Relaxed, hints: Sequence[Whole]
) -> Whole | None:
    """Find a good plan to start from: the best between the best hints and the relaxed point.

    None: no hint keeps to the limits.
    """
    trimmed: list[Whole] = [np.clip(hint, bounds.low, bounds.high) for hint in hints]
    trimmed.sort(key=question.value, reverse=True)
    good: list[Whole] = []
    for plan in trimmed:
        if len(good) < HINTS_USED and keeps(question.offer, question.limits, plan):
            good.append(plan)
    if not good:
        return None
    point = relaxed.point[: len(bounds.low)]
    corners = [np.floor(point + 1e-9).astype(np.int64), np.ceil(point - 1e-9).astype(np.int64)]
    between = Bounds(
        low=np.maximum(np.minimum.reduce([*good, *corners]), bounds.low),
        high=np.minimum(np.maximum.reduce([*good, *corners]), bounds.high),
    )
    quick = replace(question, effort=replace(question.effort, gap=BETWEEN_GAP))
    found = search_editions(quick, between, known=good[0], is_known_good=True)
    return good[0] if found is None else max(good[0], found[0], key=question.value)


def _best(question: Question, bounds: Bounds) -> Choice | None:
    """Find one plan of the highest V, from nothing."""
    found = search_editions(question, bounds)
    if found is None:
        return None
    editions, answer = found
    return _choice(question, editions, answer.bound / VALUE_SCALE, is_proven=answer.is_proven)


def _better(
    question: Question, bounds: Bounds, known: Whole, *, is_good: bool
) -> tuple[Choice, bool]:
    """Find one plan of the highest V, starting from a known one, and tell whether it is alone.

    The known plan counts a little less, so that every other plan as good would be found in its
    place: where it is the best already, the same search shows that it has no equal.
    """
    found = search_editions(
        question,
        bounds,
        alter=lambda draft: other_than(draft, known, bounds, penalty=RIVAL_PENALTY),
        known=known,
        is_known_good=is_good,
    )
    if found is None:
        raise RuntimeError("the solver has lost a plan that keeps to all limits")
    editions, answer = found
    bound = answer.bound / VALUE_SCALE  # of every plan but the known one
    best = max(known, editions, key=question.value)
    choice = _choice(question, best, bound, is_proven=answer.is_proven)
    return choice, best is known and bound < choice.value - 2.0 * VALUE_TIE


def _choice(question: Question, editions: Whole, bound: float, *, is_proven: bool) -> Choice:
    value = question.value(editions)
    gap = max(0.0, bound - value) / max(value, VALUE_TIE)
    return Choice(editions, value, gap, is_proven=is_proven)
