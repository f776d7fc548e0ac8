"""Organisations, for programs."""

from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import FiniteFloat

from raceme.access.api import ApiRequest
from raceme.members import queries, verbs
from raceme.members.models import Organisation

router = Router(tags=["members"])


class OrganisationIn(Schema):
    """What can be said about an organisation."""

    code: str
    name: str
    role: str
    employees: int | None = None
    nace: str = ""
    country: str = ""
    nuts: str = ""
    city: str = ""
    website: str = ""
    weight: FiniteFloat = 1.0
    joined_on: date | None = None


class OrganisationOut(OrganisationIn):
    """An organisation as it stands in the books."""

    id: int
    left_on: date | None


@router.get("", response=list[OrganisationOut], summary="Which organisations are there?")
@paginate
def list_organisations(
    request: ApiRequest,
    cluster: Path[str],
    text: str = "",
    role: str = "",
    with_former: bool = False,
) -> QuerySet[Organisation]:
    everybody = queries.organisations_visible_to(request.auth)
    return queries.found_among(everybody, text=text, role=role, with_former=with_former)


@router.post("", response={201: OrganisationOut}, summary="Enter an organisation")
def enter_organisation(
    request: ApiRequest, cluster: Path[str], values: OrganisationIn
) -> Status[Organisation]:
    entered = verbs.enter_organisation(**values.model_dump(), by=request.auth, at=timezone.now())
    return Status(201, entered)


@router.get("/{int:pk}", response=OrganisationOut, summary="What is known of an organisation?")
def show_organisation(request: ApiRequest, cluster: Path[str], pk: int) -> Organisation:
    return get_object_or_404(queries.organisations_visible_to(request.auth), pk=pk)


@router.put("/{int:pk}", response=OrganisationOut, summary="Change what is known of it")
def describe_organisation(
    request: ApiRequest, cluster: Path[str], pk: int, values: OrganisationIn
) -> Organisation:
    organisation = get_object_or_404(queries.organisations_visible_to(request.auth), pk=pk)
    return verbs.describe_organisation(
        organisation, **values.model_dump(), by=request.auth, at=timezone.now()
    )
