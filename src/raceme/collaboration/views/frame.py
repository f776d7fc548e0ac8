"""What the pages of collaboration share: lists in chosen columns, and forms that act."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise

from raceme.access.http import SAVED, Request, address_of, go_to
from raceme.foundation.errors import REFUSALS, sentences_of, show_refusal
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.filters import clean_query
from raceme.foundation.listing import Listing, ShownList
from raceme.foundation.paging import InOrder


def saved(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Do what a form asks for, if it is filled in well and nothing forbids it."""
    if not form.is_valid():
        return False
    try:
        act()
    except REFUSALS as refusal:
        show_refusal(form, refusal)
        return False
    return True


def done(
    request: Request, act: Callable[[], object], name: str, *, said: Any = "", **values: object
) -> HttpResponse:
    """Do something that needs no form, and lead on; say what was refused on the next page."""
    try:
        act()
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
        return go_to(request, name, said="", **values)
    return go_to(request, name, said=said or SAVED, **values)


def form_page(
    request: Request,
    form: forms.BaseForm,
    title: object,
    *,
    back: str,
    note: object = "",
    button: object = "",
) -> HttpResponse:
    """Show a form by itself; `back` is the address to which somebody goes who changes nothing."""
    context = {"form": form, "title": title, "back": back, "note": note, "button": button}
    status = 422 if form.errors else 200
    return render(request, "collaboration/edit.html", context, status=status)


def shown_as(request: Request, listing: Listing[Any]) -> ShownList[Any]:
    """A list in the columns and the order that somebody chose."""
    sorting = listing.sorting(request.GET.get("sort", ""))
    return ShownList(listing, listing.chosen_by(request.actor.user_id), sorting)


def in_order(shown: ShownList[Any], rows: QuerySet[Any]) -> InOrder[Any]:
    """The rows of a list, read a page at a time."""
    return InOrder(rows, shown.listing.order_by(shown.sorting), shown.read)


def as_file(
    shown: ShownList[Any], rows: QuerySet[Any], kind: str, *, name: str, title: str | Promise
) -> HttpResponse:
    """Hand out a list as it is shown, all its pages, with the id of every row."""
    if kind not in KINDS:
        raise Http404
    sheet = shown.with_first("id").sheet(str(title), in_order(shown, rows))
    return download(sheet, kind, file_name=name, title=str(title), made_on=timezone.localdate())


def keep_columns(request: Request, listing: Listing[Any], back: str) -> HttpResponse:
    """Remember which columns of a list a person wants to see."""
    assert request.actor.user_id is not None
    chosen: Sequence[str] = [] if "usual" in request.POST else request.POST.getlist("columns")
    listing.remember(chosen, user_id=request.actor.user_id)
    query = clean_query(request.POST.get("query", ""))
    address = address_of(request.actor, back)
    return redirect(f"{address}?{query}" if query else address)
