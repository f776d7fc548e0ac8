"""The pages of saved searches for the office."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from raceme.access.actor import Actor
from raceme.access.http import Request, done, go_to, saved
from raceme.collaboration import rules
from raceme.collaboration.forms.saved import SaveSearchForm
from raceme.collaboration.models import SavedSearch
from raceme.collaboration.queries.saved import saved_searches_visible_to
from raceme.collaboration.verbs import saved as verbs
from raceme.foundation.errors import require

Act = Callable[[SavedSearch, Actor, datetime], object]
ACTS: Mapping[str, Act] = {
    "end": lambda one, by, at: verbs.end_search(one, by=by, at=at),
    "resume": lambda one, by, at: verbs.resume_search(one, by=by, at=at),
}


@require_http_methods(["GET", "POST"])
def show_saved_searches(request: Request) -> HttpResponse:
    """Show what one is told of by mail, and what members are; save one more."""
    actor = request.actor
    require(rules.may_see_brokerage, actor)
    form = SaveSearchForm(request.POST or None)
    by, at = actor, timezone.now()
    if saved(form, lambda: verbs.save_search(**form.cleaned_data, by=by, at=at)):
        said = _("Saved. What fits from now on is told to you by mail.")
        return go_to(request, "collaboration:saved_searches", said=said)
    rows = saved_searches_visible_to(actor)
    context = {
        "form": form,
        "rows": [(one, rules.may_end_search(actor, one)) for one in rows],
        "may_see": True,
        "tab": "saved",
    }
    status = 422 if form.errors else 200
    return render(request, "collaboration/saved.html", context, status=status)


@require_POST
def act_on_saved_search(request: Request, pk: int, act: str) -> HttpResponse:
    """End a saved search, or go on with it."""
    require(rules.may_see_brokerage, request.actor)
    search = get_object_or_404(saved_searches_visible_to(request.actor), pk=pk)
    if act not in ACTS:
        raise Http404
    by, at = request.actor, timezone.now()
    return done(request, lambda: ACTS[act](search, by, at), "collaboration:saved_searches")
