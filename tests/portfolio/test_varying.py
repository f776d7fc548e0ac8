"""Scenarios as variations of others, and objectives that weigh otherwise in one of them."""

from decimal import Decimal

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue.models import Service
from raceme.foundation.errors import NotAllowed, Refused
from raceme.portfolio import verbs
from raceme.portfolio.bridge.case import case_of
from raceme.portfolio.models import Ruling, Scenario
from raceme.portfolio.queries import scenario_with_budget, services_ruled
from tests.factories import NOW, make_cluster
from tests.portfolio.small import LIMITS, furnish, make_scenario

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/c/here/plan"


@pytest.fixture
def scenario(cluster: Cluster) -> Scenario:
    furnish(cluster)
    return make_scenario(
        cluster,
        must=Service.objects.filter(code="FAIR"),
        must_not=Service.objects.filter(code="TALK"),
        objective_weights={"O1": 7.0},
        own_income_share_min=0.0,
    )


def test_a_variation_keeps_to_the_same_but_for_its_changes(
    scenario: Scenario, manager: Actor
) -> None:
    varied = verbs.vary_scenario(scenario, budget_eur=Decimal(500), by=manager, at=NOW)

    assert (varied.name, varied.year) == ("Base (2)", 2027)
    assert (varied.budget_eur, varied.person_days) == (Decimal(500), Decimal(10))
    assert varied.own_income_share_min == 0.0
    assert services_ruled(varied, Ruling.Kind.MUST) == ["FAIR"]
    assert services_ruled(varied, Ruling.Kind.MUST_NOT) == ["TALK"]
    assert [one.weight for one in varied.weighings.all()] == [7.0]
    assert varied.answer is None


def test_a_viewer_varies_nothing(scenario: Scenario, viewer: Actor) -> None:
    with pytest.raises(NotAllowed):
        verbs.vary_scenario(scenario, by=viewer, at=NOW)


def test_an_objective_weighs_otherwise_in_one_scenario_alone(
    cluster: Cluster, scenario: Scenario, manager: Actor
) -> None:
    other = make_scenario(cluster, name="Other")

    weights = [case_of(one, manager).objectives[0].weight for one in (scenario, other)]

    assert weights == [7.0, 1.0]


def test_a_weight_is_lifted_by_leaving_it_out(scenario: Scenario, manager: Actor) -> None:
    verbs.revise_scenario(scenario, **LIMITS, by=manager, at=NOW)

    assert not scenario.weighings.exists()


def test_only_objectives_in_force_can_weigh_otherwise(scenario: Scenario, manager: Actor) -> None:
    with pytest.raises(Refused, match="O9"):
        verbs.revise_scenario(scenario, **LIMITS, objective_weights={"O9": 1.0}, by=manager, at=NOW)


def test_the_scenario_of_a_budget_is_the_one_that_differs_in_nothing_else(
    cluster: Cluster, scenario: Scenario, manager: Actor
) -> None:
    make_scenario(cluster, name="Without rulings", budget_eur=Decimal(500))
    assert scenario_with_budget(manager, scenario, Decimal(500)) is None

    varied = verbs.vary_scenario(scenario, budget_eur=Decimal(500), by=manager, at=NOW)

    assert scenario_with_budget(manager, scenario, Decimal(500)) == varied


def test_a_variation_is_one_form_filled_in_already(browser: Client, scenario: Scenario) -> None:
    page = browser.get(f"{HERE}/new/?like={scenario.pk}").content.decode()

    assert 'value="Base (2)"' in page
    assert 'value="7.0"' in page
    fair = Service.objects.get(code="FAIR")
    assert f'name="rulings-{fair.pk}" value="must" checked' in page


def test_nobody_varies_a_scenario_of_another_cluster(browser: Client) -> None:
    there = make_cluster("there")
    furnish(there)

    answer = browser.get(f"{HERE}/new/?like={make_scenario(there).pk}")

    assert answer.status_code == 404


def test_saving_may_compute_at_once(browser: Client, scenario: Scenario) -> None:
    typed = LIMITS | {
        "name": "At once",
        "alignment_weight": "0.4",
        "cross_sectoral_min": "0",
        "seed": "1",
        "compute": "1",
    }

    browser.post(f"{HERE}/new/", typed)

    assert Scenario.objects.get(name="At once").state == Scenario.State.DONE


@pytest.fixture
def computed(scenario: Scenario, manager: Actor) -> Scenario:
    verbs.compute_plan(scenario, by=manager, at=NOW)
    scenario.refresh_from_db()
    return scenario


def test_each_point_of_the_frontier_leads_to_its_budget(
    browser: Client, computed: Scenario
) -> None:
    page = browser.get(f"{HERE}/{computed.pk}/").content.decode()

    assert f"{HERE}/{computed.pk}/point/?budget=1000.00" in page


def test_a_point_sets_up_the_scenario_of_its_budget_once(
    browser: Client, computed: Scenario
) -> None:
    point = f"{HERE}/{computed.pk}/point/?budget=2000.00"
    assert "Set up this scenario" in browser.get(point).content.decode()

    first, again = browser.post(point), browser.post(point)

    made = Scenario.objects.get(budget_eur=2000)
    assert first["Location"] == again["Location"] == f"{HERE}/{made.pk}/"
    assert made.name == "Base with €2,000"
    assert made.state == Scenario.State.DONE
    assert "Open this scenario" in browser.get(point).content.decode()


@pytest.mark.parametrize("budget", ["1234.56", "much", "NaN", "1e999999999"])
def test_other_budgets_are_no_points(browser: Client, computed: Scenario, budget: str) -> None:
    assert browser.get(f"{HERE}/{computed.pk}/point/?budget={budget}").status_code == 404


def test_a_viewer_sees_a_point_and_sets_up_nothing(
    viewer_browser: Client, computed: Scenario
) -> None:
    point = f"{HERE}/{computed.pk}/point/?budget=2000.00"

    assert viewer_browser.get(point).status_code == 200
    assert viewer_browser.post(point).status_code == 403
    assert Scenario.objects.count() == 1
