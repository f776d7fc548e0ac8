"""Which industries go together, and how complex regions are: arrays of regions x industries.

Nothing here looks at other years. A region without any specialisation (or an industry in which
nobody is specialised) is unknown itself and disturbs nobody else. Formulas, worked tables and
differences to other packages: docs/algorithms/mapping.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import eigh
from scipy.sparse import bmat, csr_array
from scipy.sparse.csgraph import connected_components

from raceme.cores.errors import BadInput

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

WIDE = 4  # so many times more industries than regions: proximities are not written down
WHOLE_UP_TO = 6_000  # industries whose proximities are held whole: 288 MB at most
COLUMNS_AT_ONCE = 512  # of more industries, so many at once
EXACT_IN_FLOAT32 = 2**24  # counts up to here are added without rounding
GAP = 1e-9  # eigenvalues closer than this are one: their vectors mean nothing


@dataclass(frozen=True, slots=True, eq=False)
class Complexity:
    """Complexity of regions (ECI) and industries (PCI): mean 0 and deviation 1 over regions."""

    regions: Floats
    industries: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Fitness:
    """Fitness of regions and complexity of industries; each with mean 1."""

    regions: Floats
    industries: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Opportunities:
    """Per region x industry: density of related specialisations, and what entering would open."""

    density: Floats  # 0 to 1
    gain: Floats  # complexity outlook gain, in deviations of ECI; 0 where already specialised
    outlook: Floats  # per region: complexity outlook index, mean 0, deviation 1


def location_quotients(values: ArrayLike) -> Floats:
    """Compare each region's share of an industry with that industry's share everywhere.

    Rows are regions, columns industries; nan is an unknown cell: it adds nothing to totals and
    stays nan. A region or industry without any known activity is nan.
    """
    amounts = np.asarray(values, dtype=float)
    if amounts.ndim != 2:
        raise BadInput(f"expected regions x industries, got {amounts.ndim} dimension(s)")
    if np.isinf(amounts).any() or (amounts < 0).any():
        raise BadInput("values must be finite and not negative")
    by_region = np.nansum(amounts, axis=1, keepdims=True)
    by_industry = np.nansum(amounts, axis=0, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        quotients: Floats = (amounts / by_region) / (by_industry / by_industry.sum())
    return quotients


def specialised(quotients: ArrayLike, *, cutoff: float = 1.0) -> Bools:
    """Tell where a location quotient reaches the cutoff; an unknown one does not."""
    return np.asarray(np.asarray(quotients, dtype=float) >= cutoff, dtype=bool)


def proximity(matrix: ArrayLike) -> Floats:
    """Give how likely two industries are strong in the same region: the smaller probability.

    `matrix` is regions x industries, true where specialised. P(i | j) = regions strong in both /
    regions strong in j. The diagonal is 1; an industry in which nobody is strong is nan.
    """
    strong = _matrix(matrix)
    together = _together(strong, slice(None))
    ubiquity = strong.sum(axis=0).astype(float)
    larger = np.maximum(ubiquity[:, None], ubiquity[None, :])
    unknown = ubiquity == 0
    near: Floats = np.divide(together, larger, out=np.zeros_like(together), where=larger > 0)
    near[unknown, :] = np.nan
    near[:, unknown] = np.nan
    return near


def relatedness_density(matrix: ArrayLike) -> Floats:
    """Share of the proximities around an industry that a region already has, 0 to 1.

    The industry itself counts on both sides, as in `ecomplexity`. nan for an industry in which
    nobody is strong (it has no proximities); 0 for a region without any specialisation.
    """
    return opportunities(matrix).density


def complexity(matrix: ArrayLike) -> Complexity:
    """Give the second eigenvectors of the method of reflections (Hidalgo, Hausmann 2009).

    Computed as a symmetric problem on the smaller side. The sign makes complexity rise with
    diversity. Where regions fall into parts without an industry in common, nothing compares the
    parts: the largest is measured, the rest is nan. All nan where the second vector is not the
    only one of its kind (all alike).
    """
    strong = _matrix(matrix)
    diversity, ubiquity = strong.sum(axis=1), strong.sum(axis=0)
    here, there = _largest_part(strong)
    regions = np.full(strong.shape[0], np.nan)
    industries = np.full(strong.shape[1], np.nan)
    if min(here.sum(), there.sum()) < 2:
        return Complexity(regions, industries)
    part = strong[np.ix_(here, there)].astype(float)
    rows, columns = np.sqrt(diversity[here]), np.sqrt(ubiquity[there])
    scaled = part / rows[:, None] / columns[None, :]
    is_wide = scaled.shape[0] <= scaled.shape[1]
    vector = _second_vector(scaled @ scaled.T if is_wide else scaled.T @ scaled)
    if vector is None:
        return Complexity(regions, industries)
    by_industry = part.T @ (vector / rows) / ubiquity[there] if is_wide else vector / columns
    of_regions = (part @ by_industry) / diversity[here]
    sign = _sign(of_regions, diversity[here])
    middle, deviation = of_regions.mean(), of_regions.std()
    if deviation <= GAP * np.abs(of_regions).max():
        return Complexity(regions, industries)
    regions[here] = sign * (of_regions - middle) / deviation
    industries[there] = sign * by_industry / deviation - sign * middle / deviation
    return Complexity(regions, industries)


def fitness(matrix: ArrayLike, *, rounds: int = 20) -> Fitness:
    """Let fitness and complexity define each other (Tacchella and others 2012).

    `rounds` counts the start (all 1) as the first; each vector is divided by its mean. Regions
    and industries without any specialisation are left out of it, and nan.
    """
    strong = _matrix(matrix)
    if rounds < 1:
        raise BadInput("fitness needs at least one round")
    here, there = strong.any(axis=1), strong.any(axis=0)
    part = strong[np.ix_(here, there)].astype(float)
    strength, difficulty = np.ones(part.shape[0]), np.ones(part.shape[1])
    if part.size:
        for _ in range(rounds - 1):
            new_strength = part @ difficulty
            new_difficulty = 1 / (part.T @ (1 / strength))
            strength = new_strength / new_strength.mean()
            difficulty = new_difficulty / new_difficulty.mean()
    regions = np.full(strong.shape[0], np.nan)
    industries = np.full(strong.shape[1], np.nan)
    regions[here], industries[there] = strength, difficulty
    return Fitness(regions, industries)


def opportunities(matrix: ArrayLike, *, measured: Complexity | None = None) -> Opportunities:
    """Give density, and what entering an industry would bring the complexity of a region.

    Of very many industries, proximities are used block by block and never held whole. Without
    `measured` (or where it is unknown) gain and outlook are nan.
    """
    strong = _matrix(matrix)
    n_regions, n_industries = strong.shape
    near = _Near(strong)
    there = near.ubiquity > 0
    levels = np.full(n_industries, np.nan) if measured is None else measured.industries
    # Industries outside the largest part have no complexity; they open nothing.
    is_measured = bool(np.isfinite(levels).any())
    levels = np.nan_to_num(levels)
    weights = np.divide(levels, near.around, out=np.zeros(n_industries), where=there)
    lacks = ~strong
    sides = np.concatenate([strong, lacks * weights]) if is_measured else strong.astype(float)
    both = near.times(sides)
    density = both[:n_regions] / np.where(there, near.around, np.nan)
    if not is_measured:
        unknown = np.full(density.shape, np.nan)
        return Opportunities(density, unknown, np.full(n_regions, np.nan))
    gain = both[n_regions:] * np.where(there, lacks, np.nan)
    outlook = (np.nan_to_num(density) * lacks) @ levels
    active = np.asarray(strong.any(axis=1), dtype=bool)
    return Opportunities(density, gain, _standardised(outlook, active))


class _Near:
    """Proximities of industries (0 where nobody is strong), to be multiplied by.

    Of many more industries than regions they are never written down: proximity is (regions
    strong in both) / (larger ubiquity), so that after putting industries in the order of their
    ubiquity, sums over regions do the same with a fraction of the multiplications. Otherwise they
    are held whole, or block by block.
    """

    def __init__(self, strong: Bools) -> None:
        n_regions, n = strong.shape
        self.ubiquity: Floats = strong.sum(axis=0).astype(float)
        self._strong = strong
        self._is_wide = n > WIDE * n_regions
        is_whole = not self._is_wide and n <= WHOLE_UP_TO
        self._whole = self._part(slice(None)) if is_whole else None
        self.around: Floats = self.times(np.ones((1, n)))[0]  # sum of proximities of an industry

    def times(self, left: Floats) -> Floats:
        """Give `left` (rows x industries) times the proximities."""
        if self._is_wide:
            return self._times_by_regions(left)
        if self._whole is not None:
            return np.asarray(left @ self._whole)
        out = np.empty(left.shape)
        for start in range(0, self.ubiquity.size, COLUMNS_AT_ONCE):
            block = slice(start, start + COLUMNS_AT_ONCE)
            np.matmul(left, self._part(block), out=out[:, block])
        return out

    def _times_by_regions(self, left: Floats) -> Floats:
        """Multiply over regions q, for all industries j of one ubiquity u(j) at once.

        strong(q,j) times: the sum of left(i) strong(q,i) / u(j) over all i with u(i) up to u(j),
        and of left(i) strong(q,i) / u(i) over the others.
        """
        order = np.argsort(self.ubiquity, kind="stable")
        counts = self.ubiquity[order]
        strong, rows = self._strong[:, order].astype(float), left[:, order]
        rarer = np.zeros((left.shape[0], strong.shape[0]))
        commoner = (rows / np.maximum(counts, 1.0)) @ strong.T
        out = np.zeros(left.shape)
        starts = np.flatnonzero(np.diff(counts, prepend=-1.0))
        for start, stop in zip(starts, [*starts[1:], counts.size], strict=True):
            if counts[start] == 0:
                continue
            group = strong[:, start:stop]
            here = rows[:, start:stop] @ group.T
            rarer += here
            commoner -= here / counts[start]
            out[:, order[start:stop]] = (rarer / counts[start] + commoner) @ group
        return out

    def _part(self, block: slice) -> Floats:
        part = _together(self._strong, block)
        larger = np.maximum(self.ubiquity[:, None], self.ubiquity[None, block])
        part /= np.maximum(larger, 1.0, out=larger)
        return part


def _standardised(values: Floats, counts: Bools) -> Floats:
    known = values[counts]
    if known.size < 2 or known.std() == 0:
        return np.full(values.size, np.nan)
    return np.where(counts, (values - known.mean()) / known.std(), np.nan)


def _matrix(matrix: ArrayLike) -> Bools:
    strong = np.asarray(matrix)
    if strong.ndim != 2:
        raise BadInput(f"expected regions x industries, got {strong.ndim} dimension(s)")
    if strong.dtype != np.bool_:
        if not np.isin(strong, (0, 1)).all():
            raise BadInput("expected true where a region is specialised, and false elsewhere")
        strong = strong.astype(bool)
    return strong


def _together(strong: Bools, block: slice) -> Floats:
    """Count the regions strong in both: in single precision, which is exact for such counts."""
    if strong.shape[0] < EXACT_IN_FLOAT32:
        single = strong.astype(np.float32)
        return (single.T @ single[:, block]).astype(float)
    double = strong.astype(np.float64)
    return np.asarray(double.T @ double[:, block])


def _largest_part(strong: Bools) -> tuple[Bools, Bools]:
    """Give regions and industries of the part with most regions that hangs together."""
    n_regions = strong.shape[0]
    bipartite = bmat([[None, csr_array(strong)], [csr_array(strong.T), None]], format="csr")
    _, labels = connected_components(bipartite, directed=False)
    active = np.asarray(strong.any(axis=1), dtype=bool)
    if not active.any():
        return active, np.zeros(strong.shape[1], dtype=bool)
    largest = np.bincount(labels[:n_regions][active]).argmax()
    is_in_largest = np.asarray(labels == largest, dtype=bool)
    return active & is_in_largest[:n_regions], is_in_largest[n_regions:]


def _second_vector(symmetric: Floats) -> Floats | None:
    """Eigenvector of the second largest value; None if it is 0 or not the only one of its kind."""
    n = symmetric.shape[0]
    values, vectors = eigh(symmetric, subset_by_index=[max(0, n - 3), n - 1])
    first, second = values[-1], values[-2]
    third = values[-3] if n > 2 else -np.inf
    # A second value of 0: all regions are alike, and the vector is what rounding left.
    if second < GAP or first - second < GAP or second - third < GAP:
        return None
    vector: Floats = vectors[:, -2]
    return vector


def _sign(of_regions: Floats, diversity: NDArray[np.int_]) -> float:
    """Turn the vector so that it rises with diversity; or so that its first is positive."""
    slope = float((of_regions - of_regions.mean()) @ (diversity - diversity.mean()))
    if abs(slope) > GAP * max(1.0, float(np.abs(of_regions).max())):
        return 1.0 if slope > 0 else -1.0
    leader = of_regions[np.argmax(np.abs(of_regions) > 0)]
    return 1.0 if leader >= 0 else -1.0
