"""The page of technologies and fields of application."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raceme.access.http import Request
from raceme.collaboration import rules
from raceme.collaboration.queries.technologies import Heat, TechnologyMatrix, technology_matrix
from raceme.foundation.errors import require
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style

SHADES = 4  # of the colour of hot cells


@require_safe
def show_technologies(request: Request) -> HttpResponse:
    """Show what members can do beside what other sectors ask for."""
    require(rules.may_see_brokerage, request.actor)
    matrix = technology_matrix(request.actor, on=timezone.localdate())
    rows = [
        (one, [(spot, _shade(spot.value, matrix.hottest)) for spot in one.spots])
        for one in matrix.asked_for
    ]
    context = {
        "matrix": matrix,
        "rows": rows,
        "may_see": True,
        "may_broker": rules.may_broker(request.actor),
        "tab": "technologies",
    }
    return render(request, "collaboration/technologies.html", context)


@require_safe
def download_technologies(request: Request, kind: str) -> HttpResponse:
    """Hand out the matrix, a row for each technology in each field, with ids."""
    require(rules.may_see_brokerage, request.actor)
    if kind not in KINDS:
        raise Http404
    today = timezone.localdate()
    sheet = _sheet(technology_matrix(request.actor, on=today))
    title = _("Technologies and fields of application")
    return download(sheet, kind, file_name="technologies", title=title, made_on=today)


def _shade(value: float, most: float) -> int:
    """From 1, pale, to SHADES; 0 where nothing is hot."""
    return 0 if not value else max(1, round(SHADES * value / most))


def _sheet(matrix: TechnologyMatrix) -> Sheet:
    words = {
        Heat.HOT: _("hot cell"),
        Heat.INSIDE: _("within the sector"),
        Heat.WHITE: _("white spot"),
    }
    headings = (
        Heading(_("technology")),
        Heading(_("field of application")),
        Heading(_("state")),
        Heading(_("requests"), Style.WHOLE),
        Heading(_("demand times strength"), Style.DECIMAL),
        Heading(_("ids of requests")),
        Heading(_("ids of members of other sectors")),
        Heading(_("ids of members of this sector")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one.term,
            field.label,
            words[spot.heat],
            len(spot.requests),
            spot.value,
            ", ".join(str(request.pk) for request in spot.requests),
            ", ".join(helper.code for helper in spot.helpers),
            ", ".join(other.code for other in spot.inside),
        )
        for one in matrix.asked_for
        for field, spot in zip(matrix.fields, one.spots, strict=True)
        if spot.heat != Heat.NOTHING
    ]
    return Sheet(_("Technologies"), headings, rows)
