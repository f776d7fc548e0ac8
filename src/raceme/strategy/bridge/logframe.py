"""The logical framework: what is wanted on each level, how one sees it, what it assumes."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from raceme.strategy.bridge.standing import IndicatorStanding
from raceme.strategy.bridge.whole import FieldNode, ObjectiveNode, Whole
from raceme.strategy.models import FieldOfAction, Measure, Objective


@dataclass(frozen=True)
class LogframeRow:
    """One row: an objective, a field of action below it, or a measure in that."""

    level: str  # objective, field or measure
    row: Objective | FieldOfAction | Measure
    indicators: tuple[IndicatorStanding, ...] = ()
    assumptions: tuple[str, ...] = ()
    told_at: Objective | None = None
    measure: Measure | None = None

    @property
    def level_label(self) -> str:
        return {
            "objective": _("objective"),
            "field": _("field of action"),
            "measure": _("measure"),
        }[self.level]

    @property
    def address_name(self) -> str:
        return f"strategy:{self.level}"


def logframe_of(whole: Whole) -> list[LogframeRow]:
    """List the rows, each objective followed by its fields, each field by its measures."""
    return [
        *(row for node in whole.objectives for row in _rows_of_objective(node)),
        *(row for node in whole.idle_fields for row in _rows_of_field(node)),
    ]


def _rows_of_objective(node: ObjectiveNode) -> Iterator[LogframeRow]:
    assumptions = _assumptions(node.row, node.indicators)
    yield LogframeRow("objective", node.row, node.indicators, assumptions)
    for field in node.fields:
        yield from _rows_of_field(field)


def _rows_of_field(node: FieldNode) -> Iterator[LogframeRow]:
    # What a field assumes is said once, where it is told as a whole.
    told = () if node.told_at is not None else _own(node.row)
    of_indicators = tuple(one.indicator.assumption for one in node.indicators)
    assumptions = (*told, *(text for text in of_indicators if text))
    yield LogframeRow("field", node.row, node.indicators, assumptions, node.told_at)
    for measure in node.measures:
        yield LogframeRow("measure", measure, (), _own(measure), measure=measure)


def _assumptions(row: Objective, indicators: tuple[IndicatorStanding, ...]) -> tuple[str, ...]:
    of_indicators = (one.indicator.assumption for one in indicators)
    return (*_own(row), *(text for text in of_indicators if text))


def _own(row: models.Model) -> tuple[str, ...]:
    text = getattr(row, "assumption", "")
    return (text,) if text else ()
