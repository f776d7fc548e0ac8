"""The pictures on a region's page: ranked bars, ranges, lines and the four fields.

Rows are plain names and numbers; what they mean stands in the sentence beside each picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from raceme.foundation import charts

# Pixels of a whole picture: on a desk, on a phone, in half and in all of a page of print.
WIDE, NARROW, PAPER, PAPER_WIDE = 760, 330, 420, 761
_ROW = 24
_ON_PAPER = 10  # rows of a picture in print
_NAMED = 6  # points that carry their names
_LETTERS = {WIDE: 46, NARROW: 20, PAPER: 30}
_SPARE = 1.12  # a picture has no font of ours beside it; those of some systems run wider


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
    kinds: Sequence[str] = (),
) -> str:
    """Draw ranked bars in the order given; `mark`: a line to compare with.

    `kinds`: what bars can be, in the order of our colours; all that there are, unless said.
    """
    rows = rows[:_ON_PAPER] if width == PAPER else rows
    named = _named([one.name for one in rows], width)
    values = [
        {"name": name, "figure": one.figure, "kind": one.kind}
        for name, one in zip(named, rows, strict=True)
    ]
    there = list(dict.fromkeys(one.kind for one in rows))
    kinds = kinds or there
    base = charts.chart_of(values)
    colour: Any = (
        alt.Color(
            "kind:N",
            sort=list(kinds),
            title=None,
            legend=_legend(width, left=_room(named), below=_ROW * len(named)),
            scale=_scale(kinds),
        )
        if len(kinds) > 1
        else alt.value(charts.ACCENT)
    )
    chart = base.mark_bar(height={"band": 0.72}).encode(
        x=alt.X(
            "figure:Q", title=axis, axis=alt.Axis(tickCount=4 if width in {NARROW, PAPER} else 8)
        ),
        y=alt.Y("name:N", sort=named, title=None),
        color=colour,
    )
    whole: Any = chart
    if mark is not None:
        whole = chart + _rule(mark, "x")
    return _drawn(
        whole, named, width, said, legend=_legend_room(kinds, width) if len(kinds) > 1 else 0
    )


def ranges(
    rows: Sequence[Range],
    *,
    axis: str,
    said: str,
    words: tuple[str, str],
    width: int,
) -> str:
    """Draw where each row was and is: a hollow point, a line, a full point."""
    if width == PAPER and len(rows) > _ON_PAPER:  # the greatest changes stand at both ends
        rows = [*rows[: _ON_PAPER // 2], *rows[-(_ON_PAPER // 2) :]]
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
    dots = _when(points, words, y, axis, width)
    return _drawn(
        _rule(1.0, "x") + line + dots, named, width, said, legend=_legend_room(words, NARROW + 1)
    )


def _when(
    points: list[dict[str, Any]], words: tuple[str, str], y: alt.Y, axis: str, width: int
) -> Any:
    """Draw the points before and after, told apart by shape and colour."""
    return (
        charts.chart_of(points)
        .mark_point(filled=True, size=95, opacity=1)
        .encode(
            x=alt.X(
                "figure:Q",
                title=axis,
                axis=alt.Axis(tickCount=4 if width in {NARROW, PAPER} else 8),
            ),
            y=y,
            color=alt.Color(
                "when:N",
                sort=list(words),
                title=None,
                legend=_legend(width),
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


def courses(rows: Sequence[Course], *, axis: str, said: str, width: int) -> str:
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
        color=alt.Color(
            "kind:N", sort=list(kinds), title=None, legend=_legend(width), scale=_scale(kinds)
        ),
    )
    lines = base.mark_line(strokeWidth=2.5, aria=False)
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        shape=alt.Shape("kind:N", sort=kinds, title=None, legend=None)
    )
    frame = charts.Frame(left=62, right=20, top=16, bottom=34 + _legend_room(kinds, width))
    chart = frame.around(lines + points, width=width - 82, height=230)
    return charts.drawn(chart, description=said, font=_font(width))


def fields(
    rows: Sequence[Dot],
    *,
    cuts: tuple[float, float],
    axes: tuple[str, str],
    said: str,
    width: int,
) -> str:
    """Draw points in four fields, cut at `cuts`.

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
        color=alt.Color(
            "kind:N", sort=list(kinds), title=None, legend=_legend(width), scale=_scale(kinds)
        ),
        description=alt.Description("name:N"),
    )
    layers: alt.LayerChart = _rule(cuts[0], "x") + _rule(cuts[1], "y") + dots
    height = {WIDE: 420, PAPER_WIDE: 225}.get(width, 320)
    if width in {WIDE, PAPER_WIDE}:
        layers += _names_beside(_apart(values), axis, scale)
    frame = charts.Frame(left=62, right=20, top=16, bottom=52 + _legend_room(kinds, width))
    chart = frame.around(layers, width=width - 82, height=height)
    return charts.drawn(chart, description=said, font=_font(width))


def _apart(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Choose the first few points whose names do not stand in each other's way."""
    heights = [one["y"] for one in values]
    least = (max(heights) - min(heights)) / 16 if heights else 0.0
    chosen: list[dict[str, Any]] = []
    for one in values:
        if len(chosen) < _NAMED and all(abs(one["y"] - other["y"]) >= least for other in chosen):
            chosen.append(one)
    return chosen


def _names_beside(values: list[dict[str, Any]], axis: alt.Axis, scale: alt.Scale) -> Any:
    short = [one | {"name": charts.shortened(one["name"], longest=34)} for one in values]
    base = charts.chart_of(short).mark_text(align="right", dx=-9, fontSize=11, aria=False)
    return base.encode(
        x=alt.X("x:Q", axis=axis, scale=scale),
        y=alt.Y("y:Q", axis=axis, scale=scale),
        text="name:N",
    )


def _drawn(
    chart: Any,
    named: Sequence[str],
    width: int,
    said: str,
    *,
    legend: int,
) -> str:
    left = _room(named)
    bottom = 46 + legend
    frame = charts.Frame(left=left, right=20, top=8, bottom=bottom)
    framed = frame.around(
        chart, width=max(110, width - left - 20), height=_ROW * max(1, len(named))
    )
    return charts.drawn(framed, description=said, font=_font(width))


def _room(named: Sequence[str]) -> float:
    """Reckon the room left of the bars, in pixels."""
    return 16 + _SPARE * charts.text_width(named)


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


def _font(width: int) -> str:
    """Give the font that comes with Typst to what is printed: the same on every machine."""
    return charts.PRINT_FONT if width in {PAPER, PAPER_WIDE} else charts.WEB_FONT


def _legend(width: int, *, left: float = 0.0, below: float = 0.0) -> alt.Legend:
    """Put the legend below; on the phone from the edge of the picture, `left` of the bars."""
    columns = 1 if width == NARROW else 2
    if width == NARROW and below:
        return alt.Legend(
            orient="none", legendX=8 - left, legendY=below + 44, direction="vertical",
            symbolType="circle", rowPadding=4,
        )  # fmt: skip
    return alt.Legend(
        orient="bottom",
        symbolType="circle",
        direction="horizontal",
        columns=columns,
        columnPadding=44,
        rowPadding=4,
        offset=12,
    )


def _legend_room(kinds: Sequence[str], width: int) -> int:
    columns = 1 if width == NARROW else 2
    return 34 + 19 * ((len(kinds) - 1) // columns)


def _scale(kinds: Sequence[str]) -> alt.Scale:
    palette = [charts.ACCENT, charts.WARNING, charts.QUIET, charts.ACCENT_LIGHT]
    return alt.Scale(domain=list(kinds), range=palette[: max(1, len(kinds))])


def _rule(at: float, side: str) -> Any:
    base = charts.chart_of([{"at": at}]).mark_rule(
        color=charts.INK, strokeDash=[3, 3], strokeWidth=1, aria=False
    )
    return base.encode(x="at:Q") if side == "x" else base.encode(y="at:Q")
