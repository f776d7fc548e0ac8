"""Between the rows of a costing and the core that reckons with them."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from raceme.catalogue.models import CostLine, Service, Terms
from raceme.catalogue.queries.costing import terms_of
from raceme.cores.costing.edition import cost_edition, if_so_many_come
from raceme.cores.costing.values import CostingCase, EditionCosting, Line, Per, Point

CENT = Decimal("0.01")
# How full it may get: shares of the expected participants.
STEPS = tuple(Decimal(share) for share in ("0", "0.5", "0.75", "1", "1.25", "1.5"))
INPUTS = (
    "person_days",
    "day_rate_eur",
    "members",
    "guests",
    "price_member_eur",
    "price_guest_eur",
)


def case_of(service: Service, house_rate: Decimal | None) -> CostingCase | None:
    """Collect what one edition of a service is costed from; None where it has no costing."""
    terms = terms_of(service)
    if terms is None:
        return None
    return CostingCase(
        person_days=terms.person_days,
        day_rate_eur=house_rate if terms.day_rate_eur is None else terms.day_rate_eur,
        members=terms.members,
        guests=terms.guests,
        price_member_eur=service.price_member_eur,
        price_guest_eur=service.price_guest_eur,
        reach=Decimal(str(service.reach)),
        costs=_lines(terms, CostLine.Kind.COST),
        incomes=_lines(terms, CostLine.Kind.INCOME),
    )


def costing_of(service: Service, house_rate: Decimal | None) -> EditionCosting | None:
    """Cost one edition of a service; None where it has no costing."""
    case = case_of(service, house_rate)
    return None if case is None else cost_edition(case)


def inputs_of(case: CostingCase) -> dict[str, Decimal | int | None]:
    """Give the values of a case that one may want to try otherwise."""
    return {name: getattr(case, name) for name in INPUTS}


def what_if(case: CostingCase, changes: Mapping[str, Any]) -> CostingCase:
    """Give the same case with some of its values otherwise."""
    return replace(case, **changes)


def costed(case: CostingCase) -> EditionCosting:
    """Cost one edition."""
    return cost_edition(case)


def lacking_in(case: CostingCase) -> list[str]:
    """Name what must be known before cost and income are: nothing once they are."""
    costing = cost_edition(case)
    if costing.cost_eur is not None and costing.income_eur is not None:
        return []
    needless = {"price_guest_eur"} if case.guests == 0 else set()
    return [name for name, one in inputs_of(case).items() if one is None and name not in needless]


def points_around(case: CostingCase) -> tuple[Point, ...]:
    """Say what an edition costs and brings if fewer or more come than expected."""
    expected = cost_edition(case).participants
    if not expected:
        return ()
    numbers = sorted({int((expected * step).to_integral_value(ROUND_HALF_UP)) for step in STEPS})
    return if_so_many_come(case, numbers)


def figures_from(service: Service, house_rate: Decimal | None) -> dict[str, Decimal] | None:
    """Give the figures of a service as its costing has them; None where cost or income is open."""
    terms, costing = terms_of(service), costing_of(service, house_rate)
    if terms is None or costing is None or terms.person_days is None:
        return None
    if costing.cost_eur is None or costing.income_eur is None:
        return None
    return {
        "person_days": terms.person_days,
        "cost_eur": _cents(costing.cost_eur),
        "income_eur": _cents(costing.income_eur),
    }


def differing(service: Service, figures: Mapping[str, Decimal] | None) -> dict[str, Decimal]:
    """Give those figures of the costing that the service does not have, and what they are there."""
    known = figures or {}
    return {name: one for name, one in known.items() if getattr(service, name) != one}


def _lines(terms: Terms, kind: str) -> tuple[Line, ...]:
    return tuple(
        Line(line.amount_eur, Per(line.per)) for line in terms.lines.all() if line.kind == kind
    )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
