"""What is different between two versions of the strategy: added, changed, dropped."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation import figures
from raceme.foundation.templatetags.raceme import day
from raceme.strategy import queries
from raceme.strategy.bridge.sheets import targets_in_words
from raceme.strategy.models import (
    Challenge,
    FieldOfAction,
    Indicator,
    Measure,
    Objective,
    Strategy,
    SwotItem,
)
from raceme.vocabulary.categories import label_of_category

Row = TypeVar("Row", Challenge, SwotItem, Objective, FieldOfAction, Measure, Indicator)
Facts = Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """One thing that is said differently: what it is, how it was, how it is."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """A row of the strategy by its name, and what is different about it."""

    name: str
    differences: tuple[Difference, ...] = ()
    is_done: bool = False  # a measure that was done is no longer in the next version


@dataclass(frozen=True)
class Part:
    """All that is different among rows of one kind."""

    title: str
    added: tuple[Line, ...]
    changed: tuple[Line, ...]
    dropped: tuple[Line, ...]
    same: int

    @property
    def is_same(self) -> bool:
        return not (self.added or self.changed or self.dropped)


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side."""

    first: Strategy
    second: Strategy
    words: tuple[Difference, ...]
    parts: tuple[Part, ...]


def comparison_of(actor: Actor, first: Strategy, second: Strategy) -> Comparison:
    """Compare what is open in two versions; what continues is the same row in both."""

    def both(rows: Callable[[Actor, Strategy], Iterable[Row]]) -> tuple[list[Row], list[Row]]:
        return list(rows(actor, first)), list(rows(actor, second))

    return Comparison(
        first=first,
        second=second,
        words=_differences(_facts_of_strategy(first), _facts_of_strategy(second)),
        parts=(
            _part(_("Challenges"), *both(queries.challenges_of), _line_of, _facts_of_challenge),
            _part(_("SWOT"), *both(queries.swot_of), _line_of, _facts_of_swot),
            _part(_("Objectives"), *both(_open_objectives), _line_of, _facts_of_objective),
            _part(_("Fields of action"), *both(queries.fields_of), _line_of, _facts_of_field),
            _part(_("Measures"), *both(queries.measures_among), _line_of, _facts_of_measure),
            _part(_("Indicators"), *both(_indicators), _series_of, _facts_of_indicator),
        ),
    )


def _part(
    title: str,
    before: list[Row],
    after: list[Row],
    key: Callable[[Row], int],
    facts: Callable[[Row], Facts],
) -> Part:
    old, new = {key(one): one for one in before}, {key(one): one for one in after}
    both = [(old[number], row) for number, row in new.items() if number in old]
    compared = [Line(str(row), _differences(facts(was), facts(row))) for was, row in both]
    return Part(
        title=title,
        added=tuple(Line(str(row)) for number, row in new.items() if number not in old),
        changed=tuple(line for line in compared if line.differences),
        dropped=tuple(_left(row) for number, row in old.items() if number not in new),
        same=sum(not line.differences for line in compared),
    )


def _differences(before: Facts, after: Facts) -> tuple[Difference, ...]:
    return tuple(
        Difference(label, before[label], now)
        for label, now in after.items()
        if before[label] != now
    )


def _line_of(row: Any) -> int:
    """Give what is the same in all versions in which a row stands."""
    number: int = row.first_id or row.pk
    return number


def _series_of(indicator: Indicator) -> int:
    return indicator.definition.series_id


def _left(row: Row) -> Line:
    """Name what the later version has no more."""
    is_done = isinstance(row, Measure) and row.status == Measure.Status.DONE
    return Line(str(row), is_done=is_done)


def _open_objectives(actor: Actor, strategy: Strategy) -> Iterable[Objective]:
    return queries.objectives_visible_to(actor).filter(strategy=strategy, ended_at__isnull=True)


def _indicators(actor: Actor, strategy: Strategy) -> Iterable[Indicator]:
    return queries.indicators_of(actor, strategy).prefetch_related("targets")


def _said(value: str | Promise | float | Decimal | date | None) -> str:
    if value is None or value == "":
        return _("empty")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int | float | Decimal):
        return figures.number(value)
    return str(value)


def _facts_of_strategy(row: Strategy) -> Facts:
    return {
        _("title"): row.title,
        _("mission"): _said(row.mission),
        _("vision"): _said(row.vision),
        _("years"): _said(row.period),
    }


def _facts_of_challenge(row: Challenge) -> Facts:
    return {_("challenge"): row.text, _("why it matters"): row.why}


def _facts_of_swot(row: SwotItem) -> Facts:
    return {
        _("list"): _said(row.get_kind_display()),
        _("what is so"): row.text,
        _("evidence"): row.evidence,
        _("source"): _said(row.source),
        _("date of the evidence"): _said(row.evidence_on),
    }


def _facts_of_objective(row: Objective) -> Facts:
    return {
        _("code"): row.code,
        _("name"): row.name,
        _("description"): _said(row.description),
        _("weight"): _said(row.weight),
        _("services to reach it"): _said(row.full),
        _("service categories"): _said(", ".join(map(label_of_category, row.categories))),
        _("assumption"): _said(row.assumption),
    }


def _facts_of_field(row: FieldOfAction) -> Facts:
    served = row.open_objectives  # type: ignore[attr-defined]  # put there by the query
    return {
        _("code"): row.code,
        _("name"): row.name,
        _("description"): _said(row.description),
        _("objectives it serves"): _said(", ".join(one.code for one in served)),
        _("assumption"): _said(row.assumption),
    }


def _facts_of_measure(row: Measure) -> Facts:
    return {
        _("code"): row.code,
        _("name"): row.name,
        _("field of action"): row.field.code,
        _("description"): _said(row.description),
        _("status"): _said(row.get_status_display()),
        _("responsible"): _said(row.responsible),
        _("budget"): _said(row.budget_eur),
        _("person-days"): _said(row.person_days),
        _("from"): _said(row.begins_on),
        _("to"): _said(row.ends_on),
        _("assumption"): _said(row.assumption),
    }


def _facts_of_indicator(row: Indicator) -> Facts:
    definition = row.definition
    counting = [one for one in row.targets.all() if one.withdrawn_at is None]
    return {
        _("name"): row.name,
        _("objective"): row.objective.code,
        _("field of action"): _said(row.field.code if row.field else ""),
        _("number of the definition"): _said(definition.number),
        _("definition"): _said(definition.text),
        _("unit"): _said(definition.unit_label),
        _("adds up"): _said(definition.get_adds_up_display()),
        _("kind of evidence"): _said(definition.get_evidence_display()),
        _("direction"): _said(row.get_direction_display()),
        _("level"): _said(row.get_level_display()),
        _("source"): _said(row.source),
        _("how often"): _said(row.get_frequency_display()),
        _("responsible"): _said(row.responsible),
        _("assumption"): _said(row.assumption),
        _("baseline"): _said(row.baseline),
        _("date of the baseline"): _said(row.baseline_on),
        _("targets"): _said(targets_in_words(counting)),
    }
