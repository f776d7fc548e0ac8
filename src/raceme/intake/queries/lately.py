"""The comparison made last in this process, kept for the loading that follows its preview.

Only one at a time, and not for long: it holds the people of the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from raceme.intake.lists import kept
from raceme.intake.lists.reading import ReadList
from raceme.intake.queries.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a list would change, and all that this rests on."""

    key: tuple[object, ...]
    read: ReadList
    outcome: Outcome


_kept: list[Comparison] = []  # one at most
_lock = Lock()


def compared_lately(key: tuple[object, ...]) -> Comparison | None:
    """Give what was found last, if it rests on just this."""
    with _lock:
        return next((one for one in _kept if one.key == key), None)


def keep(comparison: Comparison) -> None:
    """Keep a comparison in place of the one before."""
    with _lock:
        _kept[:] = [comparison]


def forget() -> None:
    """Let go of it, and of the file it was made of; who asks next compares again."""
    with _lock:
        _kept.clear()
    kept.forget()
