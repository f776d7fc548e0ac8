"""Laws that hold for every indicator, nonsense that is refused, and a second, simpler check."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from raceme.cores.errors import BadInput
from raceme.cores.monitoring.actuals import actuals_of
from raceme.cores.monitoring.course import check_course, expected_on
from raceme.cores.monitoring.standing import standing_of
from raceme.cores.monitoring.values import AddsUp, Course, Direction, Goal, Light, Reading, Reason

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
FIGURES = st.integers(-1000, 1000).map(float)
GOALS = st.lists(st.tuples(FIGURES, DAYS), max_size=4, unique_by=lambda one: one[1]).map(
    lambda found: tuple(Goal(value, due) for value, due in found)
)
COURSES = st.builds(
    Course,
    direction=st.sampled_from(Direction),
    adds_up=st.sampled_from(AddsUp),
    baseline=st.none() | FIGURES,
    begins_on=st.none() | DAYS,
    goals=GOALS,
)
READINGS = st.lists(st.builds(Reading, on=DAYS, value=FIGURES), max_size=6)
ORDER = [Light.RED, Light.YELLOW, Light.GREEN]


@given(COURSES, READINGS, DAYS)
def test_the_order_of_values_and_targets_means_nothing(course, readings, on):
    turned = Course(
        course.direction, course.adds_up, course.baseline, course.begins_on, course.goals[::-1]
    )
    # Of one day two values stand in the order in which they came; so only days differ here.
    by_day = list({one.on: one for one in readings}.values())

    assert standing_of(turned, by_day[::-1], on) == standing_of(course, by_day, on)


@given(COURSES, READINGS, DAYS)
def test_a_light_is_unknown_exactly_if_its_reason_says_so(course, readings, on):
    standing = standing_of(course, readings, on)

    judged = {Reason.REACHED, Reason.ON_COURSE, Reason.BEHIND, Reason.FAR_BEHIND}
    assert (standing.light == Light.UNKNOWN) == (standing.reason not in judged)


@given(COURSES, DAYS, FIGURES, st.integers(0, 500))
def test_a_better_figure_never_makes_the_light_worse(course, on, value, more):
    if course.direction == Direction.KEEP or course.adds_up == AddsUp.SUM:
        return
    better = value + more if course.direction == Direction.INCREASE else value - more

    before = standing_of(course, [Reading(on, value)], on).light
    after = standing_of(course, [Reading(on, better)], on).light

    assert (before == Light.UNKNOWN) == (after == Light.UNKNOWN) or after == Light.GREEN
    if Light.UNKNOWN not in (before, after):
        assert ORDER.index(after) >= ORDER.index(before)


@given(COURSES, DAYS)
def test_numpy_draws_the_same_line(course, on):
    corners = {goal.due: goal.value for goal in course.goals}
    start = course.baseline
    if start is None and course.adds_up in {AddsUp.SUM, AddsUp.DISTINCT}:
        start = 0.0
    if corners and start is not None and course.begins_on and course.begins_on < min(corners):
        corners[course.begins_on] = start
    days = sorted(corners)

    drawn = expected_on(course, on)

    if not days or on < days[0]:
        assert drawn is None
    else:
        numbers = [day.toordinal() for day in days]
        heights = [corners[day] for day in days]
        assert drawn == pytest.approx(np.interp(on.toordinal(), numbers, heights))


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8))
def test_a_sum_ends_with_all_that_was_added(values):
    course = Course(Direction.INCREASE, AddsUp.SUM, baseline=7)
    first = date(2026, 1, 1)
    readings = [Reading(first + timedelta(days=day), value) for day, value in enumerate(values)]

    assert actuals_of(course, readings)[-1].value == 7 + sum(values)


@pytest.mark.parametrize(
    "nonsense",
    [
        Reading(date(2026, 1, 1), math.nan),
        Reading(date(2026, 1, 1), math.inf),
        Reading(date(2026, 1, 1), 1, weight=-1),
        Reading(date(2026, 1, 1), 1, weight=math.nan),
    ],
)
def test_values_that_make_no_sense_are_refused(nonsense):
    with pytest.raises(BadInput):
        actuals_of(Course(Direction.INCREASE, AddsUp.LAST), [nonsense])


@pytest.mark.parametrize(
    "nonsense",
    [
        Course(Direction.INCREASE, AddsUp.LAST, baseline=math.nan),
        Course(Direction.INCREASE, AddsUp.LAST, goals=(Goal(math.inf),)),
        Course(
            Direction.INCREASE,
            AddsUp.LAST,
            goals=(Goal(1, date(2026, 1, 1)), Goal(2, date(2026, 1, 1))),
        ),
        Course(Direction.INCREASE, AddsUp.LAST, goals=(Goal(1), Goal(2))),
    ],
)
def test_wishes_that_make_no_sense_are_refused(nonsense):
    with pytest.raises(BadInput):
        check_course(nonsense)
