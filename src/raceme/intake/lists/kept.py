"""The file understood last in this process: sent in, mapped and previewed, it is read once.

Only one at a time, and let go of with the comparison made of it: it holds the people of the list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from threading import Lock

from django.utils.translation import get_language

from raceme.foundation.tabular.understanding import Understood
from raceme.intake.lists.values import Said

_kept: list[tuple[tuple[object, ...], Understood]] = []  # one at most
_lock = Lock()


def understood_lately(
    content: bytes, name: str, said: Said, understand: Callable[[], Understood]
) -> Understood:
    """Give what this very file was understood as last time, or understand it and keep that."""
    digest = hashlib.sha256(content).digest()
    # Its notes are sentences, in the language of whoever asked.
    key = (digest, name, said.sheet, said.header_row, said.with_asides, get_language())
    with _lock:
        found = next((understood for known, understood in _kept if known == key), None)
    if found is None:
        found = understand()
        with _lock:
            _kept[:] = [(key, found)]
    return found


def forget() -> None:
    """Let go of it; whoever asks next reads the file again."""
    with _lock:
        _kept.clear()
