"""The pictures of a plan: what is asked for, who answers it, and what more money would buy.

Each stands alike in the report and on the web page; there, marks lead to the rows behind them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import altair as alt
from django.utils.translation import gettext as _

from raceme.cores.planning.values import Fit, Plan, TopicResult
from raceme.foundation import charts
from raceme.portfolio.documents import figures
from raceme.vocabulary.topics import label_of_topic

_ROW = 19  # pixels from one topic to the next on a page
_LONGEST_ROW, _LONGEST_COLUMN = 46, 38  # letters of a label before it is cut
_SLANT = 50  # degrees by which the names of services rise
_WHITE_TEXT_FROM = 0.55  # how full a cell must be for white text to be read better than dark


class Links(Protocol):
    """Where a mark leads: to a topic, a service, or the pair of both; None: nowhere."""

    def __call__(self, *, topic: str | None = None, service: str | None = None) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart, and what it shows in words."""

    svg: str
    description: str


def demand_chart(
    plan: Plan,
    *,
    width: int = 420,
    row: int = _ROW,
    font: str = charts.WEB_FONT,
    links: Links | None = None,
) -> Picture:
    """Draw how strongly each topic is asked for, how sure that is, and how much is answered."""
    topics = topics_asked_for(plan)
    rows = [_demand_row(topic, links) for topic in topics]
    asked, answered = _("asked for"), _("of it answered by the plan")
    y = alt.Y("label:N", sort=[each["label"] for each in rows], title=None)
    colour = alt.Color(
        "what:N",
        title=None,
        scale=alt.Scale(domain=[asked, answered], range=[charts.ACCENT_LIGHT, charts.ACCENT]),
        legend=alt.Legend(orient="top"),
    )
    top = max((each["high"] for each in rows), default=1.0)
    axis = alt.Axis(title=_("demand, with 95 % interval"), format=".2~f", tickCount=5)
    scale = alt.Scale(domain=[0, top * 1.02 or 1.0], nice=False)
    named = alt.Description("said:N")
    bars = [{**each, "what": asked, "length": each["demand"]} for each in rows] + [
        {**each, "what": answered, "length": each["answered"]} for each in rows
    ]
    bar = (
        _chart(bars)
        .mark_bar(height=row * 0.62)
        .encode(
            y=y,
            x=alt.X("length:Q", axis=axis, scale=scale, stack=None),
            color=colour,
            description=named,
            **({} if links is None else {"href": alt.Href("href:N")}),
        )
    )
    interval = (
        _chart(rows)
        .mark_rule(color=charts.INK, strokeWidth=1.5, aria=False)
        .encode(y=y, x=alt.X("low:Q", axis=axis, scale=scale), x2="high:Q")
    )
    frame = charts.Frame(left=_room_for(topics), top=40, bottom=44)
    chart = frame.around(bar + interval, width=width, height=row * max(1, len(rows)))
    description = _demand_description(topics)
    return Picture(charts.drawn(chart, description=description, font=font), description)


def _row_label(topic: str) -> str:
    return charts.shortened(label_of_topic(topic), longest=_LONGEST_ROW)


def _room_for(topics: list[TopicResult]) -> float:
    return 14 + charts.text_width(_row_label(topic.id) for topic in topics)


def topics_asked_for(plan: Plan) -> list[TopicResult]:
    """List the topics that count, the most asked for first."""
    asked = [topic for topic in plan.topics if topic.members > 0]
    return sorted(asked, key=lambda topic: (-topic.demand, topic.id))


def _demand_row(topic: TopicResult, links: Links | None) -> dict[str, Any]:
    label = label_of_topic(topic.id)
    said = _("%(topic)s: demand %(demand)s, coverage %(coverage)s") % {
        "topic": label,
        "demand": figures.number(topic.demand, decimals=2),
        "coverage": figures.percent(topic.coverage),
    }
    row: dict[str, Any] = {
        "label": _row_label(topic.id),
        "demand": topic.demand,
        "low": topic.low,
        "high": topic.high,
        "answered": topic.demand * (topic.coverage or 0.0),
        "said": said,
    }
    address = None if links is None else links(topic=topic.id)
    return row if address is None else {**row, "href": charts.link(address)}


def _demand_description(topics: list[TopicResult]) -> str:
    if not topics:
        return _("No topic is asked for by anybody.")
    return _(
        "Bars for %(count)s topics; most asked for is “%(topic)s” with a demand of %(demand)s."
    ) % {
        "count": len(topics),
        "topic": label_of_topic(topics[0].id),
        "demand": figures.number(topics[0].demand, decimals=2),
    }


def gap_chart(
    plan: Plan,
    *,
    width: int = 420,
    row: int = _ROW,
    font: str = charts.WEB_FONT,
    links: Links | None = None,
) -> Picture:
    """Draw which service of the plan answers which topic, and what is covered all in all."""
    topics = topics_asked_for(plan)
    shown = {topic.id for topic in topics}
    given = [
        cell for cell in plan.cells if cell.editions > 0 and cell.given > 0 and cell.topic in shown
    ]
    useful = {cell.service for cell in given}
    names = {service.id: service.name for service in plan.services}
    columns = [service.id for service in plan.services if service.id in useful]
    labels = _distinct({each: names[each] for each in columns})
    rows = [_row_label(topic.id) for topic in topics]
    total = _("All together")
    x = alt.X(
        "column:N",
        sort=[total, *labels.values()],
        title=None,
        axis=alt.Axis(orient="top", labelAngle=-_SLANT, labelFontSize=11, labelOverlap=False),
        scale=alt.Scale(domain=[total, *labels.values()]),
    )
    y = alt.Y("row:N", sort=rows, title=None)
    cells = [
        _cell(_row_label(cell.topic), labels[cell.service], cell.given)
        | _href(links, topic=cell.topic, service=cell.service)
        for cell in given
    ]
    totals = [
        _cell(_row_label(topic.id), total, topic.coverage or 0.0)
        | {"fit": _fits()[topic.fit or Fit.UNMET]}
        | _href(links, topic=topic.id)
        for topic in topics
    ]
    chart = _heat_layers(cells, x, y, linked=links is not None) + _total_layers(
        totals, x, y, linked=links is not None
    )
    step = max(22, min(34, width // (len(columns) + 1)))
    slanted = charts.text_width([total, *labels.values()], size=11)
    frame = charts.Frame(
        left=_room_for(topics),
        right=12 + slanted * math.cos(math.radians(_SLANT)),
        top=16 + slanted * math.sin(math.radians(_SLANT)),
        bottom=36,
    )
    chart = frame.around(
        chart.resolve_scale(color="independent"),
        width=step * (len(columns) + 1),
        height=row * max(1, len(rows)),
    )
    unmet = sum(topic.fit == Fit.UNMET for topic in topics)
    description = _(
        "Table of %(topics)s topics and %(services)s services of the plan; each cell says how much"
        " of the topic the service covers. %(unmet)s topics stay unmet."
    ) % {"topics": len(topics), "services": len(columns), "unmet": unmet}
    return Picture(charts.drawn(chart, description=description, font=font), description)


def _fits() -> Mapping[Fit, str]:
    return {
        Fit.UNMET: _("unmet"),
        Fit.COVERED: _("covered"),
        Fit.OVER_SERVED: _("over-served"),
    }


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


def _heat_layers(
    cells: list[dict[str, Any]], x: alt.X, y: alt.Y, *, linked: bool
) -> alt.LayerChart:
    colour = alt.Color(
        "share:Q",
        scale=alt.Scale(domain=[0, 1], range=["#eef6f8", charts.ACCENT]),
        legend=None,
    )
    base = _chart(cells).encode(x=x, y=y)
    encodings: dict[str, Any] = {"color": colour, "description": alt.Description("said:N")}
    if linked:
        encodings["href"] = alt.Href("href:N")
    boxes = base.mark_rect(stroke=charts.PAPER).encode(**encodings)
    layers: alt.LayerChart = boxes + _texts(base)
    return layers


def _total_layers(
    totals: list[dict[str, Any]], x: alt.X, y: alt.Y, *, linked: bool
) -> alt.LayerChart:
    fits = _fits()
    colours = {Fit.UNMET: "#f7d9c4", Fit.COVERED: "#cfe8ec", Fit.OVER_SERVED: "#d9d9ec"}
    colour = alt.Color(
        "fit:N",
        title=None,
        scale=alt.Scale(domain=list(fits.values()), range=[colours[fit] for fit in fits]),
        legend=alt.Legend(orient="bottom", symbolType="square"),
    )
    base = _chart(totals).encode(x=x, y=y)
    encodings: dict[str, Any] = {"color": colour, "description": alt.Description("said:N")}
    if linked:
        encodings["href"] = alt.Href("href:N")
    boxes = base.mark_rect(stroke=charts.PAPER).encode(**encodings)
    texts = base.mark_text(color=charts.INK, fontSize=10, aria=False).encode(text="text:N")
    layers: alt.LayerChart = boxes + texts
    return layers


def _texts(base: alt.Chart) -> alt.Chart:
    texts: alt.Chart = base.mark_text(fontSize=10, aria=False).encode(
        text="text:N", color=alt.Color("ink:N", scale=None)
    )
    return texts


def _chart(rows: list[dict[str, Any]]) -> alt.Chart:
    """Begin a chart with its rows inside, so that it needs no file and no network."""
    return alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]  # Altair's own


def _distinct(names: Mapping[str, str]) -> dict[str, str]:
    """Give two services with the same name two columns."""
    cut = {id_: charts.shortened(name, longest=_LONGEST_COLUMN) for id_, name in names.items()}
    written = list(cut.values())
    return {
        id_: name if written.count(name) == 1 else f"{name} ({id_})" for id_, name in cut.items()
    }


def frontier_chart(
    plan: Plan,
    *,
    budget_eur: float,
    currency: str,
    width: int = 420,
    font: str = charts.WEB_FONT,
) -> Picture:
    """Draw what the plan would be worth with less money, and with more."""
    rows = [
        {
            "budget": point.budget_eur,
            "value": point.value,
            "said": _("%(budget)s: %(value)s")
            % {
                "budget": figures.money(point.budget_eur, currency),
                "value": figures.number(point.value, decimals=3),
            },
        }
        for point in plan.frontier
        if point.value is not None
    ]
    x = alt.X(
        "budget:Q",
        axis=alt.Axis(title=_("budget, %(currency)s") % {"currency": currency}, format=",.0f"),
    )
    top = max((row["value"] for row in rows if isinstance(row["value"], float)), default=1.0)
    y = alt.Y(
        "value:Q",
        axis=alt.Axis(title=_("value of the plan"), format=".2f", minExtent=40, maxExtent=40),
        scale=alt.Scale(domain=[0, top * 1.1 or 1.0]),
    )
    base = _chart(rows).encode(x=x, y=y)
    here = _chart([{"budget": budget_eur, "text": _("this plan")}]).encode(x=x)
    chart = (
        here.mark_rule(color=charts.WARNING, strokeDash=[4, 3], aria=False)
        + here.mark_text(color=charts.WARNING, align="left", dx=5, y=8).encode(text="text:N")
        + base.mark_line(color=charts.ACCENT, strokeWidth=2, aria=False)
        + base.mark_point(color=charts.ACCENT, filled=True, size=50, opacity=1).encode(
            description="said:N"
        )
    )
    chart = charts.Frame(left=64, right=36, bottom=48).around(chart, width=width, height=200)
    description = _(
        "Value of the best plan at %(count)s budgets; the line marks the budget of this plan."
    ) % {"count": len(rows)}
    return Picture(charts.drawn(chart, description=description, font=font), description)
