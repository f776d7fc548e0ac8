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

    def __str__(self) -> str:
        return self.name if self.name == self.code else f"{self.name} ({self.code})"


def place_named(run: MappingRun, code: str) -> Place:
    """Name a region in the dataset's version of NUTS; a code it lacks stays as it is written."""
    version = run.dataset.nuts_version
    entry = nuts.regions(version).named(code) if version else None
    return Place(code, entry.label if entry is not None else code)


def named_places(run: MappingRun, codes: Iterable[str]) -> list[Place]:
    """Name several regions."""
    return [place_named(run, code) for code in codes]


def industry_name(run: MappingRun, code: str) -> str:
    """Name an industry in the dataset's edition of NACE, without its code."""
    revision = run.dataset.nace_revision
    entry = nace.activities(revision).named(nace.code_of(code)) if revision else None
    return entry.label if entry is not None else code


def is_named(run: MappingRun, code: str) -> bool:
    """Whether the code of an industry is one of the dataset's edition of NACE."""
    revision = run.dataset.nace_revision
    return bool(revision) and nace.activities(revision).named(nace.code_of(code)) is not None
