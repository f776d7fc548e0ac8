"""The parts of a score, each by itself: from 0 to 1 for every organisation, nan where unknown.

Formulas and their sources: docs/algorithms/matching.md, section 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy import sparse

from raceme.cores.matching.figures import Atlas
from raceme.cores.matching.history import Flags, Floats, times
from raceme.cores.matching.places import UNKNOWN, numbered
from raceme.cores.matching.texts import long_one
from raceme.cores.matching.values import SIZES, Organisation
from raceme.cores.matching.words import widened

HALF_NETWORK = 0.3  # aged Adamic-Adar at which the network says one half
HALF_COMMON = 3.0  # common partners at which trust by acquaintance says one half of its most
BY_ACQUAINTANCE = 0.5  # the most that acquaintances can give to trust
HALF_ACTIVE = 2.0  # collaborations begun in a year at which capacity is taken for one half
LEVELS = (1, 2, 3, 4)  # NACE: section or first digit, division, group, class


class Vocabulary:
    """Terms of all organisations: what they can, what they offer, what they look for."""

    def __init__(self, organisations: Sequence[Organisation], same: Mapping[str, str]) -> None:
        self._same = same
        self._numbers: dict[str, int] = {}
        for one in organisations:
            for term in widened((*one.competences, *one.offers, *one.requests), same):
                self._numbers.setdefault(term, len(self._numbers))
        self.names = list(self._numbers)
        self.can = self.rows([one.competences for one in organisations])
        self.gives = self.rows([(*one.offers, *one.competences) for one in organisations])
        self.wants = self.rows([one.requests for one in organisations])
        count = np.asarray(self.gives.sum(axis=0)).ravel()
        self.rarity = np.log(1 + (1 + len(organisations)) / (1 + count)).astype(np.float32)
        self.weighted = long_one(self.can @ sparse.diags(self.rarity))

    def rows(self, terms: Iterable[Iterable[str]]) -> sparse.csr_matrix:
        """Each set of terms, with all broader ones, as a row of ones."""
        found: list[int] = []
        ends = [0]
        for some in terms:
            wide = {self._numbers.get(term, -1) for term in widened(some, self._same)}
            found += sorted(wide - {-1})
            ends.append(len(found))
        ones = np.ones(len(found), dtype=np.float32)
        shape = (len(ends) - 1, max(1, len(self._numbers)))
        columns = np.array(found, dtype=np.int64)
        return sparse.csr_matrix((ones, columns, np.array(ends)), shape=shape)

    def unknown(self, terms: Iterable[str]) -> int:
        """How many of the terms nobody in the list has."""
        return sum(term not in self._numbers for term in set(widened(terms, self._same)))

    def met(self, wanted: Iterable[str], given: Iterable[str]) -> tuple[str, ...]:
        """Which of the terms wanted are given, or a narrower one of them; as they were written."""
        have = set(widened(given, self._same))
        return tuple(term for term in wanted if list(widened([term], self._same))[-1] in have)

    def covered(self, wanted: sparse.csr_matrix, more: int = 0) -> Floats:
        """Which share of the one wanted row each organisation gives, rare terms counting more.

        `more` terms are wanted that nobody has. All nan if nothing is wanted.
        """
        weight = wanted.toarray().ravel()[: len(self.rarity)] * self.rarity[: wanted.shape[1]]
        rarest = float(np.log(2 + self.gives.shape[0]))
        whole = float(weight.sum()) + more * rarest
        if not whole:
            return np.full(self.gives.shape[0], np.nan, dtype=np.float32)
        return times(self.gives, weight) / np.float32(whole)


class Parts:
    """All parts, seen from one organisation (its place in the list)."""

    def __init__(self, atlas: Atlas, vocabulary: Vocabulary) -> None:
        self._atlas, self._terms = atlas, vocabulary
        organisations = atlas.history.organisations
        self.sectors = [one.sector.replace(".", "").casefold() for one in organisations]
        levels = [numbered(s[:n] if len(s) >= n else None for s in self.sectors) for n in LEVELS]
        self._levels = np.column_stack(levels)
        self._depth = (self._levels != UNKNOWN).sum(axis=1)
        self._chain = numbered(one.chain_position or None for one in organisations)
        sizes = [SIZES.index(one.size) if one.size else np.nan for one in organisations]
        self._sizes = np.array(sizes, dtype=np.float32)
        given = [np.nan if one.capacity is None else one.capacity for one in organisations]
        self._capacity = self._capacities(np.array(given, dtype=np.float32))
        self._can = np.diff(vocabulary.can.indptr) > 0

    def of(self, one: int) -> dict[str, Floats]:
        """Every part by its name."""
        return {
            "need": self.need(one),
            "complement": self.complement(one),
            "topic": self.topic(one),
            "network": self.network(one),
            "place": self._atlas.places.closeness(one),
            "size": self.size(one),
            "trust": self.trust(one),
            "capacity": self._capacity,
        }

    @property
    def capacity(self) -> Floats:
        """How far each can take on something new."""
        return self._capacity

    def need(self, one: int) -> Floats:
        """The better of two: how far they give what this one wants, and the other way round."""
        terms = self._terms
        theirs = terms.covered(terms.wants[one])
        gives = terms.gives[one].toarray().ravel()[: len(terms.rarity)] * terms.rarity
        wanted = times(terms.wants, terms.rarity)
        met = times(terms.wants, gives)
        ours = np.full(len(wanted), np.nan, dtype=np.float32)
        np.divide(met, wanted, out=ours, where=wanted > 0)
        return np.fmax(theirs, ours)

    def complement(self, one: int) -> Floats:
        """Medium distance: 4 d (1 - d), highest halfway between the same and the strange.

        d is the mean of what is known of the distance of sectors and of competences. Known
        positions in the value chain count as much again: 1 if they differ, 0 if not.
        """
        distance = _mean_known(self._sector_distance(one), self._competence_distance(one))
        medium = 4 * distance * (1 - distance)
        other = np.asarray(self._chain != self._chain[one], dtype=np.float32)
        is_known = (self._chain != UNKNOWN) & bool(self._chain[one] != UNKNOWN)
        return _mean_known(medium, np.where(is_known, other, np.nan))

    def topic(self, one: int) -> Floats:
        """The cosine of the texts of what both did and say."""
        topics = self._atlas.topics
        close = np.clip(topics.topic(np.array([one]))[0], 0, 1)
        is_known = (topics.length > 0) & bool(topics.length[one] > 0)
        return np.where(is_known, close, np.nan).astype(np.float32)

    def network(self, one: int) -> Floats:
        """Aged Adamic-Adar x as x / (x + 0.3)."""
        near = self._atlas.network.aged_adamic_adar(np.array([one]))[0]
        return self._among_connected(one, near / (near + HALF_NETWORK))

    def size(self, one: int) -> Floats:
        """1 for the same size class, a third less for each class between."""
        between = np.abs(self._sizes - self._sizes[one])
        return np.asarray(1 - between / (len(SIZES) - 1), dtype=np.float32)

    def trust(self, one: int) -> Floats:
        """The greater of 1 - 2^-n (n times together) and c / (c + 3) / 2 (c partners in common)."""
        asking = np.array([one])
        network = self._atlas.network
        together = 1 - 0.5 ** network.first(network.plain, asking)[0]
        common = network.common(asking)[0]
        acquainted = BY_ACQUAINTANCE * common / (common + HALF_COMMON)
        return self._among_connected(one, np.maximum(together, acquainted))

    def _among_connected(self, one: int, values: Floats) -> Floats:
        connected = self._atlas.history.has_shared
        is_known = connected & bool(connected[one])
        return np.where(is_known, values, np.nan).astype(np.float32)

    def _capacities(self, given: Floats) -> Floats:
        """What is stated; otherwise begun / (begun + 2) of those known to be active at all."""
        begun = self._atlas.standing["done_last_year"]
        shown = np.where(self._atlas.history.has_shared, begun / (begun + HALF_ACTIVE), np.nan)
        return np.where(np.isnan(given), shown, given).astype(np.float32)

    def _sector_distance(self, one: int) -> Floats:
        """1 less a quarter for each level of the code that is the same, from the top."""
        mine = self._levels[one]
        same = np.asarray((self._levels == mine) & (mine != UNKNOWN), dtype=np.float32)
        equal = np.cumprod(same, axis=1).sum(axis=1)
        depth = np.minimum(self._depth, self._depth[one])
        distance = 1 - equal / len(LEVELS)
        return np.where(depth > 0, distance, np.nan).astype(np.float32)

    def _competence_distance(self, one: int) -> Floats:
        rows = self._terms.weighted
        close = np.clip(times(rows, rows[one].toarray().ravel()), 0, 1)
        is_known = self._can & bool(self._can[one])
        return np.where(is_known, 1 - close, np.nan).astype(np.float32)


def combined(parts: Mapping[str, Floats], weights: Mapping[str, float], among: Flags) -> Floats:
    """The weighted mean of the parts of which anything is known.

    Where a part is unknown for one organisation, it counts as the mean of those `among` which it
    is known: to be unknown is neither good nor bad.
    """
    size = len(next(iter(parts.values())))
    total = np.zeros(size, dtype=np.float64)
    whole = 0.0
    for name, values in parts.items():
        is_known = ~np.isnan(values)
        compared = values[is_known & among]
        if weights[name] and len(compared):
            total += weights[name] * np.where(is_known, values, compared.mean())
            whole += weights[name]
    return total / whole if whole else total


def _mean_known(one: Floats, other: Floats) -> Floats:
    """The mean of two where both are known, the known one where one is."""
    both = (one + other) / 2
    return np.where(np.isnan(one), other, np.where(np.isnan(other), one, both))
