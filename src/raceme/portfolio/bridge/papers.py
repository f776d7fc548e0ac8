"""Plans and comparisons as files to take away; the same makers as on the command line."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.cores.planning.values import Plan
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.portfolio.bridge.answer import heading_kept_with, plan_of
from raceme.portfolio.bridge.comparison import Comparison, Unit
from raceme.portfolio.documents.heading import PlanHeading
from raceme.portfolio.documents.plan_json import plan_text
from raceme.portfolio.documents.report import plan_report
from raceme.portfolio.documents.workbook import gap_sheet, plan_workbook
from raceme.portfolio.models import Scenario

_NAME_LENGTH = 60  # letters of a scenario's name in the name of a file
UNITS: dict[Unit, Promise] = {
    Unit.MONEY: gettext_lazy("money"),
    Unit.NUMBER: gettext_lazy("number"),
    Unit.VALUE: gettext_lazy("value, 0 to 1"),
    Unit.SHARE: gettext_lazy("share, 0 to 1"),
    Unit.WORDS: gettext_lazy("words"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Paper:
    """A file to hand out."""

    file_name: str
    content: bytes
    content_type: str


def paper_of(scenario: Scenario, kind: str) -> Paper:
    """Make the plan's file of this kind: json, xlsx or pdf."""
    makers: dict[str, tuple[Callable[[Plan, PlanHeading], bytes], str]] = {
        "json": (lambda plan, heading: plan_text(plan, heading).encode(), "application/json"),
        "xlsx": (plan_workbook, XLSX),
        "pdf": (plan_report, "application/pdf"),
    }
    make, content_type = makers[kind]
    content = make(plan_of(scenario), heading_kept_with(scenario))
    return Paper(f"{_file_stem(scenario)}.{kind}", content, content_type)


@dataclass(frozen=True)
class Table:
    """A list to hand out, and the name of its file without the ending."""

    file_stem: str
    sheet: Sheet


def gaps_of(scenario: Scenario) -> Table:
    """Give the gap matrix as a list."""
    return Table(f"{_file_stem(scenario)}-gaps", gap_sheet(plan_of(scenario)))


def comparison_sheet(comparison: Comparison) -> Sheet:
    """Give scenarios side by side as a list: a row for each figure, a column for each scenario."""
    headings = (
        Heading(_("Part")),
        Heading(_("Id")),
        Heading(_("Figure")),
        Heading(_("Unit")),
        *(
            Heading(f"{one.scenario} (#{one.scenario.pk})", Style.DECIMAL)
            for one in comparison.columns
        ),
        Heading(_("Differs")),
    )
    rows: list[list[Cell]] = [
        [
            section.title,
            row.id,
            row.label,
            str(UNITS[row.unit]),
            *(cell.value for cell in row.cells),
            _("yes") if row.differs else _("no"),
        ]
        for section in comparison.sections
        for row in section.rows
    ]
    return Sheet(_("Comparison"), headings, rows)


def _file_stem(scenario: Scenario) -> str:
    """Name the file so that the plans of two scenarios do not overwrite each other."""
    # A name without a Latin letter leaves nothing that every file system bears: then its number.
    name = slugify(scenario.name)[:_NAME_LENGTH].strip("-") or str(scenario.pk)
    return f"plan-{scenario.cluster.slug}-{scenario.year}-{name}"
