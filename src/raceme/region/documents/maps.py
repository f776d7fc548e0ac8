"""Regions coloured on a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from raceme.foundation import charts
from raceme.foundation.figures import number
from raceme.region.documents.charts import NARROW

# From light to dark of one hue: told apart by everybody, in print without colour too.
_FIFTHS = ["#d3eaee", "#99c9d2", "#5aa7b5", "#0b7285", "#07454f"]


@dataclass(frozen=True, slots=True)
class Area:
    """A region: its polygons (longitude, latitude) and its figure, None where unknown."""

    name: str
    polygons: list[list[list[list[float]]]]
    figure: float | None


def areas(rows: Sequence[Area], *, legend: str, said: str, width: int) -> str:
    """Draw regions in five colours, a fifth of them each; unknown ones white.

    The projection keeps areas true, as the EU asks of statistical maps.
    """
    classes = _classes([one.figure for one in rows if one.figure is not None])
    unknown = _("unknown")
    values = [_feature(one, _class_of(one.figure, classes) or unknown) for one in rows]
    names = [name for _most, name in classes]
    scale = alt.Scale(domain=[*names, unknown], range=[*_FIFTHS[-len(names) :], charts.PAPER])
    columns = 2 if width == NARROW else 6
    key = alt.Legend(
        orient="bottom", symbolType="square", symbolStrokeColor=charts.QUIET, columns=columns,
        symbolStrokeWidth=0.5, columnPadding=18, rowPadding=4, titleLimit=0, symbolSize=160,
    )  # fmt: skip
    chart = (
        charts.chart_of(values)
        .mark_geoshape(stroke=charts.QUIET, strokeWidth=0.3, aria=False)
        .encode(color=alt.Color("properties.kind:N", title=legend, scale=scale, legend=key))
        .project(type="azimuthalEqualArea", rotate=[-10, -52, 0])
    )
    height = int(width * (0.85 if width != NARROW else 1.0))
    frame = charts.Frame(left=8, right=8, top=8, bottom=64 if width != NARROW else 110)
    return charts.drawn(frame.around(chart, width=width - 16, height=height), description=said)


def _classes(figures: Sequence[float]) -> list[tuple[float, str]]:
    """Cut figures into fifths: the highest figure of each class, and its name; ties stay whole."""
    ordered = sorted(figures)
    ends = (
        [ordered[max(0, len(ordered) * part // 5 - 1)] for part in range(1, 6)] if ordered else []
    )
    ends = sorted(set(ends))
    starts = [*ordered[:1], *(next(one for one in ordered if one > end) for end in ends[:-1])]
    return [
        (end, number(start) if start == end else f"{number(start)} \N{EN DASH} {number(end)}")
        for start, end in zip(starts, ends, strict=True)
    ]


def _class_of(figure: float | None, classes: Sequence[tuple[float, str]]) -> str | None:
    if figure is None:
        return None
    return next(name for most, name in classes if figure <= most)


def _feature(area: Area, kind: str) -> dict[str, Any]:
    # The drawing library takes rings the other way round for the whole globe without a hole.
    polygons = [
        [_clockwise(ring, is_hole=at > 0) for at, ring in enumerate(polygon)]
        for polygon in area.polygons
    ]
    return {
        "type": "Feature",
        "properties": {"name": area.name, "kind": kind},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def _clockwise(ring: list[list[float]], *, is_hole: bool) -> list[list[float]]:
    turn = sum((two[0] - one[0]) * (two[1] + one[1]) for one, two in pairwise(ring))
    return ring if (turn > 0) != is_hole else ring[::-1]
