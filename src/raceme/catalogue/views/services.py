"""The pages about services: the list, the board, one service, and what it is."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from raceme.access.http import Request, go_to
from raceme.access.rules import may_see_the_office
from raceme.catalogue import bridge, gates, queries, rules, verbs
from raceme.catalogue.archetypes import archetype_named
from raceme.catalogue.forms.choosing import suggestions
from raceme.catalogue.forms.searches import SearchForm
from raceme.catalogue.forms.services import ArrangeForm, ServicePage, service_page
from raceme.catalogue.models import Service, Stage
from raceme.foundation import exporting
from raceme.foundation.errors import REFUSALS, require, show_refusal
from raceme.foundation.paging import page_of
from raceme.members.queries import members_of, organisations_visible_to
from raceme.strategy.models import Objective
from raceme.strategy.queries import objectives_in_force
from raceme.vocabulary.topics import topics

FIGURES = ("person_days", "cost_eur", "income_eur", "reach", "max_editions")


@require_safe
def show_services(request: Request) -> HttpResponse:
    """List the services, searched and sorted, with what they answer and serve."""
    objectives = list(objectives_in_force(request.actor))
    search = _search(request, objectives)
    page = page_of(request, queries.with_links(_found(request, search)))
    context = {
        "page": page,
        "rows": [(one, queries.objectives_served(one, objectives)) for one in page],
        **_context_of_lists(request, search),
    }
    return render(request, "catalogue/list.html", context)


@require_safe
def show_board(request: Request) -> HttpResponse:
    """Show the services by stage, with what the next gate of each asks for."""
    search = _search(request, list(objectives_in_force(request.actor)))
    services = list(gates.with_evidence(queries.with_stage_since(_found(request, search))))
    known = gates.Circumstances(services, request.actor, timezone.now())
    due = set(
        queries.services_due_for_review(request.actor, known.today).values_list("pk", flat=True)
    )
    cards = [(one, gates.ahead_of(one, known), one.pk in due) for one in services]
    stages = [one for one in Stage if one != Stage.RETIRED or any(_retired(services))]
    context = {
        "columns": [(stage, [one for one in cards if one[0].stage == stage]) for stage in stages],
        "found": len(services),
        **_context_of_lists(request, search),
    }
    return render(request, "catalogue/board.html", context)


@require_safe
def export_services(request: Request, kind: str) -> HttpResponse:
    """Hand out the services that the list shows, all pages of it, as a table."""
    if kind not in exporting.KINDS:
        raise Http404
    objectives = list(objectives_in_force(request.actor))
    found = _found(request, _search(request, objectives))
    found = queries.with_stage_since(queries.with_links(found))
    sheet = queries.services_sheet(found, objectives, request.actor)
    title = _("Services of %(cluster)s") % {"cluster": request.here.name}
    return exporting.download(
        sheet, kind, file_name="services", title=title, made_on=timezone.localdate()
    )


@require_safe
def show_service(request: Request, pk: int) -> HttpResponse:
    """Show everything known about one service, what its next gate asks for, and the library's."""
    service = get_object_or_404(gates.with_evidence(_visible(request)), pk=pk)
    known = gates.Circumstances([service], request.actor, timezone.now())
    archetype = archetype_named(service.archetype)
    usual = queries.facts_of(archetype) if archetype else {}
    costing = bridge.figures_from(service, known.house_rate)
    following = service.stands_at.following
    context = {
        **context_of(request, service, "overview"),
        "served": queries.objectives_served(service, known.objectives),
        "ahead": [
            gates.shown(one, request.here.currency)
            for one in (gates.gates_to(service, following, known) if following else ())
        ],
        "archetype": archetype,
        "usual": usual,
        "usual_net_cost_eur": usual["cost_eur"] - usual["income_eur"] if usual else None,
        "is_as_adopted": all(usual[name] == getattr(service, name) for name in FIGURES if usual),
        "differences": queries.differences_from_library(service),
        "answers": queries.answers_compared(service, archetype),
        "differs_from_costing": bridge.differing(service, costing),
    }
    return render(request, "catalogue/detail.html", context)


@require_safe
def show_needs_behind(request: Request, pk: int) -> HttpResponse:
    """List the needs of members that ask for what a service answers, one need a row."""
    service = service_at(request, pk)
    asked = queries.asked_for(request.actor, [service])[service.pk]
    page = page_of(request, queries.needs_behind(request.actor, service))
    context = {**context_of(request, service, "gates"), "page": page, "asked": asked}
    return render(request, "catalogue/needs.html", context)


@require_http_methods(["GET", "POST"])
def create_service(request: Request) -> HttpResponse:
    """Let the team write down a service of its own."""
    require(rules.may_edit, request.actor)
    page = _page(request, None)
    if page.is_valid():
        try:
            service = verbs.create_service(**page.values(), by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            page.refuse(refusal)
        else:
            return go_to(request, "catalogue:detail", pk=service.pk)
    return _show_forms(request, page, None)


@require_http_methods(["GET", "POST"])
def describe_service(request: Request, pk: int) -> HttpResponse:
    """Let the team change what is known about a service."""
    service = service_at(request, pk)
    require(rules.may_edit, request.actor, service)
    page = _page(request, service)
    if page.is_valid():
        try:
            verbs.describe_service(service, **page.values(), by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            page.refuse(refusal)
        else:
            return go_to(request, "catalogue:detail", pk=pk)
    return _show_forms(request, page, service)


@require_http_methods(["GET", "POST"])
def arrange_service(request: Request, pk: int) -> HttpResponse:
    """Let the team say who answers for a service, when it is offered and at what price."""
    service = service_at(request, pk)
    require(rules.may_edit, request.actor, service)
    seats = queries.seats_of_team(request.actor)
    form = ArrangeForm(request.POST or None, instance=service, seats=seats)
    if form.is_valid():
        try:
            verbs.arrange_service(service, **form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "catalogue:detail", pk=pk)
    context = {"form": form, "service": service}
    return render(request, "catalogue/arrange.html", context, status=422 if form.errors else 200)


def service_at(request: Request, pk: int) -> Service:
    """Give the service that a page is about; not there for those of another cluster."""
    return get_object_or_404(queries.with_links(_visible(request)), pk=pk)


def context_of(request: Request, service: Service, tab: str) -> dict[str, object]:
    """Give what every page about one service shows."""
    return {
        "service": service,
        "tab": tab,
        "may_edit": rules.may_edit(request.actor, service),
        "may_see_owner": may_see_the_office(request.actor),
    }


def _visible(request: Request) -> QuerySet[Service]:
    return queries.services_visible_to(request.actor).select_related("terms", "cluster")


def _search(request: Request, objectives: list[Objective]) -> SearchForm:
    seats = queries.seats_of_team(request.actor)
    search = SearchForm(request.GET, objectives=objectives, seats=seats)
    search.is_valid()
    return search


def _found(request: Request, search: SearchForm) -> QuerySet[Service]:
    wanted = dict(search.cleaned_data)
    is_due = wanted.pop("review_due", False)
    return queries.found_among(
        queries.services_visible_to(request.actor),
        **wanted,
        review_due_on=timezone.localdate() if is_due else None,
        by=request.actor,
    )


def _context_of_lists(request: Request, search: SearchForm) -> dict[str, object]:
    return {
        "search": search,
        "has_any": queries.services_visible_to(request.actor).exists(),
        "topics": topics(),
        "may_edit": rules.may_edit(request.actor),
        "may_see_owner": may_see_the_office(request.actor),
        "query": request.GET.urlencode(),
    }


def _retired(services: Iterable[Service]) -> Iterable[bool]:
    return (one.stage == Stage.RETIRED for one in services)


def _page(request: Request, service: Service | None) -> ServicePage:
    return service_page(
        request.POST or None,
        service,
        objectives_in_force(request.actor),
        organisations_visible_to(request.actor),
    )


def _show_forms(request: Request, page: ServicePage, service: Service | None) -> HttpResponse:
    context = {
        "page": page,
        "form": page.form,
        "service": service,
        "topics": topics(),
        "organisations": suggestions(members_of(request.actor)),
    }
    return render(request, "catalogue/edit.html", context, status=422 if page.form.errors else 200)
