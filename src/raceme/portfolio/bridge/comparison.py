"""Scenarios side by side: what each keeps to, what comes out, and where they differ."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_uppercase

from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.cores.planning.compare import compare_plans
from raceme.cores.planning.values import (
    Figures,
    Plan,
    PlanComparison,
    ServiceChoice,
    Status,
    Verdict,
)
from raceme.portfolio.bridge.answer import heading_kept_with, plan_of, summary_of
from raceme.portfolio.documents.heading import PlanHeading
from raceme.portfolio.documents.summary import is_asked_too_little
from raceme.portfolio.models import Scenario
from raceme.portfolio.queries import newest_change_since
from raceme.vocabulary.topics import label_of_topic


class Unit(StrEnum):
    """How the figures of a row are written."""

    MONEY = "money"
    NUMBER = "number"
    VALUE = "value"
    SHARE = "share"
    WORDS = "words"


@dataclass(frozen=True)
class Column:
    """A scenario that is compared, with its plan as it was computed."""

    letter: str  # A for the first, B for the second …
    scenario: Scenario
    plan: Plan
    heading: PlanHeading
    is_outdated: bool

    @property
    def is_infeasible(self) -> bool:
        return self.plan.status == Status.INFEASIBLE


@dataclass(frozen=True)
class Cell:
    """A figure of one scenario. None: unknown, or there is no plan."""

    value: float | str | None
    is_best: bool = False
    ruling: str = ""  # must or must_not, of a service
    verdict: str = ""  # core or swing, of a service that is offered


@dataclass(frozen=True)
class Row:
    """A figure in all scenarios, in their order."""

    id: str
    label: str
    unit: Unit
    cells: tuple[Cell, ...]
    differs: bool


@dataclass(frozen=True)
class Section:
    """Rows that belong together."""

    code: str
    title: str
    rows: tuple[Row, ...]

    @property
    def differing(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.differs)


LaidOut = tuple[Section, list[tuple[Row, list[tuple[Column, Cell]]]]]


@dataclass(frozen=True)
class Comparison:
    """What stands side by side; infeasible plans have no figures, and are not counted as zeros."""

    columns: tuple[Column, ...]
    limits: Section
    outcome: Section
    parts: tuple[Section, ...]  # services, topics, objectives
    is_one_measure: bool  # values can be compared: strategy and objectives weigh the same

    @property
    def laid_out(self) -> list[LaidOut]:
        """Give each section with its rows, and beside each cell the scenario it belongs to."""
        return [
            (one, [(row, list(zip(self.columns, row.cells, strict=True))) for row in one.rows])
            for one in self.sections
        ]

    @property
    def sections(self) -> tuple[Section, ...]:
        return (self.limits, self.outcome, *self.parts)


def comparison_of(scenarios: Sequence[Scenario], actor: Actor) -> Comparison:
    """Lay the plans of scenarios that have been computed side by side."""
    newest = newest_change_since(actor, list(scenarios))
    columns = tuple(
        Column(_letter(place), one, plan_of(one), heading_kept_with(one), one.is_outdated(newest))
        for place, one in enumerate(scenarios)
    )
    whole = compare_plans([one.plan for one in columns])
    is_one_measure = _is_one_measure(columns)
    return Comparison(
        columns=columns,
        limits=Section("limits", _("What each must keep to"), tuple(_limits(columns))),
        outcome=Section(
            "outcome", _("What comes out"), tuple(_outcome(columns, whole, is_one_measure))
        ),
        parts=(
            Section("services", _("Services (editions)"), _services(columns, whole)),
            Section("topics", _("Needs (share answered)"), _topics(whole)),
            Section("objectives", _("Objectives (share served)"), _objectives(columns, whole)),
        ),
        is_one_measure=is_one_measure,
    )


def _letter(place: int) -> str:
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)


def _is_one_measure(columns: Iterable[Column]) -> bool:
    measures = {
        (
            one.heading.parameters.alignment_weight,
            frozenset((each.code, each.weight) for each in one.plan.objectives),
        )
        for one in columns
    }
    return len(measures) == 1


def _limits(columns: Sequence[Column]) -> Iterable[Row]:
    def row(
        id_: str, label: str, unit: Unit, figure: Callable[[Column], float | str | None]
    ) -> Row:
        return _row(id_, label, unit, [figure(one) for one in columns])

    money, number, share = Unit.MONEY, Unit.NUMBER, Unit.SHARE
    yield row("budget", _("Budget"), money, lambda one: one.heading.limits.budget_eur)
    yield row("days", _("Person-days"), number, lambda one: one.heading.limits.person_days)
    yield row(
        "lambda",
        _("Weight of the strategy"),
        share,
        lambda one: one.heading.parameters.alignment_weight,
    )
    yield row(
        "own_income",
        _("Own income at least"),
        share,
        lambda one: one.heading.limits.own_income_share_min or 0.0,
    )
    yield row(
        "cross_sectoral",
        _("Cross-sectoral services at least"),
        number,
        lambda one: float(one.heading.limits.cross_sectoral_min),
    )
    yield row("must", _("Musts"), Unit.WORDS, lambda one: _names(one, one.heading.limits.must))
    yield row(
        "must_not",
        _("Must-nots"),
        Unit.WORDS,
        lambda one: _names(one, one.heading.limits.must_not),
    )
    yield from _weights(columns)


def _weights(columns: Sequence[Column]) -> Iterable[Row]:
    """Show how much each objective weighs, where that is not the same everywhere."""
    weights = [{each.code: each.weight for each in one.plan.objectives} for one in columns]
    names = {each.code: each.name for one in columns for each in one.plan.objectives}
    for code in sorted(names):
        label = _("Weight of %(objective)s") % {"objective": f"{code} {names[code]}"}
        row = _row(f"weight-{code}", label, Unit.NUMBER, [one.get(code) for one in weights])
        if row.differs:
            yield row


def _names(column: Column, codes: Iterable[str]) -> str:
    names = {one.id: one.name for one in column.plan.services}
    return ", ".join(sorted(names.get(code, code) for code in codes))


def _row(id_: str, label: str, unit: Unit, values: Sequence[float | str | None]) -> Row:
    return Row(id_, label, unit, tuple(Cell(one) for one in values), len(set(values)) > 1)


def _outcome(
    columns: Sequence[Column], whole: PlanComparison, is_one_measure: bool
) -> Iterable[Row]:
    found = [summary_of(one.plan) for one in columns]

    def counted(name: str, label: str, unit: Unit, best: Callable[..., float] | None = None) -> Row:
        values = [one.get(name) for one in found]
        stands = [value for value in values if value is not None]
        return _with_best(_row(name, label, unit, values), stands, best)

    value = _with_best(
        _from(whole.value, _("Value of the plan"), Unit.VALUE),
        [one for one in whole.value.values if one is not None],
        max if is_one_measure else None,
    )
    yield value
    yield counted("answered_share", _("Needs answered"), Unit.SHARE, max)
    yield counted("unmet", _("Topics that stay unmet"), Unit.NUMBER, min)
    yield counted("alignment_share", _("Strategy served"), Unit.SHARE, max)
    yield counted("services", _("Services offered"), Unit.NUMBER)
    yield counted("editions", _("Editions"), Unit.NUMBER)
    yield _from(whole.person_days, _("Person-days taken"), Unit.NUMBER)
    yield _from(whole.cost_eur, _("Cost"), Unit.MONEY)
    yield _from(whole.income_eur, _("Income"), Unit.MONEY)
    yield _from(whole.net_cost_eur, _("Net cost"), Unit.MONEY)


def _with_best(row: Row, stands: Sequence[float], best: Callable[..., float] | None) -> Row:
    """Mark the best figure of a row, if there is more than one and they are not all the same."""
    if best is None or len(set(stands)) < 2:
        return row
    chosen = best(stands)
    cells = tuple(Cell(one.value, is_best=one.value == chosen) for one in row.cells)
    return Row(row.id, row.label, row.unit, cells, row.differs)


def _from(figures: Figures, label: str, unit: Unit) -> Row:
    return Row(figures.id, label, unit, tuple(Cell(one) for one in figures.values), figures.differs)


def _services(columns: Sequence[Column], whole: PlanComparison) -> tuple[Row, ...]:
    """List the services that at least one plan offers or has a ruling on."""
    names = {one.id: one.name for column in columns for one in column.plan.services}
    choices = [{one.id: one for one in column.plan.services} for column in columns]
    rows = []
    for figures in whole.services:
        cells = tuple(
            _service_cell(column.heading, known.get(figures.id), figures.id, editions)
            for column, known, editions in zip(columns, choices, figures.values, strict=True)
        )
        if any(cell.value or cell.ruling for cell in cells):
            row = Row(figures.id, names[figures.id], Unit.NUMBER, cells, figures.differs)
            rows.append(row)
    return tuple(rows)


def _service_cell(
    heading: PlanHeading, choice: ServiceChoice | None, service: str, editions: float | None
) -> Cell:
    ruling = "must" if service in heading.limits.must else ""
    if service in heading.limits.must_not:
        ruling = "must_not"
    if choice is None or not editions or is_asked_too_little(heading):
        return Cell(editions, ruling=ruling)
    verdict = "" if choice.verdict == Verdict.OUT else choice.verdict.value
    return Cell(editions, ruling=ruling, verdict=verdict)


def _topics(whole: PlanComparison) -> tuple[Row, ...]:
    rows = (_from(one, label_of_topic(one.id), Unit.SHARE) for one in whole.topics)
    return tuple(row for row in rows if any(cell.value is not None for cell in row.cells))


def _objectives(columns: Sequence[Column], whole: PlanComparison) -> tuple[Row, ...]:
    names = {one.code: one.name for column in columns for one in column.plan.objectives}
    return tuple(_from(one, f"{one.id} {names[one.id]}", Unit.SHARE) for one in whole.objectives)
