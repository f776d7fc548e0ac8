"""The rows that have errors, as they stand in the file, each with what is wrong and what to do."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _

from raceme.foundation.tabular.values import Cell, text_of
from raceme.foundation.tabular.writing import Heading, Sheet, workbook
from raceme.intake.lists.reading import ReadList
from raceme.intake.queries.outcomes import Outcome


def leftovers(read: ReadList, outcome: Outcome, made_on: date) -> bytes:
    """Make a workbook of the rows with errors; mended there, it can be sent in as it is."""
    table = read.understood.table
    wrong: dict[int, list[str]] = defaultdict(list)
    for problem in outcome.errors:
        if problem.row is not None:
            where = f"{problem.column}: " if problem.column else ""
            wrong[problem.row].append(f"{where}{problem.message} {problem.remedy}".strip())
    # Text stays text, whatever a spreadsheet program would make of it.
    headings = (
        *(Heading(heading) for heading in table.header),
        Heading(_("What is wrong"), width=60),
        Heading(_("Row in the file")),
    )
    rows: list[tuple[Cell, ...]] = [
        (*(text_of(cell) or None for cell in row.cells), "\n".join(wrong[row.number]), row.number)
        for row in table.rows
        if row.number in wrong
    ]
    sheet = Sheet(_("Rows with errors"), headings, rows)
    return workbook([sheet], title=table.name, made_on=made_on)
