"""The pages about organisations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.foundation.paging import page_of
from raceme.members import queries, rules, verbs
from raceme.members.forms import LeavingForm, OrganisationForm, SearchForm


@require_safe
def show_members(request: Request) -> HttpResponse:
    """List the organisations, searched and sorted."""
    search = SearchForm(request.GET)
    search.is_valid()
    everybody = queries.organisations_visible_to(request.actor)
    found = queries.found_among(everybody, **search.cleaned_data)
    context = {
        "search": search,
        "page": page_of(request, found),
        "has_any": everybody.exists(),
        "may_edit": rules.may_edit(request.actor),
    }
    return render(request, "members/list.html", context)


@require_safe
def show_organisation(request: Request, pk: int) -> HttpResponse:
    """Show everything known about one organisation."""
    organisation = get_object_or_404(queries.organisations_visible_to(request.actor), pk=pk)
    context = {
        "organisation": organisation,
        "may_edit": rules.may_edit(request.actor, organisation),
    }
    return render(request, "members/detail.html", context)


@require_http_methods(["GET", "POST"])
def enter_organisation(request: Request) -> HttpResponse:
    """Let the team enter a new organisation."""
    require(rules.may_edit, request.actor)
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        try:
            organisation = verbs.enter_organisation(
                **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "members:detail", pk=organisation.pk)
    context = {"form": form}
    return render(request, "members/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def describe_organisation(request: Request, pk: int) -> HttpResponse:
    """Let the team change what is known about an organisation."""
    organisation = get_object_or_404(queries.organisations_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, organisation)
    form = OrganisationForm(request.POST or None, instance=organisation)
    if form.is_valid():
        try:
            verbs.describe_organisation(
                organisation, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "members:detail", pk=pk)
    context = {"form": form, "organisation": organisation}
    return render(request, "members/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def record_leaving(request: Request, pk: int) -> HttpResponse:
    """Let the team write down that an organisation has left."""
    organisation = get_object_or_404(queries.organisations_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, organisation)
    form = LeavingForm(request.POST or None, initial={"left_on": timezone.localdate()})
    if form.is_valid():
        try:
            verbs.record_leaving(
                organisation, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "members:detail", pk=pk)
    context = {"form": form, "organisation": organisation}
    return render(request, "members/leaving.html", context, status=422 if form.errors else 200)


@require_POST
def readmit_organisation(request: Request, pk: int) -> HttpResponse:
    """Take back that an organisation has left."""
    organisation = get_object_or_404(queries.organisations_visible_to(request.actor), pk=pk)
    try:
        verbs.readmit_organisation(organisation, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "members:detail", pk=pk)
