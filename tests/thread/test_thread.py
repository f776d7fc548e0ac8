"""The thread: what hangs together is counted, and where it is broken its rows are named."""

from datetime import date

import pytest
from django.test import Client

from raceme.access.actor import VISITOR, Actor
from raceme.access.models import Cluster
from raceme.catalogue.verbs import describe_service
from raceme.members.verbs import record_leaving
from raceme.portfolio.background import compute
from raceme.portfolio.verbs import compute_plan
from raceme.strategy.verbs import add_indicator
from raceme.thread.queries import Look, breaks_of, counts_along_thread, first_steps
from raceme.vocabulary.topics import label_of_topic
from tests.factories import (
    NOW,
    TODAY,
    make_cluster,
    make_need,
    make_objective,
    make_organisation,
    make_service,
)
from tests.portfolio.small import furnish, make_scenario, retire


def look(actor: Actor, on: date = TODAY) -> Look:
    return Look(actor, on)


def rows_of(actor: Actor, code: str, on: date = TODAY) -> list[str]:
    return [row.label for one in breaks_of(look(actor, on)) if one.code == code for row in one.rows]


def test_an_empty_thread_is_nowhere_broken(manager: Actor) -> None:
    assert breaks_of(look(manager)) == []


def test_a_need_without_a_service_is_named_until_one_answers_it(
    cluster: Cluster, manager: Actor
) -> None:
    make_need(make_organisation(cluster), topic="Night trains")
    service = make_service(cluster)
    assert rows_of(manager, "needs-without-service") == ["Night trains"]

    describe_service(service, answers={"Night trains": 0.5}, by=manager, at=NOW)
    assert rows_of(manager, "needs-without-service") == []

    retire(service, by=manager)
    assert rows_of(manager, "needs-without-service") == ["Night trains"]


def test_an_answer_of_nought_is_none(cluster: Cluster, manager: Actor) -> None:
    make_need(make_organisation(cluster), topic="Night trains")
    make_service(cluster, answers={"Night trains": 0})

    assert rows_of(manager, "needs-without-service") == ["Night trains"]


def test_what_is_not_important_to_anybody_asks_for_no_service(
    cluster: Cluster, manager: Actor
) -> None:
    make_need(make_organisation(cluster), topic="Night trains", importance=2)

    assert rows_of(manager, "needs-without-service") == []


def test_the_needs_of_those_who_have_left_ask_for_nothing(cluster: Cluster, manager: Actor) -> None:
    member = make_organisation(cluster)
    make_need(member, topic="Night trains")

    record_leaving(member, left_on=TODAY, by=manager, at=NOW)

    assert rows_of(manager, "needs-without-service") == []


def test_a_service_that_nobody_asked_for_is_named(cluster: Cluster, manager: Actor) -> None:
    make_need(make_organisation(cluster), topic="Night trains")
    make_objective(cluster, categories=["INT"])
    make_service(cluster, name="Idle", category="NET")
    make_service(cluster, name="Asked for", category="NET", answers={"Night trains": 1})
    make_service(cluster, name="Wanted", category="INT")

    assert rows_of(manager, "services-without-reason") == ["Idle"]


def test_an_objective_that_nobody_measures_is_named(cluster: Cluster, manager: Actor) -> None:
    objective = make_objective(cluster, name="Sell abroad")
    assert rows_of(manager, "objectives-without-indicator") == ["O1 Sell abroad"]

    add_indicator(objective, name="Firms", unit="firms", by=manager, at=NOW)

    assert rows_of(manager, "objectives-without-indicator") == []


def test_nothing_of_another_cluster_is_counted_or_named(manager: Actor) -> None:
    furnish(make_cluster("there"))

    counts = counts_along_thread(look(manager))

    assert breaks_of(look(manager)) == []
    assert (counts.members, counts.needs, counts.objectives, counts.services) == (0, 0, 0, 0)
    assert (counts.topics_asked, counts.scenarios, counts.plan) == (0, 0, None)


def test_a_visitor_counts_nothing(cluster: Cluster) -> None:
    furnish(cluster)

    assert counts_along_thread(look(VISITOR)).members == 0


@pytest.mark.django_db(transaction=True)
def test_what_hangs_on_the_thread_is_counted(cluster: Cluster, manager: Actor) -> None:
    furnish(cluster)
    make_organisation(cluster)
    scenario = compute_plan(make_scenario(cluster), by=manager, at=NOW)
    compute(scenario.pk)

    counts = counts_along_thread(look(manager))

    assert (counts.members, counts.members_responding) == (3, 2)
    assert (counts.needs, counts.topics_asked) == (4, 2)
    assert (counts.objectives, counts.services, counts.scenarios) == (1, 3, 1)
    assert counts.plan == scenario
    assert [step.is_done for step in first_steps(manager, counts)] == [True] * 5


def test_the_first_steps_are_ticked_as_they_are_done(cluster: Cluster, manager: Actor) -> None:
    make_organisation(cluster)

    steps = first_steps(manager, counts_along_thread(look(manager)))

    assert [step.is_done for step in steps] == [True, False, False, False, False]


def test_a_break_leads_to_the_page_that_mends_it(browser: Client, cluster: Cluster) -> None:
    member, services = make_organisation(cluster), f"/c/{cluster.slug}/services/"
    make_need(member, topic="Night trains")
    make_need(member, topic="growth-strategy")

    breaks = browser.get(f"/api/v1/c/{cluster.slug}/breaks").json()

    mended_at = {
        row["label"]: row["address"]
        for one in breaks
        if one["code"] == "needs-without-service"
        for row in one["rows"]
    }
    assert mended_at == {
        label_of_topic("growth-strategy"): f"{services}library/?topic=growth-strategy",
        "Night trains": f"{services}new/",
    }
    assert [browser.get(one).status_code for one in mended_at.values()] == [200, 200]


def test_an_unknown_kind_of_break_is_not_there(browser: Client, cluster: Cluster) -> None:
    assert browser.get(f"/c/{cluster.slug}/breaks/no-such/").status_code == 404
