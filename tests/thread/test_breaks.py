"""Each further kind of break: found with its rows, mended by its page, the most urgent first."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Seat
from raceme.catalogue.models import Service
from raceme.cli.main import main
from raceme.members.models import Organisation
from raceme.needs.verbs import withdraw_need
from raceme.portfolio import verbs
from raceme.portfolio.background import compute
from raceme.portfolio.models import Scenario, ServicePlan
from raceme.strategy.models import Strategy
from raceme.strategy.verbs import add_indicator, adopt_strategy, record_observation
from raceme.thread.queries import KINDS, Urgency, breaks_of, coming_year, counts_along_thread
from tests.events.making import come, make_open
from tests.factories import NOW, TODAY, make_need, make_objective, make_organisation, make_service
from tests.needs.asking import make_questionnaire, make_round
from tests.portfolio.small import furnish, make_scenario, retire
from tests.thread.test_thread import look, rows_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def plan_a_year(cluster: Cluster, by: Actor, **values: object) -> Scenario:
    scenario = make_scenario(cluster, **values)
    compute(verbs.compute_plan(scenario, by=by, at=NOW).pk)
    scenario.refresh_from_db()
    return scenario


def adopt(scenario: Scenario, by: Actor) -> ServicePlan:
    return verbs.adopt_plan(scenario, adopted_on=TODAY, adopted_by="The board", by=by, at=NOW)


@pytest.mark.parametrize(
    ("on", "year"),
    [(date(2026, 1, 1), 2026), (date(2026, 6, 30), 2026), (date(2026, 7, 1), 2027)],
)
def test_from_july_on_the_next_year_is_the_one_to_plan(on: date, year: int) -> None:
    assert coming_year(on) == year


def test_a_year_without_service_plan_is_a_break_until_one_is_adopted(
    cluster: Cluster, manager: Actor
) -> None:
    assert rows_of(manager, "service-plan-missing") == []
    furnish(cluster)
    assert rows_of(manager, "service-plan-missing") == ["Service plan 2027"]

    adopt(plan_a_year(cluster, manager), manager)

    assert rows_of(manager, "service-plan-missing") == []
    next_summer = date(2027, 7, 1)
    assert rows_of(manager, "service-plan-missing", next_summer) == ["Service plan 2028"]


def test_the_missing_plan_leads_to_what_could_be_adopted(
    cluster: Cluster, manager: Actor, browser: Client
) -> None:
    furnish(cluster)
    both = Service.objects.filter(code__in=["FAIR", "COURSE"])
    plan_a_year(cluster, manager, name="Never", must=both)
    nothing = KINDS["service-plan-missing"].find(look(manager))[0]
    ready = plan_a_year(cluster, manager)

    row = KINDS["service-plan-missing"].find(look(manager))[0]

    assert nothing.address == "/c/here/plan/"
    assert row.address == f"/c/here/plan/{ready.pk}/"
    assert "Base 2027" in row.detail
    assert browser.get(row.address).status_code == 200


def test_plans_that_rely_on_retired_services_are_named(cluster: Cluster, manager: Actor) -> None:
    furnish(cluster)
    talk = Service.objects.get(code="TALK")
    make_scenario(cluster, name="Talks", must=[talk])
    make_scenario(cluster, name="Long ago", year=2020, must=[talk])
    adopt(plan_a_year(cluster, manager), manager)
    assert rows_of(manager, "plans-with-retired-services") == []

    retire(Service.objects.get(code="FAIR"), by=manager)
    retire(talk, by=manager)

    rows = KINDS["plans-with-retired-services"].find(look(manager))
    assert [(row.label, row.detail) for row in rows] == [
        ("Joint stand", "Service plan 2027"),
        ("Evening talk", "a must in Talks 2027"),
    ]


def test_outdated_scenarios_are_named_until_they_are_computed_again(
    cluster: Cluster, manager: Actor
) -> None:
    furnish(cluster)
    scenario = plan_a_year(cluster, manager)
    plan_a_year(cluster, manager, name="Long ago", year=2020)
    assert rows_of(manager, "scenarios-outdated") == []

    make_service(cluster, answers={"export-markets": 1.0})
    outdated = rows_of(manager, "scenarios-outdated")
    compute(verbs.compute_plan(scenario, by=manager, at=NOW).pk)

    assert outdated == ["Base 2027"]
    assert rows_of(manager, "scenarios-outdated") == []


def test_planned_services_nobody_takes_care_of_are_named(cluster: Cluster, manager: Actor) -> None:
    furnish(cluster)
    plan = adopt(plan_a_year(cluster, manager), manager)
    assert rows_of(manager, "lines-without-responsible") == ["Joint stand"]

    seat = Seat.objects.get(user=manager.user)
    verbs.change_line(plan.lines.get(), responsible=seat, by=manager, at=NOW)

    assert rows_of(manager, "lines-without-responsible") == []


def test_a_strategy_is_missed_once_there_is_something_to_steer(
    cluster: Cluster, manager: Actor
) -> None:
    assert rows_of(manager, "strategy-not-adopted") == []
    make_service(cluster)
    assert rows_of(manager, "strategy-not-adopted") == ["Strategy"]

    make_objective(cluster)
    strategy = Strategy.objects.get()
    draft = rows_of(manager, "strategy-not-adopted")
    adopt_strategy(strategy, adopted_on=TODAY, by=manager, at=NOW)

    assert draft == [strategy.title]
    assert rows_of(manager, "strategy-not-adopted") == []


def test_indicators_without_data_are_named(cluster: Cluster, manager: Actor) -> None:
    indicator = add_indicator(
        make_objective(cluster), name="Firms", unit="firms", by=manager, at=NOW
    )
    assert rows_of(manager, "indicators-without-data") == [str(indicator)]

    record_observation(indicator, value=3, observed_on=TODAY, by=manager, at=NOW)

    assert rows_of(manager, "indicators-without-data") == []


def test_questionnaires_that_wait_are_named(cluster: Cluster, manager: Actor) -> None:
    make_round(make_questionnaire(cluster), name="Autumn", planned_on=TODAY)

    assert rows_of(manager, "questionnaires-overdue") == []
    assert rows_of(manager, "questionnaires-overdue", TODAY + DAY) == ["Autumn"]


def test_members_nobody_talked_with_for_a_year_are_named(cluster: Cluster, manager: Actor) -> None:
    never, long_ago, lately = (make_organisation(cluster) for _ in range(3))
    for one, days in ((long_ago, 366), (lately, 365)):
        Organisation.objects.filter(pk=one.pk).update(last_contact_on=TODAY - days * DAY)

    rows = {row.label: row.detail for row in KINDS["members-not-contacted"].find(look(manager))}

    assert rows == {never.name: "never", long_ago.name: "22 November 2025"}


def test_the_most_urgent_breaks_stand_first(cluster: Cluster, manager: Actor) -> None:
    furnish(cluster)

    breaks = breaks_of(look(manager))

    assert [one.urgency for one in breaks] == sorted(one.urgency for one in breaks)
    assert breaks[0].code == "service-plan-missing"
    assert breaks[-1].urgency == Urgency.LATER


def test_every_kind_says_how_it_is_mended_and_where_it_belongs() -> None:
    parts = {"objectives", "members", "needs", "services", "plan"}

    assert {kind.part for kind in KINDS.values()} == parts
    assert all(str(kind.remedy).endswith(".") for kind in KINDS.values())


def test_every_row_leads_to_a_page_that_is_there(
    cluster: Cluster, manager: Actor, browser: Client
) -> None:
    furnish(cluster)
    make_need(make_organisation(cluster), topic="Night trains")
    make_round(make_questionnaire(cluster), planned_on=TODAY - DAY)
    add_indicator(make_objective(cluster), name="Firms", unit="firms", by=manager, at=NOW)
    adopt(plan_a_year(cluster, manager), manager)
    retire(Service.objects.get(code="FAIR"), by=manager)
    come(make_open(cluster, starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR), "Ann")

    breaks = breaks_of(look(manager, TODAY + DAY))

    addresses = [row.address for one in breaks for row in one.rows]
    assert {one.code for one in breaks} == set(KINDS) - {"service-plan-missing"}
    assert {browser.get(one).status_code for one in addresses} == {200}


def test_a_break_with_many_rows_has_pages(browser: Client, cluster: Cluster) -> None:
    for _number in range(51):
        make_organisation(cluster)

    first = browser.get("/c/here/breaks/members-not-contacted/").content.decode()
    second = browser.get("/c/here/breaks/members-not-contacted/?page=2").content.decode()

    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (50, 1)


def test_needs_are_summed_up_anew_when_one_has_changed(cluster: Cluster, manager: Actor) -> None:
    cache.clear()
    need = make_need(make_organisation(cluster), topic="Night trains")
    assert counts_along_thread(look(manager)).needs == 1

    withdraw_need(need, by=manager, at=NOW)

    assert counts_along_thread(look(manager)).needs == 0
    assert rows_of(manager, "needs-without-service") == []


def test_a_second_look_does_not_sum_up_the_needs_again(cluster: Cluster, manager: Actor) -> None:
    cache.clear()
    make_need(make_organisation(cluster))
    asked = []
    for _number in range(2):
        with CaptureQueriesContext(connection) as questions:
            counts_along_thread(look(manager))
        asked.append([one["sql"] for one in questions if "ROW_NUMBER" in one["sql"]])

    assert [len(one) for one in asked] == [1, 0]


def test_the_command_and_the_api_give_the_same_breaks(
    cluster: Cluster, browser: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    furnish(cluster)

    code = main(["check", "--cluster", "here", "--json"])

    (told,) = json.loads(capsys.readouterr().out)
    asked = browser.get("/api/v1/c/here/breaks").json()
    for row in (row for one in asked for row in one["rows"]):
        row["address"] = settings.PUBLIC_ADDRESS + row["address"]
    assert code == 0
    assert told["breaks"] == asked
    assert asked[0]["urgency"] == 1
