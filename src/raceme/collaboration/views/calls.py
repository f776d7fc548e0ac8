"""The pages of calls for proposals."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.actor import Actor
from raceme.access.http import (
    Request,
    address_of,
    back_to_list,
    done,
    go_to,
    keep_columns,
    saved,
    shown_as,
)
from raceme.collaboration import rules
from raceme.collaboration.columns import CALLS
from raceme.collaboration.forms.calls import CallForm, CallsSearch
from raceme.collaboration.models import Call
from raceme.collaboration.queries.calls import calls_found, calls_visible_to
from raceme.collaboration.queries.consortia import consortia_visible_to
from raceme.collaboration.verbs import calls as verbs
from raceme.collaboration.views.frame import form_page
from raceme.collaboration.words import rules_in_words
from raceme.foundation.errors import require
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.filters import chips_of
from raceme.foundation.listing import ShownList
from raceme.foundation.paging import InOrder, page_of


@require_safe
def show_calls(request: Request) -> HttpResponse:
    """Show the calls that the cluster organisation keeps an eye on."""
    search, shown, found = _found(request)
    page = page_of(request, found)
    context = {
        "search": search,
        "shown": shown,
        "page": page,
        "rows": shown.rows(page),
        "chips": [] if search.errors else chips_of(search, request.GET),
        "has_any": calls_visible_to(request.actor).exists(),
        "may_broker": rules.may_broker(request.actor),
        "may_see": rules.may_see_brokerage(request.actor),
        "tab": "calls",
    }
    status = 422 if search.errors else 200
    return render(request, "collaboration/calls.html", context, status=status)


@require_safe
def download_calls(request: Request, kind: str) -> HttpResponse:
    """Hand out the calls as they are shown, with the id of every row."""
    if kind not in KINDS:
        raise Http404
    search, shown, found = _found(request)
    if search.errors:
        return redirect(address_of(request.actor, "collaboration:calls"))
    title = _("Calls")
    sheet = shown.with_first("id").sheet(title, found)
    return download(sheet, kind, file_name="calls", title=title, made_on=timezone.localdate())


@require_POST
def choose_call_columns(request: Request) -> HttpResponse:
    """Remember which columns a person wants to see."""
    keep_columns(request, CALLS)
    return back_to_list(request, "collaboration:calls")


@require_safe
def show_call(request: Request, pk: int) -> HttpResponse:
    """Show one call, what it asks for, and who prepares an answer."""
    call = get_object_or_404(calls_visible_to(request.actor), pk=pk)
    context = {
        "call": call,
        "state": call.state_on(timezone.localdate()),
        "asked": rules_in_words(call),
        "consortia": consortia_visible_to(request.actor).filter(call=call),
        "may_broker": rules.may_broker(request.actor, call),
        "may_see": rules.may_see_brokerage(request.actor, call),
    }
    return render(request, "collaboration/call.html", context)


@require_http_methods(["GET", "POST"])
def enter_call(request: Request) -> HttpResponse:
    """Let the team write down a call."""
    require(rules.may_broker, request.actor)
    form = CallForm(request.POST or None)
    by, at = request.actor, timezone.now()
    assert by.cluster is not None
    cluster, made = by.cluster, list[Call]()
    if saved(form, lambda: made.append(verbs.enter_call(cluster, form.said(), by=by, at=at))):
        return go_to(request, "collaboration:call", pk=made[0].pk)
    back = address_of(by, "collaboration:calls")
    return form_page(request, form, _("New call"), back=back)


@require_http_methods(["GET", "POST"])
def describe_call(request: Request, pk: int) -> HttpResponse:
    """Let the team change what a call says."""
    call = get_object_or_404(calls_visible_to(request.actor), pk=pk)
    require(rules.may_broker, request.actor, call)
    form = CallForm(request.POST or None, instance=call)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.describe_call(call, form.said(), by=by, at=at)):
        return go_to(request, "collaboration:call", pk=call.pk)
    back = address_of(by, "collaboration:call", pk=call.pk)
    return form_page(request, form, _("Change: %(what)s") % {"what": call}, back=back)


Act = Callable[[Call, Actor, datetime], object]
ACTS: Mapping[str, Act] = {
    "put-aside": lambda one, by, at: verbs.put_call_aside(one, by=by, at=at),
    "take-up": lambda one, by, at: verbs.take_call_up(one, by=by, at=at),
}


@require_POST
def act_on_call(request: Request, pk: int, act: str) -> HttpResponse:
    """Put a call aside, or take it up again."""
    call = get_object_or_404(calls_visible_to(request.actor), pk=pk)
    if act not in ACTS:
        raise Http404
    by, at = request.actor, timezone.now()
    return done(request, lambda: ACTS[act](call, by, at), "collaboration:call", pk=pk)


def _found(request: Request) -> tuple[CallsSearch, ShownList[Any], InOrder[Call]]:
    search, shown = CallsSearch(request.GET), shown_as(request, CALLS)
    rows = calls_visible_to(request.actor)
    rows = (
        calls_found(rows, search.wanted(), day=timezone.localdate())
        if search.is_valid()
        else rows.none()
    )
    return search, shown, InOrder(rows, shown.listing.order_by(shown.sorting), shown.read)
