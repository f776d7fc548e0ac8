"""Where to draw the places of a network: tied ones near each other, nobody on top of another.

Each connected part by itself with forces as in Fruchterman and Reingold (1991); then the parts on
shelves, the largest first, each on a square that grows with its places. It draws no lots: the same
network gives the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from raceme.cores.connecting.figures import Pair, parts_of, table_of

Floats = NDArray[np.float64]
ROUNDS = 250
WARM, COOL = 0.12, 0.002  # how far a place moves at most in the first and in the last round
TO_THE_MIDDLE = 0.4
WIDER = 1.4  # shelves are wider than high, as screens are
GOLDEN = np.pi * (3 - np.sqrt(5))


def places_of(count: int, pairs: Iterable[Pair]) -> Floats:
    """Give a point between (0, 0) and (1, 1) for each place."""
    table = table_of(count, pairs)
    points = np.zeros((count, 2))
    if count == 0:
        return points
    labels, sizes = parts_of(table)
    corners, sides = _on_shelves(sizes)
    for part in range(len(sizes)):
        here = np.flatnonzero(labels == part)
        inner = _forces(table[here][:, here])
        # A quarter of a step of air on each side keeps neighbouring parts apart.
        points[here] = corners[part] + 0.25 + inner * (sides[part] - 0.5)
    low, high = points.min(axis=0), points.max(axis=0)
    return np.asarray((points - low) / np.maximum(high - low, 1e-9), dtype=float)


def _forces(table: Any) -> Floats:
    """Points between 0 and 1 of one connected part."""
    count = table.shape[0]
    if count == 1:
        return np.full((1, 2), 0.5)
    ends = np.column_stack(table.nonzero())
    ties = ends[ends[:, 0] < ends[:, 1]]
    points = _begin(count)
    ideal = 1 / np.sqrt(count)
    for warmth in np.geomspace(WARM, COOL, ROUNDS):
        push = _push(points, ideal) + _pull(points, ties, ideal) - TO_THE_MIDDLE * points
        length = np.linalg.norm(push, axis=1, keepdims=True)
        points = points + push / np.maximum(length, 1e-9) * np.minimum(length, warmth)
    low, high = points.min(axis=0), points.max(axis=0)
    return np.asarray((points - low) / np.maximum(high - low, 1e-9), dtype=float)


def _on_shelves(sizes: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """The left lower corner and the side of the square of each part, the largest first."""
    sides = np.sqrt(np.asarray(sizes, dtype=float))
    width = max(sides[0], WIDER * np.sqrt((sides**2).sum()))
    corners = np.zeros((len(sides), 2))
    x, y, height = 0.0, 0.0, 0.0
    for part, side in enumerate(sides):
        if x + side > width + 1e-9:
            x, y, height = 0.0, y + height, 0.0
        corners[part] = x, y
        x, height = x + side, max(height, side)
    return corners, sides


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
