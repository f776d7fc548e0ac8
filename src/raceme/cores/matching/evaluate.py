"""How well partners are foretold: the protocol, plain, and independent of how they were ranked.

Shared projects have 2 to 40 members. Whoever asks, and every candidate, was in one before the day;
answers are the partners first met after it. For the cold start, whoever asks was in none before.
Recall at 20 divides the hits among the first 20 by the smaller of 20 and the number of answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations

import numpy as np

from raceme.cores.matching.figures import BATCH, Pairs
from raceme.cores.matching.history import LARGEST, Floats
from raceme.cores.matching.rank import Foreteller
from raceme.cores.matching.values import Collaboration, Organisation

RECALL_AT, HIT_AT = 20, 10
Scorer = Callable[[Pairs], Floats]


@dataclass(frozen=True, slots=True)
class Answers:
    """For each organisation that asks, whom it first met from the day on."""

    warm: Mapping[str, frozenset[str]]  # had been in a shared project before
    cold: Mapping[str, frozenset[str]]  # had not


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the lists of one method are, on average over all that ask."""

    method: str
    recall: float  # at 20
    hit: float  # at 10: the share of lists with at least one answer among the first ten
    count: int


def answers_after(
    at: date,
    organisations: Sequence[Organisation],
    collaborations: Sequence[Collaboration],
    *,
    among: str = "",
    last: date | None = None,
) -> Answers:
    """Find who met whom first from `at` on (until before `last`).

    With `among`, both who asks and the answers are of that kind. The cold ones are companies.
    """
    kind = {one.id: one.kind for one in organisations}
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for one in collaborations:
        if 2 <= len(one.members) <= LARGEST and (last is None or one.start < last):
            met = before if one.start < at else after
            for asking, other in permutations(one.members, 2):
                met[asking].add(other)
    found = {
        asking: frozenset(
            other
            for other in others
            if other in before
            and other not in before.get(asking, ())
            and (not among or kind[other] == among)
        )
        for asking, others in after.items()
        if not among or kind[asking] == among
    }
    some = {asking: others for asking, others in sorted(found.items()) if others}
    return Answers(
        {asking: others for asking, others in some.items() if asking in before},
        {a: others for a, others in some.items() if a not in before and kind[a] == "PRC"},
    )


def sampled(answers: Mapping[str, frozenset[str]], count: int, seed: int) -> list[str]:
    """Choose who asks, by a seed."""
    asking = sorted(answers)
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(asking), min(count, len(asking)), replace=False)
    return [asking[at] for at in sorted(chosen)]


def quality(
    method: str, lists: Mapping[str, Sequence[str]], answers: Mapping[str, frozenset[str]]
) -> Quality:
    """Judge lists, one for each that asks, against the answers."""
    recalls, hits = [], []
    for asking, proposed in lists.items():
        right = answers[asking]
        found = sum(other in right for other in proposed[:RECALL_AT])
        recalls.append(found / min(RECALL_AT, len(right)))
        hits.append(any(other in right for other in proposed[:HIT_AT]))
    some = max(len(recalls), 1)
    return Quality(method, sum(recalls) / some, sum(hits) / some, len(recalls))


def lists_by(
    foreteller: Foreteller, asking: Sequence[str], methods: Mapping[str, Scorer]
) -> dict[str, dict[str, list[str]]]:
    """The first 20 of each who asks, by each method, over all who may be proposed."""
    history = foreteller.atlas.history
    found: dict[str, dict[str, list[str]]] = {name: {} for name in methods}
    for start in range(0, len(asking), BATCH):
        places = np.array([history.places[one] for one in asking[start : start + BATCH]])
        pairs = foreteller.atlas.pairs(places, foreteller.allowed)
        ends = np.cumsum(pairs.sizes)
        for name, scorer in methods.items():
            scores = scorer(pairs)
            for row, (begin, end) in enumerate(zip(ends - pairs.sizes, ends, strict=True)):
                order = np.lexsort((pairs.other[begin:end], -scores[begin:end]))[:RECALL_AT]
                ids = [history.organisations[at].id for at in pairs.other[begin:end][order]]
                found[name][asking[start + row]] = ids
    return found


def by_figure(name: str) -> Scorer:
    """Rank by one figure alone; who has more partners first among equals."""

    def scores(pairs: Pairs) -> Floats:
        many = pairs.figures[:, pairs.names.index("partners_there")].astype(np.float64)
        return pairs.figures[:, pairs.names.index(name)].astype(np.float64) + 1e-7 * many

    return scores
