"""Find, for each record, the few others that may be the same, without looking at all pairs.

Records that share rare traits are looked at: words, pieces of four letters, initials, pairs of
meanings within a country. A trait that is too common is left out, so that the work grows with the
number of records and not with its square. Traits are weighted by how many records have them; how
many records there are does not matter, so that an unrelated record changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from raceme.cores.linking.records import Known

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]

COMMON = 500  # a trait of more records than this leads to none
NEAR = 0.15  # how near two records must be to be looked at: cosine of their weighted traits
PIECE = 4
MEANINGS_MAX = 6  # of a name with more, the most telling are paired
SHORT = range(3, 13)  # letters of a word that may be initials
CHUNK = 4_000  # rows multiplied at a time, so that the memory stays small


class Index:
    """Records by their traits. It remembers the records given, in their order, and adds none."""

    def __init__(self, records: Sequence[Known]) -> None:
        self.size = len(records)
        self._numbers: dict[str, int] = {}
        rows, traits = self._number(records)
        count = np.bincount(traits, minlength=len(self._numbers))
        self._weight = 1.0 / np.log1p(np.maximum(count, 1))
        self._is_usable = count <= COMMON
        self._matrix = self._weighted(rows, traits, len(records))
        self._by_trait = self._matrix.T.tocsr()

    def near(self, record: Known) -> Whole:
        """Give the places of the records near one that need not be among them."""
        row, _ = self._row_of([record])
        found = (row @ self._by_trait).tocoo()
        return np.sort(found.col[found.data >= NEAR]).astype(np.int64)

    def near_pairs(self, records: Sequence[Known]) -> Iterator[tuple[int, int]]:
        """Give the places (among `records`, among ours) of all that are near each other."""
        rows, _ = self._row_of(records)
        yield from self._product(rows)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Give all pairs of our own records that are near each other, each once."""
        return ((one, other) for one, other in self._product(self._matrix) if one < other)

    def _product(self, rows: sparse.csr_matrix) -> Iterator[tuple[int, int]]:
        for start in range(0, rows.shape[0], CHUNK):
            found = (rows[start : start + CHUNK] @ self._by_trait).tocoo()
            is_near = found.data >= NEAR
            left, right = found.row[is_near] + start, found.col[is_near]
            order = np.lexsort((right, left))
            yield from zip(left[order].tolist(), right[order].tolist(), strict=True)

    def _number(self, records: Iterable[Known]) -> tuple[Whole, Whole]:
        """Number all traits; give the number of traits of each record, and the traits."""
        numbers = self._numbers
        found: list[int] = []
        ends: list[int] = [0]
        for record in records:
            for trait in traits_of(record):
                found.append(numbers.setdefault(trait, len(numbers)))
            ends.append(len(found))
        return np.asarray(ends, dtype=np.int64), np.asarray(found, dtype=np.int64)

    def _row_of(self, records: Sequence[Known]) -> tuple[sparse.csr_matrix, Whole]:
        """The rows of records that are not ours; a trait that none of ours has weighs most."""
        ends = [0]
        found: list[int] = []
        unknown: list[int] = []
        for record in records:
            numbers = [self._numbers.get(trait) for trait in traits_of(record)]
            known = [number for number in numbers if number is not None]
            found += known
            unknown.append(len(numbers) - len(known))
            ends.append(len(found))
        places = np.asarray(ends, dtype=np.int64)
        alone = np.asarray(unknown, dtype=np.float64) / np.log1p(1.0) ** 2
        return self._weighted(
            places, np.asarray(found, dtype=np.int64), len(records), alone
        ), places

    def _weighted(
        self, ends: Whole, traits: Whole, count: int, more: Floats | None = None
    ) -> sparse.csr_matrix:
        """Weigh traits, bring rows to length one (by all traits), and leave out the common ones."""
        weight = self._weight[traits]
        square = np.concatenate([[0.0], np.cumsum(weight**2)])
        length = square[ends[1:]] - square[ends[:-1]] + (0.0 if more is None else more)
        scale = 1.0 / np.sqrt(np.maximum(length, 1e-12))
        values = weight * np.repeat(scale, np.diff(ends)) * self._is_usable[traits]
        shape = (count, len(self._numbers))
        matrix = sparse.csr_matrix((values.astype(np.float32), traits, ends), shape=shape)
        matrix.eliminate_zeros()
        return matrix


def traits_of(record: Known) -> set[str]:
    """Give what a record may be found by."""
    name = record.name
    traits = {f"w{word.text}" for word in name.words}
    traits.update([f"i{initials}" for initials in name.initials if len(initials) in SHORT])
    traits.update(
        [f"i{word.text}" for word in name.words if not word.kind and len(word.text) in SHORT]
    )
    joined = name.joined
    traits.update([f"g{joined[at : at + PIECE]}" for at in range(len(joined) - PIECE + 1)])
    meanings = {word.key: word.weight for word in name.words if word.kind}
    telling = sorted(meanings, key=lambda key: (-meanings[key], key))[:MEANINGS_MAX]
    traits.update(f"m{a}{b}{record.country}" for a, b in combinations(sorted(telling), 2))
    return traits
