"""An indicator as its page shows it: sheet, standing, picture, and every value with its figure."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.access.http import address_of
from raceme.cores.monitoring.values import Actual
from raceme.strategy import queries
from raceme.strategy.bridge.standing import IndicatorStanding, standings_of
from raceme.strategy.documents.course_chart import Break, course_chart
from raceme.strategy.models import Definition, Indicator, Observation, Target

# Widths in pixels: of a page on a desk, and of one on a phone.
WIDTH, WIDTH_NARROW = 760, 235


@dataclass(frozen=True)
class ValueRow:
    """A value, and where the figure stood with it; unknown for one that was withdrawn."""

    row: Observation
    actual: Actual | None


@dataclass(frozen=True)
class IndicatorPage:
    """Everything that the page of an indicator shows."""

    standing: IndicatorStanding
    picture: str
    picture_narrow: str
    values: tuple[ValueRow, ...]
    targets: tuple[Target, ...]  # withdrawn ones at the end
    definitions: tuple[Definition, ...]  # newest first
    missing: tuple[str, ...]  # what the reference sheet does not say yet


def indicator_page(indicator: Indicator, actor: Actor, on: date) -> IndicatorPage:
    """Put together what the page of an indicator shows, as of a day."""
    standing = standings_of([indicator], on)[indicator.pk]
    values = list(queries.observations_of(actor, indicator))
    actuals = {(one.on, one.definition): one for one in standing.actuals}
    targets = queries.targets_visible_to(actor).filter(indicator=indicator)
    return IndicatorPage(
        standing=standing,
        picture=_picture(standing, actor, WIDTH),
        picture_narrow=_picture(standing, actor, WIDTH_NARROW),
        values=tuple(_value_row(one, actuals) for one in values),
        targets=tuple(sorted(targets, key=_by_day)),
        definitions=tuple(indicator.definition.series.definitions.order_by("-number")),
        missing=tuple(_missing(indicator, standing)),
    )


def _value_row(value: Observation, actuals: dict[tuple[date, int], Actual]) -> ValueRow:
    if value.withdrawn_at is not None:
        return ValueRow(value, None)
    return ValueRow(value, actuals.get((value.observed_on, value.definition.number)))


def _by_day(target: Target) -> tuple[bool, date]:
    return target.withdrawn_at is not None, target.due_on or date.max


def _picture(standing: IndicatorStanding, actor: Actor, width: int) -> str:
    pages = {
        (one.observed_on, one.definition.number): address_of(
            actor, "strategy:observation", pk=one.pk
        )
        for one in standing.values
    }
    definitions = standing.indicator.definition.series.definitions.filter(valid_from__isnull=False)
    return course_chart(
        standing.course,
        standing.actuals,
        [Break(one.valid_from, str(one)) for one in definitions if one.valid_from],
        unit=standing.indicator.unit_label,
        width=width,
        links=lambda actual: pages.get((actual.on, actual.definition)),
    )


def _missing(indicator: Indicator, standing: IndicatorStanding) -> list[str]:
    """Name what a reader of the sheet would ask for in vain."""
    facts = {
        _("definition"): indicator.definition.text,
        _("level"): indicator.level,
        _("kind of evidence"): indicator.definition.evidence,
        _("source"): indicator.source,
        _("responsible"): indicator.responsible,
        _("baseline"): indicator.baseline is not None,
        _("date of the baseline"): indicator.baseline is None or indicator.baseline_on,
        _("target"): standing.targets,
        _("day of the target"): not standing.targets or standing.targets[0].due_on,
    }
    return [name for name, value in facts.items() if not value]
