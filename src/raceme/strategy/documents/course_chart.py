"""The picture of an indicator: what was measured, against the line from start to targets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raceme.cores.monitoring.course import line_of
from raceme.cores.monitoring.values import Actual, Course
from raceme.foundation import charts, figures
from raceme.foundation.templatetags.raceme import day

HEIGHT = 240
MONTHS_UP_TO_YEARS = 3  # a longer time is marked by years only

Links = Callable[[Actual], str | None]


@dataclass(frozen=True, slots=True)
class Break:
    """A day from which something else is measured."""

    on: date
    label: str


def course_chart(
    course: Course,
    actuals: Sequence[Actual],
    breaks: Sequence[Break],
    *,
    unit: str,
    width: int,
    links: Links,
) -> str:
    """Draw the figures of each definition as a line of its own, and the line of the targets.

    Where there is neither, nothing is drawn: an empty text.
    """
    measured = [_measured(one, course, links) for one in actuals if one.value is not None]
    wanted = [_wanted(on, value) for on, value in line_of(course)]
    days = [row["on"] for row in (*measured, *wanted)]
    if not days:
        return ""
    x = alt.X("on:T", axis=_time_axis(days), scale=alt.Scale(type="utc", nice=False))
    y = alt.Y("value:Q", axis=alt.Axis(title=unit, format=",.2~f", tickCount=5))
    colour = alt.Color(
        "kind:N",
        title=None,
        scale=alt.Scale(domain=list(_kinds(measured)), range=list(_kinds(measured).values())),
        legend=alt.Legend(orient="top", symbolType="stroke", symbolStrokeWidth=3),
    )
    chart = (
        _target_layers(wanted, x, y, colour)
        + _measured_layers(measured, x, y, colour)
        + _break_layers(breaks, x)
    )
    frame = charts.Frame(left=70, right=24, top=40, bottom=32)
    description = _description(measured, wanted, unit)
    return charts.drawn(frame.around(chart, width=width, height=HEIGHT), description=description)


def _measured(actual: Actual, course: Course, links: Links) -> dict[str, Any]:
    is_of_now = actual.definition == course.definition
    address = links(actual)
    row: dict[str, Any] = {
        "on": actual.on.isoformat(),
        "value": actual.value,
        "definition": actual.definition,
        "kind": _("measured") if is_of_now else _("by an earlier definition"),
        "said": _("%(day)s: %(value)s")
        % {"day": day(actual.on), "value": figures.number(actual.value)},
    }
    return row if address is None else row | {"href": charts.link(address)}


def _wanted(on: date, value: float) -> dict[str, Any]:
    said = _("to be reached by %(day)s: %(value)s")
    return {
        "on": on.isoformat(),
        "value": value,
        "kind": _("wanted"),
        "said": said % {"day": day(on), "value": figures.number(value)},
    }


def _kinds(measured: list[dict[str, Any]]) -> dict[str, str]:
    """Give the entries of the legend with their colours; an old definition only where one is."""
    earlier = _("by an earlier definition")
    kinds = {_("measured"): charts.ACCENT, _("wanted"): charts.WARNING}
    return kinds | ({earlier: charts.QUIET} if any(r["kind"] == earlier for r in measured) else {})


def _target_layers(
    rows: list[dict[str, Any]], x: alt.X, y: alt.Y, colour: alt.Color
) -> alt.LayerChart:
    base = charts.chart_of(rows).encode(x=x, y=y, color=colour)
    line = base.mark_line(strokeDash=[6, 4], strokeWidth=2, aria=False)
    corners = base.mark_point(shape="diamond", filled=True, size=70, opacity=1)
    layers: alt.LayerChart = line + corners.encode(description=alt.Description("said:N"))
    return layers


def _measured_layers(
    rows: list[dict[str, Any]], x: alt.X, y: alt.Y, colour: alt.Color
) -> alt.LayerChart:
    base = charts.chart_of(rows).encode(x=x, y=y, color=colour)
    line = base.mark_line(strokeWidth=2.5, aria=False).encode(detail="definition:N")
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        description=alt.Description("said:N")
    )
    if any("href" in row for row in rows):
        points = points.encode(href=alt.Href("href:N"))
    layers: alt.LayerChart = line + points
    return layers


def _break_layers(breaks: Sequence[Break], x: alt.X) -> alt.LayerChart:
    rows = [{"on": one.on.isoformat(), "label": one.label} for one in breaks]
    base = charts.chart_of(rows).encode(x=x)
    rule = base.mark_rule(color=charts.INK, strokeDash=[2, 3], strokeWidth=1.5, aria=False)
    label = base.mark_text(align="left", baseline="top", dx=4, y=2).encode(text="label:N")
    layers: alt.LayerChart = rule + label
    return layers


def _time_axis(days: list[str]) -> alt.Axis:
    """Mark years; months too where the time is short."""
    years = [int(one[:4]) for one in days]
    if max(years) - min(years) >= MONTHS_UP_TO_YEARS:
        return alt.Axis(title=None, format="%Y", tickCount="year", grid=False)
    return alt.Axis(title=None, format="%m/%Y", tickCount=5, labelOverlap=True, grid=False)


def _description(measured: list[dict[str, Any]], wanted: list[dict[str, Any]], unit: str) -> str:
    goal = max(wanted, key=lambda row: row["on"], default=None)
    asked = "" if goal is None else _sentence(goal["said"])
    if not measured:
        return _("Nothing has been measured yet.") + f" {asked}"
    last = max(measured, key=lambda row: row["on"])
    counted = ngettext(
        "%(count)s figure in %(unit)s, the latest on %(figure)s.",
        "%(count)s figures in %(unit)s, the latest on %(figure)s.",
        len(measured),
    )
    said = counted % {"count": len(measured), "unit": unit, "figure": last["said"]}
    return f"{said} {asked}".strip()


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
