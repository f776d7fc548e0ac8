"""Values into the figure that counts: added up as the indicator says, never otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from raceme.cores.errors import BadInput
from raceme.cores.monitoring.values import Actual, AddsUp, Course, Reading


def actuals_of(course: Course, readings: Iterable[Reading]) -> tuple[Actual, ...]:
    """Say for each day with a value where the figure stood, in the order of days.

    Values measured by different definitions are never put together: each has a row of its own.
    """
    ordered = sorted(readings, key=lambda one: (one.on, one.definition))
    for reading in ordered:
        _check(reading)
    return tuple(
        Actual(last.on, _together(course, _until(ordered, last)), last.definition)
        for last in ordered
    )


def _until(ordered: Sequence[Reading], last: Reading) -> list[Reading]:
    return [one for one in ordered if one.definition == last.definition and one.on <= last.on]


def _together(course: Course, readings: Sequence[Reading]) -> float | None:
    """Put the values of one definition together, up to and with the last of them."""
    if course.adds_up == AddsUp.SUM:
        return _sum(course, readings)
    if course.adds_up == AddsUp.MEAN:
        return _mean_of_the_year(readings)
    return readings[-1].value


def _sum(course: Course, readings: Sequence[Reading]) -> float:
    """Add to the baseline what came after it. A baseline belongs to the definition of now."""
    if readings[-1].definition != course.definition:
        return math.fsum(one.value for one in readings)
    begins_on = course.begins_on
    since = (one.value for one in readings if begins_on is None or one.on > begins_on)
    return math.fsum([course.baseline or 0.0, *since])


def _mean_of_the_year(readings: Sequence[Reading]) -> float | None:
    year = [one for one in readings if one.on.year == readings[-1].on.year]
    if len(year) == 1:
        return year[0].value
    weights = [one.weight for one in year if one.weight is not None]
    total = math.fsum(weights)
    if len(weights) < len(year) or total <= 0:
        return None
    return math.fsum(one.value * (one.weight or 0.0) for one in year) / total


def _check(reading: Reading) -> None:
    if not math.isfinite(reading.value):
        raise BadInput(f"the value of {reading.on} is no number: {reading.value}")
    if reading.weight is not None and not (math.isfinite(reading.weight) and reading.weight >= 0):
        raise BadInput(f"the weight of {reading.on} must be 0 or more: {reading.weight}")
