"""Where an indicator stands, worked by hand (docs/algorithms/monitoring.md)."""

from datetime import date

import pytest

from raceme.cores.monitoring.actuals import actuals_of
from raceme.cores.monitoring.course import expected_on
from raceme.cores.monitoring.standing import standing_of, worst_of
from raceme.cores.monitoring.values import (
    AddsUp,
    Course,
    Direction,
    Goal,
    Light,
    Reading,
    Reason,
    Trend,
)

FROM_4_TO_20 = Course(
    Direction.INCREASE,
    AddsUp.SUM,
    baseline=4,
    begins_on=date(2026, 1, 1),
    goals=(Goal(20, date(2030, 1, 1)), Goal(12, date(2028, 1, 1))),
)
ADDED = (
    Reading(date(2027, 1, 1), 3),
    Reading(date(2028, 1, 1), 2),
    Reading(date(2029, 1, 1), 0),
    Reading(date(2030, 1, 1), 11),
)
# day → figure, expected figure, light and its reason: the table of the document
TABLE = [
    (date(2027, 1, 1), 7, 8.0, Light.GREEN, Reason.ON_COURSE),
    (date(2028, 1, 1), 9, 12.0, Light.YELLOW, Reason.BEHIND),
    (date(2029, 1, 1), 9, 12 + 8 * 366 / 731, Light.RED, Reason.FAR_BEHIND),
    (date(2030, 1, 1), 20, 20.0, Light.GREEN, Reason.REACHED),
]


@pytest.mark.parametrize(("on", "figure", "expected", "light", "reason"), TABLE)
def test_the_table_of_the_document(on, figure, expected, light, reason):
    standing = standing_of(FROM_4_TO_20, ADDED, on)

    assert standing.actual is not None
    assert standing.actual.value == figure
    assert standing.expected == pytest.approx(expected)
    assert (standing.light, standing.reason) == (light, reason)


def test_the_shares_of_the_way_are_told():
    standing = standing_of(FROM_4_TO_20, ADDED, date(2027, 6, 1))

    # (7 - 4) / (12 - 4); (8 - 4) / (12 - 4): the next target from the start
    assert (standing.covered, standing.due) == (0.375, 0.5)
    assert standing.goal == Goal(12, date(2028, 1, 1))


def test_what_comes_later_does_not_count_yet():
    standing = standing_of(FROM_4_TO_20, ADDED, date(2027, 12, 31))

    assert standing.actual is not None
    assert standing.actual.on == date(2027, 1, 1)


def test_values_before_the_baseline_are_in_it_already():
    course = Course(Direction.INCREASE, AddsUp.SUM, baseline=4, begins_on=date(2026, 1, 1))
    readings = [Reading(date(2025, 6, 1), 9), Reading(date(2026, 6, 1), 1)]

    assert [one.value for one in actuals_of(course, readings)] == [4, 5]


def test_different_firms_are_never_added():
    course = Course(Direction.INCREASE, AddsUp.DISTINCT)
    readings = [Reading(date(2026, 6, 1), 10), Reading(date(2026, 12, 1), 14)]

    assert [one.value for one in actuals_of(course, readings)] == [10, 14]


def test_a_mean_is_weighted_within_its_year():
    course = Course(Direction.INCREASE, AddsUp.MEAN)
    readings = [
        Reading(date(2026, 3, 1), 2, weight=30),
        Reading(date(2026, 9, 1), 4, weight=10),
        Reading(date(2027, 3, 1), 5),
    ]

    # (2·30 + 4·10) / 40 = 2.5; one value alone needs no weight
    assert [one.value for one in actuals_of(course, readings)] == [2, 2.5, 5]


def test_a_mean_without_all_its_weights_is_unknown():
    course = Course(Direction.INCREASE, AddsUp.MEAN, goals=(Goal(5),))
    readings = [Reading(date(2026, 3, 1), 2, weight=30), Reading(date(2026, 9, 1), 4)]

    standing = standing_of(course, readings, date(2026, 12, 31))

    assert standing.actual is not None
    assert standing.actual.value is None
    assert (standing.light, standing.reason) == (Light.UNKNOWN, Reason.NO_WEIGHT)


def test_values_by_different_definitions_are_rows_of_their_own():
    course = Course(Direction.INCREASE, AddsUp.SUM, goals=(Goal(10),), definition=2)
    readings = [
        Reading(date(2026, 1, 1), 5, definition=1),
        Reading(date(2026, 6, 1), 6, definition=1),
        Reading(date(2026, 6, 1), 2, definition=2),
        Reading(date(2027, 1, 1), 1, definition=2),
    ]

    rows = [(one.definition, one.value) for one in actuals_of(course, readings)]

    assert rows == [(1, 5), (1, 11), (2, 2), (2, 3)]
    assert standing_of(course, readings, date(2027, 1, 1)).actual == actuals_of(course, readings)[3]


def test_only_old_definitions_measured_is_no_value():
    course = Course(Direction.INCREASE, AddsUp.LAST, goals=(Goal(1),), definition=2)

    standing = standing_of(course, [Reading(date(2026, 1, 1), 5)], date(2026, 6, 1))

    assert (standing.light, standing.reason) == (Light.UNKNOWN, Reason.NO_VALUE)


@pytest.mark.parametrize(
    ("value", "reason"),
    [(10, Reason.REACHED), (14, Reason.ON_COURSE), (15, Reason.ON_COURSE), (18, Reason.BEHIND)],
)
def test_falling_is_judged_like_rising(value, reason):
    # From 20 (2026) to 10 (2028); on 1 January 2027 15 is due. 18 misses 3 of 10.
    course = Course(
        Direction.DECREASE, AddsUp.LAST, 20, date(2026, 1, 1), (Goal(10, date(2028, 1, 1)),)
    )

    assert (
        standing_of(course, [Reading(date(2027, 1, 1), value)], date(2027, 1, 1)).reason == reason
    )


@pytest.mark.parametrize(
    ("value", "light"),
    [
        (85, Light.GREEN),
        (115, Light.GREEN),
        (116, Light.YELLOW),
        (60, Light.YELLOW),
        (59, Light.RED),
    ],
)
def test_keeping_a_level_is_judged_upwards_and_downwards(value, light):
    course = Course(Direction.KEEP, AddsUp.LAST, baseline=100)

    assert standing_of(course, [Reading(date(2027, 1, 1), value)], date(2027, 1, 1)).light == light


@pytest.mark.parametrize(("value", "light"), [(0, Light.GREEN), (1, Light.RED)])
def test_a_level_of_nothing_is_kept_by_nothing_only(value, light):
    course = Course(Direction.KEEP, AddsUp.LAST, goals=(Goal(0),))

    assert standing_of(course, [Reading(date(2027, 1, 1), value)], date(2027, 1, 1)).light == light


@pytest.mark.parametrize(
    ("course", "reason"),
    [
        (Course(Direction.INCREASE, AddsUp.LAST), Reason.NO_TARGET),
        (Course(Direction.KEEP, AddsUp.LAST), Reason.NO_TARGET),
        (Course(Direction.INCREASE, AddsUp.LAST, 1, None, (Goal(9),)), Reason.NO_BASELINE),
        (
            Course(Direction.INCREASE, AddsUp.LAST, goals=(Goal(9, date(2030, 1, 1)),)),
            Reason.NO_BASELINE,
        ),
        (Course(Direction.INCREASE, AddsUp.LAST, 10, None, (Goal(9),)), Reason.AGAINST_DIRECTION),
        (Course(Direction.DECREASE, AddsUp.LAST, 8, None, (Goal(9),)), Reason.AGAINST_DIRECTION),
    ],
)
def test_what_cannot_be_judged_says_why(course, reason):
    standing = standing_of(course, [Reading(date(2027, 1, 1), 5)], date(2027, 1, 1))

    assert (standing.light, standing.reason) == (Light.UNKNOWN, reason)


def test_without_a_baseline_the_target_itself_is_the_way():
    course = Course(Direction.INCREASE, AddsUp.LAST, goals=(Goal(100, date(2026, 1, 1)),))

    # 90 of 100: 10 % missing
    standing = standing_of(course, [Reading(date(2026, 1, 1), 90)], date(2026, 1, 1))

    assert standing.reason == Reason.ON_COURSE
    assert (standing.covered, standing.due) == (None, None)


def test_a_target_equal_to_the_start_is_kept_or_missed():
    course = Course(
        Direction.INCREASE, AddsUp.LAST, 10, date(2026, 1, 1), (Goal(10, date(2028, 1, 1)),)
    )

    kept = standing_of(course, [Reading(date(2027, 1, 1), 10)], date(2027, 1, 1))
    missed = standing_of(course, [Reading(date(2027, 1, 1), 9)], date(2027, 1, 1))

    assert (kept.reason, missed.reason) == (Reason.REACHED, Reason.FAR_BEHIND)


def test_nothing_is_due_before_the_start():
    assert expected_on(FROM_4_TO_20, date(2025, 12, 31)) is None


def test_a_start_after_the_first_target_is_left_aside():
    course = Course(
        Direction.INCREASE, AddsUp.LAST, 1, date(2029, 1, 1), (Goal(5, date(2028, 1, 1)),)
    )

    assert expected_on(course, date(2028, 6, 1)) == 5


@pytest.mark.parametrize(
    ("values", "trend"),
    [((1,), None), ((1, 2), Trend.UP), ((2, 1), Trend.DOWN), ((2, 2), Trend.STEADY)],
)
def test_the_trend_is_told_by_the_last_two_figures(values, trend):
    course = Course(Direction.INCREASE, AddsUp.LAST)
    readings = [Reading(date(2026, number, 1), value) for number, value in enumerate(values, 1)]

    assert standing_of(course, readings, date(2027, 1, 1)).trend == trend


def test_an_objective_is_as_its_worst_known_indicator():
    assert worst_of([Light.GREEN, Light.UNKNOWN, Light.YELLOW]) == Light.YELLOW
    assert worst_of([Light.YELLOW, Light.RED, Light.GREEN]) == Light.RED
    assert worst_of([Light.UNKNOWN, Light.GREEN]) == Light.GREEN
    assert worst_of([Light.UNKNOWN]) == Light.UNKNOWN
    assert worst_of([]) == Light.UNKNOWN
