"""Two editions of a programme compared: by the same definitions only, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from raceme.programmes.documents.tables import (
    Figure,
    group_label,
    in_own_language,
    title_of,
)
from raceme.programmes.models import Edition
from raceme.programmes.words import MEASURES, OWN

EVERYBODY = "total"
DAYS_APART = 31  # by which the ends of two years of counting may differ


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One figure in both editions; no change where one is hidden or they are not the same."""

    label: str
    before: Figure
    after: Figure
    is_same: bool
    note: str = ""
    is_money: bool = False

    @property
    def change(self) -> int | None:
        """By how much it changed, where that may be said."""
        if not self.is_same or self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """A grouping, or what a cluster organisation tells of itself, in both editions."""

    title: str
    rows: list[ComparedRow]


@dataclass(slots=True)
class Comparison:
    """Two editions, what differs in how they were made, and the figures that are alike."""

    before: Edition
    after: Edition
    differences: list[str] = field(default_factory=list)
    tables: list[ComparedTable] = field(default_factory=list)


def rows_in_both(before: Edition, after: Edition) -> list[tuple[str, str]]:
    """The cluster organisations that are in both editions: address and name."""
    earlier = {row["cluster"] for row in _rows(before)}
    return [
        (row["cluster"], row["name"])
        for row in _rows(after)
        if row["cluster"] in earlier and row["cluster"] not in {"", EVERYBODY}
    ]


def comparison_of(before: Edition, after: Edition, *, measure: str, who: str) -> Comparison:
    """Compare a measure for a cluster organisation, or for all together."""
    found = Comparison(before, after)
    for one in (before, after):
        if not one.definitions:
            found.differences.append(
                _(
                    "The edition of %(year)s did not write down its definitions. Nothing can be"
                    " compared with it."
                )
                % {"year": one.year}
            )
    if found.differences:
        return found
    is_for_all = who == EVERYBODY
    is_of_a_year = MEASURES[measure].is_of_a_year
    is_same_who = not is_for_all or _is_same_everybody(found)
    is_same_span = (is_for_all and not is_of_a_year) or _is_same_span(found)
    if _is_same_measure(found, measure):
        is_same = is_same_who and (is_same_span or not is_of_a_year)
        found.tables += _by_group(found, measure, who, is_same=is_same)
    if not is_for_all:
        found.tables += _own(found, who, is_same_span=is_same_span)
    return found


def _is_same_everybody(found: Comparison) -> bool:
    then, now = (
        {row["cluster"]: row["name"] for row in _rows(one)} for one in (found.before, found.after)
    )
    came = [now[one] for one in now if one not in then]
    went = [then[one] for one in then if one not in now]
    if came:
        found.differences.append(
            _("New since then: %(names)s. Sums of all clusters are not compared.")
            % {"names": ", ".join(came)}
        )
    if went:
        found.differences.append(
            _("No longer there: %(names)s. Sums of all clusters are not compared.")
            % {"names": ", ".join(went)}
        )
    return not came and not went


def _is_same_span(found: Comparison) -> bool:
    """Whether both count about the same part of their year."""
    ends = [date.fromisoformat(one.definitions["until"]) for one in (found.before, found.after)]
    days = [one.timetuple().tm_yday for one in ends]
    if abs(days[0] - days[1]) <= DAYS_APART:
        return True
    found.differences.append(
        _(
            "One edition counts the year until %(first)s, the other until %(second)s. What is"
            " counted over a year is not compared."
        )
        % {"first": ends[0].isoformat(), "second": ends[1].isoformat()}
    )
    return False


def _is_same_measure(found: Comparison, measure: str) -> bool:
    kept = [one.definitions["measures"].get(measure) for one in (found.before, found.after)]
    if None not in kept and kept[0]["version"] == kept[1]["version"]:
        return True
    for edition, one in zip((found.before, found.after), kept, strict=True):
        found.differences.append(
            _("%(year)s: %(text)s")
            % {
                "year": edition.year,
                "text": in_own_language(one["text"]) if one else _("was not counted"),
            }
        )
    return False


def _by_group(
    found: Comparison, measure: str, who: str, *, is_same: bool
) -> Iterable[ComparedTable]:
    earlier = {one["grouping"]: one for one in found.before.tables}
    for stored in found.after.tables:
        code = stored["grouping"]
        if code not in earlier:
            continue
        then, now = _figures(earlier[code], who, measure), _figures(stored, who, measure)
        if then is None or now is None:
            continue
        rows = []
        for group in stored["columns"]:
            note = _difference_of_group(found, code, group)
            rows.append(
                ComparedRow(
                    group_label(code, group), then.get(group), now.get(group),
                    is_same and not note, note, MEASURES[measure].is_money,
                )
            )  # fmt: skip
        total = ComparedRow(
            _("all firms"), then[EVERYBODY], now[EVERYBODY], is_same, "",
            MEASURES[measure].is_money,
        )  # fmt: skip
        yield ComparedTable(title_of(stored), [*rows, total])


def _figures(stored: Mapping[str, Any], who: str, measure: str) -> dict[str, Figure] | None:
    """Give the figures of a row by group; nothing if there is no such row."""
    row = next((one for one in stored["rows"] if one["cluster"] == who), None)
    if row is None or measure not in row["figures"]:
        return None
    figures = dict(zip(stored["columns"], row["figures"][measure], strict=True))
    return figures | {EVERYBODY: row["totals"][measure]}


def _difference_of_group(found: Comparison, grouping: str, group: str) -> str:
    """Say how a group was defined otherwise; nothing if it was not."""
    if group == "none":
        # What is in none of them changes with any of them.
        return _("other groups then") if _any_group_differs(found, grouping) else ""
    codes = _codes(found.before, grouping).get(group), _codes(found.after, grouping).get(group)
    if codes[0] == codes[1]:
        return ""
    then, now = set(codes[0] or ()), set(codes[1] or ())
    return _("defined otherwise: %(changes)s") % {
        "changes": ", ".join(
            [f"+{one}" for one in sorted(now - then)] + [f"-{one}" for one in sorted(then - now)]
        )
        or _("another edition of NACE")
    }


def _any_group_differs(found: Comparison, grouping: str) -> bool:
    return _codes(found.before, grouping) != _codes(found.after, grouping)


def _codes(edition: Edition, grouping: str) -> dict[str, list[str]]:
    kept = edition.definitions["groupings"].get(grouping)
    if kept is None:
        return {}
    return {code: [kept["nace"], *group["codes"]] for code, group in kept["groups"].items()}


def _own(found: Comparison, who: str, *, is_same_span: bool) -> Iterable[ComparedTable]:
    told = [
        next((row["figures"] for row in one.own if row["cluster"] == who), None)
        for one in (found.before, found.after)
    ]
    if told[0] is None or told[1] is None:
        return
    kept = [one.definitions["measures"] for one in (found.before, found.after)]
    rows = []
    for code, measure in OWN.items():
        versions = {one.get(code, {}).get("version") for one in kept}
        is_same = len(versions) == 1 and (is_same_span or not measure.is_of_a_year)
        note = "" if len(versions) == 1 else _("defined otherwise")
        then, now = told[0].get(code), told[1].get(code)
        rows.append(ComparedRow(str(measure.label), then, now, is_same, note, measure.is_money))
    yield ComparedTable(_("What it tells of itself"), rows)


def _rows(edition: Edition) -> list[dict[str, Any]]:
    """The rows of an edition: every table has the same."""
    return edition.tables[0]["rows"] if edition.tables else []
