"""Draft, describe and adopt versions of the strategy."""

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import Refused, refuse_future, require
from raceme.foundation.records import change, keep_new, lock
from raceme.strategy import queries, rules
from raceme.strategy.models import FieldOfAction, Indicator, Measure, Objective, Strategy
from raceme.strategy.signals import measure_taken_over, objective_taken_over

Row = TypeVar("Row", bound=models.Model)
WORDS = ("title", "mission", "vision", "from_year", "to_year")


@transaction.atomic
def draft_strategy(*, by: Actor, at: datetime, **words: Any) -> Strategy:
    """Begin the next version of the strategy, with what is still wanted of the one in force.

    Taken over is all that is open: words, challenges, SWOT, objectives, fields of action, measures
    that are planned or under way, indicators with their targets. Values go on by themselves: they
    hang on what is measured. The version in force stays as it is until the new one is adopted.
    There is one draft at a time.
    """
    require(rules.may_steer, by)
    cluster = lock_cluster_of(by)
    before = queries.strategy_in_force(by)
    if before is not None and before.status == Strategy.Status.DRAFT:
        raise Refused(_("There is a draft already. Go on with it, or adopt it first."))
    newest = queries.strategies_visible_to(by).first()
    strategy = Strategy(cluster=cluster, version=1 if newest is None else newest.version + 1)
    for name in WORDS:
        setattr(strategy, name, words.get(name) or getattr(before or strategy, name))
    strategy.title = strategy.title or _title_of(cluster)
    keep_new(strategy, verb="draft_strategy", by=by, at=at)
    if before is not None:
        _take_over(before, strategy, by=by, at=at)
    return strategy


@transaction.atomic
def describe_strategy(strategy: Strategy, *, by: Actor, at: datetime, **words: Any) -> Strategy:
    """Change the words of a version: title, mission, vision, and the years it is meant for."""
    require(rules.may_steer, by, strategy)
    refuse_retired(strategy)
    return change(strategy, words, verb="describe_strategy", by=by, at=at)


@transaction.atomic
def adopt_strategy(strategy: Strategy, *, adopted_on: date, by: Actor, at: datetime) -> Strategy:
    """Write down that the board has adopted a version; the version before it is retired."""
    require(rules.may_steer, by, strategy)
    refuse_future(adopted_on, at=at, field="adopted_on")
    lock_cluster_of(by)
    strategy = lock(strategy)
    if strategy.status != Strategy.Status.DRAFT:
        raise Refused(_("Only a draft can be adopted."))
    if not strategy.objectives.filter(ended_at__isnull=True).exists():
        raise Refused(_("State at least one objective before the strategy is adopted."))
    earlier = queries.strategies_visible_to(by).filter(version__lt=strategy.version)
    for version in earlier.exclude(status=Strategy.Status.RETIRED):
        change(version, {"status": Strategy.Status.RETIRED}, verb="retire_strategy", by=by, at=at)
    values = {"status": Strategy.Status.ADOPTED, "adopted_on": adopted_on}
    return change(strategy, values, verb="adopt_strategy", by=by, at=at)


def refuse_retired(strategy: Strategy) -> None:
    """Let a retired version stay as it was; until this is over, nobody retires it."""
    if lock(strategy).is_retired:
        raise Refused(_("This version of the strategy is retired and stays as it was."))


def lock_cluster_of(by: Actor) -> Cluster:
    """Let one change of versions happen at a time: version numbers and codes are counted on."""
    assert by.cluster is not None  # `require` has seen to it
    return lock(by.cluster)


def _title_of(cluster: Cluster) -> str:
    title = gettext("Strategy of %(cluster)s") % {"cluster": cluster.name}
    return title[: Strategy._meta.get_field("title").max_length]


def _take_over(before: Strategy, strategy: Strategy, *, by: Actor, at: datetime) -> None:
    """Copy what is open in a version into the next one, and tell whoever cares."""
    for challenge in queries.challenges_of(by, before):
        copied = _copy(challenge, strategy=strategy, first_id=challenge.first_id or challenge.pk)
        keep_new(copied, verb="state_challenge", by=by, at=at)
    for item in queries.swot_of(by, before):
        noted = _copy(item, strategy=strategy, first_id=item.first_id or item.pk)
        keep_new(noted, verb="note_swot_item", by=by, at=at)
    objectives: dict[int, Objective] = {}
    for objective in queries.objectives_of(by, before).filter(ended_at__isnull=True):
        new = _copy(objective, strategy=strategy, first_id=objective.first_id or objective.pk)
        objectives[objective.pk] = keep_new(new, verb="state_objective", by=by, at=at)
    fields = _take_over_fields(before, strategy, objectives, by=by, at=at)
    for indicator in queries.indicators_of(by, before):
        _take_over_indicator(indicator, objectives, fields, by=by, at=at)
    for old in Objective.objects.filter(pk__in=objectives):
        objective_taken_over.send(Objective, old=old, new=objectives[old.pk], by=by, at=at)


def _take_over_fields(
    before: Strategy,
    strategy: Strategy,
    objectives: dict[int, Objective],
    *,
    by: Actor,
    at: datetime,
) -> dict[int, FieldOfAction]:
    """Copy the open fields with their measures that are still to be done."""
    fields: dict[int, FieldOfAction] = {}
    to_do = (Measure.Status.PLANNED, Measure.Status.UNDER_WAY)
    for field in queries.fields_of(by, before):
        new = _copy(field, strategy=strategy, first_id=field.first_id or field.pk)
        fields[field.pk] = keep_new(new, verb="open_field", by=by, at=at)
        served = field.objectives.filter(pk__in=objectives)
        new.objectives.set([objectives[one.pk] for one in served])
        for measure in field.measures.filter(status__in=to_do):
            planned = _copy(measure, field=new, first_id=measure.first_id or measure.pk)
            keep_new(planned, verb="plan_measure", by=by, at=at)
            measure_taken_over.send(Measure, old=measure, new=planned, by=by, at=at)
    return fields


def _take_over_indicator(
    indicator: Indicator,
    objectives: dict[int, Objective],
    fields: dict[int, FieldOfAction],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Copy an indicator with its targets; what it measures, and the values, are the same."""
    field = None if indicator.field_id is None else fields.get(indicator.field_id)
    taken = _copy(indicator, objective=objectives[indicator.objective_id], field=field)
    keep_new(taken, verb="add_indicator", by=by, at=at)
    for target in indicator.targets.filter(withdrawn_at__isnull=True):
        keep_new(_copy(target, indicator=taken), verb="set_target", by=by, at=at)


def _copy(row: Row, **changes: object) -> Row:
    """Give a new row with the values of another, but for those that change."""
    columns = (column for column in row._meta.concrete_fields if not column.primary_key)
    values = {column.attname: getattr(row, column.attname) for column in columns}
    copied = type(row)(**values)
    for name, value in changes.items():
        setattr(copied, name, value)
    return copied
