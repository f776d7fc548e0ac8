"""Add, describe, redefine and end indicators."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, lock
from raceme.strategy import queries, rules
from raceme.strategy.models import Definition, Indicator, Objective, Observation, Series
from raceme.strategy.verbs.strategies import lock_cluster_of, refuse_retired
from raceme.strategy.verbs.targets import set_target
from raceme.vocabulary.units import code_of_unit

# What an indicator is called here, and the column of its definition.
DEFINING = {"definition": "text", "unit": "unit", "adds_up": "adds_up", "evidence": "evidence"}


@transaction.atomic
def add_indicator(
    objective: Objective,
    *,
    unit: str,
    code: str = "",
    definition: str = "",
    adds_up: str = Definition.AddsUp.LAST,
    evidence: str = "",
    target: Decimal | int | None = None,
    target_on: date | None = None,
    by: Actor,
    at: datetime,
    **values: Any,
) -> Indicator:
    """Say by what one will see whether an objective is reached; with a first target, if known.

    Without a `code` the next one of I1, I2, I3 … is given; it stays through all versions.
    """
    require(rules.may_steer, by, objective)
    lock_cluster_of(by)
    refuse_retired(objective.strategy)
    series = Series(cluster_id=objective.cluster_id, code=code or queries.next_indicator_code(by))
    series.full_clean()
    series.save(force_insert=True)
    defined = Definition(
        series=series,
        text=definition,
        unit=code_of_unit(unit),
        adds_up=adds_up,
        evidence=evidence,
    )
    defined.full_clean()
    defined.save(force_insert=True)
    indicator = Indicator(
        cluster_id=objective.cluster_id, objective=objective, definition=defined, **values
    )
    _check_field(indicator)
    indicator.full_clean()
    indicator.save(force_insert=True)
    _remember("add_indicator", indicator, before={}, by=by, at=at)
    if target is not None:
        set_target(indicator, value=target, due_on=target_on, by=by, at=at)
    return indicator


@transaction.atomic
def describe_indicator(
    indicator: Indicator, *, by: Actor, at: datetime, **values: Any
) -> Indicator:
    """Change what is said about an indicator.

    Code and definition change this way only as long as nothing has been measured; afterwards a
    changed definition is a new one (`redefine_indicator`).
    """
    require(rules.may_steer, by, indicator)
    indicator = lock(indicator)
    refuse_retired(indicator.objective.strategy)
    before = _all_values_of(indicator)
    _change_code(indicator.definition.series, values.pop("code", None))
    defining = {name: values.pop(name) for name in DEFINING if name in values}
    indicator.definition = _defined(indicator.definition, defining, at)
    for name, value in values.items():
        setattr(indicator, name, value)
    _check_field(indicator)
    indicator.full_clean()
    indicator.save()
    if _all_values_of(indicator) != before:
        _remember("describe_indicator", indicator, before=before, by=by, at=at)
    return indicator


@transaction.atomic
def redefine_indicator(
    indicator: Indicator,
    *,
    valid_from: date,
    why: str,
    baseline: Decimal | int | None = None,
    baseline_on: date | None = None,
    by: Actor,
    at: datetime,
    **defining: Any,
) -> Indicator:
    """Measure something else from a day on: a new definition, and a break in the series.

    Values measured before keep the definition they were measured by. The old baseline belongs to
    the old definition; the new one is unknown until somebody says it. Targets stay: look at them.
    """
    require(rules.may_steer, by, indicator)
    indicator = lock(indicator)
    refuse_retired(indicator.objective.strategy)
    if not why.strip():
        raise Refused(_("Say why the definition changes: readers will ask."), field="why")
    old = indicator.definition
    if not _differing(old, defining):
        raise Refused(_("Nothing about the definition has changed."))
    before = _all_values_of(indicator)
    indicator.definition = _next_definition(old, defining, valid_from=valid_from, why=why)
    indicator.baseline, indicator.baseline_on = baseline, baseline_on
    indicator.full_clean()
    indicator.save()
    _remember("redefine_indicator", indicator, before=before, by=by, at=at)
    return indicator


@transaction.atomic
def reword_definition(
    indicator: Indicator, *, definition: str, by: Actor, at: datetime
) -> Indicator:
    """Put the definition in better words that mean the same: values stay comparable."""
    require(rules.may_steer, by, indicator)
    indicator = lock(indicator)
    refuse_retired(indicator.objective.strategy)
    before = _all_values_of(indicator)
    indicator.definition.text = definition
    indicator.definition.full_clean()
    indicator.definition.save()
    if _all_values_of(indicator) != before:
        _remember("reword_definition", indicator, before=before, by=by, at=at)
    return indicator


@transaction.atomic
def end_indicator(indicator: Indicator, *, by: Actor, at: datetime) -> Indicator:
    """Stop measuring something; what was measured stays on record."""
    require(rules.may_steer, by, indicator)
    indicator = lock(indicator)
    refuse_retired(indicator.objective.strategy)
    if indicator.ended_at is not None:
        raise Refused(_("This indicator has already ended."))
    return change(indicator, {"ended_at": at}, verb="end_indicator", by=by, at=at)


@transaction.atomic
def reopen_indicator(indicator: Indicator, *, by: Actor, at: datetime) -> Indicator:
    """Measure again what had ended."""
    require(rules.may_steer, by, indicator)
    refuse_retired(indicator.objective.strategy)
    return change(indicator, {"ended_at": None}, verb="reopen_indicator", by=by, at=at)


def _check_field(indicator: Indicator) -> None:
    field = indicator.field
    if field is not None and field.strategy_id != indicator.objective.strategy_id:
        raise Refused(_("Choose a field of action of the same version."), field="field")


def _change_code(series: Series, code: str | None) -> None:
    """Give a series another code, as long as no value has been published under the old one."""
    if not code or code == series.code:
        return
    if Observation.objects.filter(definition__series=series).exists():
        raise Refused(_("The code stays: values were measured under it."), field="code")
    series.code = code
    series.full_clean()
    series.save()


def _defined(definition: Definition, defining: Mapping[str, Any], at: datetime) -> Definition:
    """Change a definition by which nothing was measured; a shared one is not touched."""
    differing = _differing(definition, defining)
    if not differing:
        return definition
    if definition.observations.exists():
        message = _("Values were measured by this definition. Change the definition instead.")
        raise Refused(message, field=differing[0])
    if definition.indicators.count() > 1:
        # An earlier version of the strategy has it, too, and stays as it was.
        day = timezone.localdate(at)
        return _next_definition(definition, defining, valid_from=day, why="")
    for name, value in _clean(defining).items():
        setattr(definition, DEFINING[name], value)
    definition.full_clean()
    definition.save()
    return definition


def _next_definition(
    old: Definition, defining: Mapping[str, Any], *, valid_from: date, why: str
) -> Definition:
    newest = old.series.definitions.order_by("-number")[0]
    kept = {name: getattr(old, name) for name in DEFINING.values()}
    changed = {DEFINING[name]: value for name, value in _clean(defining).items()}
    new = Definition(
        series=old.series,
        number=newest.number + 1,
        valid_from=valid_from,
        why=why,
        **(kept | changed),
    )
    new.full_clean()
    new.save(force_insert=True)
    return new


def _clean(defining: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: code_of_unit(value) if name == "unit" else value for name, value in defining.items()
    }


def _differing(definition: Definition, defining: Mapping[str, Any]) -> list[str]:
    """Name what is not as it stands in the definition."""
    stands = {name: getattr(definition, column) for name, column in DEFINING.items()}
    stands["unit"] = code_of_unit(stands["unit"])
    return [name for name, value in _clean(defining).items() if value != stands[name]]


def _facts_of(indicator: Indicator) -> dict[str, Any]:
    definition = indicator.definition
    facts = {name: getattr(definition, column) for name, column in DEFINING.items()}
    return {"code": definition.series.code, **facts}


def _all_values_of(indicator: Indicator) -> dict[str, Any]:
    """Give the values of an indicator for history, with its code and definition."""
    return history.values_of(indicator) | _facts_of(indicator)


def _remember(
    verb: str, indicator: Indicator, *, before: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    """Write down what changed, code and definition included."""
    act = history.record(verb, indicator, by=by, at=at, before=before)
    for name, value in _facts_of(indicator).items():
        if before.get(name) != value:
            act.values[name] = [before.get(name), value]
    act.save(update_fields=["values"])
