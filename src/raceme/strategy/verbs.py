"""Draft and adopt the strategy; state, describe and end its objectives and indicators.

Nothing is deleted: objectives and indicators end and can be reopened, versions are retired.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.strategy import queries, rules
from raceme.strategy.models import Indicator, Objective, Strategy
from raceme.strategy.signals import objective_taken_over


@transaction.atomic
def draft_strategy(*, by: Actor, at: datetime, title: str = "", vision: str = "") -> Strategy:
    """Begin the next version of the strategy, with what is still wanted of the one in force.

    Open objectives and their open indicators are taken over; the version in force stays as it
    is until the new one is adopted. There is one draft at a time.
    """
    require(rules.may_steer, by)
    cluster = _lock_cluster(by)
    before = queries.strategy_in_force(by)
    if before is not None and before.status == Strategy.Status.DRAFT:
        raise Refused(_("There is a draft already. Go on with it, or adopt it first."))
    newest = queries.strategies_visible_to(by).first()
    strategy = Strategy(
        cluster=cluster,
        version=1 if newest is None else newest.version + 1,
        title=title or _title_after(before, cluster),
        vision=vision or ("" if before is None else before.vision),
    )
    wanted = list(queries.objectives_in_force(by))
    keep_new(strategy, verb="draft_strategy", by=by, at=at)
    for objective in wanted:
        _take_over(objective, strategy, by=by, at=at)
    return strategy


@transaction.atomic
def describe_strategy(
    strategy: Strategy, *, title: str, vision: str, by: Actor, at: datetime
) -> Strategy:
    """Change the title and the vision of a version."""
    require(rules.may_steer, by, strategy)
    _refuse_retired(strategy)
    return change(
        strategy, {"title": title, "vision": vision}, verb="describe_strategy", by=by, at=at
    )


@transaction.atomic
def adopt_strategy(strategy: Strategy, *, adopted_on: date, by: Actor, at: datetime) -> Strategy:
    """Write down that the board has adopted a version; the version before it is retired."""
    require(rules.may_steer, by, strategy)
    _lock_cluster(by)
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


@transaction.atomic
def state_objective(*, by: Actor, at: datetime, **values: Any) -> Objective:
    """Say what the cluster organisation wants; the very first objective drafts a strategy.

    Without a `code` the next one of O1, O2, O3 … is given.
    """
    require(rules.may_steer, by)
    cluster = _lock_cluster(by)
    strategy = queries.strategy_in_force(by) or draft_strategy(by=by, at=at)
    values["code"] = values.get("code") or queries.next_objective_code(by)
    objective = Objective(cluster=cluster, strategy=strategy, **values)
    return keep_new(objective, verb="state_objective", by=by, at=at)


@transaction.atomic
def describe_objective(
    objective: Objective, *, by: Actor, at: datetime, **values: Any
) -> Objective:
    """Change what is said about an objective: name, weight, what it takes to reach it."""
    require(rules.may_steer, by, objective)
    _refuse_retired(objective.strategy)
    return change(objective, values, verb="describe_objective", by=by, at=at)


@transaction.atomic
def end_objective(objective: Objective, *, by: Actor, at: datetime) -> Objective:
    """Stop wanting something: the objective stays on record and no longer counts in plans."""
    require(rules.may_steer, by, objective)
    objective = lock(objective)
    _refuse_retired(objective.strategy)
    if objective.ended_at is not None:
        raise Refused(_("This objective has already ended."))
    return change(objective, {"ended_at": at}, verb="end_objective", by=by, at=at)


@transaction.atomic
def reopen_objective(objective: Objective, *, by: Actor, at: datetime) -> Objective:
    """Want again what had ended."""
    require(rules.may_steer, by, objective)
    _refuse_retired(objective.strategy)
    return change(objective, {"ended_at": None}, verb="reopen_objective", by=by, at=at)


@transaction.atomic
def add_indicator(objective: Objective, *, by: Actor, at: datetime, **values: Any) -> Indicator:
    """Say by what one will see whether an objective is reached."""
    require(rules.may_steer, by, objective)
    _refuse_retired(objective.strategy)
    indicator = Indicator(cluster_id=objective.cluster_id, objective=objective, **values)
    return keep_new(indicator, verb="add_indicator", by=by, at=at)


@transaction.atomic
def describe_indicator(
    indicator: Indicator, *, by: Actor, at: datetime, **values: Any
) -> Indicator:
    """Change what is said about an indicator: unit, baseline, target, source."""
    require(rules.may_steer, by, indicator)
    _refuse_retired(indicator.objective.strategy)
    return change(indicator, values, verb="describe_indicator", by=by, at=at)


@transaction.atomic
def end_indicator(indicator: Indicator, *, by: Actor, at: datetime) -> Indicator:
    """Stop measuring something; what was measured stays on record."""
    require(rules.may_steer, by, indicator)
    indicator = lock(indicator)
    _refuse_retired(indicator.objective.strategy)
    if indicator.ended_at is not None:
        raise Refused(_("This indicator has already ended."))
    return change(indicator, {"ended_at": at}, verb="end_indicator", by=by, at=at)


@transaction.atomic
def reopen_indicator(indicator: Indicator, *, by: Actor, at: datetime) -> Indicator:
    """Measure again what had ended."""
    require(rules.may_steer, by, indicator)
    _refuse_retired(indicator.objective.strategy)
    return change(indicator, {"ended_at": None}, verb="reopen_indicator", by=by, at=at)


def _lock_cluster(by: Actor) -> Cluster:
    """Let one change of versions happen at a time: version numbers and codes are counted on."""
    assert by.cluster is not None  # `require` has seen to it
    return lock(by.cluster)


def _title_after(before: Strategy | None, cluster: Cluster) -> str:
    if before is not None:
        return before.title
    title = gettext("Strategy of %(cluster)s") % {"cluster": cluster.name}
    return title[: Strategy._meta.get_field("title").max_length]


def _take_over(objective: Objective, strategy: Strategy, *, by: Actor, at: datetime) -> None:
    """Copy an objective and its open indicators into a new version, and tell whoever cares."""
    copied = Objective(
        cluster_id=objective.cluster_id,
        strategy=strategy,
        code=objective.code,
        name=objective.name,
        description=objective.description,
        weight=objective.weight,
        full=objective.full,
        categories=objective.categories,
    )
    keep_new(copied, verb="state_objective", by=by, at=at)
    for indicator in objective.indicators.filter(ended_at__isnull=True):
        taken = Indicator(
            cluster_id=indicator.cluster_id,
            objective=copied,
            name=indicator.name,
            unit=indicator.unit,
            baseline=indicator.baseline,
            target=indicator.target,
            target_on=indicator.target_on,
            source=indicator.source,
        )
        keep_new(taken, verb="add_indicator", by=by, at=at)
    objective_taken_over.send(Objective, old=objective, new=copied, by=by, at=at)


def _refuse_retired(strategy: Strategy) -> None:
    if strategy.status == Strategy.Status.RETIRED:
        raise Refused(_("This version of the strategy is retired and stays as it was."))
