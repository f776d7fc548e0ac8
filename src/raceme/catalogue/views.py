"""The pages about services and the library."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.catalogue import queries, rules, verbs, words
from raceme.catalogue.archetypes import archetype_named, archetypes
from raceme.catalogue.forms import (
    AdoptForm,
    LibraryForm,
    SearchForm,
    ServicePage,
    service_page,
)
from raceme.catalogue.models import Service
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.foundation.paging import page_of
from raceme.strategy.queries import objectives_in_force
from raceme.vocabulary.categories import categories, label_of_category
from raceme.vocabulary.topics import label_of_topic, topics

FIGURES = ("person_days", "cost_eur", "income_eur", "reach", "max_editions")


@require_safe
def show_services(request: Request) -> HttpResponse:
    """List the services, searched and sorted, with what they answer and serve."""
    objectives = list(objectives_in_force(request.actor))
    search = SearchForm(request.GET, objectives=objectives)
    search.is_valid()
    everything = queries.services_visible_to(request.actor)
    found = queries.found_among(
        queries.with_links(everything), **search.cleaned_data, by=request.actor
    )
    page = page_of(request, found)
    context = {
        "search": search,
        "page": page,
        "rows": [(one, queries.objectives_served(one, objectives)) for one in page],
        "has_any": everything.exists(),
        "topics": topics(),
        "may_edit": rules.may_edit(request.actor),
    }
    return render(request, "catalogue/list.html", context)


@require_safe
def show_service(request: Request, pk: int) -> HttpResponse:
    """Show everything known about one service, and how it differs from the library's."""
    service = _service(request, pk)
    archetype = archetype_named(service.archetype)
    usual = queries.facts_of(archetype) if archetype else {}
    context = {
        "service": service,
        "served": queries.objectives_served(service, objectives_in_force(request.actor)),
        "archetype": archetype,
        "usual": usual,
        "usual_net_cost_eur": usual["cost_eur"] - usual["income_eur"] if usual else None,
        "is_as_adopted": all(usual[name] == getattr(service, name) for name in FIGURES if usual),
        "answers": queries.answers_compared(service, archetype),
        "may_edit": rules.may_edit(request.actor, service),
    }
    return render(request, "catalogue/detail.html", context)


@require_http_methods(["GET", "POST"])
def create_service(request: Request) -> HttpResponse:
    """Let the team write down a service of its own."""
    require(rules.may_edit, request.actor)
    page = service_page(request.POST or None, None, objectives_in_force(request.actor))
    if page.is_valid():
        try:
            service = verbs.create_service(**page.values(), by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(page.form, refusal)
        else:
            return go_to(request, "catalogue:detail", pk=service.pk)
    return _show_forms(request, page, None)


@require_http_methods(["GET", "POST"])
def describe_service(request: Request, pk: int) -> HttpResponse:
    """Let the team change what is known about a service."""
    service = _service(request, pk)
    require(rules.may_edit, request.actor, service)
    page = service_page(request.POST or None, service, objectives_in_force(request.actor))
    if page.is_valid():
        try:
            verbs.describe_service(service, **page.values(), by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(page.form, refusal)
        else:
            return go_to(request, "catalogue:detail", pk=pk)
    return _show_forms(request, page, service)


@require_POST
def retire_service(request: Request, pk: int) -> HttpResponse:
    """Offer a service no longer."""
    try:
        verbs.retire_service(_service(request, pk), by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "catalogue:detail", pk=pk)


@require_POST
def offer_again(request: Request, pk: int) -> HttpResponse:
    """Take a retired service back into the offer."""
    verbs.offer_again(_service(request, pk), by=request.actor, at=timezone.now())
    return go_to(request, "catalogue:detail", pk=pk)


@require_safe
def show_library(request: Request) -> HttpResponse:
    """Search the library of what cluster organisations offer elsewhere."""
    return _show_library(request, AdoptForm(), request.GET)


@require_safe
def show_archetype(request: Request, archetype: str) -> HttpResponse:
    """Show one kind of service of the library."""
    found = archetype_named(archetype)
    if found is None:
        raise Http404
    entries = queries.library_for(request.actor)
    context = {
        "entry": next(one for one in entries if one.archetype == found),
        "archetype": found,
        "category": label_of_category(found.category),
        "format": words.FORMATS[found.format],
        "level": words.LEVELS[found.level],
        "funding": [words.FUNDING[one] for one in found.funding],
        "targets": [words.TARGETS[one] for one in found.targets],
        "net_cost_eur": found.cost_eur - found.income_eur,
        "answers": [(code, label_of_topic(code), much) for code, much in found.answers.items()],
        "may_edit": rules.may_edit(request.actor),
    }
    return render(request, "catalogue/archetype.html", context)


@require_POST
def adopt_archetypes(request: Request) -> HttpResponse:
    """Make services of our own from the ticked ones of the library."""
    require(rules.may_edit, request.actor)
    form = AdoptForm(request.POST)
    if not form.is_valid():
        return _show_library(request, form, {})
    try:
        adopted = verbs.adopt_archetypes(form.chosen(), by=request.actor, at=timezone.now())
    except REFUSALS as refusal:
        show_refusal(form, refusal)
        return _show_library(request, form, {})
    said = ngettext(
        "%(number)s service adopted. Its figures are estimates: overwrite them with your own.",
        "%(number)s services adopted. Their figures are estimates: overwrite them with your own.",
        len(adopted),
    )
    messages.success(request, said % {"number": len(adopted)})
    if len(adopted) == 1:
        return go_to(request, "catalogue:detail", pk=adopted[0].pk)
    return go_to(request, "catalogue:list")


def _service(request: Request, pk: int) -> Service:
    visible = queries.with_links(queries.services_visible_to(request.actor))
    return get_object_or_404(visible, pk=pk)


def _show_forms(request: Request, page: ServicePage, service: Service | None) -> HttpResponse:
    context = {
        "form": page.form,
        "answers": page.answers,
        "serves": page.serves,
        "service": service,
        "topics": topics(),
    }
    return render(request, "catalogue/edit.html", context, status=422 if page.form.errors else 200)


def _show_library(
    request: Request, adopting: AdoptForm, looked_for: Mapping[str, str]
) -> HttpResponse:
    search = LibraryForm(looked_for)
    search.is_valid()
    entries = queries.library_for(request.actor, **search.cleaned_data)
    context = {
        "search": search,
        "form": adopting,
        "ticked": adopting["archetypes"].value() or [],
        "entries": [(one, words.FORMATS[one.archetype.format]) for one in entries],
        "categories": categories(),
        "chosen": search.cleaned_data.get("category", ""),
        "size": len(archetypes()),
        "may_edit": rules.may_edit(request.actor),
    }
    status = 422 if adopting.errors else 200
    return render(request, "catalogue/library.html", context, status=status)
