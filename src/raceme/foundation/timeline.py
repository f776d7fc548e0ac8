"""One line of time for one thing: what happened to it, told by every capability that knows of it.

A capability registers, in its `apps.py`, a source for a place such as "organisation": a function
that gives, for whoever looks, what happened and when. Each source asks the database as often for
one row as for many.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened on a day. `page` and `values` lead to it; empty where none does."""

    on: date | None  # None: nobody knows when
    text: str
    note: str = ""
    page: str = ""  # name of an address in the cluster, such as "needs:detail"
    values: Mapping[str, object] = field(default_factory=dict)
    query: str = ""  # what follows the question mark


@dataclass(frozen=True)
class Source:
    """What one capability knows to tell about a thing.

    `is_taking_part`: what it tells shows that the thing takes part; counted by year.
    """

    kind: str
    label: Words
    icon: str
    tell: Callable[[Any, Any], Iterable[Entry]]  # of whoever looks, about the thing
    is_taking_part: bool = False


@dataclass(frozen=True)
class Told:
    """An entry together with where it comes from."""

    entry: Entry
    source: Source


_sources: dict[str, dict[str, Source]] = defaultdict(dict)


def register(place: str, source: Source) -> None:
    """Make a source known. Registering the same kind again replaces it."""
    _sources[place][source.kind] = source


def sources_of(place: str) -> tuple[Source, ...]:
    """All sources of a place, in the order in which they were made known."""
    return tuple(_sources[place].values())


def told_of(place: str, actor: object, thing: object, *, kind: str = "") -> list[Told]:
    """What happened to a thing, newest first; what nobody can date comes last."""
    told = [
        Told(entry, source)
        for source in sources_of(place)
        if kind in ("", source.kind)
        for entry in source.tell(actor, thing)
    ]
    return sorted(told, key=lambda one: one.entry.on or date.min, reverse=True)


def taken_part(
    place: str, told: Iterable[Told], *, since: date, until: date
) -> list[tuple[Source, int]]:
    """Count what shows that a thing took part between two days, by source, zeros included."""
    counted = Counter(
        one.source.kind for one in told if one.entry.on and since <= one.entry.on <= until
    )
    return [(one, counted[one.kind]) for one in sources_of(place) if one.is_taking_part]
