"""Whether a list that was sent in names a person, wherever in it the name stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from raceme.foundation.tabular.opening import grids_in
from raceme.foundation.tabular.values import UnreadableTable
from raceme.intake.models import UploadedFile

_WORD = re.compile(r"[\w@.+-]+")


def names_somebody(file: UploadedFile, words: Sequence[str]) -> bool:
    """Whether one row of the file, or one text of its preview, holds a name or an address.

    `words` are names and addresses, each as it may be written. A name may stand in several cells of
    a row. A file that cannot be read any more may name anybody.
    """
    wanted = [parts for parts in map(_parts, words) if parts]
    try:
        return any(parts <= here for here in map(_parts, _texts_of(file)) for parts in wanted)
    except UnreadableTable:
        return True


def _texts_of(file: UploadedFile) -> Iterator[str]:
    yield from _texts_in(file.seen)
    content = bytes(file.content)
    if not content:
        return
    for grid in grids_in(content, file.upload.file_name):
        for row in grid.rows:
            yield " ".join(str(cell) for cell in row.cells if cell is not None)


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    held: Iterable[Any] = ()
    if isinstance(value, dict):
        held = value.values()
    elif isinstance(value, list):
        held = value
    for one in held:
        yield from _texts_in(one)


def _parts(text: str) -> frozenset[str]:
    return frozenset(part.strip(".-") for part in _WORD.findall(text.casefold())) - {""}
