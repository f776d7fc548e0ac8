"""Scenarios, comparisons and service plans, for programs."""

from typing import Any

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role, Seat
from raceme.catalogue.models import Service
from raceme.portfolio.models import Scenario
from raceme.portfolio.verbs import compute_plan
from tests.factories import NOW, make_actor
from tests.portfolio.small import furnish, make_scenario, retire

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/api/v1/c/here/plan"
ADOPTION = {"adopted_on": "2026-11-01", "adopted_by": "The board"}


@pytest.fixture
def scenario(cluster: Cluster, manager: Actor) -> Scenario:
    furnish(cluster)
    scenario = make_scenario(cluster)
    compute_plan(scenario, by=manager, at=NOW)
    scenario.refresh_from_db()
    return scenario


def send(browser: Client, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    answer = getattr(browser, method)(f"{HERE}{path}", body, content_type="application/json")
    return answer.status_code, answer.json()


def test_a_scenario_tells_its_figures_and_whether_it_is_outdated(
    browser: Client, scenario: Scenario, manager: Actor
) -> None:
    before = browser.get(f"{HERE}/{scenario.pk}").json()
    retire(Service.objects.get(code="TALK"), by=manager)
    after = browser.get(HERE).json()["items"][0]

    assert before["summary"]["services"] == 1
    assert (before["is_outdated"], after["is_outdated"]) == (False, True)


def test_a_variation_takes_over_what_is_not_said(browser: Client, scenario: Scenario) -> None:
    status, made = send(browser, "post", f"/{scenario.pk}/vary", {"budget_eur": 500})

    assert (status, made["name"], made["budget_eur"]) == (201, "Base (2)", "500")
    assert made["summary"] is None


def test_weights_of_objectives_are_set_through_the_api(browser: Client, scenario: Scenario) -> None:
    body = {
        "name": "Heavy", "year": 2027, "budget_eur": 1, "person_days": 1,
        "objective_weights": {"O1": 4.0},
    }  # fmt: skip

    status, made = send(browser, "post", "", body)

    assert status == 201
    weighings = Scenario.objects.get(pk=made["id"]).weighings
    assert [one.weight for one in weighings.all()] == [4.0]


def test_scenarios_are_compared_by_their_numbers(
    browser: Client, scenario: Scenario, cluster: Cluster, manager: Actor
) -> None:
    rich = make_scenario(cluster, name="Rich", budget_eur=2000)
    compute_plan(rich, by=manager, at=NOW)

    told = browser.get(f"{HERE}/compare?scenario={rich.pk}&scenario={scenario.pk}").json()
    everything = browser.get(f"{HERE}/compare").json()

    course = next(one for one in told["figures"] if one["id"] == "COURSE")
    assert [one["id"] for one in told["scenarios"]] == [rich.pk, scenario.pk]
    assert (course["values"], course["differs"]) == ([1.0, 0.0], True)
    assert len(everything["scenarios"]) == 2


def test_an_unknown_scenario_is_not_compared(browser: Client, scenario: Scenario) -> None:
    assert browser.get(f"{HERE}/compare?scenario=0").status_code == 404


def test_a_plan_is_adopted_changed_and_taken_back(
    browser: Client, scenario: Scenario, cluster: Cluster
) -> None:
    adviser = make_actor(cluster, Role.ADVISER)
    seat = Seat.objects.get(user=adviser.user)

    status, plan = send(browser, "post", f"/{scenario.pk}/adopt", ADOPTION)
    whole = browser.get(f"{HERE}/adopted/{plan['id']}").json()
    number = whole["lines"][0]["id"]
    changed = send(
        browser, "patch", f"/adopted/lines/{number}", {"responsible_id": seat.pk, "months": [4]}
    )
    added = send(
        browser, "post", f"/adopted/{plan['id']}/lines", {"service": "COURSE", "reason": "Asked."}
    )
    back = send(browser, "post", f"/adopted/{plan['id']}/take-back")
    again = send(browser, "post", f"/adopted/{plan['id']}/put-in-force")

    assert (status, plan["state"]) == (201, "in_force")
    assert whole["lines"][0]["service"] == "FAIR"
    assert (changed[0], changed[1]["responsible"], changed[1]["months"]) == (
        200,
        str(adviser.user),
        [4],
    )
    assert (added[0], added[1]["computed"]) == (201, None)
    assert (back[1]["state"], again[1]["state"]) == ("taken_back", "in_force")
    assert [one["year"] for one in browser.get(f"{HERE}/adopted").json()["items"]] == [2027]


def test_what_the_verbs_refuse_is_a_conflict(browser: Client, scenario: Scenario) -> None:
    _status, plan = send(browser, "post", f"/{scenario.pk}/adopt", ADOPTION)
    number = browser.get(f"{HERE}/adopted/{plan['id']}").json()["lines"][0]["id"]

    status, problem = send(browser, "patch", f"/adopted/lines/{number}", {"editions": 3})

    assert (status, problem["title"]) == (409, "Say why, so that others understand the plan later.")


@pytest.mark.parametrize("nothing", [{"editions": None}, {"cost_eur": None}, {"months": None}])
def test_a_figure_cannot_become_nothing(
    browser: Client, scenario: Scenario, nothing: dict[str, None]
) -> None:
    _status, plan = send(browser, "post", f"/{scenario.pk}/adopt", ADOPTION)
    number = browser.get(f"{HERE}/adopted/{plan['id']}").json()["lines"][0]["id"]

    status, _problem = send(browser, "patch", f"/adopted/lines/{number}", nothing)

    assert status == 422


def test_a_stranger_cannot_be_made_responsible(browser: Client, scenario: Scenario) -> None:
    _status, plan = send(browser, "post", f"/{scenario.pk}/adopt", ADOPTION)
    number = browser.get(f"{HERE}/adopted/{plan['id']}").json()["lines"][0]["id"]

    status, _problem = send(browser, "patch", f"/adopted/lines/{number}", {"responsible_id": 0})

    assert status == 404
