"""Set, change and withdraw targets: values to be reached by a day."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.strategy import rules
from raceme.strategy.models import Indicator, Target
from raceme.strategy.verbs.strategies import refuse_retired


@transaction.atomic
def set_target(
    indicator: Indicator,
    *,
    value: Decimal | int,
    due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Target:
    """Say which value is to be reached by which day; there may be several, one a day."""
    require(rules.may_steer, by, indicator)
    refuse_retired(indicator.objective.strategy)
    target = Target(
        cluster_id=indicator.cluster_id, indicator=indicator, value=value, due_on=due_on
    )
    return keep_new(target, verb="set_target", by=by, at=at)


@transaction.atomic
def change_target(
    target: Target, *, value: Decimal | int, due_on: date | None, by: Actor, at: datetime
) -> Target:
    """Change the value or the day of a target."""
    require(rules.may_steer, by, target)
    refuse_retired(target.indicator.objective.strategy)
    return change(target, {"value": value, "due_on": due_on}, verb="change_target", by=by, at=at)


@transaction.atomic
def withdraw_target(target: Target, *, by: Actor, at: datetime) -> Target:
    """Let a target count no longer; it stays on record."""
    require(rules.may_steer, by, target)
    target = lock(target)
    refuse_retired(target.indicator.objective.strategy)
    if target.withdrawn_at is not None:
        raise Refused(_("This target has already been withdrawn."))
    return change(target, {"withdrawn_at": at}, verb="withdraw_target", by=by, at=at)


@transaction.atomic
def restore_target(target: Target, *, by: Actor, at: datetime) -> Target:
    """Let a withdrawn target count again."""
    require(rules.may_steer, by, target)
    refuse_retired(target.indicator.objective.strategy)
    return change(target, {"withdrawn_at": None}, verb="restore_target", by=by, at=at)
