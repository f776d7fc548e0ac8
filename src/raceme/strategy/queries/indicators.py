"""What is measured, what is to be reached, and which values there are."""

from calendar import monthrange
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from raceme.access.actor import Actor
from raceme.strategy.models import Indicator, Observation, Series, Strategy, Target
from raceme.strategy.queries.objectives import objectives_in_force

CODE_PREFIX = "I"
MONTHS_BETWEEN_VALUES = {
    Indicator.Frequency.MONTH: 1,
    Indicator.Frequency.QUARTER: 3,
    Indicator.Frequency.HALF_YEAR: 6,
    Indicator.Frequency.YEAR: 12,
    Indicator.Frequency.TWO_YEARS: 24,
}


def indicators_visible_to(actor: Actor) -> QuerySet[Indicator]:
    """All indicators of all objectives, those that have ended included."""
    if not actor.is_seated:
        return Indicator.objects.none()
    return Indicator.objects.filter(cluster=actor.cluster).select_related(
        "objective__strategy", "definition__series", "field"
    )


def indicators_in_force(actor: Actor) -> QuerySet[Indicator]:
    """What is measured now: the open indicators of the objectives in force."""
    return indicators_visible_to(actor).filter(
        objective__in=objectives_in_force(actor), ended_at__isnull=True
    )


def indicators_of(actor: Actor, strategy: Strategy) -> QuerySet[Indicator]:
    """The open indicators of the open objectives of one version."""
    return indicators_visible_to(actor).filter(
        objective__strategy=strategy, objective__ended_at__isnull=True, ended_at__isnull=True
    )


def indicators_without_observation(actor: Actor, on: date) -> QuerySet[Indicator]:
    """Indicators in force whose next value is due on a day, or that never had one.

    A value of any definition counts; a value of a later day, or one withdrawn, does not.
    """
    latest = (
        Observation.objects.filter(
            definition__series=OuterRef("definition__series"),
            withdrawn_at__isnull=True,
            observed_on__lte=on,
        )
        .order_by("-observed_on")
        .values("observed_on")[:1]
    )
    in_force = indicators_in_force(actor)
    days = in_force.values_list("pk", "frequency", Subquery(latest))
    # Whether a month is over depends on its length: that is reckoned here, not by the database.
    due = [pk for pk, frequency, day in days if is_value_due(frequency, day, on)]
    return in_force.filter(pk__in=due)


def is_value_due(frequency: str, latest: date | None, on: date) -> bool:
    """Whether the next value is due, given the day of the latest one."""
    if latest is None:
        return True
    months = MONTHS_BETWEEN_VALUES.get(Indicator.Frequency(frequency))
    return months is not None and _months_later(latest, months) < on


def observations_visible_to(actor: Actor) -> QuerySet[Observation]:
    """All values that were ever measured, withdrawn ones included, newest first."""
    if not actor.is_seated:
        return Observation.objects.none()
    return Observation.objects.filter(cluster=actor.cluster).select_related("definition__series")


def observations_of(actor: Actor, indicator: Indicator) -> QuerySet[Observation]:
    """All values of what an indicator measures, by whichever definition, newest first."""
    series = indicator.definition.series_id
    return observations_visible_to(actor).filter(definition__series=series)


def targets_visible_to(actor: Actor) -> QuerySet[Target]:
    """All targets of all indicators, withdrawn ones included."""
    if not actor.is_seated:
        return Target.objects.none()
    return Target.objects.filter(cluster=actor.cluster).select_related(
        "indicator__objective__strategy"
    )


def latest_indicator_of(actor: Actor, observation: Observation) -> Indicator | None:
    """The indicator on whose page a value stands: that of the newest version with this series."""
    return (
        indicators_visible_to(actor)
        .filter(definition__series=observation.definition.series_id)
        .order_by("-objective__strategy__version", "-pk")
        .first()
    )


def next_indicator_code(actor: Actor) -> str:
    """The first code of the row I1, I2, I3 … that no indicator of the cluster has ever had."""
    used = set(Series.objects.filter(cluster=actor.cluster).values_list("code", flat=True))
    number = 1
    while f"{CODE_PREFIX}{number}" in used:
        number += 1
    return f"{CODE_PREFIX}{number}"


def _months_later(day: date, months: int) -> date:
    """Give the same day some months later; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
