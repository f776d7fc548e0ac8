"""What is read once for all figures of a region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation import figures as numbers
from raceme.region.bridge.names import Place, industry_name, place_named, short_name
from raceme.region.bridge.tables import Rows, rows_of
from raceme.region.models import MappingRun
from raceme.region.queries import OwnCell, own_cells

STRONG = 1.0  # location quotient from which a region counts as specialised
LISTED = 15  # bars of a picture; more cannot be read


@dataclass
class Facts:
    """A region in a mapping, a year to look at, and who looks. Rows are read when asked for."""

    run: MappingRun
    code: str
    actor: Actor
    year: int

    @cached_property
    def place(self) -> Place:
        return place_named(self.run, self.code)

    @cached_property
    def cells(self) -> Rows:
        """All cells of the region in all years."""
        return rows_of(self.run, "cells", region=self.code)

    @cached_property
    def now(self) -> dict[str, dict[str, Any]]:
        """The cells of the year looked at, by industry."""
        return {row["industry"]: row for row in self.cells if row["year"] == self.year}

    @cached_property
    def before(self) -> dict[str, dict[str, Any]]:
        """The cells of the first year, by industry; none where the first year is looked at."""
        first = self.first_year
        return {row["industry"]: row for row in self.cells if row["year"] == first}

    @property
    def first_year(self) -> int | None:
        """The year that changes are measured from; None where there is none before."""
        first = self.run.years[0]
        return first if first < self.year else None

    @cached_property
    def courses(self) -> Rows:
        """The figures of the whole region, year by year."""
        found = rows_of(self.run, "regions", region=self.code)
        return sorted(found, key=lambda row: int(row["year"]))

    @cached_property
    def whole(self) -> dict[str, Any]:
        """The figures of the whole region in the year looked at."""
        return next((row for row in self.courses if row["year"] == self.year), {})

    @cached_property
    def own(self) -> dict[str, OwnCell]:
        """The cluster's own members in the region, by industry."""
        revision = self.run.dataset.nace_revision
        if not revision:
            return {}
        industries = self.run.counts["industries"]
        return own_cells(self.actor, self.code, industries, revision=revision)

    def name(self, industry: str) -> str:
        return industry_name(self.run, industry)

    def short(self, industry: str) -> str:
        """Name an industry for pictures and sentences."""
        return short_name(self.name(industry))

    def coverage_told(self, rows: Iterable[dict[str, Any]]) -> str:
        """Say how many cells are unknown, and what flags there are among those known."""
        found = list(rows)
        unknown = sum(row["value"] is None for row in found)
        flags = sorted({row["flag"] for row in found if row["flag"] and row["value"] is not None})
        told = _("%(unknown)s of %(cells)s industries are confidential or missing.") % {
            "unknown": numbers.number(unknown),
            "cells": numbers.number(len(found)),
        }
        if not flags:
            return told
        return told + " " + _("Flags of the office: %(flags)s.") % {"flags": ", ".join(flags)}


def known(rows: Iterable[dict[str, Any]], *names: str) -> Rows:
    """Keep the rows in which all these figures are known."""
    return [row for row in rows if all(row.get(name) is not None for name in names)]
