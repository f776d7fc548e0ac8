"""Where indicators and objectives stand: rows into the core, and its answer in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.cores.monitoring.actuals import actuals_of
from raceme.cores.monitoring.standing import standing_of, worst_of
from raceme.cores.monitoring.values import (
    Actual,
    AddsUp,
    Course,
    Direction,
    Goal,
    Light,
    Reading,
    Reason,
    Standing,
)
from raceme.strategy.models import Indicator, Observation, Target
from raceme.strategy.queries import is_value_due

REASONS = {
    Reason.REACHED: _("reached"),
    Reason.ON_COURSE: _("on course"),
    Reason.BEHIND: _("behind"),
    Reason.FAR_BEHIND: _("far behind"),
    Reason.NO_VALUE: _("no value yet"),
    Reason.NO_WEIGHT: _("numbers asked are missing"),
    Reason.NO_TARGET: _("no target"),
    Reason.NO_BASELINE: _("no baseline"),
    Reason.AGAINST_DIRECTION: _("target against direction"),
}
LIGHTS = {
    Light.GREEN: _("on course"),
    Light.YELLOW: _("behind"),
    Light.RED: _("far behind"),
    Light.UNKNOWN: _("unknown"),
}
TONES = {Light.GREEN: "good", Light.YELLOW: "notice", Light.RED: "bad", Light.UNKNOWN: ""}
ICONS = {
    Light.GREEN: "circle-check",
    Light.YELLOW: "clock",
    Light.RED: "alert-triangle",
    Light.UNKNOWN: "circle-dashed",
}


@dataclass(frozen=True)
class IndicatorStanding:
    """An indicator with its targets and values that count, and what the core says of them."""

    indicator: Indicator
    course: Course
    standing: Standing
    targets: tuple[Target, ...]  # by day, those without a day last
    values: tuple[Observation, ...]  # newest first
    is_due: bool  # the next value should be there

    @property
    def text(self) -> str | Promise:
        return REASONS[self.standing.reason]

    @property
    def tone(self) -> str:
        return TONES[self.standing.light]

    @property
    def icon(self) -> str:
        return ICONS[self.standing.light]

    @property
    def next_target(self) -> Target | None:
        """The target that is due next; after all of them the last."""
        goal = self.standing.goal
        return next((one for one in self.targets if goal and one.due_on == goal.due), None)

    @property
    def actuals(self) -> tuple[Actual, ...]:
        """Where the figure stood on each day with a value, by definition."""
        return actuals_of(self.course, _readings(self.values))


@dataclass(frozen=True)
class ObjectiveStanding:
    """An objective's light: that of its worst indicator, and how many could not be judged."""

    light: Light
    judged: int
    unknown: int

    @property
    def text(self) -> str | Promise:
        return LIGHTS[self.light]

    @property
    def tone(self) -> str:
        return TONES[self.light]

    @property
    def icon(self) -> str:
        return ICONS[self.light]


def standings_of(indicators: Iterable[Indicator], on: date) -> dict[int, IndicatorStanding]:
    """Judge indicators as of a day, however many with the same two questions; by their number."""
    indicators = list(indicators)
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(indicator__in=indicators, withdrawn_at__isnull=True):
        targets[target.indicator_id].append(target)
    values: dict[int, list[Observation]] = defaultdict(list)
    series = {one.definition.series_id for one in indicators}
    for value in Observation.objects.filter(
        definition__series__in=series, withdrawn_at__isnull=True
    ).select_related("definition"):
        values[value.definition.series_id].append(value)
    return {
        one.pk: _judged(one, targets[one.pk], values[one.definition.series_id], on)
        for one in indicators
    }


def light_of(standings: Iterable[IndicatorStanding]) -> ObjectiveStanding:
    """Give the light of an objective from those of its indicators."""
    lights = [one.standing.light for one in standings]
    unknown = lights.count(Light.UNKNOWN)
    return ObjectiveStanding(worst_of(lights), len(lights) - unknown, unknown)


def course_of(indicator: Indicator, targets: Iterable[Target]) -> Course:
    """Give what is wanted of an indicator as the core takes it."""
    definition = indicator.definition
    first_year = indicator.objective.strategy.from_year
    new_year = None if first_year is None else date(first_year, 1, 1)
    baseline = indicator.baseline
    return Course(
        direction=Direction(indicator.direction),
        adds_up=AddsUp(definition.adds_up),
        baseline=None if baseline is None else float(baseline),
        begins_on=indicator.baseline_on or definition.valid_from or new_year,
        goals=tuple(Goal(float(one.value), one.due_on) for one in targets),
        definition=definition.number,
    )


def _judged(
    indicator: Indicator, targets: list[Target], values: list[Observation], on: date
) -> IndicatorStanding:
    course = course_of(indicator, targets)
    latest = max((one.observed_on for one in values if one.observed_on <= on), default=None)
    return IndicatorStanding(
        indicator=indicator,
        course=course,
        standing=standing_of(course, _readings(values), on),
        targets=tuple(targets),
        values=tuple(values),
        is_due=indicator.ended_at is None and is_value_due(indicator.frequency, latest, on),
    )


def _readings(values: Iterable[Observation]) -> list[Reading]:
    return [
        Reading(
            on=one.observed_on,
            value=float(one.value),
            definition=one.definition.number,
            weight=None if one.weight is None else float(one.weight),
        )
        for one in values
    ]
