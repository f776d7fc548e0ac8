"""Emerging industries, ecosystems and groupings of one's own: a region's part in each group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.region.bridge.facts import STRONG, Facts, known
from raceme.region.bridge.figures import Figure, source_of
from raceme.region.bridge.measuring import own_table
from raceme.region.bridge.tables import Rows, rows_of
from raceme.region.documents.charts import Bar, bars
from raceme.region.models import GroupingVersion
from raceme.vocabulary.groupings import grouping_named, label_of_group

Naming = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said of a grouping, and how its groups are called."""

    title: str
    sentence: str
    told: str
    label_of: Naming


def emerging(facts: Facts) -> Figure | None:
    """Show the region's emerging industries."""
    return _of_the_house(facts, "emerging", _("Emerging industries"), _(
        "Emerging industries are new value chains across old sectors; the bar says how much more"
        " (above 1) or less of each is here than in the average region of the dataset."
    ))  # fmt: skip


def ecosystems(facts: Facts) -> Figure | None:
    """Show the region's part in the industrial ecosystems of the EU."""
    return _of_the_house(facts, "ecosystems", _("Industrial ecosystems"), _(
        "An ecosystem is everybody who works along one value chain, whatever the sector; the bar"
        " says how much more (above 1) or less of each is here than in the average region of the"
        " dataset."
    ))  # fmt: skip


def own(facts: Facts, version: GroupingVersion) -> Figure | None:
    """Show the region's part in the groups of a version of an own grouping."""
    title = _("%(name)s (version %(number)s)") % {
        "name": version.grouping.name,
        "number": version.number,
    }
    told = _("Own grouping, version %(number)s of %(day)s. Definition: %(source)s. Groups overlap.")
    said = told % {
        "number": version.number,
        "day": version.saved_at.date().isoformat(),
        "source": version.grouping.source,
    }
    sentence = _(
        "Groups that your own team put together; the bar says how much more (above 1) or less of"
        " each is here than in the average region of the dataset."
    )
    words = _Words(title, sentence, said, version.label_of)
    return _groups(facts, own_table(version.pk), words)


def _of_the_house(facts: Facts, code: str, title: str, sentence: str) -> Figure | None:
    listed = grouping_named(code)
    told = _("Groups overlap. Definition: %(source)s; not the official list.") % {
        "source": listed.source if listed else "?"
    }
    return _groups(facts, code, _Words(title, sentence, told, partial(label_of_group, code)))


def _groups(facts: Facts, code: str, words: _Words) -> Figure | None:
    rows = rows_of(facts.run, f"groups_{code}", region=facts.code)
    by_year = {(row["group_name"], row["year"]): row for row in rows}
    now = known((row for row in rows if row["year"] == facts.year), "location_quotient")
    if not now:
        return None
    now.sort(key=lambda row: (-row["location_quotient"], row["group_name"]))
    shown = [Bar(words.label_of(row["group_name"]), row["location_quotient"]) for row in now]
    said = f"{words.title}: {facts.place}, {facts.year}"
    return Figure(
        code=code,
        title=words.title,
        sentence=words.sentence,
        description=said,
        sheet=Sheet(words.title[:31], *_groups_table(facts, now, by_year, words.label_of)),
        source=source_of(facts.run, year=facts.year),
        draw=lambda width: bars(
            shown, axis=_("location quotient"), said=said, width=width, mark=STRONG
        ),
        told=(
            words.told,
            _("Of an industry that belongs to a group in part, that share of its classes counts."),
        ),
    )


def _groups_table(
    facts: Facts, now: Rows, by_year: dict[tuple[str, int], dict[str, Any]], label_of: Naming
) -> tuple[tuple[Heading, ...], list[tuple[Any, ...]]]:
    headings = (
        Heading(_("Code")),
        Heading(_("Group")),
        Heading(_("Location quotient"), Style.DECIMAL),
        Heading(facts.run.dataset.measure, Style.WHOLE),
        Heading(_("Share of the region"), Style.SHARE),
        Heading(_("Quotient in the first year"), Style.DECIMAL),
        Heading(_("Cells known"), Style.SHARE),
    )
    table = []
    for row in now:
        first = by_year.get((row["group_name"], facts.run.years[0]), {})
        table.append((
            row["group_name"], label_of(row["group_name"]), row["location_quotient"],
            row["value"], row["focus"], first.get("location_quotient"), row["coverage"],
        ))  # fmt: skip
    return headings, table
