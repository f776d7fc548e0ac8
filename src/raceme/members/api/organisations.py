"""Organisations, for programs."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Schema, Status
from ninja.pagination import paginate
from pydantic import FiniteFloat

from raceme.access.api import ApiRequest
from raceme.foundation import timeline
from raceme.foundation.paging import InOrder
from raceme.members import queries, verbs
from raceme.members.api.finding import ListIn, in_order
from raceme.members.api.routing import router
from raceme.members.models import Organisation, Standing
from raceme.members.models.codes import with_codes
from raceme.vocabulary import nace, nuts
from raceme.vocabulary.classifications import Classification

CODES_AT_ONCE = 50


class OrganisationIn(Schema):
    """What can be said about an organisation. What is left out becomes unknown.

    `nace`, `nuts` and `country` take a code or a name; codes are those of the edition that stands
    beside them. An empty `code` gets the next number.
    """

    code: str = ""
    name: str
    role: str
    legal_form: str = ""
    vat: str = ""
    registration_number: str = ""
    founded_year: int | None = None
    description: str = ""
    website: str = ""
    is_start_up: bool | None = None
    independence: str = ""
    employees: int | None = None
    turnover_eur: Decimal | None = None
    balance_eur: Decimal | None = None
    nace: str = ""
    nace_revision: str = "2"
    products: str = ""
    value_chain: str = ""
    customer_sectors: str = ""
    languages: str = ""
    public_parts: list[str] = []
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    nuts: str = ""
    nuts_version: str = "2024"
    latitude: FiniteFloat | None = None
    longitude: FiniteFloat | None = None
    weight: FiniteFloat = 1.0
    joined_on: date | None = None


class NewOrganisationIn(OrganisationIn):
    """A new organisation; `joined_on` says since when it stands so."""

    standing: str = Standing.MEMBER.value


class OrganisationOut(OrganisationIn):
    """An organisation as it stands in the books; size class and SME follow from its figures."""

    id: int
    standing: str
    size: str
    is_sme: bool | None
    left_on: date | None
    last_contact_on: date | None


class EntryOut(Schema):
    """Something that happened to an organisation."""

    on: date | None
    kind: str
    text: str
    note: str


class CodeOut(Schema):
    """A code of a classification, with its name and the codes above it."""

    code: str
    label: str
    level: int
    above: list[str]


@router.get("", response=list[OrganisationOut], summary="Which organisations are there?")
@paginate
def list_organisations(
    request: ApiRequest, cluster: Path[str], looked_for: Query[ListIn]
) -> InOrder[Organisation]:
    everybody = queries.organisations_visible_to(request.auth)
    found = queries.found_among(
        everybody, looked_for.wanted(), actor=request.auth, today=timezone.localdate()
    )
    return in_order(found, looked_for.sort, request.auth)


@router.post("", response={201: OrganisationOut}, summary="Enter an organisation")
def enter_organisation(
    request: ApiRequest, cluster: Path[str], values: NewOrganisationIn
) -> Status[Organisation]:
    facts = with_codes(values.model_dump())
    entered = verbs.enter_organisation(**facts, by=request.auth, at=timezone.now())
    return Status(201, entered)


@router.get("/{int:pk}", response=OrganisationOut, summary="What is known of an organisation?")
def show_organisation(request: ApiRequest, cluster: Path[str], pk: int) -> Organisation:
    organisation = queries.organisation_numbered(request.auth, pk)
    if organisation is None:
        raise Http404
    return organisation


@router.put("/{int:pk}", response=OrganisationOut, summary="Change what is known of it")
def describe_organisation(
    request: ApiRequest, cluster: Path[str], pk: int, values: OrganisationIn
) -> Organisation:
    organisation = get_object_or_404(queries.organisations_visible_to(request.auth), pk=pk)
    facts = with_codes(values.model_dump(), before=organisation)
    return verbs.describe_organisation(organisation, **facts, by=request.auth, at=timezone.now())


@router.get("/{int:pk}/timeline", response=list[EntryOut], summary="What happened to it?")
@paginate
def show_timeline(
    request: ApiRequest, cluster: Path[str], pk: int, kind: str = ""
) -> list[EntryOut]:
    organisation = get_object_or_404(queries.organisations_visible_to(request.auth), pk=pk)
    told = timeline.told_of("organisation", request.auth, organisation, kind=kind)
    return [
        EntryOut(on=one.entry.on, kind=one.source.kind, text=one.entry.text, note=one.entry.note)
        for one in told
    ]


@router.get("/codes/{what}", response=list[CodeOut], summary="Which codes fit a text?")
def find_codes(
    request: ApiRequest, cluster: Path[str], what: str, text: str = "", edition: str = ""
) -> Iterable[CodeOut]:
    classification = _classification(what, edition)
    return [
        CodeOut(
            code=entry.code,
            label=entry.label,
            level=entry.level,
            above=[one.code for one in classification.path(entry.code)[:-1]],
        )
        for entry in classification.found(text, limit=CODES_AT_ONCE)
    ]


def _classification(what: str, edition: str) -> Classification:
    """`nace` and `nuts`, in the edition asked for, or in that which new organisations get."""
    try:
        if what == "nace":
            return nace.activities(edition or nace.REVISIONS[0])
        if what == "nuts":
            return nuts.regions(edition or nuts.NEWEST)
    except KeyError as unknown:
        raise Http404 from unknown
    raise Http404
