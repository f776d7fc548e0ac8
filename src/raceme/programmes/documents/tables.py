"""An edition of a programme as tables in words. None stands for what is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raceme.programmes.models import Edition
from raceme.programmes.words import MEASURES, OWN, Measure
from raceme.vocabulary.groupings import grouping_named, label_of_group

Figure = int | None


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A measure of firms: a row for each group, a column for each cluster and one for all."""

    code: str
    title: str
    source: str
    heads: list[str]
    rows: list[tuple[str, list[Figure]]]
    totals: list[Figure]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group over all clusters: each measure, who is in it, and what meets the eye."""

    label: str
    figures: list[Figure]
    clusters: list[str]  # with member firms there, as far as they are shown
    remark: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Landscape:
    """A grouping with all measures beside one another."""

    code: str
    title: str
    source: str
    rows: list[GroupRow]
    totals: list[Figure]


@dataclass(frozen=True, slots=True)
class OwnRow:
    """What a cluster organisation tells of itself; no figures where it is hidden."""

    name: str
    figures: list[Figure] | None


def measures_of(edition: Edition) -> Mapping[str, Measure]:
    """The measures of firms that an edition holds."""
    rows = [row for table in edition.tables for row in table["rows"]]
    return {code: one for code, one in MEASURES.items() if rows and code in rows[0]["figures"]}


def shown_tables(edition: Edition, measure: str) -> list[ShownTable]:
    """Say the tables of one measure in words."""
    return [_shown(stored, measure) for stored in edition.tables]


def landscapes(edition: Edition) -> list[Landscape]:
    """Put all measures side by side, and say where clusters overlap and where nobody is."""
    measures = list(measures_of(edition))
    return [_landscape(stored, measures) for stored in edition.tables]


def own_rows(edition: Edition) -> list[OwnRow]:
    """What cluster organisations tell of themselves, in the order of OWN."""
    rows = []
    for stored in edition.own:
        figures = stored["figures"]
        told = None if figures is None else [figures.get(code) for code in OWN]
        rows.append(OwnRow(stored["name"], told))
    return rows


def definition_of(edition: Edition, code: str) -> str:
    """How a measure was defined when the edition was frozen, in the language of the reader."""
    kept = edition.definitions.get("measures", {}).get(code)
    return in_own_language(kept["text"]) if kept else ""


def in_own_language(texts: Mapping[str, str]) -> str:
    """Give a text that was kept in several languages."""
    return texts.get((get_language() or "en").split("-")[0]) or texts.get("en", "")


def title_of(stored: Mapping[str, Any]) -> str:
    """Name the grouping of a stored table."""
    grouping = grouping_named(stored["grouping"])
    return grouping.label if grouping is not None else stored["grouping"]


def group_label(grouping: str, code: str) -> str:
    """Name a group, and those firms that are in none."""
    return _("in none of them, or unknown") if code == "none" else label_of_group(grouping, code)


def _shown(stored: dict[str, Any], measure: str) -> ShownTable:
    code, rows = stored["grouping"], stored["rows"]
    return ShownTable(
        code=code,
        title=title_of(stored),
        source=stored["source"],
        heads=[*(row["name"] for row in rows[:-1]), _("all")],
        rows=[
            (group_label(code, group), [row["figures"][measure][at] for row in rows])
            for at, group in enumerate(stored["columns"])
        ],
        totals=[row["totals"][measure] for row in rows],
    )


def _landscape(stored: dict[str, Any], measures: list[str]) -> Landscape:
    code = stored["grouping"]
    clusters, everybody = stored["rows"][:-1], stored["rows"][-1]
    rows = []
    for at, group in enumerate(stored["columns"]):
        figures = [everybody["figures"][one][at] for one in measures]
        there = [row["name"] for row in clusters if row["figures"]["firms"][at]]
        remark, tone = ("", "") if group == "none" else _remark(measures, figures, there)
        rows.append(GroupRow(group_label(code, group), figures, there, remark, tone))
    totals = [everybody["totals"][one] for one in measures]
    return Landscape(code, title_of(stored), stored["source"], rows, totals)


def _remark(measures: list[str], figures: list[Figure], there: list[str]) -> tuple[str, str]:
    """Say what meets the eye, of what is shown only: what is hidden has no remark."""
    found = dict(zip(measures, figures, strict=True))
    if found["firms"] == 0:
        return _("gap: no member firm"), "notice"
    if found["firms"] is not None and found.get("reached") == 0:
        return _("gap: firms, but none was reached"), "notice"
    if len(there) > 1:
        return _("overlap: %(number)s clusters") % {"number": len(there)}, "accent"
    return "", ""
