"""State, describe and end what the cluster organisation wants to reach."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.strategy import queries, rules
from raceme.strategy.models import Objective
from raceme.strategy.verbs.strategies import draft_strategy, lock_cluster_of, refuse_retired


@transaction.atomic
def state_objective(*, by: Actor, at: datetime, **values: Any) -> Objective:
    """Say what the cluster organisation wants; the very first objective drafts a strategy.

    Without a `code` the next one of O1, O2, O3 … is given.
    """
    require(rules.may_steer, by)
    cluster = lock_cluster_of(by)
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
    refuse_retired(objective.strategy)
    return change(objective, values, verb="describe_objective", by=by, at=at)


@transaction.atomic
def end_objective(objective: Objective, *, by: Actor, at: datetime) -> Objective:
    """Stop wanting something: the objective stays on record and no longer counts in plans."""
    require(rules.may_steer, by, objective)
    objective = lock(objective)
    refuse_retired(objective.strategy)
    if objective.ended_at is not None:
        raise Refused(_("This objective has already ended."))
    return change(objective, {"ended_at": at}, verb="end_objective", by=by, at=at)


@transaction.atomic
def reopen_objective(objective: Objective, *, by: Actor, at: datetime) -> Objective:
    """Want again what had ended."""
    require(rules.may_steer, by, objective)
    refuse_retired(objective.strategy)
    return change(objective, {"ended_at": None}, verb="reopen_objective", by=by, at=at)
