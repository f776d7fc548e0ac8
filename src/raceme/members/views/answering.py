"""How a page answers what somebody typed: the same for all forms about members."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from raceme.access.http import Request, address_of
from raceme.foundation.errors import REFUSALS, Refused, show_refusal

Done = TypeVar("Done")
PLAIN_FORM = "members/form.html"


def answer(
    request: Request,
    form: forms.BaseForm,
    do: Callable[[], Done],
    *,
    then: Callable[[Done], HttpResponse],
    context: Mapping[str, Any],
    template: str = PLAIN_FORM,
) -> HttpResponse:
    """Do what a form asks and lead on; what cannot be done is said in the form, as typed."""
    if form.is_valid():
        try:
            done = do()
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return then(done)
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def plain_form(
    title: str | Promise,
    *,
    back: tuple[str, int],
    request: Request,
    over: str = "",
    note: str | Promise = "",
    button: str | Promise = "",
) -> dict[str, Any]:
    """What a page needs that shows nothing but one form: title, and where Cancel leads."""
    name, pk = back
    back_url = address_of(request.actor, name, pk=pk)
    return {"title": title, "back_url": back_url, "over": over, "note": note, "button": button}


def attempt(request: Request, do: Callable[[], object]) -> None:
    """Do what a button asks; what cannot be done is said on the page one comes back to."""
    try:
        do()
    except Refused as refusal:
        messages.error(request, str(refusal.message))
