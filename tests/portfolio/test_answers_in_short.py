"""The figures that lists show, and how books from before they were kept got them."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue.models import Service
from raceme.portfolio.bridge.answer import plan_of, summary_of
from raceme.portfolio.models import Scenario
from raceme.portfolio.queries import newest_change_behind_plans
from raceme.portfolio.verbs import compute_plan, revise_scenario
from tests.factories import NOW
from tests.portfolio.small import LIMITS, furnish, make_scenario

pytestmark = pytest.mark.django_db(transaction=True)
migration = import_module("raceme.portfolio.migrations.0003_answers_in_short")
AS_BEFORE = {
    "summary": None,
    "answered_at": None,
    "answered_until": None,
    "answered_version": None,
}


@pytest.fixture
def scenario(cluster: Cluster, manager: Actor) -> Scenario:
    furnish(cluster)
    scenario = compute_plan(make_scenario(cluster), by=manager, at=NOW + timedelta(hours=1))
    scenario.refresh_from_db()
    return scenario


def test_the_summary_tells_what_the_plan_does(scenario: Scenario) -> None:
    assert scenario.summary == summary_of(plan_of(scenario))
    # Export is asked for most, and the one fair reaches both members.
    assert scenario.summary["services"] == 1
    assert scenario.summary["net_cost_eur"] == 900.0


def test_an_infeasible_plan_has_a_status_and_no_figures(cluster: Cluster, manager: Actor) -> None:
    furnish(cluster)
    both = Service.objects.filter(code__in=["FAIR", "COURSE"])
    scenario = compute_plan(make_scenario(cluster, must=both), by=manager, at=NOW)

    scenario.refresh_from_db()

    assert scenario.is_infeasible
    assert {value for name, value in scenario.summary.items() if name != "status"} == {None}


def test_answers_from_before_get_the_same_summary(scenario: Scenario) -> None:
    before = scenario.summary
    Scenario.objects.update(**AS_BEFORE)

    migration.summarise(apps, None)

    scenario.refresh_from_db()
    assert scenario.summary == pytest.approx(before)
    assert scenario.answered_at == scenario.finished_at


def test_answers_from_before_are_up_to_date_unless_something_changed_since(
    scenario: Scenario, manager: Actor
) -> None:
    Scenario.objects.update(**AS_BEFORE)
    migration.summarise(apps, None)
    scenario.refresh_from_db()
    assert not scenario.is_outdated(newest_change_behind_plans(manager))

    later = NOW + timedelta(hours=2)
    revise_scenario(scenario, **(LIMITS | {"seed": 4}), by=manager, at=later)
    Scenario.objects.update(**AS_BEFORE)
    migration.summarise(apps, None)

    scenario.refresh_from_db()
    assert scenario.is_outdated(newest_change_behind_plans(manager))
