"""The page that lays scenarios side by side, and its file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from raceme.access.http import Request
from raceme.foundation.exporting import download
from raceme.portfolio import rules
from raceme.portfolio.bridge.comparison import comparison_of
from raceme.portfolio.bridge.papers import comparison_sheet
from raceme.portfolio.forms import CompareForm
from raceme.portfolio.views.finding import with_answers


@require_safe
def compare_scenarios(request: Request) -> HttpResponse:
    """Lay the plans of two scenarios or more side by side."""
    form = CompareForm(request.GET or None, scenarios=with_answers(request))
    is_chosen = form.is_valid()
    scenarios = form.cleaned_data["scenario"] if is_chosen else []
    context = {
        "form": form,
        "comparison": comparison_of(scenarios, request.actor) if is_chosen else None,
        "shows_everything": "all" in request.GET,
        "may_plan": rules.may_plan(request.actor),
    }
    status = 422 if form.errors else 200
    return render(request, "portfolio/compare.html", context, status=status)


@require_safe
def download_comparison(request: Request, kind: str) -> HttpResponse:
    """Hand out scenarios side by side as a list, a row for each figure."""
    form = CompareForm(request.GET, scenarios=with_answers(request))
    if not form.is_valid():
        return render(request, "portfolio/compare.html", {"form": form}, status=422)
    comparison = comparison_of(form.cleaned_data["scenario"], request.actor)
    sheet = comparison_sheet(comparison)
    name = f"comparison-{request.here.slug}"
    today = timezone.localdate()
    return download(sheet, kind, file_name=name, title=sheet.name, made_on=today)
