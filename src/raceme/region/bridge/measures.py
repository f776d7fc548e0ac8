"""What regions can be compared by: a figure of the whole region, or one industry."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from raceme.foundation.tabular.writing import Style
from raceme.region.bridge.names import industry_name
from raceme.region.bridge.tables import rows_of
from raceme.region.models import MappingRun

MOVED, COMPLEXITY, SPECIALISATIONS, VARIETY = "moved", "complexity", "specialisations", "variety"
# code → column of the table of regions
_COLUMNS = {
    MOVED: "structural_change_since_first",
    COMPLEXITY: "complexity",
    SPECIALISATIONS: "diversity",
    VARIETY: "entropy",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that regions are ranked by, in words. Shares are drawn in percent."""

    code: str
    title: str
    sentence: str
    axis: str
    style: Style

    @property
    def factor(self) -> float:
        """What a value is multiplied with before it is drawn."""
        return 100.0 if self.style == Style.SHARE else 1.0


def words_for_measures() -> dict[str, str]:
    """Name the figures of whole regions, for a choice."""
    return {
        MOVED: _("where structures change most"),
        COMPLEXITY: _("complexity"),
        SPECIALISATIONS: _("number of specialisations"),
        VARIETY: _("variety"),
    }


def measure_named(run: MappingRun, code: str) -> Measure:
    """Describe a figure; what is no figure of whole regions is an industry of the run."""
    known = {
        MOVED: Measure(
            MOVED,
            _("Where structures change most"),
            _(
                "The figure says what part of the region's work moved from one industry to another"
                " since the first year: 10 means that every tenth job changed its industry."
            ),
            _("% that moved"),
            Style.SHARE,
        ),
        COMPLEXITY: Measure(
            COMPLEXITY,
            _("How demanding the regions' strengths are"),
            _(
                "Above 0, the region is strong in what few and versatile regions can do; below 0,"
                " in what many can."
            ),
            _("economic complexity"),
            Style.DECIMAL,
        ),
        SPECIALISATIONS: Measure(
            SPECIALISATIONS,
            _("How many strengths regions have"),
            _("The number of industries of which the region has more than its share."),
            _("specialisations"),
            Style.WHOLE,
        ),
        VARIETY: Measure(
            VARIETY,
            _("How evenly work is spread"),
            _("The higher, the more industries the region lives from, and the more evenly."),
            _("variety, bits"),
            Style.DECIMAL,
        ),
    }
    if code in known:
        return known[code]
    return Measure(
        code,
        _("Where it is at home: %(industry)s") % {"industry": industry_name(run, code)},
        _(
            "How many times more of this industry a region has than expected: 2 means twice as"
            " many, 1 as many as anywhere."
        ),
        _("location quotient"),
        Style.DECIMAL,
    )


def values_of(run: MappingRun, code: str, year: int) -> dict[str, float | None]:
    """Give the figure of every region in a year; None where it is unknown."""
    if code in _COLUMNS:
        column = _COLUMNS[code]
        return {row["region"]: row.get(column) for row in rows_of(run, "regions", year=year)}
    columns = ("region", "industry", "year", "location_quotient")
    rows = rows_of(run, "cells", columns=columns, industry=code, year=year)
    return {row["region"]: row["location_quotient"] for row in rows}
