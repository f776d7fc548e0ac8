"""The pages of offers and requests."""

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
from raceme.collaboration.columns import notices_for
from raceme.collaboration.forms.notices import NewNoticeForm, NoticeForm, NoticesSearch
from raceme.collaboration.models import Notice
from raceme.collaboration.queries.notices import (
    is_in_state,
    notices_found,
    notices_visible_to,
    owner_is_shown,
)
from raceme.collaboration.verbs import notices as verbs
from raceme.collaboration.views.frame import form_page
from raceme.foundation.errors import require
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.filters import chips_of
from raceme.foundation.listing import ShownList
from raceme.foundation.paging import InOrder, page_of


@require_safe
def show_notices(request: Request) -> HttpResponse:
    """Show what members offer and look for, in the columns and the order somebody chose."""
    actor = request.actor
    search, shown, found = _found(request)
    rows, today = page_of(request, found), timezone.localdate()
    context = {
        "search": search,
        "shown": shown,
        "page": rows,
        "rows": shown.rows(rows),
        "chips": [] if search.errors else chips_of(search, request.GET),
        "has_any": notices_visible_to(actor).exists(),
        "may_broker": rules.may_broker(actor),
        "may_see": rules.may_see_brokerage(actor),
        "to_review": notices_visible_to(actor)
        .filter(is_in_state(Notice.State.TO_REVIEW, today))
        .count(),
        "tab": "notices",
    }
    status = 422 if search.errors else 200
    return render(request, "collaboration/notices.html", context, status=status)


@require_safe
def download_notices(request: Request, kind: str) -> HttpResponse:
    """Hand out the notices as they are shown, with the id of every row."""
    if kind not in KINDS:
        raise Http404
    search, shown, found = _found(request)
    if search.errors:
        return redirect(address_of(request.actor, "collaboration:notices"))
    title = _("Offers and requests")
    sheet = shown.with_first("id").sheet(title, found)
    return download(sheet, kind, file_name="notices", title=title, made_on=timezone.localdate())


@require_POST
def choose_notice_columns(request: Request) -> HttpResponse:
    """Remember which columns a person wants to see."""
    keep_columns(request, notices_for(request.actor))
    return back_to_list(request, "collaboration:notices")


@require_safe
def show_notice(request: Request, pk: int) -> HttpResponse:
    """Show one offer or request."""
    notice = get_object_or_404(notices_visible_to(request.actor), pk=pk)
    context = {
        "notice": notice,
        "state": notice.state_on(timezone.localdate()),
        "owner_is_shown": owner_is_shown(notice, request.actor),
        "may_broker": rules.may_broker(request.actor, notice),
        "may_see": rules.may_see_brokerage(request.actor, notice),
    }
    return render(request, "collaboration/notice.html", context)


@require_http_methods(["GET", "POST"])
def enter_notice(request: Request) -> HttpResponse:
    """Let the team write down what a member offers or looks for."""
    require(rules.may_broker, request.actor)
    now = timezone.now()
    initial = {
        "kind": request.GET.get("kind", Notice.Kind.REQUEST),
        "organisation": request.GET.get("organisation", ""),
        "expires_on": verbs.usual_end(now),
    }
    form = NewNoticeForm(request.POST or None, actor=request.actor, initial=initial)
    made: list[Notice] = []
    if saved(form, lambda: made.append(_enter(form.cleaned_data, request.actor, now))):
        return go_to(request, "collaboration:notice", pk=made[0].pk)
    back = address_of(request.actor, "collaboration:notices")
    return form_page(request, form, _("New offer or request"), back=back)


@require_http_methods(["GET", "POST"])
def describe_notice(request: Request, pk: int) -> HttpResponse:
    """Let the team change what a notice says."""
    notice = get_object_or_404(notices_visible_to(request.actor), pk=pk)
    require(rules.may_broker, request.actor, notice)
    form = NoticeForm(request.POST or None, instance=notice)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.describe_notice(notice, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "collaboration:notice", pk=notice.pk)
    back = address_of(request.actor, "collaboration:notice", pk=notice.pk)
    return form_page(request, form, _("Change: %(what)s") % {"what": notice}, back=back)


Act = Callable[[Notice, Actor, datetime], object]
ACTS: Mapping[str, Act] = {
    "review": lambda one, by, at: verbs.review_notice(one, by=by, at=at),
    "prolong": lambda one, by, at: verbs.prolong_notice(one, by=by, at=at),
    "withdraw": lambda one, by, at: verbs.withdraw_notice(one, by=by, at=at),
    "restore": lambda one, by, at: verbs.restore_notice(one, by=by, at=at),
}


@require_POST
def act_on_notice(request: Request, pk: int, act: str) -> HttpResponse:
    """Review, prolong, withdraw or restore a notice."""
    notice = get_object_or_404(notices_visible_to(request.actor), pk=pk)
    if act not in ACTS:
        raise Http404
    by, at = request.actor, timezone.now()
    return done(request, lambda: ACTS[act](notice, by, at), "collaboration:notice", pk=pk)


def _enter(said: dict[str, Any], by: Actor, at: datetime) -> Notice:
    organisation = said.pop("organisation")
    return verbs.enter_notice(organisation, **said, by=by, at=at)


def _found(request: Request) -> tuple[NoticesSearch, ShownList[Notice], InOrder[Notice]]:
    actor = request.actor
    search, shown = NoticesSearch(request.GET, actor=actor), shown_as(request, notices_for(actor))
    rows = notices_visible_to(actor)
    rows = (
        notices_found(rows, search.wanted(), by=actor, day=timezone.localdate())
        if search.is_valid()
        else rows.none()
    )
    return search, shown, InOrder(rows, shown.listing.order_by(shown.sorting), shown.read)
