"""Who worked with whom: closeness over one, two and three steps, seen from some organisations.

All closeness is between rows (who asks) and columns (all organisations), computed by products with
the table organisations x collaborations, which is far smaller than the network between pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from raceme.cores.matching.history import Flags, Floats, History, Whole, times

HALF_LIFE = 1.5  # years after which a common collaboration counts half
FRESH = 0.6  # the same, where only what is fresh shall count
TINY = 1e-9


@dataclass(frozen=True)
class Ties:
    """One way to weigh ties: each collaboration gives all pairs of its members its `weight`."""

    table: sparse.csr_matrix  # organisations x shared collaborations, ones
    turned: sparse.csr_matrix
    weight: Floats
    own: Floats  # what an organisation would be tied to itself
    strength: Floats  # sum of its ties

    def step(self, rows: Floats) -> Floats:
        """Go one step: `rows` (askers x organisations, none negative) times the ties."""
        return np.maximum(self.times(np.ascontiguousarray(rows.T)), 0).T

    def times(self, columns: Floats) -> Floats:
        """The ties times `columns` (organisations x any number)."""
        through = self.turned @ columns
        through *= self.weight[:, None]
        reached = times(self.table, through)
        reached -= self.own[:, None] * columns
        return reached


class Network:
    """The network of one history, ready to be asked."""

    def __init__(self, history: History) -> None:
        shared = np.flatnonzero(history.is_shared)
        size = history.members[shared].astype(np.float32)
        age = history.age[shared]
        ones = np.ones(len(history.collaborations), dtype=np.float32)
        self.table = history.table(ones)[:, shared].tocsr()
        self._turned = self.table.T.tocsr()
        fewer = np.maximum(size - 1, 1)
        self.plain = self._ties(np.ones_like(age), fewer)
        self.aged = self._ties(0.5 ** (age / HALF_LIFE) / np.sqrt(fewer), fewer)
        self.fresh = self._ties(0.5 ** (age / FRESH) / np.sqrt(fewer), fewer)
        self.split = self._ties(0.5 ** (age / HALF_LIFE) / fewer, fewer)
        leads = np.zeros(len(history.who), dtype=np.float32)
        leads[history.is_lead] = 1
        shape = (len(history.organisations), len(history.collaborations))
        led = sparse.csr_matrix((leads, (history.who, history.what)), shape=shape)[:, shared]
        led.eliminate_zeros()
        self._led, self._led_turned = led.tocsr(), led.T.tocsr()

    def _ties(self, weight: Floats, fewer: Floats) -> Ties:
        weight = weight.astype(np.float32)
        own = times(self.table, weight)
        strength = times(self.table, weight * fewer)
        return Ties(self.table, self._turned, weight, own, strength)

    @cached_property
    def pairs(self) -> sparse.csr_matrix:
        """Who is acquainted with whom: ones."""
        pairs = (self.table @ self._turned).tocsr()
        pairs.setdiag(0)
        pairs.eliminate_zeros()
        pairs.data[:] = 1
        return pairs.astype(np.float32)

    @cached_property
    def degree(self) -> Floats:
        """How many partners each organisation has had."""
        return np.asarray(np.diff(self.pairs.indptr), dtype=np.float32)

    def partners(self, asking: Whole) -> Floats:
        """Ones where the asking organisation has worked with another."""
        partners: Floats = self.pairs[asking].toarray()
        return partners

    def common(self, asking: Whole) -> Floats:
        """The number of common partners."""
        return times(self.pairs, self.partners(asking).T).T

    def adamic_adar(self, asking: Whole) -> Floats:
        """Common partners, each by 1 / ln(number of its partners) (Adamic and Adar, 2003)."""
        scale = (1 / np.log(np.maximum(self.degree, 2))).astype(np.float32)
        return times(self.pairs, (self.partners(asking) * scale).T).T

    def first(self, ties: Ties, asking: Whole) -> Floats:
        """The ties of those who ask."""
        rows = np.zeros((len(asking), self.table.shape[0]), dtype=np.float32)
        rows[np.arange(len(asking)), asking] = 1
        return ties.step(rows)

    def aged_adamic_adar(self, asking: Whole, second: Ties | None = None) -> Floats:
        """Adamic-Adar in which old ties fade and large collaborations count less a tie.

        The sum over acquaintances z of w(a, z) w(z, b) / ln(2 + 3 s(z)), with s the sum of ties.
        """
        damped = self.first(self.aged, asking) / np.log(2 + 3 * self.aged.strength)
        return (second or self.aged).step(damped.astype(np.float32))

    def repeated(self, asking: Whole) -> Floats:
        """What is reached over those one has worked with more than once."""
        times = self.first(self.plain, asking)
        return self.aged.step(np.where(times >= 2, np.log2(np.maximum(times, 1)), 0))

    def adamic_adar_over(self, asking: Whole, between: Flags) -> Floats:
        """Adamic-Adar over some of the common partners only."""
        scale = (between / np.log(np.maximum(self.degree, 2))).astype(np.float32)
        return times(self.pairs, (self.partners(asking) * scale).T).T

    def fresh_both(self, asking: Whole) -> Floats:
        """Aged Adamic-Adar in which both steps must be fresh."""
        damped = self.first(self.fresh, asking) / np.log(2 + 3 * self.fresh.strength)
        return self.fresh.step(damped.astype(np.float32))

    def often(self, asking: Whole) -> Floats:
        """Adamic-Adar with repeated ties counting more."""
        scale = (1 / np.log(np.maximum(self.degree, 2))).astype(np.float32)
        return self.aged.step(np.log1p(self.first(self.plain, asking)) * scale)

    def through(self, asking: Whole) -> Floats:
        """How acquainted the members of each shared collaboration are: askers x collaborations."""
        damped = self.first(self.aged, asking) / np.log(2 + 3 * self.aged.strength)
        return times(self._turned, damped.T.astype(np.float32)).T * self.aged.weight

    def over_leads(self, asking: Whole) -> Floats:
        """Over those who led a collaboration of the asking one, to the members of what they led."""
        weight = self.aged.weight[:, None]
        mine = self._turned[:, asking].toarray() * weight
        leaders = times(self._led, mine)
        leaders[asking, np.arange(len(asking))] = 0
        return times(self.table, times(self._led_turned, leaders) * weight).T

    def walks(self, asking: Whole) -> dict[str, Floats]:
        """Chances of a random walk along fresh ties, after two steps and three.

        `walk_tied` and `walk_tied_3` weigh the last step by ties and not by chance: they favour
        those who work with many.
        """
        strength = np.maximum(self.split.strength, TINY)
        tied = np.maximum(self.aged.strength, TINY)
        first = self.first(self.split, asking)
        one = first / np.maximum(first.sum(axis=1, keepdims=True), TINY)
        two = self.split.step(one / strength)
        three = self.split.step(two / strength)
        near = self.aged.step(one)
        far = self.aged.step(near / tied)
        return {"walk": two, "walk_3": three, "walk_tied": near, "walk_tied_3": far}
