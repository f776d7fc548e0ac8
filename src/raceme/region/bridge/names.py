"""Codes of a run in human words: regions by NUTS, industries by NACE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from raceme.region.models import MappingRun
from raceme.vocabulary import nace, nuts


@dataclass(frozen=True, slots=True)
class Place:
    """A region as people know it."""

    code: str
    name: str
    also: tuple[str, ...] = ()  # in Latin letters, where it is written in others

    def __str__(self) -> str:
        return self.name if self.name == self.code else f"{self.name} ({self.code})"


def place_named(run: MappingRun, code: str) -> Place:
    """Name a region in the dataset's version of NUTS; a code it lacks stays as it is written."""
    version = run.dataset.nuts_version
    entry = nuts.regions(version).named(code) if version else None
    return Place(code, entry.label, entry.also) if entry is not None else Place(code, code)


def named_places(run: MappingRun, codes: Iterable[str]) -> list[Place]:
    """Name several regions."""
    return [place_named(run, code) for code in codes]


def industry_name(run: MappingRun, code: str) -> str:
    """Name an industry in the dataset's edition of NACE, without its code."""
    revision = run.dataset.nace_revision
    entry = nace.activities(revision).named(nace.code_of(code)) if revision else None
    return entry.label if entry is not None else code


# What every second industry begins with, and what is left of it where there is little room. German
# needs its short form: without it, what follows would stand in the wrong case.
_BEGINNINGS = {
    "Manufacture of ": "",
    "Herstellung von ": "H. v. ",
    "Fabrication de ": "",
    "Fabbricazione di ": "",
}


def short_name(name: str) -> str:
    """Shorten the name of an industry for pictures and sentences: “Basic metals”."""
    for beginning, short in _BEGINNINGS.items():
        if name.startswith(beginning) and len(name) > len(beginning):
            rest = short + name.removeprefix(beginning)
            return rest[:1].upper() + rest[1:]
    return name
