"""Plan measures in a field of action, and say how far they are."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.strategy import queries, rules
from raceme.strategy.models import FieldOfAction, Measure
from raceme.strategy.verbs.strategies import lock_cluster_of, refuse_retired


@transaction.atomic
def plan_measure(field: FieldOfAction, *, by: Actor, at: datetime, **values: Any) -> Measure:
    """Say what is to be done: by whom, with what money and people, from when to when.

    Without a `code` the next one of F1.1, F1.2 … is given.
    """
    require(rules.may_steer, by, field)
    lock_cluster_of(by)
    refuse_retired(field.strategy)
    if field.ended_at is not None:
        raise Refused(_("This field of action has ended. Reopen it first."))
    values["code"] = values.get("code") or queries.next_measure_code(field)
    measure = Measure(cluster_id=field.cluster_id, field=field, **values)
    return keep_new(measure, verb="plan_measure", by=by, at=at)


@transaction.atomic
def describe_measure(measure: Measure, *, by: Actor, at: datetime, **values: Any) -> Measure:
    """Change what is said about a measure, or the field of the same version it belongs to."""
    require(rules.may_steer, by, measure)
    refuse_retired(measure.field.strategy)
    field = values.get("field", measure.field)
    if field.strategy_id != measure.field.strategy_id:
        raise Refused(_("Choose a field of action of the same version."), field="field")
    return change(measure, values, verb="describe_measure", by=by, at=at)


@transaction.atomic
def report_measure(measure: Measure, *, status: str, by: Actor, at: datetime) -> Measure:
    """Say how far a measure is. The team does; only managers drop one, or take it back."""
    require(rules.may_report, by, measure)
    measure = lock(measure)
    refuse_retired(measure.field.strategy)
    if measure.is_dropped or status == Measure.Status.DROPPED:
        require(rules.may_steer, by, measure)
    return change(measure, {"status": status}, verb="report_measure", by=by, at=at)
