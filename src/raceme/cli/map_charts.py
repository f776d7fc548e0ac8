"""Charts of `raceme map`, made of the tables just written."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import altair as alt
from django.utils.translation import gettext as _
from pyarrow import compute, parquet

from raceme.foundation.charts import ACCENT, WARNING, Frame, chart_of, drawn, shortened, text_width

MOST = 20  # bars of a picture; more cannot be read
LETTERS = 40
Rows = list[dict[str, Any]]


def write_charts(out: Path) -> list[Path]:
    """Draw what the tables have; a picture without anything to show is not drawn."""
    pictures = {
        "specialisations": _specialisations(out),
        "complexity": _complexity(out),
        "shift_share": _shift_share(out),
        "structural_change": _structural_change(out),
    }
    written = []
    for name, svg in pictures.items():
        if svg is not None:
            path = out / f"{name}.svg"
            path.write_text(svg, encoding="utf-8")
            written.append(path)
    return written


def _last_year(path: Path) -> Rows:
    """Read the rows of the last year of a table."""
    if not path.exists():
        return []
    rows = parquet.read_table(path)
    if not rows.num_rows or "year" not in rows.column_names:
        return []
    last = compute.max(rows.column("year"))
    found: Rows = rows.filter(compute.equal(rows.column("year"), last)).to_pylist()
    return found


def _specialisations(out: Path) -> str | None:
    """Show the strongest specialisations among the larger half of the cells."""
    rows = [row for row in _last_year(out / "cells.parquet") if row["location_quotient"]]
    if not rows:
        return None
    sizes = sorted(row["value"] for row in rows)
    middle = sizes[len(sizes) // 2]
    large = [row for row in rows if row["value"] >= middle]
    best = sorted(large, key=lambda row: -row["location_quotient"])[:MOST]
    named = [
        {"name": f"{row['industry']} · {row['region']}", "figure": row["location_quotient"]}
        for row in best
    ]
    said = _("The strongest specialisations of the year %(year)s: location quotients.") % best[0]
    return _bars(named, said, axis=_("location quotient (1 = as everywhere)"))


def _complexity(out: Path) -> str | None:
    rows = [row for row in _last_year(out / "regions.parquet") if _known(row.get("complexity"))]
    if not rows:
        return None
    best = sorted(rows, key=lambda row: -row["complexity"])[:MOST]
    named = [{"name": row["region"], "figure": row["complexity"]} for row in best]
    said = _("The most complex regions of the year %(year)s: economic complexity.") % best[0]
    return _bars(named, said, axis=_("economic complexity (0 = mean of regions)"))


def _structural_change(out: Path) -> str | None:
    rows = _last_year(out / "regions.parquet")
    rows = [row for row in rows if _known(row.get("structural_change_since_first"))]
    if not rows:
        return None
    most = sorted(rows, key=lambda row: -row["structural_change_since_first"])[:MOST]
    named = [
        {"name": row["region"], "figure": row["structural_change_since_first"]} for row in most
    ]
    said = _("The regions whose structure moved most from the first year to %(year)s.") % most[0]
    return _bars(named, said, axis=_("share of the structure that moved"))


def _shift_share(out: Path) -> str | None:
    """Show why the regions that changed most did: three bars each, from first to last year."""
    path = out / "shift_share_regions.parquet"
    if not path.exists():
        return None
    rows = [row for row in parquet.read_table(path).to_pylist() if row["method"] == "classic"]
    rows = [row for row in rows if _known(row["change"])]
    if not rows:
        return None
    most = sorted(rows, key=lambda row: -abs(row["competitive"] or 0.0))[:MOST]
    effects = {"national": _("nation"), "mix": _("mix"), "competitive": _("own performance")}
    named = [
        {"name": shortened(row["region"], longest=LETTERS), "effect": word, "figure": row[effect]}
        for row in most
        for effect, word in effects.items()
        if _known(row[effect])
    ]
    names = list(dict.fromkeys(row["name"] for row in named))
    chart = (
        chart_of(named)
        .mark_bar()
        .encode(
            x=alt.X("figure:Q", title=_("change in the unit of the panel")),
            y=alt.Y("name:N", sort=names, title=None),
            yOffset=alt.YOffset("effect:N", sort=list(effects.values())),
            color=alt.Color("effect:N", sort=list(effects.values()), title=None,
                            legend=alt.Legend(orient="bottom")),
        )
    )  # fmt: skip
    said = _("Why regions grew from %(year_before)s to %(year)s.") % most[0]
    frame = Frame(left=24 + text_width(names), right=24, top=12, bottom=90)
    return drawn(frame.around(chart, width=520, height=36 * len(names)), description=said)


def _bars(named: Rows, said: str, *, axis: str) -> str:
    """Draw ranked bars, the longest on top."""
    for row in named:
        row["name"] = shortened(row["name"], longest=LETTERS)
    names = list(dict.fromkeys(row["name"] for row in named))
    chart = (
        chart_of(named)
        .mark_bar()
        .encode(
            x=alt.X("figure:Q", title=axis),
            y=alt.Y("name:N", sort=names, title=None),
            color=alt.condition(alt.datum.figure >= 0, alt.value(ACCENT), alt.value(WARNING)),
        )
    )
    frame = Frame(left=24 + text_width(names), right=24, top=12, bottom=52)
    return drawn(frame.around(chart, width=520, height=22 * len(names)), description=said)


def _known(value: Any) -> bool:
    return value is not None and not math.isnan(value)
