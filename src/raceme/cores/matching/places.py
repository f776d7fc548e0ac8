"""Where organisations are: towns, countries, kilometres."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from raceme.cores.matching.history import Floats, Whole
from raceme.cores.matching.network import Network
from raceme.cores.matching.values import Organisation

EARTH_KM = 6371.0
NEAR_KM = 200.0  # the distance at which closeness has fallen to 1/e
SAME_COUNTRY = 0.4
UNKNOWN = -1


class Places:
    """Towns, countries and points of all organisations."""

    def __init__(self, organisations: Sequence[Organisation]) -> None:
        self.country = numbered(one.country or None for one in organisations)
        self.town = numbered(
            (one.country, one.city.casefold()) if one.city else None for one in organisations
        )
        unknown = (np.nan, np.nan)
        points = [one.point or unknown for one in organisations]
        self.points: NDArray[np.float64] = np.radians(np.array(points, dtype=float).reshape(-1, 2))

    def kilometres(self, asking: int) -> NDArray[np.float64]:
        """Great-circle distance to all organisations; nan where a point is unknown."""
        north, east = self.points.T
        half = np.sin((north - north[asking]) / 2) ** 2
        half += np.cos(north) * np.cos(north[asking]) * np.sin((east - east[asking]) / 2) ** 2
        distance: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
        return distance

    def closeness(self, asking: int) -> Floats:
        """From 0 to 1, nan where nothing is known: by distance, or by town and country."""
        country, town = self.country[asking], self.town[asking]
        near = np.where(self.country == country, SAME_COUNTRY, 0.0)
        near[(self.country == UNKNOWN) | (country == UNKNOWN)] = np.nan
        if town != UNKNOWN:
            near[self.town == town] = 1.0
        by_distance = np.exp(-self.kilometres(asking) / NEAR_KM)
        return np.where(np.isnan(by_distance), near, by_distance).astype(np.float32)


def affinity(group: Whole, network: Network) -> Floats:
    """How much more often two groups (countries, kinds) are tied than by chance: ln(seen/expected).

    Groups x groups, with two ties added to both so that rare groups say little.
    """
    groups = int(group.max(initial=0)) + 1
    known = group != UNKNOWN
    belongs = np.zeros((len(group), groups), dtype=np.float32)
    belongs[np.flatnonzero(known), group[known]] = 1
    seen = belongs.T @ network.aged.step(belongs.T).T
    total = max(float(seen.sum()), 1.0)
    expected = seen.sum(axis=1, keepdims=True) * seen.sum(axis=0, keepdims=True) / total
    return np.asarray(np.log((seen + 2) / (expected + 2)), dtype=np.float32)


def numbered(keys: Iterable[Hashable | None]) -> Whole:
    """A number for each different key; UNKNOWN for None."""
    numbers: dict[Hashable, int] = {}
    found = [UNKNOWN if key is None else numbers.setdefault(key, len(numbers)) for key in keys]
    return np.array(found, dtype=np.int64)
