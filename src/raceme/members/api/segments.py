"""Segments, for programs: filters with a name."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.foundation.paging import InOrder
from raceme.members import queries, verbs
from raceme.members.api.finding import FilterIn, SortColumn, in_order
from raceme.members.api.organisations import OrganisationOut
from raceme.members.api.routing import router
from raceme.members.models import Organisation, Segment


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
    return in_order(queries.organisations_in(segment, request.auth), sort, request.auth)


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
