"""Calls for proposals, for programs."""

from collections.abc import Iterable
from datetime import date

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.collaboration import rules
from raceme.collaboration.models import Call
from raceme.collaboration.queries.calls import calls_visible_to
from raceme.collaboration.verbs import calls as verbs
from raceme.foundation.api import RowId
from raceme.foundation.errors import require

router = Router(tags=["partners"])


class CallIn(Schema):
    """What a call says. A number that is null and a list that is empty are no rule.

    countries: two letters each; kinds: codes of the kinds of organisations.
    """

    title: str
    code: str = ""
    funder: str = ""
    url: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    text: str = ""
    terms: list[str] = []
    partners_min: int | None = None
    partners_max: int | None = None
    countries_min: int | None = None
    smes_min: int | None = None
    firms_min: int | None = None
    research_min: int | None = None
    countries: list[str] = []
    kinds: list[str] = []

    def said(self) -> verbs.CallSaid:
        """The same, as a verb takes it."""
        values = self.dict()
        lists = {name: tuple(values[name]) for name in ("terms", "countries", "kinds")}
        return verbs.CallSaid(**(values | lists))


class CallOut(CallIn):
    """A call as it is kept, and how it stands today."""

    id: int
    state: str


@router.get("/calls", response=list[CallOut], summary="Which calls does the cluster look at?")
@paginate
def list_calls(request: ApiRequest, cluster: Path[str]) -> Iterable[CallOut]:
    return [_told(one) for one in calls_visible_to(request.auth).order_by("pk")]


@router.get("/calls/{pk}", response=CallOut, summary="What does one call say?")
def show_call(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> CallOut:
    return _told(get_object_or_404(calls_visible_to(request.auth), pk=pk))


@router.post("/calls", response={201: CallOut}, summary="Write down a call.")
def enter_call(request: ApiRequest, cluster: Path[str], body: CallIn) -> Status[CallOut]:
    require(rules.may_broker, request.auth)
    assert request.auth.cluster is not None
    here, at = request.auth.cluster, timezone.now()
    return Status(201, _told(verbs.enter_call(here, body.said(), by=request.auth, at=at)))


@router.put("/calls/{pk}", response=CallOut, summary="Change what a call says.")
def describe_call(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], body: CallIn
) -> CallOut:
    call = get_object_or_404(calls_visible_to(request.auth), pk=pk)
    return _told(verbs.describe_call(call, body.said(), by=request.auth, at=timezone.now()))


@router.post("/calls/{pk}/put-aside", response=CallOut, summary="Look at a call no more.")
def put_call_aside(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> CallOut:
    call = get_object_or_404(calls_visible_to(request.auth), pk=pk)
    return _told(verbs.put_call_aside(call, by=request.auth, at=timezone.now()))


def _told(call: Call) -> CallOut:
    values = {name: getattr(call, name) for name in CallIn.model_fields}
    return CallOut(id=call.pk, state=call.state_on(timezone.localdate()), **values)
