"""An edition, and two editions compared, as lists to take away: exactly what the pages show."""

from __future__ import annotations

from django.utils.translation import gettext as _

from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.programmes.documents.comparison import Comparison
from raceme.programmes.documents.tables import measures_of, own_rows, shown_tables
from raceme.programmes.models import Edition
from raceme.programmes.words import OWN


def sheet_of(edition: Edition) -> Sheet:
    """Give an edition as a list of figures; empty where one is hidden."""
    headings = (
        Heading(_("What is counted")),
        Heading(_("Grouping")),
        Heading(_("Group")),
        Heading(_("Cluster")),
        Heading(_("Figure"), Style.WHOLE),
        Heading(_("Hidden")),
    )
    rows = []
    for code, measure in measures_of(edition).items():
        for table in shown_tables(edition, code):
            for group, cells in [*table.rows, (_("all firms"), table.totals)]:
                for cluster, figure in zip(table.heads, cells, strict=True):
                    is_hidden = _("yes") if figure is None else _("no")
                    label = str(measure.label)
                    rows.append((label, table.title, group, cluster, figure, is_hidden))
    for row in own_rows(edition):
        figures = row.figures or [None] * len(OWN)
        is_hidden = _("yes") if row.figures is None else _("no")
        for one, figure in zip(OWN.values(), figures, strict=True):
            rows.append((str(one.label), "", "", row.name, figure, is_hidden))
    return Sheet(str(edition.year), headings, rows)


def sheet_of_comparison(comparison: Comparison) -> Sheet:
    """Give two editions compared as a list."""
    headings = (
        Heading(_("Table")),
        Heading(_("Row")),
        Heading(str(comparison.before.year), Style.WHOLE),
        Heading(str(comparison.after.year), Style.WHOLE),
        Heading(_("Change"), Style.WHOLE),
        Heading(_("Note")),
    )
    rows = [
        (table.title, row.label, row.before, row.after, row.change, row.note)
        for table in comparison.tables
        for row in table.rows
    ]
    return Sheet(f"{comparison.before.year}-{comparison.after.year}", headings, rows)
