"""An edition of a programme as tables in words, for the page and to take away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.programmes.models import Edition
from raceme.vocabulary.groupings import grouping_named, label_of_group


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table of firms: a row for each group, a column for each cluster and one for all."""

    code: str
    title: str
    source: str
    heads: list[str]
    rows: list[tuple[str, list[int | None]]]
    totals: list[int | None]


def shown_table(stored: dict[str, Any]) -> ShownTable:
    """Say a stored table in words; None stands for what is hidden."""
    code = stored["grouping"]
    grouping = grouping_named(code)
    rows = stored["rows"]
    return ShownTable(
        code=code,
        title=grouping.label if grouping is not None else code,
        source=stored["source"],
        heads=[*(row["name"] for row in rows[:-1]), _("all")],
        rows=[
            (_group(code, group), [row["firms"][at] for row in rows])
            for at, group in enumerate(stored["columns"])
        ],
        totals=[row["total"] for row in rows],
    )


def sheet_of(edition: Edition) -> Sheet:
    """Give an edition as a list: grouping, group, cluster, firms; empty where it is hidden."""
    headings = (
        Heading(_("Grouping")),
        Heading(_("Group")),
        Heading(_("Cluster")),
        Heading(_("Firms"), Style.WHOLE),
        Heading(_("Hidden")),
    )
    rows = []
    for table in map(shown_table, edition.tables):
        for group, cells in [*table.rows, (_("all firms"), table.totals)]:
            for cluster, firms in zip(table.heads, cells, strict=True):
                hidden = _("yes") if firms is None else _("no")
                rows.append((table.title, group, cluster, firms, hidden))
    return Sheet(str(edition.year), headings, rows)


def _group(grouping: str, code: str) -> str:
    return _("in none of them, or unknown") if code == "none" else label_of_group(grouping, code)
