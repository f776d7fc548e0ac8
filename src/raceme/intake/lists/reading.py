"""A file becomes drafts: read, understood, mapped, checked. One door for pages, API and command."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from raceme.foundation.tabular.understanding import Understood, understand
from raceme.foundation.tabular.values import Problem
from raceme.intake.lists.drafts import read_lines
from raceme.intake.lists.kept import understood_lately
from raceme.intake.lists.mapping import holds_of, places_in
from raceme.intake.lists.members import drafts_of_members
from raceme.intake.lists.needs import drafts_of_needs
from raceme.intake.lists.values import Drafts, Holds, Place, Said
from raceme.vocabulary.headings import is_heading


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list, everything understood about it, and what each column is taken for."""

    understood: Understood
    holds: Holds
    places: tuple[Place, ...]
    said: Said

    @property
    def aside(self) -> tuple[Place, ...]:
        """The columns that are taken for nothing."""
        return tuple(place for place in self.places if not place.target)

    @property
    def targets(self) -> frozenset[str]:
        return frozenset(place.target for place in self.places if place.target)

    @property
    def missing(self) -> str:
        """What the list lacks as a whole, in a sentence; empty where nothing is missing."""
        identifying = {f"organisation.{name}" for name in ("code", "vat", "website", "name")}
        if self.holds == Holds.MEMBERS:
            has = {"organisation.name", "organisation.code", "organisation.vat"} & self.targets
            return "" if has else _("No column is taken for the name, id or VAT number.")
        if not identifying & self.targets:
            return _("No column says which member has spoken.")
        is_wide = any(target.startswith("topic:") for target in self.targets)
        if not is_wide and "need.topic" not in self.targets:
            return _("No column is taken for the topic, and none belongs to a topic.")
        if not is_wide and "need.importance" not in self.targets:
            return _("No column is taken for the importance.")
        if "need.recorded_on" not in self.targets | self.said.for_all.keys():
            return _("No column is taken for the date. Say a date for all rows.")
        return ""


def look_at(source: Path | bytes, name: str, said: Said | None = None) -> ReadList:
    """Understand a file and take each column for something; raises UnreadableTable."""
    said = said or Said()
    read = partial(
        understand,
        source,
        name,
        knows=is_heading,
        sheet=said.sheet,
        header_row=said.header_row,
        with_asides=said.with_asides,
    )
    understood = read() if isinstance(source, Path) else understood_lately(source, name, said, read)
    holds = said.holds or holds_of(understood)
    places = places_in(understood, holds, said)
    return ReadList(understood, holds, places, replace(said, holds=holds))


def drafts_of(read: ReadList) -> Drafts:
    """Read every row into drafts; rows with errors are in none of them."""
    if read.missing:
        missing = Problem(file=read.understood.table.name, message=read.missing)
        return Drafts(errors=(missing,))
    lines = read_lines(read.understood.table, read.places, read.said)
    return drafts_of_members(lines) if read.holds == Holds.MEMBERS else drafts_of_needs(lines)
