"""Where an indicator stands: its light, and the reason for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from raceme.cores.monitoring.actuals import actuals_of
from raceme.cores.monitoring.course import (
    check_course,
    expected_on,
    last_goal,
    next_goal,
    start_of,
)
from raceme.cores.monitoring.values import (
    Actual,
    Course,
    Direction,
    Light,
    Parameters,
    Reading,
    Reason,
    Standing,
    Trend,
)

_LIGHTS = {
    Reason.REACHED: Light.GREEN,
    Reason.ON_COURSE: Light.GREEN,
    Reason.BEHIND: Light.YELLOW,
    Reason.FAR_BEHIND: Light.RED,
}
_WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN)
DEFAULTS = Parameters()


def standing_of(
    course: Course, readings: Iterable[Reading], on: date, parameters: Parameters = DEFAULTS
) -> Standing:
    """Say where the indicator stands on a day, judged at the day of its latest value."""
    check_course(course)
    known = [
        one
        for one in actuals_of(course, (each for each in readings if each.on <= on))
        if one.definition == course.definition
    ]
    goal = next_goal(course, on)
    if not known:
        return Standing(Light.UNKNOWN, Reason.NO_VALUE, goal=goal)
    actual = known[-1]
    expected = expected_on(course, actual.on)
    reason = _reason(course, actual, expected, parameters)
    return Standing(
        light=_LIGHTS.get(reason, Light.UNKNOWN),
        reason=reason,
        actual=actual,
        expected=expected,
        covered=_share_of_way(course, actual.value, actual.on),
        due=_share_of_way(course, expected, actual.on),
        trend=_trend(known),
        goal=goal,
    )


def worst_of(lights: Iterable[Light]) -> Light:
    """Give the light of an objective: the worst of those that are known."""
    seen = set(lights)
    return next((light for light in _WORST_FIRST if light in seen), Light.UNKNOWN)


def _reason(
    course: Course, actual: Actual, expected: float | None, parameters: Parameters
) -> Reason:
    if actual.value is None:
        return Reason.NO_WEIGHT
    if course.direction == Direction.KEEP:
        return _reason_of_keeping(course, actual.value, expected, parameters)
    final = last_goal(course)
    if final is None:
        return Reason.NO_TARGET
    if _is_against(course, final.value):
        return Reason.AGAINST_DIRECTION
    if _meets(course, actual.value, final.value):
        return Reason.REACHED
    return _reason_on_the_way(course, actual.value, actual.on, expected, parameters)


def _reason_on_the_way(
    course: Course, value: float, day: date, expected: float | None, parameters: Parameters
) -> Reason:
    """Judge by what the figure lacks to what is expected, as a share of the way."""
    if expected is None:
        return Reason.NO_BASELINE
    if _meets(course, value, expected):
        return Reason.ON_COURSE
    way = _way(course, day)
    if way is None:
        return Reason.FAR_BEHIND
    return _judged(abs(expected - value) / way, parameters)


def _reason_of_keeping(
    course: Course, value: float, expected: float | None, parameters: Parameters
) -> Reason:
    """Judge by the share by which the figure has left its level, upwards or downwards."""
    goal = last_goal(course)
    level = expected if expected is not None else goal.value if goal else course.baseline
    if level is None:
        return Reason.NO_TARGET
    if level == 0:
        return Reason.ON_COURSE if value == 0 else Reason.FAR_BEHIND
    return _judged(abs(value - level) / abs(level), parameters)


def _judged(missing: float, parameters: Parameters) -> Reason:
    # Rounding must not decide: what misses 0.15 of the way is within a margin of 0.15.
    if missing <= parameters.margin + 1e-9:
        return Reason.ON_COURSE
    return Reason.BEHIND if missing <= parameters.wide_margin + 1e-9 else Reason.FAR_BEHIND


def _way(course: Course, day: date) -> float | None:
    """Give how far it is from the start to the next target; None where it leads nowhere.

    Where the start is unknown, the target itself is taken for the way.
    """
    goal, start = next_goal(course, day), start_of(course)
    if goal is None or (start is not None and not _is_ahead(course, start, goal.value)):
        return None
    return abs(goal.value - (start or 0.0)) or None


def _share_of_way(course: Course, value: float | None, day: date) -> float | None:
    """Give the share of the way from the start to the next target that a figure has covered."""
    start, way = start_of(course), _way(course, day)
    if value is None or start is None or way is None or course.direction == Direction.KEEP:
        return None
    return (value - start if course.direction == Direction.INCREASE else start - value) / way


def _meets(course: Course, value: float, wanted: float) -> bool:
    return value >= wanted if course.direction == Direction.INCREASE else value <= wanted


def _is_ahead(course: Course, start: float, wanted: float) -> bool:
    return wanted > start if course.direction == Direction.INCREASE else wanted < start


def _is_against(course: Course, final: float) -> bool:
    """Whether the target lies behind the baseline, seen in the direction one wants to go."""
    if course.baseline is None or final == course.baseline:
        return False
    return not _is_ahead(course, course.baseline, final)


def _trend(known: list[Actual]) -> Trend | None:
    if len(known) < 2:
        return None
    before, now = known[-2].value, known[-1].value
    if before is None or now is None:
        return None
    if now == before:
        return Trend.STEADY
    return Trend.UP if now > before else Trend.DOWN
