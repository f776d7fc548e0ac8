"""What the figure should be on a day: on a straight line from target to target."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

from raceme.cores.errors import BadInput
from raceme.cores.monitoring.values import AddsUp, Course, Goal

COUNTED_FROM_NOTHING = (AddsUp.SUM, AddsUp.DISTINCT)


def check_course(course: Course) -> None:
    """Refuse figures that are no numbers, and two targets for one day."""
    figures = [course.baseline or 0.0, *(goal.value for goal in course.goals)]
    if not all(math.isfinite(figure) for figure in figures):
        raise BadInput("baseline and targets must be numbers")
    days = [goal.due for goal in course.goals]
    if len(set(days)) < len(days):
        raise BadInput("there is one target a day at most")


def start_of(course: Course) -> float | None:
    """Give the figure at the start; what is counted from the start on begins at nothing."""
    if course.baseline is None and course.adds_up in COUNTED_FROM_NOTHING:
        return 0.0
    return course.baseline


def dated_goals(course: Course) -> list[tuple[date, float]]:
    """Give the targets that have a day, in the order of days."""
    return sorted((goal.due, goal.value) for goal in course.goals if goal.due is not None)


def next_goal(course: Course, day: date) -> Goal | None:
    """Give the first target that is due on the day or later; after all of them the last one."""
    dated = dated_goals(course)
    if not dated:
        return course.goals[0] if course.goals else None
    due, value = next((one for one in dated if one[0] >= day), dated[-1])
    return Goal(value, due)


def last_goal(course: Course) -> Goal | None:
    """Give the target that is to be reached in the end."""
    dated = dated_goals(course)
    if not dated:
        return course.goals[0] if course.goals else None
    return Goal(dated[-1][1], dated[-1][0])


def line_of(course: Course) -> list[tuple[date, float]]:
    """Give the corners of the line: the start, where it is known, and every target with a day."""
    corners, start, begins_on = dated_goals(course), start_of(course), course.begins_on
    if not corners or start is None or begins_on is None or begins_on >= corners[0][0]:
        return corners
    return [(begins_on, start), *corners]


def expected_on(course: Course, day: date) -> float | None:
    """Say what the figure should be on a day; None where nobody can say.

    Before the first corner of the line nothing is due; after the last one the last target holds.
    """
    corners = line_of(course)
    if not corners or day < corners[0][0]:
        return None
    for (earlier, low), (later, high) in pairwise(corners):
        if day < later:
            return low + (high - low) * ((day - earlier).days / (later - earlier).days)
    return corners[-1][1]
