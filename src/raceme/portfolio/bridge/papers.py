"""A scenario's plan as files to take away; the same makers as on the command line."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import slugify

from raceme.cores.planning.values import Plan
from raceme.portfolio.bridge.answer import heading_kept_with, plan_of
from raceme.portfolio.documents.heading import PlanHeading
from raceme.portfolio.documents.plan_json import plan_text
from raceme.portfolio.documents.report import plan_report
from raceme.portfolio.documents.workbook import plan_workbook
from raceme.portfolio.models import Scenario

_NAME_LENGTH = 60  # letters of a scenario's name in the name of a file
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


def _file_stem(scenario: Scenario) -> str:
    """Name the file so that the plans of two scenarios do not overwrite each other."""
    # A name without a Latin letter leaves nothing that every file system bears: then its number.
    name = slugify(scenario.name)[:_NAME_LENGTH].strip("-") or str(scenario.pk)
    return f"plan-{scenario.cluster.slug}-{scenario.year}-{name}"
