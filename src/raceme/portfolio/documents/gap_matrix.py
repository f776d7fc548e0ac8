"""The need x service matrix as a picture: who answers which topic, and what stays unmet."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from raceme.cores.planning.values import Fit, GapCell, Plan, TopicResult
from raceme.foundation import charts
from raceme.portfolio.documents import figures
from raceme.portfolio.documents.picture import (
    ROW,
    Links,
    Picture,
    room_for,
    row_label,
    topics_asked_for,
)

_LONGEST_COLUMN = 38  # letters of a service's name before it is cut
_SLANT = 55  # degrees by which the names of services rise
_NARROWEST, _WIDEST = 24, 34  # pixels from one service to the next
_WHITE_TEXT_FROM = 0.6  # share of a cell from which white text has more contrast than dark text

# Light enough for dark text, and told apart by their lightness as well.
_FIT_COLOURS = {Fit.UNMET: "#f4c9a8", Fit.COVERED: "#d9ecef", Fit.OVER_SERVED: "#b9b3dd"}


@dataclass(frozen=True, slots=True)
class _Matrix:
    """What is drawn: rows, columns with their names, and the filled cells."""

    topics: list[TopicResult]
    columns: Mapping[str, str]  # service -> heading
    given: list[GapCell]
    total: str  # heading of the column for all services together
    links: Links | None


def useful_services(plan: Plan) -> list[str]:
    """List the services of the plan that answer a topic somebody asks for."""
    useful = {cell.service for cell in _given(plan)}
    return [service.id for service in plan.services if service.id in useful]


def gap_chart(
    plan: Plan,
    *,
    width: int = 420,
    only: Sequence[str] | None = None,
    row: int = ROW,
    font: str = charts.WEB_FONT,
    links: Links | None = None,
) -> Picture:
    """Draw which service of the plan answers which topic, and what is covered all in all.

    `width` is wished for, without the room for names: many services take more, few take less.
    `only` draws these services and the topics they answer: a part that fits on paper.
    """
    matrix = _matrix(plan, only, links)
    headings = [matrix.total, *matrix.columns.values()]
    x = alt.X(
        "column:N",
        title=None,
        axis=alt.Axis(orient="top", labelAngle=-_SLANT, labelFontSize=11, labelOverlap=False),
        scale=alt.Scale(domain=headings),
    )
    y = alt.Y("row:N", title=None, scale=alt.Scale(domain=[row_label(t.id) for t in matrix.topics]))
    slanted = charts.text_width(headings, size=11)
    frame = charts.Frame(
        left=room_for(matrix.topics),
        right=12 + slanted * math.cos(math.radians(_SLANT)),
        top=16 + slanted * math.sin(math.radians(_SLANT)),
        bottom=36,
    )
    layers = _cell_layers(matrix, x, y) + _total_layers(matrix, x, y)
    chart = frame.around(
        layers.resolve_scale(color="independent"),
        width=len(headings) * max(_NARROWEST, min(_WIDEST, width // len(headings))),
        height=row * max(1, len(matrix.topics)),
    )
    description = _description(matrix)
    return Picture(charts.drawn(chart, description=description, font=font), description)


def fit_names() -> Mapping[Fit, str]:
    """Name how well a topic is answered."""
    return {
        Fit.UNMET: _("unmet"),
        Fit.COVERED: _("covered"),
        Fit.OVER_SERVED: _("over-served"),
    }


def _given(plan: Plan) -> list[GapCell]:
    asked = {topic.id for topic in topics_asked_for(plan)}
    return [cell for cell in plan.cells if cell.given > 0 and cell.topic in asked]


def _matrix(plan: Plan, only: Sequence[str] | None, links: Links | None) -> _Matrix:
    columns = useful_services(plan) if only is None else list(only)
    given = [cell for cell in _given(plan) if cell.service in columns]
    answered = {cell.topic for cell in given}
    names = {service.id: service.name for service in plan.services}
    return _Matrix(
        topics=[t for t in topics_asked_for(plan) if only is None or t.id in answered],
        columns=_distinct({service: names[service] for service in columns}),
        given=given,
        total=_("All together"),
        links=links,
    )


def _distinct(names: Mapping[str, str]) -> dict[str, str]:
    """Give two services with the same name two columns."""
    cut = {id_: charts.shortened(name, longest=_LONGEST_COLUMN) for id_, name in names.items()}
    written = list(cut.values())
    return {
        id_: name if written.count(name) == 1 else f"{name} ({id_})" for id_, name in cut.items()
    }


def _description(matrix: _Matrix) -> str:
    return _(
        "Table of %(topics)s topics and %(services)s services of the plan; each cell says how much"
        " of the topic the service covers. %(unmet)s topics stay unmet."
    ) % {
        "topics": len(matrix.topics),
        "services": len(matrix.columns),
        "unmet": sum(topic.fit == Fit.UNMET for topic in matrix.topics),
    }


def _cell_layers(matrix: _Matrix, x: alt.X, y: alt.Y) -> alt.LayerChart:
    rows = [
        _cell(row_label(cell.topic), matrix.columns[cell.service], cell.given)
        | _href(matrix.links, topic=cell.topic, service=cell.service)
        for cell in matrix.given
    ]
    colour = alt.Color(
        "share:Q",
        scale=alt.Scale(domain=[0, 1], range=["#eef6f8", charts.ACCENT]),
        legend=None,
    )
    base = charts.chart_of(rows).encode(x=x, y=y)
    texts = base.mark_text(fontSize=10, aria=False).encode(
        text="text:N", color=alt.Color("ink:N", scale=None)
    )
    layers: alt.LayerChart = _boxes(base, colour, is_linked=matrix.links is not None) + texts
    return layers


def _total_layers(matrix: _Matrix, x: alt.X, y: alt.Y) -> alt.LayerChart:
    fits = fit_names()
    rows = [
        _cell(row_label(topic.id), matrix.total, topic.coverage or 0.0)
        | {"fit": fits[topic.fit or Fit.UNMET]}
        | _href(matrix.links, topic=topic.id)
        for topic in matrix.topics
    ]
    colour = alt.Color(
        "fit:N",
        title=None,
        scale=alt.Scale(domain=list(fits.values()), range=[_FIT_COLOURS[fit] for fit in fits]),
        legend=alt.Legend(orient="bottom", symbolType="square"),
    )
    base = charts.chart_of(rows).encode(x=x, y=y)
    texts = base.mark_text(color=charts.INK, fontSize=10, aria=False).encode(text="text:N")
    layers: alt.LayerChart = _boxes(base, colour, is_linked=matrix.links is not None) + texts
    return layers


def _boxes(base: alt.Chart, colour: alt.Color, *, is_linked: bool) -> alt.Chart:
    boxes: alt.Chart = base.mark_rect(stroke=charts.PAPER).encode(
        color=colour, description=alt.Description("said:N")
    )
    return boxes.encode(href=alt.Href("href:N")) if is_linked else boxes


def _cell(row: str, column: str, share: float) -> dict[str, Any]:
    return {
        "row": row,
        "column": column,
        "share": share,
        "text": figures.number(100 * share),
        "ink": charts.PAPER if share >= _WHITE_TEXT_FROM else charts.INK,
        "said": f"{row}, {column}: {figures.percent(share)}",
    }


def _href(
    links: Links | None, *, topic: str | None = None, service: str | None = None
) -> dict[str, str]:
    address = None if links is None else links(topic=topic, service=service)
    return {} if address is None else {"href": charts.link(address)}
