"""Open, describe and end fields of action."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, lock
from raceme.strategy import queries, rules
from raceme.strategy.models import FieldOfAction, Objective, Strategy
from raceme.strategy.verbs.strategies import lock_cluster_of, refuse_retired


@transaction.atomic
def open_field(
    *, objectives: Iterable[Objective], by: Actor, at: datetime, **values: Any
) -> FieldOfAction:
    """Name a theme that bundles measures, and the objectives of one version that it serves.

    Without a `code` the next one of F1, F2, F3 … is given.
    """
    objectives = list(objectives)
    require(rules.may_steer, by)
    for objective in objectives:
        require(rules.may_steer, by, objective)
    cluster = lock_cluster_of(by)
    strategy = _strategy_of(objectives)
    values["code"] = values.get("code") or queries.next_field_code(by)
    field = FieldOfAction(cluster=cluster, strategy=strategy, **values)
    field.full_clean()
    field.save(force_insert=True)
    field.objectives.set(objectives)
    _remember("open_field", field, before={}, by=by, at=at)
    return field


@transaction.atomic
def describe_field(
    field: FieldOfAction,
    *,
    objectives: Iterable[Objective] | None = None,
    by: Actor,
    at: datetime,
    **values: Any,
) -> FieldOfAction:
    """Change what is said about a field, and which objectives it serves; None: the same."""
    require(rules.may_steer, by, field)
    field = lock(field)
    refuse_retired(field.strategy)
    before = _all_values_of(field)
    for name, value in values.items():
        setattr(field, name, value)
    field.full_clean()
    field.save()
    if objectives is not None:
        served = list(objectives)
        if _strategy_of(served) != field.strategy:
            raise Refused(_("Choose objectives of the same version."), field="objectives")
        field.objectives.set(served)
    if _all_values_of(field) != before:
        _remember("describe_field", field, before=before, by=by, at=at)
    return field


@transaction.atomic
def end_field(field: FieldOfAction, *, by: Actor, at: datetime) -> FieldOfAction:
    """Close a field of action; it stays on record with its measures, which no longer count."""
    require(rules.may_steer, by, field)
    field = lock(field)
    refuse_retired(field.strategy)
    if field.ended_at is not None:
        raise Refused(_("This field of action has already ended."))
    return change(field, {"ended_at": at}, verb="end_field", by=by, at=at)


@transaction.atomic
def reopen_field(field: FieldOfAction, *, by: Actor, at: datetime) -> FieldOfAction:
    """Take up again a field that had ended."""
    require(rules.may_steer, by, field)
    refuse_retired(field.strategy)
    return change(field, {"ended_at": None}, verb="reopen_field", by=by, at=at)


def _strategy_of(objectives: list[Objective]) -> Strategy:
    """Give the version to which all these objectives belong; refuse none, and a mixture."""
    if not objectives:
        raise Refused(_("Say which objective the field serves."), field="objectives")
    strategy = objectives[0].strategy
    if any(one.strategy_id != strategy.pk for one in objectives):
        raise Refused(_("Choose objectives of the same version."), field="objectives")
    refuse_retired(strategy)
    return strategy


def _all_values_of(field: FieldOfAction) -> dict[str, Any]:
    """Give the values of a field for history, with the codes of the objectives it serves."""
    codes = field.objectives.order_by("code").values_list("code", flat=True)
    return history.values_of(field) | {"objectives": list(codes)}


def _remember(
    verb: str, field: FieldOfAction, *, before: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    """Write down what changed, the objectives it serves included."""
    act = history.record(verb, field, by=by, at=at, before=before)
    served = _all_values_of(field)["objectives"]
    if served != before.get("objectives"):
        act.values["objectives"] = [before.get("objectives"), served]
        act.save(update_fields=["values"])
