"""What can be said of one organisation by itself: how active, how new, how large its projects."""

from __future__ import annotations

import numpy as np

from raceme.cores.matching.history import Floats, History
from raceme.cores.matching.network import Network

NEVER = 9.0  # years; longer ago than anything in the lists


def standing_of(history: History, network: Network) -> dict[str, Floats]:
    """One figure for each organisation, under its name."""
    shared = history.is_shared.astype(np.float32)
    alone = np.float32(1) - shared
    last_year = (history.age <= 1).astype(np.float32)
    year_before = ((history.age > 1) & (history.age <= 2)).astype(np.float32)
    half_year = (history.age <= 0.5).astype(np.float32)
    done = history.count(shared)
    size = history.members.astype(np.float32)
    some = np.maximum(done, 1)
    lately = (history.age <= 1.5).astype(np.float32) * shared
    return {
        "partners": network.degree,
        "partners_aged": network.aged.strength,
        "done": done,
        "done_aged": network.aged.own,
        "done_last_year": history.count(shared * last_year),
        "done_year_before": history.count(shared * year_before),
        "done_half_year": history.count(shared * half_year),
        "alone": history.count(alone),
        "alone_last_year": history.count(alone * last_year),
        "led": _led(history, shared),
        "led_share": _led(history, shared) / some,
        "size_mean": history.count(shared * size) / some,
        "size_lately": history.count(lately * size) / np.maximum(history.count(lately), 1),
        "running": history.count(shared * (history.left > 0)),
        "ending": history.count(shared * ((history.left > 0) & (history.left < 1))),
        "last": _extreme(history, np.minimum, NEVER),
        "first": _extreme(history, np.maximum, 0.0),
    }


def _led(history: History, shared: Floats) -> Floats:
    weights = shared[history.what] * history.is_lead
    led = np.bincount(history.who, weights=weights, minlength=len(history.organisations))
    return led.astype(np.float32)


def _extreme(history: History, which: np.ufunc, empty: float) -> Floats:
    """The age of the last or the first shared collaboration."""
    found = np.full(len(history.organisations), empty, dtype=np.float32)
    counts = history.is_shared[history.what]
    which.at(found, history.who[counts], history.age[history.what[counts]])
    return found
