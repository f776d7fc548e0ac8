"""Which specialisations came and went, and whether relatedness had said so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from raceme.cores.mapping.matrices import Year

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Renewal:
    """What changed between two years, in the regions and industries that both have.

    `entered` and `left` are regions x industries. `entry_auc`: how often an industry that came
    had been more related to its region, in the earlier year, than one that did not come (0.5 is
    chance, 1 always); `exit_auc`: the same of industries that stayed beside those that left.
    nan where there is nothing to compare.
    """

    year_before: int
    year: int
    regions: NDArray[np.int32]
    industries: NDArray[np.int32]
    entered: Bools
    left: Bools
    density_before: Floats
    entry_auc: float
    exit_auc: float


def renewal(before: Year, now: Year) -> Renewal:
    """Compare two years."""
    regions, rows_old, rows_new = np.intersect1d(before.regions, now.regions, return_indices=True)
    industries, columns_old, columns_new = np.intersect1d(
        before.industries, now.industries, return_indices=True
    )
    old = before.strong[np.ix_(rows_old, columns_old)]
    new = now.strong[np.ix_(rows_new, columns_new)]
    density = before.opportunities.density[np.ix_(rows_old, columns_old)]
    return Renewal(
        before.year,
        now.year,
        regions,
        industries,
        ~old & new,
        old & ~new,
        density,
        _auc(density[~old], new[~old]),
        _auc(density[old], new[old]),
    )


def _auc(scores: Floats, happened: Bools) -> float:
    """Probability that one that happened had the higher score; ties count half."""
    known = np.isfinite(scores)
    scores, happened = scores[known], happened[known]
    n, m = int(happened.sum()), int((~happened).sum())
    if not n or not m:
        return float("nan")
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    return float((ranks[places][happened].sum() - n * (n + 1) / 2) / (n * m))
