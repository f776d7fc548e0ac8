"""The pages about segments: filters with a name."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import REFUSALS, Refused, require, sentences_of, show_refusal
from raceme.foundation.filters import in_words, query_of
from raceme.foundation.listing import ShownList
from raceme.members import queries, rules, verbs
from raceme.members.columns import members_list
from raceme.members.forms import SearchForm, SegmentForm
from raceme.members.models import Segment
from raceme.members.queries import Wanted
from raceme.members.views.addresses import list_address, query_of_segment


@dataclass(frozen=True)
class Told:
    """A segment as its page tells it."""

    segment: Segment
    query: str  # of the list of its members
    filters: list[str]
    may_change: bool


@require_safe
def show_segments(request: Request) -> HttpResponse:
    """List the segments one has, with what each stands for."""
    context = {
        "open": [_told(request, one) for one in queries.open_segments(request.actor)],
        "ended": [_told(request, one) for one in queries.ended_segments(request.actor)],
    }
    return render(request, "members/segments.html", context)


@require_http_methods(["GET", "POST"])
def keep_segment(request: Request) -> HttpResponse:
    """Let somebody keep the filter in the address under a name."""
    require(rules.may_keep_segments, request.actor)
    search = _search(request, request.GET)
    form = SegmentForm(request.POST or None, actor=request.actor)
    if form.is_valid() and search.is_valid():
        try:
            segment = verbs.keep_segment(
                **form.cleaned_data, wanted=search.wanted(), by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return _to_members_of(request, segment)
    context = {"form": form, "filters": in_words(search) if search.is_valid() else []}
    status = 422 if form.errors or search.errors else 200
    return render(request, "members/edit_segment.html", context, status=status)


@require_http_methods(["GET", "POST"])
def describe_segment(request: Request, pk: int) -> HttpResponse:
    """Let somebody rename a segment, or say who sees it."""
    segment = get_object_or_404(queries.open_segments(request.actor), pk=pk)
    require(rules.may_change_segment, request.actor, segment)
    form = SegmentForm(request.POST or None, instance=segment, actor=request.actor)
    if form.is_valid():
        try:
            wanted = Wanted.from_stored(segment.wanted)
            verbs.describe_segment(
                segment, **form.cleaned_data, wanted=wanted, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "members:segments")
    context = {"form": form, "told": _told(request, segment)}
    status = 422 if form.errors else 200
    return render(request, "members/edit_segment.html", context, status=status)


@require_POST
def narrow_segment(request: Request, pk: int) -> HttpResponse:
    """Let a segment stand for the filter in the address from now on."""
    segment = get_object_or_404(queries.open_segments(request.actor), pk=pk)
    require(rules.may_change_segment, request.actor, segment)
    search = _search(request, request.GET)
    if not search.is_valid():
        # The list says what is wrong with this filter.
        return redirect(list_address(request.actor, request.GET.urlencode()))
    try:
        segment = verbs.describe_segment(
            segment,
            name=segment.name,
            is_shared=segment.is_shared,
            wanted=search.wanted(),
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return _to_members_of(request, segment)


@require_POST
def end_segment(request: Request, pk: int) -> HttpResponse:
    """Take a segment off the list."""
    segment = get_object_or_404(queries.segments_visible_to(request.actor), pk=pk)
    try:
        verbs.end_segment(segment, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    said = _("“%(name)s” has ended. You can take it up again below.") % {"name": segment}
    return go_to(request, "members:segments", said=said)


@require_POST
def restore_segment(request: Request, pk: int) -> HttpResponse:
    """Take a segment up again that had ended."""
    segment = get_object_or_404(queries.segments_visible_to(request.actor), pk=pk)
    try:
        verbs.restore_segment(segment, by=request.actor, at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, " ".join(sentences_of(refusal)))
    return go_to(request, "members:segments")


def _search(request: Request, query: QueryDict) -> SearchForm:
    listing = members_list(request.actor)
    sorting = listing.sorting(query.get("sort", ""))
    return SearchForm(query, shown=ShownList(listing, listing.usual, sorting))


def _told(request: Request, segment: Segment) -> Told:
    search = _search(request, query_of(segment.wanted))
    return Told(
        segment,
        query_of_segment(segment),
        in_words(search) if search.is_valid() else [],
        rules.may_change_segment(request.actor, segment),
    )


def _to_members_of(request: Request, segment: Segment) -> HttpResponse:
    said = _("The segment “%(name)s” now stands for what you see here.") % {"name": segment}
    if not getattr(messages.get_messages(request), "added_new", False):
        messages.success(request, said)
    return redirect(list_address(request.actor, query_of_segment(segment)))
