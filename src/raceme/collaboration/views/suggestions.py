"""The pages of suggestions for the office."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.actor import Actor
from raceme.access.http import (
    Request,
    address_of,
    back_to_list,
    done,
    go_to,
    keep_columns,
    saved,
    shown_as,
)
from raceme.collaboration import rules
from raceme.collaboration.bridge.finding import stated_weights
from raceme.collaboration.columns import SUGGESTIONS
from raceme.collaboration.documents.letters import consent_as_read
from raceme.collaboration.forms.suggestions import (
    BecauseForm,
    ReleaseForm,
    StepForm,
    SuggestionsSearch,
)
from raceme.collaboration.models import Side, Step, Suggestion
from raceme.collaboration.queries.pages import letters_visible_to
from raceme.collaboration.queries.reasons import attributes_for_office
from raceme.collaboration.queries.suggestions import (
    consents_of,
    contact_for,
    suggestions_found,
    suggestions_visible_to,
)
from raceme.collaboration.verbs import consents, reminding, steps
from raceme.collaboration.verbs import suggestions as verbs
from raceme.collaboration.views.frame import form_page
from raceme.foundation.errors import require
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.filters import chips_of
from raceme.foundation.listing import ShownList
from raceme.foundation.paging import InOrder, page_of


@require_safe
def show_suggestions(request: Request) -> HttpResponse:
    """Show who could work with whom, and how far it is, in columns and order of one's choice."""
    actor = request.actor
    require(rules.may_see_brokerage, actor)
    search, shown, found = _found(request)
    rows = page_of(request, found)
    context = {
        "search": search,
        "shown": shown,
        "page": rows,
        "rows": shown.rows(rows),
        "chips": [] if search.errors else chips_of(search, request.GET),
        "has_any": suggestions_visible_to(actor).exists(),
        "may_broker": rules.may_broker(actor),
        "tab": "suggestions",
    }
    status = 422 if search.errors else 200
    return render(request, "collaboration/suggestions.html", context, status=status)


@require_safe
def download_suggestions(request: Request, kind: str) -> HttpResponse:
    """Hand out the suggestions as they are shown, with the id of every row."""
    require(rules.may_see_brokerage, request.actor)
    if kind not in KINDS:
        raise Http404
    search, shown, found = _found(request)
    if search.errors:
        return redirect(address_of(request.actor, "collaboration:suggestions"))
    title = _("Suggestions")
    sheet = shown.with_first("id").sheet(title, found)
    return download(sheet, kind, file_name="suggestions", title=title, made_on=timezone.localdate())


@require_POST
def choose_suggestion_columns(request: Request) -> HttpResponse:
    """Remember which columns a person wants to see."""
    require(rules.may_see_brokerage, request.actor)
    keep_columns(request, SUGGESTIONS)
    return back_to_list(request, "collaboration:suggestions")


@require_safe
def show_suggestion(request: Request, pk: int) -> HttpResponse:
    """Show why these two, attribute by attribute, what both have said, and what came of it."""
    suggestion = _one(request, pk)
    said = consents_of(suggestion)
    letters = letters_visible_to(request.actor).filter(suggestion=suggestion)
    context = {
        "suggestion": suggestion,
        "attributes": attributes_for_office(suggestion, stated_weights()),
        "sides": [
            {
                "side": side,
                "organisation": suggestion.organisation_on(side),
                "consent": said.get(side),
                "contact": contact_for(suggestion, side.opposite),
            }
            for side in Side
        ],
        "letters": letters,
        "has_open_reminder": any(one.is_open and not one.reminded_at for one in said.values()),
        "has_answer": any(not one.is_open for one in said.values()),
        "may_broker": rules.may_broker(request.actor, suggestion),
    }
    return render(request, "collaboration/suggestion.html", context)


@require_http_methods(["GET", "POST"])
def release_suggestion(request: Request, pk: int) -> HttpResponse:
    """Let the broker read what both would read, add a word, and ask them."""
    suggestion = _one(request, pk)
    require(rules.may_broker, request.actor, suggestion)
    initial = {"word": suggestion.word}
    form = ReleaseForm(request.POST or None, initial=initial)
    by, at = request.actor, timezone.now()
    is_asked = request.method == "POST" and "preview" not in request.POST
    if is_asked and saved(
        form, lambda: verbs.release_suggestion(suggestion, **form.cleaned_data, by=by, at=at)
    ):
        said = _("Both have been asked.")
        return go_to(request, "collaboration:suggestion", pk=pk, said=said)
    suggestion.word = form.data.get("word", suggestion.word)
    reply_to = request.actor.user.email if request.actor.user else ""
    context = {
        "suggestion": suggestion,
        "form": form,
        "previews": [
            (suggestion.organisation_on(side), consent_as_read(suggestion, side, reply_to))
            for side in Side
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "collaboration/release.html", context, status=status)


@require_http_methods(["GET", "POST"])
def drop_suggestion(request: Request, pk: int) -> HttpResponse:
    """Let the broker say why these two are not asked."""
    suggestion = _one(request, pk)
    require(rules.may_broker, request.actor, suggestion)
    form = BecauseForm(request.POST or None)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.drop_suggestion(suggestion, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "collaboration:suggestion", pk=pk)
    note = _("The reason teaches the next search. Neither of the two learns of it.")
    return _form(request, form, _("Do not release: %(what)s"), suggestion, note)


@require_http_methods(["GET", "POST"])
def note_step(request: Request, pk: int) -> HttpResponse:
    """Let the team write down what two members have come to."""
    suggestion = _one(request, pk)
    require(rules.may_broker, request.actor, suggestion)
    by, at = request.actor, timezone.now()
    form = StepForm(request.POST or None, initial={"happened_on": timezone.localdate(at)})
    if saved(form, lambda: steps.note_step(suggestion, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "collaboration:suggestion", pk=pk)
    return _form(request, form, _("What has come of it: %(what)s"), suggestion)


@require_POST
def undo_step(request: Request, pk: int) -> HttpResponse:
    """Take back what was written down by mistake."""
    rows = Step.objects.filter(suggestion__in=suggestions_visible_to(request.actor))
    step = get_object_or_404(rows, pk=pk)
    by, at = request.actor, timezone.now()
    where = {"pk": step.suggestion_id}
    return done(
        request, lambda: steps.undo_step(step, by=by, at=at), "collaboration:suggestion", **where
    )


Act = Callable[[Suggestion, Actor, datetime], object]
ACTS: Mapping[str, Act] = {
    "recall": lambda one, by, at: verbs.recall_suggestion(one, by=by, at=at),
    "restore": lambda one, by, at: verbs.restore_suggestion(one, by=by, at=at),
    "remind": lambda one, by, at: reminding.remind_of_suggestion(one, by=by, at=at),
    "ask": lambda one, by, at: reminding.ask_what_came_of_it(one, by=by, at=at),
    "ask-again": lambda one, by, at: consents.ask_again(one, by=by, at=at),
    "agree-one": lambda one, by, at: consents.agree(one, Side.ONE, by=by, at=at),
    "agree-other": lambda one, by, at: consents.agree(one, Side.OTHER, by=by, at=at),
    "withdraw-one": lambda one, by, at: consents.withdraw_consent(one, Side.ONE, by=by, at=at),
    "withdraw-other": lambda one, by, at: consents.withdraw_consent(one, Side.OTHER, by=by, at=at),
}


@require_POST
def act_on_suggestion(request: Request, pk: int, act: str) -> HttpResponse:
    """Recall, restore, remind, ask again; write down a consent given by telephone."""
    suggestion = _one(request, pk)
    if act not in ACTS:
        raise Http404
    by, at = request.actor, timezone.now()
    return done(request, lambda: ACTS[act](suggestion, by, at), "collaboration:suggestion", pk=pk)


@require_http_methods(["GET", "POST"])
def decline_suggestion(request: Request, pk: int, side: str) -> HttpResponse:
    """Let the team write down the no of one of the two, given by telephone."""
    suggestion = _one(request, pk)
    require(rules.may_broker, request.actor, suggestion)
    if side not in Side.values:
        raise Http404
    form = BecauseForm(request.POST or None)
    by, at = request.actor, timezone.now()

    def act() -> None:
        consents.decline_suggestion(suggestion, side, **form.cleaned_data, by=by, at=at)

    if saved(form, act):
        return go_to(request, "collaboration:suggestion", pk=pk)
    who = suggestion.organisation_on(side)
    return _form(request, form, _("%(what)s: no"), who, back_to=suggestion)


def _form(
    request: Request,
    form: Any,
    title: str,
    what: object,
    note: str = "",
    *,
    back_to: Suggestion | None = None,
) -> HttpResponse:
    suggestion = what if isinstance(what, Suggestion) else back_to
    assert suggestion is not None
    back = address_of(request.actor, "collaboration:suggestion", pk=suggestion.pk)
    return form_page(request, form, title % {"what": what}, back=back, note=note)


def _one(request: Request, pk: int) -> Suggestion:
    require(rules.may_see_brokerage, request.actor)
    return get_object_or_404(suggestions_visible_to(request.actor), pk=pk)


def _found(
    request: Request,
) -> tuple[SuggestionsSearch, ShownList[Suggestion], InOrder[Suggestion]]:
    actor = request.actor
    search, shown = SuggestionsSearch(request.GET, actor=actor), shown_as(request, SUGGESTIONS)
    rows = suggestions_visible_to(actor)
    rows = suggestions_found(rows, search.wanted()) if search.is_valid() else rows.none()
    return search, shown, InOrder(rows, shown.listing.order_by(shown.sorting), shown.read)
