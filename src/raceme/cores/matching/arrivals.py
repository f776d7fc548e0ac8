"""Who takes newcomers in, and what can be guessed of one that has done nothing yet.

Of a newcomer only name, kind, town and country are known. So everything here asks what happened to
others of the same town, the same country, and with the same words in their name.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy import sparse

from raceme.cores.matching.history import Flags, Floats, History, Whole, times
from raceme.cores.matching.network import Network
from raceme.cores.matching.places import UNKNOWN, Places
from raceme.cores.matching.texts import Terms, sum_one
from raceme.cores.matching.words import words_of

KIN = 25  # a word in the names of more organisations than this does not make them kin
DOUBT = 3.0  # so many organisations with a word are needed until it is half believed
BROAD = ("stem ", "theme ", "part ")  # codes that outlive one call


class Arrivals:
    """Newcomers of the past, ready to be asked for those who come next."""

    def __init__(
        self, history: History, network: Network, places: Places, is_company: Flags
    ) -> None:
        self._history, self._network, self._places = history, network, places
        self._is_company = is_company

    @cached_property
    def _belongs(self) -> sparse.csr_matrix:
        """Organisations x countries, ones."""
        return _members(self._places.country)

    @cached_property
    def _towns(self) -> sparse.csr_matrix:
        return _members(self._places.town).tocsc()

    @cached_property
    def _ties_home(self) -> Floats:
        """Countries x organisations: the ties of each with a country."""
        return self._network.aged.step(self._belongs.T.toarray())

    @cached_property
    def _new_home(self) -> Floats:
        """Countries x organisations: the ties of each with companies of a country then new."""
        new = self._new
        weight = sparse.diags(self._network.aged.weight)
        brought = self._network.table @ (weight @ (new.T @ self._belongs))
        own = sparse.diags(times(new, self._network.aged.weight)) @ self._belongs
        found: Floats = np.maximum((brought - own).toarray().T, 0).astype(np.float32)
        return found

    @cached_property
    def _new(self) -> sparse.csr_matrix:
        """Organisations x shared collaborations: ones where a company was new to them."""
        history = self._history
        counts = history.is_shared[history.what]
        first = np.full(len(history.organisations), -1, dtype=np.float32)
        np.maximum.at(first, history.who[counts], history.age[history.what[counts]])
        is_new = counts & (history.age[history.what] == first[history.who])
        is_new &= self._is_company[history.who]
        shape = (len(history.organisations), len(history.collaborations))
        ones = np.ones(int(is_new.sum()), dtype=np.float32)
        table = sparse.csr_matrix((ones, (history.who[is_new], history.what[is_new])), shape=shape)
        return table[:, np.flatnonzero(history.is_shared)].tocsr()

    @cached_property
    def brought(self) -> Floats:
        """How many new companies each organisation worked with, fading."""
        found: Floats = self._new_home.sum(axis=0)
        return found

    def closeness(self, asking: Whole) -> dict[str, Floats]:
        """How close all organisations are to what is known of a newcomer."""
        country, town = self._places.country[asking], self._places.town[asking]
        at_home = (country != UNKNOWN)[:, None]
        same_town = self._towns[:, np.maximum(town, 0)].T.toarray() * (town != UNKNOWN)[:, None]
        kin = self._kin_of(asking)
        return {
            "ties_home": self._ties_home[country] * at_home,
            "new_home": self._new_home[country] * at_home,
            "ties_town": self._network.aged.step(same_town.astype(np.float32)),
            "kin": kin,
            "ties_kin": self._network.aged.step(kin),
            "guessed": times(self._activity, self._guess(asking).T).T,
        }

    def _kin_of(self, asking: Whole) -> Floats:
        """Likeness by rare words of the names, 0 to 1: firms of one group, mostly."""
        kin: Floats = (self._names[asking] @ self._names.T).toarray()
        kin[np.arange(len(asking)), asking] = 0
        return kin

    @cached_property
    def _names(self) -> sparse.csr_matrix:
        terms = Terms((words_of(one.text) for one in self._history.organisations), rarest=2)
        count = np.asarray(terms.present.sum(axis=0)).ravel()
        return (terms.rows @ sparse.diags((count <= KIN).astype(np.float32))).tocsr()

    def _guess(self, asking: Whole) -> Floats:
        """What those who ask may do: shares of fields, by words of the name, town and country."""
        return np.asarray((self._tokens[asking] @ self._told).toarray(), dtype=np.float32)

    @cached_property
    def _tokens(self) -> sparse.csr_matrix:
        """Organisations x what can be known of them, rare things counting more."""
        places = self._places
        terms = Terms(
            [*words_of(one.text), f"in {country}", f"at {town}", f"is {one.kind}"]
            for one, country, town in zip(
                self._history.organisations, places.country, places.town, strict=True
            )
        )
        return terms.rows

    @cached_property
    def _broad(self) -> sparse.csr_matrix:
        """Collaborations x broad fields."""
        codes = (
            [c for c in one.fields if c.startswith(BROAD)] for one in self._history.collaborations
        )
        return Terms(codes).present

    @cached_property
    def _activity(self) -> sparse.csr_matrix:
        """Organisations x fields: shared collaborations, fading; rare fields count more."""
        history = self._history
        aged = 0.5 ** (history.age / 1.5) * history.is_shared
        rarity = 1 / np.sqrt(np.maximum(np.asarray(self._broad.sum(axis=0)).ravel(), 1))
        return (history.table(aged.astype(np.float32)) @ self._broad @ sparse.diags(rarity)).tocsr()

    @cached_property
    def _told(self) -> sparse.csr_matrix:
        """For each token: the mean shares of fields of those who have it, less if they are few."""
        history = self._history
        faded = (0.5 ** (history.age / 3)).astype(np.float32)
        shares = sum_one(history.table(faded) @ self._broad)
        with_past = (np.diff(shares.indptr) > 0).astype(np.float32)
        has = (self._tokens > 0).astype(np.float32).T.tocsr()
        count = times(has, with_past)
        return (sparse.diags(1 / (count + DOUBT)) @ (has @ shares)).tocsr()


def _members(group: Whole) -> sparse.csr_matrix:
    """Organisations x groups, ones; nothing for who is in none."""
    known = np.flatnonzero(group != UNKNOWN)
    ones = np.ones(len(known), dtype=np.float32)
    shape = (len(group), max(1, int(group.max(initial=0)) + 1))
    return sparse.csr_matrix((ones, (known, group[known])), shape=shape)
