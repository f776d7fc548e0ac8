"""Scenarios: setting up, computing, stopping, and what happens when a computation is cut off."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.catalogue.models import Service
from raceme.cores.planning.plan import make_plan
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.needs.models import Need
from raceme.needs.verbs import withdraw_need
from raceme.portfolio import verbs
from raceme.portfolio.background import compute, compute_plan
from raceme.portfolio.bridge.answer import plan_of
from raceme.portfolio.bridge.case import case_of, digest_of
from raceme.portfolio.bridge.page import plan_page
from raceme.portfolio.models import SILENCE, Ruling, Scenario
from raceme.strategy.models import Objective
from tests.factories import NOW, make_cluster, make_service
from tests.portfolio.small import furnish, make_scenario

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scenario(cluster: Cluster) -> Scenario:
    furnish(cluster)
    return make_scenario(cluster)


def chosen(scenario: Scenario) -> set[str]:
    scenario.refresh_from_db()
    return {service.id for service in plan_of(scenario).services if service.editions}


def test_the_plan_is_computed_and_kept(scenario: Scenario, manager: Actor) -> None:
    verbs.compute_plan(scenario, by=manager, at=NOW)

    # Export: demand (1.0 + 0.75 + ...)/2 is higher, and only the fair serves the objective.
    assert chosen(scenario) == {"FAIR"}
    assert scenario.state == Scenario.State.DONE
    assert scenario.share_done == 1.0


def test_the_page_gives_what_the_library_gives(scenario: Scenario, manager: Actor) -> None:
    verbs.compute_plan(scenario, by=manager, at=NOW)

    scenario.refresh_from_db()
    assert plan_of(scenario) == make_plan(case_of(scenario, manager))


def test_history_tells_who_had_a_plan_computed(scenario: Scenario, manager: Actor) -> None:
    verbs.compute_plan(scenario, by=manager, at=NOW)

    acts = list(Change.objects.filter(kind="portfolio.scenario").values_list("verb", "author"))
    assert ("compute_plan", manager.label) in acts
    assert ("keep_plan", "system") in acts


def test_a_viewer_computes_nothing(scenario: Scenario, viewer: Actor) -> None:
    with pytest.raises(NotAllowed):
        verbs.compute_plan(scenario, by=viewer, at=NOW)


def test_without_services_there_is_nothing_to_choose(cluster: Cluster, manager: Actor) -> None:
    scenario = make_scenario(cluster)

    with pytest.raises(Refused, match="library"):
        verbs.compute_plan(scenario, by=manager, at=NOW)


def test_without_needs_there_is_nothing_to_plan_for(scenario: Scenario, manager: Actor) -> None:
    for need in Need.objects.all():
        withdraw_need(need, by=manager, at=NOW)

    with pytest.raises(Refused, match="needs"):
        verbs.compute_plan(scenario, by=manager, at=NOW)


def test_a_must_is_kept(scenario: Scenario, manager: Actor) -> None:
    talk = Service.objects.get(code="TALK")
    scenario = verbs.revise_scenario(scenario, must=[talk], by=manager, at=NOW)

    verbs.compute_plan(scenario, by=manager, at=NOW)

    assert chosen(scenario) == {"TALK"}


def test_a_must_becomes_a_must_not_and_back(scenario: Scenario, manager: Actor) -> None:
    talk = Service.objects.get(code="TALK")
    verbs.revise_scenario(scenario, must=[talk], by=manager, at=NOW)

    for ruling in ("must_not", "must"):
        verbs.revise_scenario(scenario, **{ruling: [talk]}, by=manager, at=NOW)

        assert list(scenario.rulings.values_list("service__code", "kind")) == [("TALK", ruling)]


def test_a_must_cannot_be_a_must_not(scenario: Scenario, manager: Actor) -> None:
    talk = Service.objects.get(code="TALK")

    with pytest.raises(Refused):
        verbs.revise_scenario(scenario, must=[talk], must_not=[talk], by=manager, at=NOW)
    assert not Ruling.objects.exists()


@pytest.mark.parametrize("ruling", ["must", "must_not"])
def test_nobody_rules_on_services_of_another_cluster(
    scenario: Scenario, manager: Actor, ruling: str
) -> None:
    theirs = make_service(make_cluster("there"))

    with pytest.raises(NotAllowed):
        verbs.revise_scenario(scenario, **{ruling: [theirs]}, by=manager, at=NOW)
    assert not Ruling.objects.exists()


def test_nobody_stores_a_plan_for_another_cluster(scenario: Scenario) -> None:
    stranger = system_of(make_cluster("there"))

    with pytest.raises(NotAllowed):
        verbs.keep_plan(
            scenario, {}, summary={}, answered_for="", answered_until=0, by=stranger, at=NOW
        )


def test_a_plan_is_outdated_when_a_need_is_withdrawn(scenario: Scenario, manager: Actor) -> None:
    verbs.compute_plan(scenario, by=manager, at=NOW)
    scenario.refresh_from_db()
    assert not plan_page(scenario, manager).is_outdated

    withdraw_need(Need.objects.all()[0], by=manager, at=NOW)

    assert plan_page(scenario, manager).is_outdated


def test_limits_that_contradict_each_other_are_named(scenario: Scenario, manager: Actor) -> None:
    services = list(Service.objects.filter(code__in=["FAIR", "COURSE"]))
    scenario = verbs.revise_scenario(scenario, must=services, by=manager, at=NOW)

    verbs.compute_plan(scenario, by=manager, at=NOW)

    scenario.refresh_from_db()
    page = plan_page(scenario, manager)
    assert page.is_infeasible
    assert len(page.conflicts) == 3  # the budget and the two musts


def waiting(scenario: Scenario) -> Scenario:
    """Leave a scenario as it stands when its work has been asked for and nobody has begun."""
    scenario.state, scenario.started_at, scenario.heard_of_at = "waiting", NOW, NOW
    scenario.save()
    return scenario


def test_work_asked_for_twice_is_done_once(scenario: Scenario) -> None:
    waiting(scenario)

    compute_plan(scenario_id=scenario.pk)
    compute_plan(scenario_id=scenario.pk)

    assert Change.objects.filter(verb="keep_plan").count() == 1


def test_what_is_being_computed_is_not_computed_again(scenario: Scenario, manager: Actor) -> None:
    with pytest.raises(Refused):
        verbs.compute_plan(waiting(scenario), by=manager, at=NOW)


def test_progress_is_heard(scenario: Scenario) -> None:
    heard: list[float] = []

    compute(waiting(scenario).pk, hear=lambda _stage, share: heard.append(share))

    assert heard[0] == 0.0
    assert heard[-1] == 1.0
    assert heard == sorted(heard)


def test_a_stopped_computation_keeps_the_plan_before(scenario: Scenario, manager: Actor) -> None:
    verbs.compute_plan(scenario, by=manager, at=NOW)
    before = plan_of(Scenario.objects.get(pk=scenario.pk))
    waiting(Scenario.objects.get(pk=scenario.pk))

    verbs.stop_plan(scenario, by=manager, at=NOW)
    compute_plan(scenario_id=scenario.pk)

    scenario.refresh_from_db()
    assert scenario.state == Scenario.State.STOPPED
    assert plan_of(scenario) == before


def test_a_stop_reaches_work_under_way(scenario: Scenario, manager: Actor) -> None:
    def stop_at_once(_stage: str, _share: float) -> None:
        if Scenario.objects.filter(pk=scenario.pk, stop_asked_at__isnull=True).exists():
            verbs.stop_plan(scenario, by=manager, at=NOW)

    compute(waiting(scenario).pk, hear=stop_at_once)

    scenario.refresh_from_db()
    assert scenario.state == Scenario.State.STOPPED
    assert scenario.answer is None


def test_a_computation_that_fell_silent_is_taken_up_again(scenario: Scenario) -> None:
    scenario.state, scenario.started_at, scenario.heard_of_at = "running", NOW, NOW
    scenario.save()

    assert verbs.resume_cut_off_plans(at=NOW + SILENCE / 2) == 0
    assert verbs.resume_cut_off_plans(at=NOW + SILENCE + timedelta(seconds=1)) == 1

    assert chosen(scenario) == {"FAIR"}


def test_nonsense_in_the_books_is_said_and_not_hidden(scenario: Scenario, manager: Actor) -> None:
    # Past all verbs, straight into the table: an objective that no plan can count with.
    Objective.objects.update(weight=float("1e400"))

    verbs.compute_plan(scenario, by=manager, at=NOW)

    scenario.refresh_from_db()
    assert scenario.state == Scenario.State.FAILED
    assert scenario.trouble


def test_what_nobody_foresaw_is_told_to_both_who_wait_and_who_look_after_it(
    scenario: Scenario, browser: Client, caplog: pytest.LogCaptureFixture
) -> None:
    def fall_over(stage: str, share: float) -> None:
        raise OSError("the disk is full")

    compute(waiting(scenario).pk, hear=fall_over)

    page = browser.get(f"/c/{scenario.cluster.slug}/plan/{scenario.pk}/").content.decode()
    assert "for a reason that nobody foresaw" in page
    assert "the disk is full" not in page
    assert "the disk is full" in caplog.text


def test_the_table_refuses_a_computed_plan_without_answer(scenario: Scenario) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Scenario.objects.filter(pk=scenario.pk).update(state="done")


def test_another_clusters_plan_is_none_of_ours(manager: Actor) -> None:
    there = make_cluster("there")
    furnish(there)
    scenario = make_scenario(there)

    with pytest.raises(NotAllowed):
        verbs.compute_plan(scenario, by=manager, at=NOW)
    assert digest_of(case_of(scenario, system_of(there))) != digest_of(case_of(scenario, manager))
