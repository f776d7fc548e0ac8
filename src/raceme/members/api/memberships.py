"""Where organisations stand in the cluster, and the membership in figures, for programs."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Schema
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.members import queries, rules, verbs
from raceme.members.api.organisations import OrganisationOut
from raceme.members.api.routing import router
from raceme.members.models import Membership, Organisation
from raceme.members.queries import spells, statistics

LONGEST_SILENCE = 36_500  # days


class StandingIn(Schema):
    """How an organisation stands from a day on; a reason only where it leaves."""

    standing: str
    on: date
    reason: str = ""
    note: str = ""
    fee_class: str = ""
    fee_eur: Decimal | None = None


class PeriodIn(Schema):
    """A period put right; the one before it ends where it starts."""

    standing: str
    starts_on: date | None = None
    reason: str = ""
    note: str = ""
    fee_class: str = ""
    fee_eur: Decimal | None = None


class PeriodOut(Schema):
    """A period in which an organisation stood so; `ends_on` is the first day it did no more.

    What a member pays is shown to team and board only.
    """

    id: int
    standing: str
    starts_on: date | None
    ends_on: date | None
    reason: str
    note: str
    fee_class: str
    fee_eur: Decimal | None


class YearOut(Schema):
    """Who came and went in a year."""

    year: int
    at_start: int
    joined: int
    left: int
    at_end: int
    stability: float | None


class PartOut(Schema):
    """One part of the membership; an empty code is what nobody knows."""

    code: str
    number: int
    share: float


class ContactsOut(Schema):
    """Direct personal contacts in a year, and with how many organisations."""

    year: int
    contacts: int
    organisations: int


class StatisticsOut(Schema):
    """The membership in figures."""

    members: int
    contacted_within_a_year: int
    share_in_own_region: float | None
    years: list[YearOut]
    roles: list[PartOut]
    sizes: list[PartOut]
    smes: list[PartOut]
    regions: list[PartOut]
    contacts: list[ContactsOut]


@router.get("/{int:pk}/periods", response=list[PeriodOut], summary="How did it stand, and when?")
def list_periods(request: ApiRequest, cluster: Path[str], pk: int) -> list[PeriodOut]:
    organisation = get_object_or_404(queries.organisations_visible_to(request.auth), pk=pk)
    shows_fees = rules.may_see_fees(request.auth, organisation)
    return [_told(period, shows_fees) for period in organisation.memberships.all()]


@router.post("/{int:pk}/standing", response=OrganisationOut, summary="Change how it stands")
def change_standing(
    request: ApiRequest, cluster: Path[str], pk: int, values: StandingIn
) -> Organisation:
    organisation = get_object_or_404(queries.organisations_visible_to(request.auth), pk=pk)
    return verbs.change_standing(
        organisation, **values.model_dump(), by=request.auth, at=timezone.now()
    )


@router.put("/periods/{int:pk}", response=PeriodOut, summary="Correct a period")
def correct_period(
    request: ApiRequest, cluster: Path[str], pk: int, values: PeriodIn
) -> Membership:
    period = get_object_or_404(queries.periods_visible_to(request.auth), pk=pk)
    return verbs.correct_period(period, **values.model_dump(), by=request.auth, at=timezone.now())


@router.post(
    "/periods/{int:pk}/take-back", response=OrganisationOut, summary="Take back the last change"
)
def take_back_period(request: ApiRequest, cluster: Path[str], pk: int) -> Organisation:
    period = get_object_or_404(queries.periods_visible_to(request.auth), pk=pk)
    return verbs.take_back_period(period, by=request.auth, at=timezone.now())


@router.get("/statistics", response=StatisticsOut, summary="What is the membership in figures?")
def show_statistics(request: ApiRequest, cluster: Path[str]) -> StatisticsOut:
    actor, today = request.auth, timezone.localdate()
    members = queries.members_of(actor)
    silent = queries.members_not_contacted_since(actor, today - statistics.A_YEAR)
    years = spells.years_of_membership(spells.spells_of(actor), today=today)
    return StatisticsOut(
        members=members.count(),
        contacted_within_a_year=members.count() - silent.count(),
        share_in_own_region=statistics.share_in_own_region(actor),
        years=[YearOut.from_orm(one) for one in years],
        roles=[PartOut.from_orm(one) for one in statistics.parts_by_role(actor)],
        sizes=[PartOut.from_orm(one) for one in statistics.parts_by_size(actor)],
        smes=[PartOut.from_orm(one) for one in statistics.parts_by_sme(actor)],
        regions=[PartOut.from_orm(one) for one in statistics.parts_by_region(actor)],
        contacts=[ContactsOut.from_orm(one) for one in statistics.years_of_contacts(actor)],
    )


@router.get(
    "/not-contacted", response=list[OrganisationOut], summary="With whom has nobody talked?"
)
@paginate
def list_silent(request: ApiRequest, cluster: Path[str], days: int = 365) -> QuerySet[Organisation]:
    since = timezone.localdate() - timedelta(min(max(days, 0), LONGEST_SILENCE))
    return queries.members_not_contacted_since(request.auth, since)


def _told(period: Membership, shows_fees: bool) -> PeriodOut:
    told = PeriodOut.from_orm(period)
    if not shows_fees:
        told.fee_class, told.fee_eur = "", None
    return told
