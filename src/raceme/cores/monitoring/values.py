"""What is asked about an indicator, and what is answered.

Formulas and rules: docs/algorithms/monitoring.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Direction(StrEnum):
    """Where the figure shall go."""

    INCREASE = "increase"
    DECREASE = "decrease"
    KEEP = "keep"


class AddsUp(StrEnum):
    """What several values of one indicator are together."""

    SUM = "sum"  # each value is what came since the value before
    DISTINCT = "distinct"  # each value is the number of different ones so far
    MEAN = "mean"  # mean of the values of one year, each with its weight
    LAST = "last"  # each value stands for itself


class Light(StrEnum):
    """How an indicator, or an objective, stands."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a light is as it is."""

    REACHED = "reached"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    NO_VALUE = "no_value"  # nothing was measured by the definition that holds now
    NO_WEIGHT = "no_weight"  # several values of a year, and not all have a weight
    NO_TARGET = "no_target"
    NO_BASELINE = "no_baseline"  # nobody can say how much of the way is due by now
    AGAINST_DIRECTION = "against_direction"  # the target lies on the wrong side of the start


class Trend(StrEnum):
    """What became of the figure since the value before."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"


@dataclass(frozen=True, slots=True)
class Parameters:
    """How strictly is judged.

    margin: how much the figure may miss, as a share of the way to the next target, and still be on
    course. 15 % is the margin of TolaActivity, a monitoring system of humanitarian programmes.
    wide_margin: how much it may miss and still be behind, not far behind. Our own choice.
    """

    margin: float = 0.15
    wide_margin: float = 0.40


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that was measured on a day, by one of the definitions of the indicator."""

    on: date
    value: float
    definition: int = 1
    weight: float | None = None  # what the value was counted from; None: unknown


@dataclass(frozen=True, slots=True)
class Goal:
    """A value to be reached, by a day or some time."""

    value: float
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What is wanted of an indicator."""

    direction: Direction
    adds_up: AddsUp
    baseline: float | None = None
    begins_on: date | None = None  # day of the baseline, or when the strategy begins
    goals: tuple[Goal, ...] = ()
    definition: int = 1  # the one that holds now


@dataclass(frozen=True, slots=True)
class Actual:
    """Where the figure stood on a day, its values added up as they should be."""

    on: date
    value: float | None
    definition: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an indicator stands, and why its light is as it is."""

    light: Light
    reason: Reason
    actual: Actual | None = None
    expected: float | None = None  # what the figure should have been on that day
    covered: float | None = None  # share of the way from the start to the next target
    due: float | None = None  # the share that should be covered on that day
    trend: Trend | None = None
    goal: Goal | None = None  # what is to be reached next
