"""Organisations and segments of them, for programs."""

from datetime import date
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import AfterValidator, FiniteFloat

from raceme.access.actor import Actor
from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.foundation.paging import InOrder
from raceme.members import queries, verbs
from raceme.members.columns import MEMBERS, members_list
from raceme.members.models import Organisation, Segment, Standing
from raceme.members.queries import Wanted
from raceme.vocabulary.helix import SizeClass

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
    standing: Standing
    size: str
    left_on: date | None
    last_contact_on: date | None


def _column(text: str) -> str:
    names = [one.name for one in MEMBERS.columns if one.order]
    if text.removeprefix("-") not in names:
        raise ValueError(f"one of {', '.join(names)}; with - in front from the end")
    return text


SortColumn = Annotated[str, AfterValidator(_column)]
CodesIn = list[Annotated[str, AfterValidator(str.upper)]]


class FilterIn(Schema):
    """What is looked for, as on the page; of several values of one kind, one must fit."""

    text: str = ""
    standing: list[Standing] = []
    with_former: bool = False
    role: list[str] = []
    size: list[SizeClass] = []
    start_up: Literal["", "yes", "no"] = ""
    nace: CodesIn = []
    country: CodesIn = []
    nuts: CodesIn = []
    competence: str = ""
    silent: Literal["", "6", "12", "24", "never"] = ""
    contact_before: date | None = None
    joined_from: date | None = None
    joined_until: date | None = None
    left_from: date | None = None
    left_until: date | None = None

    def wanted(self) -> Wanted:
        """Give the filter as queries take it."""
        values = self.model_dump(exclude={"sort"})
        lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
        return Wanted(**(values | lists))


class ListIn(FilterIn):
    """What is looked for, and in which order."""

    sort: SortColumn = "name"


class SegmentIn(Schema):
    """A filter with a name. `wanted` as in the address of the list: each name with its values."""

    name: str
    is_shared: bool = False
    wanted: FilterIn


class SegmentOut(Schema):
    """A segment: who belongs to it is found anew each time."""

    id: int
    name: str
    is_shared: bool
    wanted: dict[str, list[str]]


@router.get("", response=list[OrganisationOut], summary="Which organisations are there?")
@paginate
def list_organisations(
    request: ApiRequest, cluster: Path[str], looked_for: Query[ListIn]
) -> InOrder[Organisation]:
    everybody = queries.organisations_visible_to(request.auth)
    found = queries.found_among(
        everybody, looked_for.wanted(), actor=request.auth, today=timezone.localdate()
    )
    return _in_order(found, looked_for.sort, request.auth)


@router.post("", response={201: OrganisationOut}, summary="Enter an organisation")
def enter_organisation(
    request: ApiRequest, cluster: Path[str], values: OrganisationIn
) -> Status[Organisation]:
    entered = verbs.enter_organisation(**values.model_dump(), by=request.auth, at=timezone.now())
    return Status(201, entered)


@router.get("/segments", response=list[SegmentOut], summary="Which segments are there?")
@paginate
def list_segments(request: ApiRequest, cluster: Path[str]) -> QuerySet[Segment]:
    return queries.open_segments(request.auth)


@router.post("/segments", response={201: SegmentOut}, summary="Keep a filter as a segment")
def keep_segment(request: ApiRequest, cluster: Path[str], values: SegmentIn) -> Status[Segment]:
    kept = verbs.keep_segment(
        name=values.name,
        is_shared=values.is_shared,
        wanted=values.wanted.wanted(),
        by=request.auth,
        at=timezone.now(),
    )
    return Status(201, kept)


@router.get(
    "/segments/{int:pk}/members",
    response=list[OrganisationOut],
    summary="Who belongs to a segment today?",
)
@paginate
def list_segment(
    request: ApiRequest, cluster: Path[str], pk: RowId, sort: SortColumn = "name"
) -> InOrder[Organisation]:
    segment = get_object_or_404(queries.open_segments(request.auth), pk=pk)
    return _in_order(queries.organisations_in(segment, request.auth), sort, request.auth)


@router.put("/segments/{int:pk}", response=SegmentOut, summary="Change a segment")
def describe_segment(
    request: ApiRequest, cluster: Path[str], pk: RowId, values: SegmentIn
) -> Segment:
    segment = get_object_or_404(queries.segments_visible_to(request.auth), pk=pk)
    return verbs.describe_segment(
        segment,
        name=values.name,
        is_shared=values.is_shared,
        wanted=values.wanted.wanted(),
        by=request.auth,
        at=timezone.now(),
    )


@router.post("/segments/{int:pk}/end", response=SegmentOut, summary="End a segment")
def end_segment(request: ApiRequest, cluster: Path[str], pk: RowId) -> Segment:
    segment = get_object_or_404(queries.segments_visible_to(request.auth), pk=pk)
    return verbs.end_segment(segment, by=request.auth, at=timezone.now())


@router.post("/segments/{int:pk}/restore", response=SegmentOut, summary="Take a segment up again")
def restore_segment(request: ApiRequest, cluster: Path[str], pk: RowId) -> Segment:
    segment = get_object_or_404(queries.segments_visible_to(request.auth), pk=pk)
    return verbs.restore_segment(segment, by=request.auth, at=timezone.now())


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


def _in_order(found: QuerySet[Organisation], sort: str, actor: Actor) -> InOrder[Organisation]:
    listing = members_list(actor)
    return InOrder(found, listing.order_by(listing.sorting(sort)), lambda rows: rows)
