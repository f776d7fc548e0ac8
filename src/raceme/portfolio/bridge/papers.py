"""A scenario's plan as files to take away; the same makers as on the command line."""

from collections.abc import Callable
from dataclasses import dataclass

from raceme.cores.planning.values import Plan
from raceme.portfolio.bridge.answer import heading_kept_with, plan_of
from raceme.portfolio.documents.heading import PlanHeading
from raceme.portfolio.documents.plan_json import plan_text
from raceme.portfolio.documents.report import plan_report
from raceme.portfolio.documents.workbook import plan_workbook
from raceme.portfolio.models import Scenario

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
    return Paper(f"plan-{scenario.cluster.slug}-{scenario.year}.{kind}", content, content_type)
