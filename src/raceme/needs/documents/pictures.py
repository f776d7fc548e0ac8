"""The pictures of what members answered: topics by importance and satisfaction, and choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from raceme.foundation import charts, figures
from raceme.needs.queries.results import Bar, Result

ROW, LONGEST = 26, 38
NOT_SATISFIED = charts.WARNING


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and what it shows in words."""

    svg: str
    description: str


Link = Callable[[Result], str | None]


def topics_picture(
    results: Sequence[Result], *, link: Link, width: int = 560, longest: int = LONGEST
) -> Picture | None:
    """Draw for each topic how important it is and how satisfied members are, by importance."""
    rows = _told_apart([_topic_row(one, link, longest) for one in _by_importance(results)])
    if not rows:
        return None
    y = alt.Y("label:N", sort=[row["label"] for row in rows], title=None)
    scale = alt.Scale(domain=[1, 5], nice=False)
    axis = alt.Axis(title=_("mean, 1 to 5"), values=[1, 2, 3, 4, 5], format="d")
    between = [row for row in rows if row["satisfaction"] is not None]
    line = (
        charts.chart_of(between)
        .mark_rule(color=charts.RULE, strokeWidth=3, aria=False)
        .encode(y=y, x=alt.X("importance:Q", axis=axis, scale=scale), x2="satisfaction:Q")
    )
    dots = _dots(rows, y=y, x=alt.X("value:Q", axis=axis, scale=scale))
    left = charts.text_width([row["label"] for row in rows]) + 16
    frame = charts.Frame(left=left, top=40, bottom=44, right=20)
    chart = frame.around(line + dots, width=width, height=ROW * len(rows))
    description = _(
        "Importance and satisfaction of %(count)s topics; most important is “%(topic)s”."
    ) % {"count": len(rows), "topic": rows[0]["label"]}
    return Picture(charts.drawn(chart, description=description), description)


def _dots(rows: list[dict[str, Any]], *, y: alt.Y, x: alt.X) -> alt.Chart:
    """Mark importance and satisfaction of each topic, told apart by shape and colour."""
    named = {_("importance"): "importance", _("satisfaction"): "satisfaction"}
    points = [
        {**row, "what": what, "value": row[name]}
        for row in rows
        for what, name in named.items()
        if row[name] is not None
    ]
    legend = alt.Legend(orient="top")
    colours = alt.Scale(domain=list(named), range=[charts.ACCENT, NOT_SATISFIED])
    shapes = alt.Scale(domain=list(named), range=["circle", "diamond"])
    has_links = any(row.get("href") for row in rows)
    drawn: alt.Chart = (
        charts.chart_of(points)
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            y=y,
            x=x,
            color=alt.Color("what:N", title=None, scale=colours, legend=legend),
            shape=alt.Shape("what:N", title=None, scale=shapes, legend=legend),
            description=alt.Description("said:N"),
            **({"href": alt.Href("href:N")} if has_links else {}),
        )
    )
    return drawn


def bars_picture(
    bars: Sequence[Bar], *, title: str, link: Callable[[Bar], str | None], width: int = 360
) -> Picture | None:
    """Draw how often each of the possible answers was given."""
    if not any(bar.count for bar in bars):
        return None
    rows = _told_apart([_bar_row(bar, link, number) for number, bar in enumerate(bars)])
    y = alt.Y("label:N", sort=[row["label"] for row in rows], title=None)
    most = max(bar.count for bar in bars)
    axis = alt.Axis(
        title=pgettext("said in a questionnaire", "answers"),
        format="d",
        tickMinStep=1,
        tickCount=min(most, 5),
    )
    has_links = any(row.get("href") for row in rows)
    drawn = (
        charts.chart_of(rows)
        .mark_bar(height=ROW * 0.62)
        .encode(
            y=y,
            x=alt.X("count:Q", axis=axis, scale=alt.Scale(domain=[0, most], nice=False)),
            description=alt.Description("said:N"),
            **({"href": alt.Href("href:N")} if has_links else {}),
        )
    )
    left = charts.text_width([row["label"] for row in rows]) + 16
    chart = charts.Frame(left=left, bottom=44).around(drawn, width=width, height=ROW * len(rows))
    description = _("Answers to “%(title)s”.") % {"title": title}
    return Picture(charts.drawn(chart, description=description), description)


def _told_apart(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give every row a label of its own: rows of one label would be drawn as one."""
    seen: dict[str, int] = {}
    for row in rows:
        label = row["label"]
        seen[label] = seen.get(label, 0) + 1
        if seen[label] > 1:
            row["label"] = f"{label} ({seen[label]})"
    return rows


def _by_importance(results: Sequence[Result]) -> list[Result]:
    known = [one for one in results if one.importance is not None and one.importance.mean]
    return sorted(known, key=lambda one: (-_mean(one), one.wording.label))


def _mean(result: Result) -> float:
    assert result.importance is not None
    return result.importance.mean or 0.0


def _topic_row(result: Result, link: Link, longest: int) -> dict[str, Any]:
    satisfaction = None if result.satisfaction is None else result.satisfaction.mean
    said = _("%(topic)s: importance %(importance)s, satisfaction %(satisfaction)s") % {
        "topic": result.wording.label,
        "importance": figures.number(_mean(result), 1),
        "satisfaction": figures.number(satisfaction, 1),
    }
    row: dict[str, Any] = {
        "label": charts.shortened(result.wording.label, longest=longest),
        "importance": _mean(result),
        "satisfaction": satisfaction,
        "said": said,
    }
    address = link(result)
    return row if address is None else {**row, "href": charts.link(address)}


def _bar_row(bar: Bar, link: Callable[[Bar], str | None], number: int) -> dict[str, Any]:
    label = charts.shortened(bar.label or str(number + 1), longest=LONGEST)
    row: dict[str, Any] = {
        "label": label,
        "count": bar.count,
        "said": f"{bar.label}: {bar.count}",
    }
    address = link(bar)
    return row if address is None else {**row, "href": charts.link(address)}
