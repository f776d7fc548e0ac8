"""A plan is outdated when something it rests on has changed, and only then."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.catalogue.models import Service
from raceme.catalogue.verbs import create_service, describe_service, offer_again
from raceme.foundation.models import Change
from raceme.members.models import Organisation
from raceme.members.verbs import describe_organisation, enter_organisation, record_leaving
from raceme.needs.models import Need
from raceme.needs.verbs import correct_need, record_need, withdraw_need
from raceme.portfolio import verbs
from raceme.portfolio.bridge.case import case_of, digest_of
from raceme.portfolio.models import Scenario
from raceme.portfolio.queries import (
    newest_change_behind_plans,
    newest_change_since,
    outdated_scenarios,
)
from raceme.strategy.models import Objective
from raceme.strategy.verbs import describe_objective, end_objective, state_objective
from tests.factories import NOW, TODAY, make_cluster, make_need, make_organisation
from tests.portfolio.small import LIMITS, furnish, make_scenario, retire

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[Actor], object]


@pytest.fixture
def scenario(cluster: Cluster, manager: Actor) -> Scenario:
    furnish(cluster)
    scenario = verbs.compute_plan(make_scenario(cluster), by=manager, at=NOW)
    scenario.refresh_from_db()
    return scenario


def is_outdated(scenario: Scenario, actor: Actor) -> bool:
    scenario.refresh_from_db()
    return scenario.is_outdated(newest_change_since(actor, [scenario]))


def fair() -> Service:
    return Service.objects.get(code="FAIR")


MATTERS: dict[str, Act] = {
    "a need is recorded": lambda by: record_need(
        organisation=Organisation.objects.order_by("pk")[0], topic="own", importance=3,
        recorded_on=TODAY, source="visit", by=by, at=NOW,
    ),
    "a need is corrected": lambda by: correct_need(
        Need.objects.order_by("pk")[0], topic="export-markets", importance=1, satisfaction=5,
        recorded_on=TODAY, source="survey", note="", by=by, at=NOW,
    ),
    "a need is withdrawn": lambda by: withdraw_need(
        Need.objects.order_by("pk")[0], by=by, at=NOW
    ),
    "a member leaves": lambda by: record_leaving(
        Organisation.objects.order_by("pk")[0], left_on=TODAY, by=by, at=NOW
    ),
    "a member weighs more": lambda by: describe_organisation(
        Organisation.objects.order_by("pk")[0], weight=2.0, by=by, at=NOW
    ),
    "an objective is stated": lambda by: state_objective(name="Another", by=by, at=NOW),
    "an objective weighs more": lambda by: describe_objective(
        Objective.objects.get(), weight=2.0, by=by, at=NOW
    ),
    "an objective ends": lambda by: end_objective(Objective.objects.get(), by=by, at=NOW),
    "a service is added": lambda by: create_service(
        code="NEW", name="New", category="NET", person_days=1, cost_eur=1, reach=1, by=by, at=NOW
    ),
    "a service costs more": lambda by: describe_service(
        fair(), cost_eur=Decimal(950), by=by, at=NOW
    ),
    "a service answers something else": lambda by: describe_service(
        fair(), answers={"skills-own": 0.5}, by=by, at=NOW
    ),
    "a service serves otherwise": lambda by: describe_service(
        fair(), serves={"O1": 1.0}, by=by, at=NOW
    ),
    "a service is retired": lambda by: retire(fair(), by=by),
}  # fmt: skip
IS_ALL_THE_SAME: dict[str, Act] = {
    "a member enters that has said nothing": lambda by: enter_organisation(
        code="N1", name="New works", role="firm", by=by, at=NOW
    ),
    "a member moves": lambda by: describe_organisation(
        Organisation.objects.order_by("pk")[0], city="Elsewhere", by=by, at=NOW
    ),
    "a note on a need": lambda by: correct_need(
        Need.objects.order_by("pk")[0], topic="export-markets", importance=5, satisfaction=1,
        recorded_on=Need.objects.order_by("pk")[0].recorded_on, source="survey", note="Talked.",
        by=by, at=NOW,
    ),
    "a service is described in other words": lambda by: describe_service(
        fair(), description="A joint stand.", by=by, at=NOW
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", MATTERS)
def test_what_the_plan_rests_on_makes_it_outdated(
    scenario: Scenario, manager: Actor, what: str
) -> None:
    assert not is_outdated(scenario, manager)

    MATTERS[what](manager)

    assert digest_of(case_of(scenario, manager)) != scenario.answered_for
    assert is_outdated(scenario, manager)


@pytest.mark.parametrize("what", IS_ALL_THE_SAME)
def test_what_it_does_not_rest_on_leaves_it(scenario: Scenario, manager: Actor, what: str) -> None:
    IS_ALL_THE_SAME[what](manager)

    assert digest_of(case_of(scenario, manager)) == scenario.answered_for
    assert not is_outdated(scenario, manager)


@pytest.mark.parametrize(
    "limits",
    [
        {"budget_eur": Decimal(1001)},
        {"seed": 2},
        {"objective_weights": {"O1": 7.0}},
        {"must": ["TALK"]},
    ],
)
def test_other_limits_make_it_outdated(
    scenario: Scenario, manager: Actor, limits: dict[str, object]
) -> None:
    if "must" in limits:
        limits = {"must": Service.objects.filter(code="TALK")}

    verbs.revise_scenario(scenario, **(LIMITS | limits), by=manager, at=NOW)

    assert is_outdated(scenario, manager)


def test_another_name_or_the_same_limits_do_not(scenario: Scenario, manager: Actor) -> None:
    verbs.revise_scenario(scenario, **(LIMITS | {"name": "Renamed"}), by=manager, at=NOW)

    assert not is_outdated(scenario, manager)


def test_limits_changed_while_it_is_computed_are_noticed(
    scenario: Scenario, manager: Actor
) -> None:
    begun = Scenario.objects.get(pk=scenario.pk)
    Scenario.objects.update(state="running", started_at=NOW)
    begun.refresh_from_db()
    verbs.revise_scenario(scenario, **(LIMITS | {"seed": 5}), by=manager, at=NOW)

    verbs.keep_plan(
        begun, begun.answer, summary={}, answered_for="", answered_until=10**9, by=manager, at=NOW
    )

    assert is_outdated(scenario, manager)


def test_what_happens_in_another_cluster_does_not_matter(
    scenario: Scenario, manager: Actor
) -> None:
    make_need(make_organisation(make_cluster("there")))

    assert not is_outdated(scenario, manager)


def test_what_was_never_computed_is_not_outdated(cluster: Cluster, manager: Actor) -> None:
    furnish(cluster)

    assert not is_outdated(make_scenario(cluster), manager)


def test_computing_again_what_is_the_same_confirms_the_plan_at_once(
    scenario: Scenario, manager: Actor
) -> None:
    service = retire(fair(), by=manager)
    offer_again(service, by=manager, at=NOW)
    assert is_outdated(scenario, manager)
    before = scenario.answered_at

    verbs.compute_plan(scenario, by=manager, at=NOW)

    assert not is_outdated(scenario, manager)
    assert scenario.answered_at == before
    assert Change.objects.filter(verb="keep_plan").count() == 1
    assert Change.objects.filter(verb="confirm_plan").count() == 1


def test_outdated_scenarios_are_found_in_as_many_questions_for_three_as_for_one(
    cluster: Cluster, scenario: Scenario, manager: Actor
) -> None:
    retire(fair(), by=manager)
    with CaptureQueriesContext(connection) as one:
        assert outdated_scenarios(manager) == [scenario]
    for name in ("B", "C"):
        varied = verbs.vary_scenario(scenario, name=name, by=manager, at=NOW)
        verbs.compute_plan(varied, by=manager, at=NOW)
    offer_again(fair(), by=manager, at=NOW)

    with CaptureQueriesContext(connection) as three:
        assert len(outdated_scenarios(manager)) == 3

    assert len(three) == len(one)


def test_a_visitor_hears_of_no_change(scenario: Scenario) -> None:
    stranger = system_of(make_cluster("there"))

    assert newest_change_behind_plans(stranger) == 0
