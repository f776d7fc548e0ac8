"""From scores to a list: shares across sectors, and not ten times the same."""

from __future__ import annotations

from math import ceil

import numpy as np

from raceme.cores.matching.figures import Atlas
from raceme.cores.matching.history import Flags, Floats, Whole, times
from raceme.cores.matching.parts import Vocabulary
from raceme.cores.matching.values import Controls

POOL = 5  # times as many as asked for are looked at for a list that is diverse


def chosen(
    scores: Floats, allowed: Flags, is_cross: Flags, *, controls: Controls, count: int, near: Near
) -> list[int]:
    """Choose places one by one, best first (maximal marginal relevance; Carbonell, Goldstein).

    Each step takes the highest `(1 - diversity) score - diversity likeness`, likeness being that
    to the most alike above it. When only as many places are left as must be of another sector,
    only those are taken, as long as there are any.
    """
    pool = _pool(scores, allowed, is_cross, count)
    owed = min(ceil(controls.cross_sector * count - 1e-9), int(is_cross[pool].sum()))
    alike = near.among(pool) if controls.diversity else np.zeros((len(pool), len(pool)))
    taken: list[int] = []
    most = np.zeros(len(pool))
    free = np.ones(len(pool), dtype=bool)
    while len(taken) < min(count, len(pool)):
        may = free & is_cross[pool] if owed >= count - len(taken) else free
        if not may.any():
            may = free
        value = (1 - controls.diversity) * scores[pool] - controls.diversity * most
        at = int(np.argmax(np.where(may, value, -np.inf)))
        taken.append(at)
        free[at] = False
        owed -= bool(is_cross[pool[at]])
        most = np.maximum(most, alike[at])
    return [int(pool[at]) for at in taken]


class Near:
    """How alike organisations are: by texts or by competences, whichever is more."""

    def __init__(self, atlas: Atlas, vocabulary: Vocabulary) -> None:
        self._topics, self._terms = atlas.topics, vocabulary

    def among(self, pool: Whole) -> Floats:
        """Likeness of all of a few to each other, 0 to 1."""
        terms = self._terms.weighted[pool]
        by_terms = times(terms, terms.T.toarray())
        return np.clip(np.maximum(self._topics.among(pool), by_terms), 0, 1)


def _pool(scores: Floats, allowed: Flags, is_cross: Flags, count: int) -> Whole:
    """The best of all, and the best of another sector, in order; ties by place in the list."""
    places = np.flatnonzero(allowed)
    order = places[np.lexsort((places, -scores[places]))]
    cross = order[is_cross[order]][: count * POOL]
    both = np.union1d(order[: count * POOL], cross)
    return both[np.lexsort((both, -scores[both]))]
