"""Where indicators and objectives stand, from the books to the page."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.cores.monitoring.values import Goal, Light, Reason
from raceme.strategy import verbs
from raceme.strategy.bridge.standing import (
    IndicatorStanding,
    course_of,
    light_of,
    standings_of,
)
from raceme.strategy.models import Indicator
from tests.factories import NOW, TODAY, make_objective

SUMMED = {"name": "Projects", "unit": "projects", "adds_up": "sum"}


@pytest.fixture
def indicator(cluster: Cluster, manager: Actor) -> Indicator:
    return verbs.add_indicator(
        make_objective(cluster),
        **SUMMED,
        baseline=4,
        baseline_on=date(2026, 1, 1),
        target=12,
        target_on=date(2028, 1, 1),
        by=manager,
        at=NOW,
    )


def record(indicator: Indicator, by: Actor, on: date, value: int) -> None:
    verbs.record_observation(indicator, value=value, observed_on=on, by=by, at=NOW)


def stands(indicator: Indicator, on: date = TODAY) -> IndicatorStanding:
    return standings_of([Indicator.objects.get(pk=indicator.pk)], on)[indicator.pk]


def test_targets_and_values_that_count_are_judged(indicator: Indicator, manager: Actor) -> None:
    withdrawn = verbs.set_target(indicator, value=99, due_on=date(2027, 1, 1), by=manager, at=NOW)
    verbs.withdraw_target(withdrawn, by=manager, at=NOW)
    record(indicator, manager, date(2026, 6, 1), 3)
    taken_back = verbs.record_observation(
        indicator, value=50, observed_on=date(2026, 7, 1), by=manager, at=NOW
    )
    verbs.withdraw_observation(taken_back, by=manager, at=NOW)

    shown = stands(indicator)

    assert shown.standing.actual is not None
    assert (shown.standing.actual.value, shown.standing.light) == (7, Light.GREEN)
    assert shown.standing.goal == Goal(12, date(2028, 1, 1))
    assert shown.next_target == indicator.targets.get(value=12)
    assert (str(shown.text), shown.tone, shown.icon) == ("on course", "good", "circle-check")


def test_without_a_date_the_way_begins_with_the_strategy(cluster: Cluster, manager: Actor) -> None:
    indicator = verbs.add_indicator(
        make_objective(cluster), **SUMMED, baseline=4, by=manager, at=NOW
    )
    assert course_of(indicator, []).begins_on is None

    verbs.describe_strategy(indicator.objective.strategy, from_year=2026, by=manager, at=NOW)

    assert course_of(Indicator.objects.get(), []).begins_on == date(2026, 1, 1)


def test_after_a_new_definition_the_way_begins_with_it(
    indicator: Indicator, manager: Actor
) -> None:
    record(indicator, manager, date(2026, 6, 1), 8)

    anew = verbs.redefine_indicator(
        indicator,
        definition="Large ones only.",
        unit="projects",
        adds_up="sum",
        evidence="",
        valid_from=date(2026, 7, 1),
        why="x",
        by=manager,
        at=NOW,
    )

    shown = stands(anew)
    assert (shown.standing.reason, shown.course.definition) == (Reason.NO_VALUE, 2)
    assert (shown.course.baseline, shown.course.begins_on) == (None, date(2026, 7, 1))
    assert [(one.definition, one.value) for one in shown.actuals] == [(1, 8)]


def test_an_overdue_value_keeps_its_light(indicator: Indicator, manager: Actor) -> None:
    record(indicator, manager, date(2026, 6, 1), 3)

    later = stands(indicator, date(2027, 6, 2))

    assert (later.is_due, later.standing.light) == (True, Light.GREEN)
    assert stands(indicator, date(2027, 6, 1)).is_due is False


def test_what_has_ended_is_never_due(indicator: Indicator, manager: Actor) -> None:
    verbs.end_indicator(indicator, by=manager, at=NOW)

    assert stands(indicator).is_due is False


def test_an_objective_is_as_its_worst_indicator(indicator: Indicator, manager: Actor) -> None:
    behind = verbs.add_indicator(
        indicator.objective,
        **SUMMED,
        baseline=0,
        baseline_on=date(2026, 1, 1),
        target=10,
        target_on=date(2026, 11, 1),
        by=manager,
        at=NOW,
    )
    unknown = verbs.add_indicator(indicator.objective, **SUMMED, by=manager, at=NOW)
    record(indicator, manager, date(2026, 6, 1), 3)
    record(behind, manager, date(2026, 11, 1), 7)
    judged = standings_of([indicator, behind, unknown], TODAY).values()

    light = light_of(judged)

    # 7 of 10 at the day of the target: 30 % are missing
    assert (light.light, light.judged, light.unknown) == (Light.YELLOW, 2, 1)
    assert (str(light.text), light.tone) == ("behind", "notice")
    assert light_of([]).light == Light.UNKNOWN


def test_the_page_says_it_in_sentences_and_in_a_picture(
    browser: Client, cluster: Cluster, indicator: Indicator, manager: Actor
) -> None:
    record(indicator, manager, date(2026, 6, 1), 3)
    value = indicator.definition.observations.get()

    page = browser.get(f"/c/{cluster.slug}/strategy/indicators/{indicator.pk}/").content.decode()

    # 7 of 4 → 12 is 3/8; on 1 June 151 of 730 days are over
    assert "On 1 June 2026 the figure was <strong>7 projects</strong>." in page
    assert "By then it should have been 5.65." in page
    assert "38% of the way to the next target is covered; 21% should be." in page
    assert 'aria-label="1 figure in projects, the latest on 1 June 2026: 7. To be reached' in page
    assert f'href="/c/{cluster.slug}/strategy/values/{value.pk}/"' in page


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Nothing has been measured by the definition of today"),
        ({"target": None}, "Without a target nobody can say"),
        ({"baseline": None, "adds_up": "last"}, "Nobody can say how much of the way is due"),
        ({"target": 2}, "wrong side of the baseline"),
    ],
)
def test_the_page_says_why_nothing_can_be_said(
    browser: Client, cluster: Cluster, manager: Actor, values: dict[str, object], said: str
) -> None:
    facts = {"baseline": 4, "target": 12, "target_on": date(2028, 1, 1)}
    indicator = verbs.add_indicator(
        make_objective(cluster), **SUMMED | facts | values, by=manager, at=NOW
    )
    if values:
        record(indicator, manager, date(2026, 6, 1), 3)

    page = browser.get(f"/c/{cluster.slug}/strategy/indicators/{indicator.pk}/").content.decode()

    assert said in page


def test_the_page_of_an_indicator_asks_as_often_for_one_value_as_for_three(
    browser: Client, cluster: Cluster, indicator: Indicator, manager: Actor
) -> None:
    def questions(month: int) -> int:
        record(indicator, manager, date(2026, month, 1), 1)
        verbs.set_target(indicator, value=20, due_on=date(2030, month, 1), by=manager, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/c/{cluster.slug}/strategy/indicators/{indicator.pk}/")
        return len(asked)

    for_one = questions(2)
    questions(3)
    assert questions(4) == for_one
