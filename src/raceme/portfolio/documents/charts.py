"""The pictures of a plan: what is asked for, who answers it, and what more money would buy.

Each stands alike in the report and on the web page; there, marks lead to the rows behind them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from raceme.cores.planning.values import Plan, TopicResult
from raceme.foundation import charts
from raceme.portfolio.documents import figures
from raceme.portfolio.documents.gap_matrix import gap_chart
from raceme.portfolio.documents.picture import (
    ROW,
    Links,
    Picture,
    room_for,
    row_label,
    topics_asked_for,
)
from raceme.vocabulary.topics import label_of_topic

__all__ = ["Links", "Picture", "demand_chart", "frontier_chart", "gap_chart"]


def demand_chart(
    plan: Plan,
    *,
    width: int = 420,
    row: int = ROW,
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
        charts.chart_of(bars)
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
        charts.chart_of(rows)
        .mark_rule(color=charts.INK, strokeWidth=1.5, aria=False)
        .encode(y=y, x=alt.X("low:Q", axis=axis, scale=scale), x2="high:Q")
    )
    frame = charts.Frame(left=room_for(topics), top=40, bottom=44)
    chart = frame.around(bar + interval, width=width, height=row * max(1, len(rows)))
    description = _demand_description(topics)
    return Picture(charts.drawn(chart, description=description, font=font), description)


def _demand_row(topic: TopicResult, links: Links | None) -> dict[str, Any]:
    label = label_of_topic(topic.id)
    said = _("%(topic)s: demand %(demand)s, coverage %(coverage)s") % {
        "topic": label,
        "demand": figures.number(topic.demand, decimals=2),
        "coverage": figures.percent(topic.coverage),
    }
    row: dict[str, Any] = {
        "label": row_label(topic.id),
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


def frontier_chart(
    plan: Plan,
    *,
    budget_eur: float,
    currency: str,
    width: int = 420,
    font: str = charts.WEB_FONT,
    links: Callable[[float], str] | None = None,
) -> Picture:
    """Draw what the plan would be worth with less money, and with more.

    `links` says where the point of a budget leads.
    """
    rows = [
        _frontier_row(point.budget_eur, point.value, currency, links)
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
    base = charts.chart_of(rows).encode(x=x, y=y)
    here = charts.chart_of([{"budget": budget_eur, "text": _("this plan")}]).encode(x=x)
    chart = (
        here.mark_rule(color=charts.WARNING, strokeDash=[4, 3], aria=False)
        + here.mark_text(color=charts.WARNING, align="left", dx=5, y=8).encode(text="text:N")
        + base.mark_line(color=charts.ACCENT, strokeWidth=2, aria=False)
        + base.mark_point(color=charts.ACCENT, filled=True, size=50, opacity=1).encode(
            description="said:N", **({} if links is None else {"href": alt.Href("href:N")})
        )
    )
    chart = charts.Frame(left=64, right=36, bottom=48).around(chart, width=width, height=200)
    description = _(
        "Value of the best plan at %(count)s budgets; the line marks the budget of this plan."
    ) % {"count": len(rows)}
    return Picture(charts.drawn(chart, description=description, font=font), description)


def _frontier_row(
    budget_eur: float, value: float, currency: str, links: Callable[[float], str] | None
) -> dict[str, Any]:
    said = _("%(budget)s: %(value)s") % {
        "budget": figures.money(budget_eur, currency),
        "value": figures.number(value, decimals=3),
    }
    row: dict[str, Any] = {"budget": budget_eur, "value": value, "said": said}
    return row if links is None else {**row, "href": charts.link(links(budget_eur))}
