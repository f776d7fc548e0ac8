"""The lists of participants, requests and meetings: narrowed down, in chosen columns, as files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from raceme.access.http import Request, address_of, back_to_list, keep_columns, shown_as
from raceme.foundation.errors import require
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.filters import chips_of
from raceme.foundation.listing import Listing, ShownList
from raceme.foundation.paging import InOrder, page_of
from raceme.meetings import rules
from raceme.meetings.columns import MEETINGS, PARTICIPANTS, REQUESTS
from raceme.meetings.forms.lists import MeetingsSearch, OfficeSearch, RequestsSearch
from raceme.meetings.models import Matchmaking, Meeting, MeetingRequest, Profile
from raceme.meetings.queries.finding import lacking, meetings_found, requests_found
from raceme.meetings.queries.searching import profiles_found
from raceme.meetings.views.frame import of_matchmaking, page


@dataclass(frozen=True)
class Kind:
    """One of the lists: its columns, its search, and how rows are found by it."""

    name: str
    title: str | Promise
    listing: Listing[Any]
    search: Callable[[Any, Matchmaking], Any]
    found: Callable[[Matchmaking, Any], QuerySet[Any]]


def _people(matchmaking: Matchmaking, search: OfficeSearch) -> QuerySet[Profile]:
    rows = Profile.objects.filter(matchmaking=matchmaking)
    rows = profiles_found(rows, search.wanted())
    return lacking(rows, search.cleaned_data.get("lack", ""))


def _requests(matchmaking: Matchmaking, search: forms.Form) -> QuerySet[MeetingRequest]:
    said = search.cleaned_data
    rows = MeetingRequest.objects.filter(matchmaking=matchmaking)
    return requests_found(rows, text=said["text"], state=said["state"], source=said["source"])


def _meetings(matchmaking: Matchmaking, search: forms.Form) -> QuerySet[Meeting]:
    said = search.cleaned_data
    rows = Meeting.objects.filter(matchmaking=matchmaking)
    return meetings_found(rows, text=said["text"], state=said["state"], outcome=said["outcome"])


LISTS = {
    one.name: one
    for one in (
        Kind(
            "participants",
            _("Participants"),
            PARTICIPANTS,
            lambda data, matchmaking: OfficeSearch(data, matchmaking=matchmaking),
            _people,
        ),
        Kind("requests", _("Requests"), REQUESTS, lambda data, _m: RequestsSearch(data), _requests),
        Kind("meetings", _("Meetings"), MEETINGS, lambda data, _m: MeetingsSearch(data), _meetings),
    )
}


@require_safe
@of_matchmaking
def show_list(request: Request, matchmaking: Matchmaking, what: str) -> HttpResponse:
    """Show one of the lists, in the columns and the order somebody chose."""
    kind = _kind(request, matchmaking, what)
    search, shown, found = _found(request, matchmaking, kind)
    rows = page_of(request, found)
    context = {
        "what": what,
        "title": kind.title,
        "search": search,
        "shown": shown,
        "page": rows,
        "rows": shown.rows(rows),
        "chips": [] if search.errors else chips_of(search, request.GET),
        "has_any": _everything(matchmaking, what).exists(),
        "tab": what,
    }
    status = 422 if search.errors else 200
    return page(request, matchmaking, "meetings/list.html", context, status=status)


@require_safe
@of_matchmaking
def download_list(request: Request, matchmaking: Matchmaking, what: str, kind: str) -> HttpResponse:
    """Hand out a list as it is shown, all its pages, with the id of every row."""
    one = _kind(request, matchmaking, what)
    if kind not in KINDS:
        raise Http404
    search, shown, found = _found(request, matchmaking, one)
    if search.errors:
        return redirect(address_of(request.actor, "meetings:show", pk=matchmaking.pk, what=what))
    return download(
        shown.with_first("id").sheet(str(one.title), found),
        kind,
        file_name=f"{matchmaking.event.code}-{what}",
        title=str(matchmaking),
        made_on=timezone.localdate(),
    )


@require_POST
@of_matchmaking
def choose_columns(request: Request, matchmaking: Matchmaking, what: str) -> HttpResponse:
    """Remember which columns of a list a person wants to see."""
    kind = _kind(request, matchmaking, what)
    keep_columns(request, kind.listing)
    return back_to_list(request, "meetings:show", pk=matchmaking.pk, what=what)


def _kind(request: Request, matchmaking: Matchmaking, what: str) -> Kind:
    require(rules.may_see_meetings, request.actor, matchmaking)
    if what not in LISTS:
        raise Http404
    return LISTS[what]


def _found(
    request: Request, matchmaking: Matchmaking, kind: Kind
) -> tuple[forms.Form, ShownList[Any], InOrder[Any]]:
    search: forms.Form = kind.search(request.GET, matchmaking)
    shown = shown_as(request, kind.listing)
    rows = (
        kind.found(matchmaking, search)
        if search.is_valid()
        else _everything(matchmaking, kind.name).none()
    )
    order = kind.listing.order_by(shown.sorting)
    return search, shown, InOrder(rows, order, shown.read)


def _everything(matchmaking: Matchmaking, what: str) -> QuerySet[Any]:
    tables: dict[str, type[Any]] = {
        "participants": Profile,
        "requests": MeetingRequest,
        "meetings": Meeting,
    }
    found: QuerySet[Any] = tables[what].objects.filter(matchmaking=matchmaking)
    return found
