"""A service plan with all there can be in it, and which row each page about plans takes."""

from typing import Any

from raceme.access.actor import Actor
from raceme.catalogue.queries import services_offered
from raceme.portfolio.background import compute
from raceme.portfolio.models import Scenario, ServicePlan
from raceme.portfolio.verbs import add_line, adopt_plan, change_line, compute_plan, vary_scenario
from tests.factories import NOW, TODAY

PAGES_OF_SERVICE_PLANS = (
    "add_line",
    "download_service_plan",
    "put_in_force",
    "service_plan",
    "take_back",
)


def make_service_plan(scenario: Scenario, *, by: Actor) -> ServicePlan:
    """Adopt a scenario; take one service out by hand and another in, and give one its months."""
    plan = adopt_plan(scenario, adopted_on=TODAY, adopted_by="The board", by=by, at=NOW)
    first, *others = plan.lines.all()
    change_line(first, months=[3, 9], by=by, at=NOW)
    for line in others[:1]:
        change_line(line, editions=0, reason="No time for it.", by=by, at=NOW)
    left_out = services_offered(by).exclude(plan_lines__plan=plan).order_by("pk")[0]
    add_line(plan, left_out, editions=1, reason="Asked for.", by=by, at=NOW)
    return plan


def make_impossible(scenario: Scenario, *, by: Actor) -> Scenario:
    """Vary a scenario so that no plan keeps all its limits."""
    impossible = vary_scenario(scenario, name="Impossible", own_income_share_min=1.0, by=by, at=NOW)
    compute(compute_plan(impossible, by=by, at=NOW).pk)
    return impossible


def rows_of_plans(scenario: Scenario, plan: ServicePlan) -> dict[str, dict[str, Any]]:
    """Say what stands for the values in the addresses of each page."""
    return {
        "portfolio": {"pk": scenario.pk},
        "portfolio:download": {"pk": scenario.pk, "kind": "json"},
        "portfolio:download_comparison": {"kind": "csv"},
        "portfolio:download_gaps": {"pk": scenario.pk, "kind": "csv"},
        "portfolio:download_list": {"kind": "csv"},
        **{f"portfolio:{page}": {"pk": plan.pk} for page in PAGES_OF_SERVICE_PLANS},
        "portfolio:download_service_plan": {"pk": plan.pk, "kind": "csv"},
        "portfolio:change_line": {"pk": plan.lines.order_by("pk")[0].pk},
    }
