"""What the pages of the strategy have in common: forms that are tried, acts that are done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from raceme.access.http import Request, address_of, go_to
from raceme.foundation.errors import REFUSALS, Refused, show_refusal
from raceme.strategy import rules
from raceme.strategy.models import Strategy
from raceme.vocabulary.units import units

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Back:
    """The page above a form, to which one returns."""

    label: str | Promise
    address: str


def back_to(request: Request, label: str | Promise, name: str, **kwargs: object) -> Back:
    """Name the page above a form."""
    return Back(label, address_of(request.actor, name, **kwargs))


def tried(form: forms.BaseForm, act: Callable[[], Row]) -> Row | None:
    """Do what a form asks for, once it is filled in; what is refused is said beside the field."""
    if not form.is_valid():
        return None
    try:
        return act()
    except REFUSALS as refusal:
        show_refusal(form, refusal)
    return None


def form_page(
    request: Request,
    form: forms.BaseForm,
    *,
    title: str,
    back: Back,
    note: str | Promise = "",
    about: models.Model | None = None,
) -> HttpResponse:
    """Show a form under its title; `about` is the row whose history stands below."""
    suggested = [unit.label for unit in units()] if "unit" in form.fields else []
    context = {
        "form": form,
        "title": title,
        "back": back,
        "note": note,
        "about": about,
        "units": suggested,
    }
    status = 422 if form.errors else 200
    return render(request, "strategy/form.html", context, status=status)


def acted(request: Request, act: Callable[[], object], name: str, **where: Any) -> HttpResponse:
    """Do what a button asks for, go to a page, and say there what was refused."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return go_to(request, name, **where)


def may_change(request: Request, strategy: Strategy | None) -> bool:
    """Whether the page shows the buttons: for managers, except at a version that is retired."""
    if strategy is None:
        return rules.may_steer(request.actor)
    return rules.may_steer(request.actor, strategy) and not strategy.is_retired
