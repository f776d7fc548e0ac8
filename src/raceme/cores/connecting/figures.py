"""Figures of a network of ties: partners, parts, bridges, and how much runs through each.

Places are numbers from 0; a tie is a pair of places without direction. Twice the same pair counts
once, for these figures ask whether two are tied and not how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from raceme.cores.errors import BadInput

Pair = tuple[int, int]
Floats = NDArray[np.float64]
AT_ONCE = 256  # places whose ways are followed at once: bounds the memory, not the result


@dataclass(frozen=True, slots=True)
class Figures:
    """What the network says of one place.

    `between` is the share of all other pairs whose shortest ways lead through this place, ways of
    equal length counting in parts (Freeman 1977); None below three places. `is_bridge`: without it
    a part of the network would fall apart.
    """

    partners: int
    part: int  # number of the connected part, the largest being 0
    part_size: int
    between: float | None
    is_bridge: bool

    @property
    def is_alone(self) -> bool:
        return self.partners == 0


def figures_of(
    count: int, pairs: Iterable[Pair], *, with_between: bool = True
) -> tuple[Figures, ...]:
    """Give the figures of each place of a network.

    What is between grows with places times ties: leave it out for a network of many thousands.
    """
    table = table_of(count, pairs)
    if count == 0:
        return ()
    partners = np.diff(table.indptr)
    parts, sizes = parts_of(table)
    between = _between(table) if with_between else None
    bridges = _bridges(_neighbours(table))
    return tuple(
        Figures(
            partners=int(partners[place]),
            part=int(parts[place]),
            part_size=int(sizes[parts[place]]),
            between=None if between is None else float(between[place]),
            is_bridge=place in bridges,
        )
        for place in range(count)
    )


def around(count: int, pairs: Iterable[Pair], centre: int, *, steps: int) -> list[int]:
    """Give the places that can be reached from one in so many steps, itself among them."""
    if not 0 <= centre < count:
        raise BadInput(f"place {centre} is not in the network")
    if steps < 0:
        raise BadInput("steps are 0 or more")
    neighbours = _neighbours(table_of(count, pairs))
    reached, rim = {centre}, {centre}
    for _ in range(steps):
        rim = {other for one in rim for other in neighbours[one]} - reached
        reached |= rim
    return sorted(reached)


def table_of(count: int, pairs: Iterable[Pair]) -> Any:
    """The ties as a table of zeros and ones, both ways round."""
    unique = {(min(pair), max(pair)) for pair in pairs}
    for one, other in unique:
        if not (one >= 0 and other < count):
            raise BadInput(f"the tie {one}, {other} is outside the network")
        if one == other:
            raise BadInput(f"place {one} is tied to itself")
    ends = np.array(sorted(unique), dtype=np.int64).reshape(-1, 2)
    rows = np.concatenate([ends[:, 0], ends[:, 1]])
    columns = np.concatenate([ends[:, 1], ends[:, 0]])
    ones = np.ones(len(rows))
    return sparse.csr_matrix((ones, (rows, columns)), shape=(count, count))


def _neighbours(table: Any) -> list[list[int]]:
    ends = table.indices.tolist()
    return [ends[begin:end] for begin, end in zip(table.indptr, table.indptr[1:], strict=False)]


def parts_of(table: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number of the part of each place, and the size of each part, the largest first."""
    number, labels = csgraph.connected_components(table, directed=False)
    sizes = np.bincount(labels, minlength=number)
    # Parts of equal size keep the order of their first places.
    order = np.lexsort((np.arange(number), -sizes))
    rank = np.empty(number, dtype=np.int64)
    rank[order] = np.arange(number)
    return rank[labels], sizes[order]


def _between(table: Any) -> Floats | None:
    """Brandes' sums (2001), for many beginnings at once: out in levels, and back again."""
    count = table.shape[0]
    if count < 3:  # nobody stands between two
        return None
    tied = np.flatnonzero(np.diff(table.indptr))
    table = table[tied][:, tied]
    total = np.zeros(len(tied))
    for begin in range(0, len(tied), AT_ONCE):
        sources = np.arange(begin, min(begin + AT_ONCE, len(tied)))
        ways, levels = _ways_out(table, sources)
        owed = np.zeros_like(ways)
        for here, before in zip(levels[::-1], levels[-2::-1], strict=False):
            passed = np.divide(1 + owed, ways, out=np.zeros_like(ways), where=here)
            owed += np.where(before, (table @ passed.T).T * ways, 0.0)
        owed[np.arange(len(sources)), sources] = 0
        total += owed.sum(axis=0)
    shares = np.zeros(count)
    # Each pair was seen from both ends.
    shares[tied] = total / ((count - 1) * (count - 2))
    return shares


def _ways_out(table: Any, sources: NDArray[np.int64]) -> tuple[Floats, list[NDArray[np.bool_]]]:
    """How many shortest ways lead from each source to each place, and who is how far away."""
    at = np.arange(len(sources))
    ways = np.zeros((len(sources), table.shape[0]))
    ways[at, sources] = 1
    rim = ways > 0
    levels = [rim]
    while rim.any():
        onward = (table @ np.where(rim, ways, 0.0).T).T
        rim = (onward > 0) & (ways == 0)
        ways = np.where(rim, onward, ways)
        levels.append(rim)
    return ways, levels[:-1]


def _bridges(neighbours: Sequence[Sequence[int]]) -> set[int]:
    """Places without which a part falls apart (Hopcroft and Tarjan 1973), without recursion."""
    seen = [-1] * len(neighbours)  # when a place was first reached
    low = [0] * len(neighbours)  # the earliest place that can be reached from below it
    found: set[int] = set()
    clock = 0
    for root in range(len(neighbours)):
        if seen[root] >= 0:
            continue
        seen[root] = low[root] = clock
        clock += 1
        branches = 0
        way = [(root, -1, iter(neighbours[root]))]
        while way:
            place, above, left = way[-1]
            other = next(left, None)
            if other is None:
                way.pop()
                if above >= 0:
                    low[above] = min(low[above], low[place])
                    if above != root and low[place] >= seen[above]:
                        found.add(above)
            elif seen[other] < 0:
                branches += place == root
                seen[other] = low[other] = clock
                clock += 1
                way.append((other, place, iter(neighbours[other])))
            elif other != above:
                low[place] = min(low[place], seen[other])
        if branches > 1:
            found.add(root)
    return found
