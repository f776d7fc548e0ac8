"""What a region could grow into, and whom it can learn from."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from raceme.access.http import address_of
from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.region.bridge.facts import LISTED, Facts, known
from raceme.region.bridge.figures import Figure, source_of
from raceme.region.bridge.names import place_named
from raceme.region.bridge.tables import Rows, rows_of
from raceme.region.documents.charts import Bar, Dot, bars, fields

NEAR_COMPLEX, FAR_COMPLEX, NEAR_SIMPLE, FAR_SIMPLE = "near-complex", "far-complex", "near", "far"


def opportunities(facts: Facts) -> Figure | None:
    """Put the industries that the region is not yet strong in into four fields."""
    rows = _not_yet_strong(facts)
    if len(rows) < 4:
        return None
    cuts = (
        median(row["relatedness_density"] for row in rows),
        median(row["complexity"] for row in rows),
    )
    rows.sort(key=lambda row: (_rank(row, cuts), -row["relatedness_density"], row["industry"]))
    words = field_words()
    dots = [
        Dot(facts.short(row["industry"]), row["relatedness_density"], row["complexity"],
            row["value"] or 0.0, words[field_of(row, cuts)])
        for row in rows
    ]  # fmt: skip
    said = _("Industries %(place)s is not yet strong in: how near and how demanding each is.") % {
        "place": facts.place
    }
    return Figure(
        code="opportunities",
        title=_("What it could grow into"),
        sentence=_(
            "Further right means nearer to what the region already does well; higher means that"
            " fewer and more versatile regions can do it. Top right is the best bet; sizes show"
            " how much is here already."
        ),
        description=said,
        sheet=_opportunities_sheet(facts, rows, cuts),
        source=source_of(facts.run, year=facts.year),
        draw=lambda width: fields(
            dots,
            cuts=cuts,
            axes=(_("nearness (relatedness density)"), _("complexity")),
            said=said,
            width=width,
        ),
        told=(
            _("Cut at the middle of the industries shown. A statistical lead, no advice."),
            facts.coverage_told(facts.now.values()),
        ),
    )


def _not_yet_strong(facts: Facts) -> Rows:
    """The industries the region is not specialised in, with nearness and complexity."""
    complexities = {
        row["industry"]: row["complexity"]
        for row in rows_of(facts.run, "industries", year=facts.year)
        if row.get("complexity") is not None
    }
    return [
        row | {"complexity": complexities[row["industry"]]}
        for row in known(facts.now.values(), "relatedness_density")
        if not row["is_specialised"] and row["industry"] in complexities
    ]


def _opportunities_sheet(facts: Facts, rows: Rows, cuts: tuple[float, float]) -> Sheet:
    words = field_words()
    headings = (
        Heading(_("Code")),
        Heading(_("Industry")),
        Heading(_("Field")),
        Heading(_("Nearness (density)"), Style.SHARE),
        Heading(_("Complexity"), Style.DECIMAL),
        Heading(_("Gain"), Style.DECIMAL),
        Heading(_("Location quotient"), Style.DECIMAL),
        Heading(facts.run.dataset.measure, Style.WHOLE),
    )
    table = [
        (row["industry"], facts.name(row["industry"]), words[field_of(row, cuts)],
         row["relatedness_density"], row["complexity"], row["outlook_gain"],
         row["location_quotient"], row["value"])
        for row in rows
    ]  # fmt: skip
    return Sheet(_("Opportunities"), headings, table)


def field_words() -> dict[str, str]:
    """The names of the four fields, the most promising first."""
    return {
        NEAR_COMPLEX: _("near and demanding: best bets"),
        FAR_COMPLEX: _("far and demanding: long shots"),
        NEAR_SIMPLE: _("near and simple: quick wins"),
        FAR_SIMPLE: _("far and simple: leave"),
    }


def field_of(row: dict[str, Any], cuts: tuple[float, float]) -> str:
    """Say in which field an industry is; what lies on a cut is near, and demanding."""
    is_near = row["relatedness_density"] >= cuts[0]
    if row["complexity"] >= cuts[1]:
        return NEAR_COMPLEX if is_near else FAR_COMPLEX
    return NEAR_SIMPLE if is_near else FAR_SIMPLE


def _rank(row: dict[str, Any], cuts: tuple[float, float]) -> int:
    return (NEAR_COMPLEX, FAR_COMPLEX, NEAR_SIMPLE, FAR_SIMPLE).index(field_of(row, cuts))


def peers(facts: Facts) -> Figure | None:
    """List the regions with the most alike structure, and how they fare."""
    rows = sorted(rows_of(facts.run, "peers", region=facts.code), key=lambda row: int(row["rank"]))
    if not rows:
        return None
    names = {row["peer"]: str(place_named(facts.run, row["peer"])) for row in rows}
    shown = [Bar(names[row["peer"]], row["overlap"] * 100) for row in rows[:LISTED]]
    said = _("The regions whose structure is most like that of %(place)s.") % {"place": facts.place}
    return Figure(
        code="peers",
        title=_("Regions to learn from"),
        sentence=_(
            "These regions live from nearly the same mix of industries; where one of them grew and"
            " this one did not, it is worth asking why."
        ),
        description=said,
        sheet=_peers_sheet(facts, rows, names),
        source=source_of(facts.run, year=facts.run.years[-1]),
        draw=lambda width: bars(
            shown, axis=_("% of the structure in common"), said=said, width=width
        ),
        told=(
            _("Only industries known in both regions are compared."),
            _("A break in a series can look like growth: see the flags."),
        ),
        links={
            code: address_of(facts.actor, "region:region", pk=facts.run.pk, place=code)
            for code in names
        },
    )


def _peers_sheet(facts: Facts, rows: Rows, names: dict[str, str]) -> Sheet:
    """The region itself first, then its peers."""
    headings = (
        Heading(_("Code")),
        Heading(_("Region")),
        Heading(_("Structure in common"), Style.SHARE),
        Heading(facts.run.dataset.measure, Style.WHOLE),
        Heading(_("Growth since the first year"), Style.SHARE),
        Heading(_("Specialisations"), Style.WHOLE),
        Heading(_("Complexity"), Style.DECIMAL),
        Heading(_("Moved since the first year"), Style.SHARE),
    )
    codes = [facts.code, *names]
    figures = {
        (row["region"], row["year"]): row for row in rows_of(facts.run, "regions", region=codes)
    }
    cells = rows_of(
        facts.run, "cells", columns=("region", "industry", "year", "value"), region=codes
    )
    growth = _growth(cells, facts.run.years[0], facts.year)
    overlaps: dict[str, float | None] = {row["peer"]: row["overlap"] for row in rows}
    table = []
    for code in codes:
        one = figures.get((code, facts.year), {})
        table.append((
            code, names.get(code, str(facts.place)), overlaps.get(code, 1.0),
            one.get("region_total"), growth.get(code), one.get("diversity"), one.get("complexity"),
            one.get("structural_change_since_first"),
        ))  # fmt: skip
    return Sheet(_("Peers"), headings, table)


def _growth(cells: Rows, first: int, last: int) -> dict[str, float]:
    """Growth of each region over the industries known at both ends."""
    values = {(row["region"], row["industry"], row["year"]): row["value"] for row in cells}
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for (region, industry, year), now in values.items():
        before = values.get((region, industry, first))
        if year == last and now is not None and before is not None:
            sums[region][0] += before
            sums[region][1] += now
    return {region: now / before - 1 for region, (before, now) in sums.items() if before}
