"""Why a region grew or shrank, and how its structure moves."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.region.bridge.facts import LISTED, Facts
from raceme.region.bridge.figures import Figure, source_of
from raceme.region.bridge.tables import rows_of
from raceme.region.documents.charts import Bar, Course, bars, courses

Parts = list[tuple[str, dict[str, float]]]

_EFFECTS = ("national", "mix", "competitive")


def shift_share(facts: Facts) -> Figure | None:
    """Part the region's growth: growth of all, mix of industries, own performance."""
    found = rows_of(facts.run, "shift_share_regions", region=facts.code, method="classic")
    row = next((one for one in found if one["change"] is not None), None)
    if row is None:
        return None
    words = {
        "national": _("as if grown like all regions"),
        "mix": _("because of its industries"),
        "competitive": _("own performance"),
    }
    shown = [Bar(words[one], row[one]) for one in _EFFECTS if row[one] is not None]
    said = _("Change of %(measure)s in %(place)s from %(before)s to %(after)s, in three parts.") % {
        "measure": facts.run.dataset.measure,
        "place": facts.place,
        "before": row["year_before"],
        "after": row["year"],
    }
    headings = (
        Heading(_("Part")),
        Heading(pgettext("of a figure", "Change"), Style.WHOLE),
    )
    table = [(words[one], row[one]) for one in _EFFECTS]
    table.append((_("together: the change"), row["change"]))
    return Figure(
        code="shift_share",
        title=_("Why the region grew or shrank"),
        sentence=_(
            "The change in three parts: what the region would have gained or lost had it grown like"
            " all regions, what its mix of fast and slow industries did, and what it did better or"
            " worse than the same industries elsewhere."
        ),
        description=said,
        sheet=Sheet(_("Shift-share"), headings, table),
        source=source_of(facts.run),
        draw=lambda width: bars(
            shown,
            axis=_("change in %(measure)s") % {"measure": facts.run.dataset.measure},
            said=said,
            width=width,
        ),
        told=(_("Only industries known in both years are compared."),),
    )


def performance(facts: Facts) -> Figure | None:
    """Rank industries by how much better or worse they grew than the same elsewhere."""
    whole = _added_up(facts)
    if not whole:
        return None
    half = LISTED // 2
    best = whole if len(whole) <= 2 * half else [*whole[:half], *whole[-half:]]
    shown = [
        Bar(
            facts.short(one),
            parts["competitive"],
            _("better than elsewhere") if parts["competitive"] >= 0 else _("worse than elsewhere"),
        )
        for one, parts in best
    ]
    said = _("Industries of %(place)s that grew better and worse than elsewhere.") % {
        "place": facts.place
    }
    left_out = len(facts.now) - len(whole)
    return Figure(
        code="performance",
        title=_("Where it does better than others"),
        sentence=_(
            "How much more (or less) the region gained in an industry than it would have, had the"
            " industry grown here as it did everywhere: years added up from %(before)s to"
            " %(after)s."
        )
        % {"before": facts.run.years[0], "after": facts.run.years[-1]},
        description=said,
        sheet=_performance_sheet(facts, whole),
        source=source_of(facts.run),
        draw=lambda width: bars(
            shown, axis=facts.run.dataset.measure, said=said, width=width, mark=0.0
        ),
        told=(
            _("%(count)s industries are left out: in some year they are confidential or missing.")
            % {"count": max(0, left_out)},
        ),
    )


def _added_up(facts: Facts) -> Parts:
    """Add up the steps of each industry, the best performance first."""
    sums: dict[str, dict[str, float]] = defaultdict(
        lambda: dict.fromkeys((*_EFFECTS, "change"), 0.0)
    )
    steps: dict[str, int] = defaultdict(int)
    for row in rows_of(facts.run, "shift_share", region=facts.code):
        if row["competitive"] is None:
            continue
        steps[row["industry"]] += 1
        for name in sums[row["industry"]]:
            sums[row["industry"]][name] += row[name] or 0.0
    # A step that is missing would let two industries be compared over different times.
    every = len(facts.run.years) - 1
    whole = [(one, parts) for one, parts in sums.items() if steps[one] == every]
    return sorted(whole, key=lambda pair: -pair[1]["competitive"])


def _performance_sheet(facts: Facts, whole: Parts) -> Sheet:
    headings = (
        Heading(_("Code")),
        Heading(_("Industry")),
        Heading(_("Own performance"), Style.WHOLE),
        Heading(_("Mix"), Style.WHOLE),
        Heading(_("As all regions"), Style.WHOLE),
        Heading(pgettext("of a figure", "Change"), Style.WHOLE),
    )
    table = [
        (one, facts.name(one), parts["competitive"], parts["mix"], parts["national"],
         parts["change"])
        for one, parts in whole
    ]  # fmt: skip
    return Sheet(_("Own performance"), headings, table)


def variety(facts: Facts) -> Figure | None:
    """Show related and unrelated variety, and how much of the structure moved."""
    rows = [row for row in facts.courses if row["entropy"] is not None]
    if not rows:
        return None
    has_kinds = any(row["related_variety"] for row in rows)
    kinds = (
        {"unrelated_variety": _("between sectors"), "related_variety": _("within sectors")}
        if has_kinds
        else {"entropy": _("all")}
    )
    shown = [
        Course(word, [(row["year"], row[name]) for row in facts.courses])
        for name, word in kinds.items()
    ]
    said = _("Variety of the industries of %(place)s by year, in bits.") % {"place": facts.place}
    return Figure(
        code="variety",
        title=_("How many legs it stands on, and how they move"),
        sentence=_(
            "The higher the line, the more evenly work is spread: between unlike sectors (which"
            " softens a shock) and between like industries within them (which lets them learn from"
            " each other). The table also says what share of the structure moved."
        ),
        description=said,
        sheet=Sheet(_("Variety and change"), _variety_headings(), [_variety(row) for row in rows]),
        source=source_of(facts.run),
        draw=lambda width: courses(shown, axis=_("variety, bits"), said=said, width=width),
        told=(_("Coverage differs by year; a jump may come from cells that appear or vanish."),),
    )


def _variety_headings() -> tuple[Heading, ...]:
    return (
        Heading(_("Year")),
        Heading(_("Variety"), Style.DECIMAL),
        Heading(_("Between sectors"), Style.DECIMAL),
        Heading(_("Within sectors"), Style.DECIMAL),
        Heading(_("Moved since the year before"), Style.SHARE),
        Heading(_("Moved since the first year"), Style.SHARE),
        Heading(_("Distance from all regions (Krugman)"), Style.DECIMAL),
        Heading(_("Cells known"), Style.SHARE),
    )


def _variety(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        str(row["year"]),
        row["entropy"],
        row["unrelated_variety"],
        row["related_variety"],
        row["structural_change"],
        row["structural_change_since_first"],
        row["krugman_specialisation"],
        row["coverage"],
    )
