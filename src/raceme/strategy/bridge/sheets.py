"""The strategy as tables to take along: a row for each thing, with codes, ids and all dates."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation import figures
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.strategy import queries
from raceme.strategy.bridge.logframe import LogframeRow, logframe_of
from raceme.strategy.bridge.standing import IndicatorStanding
from raceme.strategy.bridge.whole import Whole
from raceme.strategy.models import Measure, Observation, Strategy, Target


def logframe_sheet(whole: Whole) -> Sheet:
    """Give the logframe, one row for each indicator of a level, or for a level without any."""
    headings = (
        Heading(_("level")),
        Heading(_("id"), Style.WHOLE),
        Heading(_("code")),
        Heading(_("objective, field or measure"), width=44),
        Heading(_("indicator code")),
        Heading(_("indicator"), width=36),
        Heading(_("unit")),
        Heading(_("baseline"), Style.DECIMAL),
        Heading(_("date of the baseline"), Style.DATE),
        Heading(_("targets"), width=30),
        Heading(_("figure now"), Style.DECIMAL),
        Heading(_("date"), Style.DATE),
        Heading(_("state")),
        Heading(_("means of verification"), width=30),
        Heading(_("responsible")),
        Heading(_("budget"), Style.MONEY),
        Heading(_("person-days"), Style.DECIMAL),
        Heading(_("from"), Style.DATE),
        Heading(_("to"), Style.DATE),
        Heading(_("assumptions"), width=44),
    )
    rows = [cells for row in logframe_of(whole) for cells in _logframe_cells(row)]
    return Sheet(_("Logframe"), headings, rows)


def measures_sheet(measures: Iterable[Measure]) -> Sheet:
    """Give the action plan: who does what by when, with what money and people."""
    headings = (
        Heading(_("id"), Style.WHOLE),
        Heading(_("field code")),
        Heading(_("field of action"), width=30),
        Heading(_("code")),
        Heading(_("measure"), width=40),
        Heading(_("status")),
        Heading(_("responsible")),
        Heading(_("budget"), Style.MONEY),
        Heading(_("person-days"), Style.DECIMAL),
        Heading(_("from"), Style.DATE),
        Heading(_("to"), Style.DATE),
        Heading(_("description"), width=44),
        Heading(_("assumption"), width=44),
    )
    rows = [
        (
            one.pk,
            one.field.code,
            one.field.name,
            one.code,
            one.name,
            str(one.get_status_display()),
            one.responsible,
            _number(one.budget_eur),
            _number(one.person_days),
            one.begins_on,
            one.ends_on,
            one.description,
            one.assumption,
        )
        for one in measures
    ]
    return Sheet(_("Action plan"), headings, rows)


def values_sheet(actor: Actor, strategy: Strategy) -> Sheet:
    """Give all values of what a version measures, one a row, withdrawn ones marked as such."""
    headings = (
        Heading(_("id"), Style.WHOLE),
        Heading(_("indicator code")),
        Heading(_("indicator"), width=36),
        Heading(_("definition"), Style.WHOLE),
        Heading(_("unit")),
        Heading(_("adds up")),
        Heading(_("kind of evidence")),
        Heading(_("date"), Style.DATE),
        Heading(_("value"), Style.DECIMAL),
        Heading(_("counted from"), Style.DECIMAL),
        Heading(_("evidence"), width=36),
        Heading(_("who says so")),
        Heading(_("note"), width=36),
        Heading(_("withdrawn"), Style.DATE),
    )
    indicators = list(queries.indicators_of(actor, strategy))
    names = {one.definition.series_id: one.name for one in indicators}
    values = queries.observations_visible_to(actor).filter(definition__series__in=names)
    ordered = values.order_by("definition__series", "definition__number", "observed_on", "pk")
    rows = [_value_cells(one, names[one.definition.series_id]) for one in ordered]
    return Sheet(_("Values"), headings, rows)


def targets_in_words(targets: Sequence[Target]) -> str:
    """Say all targets of an indicator in one cell."""
    return "; ".join(
        figures.number(one.value)
        if one.due_on is None
        else _("%(value)s by %(day)s")
        % {"value": figures.number(one.value), "day": one.due_on.isoformat()}
        for one in targets
    )


def _logframe_cells(row: LogframeRow) -> list[tuple[Cell, ...]]:
    first: tuple[Cell, ...] = (row.level_label, row.row.pk, row.row.code, row.row.name)
    assumptions = "\n".join(row.assumptions)
    if row.measure is not None:
        return [(*first, *_cells_of_measure(row.measure), assumptions)]
    nothing: tuple[Cell, ...] = (None,) * 11
    told = [_cells_of_indicator(one) for one in row.indicators] or [nothing]
    return [(*first, *cells, None, None, None, None, assumptions) for cells in told]


def _cells_of_indicator(standing: IndicatorStanding) -> tuple[Cell, ...]:
    row, actual = standing.indicator, standing.standing.actual
    return (
        row.code,
        row.name,
        row.unit_label,
        _number(row.baseline),
        row.baseline_on,
        targets_in_words(standing.targets),
        None if actual is None else actual.value,
        None if actual is None else actual.on,
        str(standing.text),
        row.source,
        row.responsible,
    )


def _cells_of_measure(measure: Measure) -> tuple[Cell, ...]:
    nothing: tuple[Cell, ...] = (None,) * 8
    return (
        *nothing,
        str(measure.get_status_display()),
        None,
        measure.responsible,
        _number(measure.budget_eur),
        _number(measure.person_days),
        measure.begins_on,
        measure.ends_on,
    )


def _value_cells(value: Observation, name: str) -> tuple[Cell, ...]:
    definition = value.definition
    withdrawn: date | None = None if value.withdrawn_at is None else value.withdrawn_at.date()
    return (
        value.pk,
        definition.series.code,
        name,
        definition.number,
        definition.unit_label,
        definition.adds_up,
        definition.evidence,
        value.observed_on,
        _number(value.value),
        _number(value.weight),
        value.source,
        value.told_by,
        value.note,
        withdrawn,
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
