"""A version of the strategy as a whole: objectives, fields, measures, indicators, each judged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from raceme.access.actor import Actor
from raceme.strategy import queries
from raceme.strategy.bridge.standing import (
    IndicatorStanding,
    ObjectiveStanding,
    light_of,
    standings_of,
)
from raceme.strategy.models import FieldOfAction, Measure, Objective, Strategy
from raceme.vocabulary.categories import label_of_category


@dataclass(frozen=True)
class FieldNode:
    """A field of action below an objective, with the indicators that tell of both."""

    row: FieldOfAction
    indicators: tuple[IndicatorStanding, ...]
    measures: tuple[Measure, ...]
    told_at: Objective | None = None  # its measures stand at this objective already


@dataclass(frozen=True)
class ObjectiveNode:
    """An objective with all that hangs on it."""

    row: Objective
    share: float | None  # of all weights
    light: ObjectiveStanding
    indicators: tuple[IndicatorStanding, ...]  # of the objective as a whole
    fields: tuple[FieldNode, ...]

    @property
    def all_indicators(self) -> tuple[IndicatorStanding, ...]:
        """Its indicators, and those of its fields that tell of it."""
        return (*self.indicators, *(one for field in self.fields for one in field.indicators))

    @property
    def categories(self) -> list[str]:
        return [label_of_category(code) for code in self.row.categories]


@dataclass(frozen=True)
class Whole:
    """All that is open in a version of the strategy."""

    strategy: Strategy
    objectives: tuple[ObjectiveNode, ...]
    ended: tuple[Objective, ...]
    fields: tuple[FieldOfAction, ...]  # each with `live_measures` and `open_objectives`
    idle_fields: tuple[FieldNode, ...]  # that serve no open objective

    @property
    def indicators(self) -> Iterator[IndicatorStanding]:
        return (one for objective in self.objectives for one in objective.all_indicators)

    @property
    def measures(self) -> list[Measure]:
        return [measure for field in self.fields for measure in measures_of(field)]


@dataclass(frozen=True)
class Totals:
    """What measures take together, and of how many nobody has said it."""

    budget_eur: Decimal
    without_budget: int
    person_days: Decimal
    without_days: int


def whole_of(actor: Actor, strategy: Strategy, on: date) -> Whole:
    """Put together a version of the strategy, judged as of a day."""
    everything = list(queries.objectives_of(actor, strategy))
    objectives = [one for one in everything if one.ended_at is None]
    fields = list(queries.fields_of(actor, strategy))
    # `open_indicators` and the like are put there by the queries.
    indicators = [one for row in objectives for one in row.open_indicators]  # type: ignore[attr-defined]
    standings = standings_of(indicators, on)
    total = sum(one.weight for one in objectives)
    told: dict[int, Objective] = {}
    nodes = [_node(one, fields, standings, total, told) for one in objectives]
    idle = [field for field in fields if field.pk not in told]
    return Whole(
        strategy=strategy,
        objectives=tuple(nodes),
        ended=tuple(one for one in everything if one.ended_at is not None),
        fields=tuple(fields),
        idle_fields=tuple(FieldNode(field, (), measures_of(field)) for field in idle),
    )


def measures_of(field: FieldOfAction) -> tuple[Measure, ...]:
    """Give the measures of a field that were not dropped, as the query has put them there."""
    return tuple(field.live_measures)  # type: ignore[attr-defined]


def totals_of(measures: list[Measure]) -> Totals:
    """Add up what measures take; what is unknown is counted apart, never as nothing."""
    budgets = [one.budget_eur for one in measures if one.budget_eur is not None]
    days = [one.person_days for one in measures if one.person_days is not None]
    return Totals(
        budget_eur=sum(budgets, Decimal(0)),
        without_budget=len(measures) - len(budgets),
        person_days=sum(days, Decimal(0)),
        without_days=len(measures) - len(days),
    )


def _node(
    objective: Objective,
    fields: list[FieldOfAction],
    standings: dict[int, IndicatorStanding],
    total: float,
    told: dict[int, Objective],
) -> ObjectiveNode:
    judged = [standings[one.pk] for one in objective.open_indicators]  # type: ignore[attr-defined]
    served_by = {one.pk for one in objective.open_fields}  # type: ignore[attr-defined]
    mine = [field for field in fields if field.pk in served_by]
    nodes = tuple(_field_node(field, objective, judged, told) for field in mine)
    return ObjectiveNode(
        row=objective,
        share=objective.weight / total if total > 0 else None,
        light=light_of(judged),
        indicators=tuple(one for one in judged if one.indicator.field_id not in served_by),
        fields=nodes,
    )


def _field_node(
    field: FieldOfAction,
    objective: Objective,
    judged: list[IndicatorStanding],
    told: dict[int, Objective],
) -> FieldNode:
    """Give a field below an objective; its measures stand at the first objective it serves."""
    first = told.setdefault(field.pk, objective)
    return FieldNode(
        row=field,
        indicators=tuple(one for one in judged if one.indicator.field_id == field.pk),
        measures=measures_of(field) if first == objective else (),
        told_at=None if first == objective else first,
    )
