"""The page on which a cluster agrees, and the page of a programme for its officers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raceme.access.actor import Actor
from raceme.access.http import Request, go_to
from raceme.access.models import User
from raceme.foundation.errors import Refused
from raceme.foundation.exporting import download
from raceme.programmes import queries, rules, verbs
from raceme.programmes.documents.comparison import Comparison, comparison_of
from raceme.programmes.documents.sheets import sheet_of, sheet_of_comparison
from raceme.programmes.documents.tables import (
    definition_of,
    landscapes,
    measures_of,
    own_rows,
    shown_tables,
)
from raceme.programmes.forms import CompareForm
from raceme.programmes.models import Edition, Programme
from raceme.programmes.words import MEASURES, OWN


@require_safe
def show_agreements(request: Request) -> HttpResponse:
    """List the programmes that ask for figures of this cluster, and what they would see."""
    context = {
        "agreements": queries.agreements_visible_to(request.actor),
        "may_agree": rules.may_agree(request.actor),
        "measures": MEASURES,
        "own_measures": OWN,
        "own": queries.programmes_of(request.user) if isinstance(request.user, User) else [],
    }
    return render(request, "programmes/list.html", context)


@require_POST
def agree(request: Request, pk: int) -> HttpResponse:
    """Let a manager agree that figures count."""
    return _answer(request, pk, is_yes=True)


@require_POST
def end_agreement(request: Request, pk: int) -> HttpResponse:
    """Let a manager end an agreement."""
    return _answer(request, pk, is_yes=False)


def _answer(request: Request, pk: int, *, is_yes: bool) -> HttpResponse:
    agreement = get_object_or_404(queries.agreements_visible_to(request.actor), pk=pk)
    act = verbs.agree if is_yes else verbs.end_agreement
    try:
        act(agreement, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "programmes:list")


@login_required
@require_safe
def show_programme(request: Request, programme: str) -> HttpResponse:
    """Show an officer what a programme shows: frozen figures, never a member."""
    found = _programme(request, programme)
    editions = list(queries.editions_of(found))
    asked = request.GET.get("year", "")
    edition = next((one for one in editions if str(one.year) == asked), None)
    edition = edition or (editions[0] if editions else None)
    context: dict[str, Any] = {
        "programme": found,
        "clusters": queries.clusters_in(found),
        "to_ask_again": queries.clusters_to_ask_again(found),
        "editions": editions,
        "edition": edition,
        "is_due": not any(one.year == timezone.localdate().year for one in editions),
    }
    if edition:
        context |= _part_of(edition, request.GET.get("show", ""))
    return render(request, "programmes/programme.html", context)


def _part_of(edition: Edition, show: str) -> dict[str, Any]:
    """Give what one of the pages of an edition shows."""
    measures = measures_of(edition)
    if show in measures:
        return {
            "show": show,
            "measures": measures,
            "measure": measures[show],
            "definition": definition_of(edition, show) or measures[show].definition,
            "tables": shown_tables(edition, show),
        }
    if show == "own" and edition.own:
        return {"show": show, "measures": measures, "own": own_rows(edition), "own_heads": OWN}
    return {"show": "", "measures": measures, "landscapes": landscapes(edition)}


@login_required
@require_safe
def compare_editions(request: Request, programme: str) -> HttpResponse:
    """Compare two editions, figure by figure, by the same definitions only."""
    found = _programme(request, programme)
    form, comparison = _comparison(request, found)
    context = {"programme": found, "form": form, "comparison": comparison}
    status = 422 if form is not None and form.errors else 200
    return render(request, "programmes/compare.html", context, status=status)


@login_required
@require_safe
def download_comparison(request: Request, programme: str, kind: str) -> HttpResponse:
    """Hand out two editions compared: exactly what the page shows."""
    found = _programme(request, programme)
    _form, comparison = _comparison(request, found)
    if comparison is None:
        raise Http404
    sheet = sheet_of_comparison(comparison)
    name = f"{found.slug}-{sheet.name}"
    return download(sheet, kind, file_name=name, title=sheet.name, made_on=timezone.localdate())


def _comparison(
    request: Request, programme: Programme
) -> tuple[CompareForm | None, Comparison | None]:
    editions = list(queries.editions_of(programme))
    if len(editions) < 2:
        return None, None
    form = CompareForm(request.GET or None, editions=editions)
    if request.GET and not form.is_valid():
        return form, None
    before, after = form.two_editions()
    chosen = form.chosen()
    return form, comparison_of(before, after, measure=chosen["measure"], who=chosen["who"])


@login_required
@require_POST
def make_edition(request: Request, programme: str) -> HttpResponse:
    """Let an officer freeze the figures of this year."""
    found = _programme(request, programme)
    try:
        verbs.make_edition(found, by=_officer(request), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The figures of this year are frozen."))
    return redirect("programme:show", programme=found.slug)


@login_required
@require_safe
def download_edition(request: Request, programme: str, year: int, kind: str) -> HttpResponse:
    """Hand out an edition as a list: exactly what the page shows."""
    found = _programme(request, programme)
    edition = queries.editions_of(found).filter(year=year).first()
    if edition is None:
        raise Http404
    sheet = sheet_of(edition)
    name = f"{found.slug}-{year}"
    return download(sheet, kind, file_name=name, title=sheet.name, made_on=timezone.localdate())


def _programme(request: Request, slug: str) -> Programme:
    """Find a programme of which the person is an officer; for all others there is none."""
    assert isinstance(request.user, User)
    return get_object_or_404(queries.programmes_of(request.user), slug=slug)


def _officer(request: Request) -> Actor:
    assert isinstance(request.user, User)
    return Actor(label=str(request.user), user=request.user)
