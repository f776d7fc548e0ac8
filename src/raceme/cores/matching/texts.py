"""Who does similar things: by the words of what they did and say, and by the fields of it.

Documents are collaborations (and, for each organisation, its own text). TF-IDF after Salton; an
organisation is the faded sum of its documents. Similarity between organisations goes over the
documents, so that no table of organisations x words is ever needed in full.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy import sparse

from raceme.cores.matching.history import Floats, History, Whole, times
from raceme.cores.matching.words import words_of

HALF_LIFE = 3.0  # years after which a document tells half as much of what somebody does
RECENT = 0.7
TINY = 1e-9


class Terms:
    """Documents as rows of weighted terms, each row of length one."""

    def __init__(self, documents: Iterable[Iterable[str]], *, rarest: int = 1) -> None:
        self.numbers: dict[str, int] = {}
        found: list[int] = []
        ends = [0]
        for document in documents:
            found += sorted({self.numbers.setdefault(w, len(self.numbers)) for w in document})
            ends.append(len(found))
        columns = np.array(found, dtype=np.int64)
        count = np.bincount(columns, minlength=len(self.numbers))
        rows = len(ends) - 1
        self.rarity = np.where(count >= rarest, np.log((rows + 1) / (count + 1)), 0)
        self.rarity = self.rarity.astype(np.float32)
        shape = (rows, max(1, len(self.numbers)))
        if not self.numbers:
            self.rarity = np.zeros(1, dtype=np.float32)
        self.present = sparse.csr_matrix(
            (np.ones(len(columns), dtype=np.float32), columns, np.array(ends)), shape=shape
        )
        self.rows = long_one(self.present @ sparse.diags(self.rarity))

    def row_of(self, words: Iterable[str]) -> sparse.csr_matrix:
        """One more document as a row; words that no document has are left out."""
        known = sorted({self.numbers[word] for word in words if word in self.numbers})
        columns = np.array(known, dtype=np.int64)
        row = sparse.csr_matrix(
            (self.rarity[columns], columns, np.array([0, len(known)])),
            shape=(1, self.rows.shape[1]),
        )
        return long_one(row)


class Topics:
    """What organisations do, by words: closeness to each other and to a text."""

    def __init__(self, history: History) -> None:
        texts = [words_of(one.text) for one in history.collaborations]
        own = [words_of(one.text) for one in history.organisations]
        self.with_text = np.array([bool(words) for words in own], dtype=bool)
        written = [words for words in own if words]
        self.terms = Terms([*texts, *written], rarest=2)
        self.faded = self._documents(history, HALF_LIFE)
        self.recent = self._documents(history, RECENT)
        self._bodies = (self.faded @ self.terms.rows).tocsr()
        self._recent_bodies = (self.recent @ self.terms.rows).tocsr()
        self.length, self._recent_length = _lengths(self._bodies), _lengths(self._recent_bodies)
        self._shared = np.flatnonzero(history.is_shared)
        self._members = self.faded[:, self._shared].astype(bool).astype(np.float32).tocsr()
        age, size = history.age[self._shared], history.members[self._shared]
        self._scale = (0.5 ** (age / 1.5) / np.log(1 + size)).astype(np.float32)
        self._fresh = (0.5 ** (age / 1.5)).astype(np.float32)

    def _documents(self, history: History, half_life: float) -> sparse.csr_matrix:
        """Organisations x documents; what an organisation says of itself does not fade."""
        done = history.table((0.5 ** (history.age / half_life)).astype(np.float32))
        said = np.flatnonzero(self.with_text)
        shape = (len(history.organisations), len(said))
        ones = np.ones(len(said), dtype=np.float32)
        own = sparse.csr_matrix((ones, (said, np.arange(len(said)))), shape=shape)
        return sparse.hstack([done, own]).tocsr()

    def likeness(self, bodies: sparse.csr_matrix) -> Floats:
        """Rows of words against all documents, 0 to 1."""
        length = np.maximum(_lengths(bodies), TINY)
        return times(self.terms.rows, bodies.T.toarray()).T / length[:, None]

    def closeness(self, asking: Whole, through: Floats) -> dict[str, Floats]:
        """How close all organisations are in what they do.

        `topic` is the cosine of all they did, `topic_recent` of what is new. `like_work` adds up,
        for each organisation, its collaborations by their (squared) likeness to what the asking
        one does; `like_work_4` sharpens the likeness. `near_work` adds up likeness times how
        acquainted the members are (`through`, askers x shared collaborations).
        """
        whole = self.likeness(self._bodies[asking])
        recent = self.likeness(self._recent_bodies[asking])
        alike = whole[:, self._shared]
        return {
            "topic": self._spread(self.faded, whole, self.length),
            "topic_recent": self._spread(self.recent, recent, self._recent_length),
            "like_work": times(self._members, (alike**2 * self._scale).T).T,
            "like_work_4": times(self._members, (alike**4 * self._fresh).T).T,
            "near_work": times(self._members, (alike * through).T).T,
            "near_work_root": times(self._members, (np.sqrt(alike * through) * self._fresh).T).T,
        }

    def topic(self, asking: Whole) -> Floats:
        """The cosine of all that was done and said, 0 to 1."""
        return self._spread(self.faded, self.likeness(self._bodies[asking]), self.length)

    def between(self, one: int, other: int) -> float:
        """The cosine of what two organisations did and said."""
        dot = (self._bodies[one] @ self._bodies[other].T).sum()
        return float(dot / max(self.length[one] * self.length[other], TINY))

    def among(self, places: Whole) -> Floats:
        """The cosine of what a few organisations did and said, each with each."""
        bodies = self._bodies[places]
        dots: Floats = (bodies @ bodies.T).toarray()
        length = np.maximum(self.length[places], TINY)
        return dots / length[:, None] / length[None, :]

    def topic_of_text(self, text: str) -> Floats:
        """One row: how close all organisations are to a text."""
        row = self.terms.row_of(words_of(text))
        return self._spread(self.faded, self.likeness(row), self.length)

    @staticmethod
    def _spread(documents: sparse.csr_matrix, likeness: Floats, length: Floats) -> Floats:
        return times(documents, likeness.T).T / np.maximum(length, TINY)


class Fields:
    """In which programmes, themes and topics organisations are at home."""

    def __init__(self, history: History, aged: Floats, prefixes: tuple[str, ...] = ("",)) -> None:
        """Take the fields whose codes begin with one of the prefixes; activity counts `aged`."""
        terms = Terms(
            [code for code in one.fields if code.startswith(prefixes)]
            for one in history.collaborations
        )
        weighted = terms.present @ sparse.diags(terms.rarity)
        done = history.table((0.5 ** (history.age / 1.5)).astype(np.float32)) @ weighted
        self._names = list(terms.numbers)
        self._rarity = terms.rarity
        self._rows = long_one(done)
        self._shares = sum_one(done)
        self._activity = (history.table(aged) @ terms.present).tocsr()

    def common(self, one: int, other: int) -> list[str]:
        """The fields that two organisations share, rarest first."""
        both = np.intersect1d(self._rows[one].indices, self._rows[other].indices)
        order = np.lexsort((both, -self._rarity[both]))
        return [self._names[at] for at in both[order]]

    def closeness(self, asking: Whole) -> dict[str, Floats]:
        """`field` is the cosine of fields, `field_active` how active others are in the asker's."""
        return {
            "field": (self._rows @ self._rows[asking].T.toarray()).T,
            "field_active": (self._activity @ self._shares[asking].T.toarray()).T,
        }


def long_one(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """Bring each row to length one; empty rows stay empty."""
    return (sparse.diags(1 / np.maximum(_lengths(rows), TINY)) @ rows).tocsr().astype(np.float32)


def sum_one(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """Bring each row to the sum one; empty rows stay empty."""
    total = np.maximum(np.asarray(rows.sum(axis=1)).ravel(), TINY)
    return (sparse.diags(1 / total) @ rows).tocsr().astype(np.float32)


def _lengths(rows: sparse.csr_matrix) -> Floats:
    squares = np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
    return np.asarray(np.sqrt(squares), dtype=np.float32)
