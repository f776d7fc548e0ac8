"""Scenarios side by side: limits, figures, services with their marks, and no zeros for no plan."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue.models import Service
from raceme.portfolio.bridge.comparison import Cell, Comparison, Row, comparison_of
from raceme.portfolio.models import Scenario
from raceme.portfolio.verbs import compute_plan
from tests.factories import NOW, make_actor, make_cluster
from tests.portfolio.small import furnish, make_scenario, retire

pytestmark = pytest.mark.django_db
HERE = "/c/here/plan"


def compute(scenario: Scenario, *, by: Actor) -> None:
    """Compute a plan at once, though what surrounds it is never committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        compute_plan(scenario, by=by, at=NOW)


@pytest.fixture(scope="module")
def computed(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[int]]:
    """The fair alone; fair and course; the talk as a must; and limits that cannot be kept.

    Computed once: each test takes back what it changes, and all of it goes when the last is over.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        cluster = make_cluster("here")
        furnish(cluster)
        service = {one.code: one for one in Service.objects.all()}
        drafted = [
            make_scenario(cluster),
            make_scenario(cluster, name="Rich", budget_eur=2000),
            make_scenario(cluster, name="Talk", must=[service["TALK"]], must_not=[service["FAIR"]]),
            make_scenario(cluster, name="Never", must=[service["FAIR"], service["COURSE"]]),
        ]
        for one in drafted:
            compute(one, by=make_actor(cluster))
        yield [one.pk for one in drafted]
        transaction.set_rollback(True)


@pytest.fixture
def cluster(computed: list[int], db: None) -> Cluster:
    return Cluster.objects.get(slug="here")


@pytest.fixture
def scenarios(computed: list[int], db: None) -> list[Scenario]:
    return [Scenario.objects.get(pk=pk) for pk in computed]


def row_of(comparison: Comparison, part: str, id_: str) -> Row:
    return next(
        row
        for section in comparison.sections
        if section.code == part
        for row in section.rows
        if row.id == id_
    )


def values_of(comparison: Comparison, part: str, id_: str) -> list[object]:
    return [cell.value for cell in row_of(comparison, part, id_).cells]


def test_limits_stand_side_by_side(scenarios: list[Scenario], manager: Actor) -> None:
    comparison = comparison_of(scenarios, manager)

    assert values_of(comparison, "limits", "budget") == [1000.0, 2000.0, 1000.0, 1000.0]
    assert values_of(comparison, "limits", "must")[2] == "Evening talk"
    assert not row_of(comparison, "limits", "days").differs


def test_services_are_in_or_out_with_their_marks(scenarios: list[Scenario], manager: Actor) -> None:
    comparison = comparison_of(scenarios[:3], manager)

    assert values_of(comparison, "services", "FAIR") == [1.0, 1.0, 0.0]
    assert values_of(comparison, "services", "COURSE") == [0.0, 1.0, 0.0]
    talk, fair = (row_of(comparison, "services", one).cells[2] for one in ("TALK", "FAIR"))
    assert (talk.value, talk.ruling, talk.verdict) == (1.0, "must", "")  # of two members
    assert fair == Cell(0.0, ruling="must_not")


def test_what_cannot_be_kept_has_no_figures_and_changes_no_comparison(
    scenarios: list[Scenario], manager: Actor
) -> None:
    base, _rich, _talk, never = scenarios

    comparison = comparison_of([base, never], manager)

    assert [one.is_infeasible for one in comparison.columns] == [False, True]
    assert values_of(comparison, "outcome", "net_cost_eur") == [900.0, None]
    assert values_of(comparison, "outcome", "services") == [1, None]
    assert not row_of(comparison, "outcome", "net_cost_eur").differs


def test_the_best_is_marked_where_values_are_one_measure(
    scenarios: list[Scenario], manager: Actor
) -> None:
    comparison = comparison_of(scenarios, manager)

    marks = [one.is_best for one in row_of(comparison, "outcome", "value").cells]
    assert comparison.is_one_measure
    assert marks == [False, True, False, False]


def test_values_measured_differently_are_not_ranked(
    cluster: Cluster, scenarios: list[Scenario], manager: Actor
) -> None:
    strategic = make_scenario(cluster, name="Strategic", alignment_weight=0.9)
    compute(strategic, by=manager)
    strategic.refresh_from_db()

    comparison = comparison_of([scenarios[0], strategic], manager)

    assert not comparison.is_one_measure
    assert not any(one.is_best for one in row_of(comparison, "outcome", "value").cells)


def test_objectives_that_weigh_otherwise_are_another_measure(
    cluster: Cluster, scenarios: list[Scenario], manager: Actor
) -> None:
    heavy = make_scenario(cluster, name="Heavy", objective_weights={"O1": 9.0})
    compute(heavy, by=manager)
    heavy.refresh_from_db()

    comparison = comparison_of([scenarios[0], heavy], manager)

    assert not comparison.is_one_measure
    assert values_of(comparison, "limits", "weight-O1") == [1.0, 9.0]


def address(scenarios: list[Scenario], more: str = "") -> str:
    asked = "&".join(f"scenario={one.pk}" for one in scenarios)
    return f"{HERE}/compare/{more}?{asked}"


def test_any_number_stands_on_the_page_in_the_order_asked_for(
    browser: Client, scenarios: list[Scenario]
) -> None:
    page = browser.get(address(scenarios[::-1])).content.decode()

    places = [page.index(f'">{one}</a>') for one in scenarios[::-1]]
    assert places == sorted(places)
    assert "none is counted as zero" in page
    assert "Short course" in page
    assert page.count('data-label="D"') > 10


def test_the_page_marks_what_is_outdated(
    browser: Client, scenarios: list[Scenario], manager: Actor
) -> None:
    assert "outdated" not in browser.get(address(scenarios)).content.decode()

    retire(Service.objects.get(code="TALK"), by=manager)

    assert "outdated" in browser.get(address(scenarios)).content.decode()


def test_what_is_the_same_everywhere_is_shown_when_asked_for(
    browser: Client, scenarios: list[Scenario]
) -> None:
    short = browser.get(address(scenarios[:1] * 2 + scenarios[1:2])).content.decode()
    everything = browser.get(f"{address(scenarios[:2])}&all=1").content.decode()

    assert "Joint stand" not in short
    assert "Joint stand" in everything


@pytest.mark.parametrize("asked", ["scenario={0}", "scenario=nonsense", "scenario=0&scenario={0}"])
def test_fewer_than_two_or_unknown_ones_are_refused_in_words(
    browser: Client, scenarios: list[Scenario], asked: str
) -> None:
    answer = browser.get(f"{HERE}/compare/?{asked.format(scenarios[0].pk)}")

    assert answer.status_code == 422
    assert "Please correct" in answer.content.decode()


def test_nothing_of_another_cluster_is_compared(
    browser: Client, scenarios: list[Scenario], manager: Actor
) -> None:
    there = make_cluster("there")
    theirs = make_scenario(there, name="Theirs")
    compute(theirs, by=furnish(there))

    assert browser.get(address([scenarios[0], theirs])).status_code == 422


def test_three_are_compared_in_as_many_questions_as_two(
    scenarios: list[Scenario], manager: Actor
) -> None:
    asked = []
    for number in (2, 3):
        with CaptureQueriesContext(connection) as questions:
            comparison_of(scenarios[:number], manager)
        asked.append(len(questions))

    assert asked[0] == asked[1]


def test_the_file_holds_every_row_with_ids(browser: Client, scenarios: list[Scenario]) -> None:
    answer = browser.get(address(scenarios, "comparison.csv"))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Part", "Id", "Figure", "Unit"]
    assert rows[0][4] == f"Base 2027 (#{scenarios[0].pk})"
    course = next(row for row in rows if row[1] == "COURSE")
    assert course[4:] == ["0", "1", "0", "", "yes"]


def test_the_workbook_of_a_comparison_is_one(browser: Client, scenarios: list[Scenario]) -> None:
    answer = browser.get(address(scenarios[:2], "comparison.xlsx"))

    assert answer.content.startswith(b"PK")
    assert answer["Content-Disposition"] == 'attachment; filename="comparison-here.xlsx"'


def test_the_list_of_scenarios_is_a_file_with_ids(
    browser: Client, scenarios: list[Scenario]
) -> None:
    answer = browser.get(f"{HERE}/scenarios.csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    never = next(row for row in rows if row["Scenario"] == "Never")
    assert never["Id"] == str(scenarios[3].pk)
    assert (never["Limits can be kept"], never["Services offered"]) == ("no", "")
    assert {row["Outdated"] for row in rows} == {"no"}


def test_the_list_of_scenarios_tells_what_came_out(
    browser: Client, scenarios: list[Scenario]
) -> None:
    page = browser.get(f"{HERE}/").content.decode()

    assert page.count("no plan") == 3
    assert "contradiction" in page
    assert page.count('name="scenario"') == 4


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_row_as_for_three(
    browser: Client, cluster: Cluster, rows: int
) -> None:
    Scenario.objects.all().delete()
    for number in range(rows):
        make_scenario(cluster, name=f"Scenario {number}")

    with CaptureQueriesContext(connection) as questions:
        browser.get(f"{HERE}/")

    assert len(questions) == 6
