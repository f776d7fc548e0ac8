"""The pictures on a region's page: ranked bars, ranges, lines and the four fields.

Rows are plain names and numbers; what they mean stands in the sentence beside each picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from raceme.foundation import charts

WIDE, NARROW = 760, 330  # pixels of a whole picture: on a desk, on a phone
_ROW = 24
_LETTERS = {WIDE: 46, NARROW: 22}


@dataclass(frozen=True, slots=True)
class Bar:
    """A name and a figure; `kind` colours it, where there are several."""

    name: str
    figure: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """A name with a figure before and after."""

    name: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A named point; `size` is an amount."""

    name: str
    x: float
    y: float
    size: float
    kind: str


@dataclass(frozen=True, slots=True)
class Course:
    """A line through years; None leaves a gap."""

    kind: str
    points: Sequence[tuple[int, float | None]]


def bars(
    rows: Sequence[Bar],
    *,
    axis: str,
    said: str,
    width: int,
    mark: float | None = None,
    font: str = charts.WEB_FONT,
) -> str:
    """Draw ranked bars in the order given; `mark`: a line to compare with."""
    named = _named([one.name for one in rows], width)
    values = [
        {"name": name, "figure": one.figure, "kind": one.kind}
        for name, one in zip(named, rows, strict=True)
    ]
    kinds = list(dict.fromkeys(one.kind for one in rows))
    base = charts.chart_of(values)
    colour: Any = (
        alt.Color("kind:N", sort=kinds, title=None, legend=_legend(), scale=_scale(kinds))
        if len(kinds) > 1
        else alt.value(charts.ACCENT)
    )
    chart = base.mark_bar(height={"band": 0.72}).encode(
        x=alt.X("figure:Q", title=axis, axis=alt.Axis(tickCount=4 if width == NARROW else 8)),
        y=alt.Y("name:N", sort=named, title=None),
        color=colour,
    )
    whole: Any = chart
    if mark is not None:
        whole = chart + _rule(mark, "x")
    return _drawn(whole, named, width, said, legend=len(kinds) > 1, font=font)


def ranges(
    rows: Sequence[Range],
    *,
    axis: str,
    said: str,
    words: tuple[str, str],
    width: int,
    font: str = charts.WEB_FONT,
) -> str:
    """Draw where each row was and is: a hollow point, a line, a full point."""
    named = _named([one.name for one in rows], width)
    lines = [
        {"name": name, "before": one.before, "after": one.after}
        for name, one in zip(named, rows, strict=True)
    ]
    points = [
        {"name": name, "figure": figure, "when": word}
        for name, one in zip(named, rows, strict=True)
        for figure, word in zip((one.before, one.after), words, strict=True)
    ]
    y = alt.Y("name:N", sort=named, title=None)
    line = (
        charts.chart_of(lines)
        .mark_rule(strokeWidth=3, color=charts.RULE, aria=False)
        .encode(x=alt.X("before:Q"), x2="after:Q", y=y)
    )
    dots = (
        charts.chart_of(points)
        .mark_point(filled=True, size=95, opacity=1)
        .encode(
            x=alt.X("figure:Q", title=axis, axis=alt.Axis(tickCount=4 if width == NARROW else 8)),
            y=y,
            color=alt.Color(
                "when:N",
                sort=list(words),
                title=None,
                legend=_legend(),
                scale=alt.Scale(domain=list(words), range=[charts.QUIET, charts.ACCENT]),
            ),
            shape=alt.Shape(
                "when:N",
                sort=list(words),
                title=None,
                legend=None,
                scale=alt.Scale(domain=list(words), range=["diamond", "circle"]),
            ),
        )
    )
    return _drawn(_rule(1.0, "x") + line + dots, named, width, said, legend=True, font=font)


def courses(
    rows: Sequence[Course], *, axis: str, said: str, width: int, font: str = charts.WEB_FONT
) -> str:
    """Draw lines through the years; a year without a figure is a gap, not a guess."""
    values = [
        {"kind": one.kind, "year": str(year), "figure": figure}
        for one in rows
        for year, figure in one.points
    ]
    kinds = [one.kind for one in rows]
    base = charts.chart_of(values).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("figure:Q", title=axis, axis=alt.Axis(tickCount=5)),
        color=alt.Color("kind:N", sort=kinds, title=None, legend=_legend(), scale=_scale(kinds)),
    )
    lines = base.mark_line(strokeWidth=2.5, aria=False)
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        shape=alt.Shape("kind:N", sort=kinds, title=None, legend=None)
    )
    frame = charts.Frame(left=62, right=20, top=16, bottom=34 + _legend_room(kinds, width))
    chart = frame.around(lines + points, width=width - 82, height=230)
    return charts.drawn(chart, description=said, font=font)


def fields(
    rows: Sequence[Dot],
    *,
    cuts: tuple[float, float],
    axes: tuple[str, str],
    corners: tuple[str, str, str, str],
    said: str,
    width: int,
    font: str = charts.WEB_FONT,
) -> str:
    """Draw points in four fields, cut at `cuts`; corners: top left, top right, bottom left, right.

    The first few of `rows` carry their names: give the most important first.
    """
    values = [
        {"name": one.name, "x": one.x, "y": one.y, "size": one.size, "kind": one.kind}
        for one in rows
    ]
    kinds = list(dict.fromkeys(one.kind for one in rows))
    axis = alt.Axis(grid=False, tickCount=5)
    scale = alt.Scale(zero=False, nice=True, padding=14)
    base = charts.chart_of(values).encode(
        x=alt.X("x:Q", title=axes[0], axis=axis, scale=scale),
        y=alt.Y("y:Q", title=axes[1], axis=axis, scale=scale),
    )
    dots = base.mark_circle(opacity=0.75, stroke=charts.PAPER).encode(
        size=alt.Size("size:Q", legend=None, scale=alt.Scale(range=[50, 520])),
        color=alt.Color("kind:N", sort=kinds, title=None, legend=_legend(), scale=_scale(kinds)),
        description=alt.Description("name:N"),
    )
    layers: alt.LayerChart = _rule(cuts[0], "x") + _rule(cuts[1], "y") + dots
    height = 420 if width == WIDE else 320
    for at, words in enumerate(corners):
        layers += _corner(words, at, width - 82, height)
    frame = charts.Frame(left=62, right=20, top=16, bottom=52 + _legend_room(kinds, width))
    chart = frame.around(layers, width=width - 82, height=height)
    return charts.drawn(chart, description=said, font=font)


def _corner(words: str, at: int, width: int, height: int) -> Any:
    is_right, is_low = at % 2 == 1, at >= 2
    return (
        charts.chart_of([{"words": words}])
        .mark_text(
            align="right" if is_right else "left",
            baseline="bottom" if is_low else "top",
            color=charts.QUIET,
            fontStyle="italic",
            aria=False,
        )
        .encode(
            text="words:N",
            x=alt.value(width - 4 if is_right else 4),
            y=alt.value(height - 4 if is_low else 2),
        )
    )


def _drawn(
    chart: Any,
    named: Sequence[str],
    width: int,
    said: str,
    *,
    legend: bool,
    font: str,
) -> str:
    left = 16 + charts.text_width(named)
    bottom = 46 + (30 if legend else 0)
    frame = charts.Frame(left=left, right=20, top=8, bottom=bottom)
    framed = frame.around(
        chart, width=max(110, width - left - 20), height=_ROW * max(1, len(named))
    )
    return charts.drawn(framed, description=said, font=font)


def _named(names: Sequence[str], width: int) -> list[str]:
    """Cut names to fit, and keep them apart: two that are cut alike would become one row."""
    longest = _LETTERS.get(width, 46)
    found: list[str] = []
    for name in names:
        short = charts.shortened(name, longest=longest)
        count = 2
        while short in found:
            ending = f" ({count})"
            short = charts.shortened(name, longest=longest - len(ending)) + ending
            count += 1
        found.append(short)
    return found


def _legend() -> alt.Legend:
    return alt.Legend(orient="bottom", symbolType="circle", direction="horizontal", columns=2)


def _legend_room(kinds: Sequence[str], width: int) -> int:
    return 26 + 18 * ((len(kinds) - 1) // 2)


def _scale(kinds: Sequence[str]) -> alt.Scale:
    palette = [charts.ACCENT, charts.WARNING, charts.QUIET, charts.ACCENT_LIGHT]
    return alt.Scale(domain=list(kinds), range=palette[: max(1, len(kinds))])


def _rule(at: float, side: str) -> Any:
    base = charts.chart_of([{"at": at}]).mark_rule(
        color=charts.INK, strokeDash=[3, 3], strokeWidth=1, aria=False
    )
    return base.encode(x="at:Q") if side == "x" else base.encode(y="at:Q")
