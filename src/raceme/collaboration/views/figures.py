"""The page of what comes of suggestions."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from raceme.access.http import Request
from raceme.collaboration import rules
from raceme.collaboration.forms.suggestions import YearForm
from raceme.collaboration.queries.figures import funnels, reasons_counted, years_of_suggestions
from raceme.foundation.errors import require


@require_safe
def show_figures(request: Request) -> HttpResponse:
    """Show how many suggestions get how far, why some do not, and which service brought them."""
    actor = request.actor
    require(rules.may_see_brokerage, actor)
    form = YearForm(request.GET, years=years_of_suggestions(actor))
    year = form.cleaned_data["year"] if form.is_valid() else None
    whole, by_service = funnels(actor, year=year)
    context = {
        "form": form,
        "year": year,
        "whole": whole,
        "by_service": by_service,
        "because": reasons_counted(actor, year=year),
        "may_broker": rules.may_broker(actor),
        "tab": "figures",
    }
    status = 422 if form.errors else 200
    return render(request, "collaboration/figures.html", context, status=status)
