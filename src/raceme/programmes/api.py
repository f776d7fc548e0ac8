"""What programmes ask of a cluster organisation, for programs."""

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.programmes import queries, verbs
from raceme.programmes.models import Agreement

router = Router(tags=["programmes"])


class AgreementOut(Schema):
    """A programme that asks for figures, and whether they count in it."""

    id: int
    programme: str
    agency: str
    asked_at: datetime
    agreed_at: datetime | None
    ended_at: datetime | None
    holds: bool
    indicators: int
    is_of_an_earlier_set: bool

    @staticmethod
    def resolve_programme(agreement: Agreement) -> str:
        return agreement.programme.name

    @staticmethod
    def resolve_agency(agreement: Agreement) -> str:
        return agreement.programme.agency


@router.get("", response=list[AgreementOut], summary="Which programmes ask for figures?")
@paginate
def list_agreements(request: ApiRequest, cluster: Path[str]) -> QuerySet[Agreement]:
    return queries.agreements_visible_to(request.auth)


@router.post("/{pk}/agree", response=AgreementOut, summary="Agree that figures count")
def agree(request: ApiRequest, cluster: Path[str], pk: RowId) -> Agreement:
    return verbs.agree(_agreement(request, pk), by=request.auth, at=timezone.now())


@router.post("/{pk}/end", response=AgreementOut, summary="Let figures count no more")
def end_agreement(request: ApiRequest, cluster: Path[str], pk: RowId) -> Agreement:
    return verbs.end_agreement(_agreement(request, pk), by=request.auth, at=timezone.now())


def _agreement(request: ApiRequest, pk: int) -> Agreement:
    return get_object_or_404(queries.agreements_visible_to(request.auth), pk=pk)
