"""All regions of a mapping side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.region.bridge.figures import Figure, source_of
from raceme.region.bridge.names import Place, place_named
from raceme.region.bridge.tables import Rows, rows_of
from raceme.region.documents.charts import Bar, bars
from raceme.region.models import MappingRun
from raceme.vocabulary.classifications import plain

_BARS = 20


@dataclass(frozen=True, slots=True)
class Compared:
    """A region among the others."""

    place: Place
    total: float | None
    specialisations: int | None
    complexity: float | None
    distance: float | None
    moved: float | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The regions asked for, largest first, and a picture of the most complex of them."""

    year: int
    rows: list[Compared]
    figure: Figure


def comparison_of(
    run: MappingRun, *, text: str = "", country: str = "", year: int | None = None
) -> Comparison:
    """Compare the regions whose name or code has these words, in a country, in a year."""
    at = year or run.years[-1]
    rows = _rows(run, text, country, at)
    return Comparison(at, rows, _figure(run, rows, at))


def ranked_figure(
    run: MappingRun, *, text: str = "", country: str = "", year: int | None = None
) -> Figure:
    """Give the same as a figure to take away."""
    return comparison_of(run, text=text, country=country, year=year).figure


def _rows(run: MappingRun, text: str, country: str, year: int) -> list[Compared]:
    words = plain(text).split()
    found = []
    table: Rows = rows_of(run, "regions", year=year)
    for row in table:
        place = place_named(run, row["region"])
        if not place.code.startswith(country):
            continue
        if not all(word in plain(str(place)) for word in words):
            continue
        found.append(_compared(place, row))
    return sorted(found, key=lambda one: (-(one.total or 0.0), one.place.code))


def _compared(place: Place, row: dict[str, Any]) -> Compared:
    return Compared(
        place=place,
        total=row["region_total"],
        specialisations=row["diversity"],
        complexity=row.get("complexity"),
        distance=row["krugman_specialisation"],
        moved=row.get("structural_change_since_first"),
        coverage=row["coverage"],
    )


def _figure(run: MappingRun, rows: list[Compared], year: int) -> Figure:
    headings = (
        Heading(_("Code")),
        Heading(_("Region")),
        Heading(run.dataset.measure, Style.WHOLE),
        Heading(_("Specialisations"), Style.WHOLE),
        Heading(_("Complexity"), Style.DECIMAL),
        Heading(_("Distance from all regions (Krugman)"), Style.DECIMAL),
        Heading(_("Moved since the first year"), Style.SHARE),
        Heading(_("Cells known"), Style.SHARE),
    )
    table = [
        (one.place.code, one.place.name, one.total, one.specialisations, one.complexity,
         one.distance, one.moved, one.coverage)
        for one in rows
    ]  # fmt: skip
    ranked = sorted(
        (one for one in rows if one.moved is not None), key=lambda one: -(one.moved or 0.0)
    )
    shown = [Bar(str(one.place), 100 * (one.moved or 0.0)) for one in ranked[:_BARS]]
    said = _("The regions whose structure moved most from the first year to %(year)s.") % {
        "year": year
    }
    return Figure(
        code="regions",
        title=_("Where structures change most"),
        sentence=_(
            "The bar says what part of the region's work moved from one industry to another since"
            " the first year: 10 means that every tenth job changed its industry."
        ),
        description=said,
        sheet=Sheet(_("Regions"), headings, table),
        source=source_of(run, year=year),
        draw=(lambda width: bars(shown, axis=_("% that moved"), said=said, width=width))
        if shown
        else None,
    )
