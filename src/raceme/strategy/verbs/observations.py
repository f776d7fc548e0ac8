"""Record what was measured; correct it, or withdraw it. Nothing that was measured is deleted."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.strategy import rules
from raceme.strategy.models import Indicator, Observation


@transaction.atomic
def record_observation(
    indicator: Indicator,
    *,
    value: Decimal | int,
    observed_on: date,
    by: Actor,
    at: datetime,
    **evidence: Any,
) -> Observation:
    """Write down a value, measured by the definition that the indicator has now.

    An indicator of a retired version takes values, too: last year's figures come when the next
    strategy has been adopted. Who says so is whoever writes it down, unless told otherwise.
    """
    require(rules.may_report, by, indicator)
    indicator = lock(indicator)
    if indicator.ended_at is not None:
        raise Refused(_("This indicator has ended. Measure it again first."))
    _refuse_future(observed_on, at)
    evidence["told_by"] = evidence.get("told_by") or by.label
    observation = Observation(
        cluster_id=indicator.cluster_id,
        definition=indicator.definition,
        value=value,
        observed_on=observed_on,
        **evidence,
    )
    return keep_new(observation, verb="record_observation", by=by, at=at)


@transaction.atomic
def correct_observation(
    observation: Observation, *, by: Actor, at: datetime, **values: Any
) -> Observation:
    """Put right what was recorded wrongly; history keeps what stood there before."""
    require(rules.may_report, by, observation)
    _refuse_future(values.get("observed_on", observation.observed_on), at)
    values["told_by"] = values.get("told_by") or observation.told_by
    return change(observation, values, verb="correct_observation", by=by, at=at)


@transaction.atomic
def withdraw_observation(observation: Observation, *, by: Actor, at: datetime) -> Observation:
    """Let a value count no longer; it stays on record."""
    require(rules.may_report, by, observation)
    observation = lock(observation)
    if observation.withdrawn_at is not None:
        raise Refused(_("This value has already been withdrawn."))
    return change(observation, {"withdrawn_at": at}, verb="withdraw_observation", by=by, at=at)


@transaction.atomic
def restore_observation(observation: Observation, *, by: Actor, at: datetime) -> Observation:
    """Let a withdrawn value count again, unless another has taken its day."""
    require(rules.may_report, by, observation)
    return change(observation, {"withdrawn_at": None}, verb="restore_observation", by=by, at=at)


def _refuse_future(day: date, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise Refused(_("This day lies in the future."), field="observed_on")
