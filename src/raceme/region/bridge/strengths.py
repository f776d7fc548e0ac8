"""What a region is strong in, and how that changed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.region.bridge.facts import LISTED, STRONG, Facts, known
from raceme.region.bridge.figures import Figure, source_of
from raceme.region.documents.charts import Bar, Range, bars, ranges

_EACH_WAY = 8  # rises and falls in the picture


def specialisations(facts: Facts) -> Figure | None:
    """Rank the industries of a region by location quotient."""
    rows = sorted(
        known(facts.now.values(), "location_quotient"),
        key=lambda row: (-row["location_quotient"], row["industry"]),
    )
    if not rows:
        return None
    hidden = [row for row in facts.now.values() if row["location_quotient"] is None]
    shown = [Bar(facts.short(row["industry"]), row["location_quotient"]) for row in rows[:LISTED]]
    said = _("Location quotients of the %(count)s most specialised industries of %(place)s.") % {
        "count": len(shown),
        "place": facts.place,
    }
    return Figure(
        code="specialisations",
        title=_("What the region is strong in"),
        sentence=_(
            "The longer the bar, the more of the industry is here: 2 means twice as many as in the"
            " average region of the dataset, 1 (the dashed line) as many as anywhere."
        ),
        description=said,
        sheet=_sheet(facts, [*rows, *hidden]),
        source=source_of(facts.run, year=facts.year),
        draw=lambda width: bars(
            shown, axis=_("location quotient"), said=said, width=width, mark=STRONG
        ),
        told=(facts.coverage_told(facts.now.values()), _stars_told(facts)),
    )


def changes(facts: Facts) -> Figure | None:
    """Show which strengths rose and fell since the first year."""
    rows = []
    for industry, now in facts.now.items():
        before = facts.before.get(industry, {})
        then = before.get("location_quotient")
        quotient = now["location_quotient"]
        if then is None or quotient is None or max(then, quotient) < STRONG:
            continue
        rows.append((industry, then, quotient, before["value"], now["value"], _flags(before, now)))
    if not rows:
        return None
    rows.sort(key=lambda row: row[1] - row[2])
    rising = [row for row in rows if row[2] > row[1]][:_EACH_WAY]
    falling = [row for row in rows if row[2] < row[1]][-_EACH_WAY:]
    shown = [Range(facts.short(row[0]), row[1], row[2]) for row in (*rising, *falling)]
    words = (str(facts.first_year), str(facts.year))
    said = _("Location quotients of %(place)s in %(before)s and %(after)s, rises first.") % {
        "place": facts.place, "before": words[0], "after": words[1]
    }  # fmt: skip
    return Figure(
        code="changes",
        title=_("Strengths that rise and fall"),
        sentence=_(
            "Each line is a strength of the region: a diamond marks where it was in %(before)s, a"
            " dot where it is in %(after)s. Dots to the right of their diamond have become"
            " stronger."
        )
        % {"before": words[0], "after": words[1]},
        description=said,
        sheet=_changes_sheet(facts, rows),
        source=source_of(facts.run),
        draw=(
            lambda width: ranges(
                shown, axis=_("location quotient"), said=said, words=words, width=width
            )
        )
        if shown
        else None,
        told=(facts.coverage_told(facts.now.values()),),
    )


def _sheet(facts: Facts, rows: list[dict[str, Any]]) -> Sheet:
    headings = (
        Heading(_("Code")),
        Heading(_("Industry")),
        Heading(_("Location quotient"), Style.DECIMAL),
        Heading(_("Quotient at least"), Style.DECIMAL),
        Heading(_("Quotient at most"), Style.DECIMAL),
        Heading(facts.run.dataset.measure, Style.WHOLE),
        Heading(_("At least"), Style.WHOLE),
        Heading(_("At most"), Style.WHOLE),
        Heading(_("Share of the region"), Style.SHARE),
        Heading(_("Share of the industry"), Style.SHARE),
        Heading(_("Stars"), Style.WHOLE),
        Heading(_("Flags")),
    )
    return Sheet(_("Specialisations"), headings, [_cells(facts, row) for row in rows])


def _changes_sheet(facts: Facts, rows: list[tuple[Any, ...]]) -> Sheet:
    headings = (
        Heading(_("Code")),
        Heading(_("Industry")),
        Heading(_("Quotient %(year)s") % {"year": facts.first_year}, Style.DECIMAL),
        Heading(_("Quotient %(year)s") % {"year": facts.year}, Style.DECIMAL),
        Heading(pgettext("of a figure", "Change"), Style.DECIMAL),
        Heading(f"{facts.run.dataset.measure} {facts.first_year}", Style.WHOLE),
        Heading(f"{facts.run.dataset.measure} {facts.year}", Style.WHOLE),
        Heading(_("Flags")),
    )
    table = [
        (row[0], facts.name(row[0]), row[1], row[2], row[2] - row[1], row[3], row[4], row[5])
        for row in rows
    ]
    return Sheet(_("Rise and fall"), headings, table)


def _cells(facts: Facts, row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        row["industry"],
        facts.name(row["industry"]),
        row["location_quotient"],
        row.get("location_quotient_low"),
        row.get("location_quotient_high"),
        row["value"],
        row["value_low"],
        row["value_high"],
        row["focus"],
        row["size_share"],
        row["stars"],
        row["flag"] or "",
    )


def _flags(*rows: dict[str, Any]) -> str:
    return "".join(sorted({letter for row in rows for letter in row.get("flag") or ""}))


def _stars_told(facts: Facts) -> str:
    """Say what earns a star; a hidden cell has bounds and no quotient."""
    stars = sum(row["stars"] or 0 for row in facts.now.values())
    return _("Stars by “%(rules)s”: %(count)s in all.") % {
        "rules": facts.run.get_stars_display(),
        "count": stars,
    }
