"""The list of members: found, put in order, in the columns somebody chose, and taken along."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raceme.access.http import Request, keep_columns
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.filters import chips_of
from raceme.foundation.listing import ShownList
from raceme.foundation.paging import InOrder, page_of
from raceme.members import queries, rules
from raceme.members.columns import members_list, shown_list
from raceme.members.forms import SearchForm
from raceme.members.models import Organisation
from raceme.members.views.addresses import list_address, query_of_segment


@dataclass(frozen=True)
class Found:
    """What a person looks for, and how the list of it looks."""

    search: SearchForm
    shown: ShownList[Organisation]
    rows: InOrder[Organisation]


@require_safe
def show_members(request: Request) -> HttpResponse:
    """List the organisations somebody looks for, in the columns and the order somebody chose."""
    found = _found(request)
    page = page_of(request, found.rows)
    context = {
        "search": found.search,
        "shown": found.shown,
        "page": page,
        "rows": found.shown.rows(page),
        "has_any": bool(page.paginator.count)
        or queries.organisations_visible_to(request.actor).exists(),
        "may_edit": rules.may_edit(request.actor),
        **_narrowed(request, found.search),
    }
    status = 422 if found.search.errors else 200
    return render(request, "members/list.html", context, status=status)


@require_safe
def export_members(request: Request, ending: str) -> HttpResponse:
    """Hand out the list as it is shown, all its pages, with the id of every row."""
    if ending not in KINDS:
        raise Http404
    found = _found(request)
    if found.search.errors:
        # The page says what is wrong; a file of everybody would look like the answer.
        return redirect(list_address(request.actor, request.GET.urlencode()))
    today = timezone.localdate()
    sheet = found.shown.with_first("code").sheet(_("Members"), found.rows)
    return download(
        sheet,
        ending,
        file_name=f"members-{request.here.slug}-{today}",
        title=_("Members of %(cluster)s") % {"cluster": request.here.name},
        made_on=today,
    )


@require_POST
def choose_columns(request: Request) -> HttpResponse:
    """Remember which columns of the list a person wants to see."""
    keep_columns(request, members_list(request.actor))
    return redirect(list_address(request.actor, request.POST.get("query", "")))


def _found(request: Request) -> Found:
    shown = shown_list(request.actor, request.GET.get("sort", ""))
    search = SearchForm(request.GET, shown=shown)
    found = queries.organisations_visible_to(request.actor)
    is_narrowed = False
    if search.is_valid():
        today, wanted = timezone.localdate(), search.wanted()
        is_narrowed = bool(wanted.stored())
        found = queries.found_among(found, wanted, actor=request.actor, today=today)
    else:
        found = found.none()
    rows = InOrder(
        found,
        shown.listing.order_by(shown.sorting),
        shown.with_first("code").read,
        is_sorted_anyway=is_narrowed and not shown.is_in_usual_order,
    )
    return Found(search, shown, rows)


def _narrowed(request: Request, search: SearchForm) -> dict[str, Any]:
    """Say what narrows the list down, and which segment that is or was."""
    segments = list(queries.open_segments(request.actor))
    links = [(one, query_of_segment(one)) for one in segments]
    if search.errors:
        return {"segments": links}
    stored = search.wanted().stored()
    number = search.cleaned_data["segment"]
    opened = next((one for one in segments if one.pk == number), None)
    return {
        "segments": links,
        "chips": chips_of(search, request.GET),
        "opened": opened,
        "is_changed": opened is not None and opened.wanted != stored,
        "may_change": opened is not None and rules.may_change_segment(request.actor, opened),
    }
