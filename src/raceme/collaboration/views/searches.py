"""The pages on which partners are looked for."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from raceme.access.http import Request, address_of, go_to, saved
from raceme.collaboration import rules
from raceme.collaboration.bridge.finding import lessons_of, stated_weights
from raceme.collaboration.forms.suggestions import FindForm
from raceme.collaboration.models import Notice, PartnerSearch
from raceme.collaboration.queries.notices import notices_visible_to
from raceme.collaboration.queries.suggestions import searches_visible_to, suggestions_visible_to
from raceme.collaboration.verbs import searching
from raceme.collaboration.views.frame import form_page
from raceme.collaboration.words import PARTS
from raceme.foundation.errors import require
from raceme.foundation.paging import page_of


@require_safe
def show_searches(request: Request) -> HttpResponse:
    """Show what was computed for whom, and what answers have taught the weights."""
    actor = request.actor
    require(rules.may_see_brokerage, actor)
    stated = stated_weights()
    context = {
        "page": page_of(request, searches_visible_to(actor)),
        "lessons": [
            (PARTS[one.part], stated[one.part], stated[one.part] * one.factor, one)
            for one in lessons_of(actor)
        ],
        "may_broker": rules.may_broker(actor),
        "tab": "searches",
    }
    return render(request, "collaboration/searches.html", context)


@require_safe
def show_search(request: Request, pk: int) -> HttpResponse:
    """Show how far a search is, and whom it has found."""
    require(rules.may_see_brokerage, request.actor)
    search = get_object_or_404(searches_visible_to(request.actor), pk=pk)
    found = suggestions_visible_to(request.actor).filter(search=search).order_by("-score", "pk")
    context = {
        "search": search,
        "is_cut_off": search.is_silent(timezone.now()),
        "page": page_of(request, found),
        "may_broker": rules.may_broker(request.actor, search),
    }
    return render(request, "collaboration/search.html", context)


@require_http_methods(["GET", "POST"])
def find_partners(request: Request) -> HttpResponse:
    """Let the team look for partners of one member, or of all."""
    require(rules.may_broker, request.actor)
    initial = {"organisation": request.GET.get("organisation", "")}
    form = FindForm(request.POST or None, actor=request.actor, initial=initial)
    back = address_of(request.actor, "collaboration:suggestions")
    return _find(request, form, _("Look for partners"), back, None)


@require_http_methods(["GET", "POST"])
def find_answers(request: Request, pk: int) -> HttpResponse:
    """Let the team look for who fits an offer or a request."""
    notice = get_object_or_404(notices_visible_to(request.actor), pk=pk)
    require(rules.may_broker, request.actor, notice)
    form = FindForm(request.POST or None, actor=request.actor, notice=notice)
    back = address_of(request.actor, "collaboration:notice", pk=pk)
    return _find(request, form, _("Who fits: %(what)s") % {"what": notice}, back, notice)


def _find(
    request: Request, form: FindForm, title: str, back: str, notice: Notice | None
) -> HttpResponse:
    made: list[PartnerSearch] = []

    def act() -> None:
        said: dict[str, Any] = dict(form.cleaned_data)
        made.append(
            searching.find_partners(notice=notice, **said, by=request.actor, at=timezone.now())
        )

    if saved(form, act):
        return go_to(request, "collaboration:search", pk=made[0].pk, said="")
    note = _(
        "Raceme compares what members look for and offer, what they do, whom they know, where they"
        " are and how large they are. Nobody is written to before you release a suggestion."
    )
    return form_page(request, form, title, back=back, note=note, button=_("Look for partners"))
