"""Regions with a like structure: who to compare a region with, and to learn from."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from raceme.cores.errors import BadInput

Floats = NDArray[np.float64]


def overlaps(values: ArrayLike) -> tuple[Floats, Floats]:
    """Compare the structure of every two regions: what part of both is the same.

    `values`: regions x industries, nan where unknown. The overlap of two regions is the sum of
    the smaller of both shares over all industries, 1 less half of Krugman's distance: 1 the same
    structure, 0 nothing in common (Finger, Kreinin 1979). Only industries known in both count,
    with shares of what is known in both; second answer: how large a part of the two regions'
    known value that is. Without anything known in both: nan. Two regions x regions arrays.
    """
    matrix = np.asarray(values, dtype=float)
    if matrix.ndim != 2:
        raise BadInput(f"expected regions x industries, got {matrix.ndim} dimension(s)")
    if np.isinf(matrix).any() or (matrix < 0).any():
        raise BadInput("values must be finite and not negative")
    known = ~np.isnan(matrix)
    filled = np.where(known, matrix, 0.0)
    totals = filled.sum(axis=1)
    count = matrix.shape[0]
    same, compared = np.full((count, count), np.nan), np.full((count, count), np.nan)
    for one in range(count):
        both = known & known[one]
        here, there = filled[one] * both, filled * both
        sums_here, sums_there = here.sum(axis=1), there.sum(axis=1)
        least = np.minimum(_share(here, sums_here), _share(there, sums_there)).sum(axis=1)
        is_known = (sums_here > 0) & (sums_there > 0)
        same[one] = np.where(is_known, least, np.nan)
        compared[one] = _share((sums_here + sums_there)[:, None], totals[one] + totals)[:, 0]
    return same, compared


def nearest(
    values: ArrayLike, *, count: int, compared_min: float = 0.5
) -> list[list[tuple[int, float]]]:
    """Give for each region the most alike others: place and overlap, the most alike first.

    Pairs of which less than `compared_min` of the value is known on both sides are left out: too
    little is known to call them alike. Of two equally alike, the earlier stands first.
    """
    if count < 1:
        raise BadInput("at least one peer is wanted")
    same, compared = overlaps(values)
    np.fill_diagonal(same, np.nan)
    same[~(compared >= compared_min)] = np.nan
    found = []
    for row in same:
        order = np.argsort(-row, kind="stable")
        found.append([(int(at), float(row[at])) for at in order[:count] if not np.isnan(row[at])])
    return found


def _share(part: Floats, whole: Floats) -> Floats:
    shares = np.zeros_like(part)
    np.divide(part, whole[:, None], out=shares, where=whole[:, None] > 0)
    return shares
