"""Offers and requests, for programs."""

from collections.abc import Iterable
from datetime import date, datetime

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.collaboration import rules
from raceme.collaboration.models import Notice
from raceme.collaboration.queries.notices import notices_visible_to, owner_is_shown
from raceme.collaboration.verbs import notices as verbs
from raceme.foundation.api import RowId
from raceme.foundation.errors import require
from raceme.members.queries import organisations_visible_to

router = Router(tags=["partners"])


class NoticeValues(Schema):
    """What a notice says: kind is offer or request; showing is visible, anonymous or hidden."""

    kind: str
    title: str
    text: str = ""
    terms: list[str] = []
    showing: str = "visible"
    expires_on: date


class NoticeIn(NoticeValues):
    """A new notice of one organisation."""

    organisation_id: RowId


class NoticeOut(NoticeValues):
    """A notice as it is kept. The owner is left out where whoever asks must not know it."""

    id: int
    organisation_id: int | None
    state: str
    source: str
    written_at: datetime


@router.get("/notices", response=list[NoticeOut], summary="What do members offer and look for?")
@paginate
def list_notices(request: ApiRequest, cluster: Path[str]) -> Iterable[NoticeOut]:
    rows = notices_visible_to(request.auth).order_by("pk")
    return [_told(request, one) for one in rows]


@router.get("/notices/{pk}", response=NoticeOut, summary="What does one notice say?")
def show_notice(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> NoticeOut:
    return _told(request, get_object_or_404(notices_visible_to(request.auth), pk=pk))


@router.post("/notices", response={201: NoticeOut}, summary="Write down an offer or a request.")
def enter_notice(request: ApiRequest, cluster: Path[str], body: NoticeIn) -> Status[NoticeOut]:
    require(rules.may_broker, request.auth)
    members = organisations_visible_to(request.auth)
    organisation = get_object_or_404(members, pk=body.organisation_id)
    values = body.dict(exclude={"organisation_id"})
    made = verbs.enter_notice(organisation, **values, by=request.auth, at=timezone.now())
    return Status(201, _told(request, made))


@router.put("/notices/{pk}", response=NoticeOut, summary="Change what a notice says.")
def describe_notice(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], body: NoticeValues
) -> NoticeOut:
    notice = get_object_or_404(notices_visible_to(request.auth), pk=pk)
    values = body.dict()
    changed = verbs.describe_notice(notice, **values, by=request.auth, at=timezone.now())
    return _told(request, changed)


@router.post("/notices/{pk}/withdraw", response=NoticeOut, summary="Take a notice back.")
def withdraw_notice(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> NoticeOut:
    notice = get_object_or_404(notices_visible_to(request.auth), pk=pk)
    return _told(request, verbs.withdraw_notice(notice, by=request.auth, at=timezone.now()))


def _told(request: ApiRequest, notice: Notice) -> NoticeOut:
    is_shown = owner_is_shown(notice, request.auth)
    return NoticeOut(
        id=notice.pk,
        organisation_id=notice.organisation_id if is_shown else None,
        kind=notice.kind,
        title=notice.title,
        text=notice.text,
        terms=notice.terms,
        showing=notice.showing,
        expires_on=notice.expires_on,
        state=notice.state_on(timezone.localdate()),
        source=notice.source,
        written_at=notice.written_at,
    )
