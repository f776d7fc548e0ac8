"""Costings, for programs."""

from dataclasses import asdict
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from ninja import Field, Path, Schema

from raceme.access.api import ApiRequest
from raceme.catalogue import bridge, verbs
from raceme.catalogue.api.services import Amount, ServiceOut, router, service_at
from raceme.catalogue.models import CostLine, Service
from raceme.catalogue.queries.costing import house_rate, terms_of
from raceme.catalogue.verbs import Item

Heads = Annotated[int, Field(ge=0, le=1_000_000)]


class DayRateFacts(Schema):
    """What a day of the team costs in this house; null while nobody has said it."""

    day_rate_eur: Amount | None


class NewDayRate(Schema):
    """What a day of the team costs from now on."""

    day_rate_eur: Amount


class LineFacts(Schema):
    """One line of a costing; `source` says who pays an income."""

    kind: str
    what: str
    amount_eur: Amount
    per: str = str(CostLine.Per.EDITION)
    source: str = ""


class TermsFacts(Schema):
    """How one edition of a service is costed; null is unknown."""

    person_days: Amount | None = None
    day_rate_eur: Amount | None = None
    members: Heads | None = None
    guests: Heads | None = None
    lines: list[LineFacts] = []


class BreakEvenOut(Schema):
    """When an edition pays for itself: from so many, up to so many, always, never."""

    turn: str
    participants: int | None


class ResultOut(Schema):
    """What one edition costs and brings, and how far it pays for itself; null is unknown."""

    team_eur: Decimal | None
    bought_in_eur: Decimal
    variable_eur: Decimal | None
    cost_eur: Decimal | None
    fees_eur: Decimal | None
    support_eur: Decimal | None
    income_eur: Decimal | None
    contribution_eur: Decimal | None
    result_eur: Decimal | None
    covered_share: Decimal | None
    participants: int | None
    break_even: BreakEvenOut | None
    break_even_price_eur: Decimal | None
    cost_per_member_eur: Decimal | None
    net_cost_per_member_eur: Decimal | None


class CostingOut(TermsFacts):
    """A costing, what follows from it, and in which figures the service differs from it."""

    result: ResultOut
    lacking: list[str]
    differing: dict[str, Decimal]


@router.get("/day-rate", response=DayRateFacts, summary="What does a person-day cost?")
def show_day_rate(request: ApiRequest, cluster: Path[str]) -> dict[str, Decimal | None]:
    return {"day_rate_eur": house_rate(request.auth)}


@router.put("/day-rate", response=DayRateFacts, summary="Say what a person-day costs")
def set_day_rate(request: ApiRequest, cluster: Path[str], values: NewDayRate) -> Any:
    return verbs.set_day_rate(**values.model_dump(), by=request.auth, at=timezone.now())


@router.get("/{int:pk}/costing", response=CostingOut, summary="What does one edition cost?")
def show_costing(request: ApiRequest, cluster: Path[str], pk: int) -> CostingOut:
    return _costing(request, service_at(request, pk))


@router.put("/{int:pk}/costing", response=CostingOut, summary="Say how it is costed")
def cost_service(
    request: ApiRequest, cluster: Path[str], pk: int, values: TermsFacts
) -> CostingOut:
    sent = values.model_dump()
    sent["lines"] = [Item(**line) for line in sent["lines"]]
    verbs.cost_service(service_at(request, pk), **sent, by=request.auth, at=timezone.now())
    return _costing(request, service_at(request, pk))


@router.post("/{int:pk}/costing/use", response=ServiceOut, summary="Take its figures from there")
def use_costing(request: ApiRequest, cluster: Path[str], pk: int) -> Service:
    return verbs.use_costing(service_at(request, pk), by=request.auth, at=timezone.now())


def _costing(request: ApiRequest, service: Service) -> CostingOut:
    rate, terms = house_rate(request.auth), terms_of(service)
    case = bridge.case_of(service, rate)
    if terms is None or case is None:
        raise Http404
    figures = bridge.figures_from(service, rate)
    return CostingOut(
        person_days=terms.person_days,
        day_rate_eur=terms.day_rate_eur,
        members=terms.members,
        guests=terms.guests,
        lines=[LineFacts.model_validate(line, from_attributes=True) for line in terms.lines.all()],
        result=ResultOut(**asdict(bridge.costed(case))),
        lacking=bridge.lacking_in(case),
        differing=bridge.differing(service, figures),
    )
