"""The page of a region, its pictures and tables, and its brief."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from raceme.access.http import Request
from raceme.region import queries
from raceme.region.bridge.brief import brief_of
from raceme.region.bridge.figures import file_of
from raceme.region.bridge.page import figure_named, region_page
from raceme.region.bridge.versions import coded_in
from raceme.region.models import MappingRun


@require_safe
def show_region(request: Request, pk: int, place: str) -> HttpResponse:
    """Show what a region is strong in, how that changes, and what it could grow into."""
    run = _run_with(request, pk, place)
    shown = region_page(run, place, request.actor, year=_year(request, run))
    return render(
        request, "region/region.html", {"run": run, "shown": shown, "coded": coded_in(run)}
    )


@require_safe
def download_figure(request: Request, pk: int, place: str, figure: str, kind: str) -> HttpResponse:
    """Hand out a picture of a region, or the figures it was made of."""
    run = _run_with(request, pk, place)
    found = figure_named(run, place, request.actor, figure, year=_year(request, run))
    if found is None:
        raise Http404
    stem = f"{figure}-{place}-{run.pk}".replace("_", "-")
    return file_of(found, kind, stem=stem, request=request)


@require_safe
def download_brief(request: Request, pk: int, place: str, language: str) -> HttpResponse:
    """Hand out the brief on structural change, two pages, in one of our languages."""
    run = _run_with(request, pk, place)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        content = brief_of(run, place, request.actor, on=timezone.localdate())
    answer = HttpResponse(content, content_type="application/pdf")
    name = f"region-{place}-{run.pk}-{language}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _run_with(request: Request, pk: int, place: str) -> MappingRun:
    """Find a computed mapping that has this region."""
    runs = queries.runs_visible_to(request.actor).filter(state=MappingRun.State.DONE)
    run = get_object_or_404(runs, pk=pk)
    if place not in run.counts["regions"]:
        raise Http404
    return run


def _year(request: Request, run: MappingRun) -> int:
    """The year somebody asks for; the latest where it is none of the mapping."""
    asked = request.GET.get("year", "")
    years = {str(one): one for one in run.years}
    return years.get(asked, run.years[-1])
