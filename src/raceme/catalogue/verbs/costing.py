"""Say what a day of the team costs, cost services, and take their figures from the costing."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.catalogue import bridge, rules
from raceme.catalogue.models import CostLine, DayRate, Service, Terms
from raceme.catalogue.queries.costing import day_rate_of, house_rate
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a costing."""

    kind: str
    what: str
    amount_eur: Decimal
    per: str = CostLine.Per.EDITION
    source: str = ""


@transaction.atomic
def set_day_rate(*, day_rate_eur: Decimal, by: Actor, at: datetime) -> DayRate:
    """Say what a day of the team costs, for every service that has no rate of its own."""
    require(rules.may_edit, by)
    assert by.cluster is not None
    lock(by.cluster)
    rate = day_rate_of(by)
    if rate is None:
        row = DayRate(cluster=by.cluster, day_rate_eur=day_rate_eur)
        return keep_new(row, verb="set_day_rate", by=by, at=at)
    return change(rate, {"day_rate_eur": day_rate_eur}, verb="set_day_rate", by=by, at=at)


@transaction.atomic
def cost_service(
    service: Service,
    *,
    person_days: Decimal | None,
    members: int | None,
    guests: int | None,
    by: Actor,
    at: datetime,
    day_rate_eur: Decimal | None = None,
    lines: Iterable[Item] = (),
) -> Terms:
    """Say how one edition of a service is costed. What is not known stays open.

    The figures of the service stay as they are until somebody takes them from here.
    """
    require(rules.may_edit, by, service)
    service = lock(service)
    terms = Terms.objects.filter(service=service).first() or Terms(service=service)
    before = _values_of(terms) if terms.pk else {}
    terms.person_days, terms.day_rate_eur = person_days, day_rate_eur
    terms.members, terms.guests = members, guests
    terms.full_clean()
    terms.save()
    _write_lines(terms, lines)
    _remember(terms, before, by=by, at=at)
    return terms


@transaction.atomic
def use_costing(service: Service, *, by: Actor, at: datetime) -> Service:
    """Take person-days, cost and income of a service from its costing."""
    require(rules.may_edit, by, service)
    service = lock(service)
    figures = bridge.figures_from(service, house_rate(by))
    if figures is None:
        raise Refused(_("The costing does not say yet what one edition costs and brings."))
    return change(service, figures, verb="use_costing", by=by, at=at)


def _write_lines(terms: Terms, lines: Iterable[Item]) -> None:
    terms.lines.all().delete()
    for number, line in enumerate(lines, start=1):
        row = CostLine(terms=terms, **asdict(line))
        try:
            row.full_clean()
        except ValidationError as error:
            said = [
                _("Line %(number)s: %(what)s") % {"number": number, "what": one}
                for one in error.messages
            ]
            raise ValidationError({"lines": said}) from error
        row.save(force_insert=True)


def _values_of(terms: Terms) -> dict[str, Any]:
    """Give the values of a costing for history, with its lines."""
    return history.values_of(terms) | {"lines": [_line(row) for row in terms.lines.all()]}


def _line(row: CostLine) -> str:
    return f"{row.what}: {row.amount_eur:f} ({row.kind}, {row.per})"


def _remember(terms: Terms, before: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Write down what changed, lines included; nothing, if nothing did."""
    now = _values_of(terms)
    if now == before:
        return
    act = history.record("cost_service", terms, by=by, at=at, before=before)
    was = before.get("lines", [])
    if now["lines"] != was:
        act.values["lines"] = [was, now["lines"]]
        act.save(update_fields=["values"])
