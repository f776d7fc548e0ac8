"""Where to draw the places of a network: tied ones near each other, nobody on top of another.

Forces as in Fruchterman and Reingold (1991), with a pull to the middle that keeps separate parts
together. It begins on a circle in the order of the ties and draws no lots: the same network gives
the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from raceme.cores.connecting.figures import Pair
from raceme.cores.errors import BadInput

Floats = NDArray[np.float64]
ROUNDS = 250
WARM, COOL = 0.12, 0.002  # how far a place moves at most in the first and in the last round
TO_THE_MIDDLE = 0.4
GOLDEN = np.pi * (3 - np.sqrt(5))


def places_of(count: int, pairs: Iterable[Pair]) -> Floats:
    """Give a point between (0, 0) and (1, 1) for each place."""
    ties = np.array(sorted({(min(p), max(p)) for p in pairs}), dtype=np.int64).reshape(-1, 2)
    if len(ties) and (ties.min() < 0 or ties.max() >= count):
        raise BadInput("a tie is outside the network")
    if count == 0:
        return np.zeros((0, 2))
    points = _begin(count)
    ideal = 1 / np.sqrt(count)
    for warmth in np.geomspace(WARM, COOL, ROUNDS):
        push = _push(points, ideal) + _pull(points, ties, ideal) - TO_THE_MIDDLE * points
        length = np.linalg.norm(push, axis=1, keepdims=True)
        points = points + push / np.maximum(length, 1e-9) * np.minimum(length, warmth)
    return _fitted(points)


def _begin(count: int) -> Floats:
    """A sunflower: even all over, and no two at the same angle."""
    turns = np.arange(count) * GOLDEN
    radius = np.sqrt((np.arange(count) + 0.5) / count)
    return np.column_stack([radius * np.cos(turns), radius * np.sin(turns)])


def _push(points: Floats, ideal: float) -> Floats:
    away = points[:, None, :] - points[None, :, :]
    squared = np.maximum((away**2).sum(axis=2), 1e-6)
    return np.asarray((away / squared[:, :, None]).sum(axis=1) * ideal**2, dtype=float)


def _pull(points: Floats, ties: NDArray[np.int64], ideal: float) -> Floats:
    moved = np.zeros_like(points)
    towards = points[ties[:, 1]] - points[ties[:, 0]]
    force = towards * np.linalg.norm(towards, axis=1, keepdims=True) / ideal
    np.add.at(moved, ties[:, 0], force)
    np.add.at(moved, ties[:, 1], -force)
    return moved


def _fitted(points: Floats) -> Floats:
    low, high = points.min(axis=0), points.max(axis=0)
    return np.asarray((points - low) / np.maximum(high - low, 1e-9), dtype=float)
