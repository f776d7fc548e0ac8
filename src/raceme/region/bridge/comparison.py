"""All regions of a mapping side by side: ranked, as a table and, with boundaries, as a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.region.bridge.boundaries import drawable
from raceme.region.bridge.figures import Figure, source_of
from raceme.region.bridge.measures import MOVED, Measure, measure_named, values_of
from raceme.region.bridge.names import Place, place_named
from raceme.region.bridge.tables import rows_of
from raceme.region.documents.charts import Bar, bars
from raceme.region.documents.maps import Area, areas
from raceme.region.models import Boundaries, MappingRun
from raceme.vocabulary.classifications import plain

_BARS = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """Which regions are compared, in which year, and by what (a measure, or an industry)."""

    text: str = ""
    country: str = ""
    year: int | None = None
    show: str = MOVED


@dataclass(frozen=True, slots=True)
class Compared:
    """A region among the others; `figure` is what they are ranked by."""

    place: Place
    figure: float | None
    total: float | None
    specialisations: int | None
    complexity: float | None
    distance: float | None
    moved: float | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The regions asked for, ranked in a picture, and on a map if there is one.

    Rows: the largest region first; where somebody chose what to compare by, the highest figure.
    """

    year: int
    measure: Measure
    rows: list[Compared]
    figure: Figure
    map: Figure | None


def comparison_of(
    run: MappingRun, asked: Asked, boundaries: Boundaries | None = None
) -> Comparison:
    """Compare the regions whose name or code has these words, in a country, in a year."""
    at = asked.year or run.years[-1]
    measure = measure_named(run, asked.show or MOVED)
    rows = _rows(run, asked, measure, at)
    sheet = _sheet(run, measure, rows)
    return Comparison(
        year=at,
        measure=measure,
        rows=rows,
        figure=_ranked(run, measure, rows, sheet, at),
        map=_mapped(run, measure, rows, sheet, year=at, boundaries=boundaries)
        if boundaries
        else None,
    )


def _rows(run: MappingRun, asked: Asked, measure: Measure, year: int) -> list[Compared]:
    words = plain(asked.text).split()
    values = values_of(run, measure.code, year)
    found = []
    for row in rows_of(run, "regions", year=year):
        place = place_named(run, row["region"])
        if not place.code.startswith(asked.country):
            continue
        called = plain(" ".join((str(place), *place.also)))
        if not all(word in called for word in words):
            continue
        found.append(_compared(place, row, values.get(place.code)))
    return sorted(found, key=_by_figure if measure.code != MOVED else _by_size)


def _by_size(one: Compared) -> tuple[float, str]:
    return (-(one.total or 0.0), one.place.code)


def _by_figure(one: Compared) -> tuple[bool, float, str]:
    """Put the highest first, and what is unknown last."""
    return (one.figure is None, -(one.figure or 0.0), one.place.code)


def _compared(place: Place, row: dict[str, Any], figure: float | None) -> Compared:
    return Compared(
        place=place,
        figure=figure,
        total=row["region_total"],
        specialisations=row["diversity"],
        complexity=row.get("complexity"),
        distance=row["krugman_specialisation"],
        moved=row.get("structural_change_since_first"),
        coverage=row["coverage"],
    )


def _sheet(run: MappingRun, measure: Measure, rows: list[Compared]) -> Sheet:
    headings = (
        Heading(_("Code")),
        Heading(_("Region")),
        Heading(measure.title, measure.style),
        Heading(run.dataset.measure, Style.WHOLE),
        Heading(_("Specialisations"), Style.WHOLE),
        Heading(_("Complexity"), Style.DECIMAL),
        Heading(_("Distance from all regions (Krugman)"), Style.DECIMAL),
        Heading(_("Moved since the first year"), Style.SHARE),
        Heading(_("Cells known"), Style.SHARE),
    )
    table = [
        (one.place.code, one.place.name, one.figure, one.total, one.specialisations,
         one.complexity, one.distance, one.moved, one.coverage)
        for one in rows
    ]  # fmt: skip
    return Sheet(_("Regions"), headings, table)


def _ranked(
    run: MappingRun, measure: Measure, rows: list[Compared], sheet: Sheet, year: int
) -> Figure:
    known = [(one.figure, one.place) for one in rows if one.figure is not None]
    known.sort(key=lambda pair: (-pair[0], pair[1].code))
    shown = [Bar(str(place), figure * measure.factor) for figure, place in known[:_BARS]]
    said = _("%(title)s: the first %(count)s regions in %(year)s.") % {
        "title": measure.title,
        "count": len(shown),
        "year": year,
    }
    return Figure(
        code="regions",
        title=measure.title,
        sentence=measure.sentence,
        description=said,
        sheet=sheet,
        source=source_of(run, year=year),
        draw=(lambda width: bars(shown, axis=measure.axis, said=said, width=width))
        if shown
        else None,
        told=(_unknown(rows),),
    )


def _mapped(
    run: MappingRun,
    measure: Measure,
    rows: list[Compared],
    sheet: Sheet,
    *,
    year: int,
    boundaries: Boundaries,
) -> Figure | None:
    """Colour the regions on a map; None where none of them has boundaries."""
    shapes = drawable(boundaries)
    shown = [
        Area(
            str(one.place),
            shapes[one.place.code],
            None if one.figure is None else one.figure * measure.factor,
        )
        for one in rows
        if one.place.code in shapes
    ]
    if not shown:
        return None
    said = _("Map: %(title)s, %(year)s; %(count)s regions.") % {
        "title": measure.title,
        "year": year,
        "count": len(shown),
    }
    return Figure(
        code="map",
        title=_("On the map"),
        sentence=_(
            "The darker, the higher the figure; each colour stands for a fifth of the regions."
            " White regions are unknown."
        ),
        description=said,
        sheet=sheet,
        source=f"{source_of(run, year=year)} · {boundaries.attribution} ({boundaries.licence})",
        draw=lambda width: areas(shown, legend=measure.axis, said=said, width=width),
        told=(
            _("%(count)s regions have no boundaries here, or lie overseas.")
            % {"count": len(rows) - len(shown)},
        ),
    )


def _unknown(rows: list[Compared]) -> str:
    return _("Of %(count)s regions the figure is unknown.") % {
        "count": sum(one.figure is None for one in rows)
    }
