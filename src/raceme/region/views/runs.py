"""The pages on which a dataset is measured, and all its regions are compared."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from raceme.access.http import Request, go_to
from raceme.foundation.errors import REFUSALS, require, show_refusal
from raceme.foundation.paging import page_of
from raceme.region import queries, rules, verbs
from raceme.region.bridge.comparison import comparison_of
from raceme.region.bridge.figures import file_of
from raceme.region.bridge.versions import coded_in
from raceme.region.forms import MappingForm, PlaceForm
from raceme.region.models import MappingRun


@require_http_methods(["GET", "POST"])
def map_dataset(request: Request, pk: int) -> HttpResponse:
    """Let the team have a dataset measured."""
    dataset = get_object_or_404(queries.datasets_visible_to(request.actor), pk=pk)
    require(rules.may_map, request.actor, dataset)
    if not dataset.is_read:
        return go_to(request, "region:columns", said="", pk=pk)
    form = MappingForm(request.POST or None, dataset=dataset, actor=request.actor)
    if form.is_valid():
        try:
            run = verbs.map_dataset(
                dataset, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "region:run", said="", pk=run.pk)
    context = {"dataset": dataset, "form": form}
    return render(request, "region/map.html", context, status=422 if form.errors else 200)


@require_safe
def show_run(request: Request, pk: int) -> HttpResponse:
    """Show how far a mapping is, and all its regions side by side."""
    run = _run(request, pk)
    if request.htmx and not run.is_under_way:
        return HttpResponseClientRefresh()
    form = PlaceForm(request.GET or None, run=run)
    is_asked_well = not form.is_bound or form.is_valid()
    boundaries = queries.boundaries_for(request.actor, run)
    shown = comparison_of(run, form.asked, boundaries) if run.is_done and is_asked_well else None
    context = {
        "run": run,
        "form": form,
        "is_cut_off": run.is_cut_off(timezone.now()),
        "shown": shown,
        "page": page_of(request, shown.rows) if shown else None,
        "shown_query": f"{request.GET.urlencode()}&in={get_language() or 'en'}",
        "own": queries.own_regions(request.actor, run.counts.get("regions", [])),
        "may_map": rules.may_map(request.actor, run),
        "coded": coded_in(run),
    }
    return render(request, "region/run.html", context, status=200 if is_asked_well else 422)


@require_safe
def download_regions(request: Request, pk: int, what: str, kind: str) -> HttpResponse:
    """Hand out the regions side by side, as a list or as a picture."""
    run = _run(request, pk)
    if not run.is_done:
        raise Http404
    asked = PlaceForm(request.GET or None, run=run).asked
    compared = comparison_of(run, asked, queries.boundaries_for(request.actor, run))
    figure = compared.map if what == "map" else compared.figure
    if figure is None:
        raise Http404
    return file_of(figure, kind, stem=f"{what}-{run.pk}", request=request)


def _run(request: Request, pk: int) -> MappingRun:
    return get_object_or_404(queries.runs_visible_to(request.actor), pk=pk)
