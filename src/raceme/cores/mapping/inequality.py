"""How uneven a distribution is, and how far two structures lie apart: plain formulas, one row.

All take numbers that are not negative, and answer nan where there is nothing to compare (an
empty row, a total of 0). Formulas and worked tables: docs/algorithms/mapping.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from raceme.cores.errors import BadInput

Floats = NDArray[np.float64]
UNKNOWN = float("nan")


def herfindahl(values: ArrayLike) -> float:
    """Sum of squared shares, from 1/n (even) to 1 (all in one): Herfindahl and Hirschman."""
    shares = _shares(_amounts(values))
    return float((shares**2).sum())


def herfindahl_normalised(values: ArrayLike) -> float:
    """Give the same from 0 (even) to 1: (H - 1/n) / (1 - 1/n); nan for a single value."""
    n = _amounts(values).size
    return UNKNOWN if n < 2 else (herfindahl(values) - 1 / n) / (1 - 1 / n)


def gini(values: ArrayLike) -> float:
    """Gini coefficient of single values, from 0 (even) to (n - 1)/n (all in one)."""
    amounts = np.sort(_amounts(values))
    n, total = amounts.size, amounts.sum()
    if total == 0:
        return UNKNOWN
    return float(2 * (np.arange(1, n + 1) @ amounts) / (n * total) - (n + 1) / n)


def gini_normalised(values: ArrayLike) -> float:
    """Give the same from 0 to 1: times n / (n - 1); nan for a single value."""
    n = _amounts(values).size
    return UNKNOWN if n < 2 else gini(values) * n / (n - 1)


def gini_weighted(values: ArrayLike, weights: ArrayLike) -> float:
    """Gini coefficient of values that each stand for `weights` units (the Lorenz curve)."""
    amounts, heads = _same_length(values, weights)
    order = np.argsort(amounts, kind="stable")
    heads = _shares(heads[order])
    curve = np.concatenate([[0.0], np.cumsum(_shares(amounts[order] * heads))])
    return float(1 - heads @ (curve[1:] + curve[:-1]))


def gini_of_quotients(part: ArrayLike, whole: ArrayLike) -> float:
    """Gini coefficient of location quotients: how specialised, or concentrated.

    `part` is the employment of one region by industry and `whole` that of all regions by
    industry (or of one industry by region, and of all industries by region). Cells without
    anything in `whole` do not count.
    """
    here, everywhere = _same_length(part, whole)
    counts = everywhere > 0
    return gini(_shares(here[counts]) / _shares(everywhere[counts]))


def gini_locational(part: ArrayLike, whole: ArrayLike) -> float:
    """Gini coefficient in which each cell weighs as much as its share of `whole` (Krugman 1991)."""
    here, everywhere = _same_length(part, whole)
    counts = everywhere > 0
    return gini_weighted(here[counts] / everywhere[counts], everywhere[counts])


def theil_t(values: ArrayLike) -> float:
    """Theil's T: mean of x/m ln(x/m); 0 is even, ln n all in one."""
    amounts = _amounts(values)
    ratios = amounts / amounts.mean() if amounts.sum() > 0 else np.full_like(amounts, UNKNOWN)
    logs = np.log(ratios, out=np.zeros_like(ratios), where=ratios != 0)
    return float((ratios * logs).mean())


def theil_l(values: ArrayLike) -> float:
    """Theil's L, the mean logarithmic deviation: mean of ln(m/x); infinite if a value is 0."""
    amounts = _amounts(values)
    if amounts.sum() == 0:
        return UNKNOWN
    with np.errstate(divide="ignore"):
        return float(-np.log(amounts / amounts.mean()).mean())


def entropy(values: ArrayLike) -> float:
    """Shannon entropy of the shares, in bits."""
    shares = _shares(_amounts(values))
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares != 0)
    return float(-(shares * logs).sum())


def krugman(one: ArrayLike, other: ArrayLike) -> float:
    """Sum of absolute differences of shares: 0 the same structure, 2 nothing in common."""
    here, there = _same_length(one, other)
    return float(np.abs(_shares(here) - _shares(there)).sum())


def krugman_against_others(one: ArrayLike, others: Iterable[ArrayLike]) -> float:
    """Krugman's index against the plain mean of the shares of others."""
    here = _shares(_amounts(one))
    shares = [_shares(_amounts(other)) for other in others]
    if not shares or any(there.shape != here.shape for there in shares):
        raise BadInput("all structures must have the same number of cells, and there must be some")
    return float(np.abs(here - np.mean(shares, axis=0)).sum())


def ellison_glaeser(plants: Mapping[str, ArrayLike], totals: Mapping[str, float]) -> float:
    """Agglomeration of one industry beyond what few big plants explain (Ellison, Glaeser 1997).

    `plants`: the sizes of the industry's plants by region; `totals`: all employment by region.
    0 is as if plants were thrown at random, above 0.05 is strong. nan with a single plant.
    """
    unknown = sorted(set(plants) - set(totals))
    if unknown:
        raise BadInput(f"region {unknown[0]} has plants but no total")
    places = list(totals)
    sizes = [_amounts(plants[place]) if place in plants else np.zeros(1) for place in places]
    everywhere = _shares(_amounts([totals[place] for place in places]))
    here = _shares(np.array([size.sum() for size in sizes]))
    expected = 1 - float((everywhere**2).sum())
    plant_herfindahl = herfindahl(np.concatenate(sizes))
    if expected == 0 or plant_herfindahl >= 1:
        return UNKNOWN
    raw = float(((here - everywhere) ** 2).sum()) / expected
    return (raw - plant_herfindahl) / (1 - plant_herfindahl)


def cluster_index(
    *,
    industry_here: float,
    industry: float,
    area_here: float,
    area: float,
    people_here: float,
    people: float,
    firms_here: float,
    firms: float,
) -> float:
    """Cluster index of Litzenberger and Sternberg: density x specialisation x number of firms.

    Employment and firms of the industry, area and population of the region; each here and in
    all regions. nan where a figure to divide by is 0.
    """
    wholes = (industry, area_here, area, people_here, people, firms, industry_here)
    if min(*wholes, firms_here) < 0:
        raise BadInput("no figure of the cluster index may be negative")
    if 0 in wholes:
        return UNKNOWN
    share = industry_here / industry
    return (
        share / (area_here / area) * share / (people_here / people) * (firms_here / firms) / share
    )


def _amounts(values: ArrayLike) -> Floats:
    amounts = np.asarray(values, dtype=float)
    if amounts.ndim != 1 or amounts.size == 0:
        raise BadInput(f"expected one row of numbers, got shape {amounts.shape}")
    if not np.isfinite(amounts).all() or (amounts < 0).any():
        raise BadInput("values must be finite and not negative")
    return amounts


def _same_length(one: ArrayLike, other: ArrayLike) -> tuple[Floats, Floats]:
    here, there = _amounts(one), _amounts(other)
    if here.size != there.size:
        raise BadInput(f"{here.size} values beside {there.size}")
    return here, there


def _shares(amounts: Floats) -> Floats:
    total = amounts.sum()
    return amounts / total if total > 0 else np.full_like(amounts, UNKNOWN)
