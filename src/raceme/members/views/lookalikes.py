"""The pages about organisations that may be one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import require
from raceme.members import queries, rules, verbs
from raceme.members.bridge import (
    Candidate,
    LikelyPair,
    Reason,
    facts_from_json,
    likelihood_in_words,
    likely_duplicates_of,
    likely_pairs,
    likely_pairs_with,
    reasons_in_words,
)
from raceme.members.models import Organisation
from raceme.members.views.answering import attempt
from raceme.members.views.merging import ORGANISATIONS, PEOPLE

PAIRS_AT_ONCE = 10
OTHERS_AT_ONCE = 20
ASKED_OF = ("name", "vat", "website", "country", "city", "postcode")


@dataclass(frozen=True)
class ShownPair:
    """Two organisations side by side, how likely they are one, and why."""

    one: Organisation
    other: Organisation
    likelihood: str
    reasons: list[Reason]


@dataclass(frozen=True)
class ShownAlike:
    """An organisation of the books that somebody may be about to enter a second time."""

    organisation: Organisation
    likelihood: str
    reasons: list[Reason]


@require_safe
def show_lookalikes(request: Request) -> HttpResponse:
    """Show which organisations are likely one, or which were told apart."""
    found = likely_pairs(request.actor)
    apart = queries.pairs_told_apart(request.actor)
    shows_apart = request.GET.get("show") == "apart"
    kept = [
        LikelyPair(one.one_id, one.other_id, one.score, facts_from_json(one.facts))
        for one in (apart if shows_apart else ())
    ]
    page = Paginator(kept if shows_apart else found.pairs, PAIRS_AT_ONCE).get_page(
        request.GET.get("page")
    )
    look = queries.last_look_of(request.actor)
    context = {
        "page": page,
        "pairs": _shown(request, page),
        "to_decide": len(found.pairs),
        "apart": len(apart),
        "shows_apart": shows_apart,
        "unseen": found.unseen,
        "look": look,
        "is_under_way": look is not None and look.is_under_way(timezone.now()),
        "has_any": queries.organisations_visible_to(request.actor).exists(),
        "may_edit": rules.may_edit(request.actor),
    }
    return render(request, "members/lookalikes.html", context)


@require_safe
def show_same(request: Request, pk: int) -> HttpResponse:
    """Let the team say which other record means the same organisation."""
    organisation = get_object_or_404(queries.organisations_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, organisation)
    text = request.GET.get("text", "").strip()
    others = queries.organisations_visible_to(request.actor).exclude(pk=pk)
    found = queries.found_by_words(others, text, actor=request.actor) if text else others.none()
    context = {
        "kind": ORGANISATIONS,
        "record": organisation,
        "pairs": _shown(request, likely_pairs_with(request.actor, organisation), first=pk),
        "text": text,
        "search_label": _("Name, id or town"),
        "found": [(one, queries.note_of(one)) for one in found[:OTHERS_AT_ONCE]],
    }
    return render(request, "members/same.html", context)


@require_safe
def show_same_person(request: Request, pk: int) -> HttpResponse:
    """Let the team say which other record means the same person; namesakes stand there already."""
    require(rules.may_edit, request.actor)
    person = get_object_or_404(queries.people_visible_to(request.actor), pk=pk)
    text = request.GET.get("text", "").strip()
    others = queries.people_found(request.actor, text=text).exclude(pk=pk)
    found = others if text else queries.namesakes_of(request.actor, person)
    context = {
        "kind": PEOPLE,
        "record": person,
        "text": text,
        "search_label": _("Name, e-mail address or organisation"),
        "found": [(one, one.email) for one in found[:OTHERS_AT_ONCE]],
    }
    return render(request, "members/same.html", context)


@require_POST
def look_for_lookalikes(request: Request) -> HttpResponse:
    """Have the books looked through."""
    attempt(request, lambda: verbs.look_for_lookalikes(by=request.actor, at=timezone.now()))
    return go_to(request, "members:lookalikes", said="")


@require_POST
def tell_apart(request: Request, pk: int, other: int) -> HttpResponse:
    """Let the team say that two organisations are not the same."""
    everybody = queries.organisations_visible_to(request.actor)
    two = (get_object_or_404(everybody, pk=pk), get_object_or_404(everybody, pk=other))
    attempt(request, lambda: verbs.tell_apart(*two, by=request.actor, at=timezone.now()))
    said = _("Noted: these two are not the same. They are proposed no more.")
    return go_to(request, "members:lookalikes", said=said)


@require_POST
def think_again(request: Request, pk: int, other: int) -> HttpResponse:
    """Take back that two organisations are not the same."""
    everybody = queries.organisations_visible_to(request.actor)
    two = (get_object_or_404(everybody, pk=pk), get_object_or_404(everybody, pk=other))
    attempt(request, lambda: verbs.think_again(*two, by=request.actor, at=timezone.now()))
    return go_to(request, "members:lookalikes", said=_("These two may be proposed again."))


def alike_in_books(request: Request, form: forms.BaseForm) -> list[ShownAlike]:
    """Say which organisations somebody may be about to enter a second time; asked only once."""
    if "go_on" in request.POST or not form.is_valid():
        return []
    candidate = Candidate("new", *(form.cleaned_data.get(name) or "" for name in ASKED_OF))
    alike = likely_duplicates_of(request.actor, [candidate])
    rows = queries.organisations_visible_to(request.actor).in_bulk(
        [one.organisation_id for one in alike]
    )
    return [
        ShownAlike(
            rows[one.organisation_id],
            likelihood_in_words(one.score),
            reasons_in_words(one.facts),
        )
        for one in alike
        if one.organisation_id in rows
    ]


def apart_from(request: Request) -> list[Organisation]:
    """The organisations that somebody has been shown, and has said it is not."""
    numbers = [one for one in request.POST.getlist("apart") if one.isdecimal()]
    return list(queries.organisations_visible_to(request.actor).filter(pk__in=numbers[:50]))


def _shown(request: Request, pairs: Iterable[LikelyPair], *, first: int = 0) -> list[ShownPair]:
    """Fetch the organisations of these pairs at once; the one numbered `first` stands first."""
    pairs = list(pairs)
    numbers = {number for pair in pairs for number in (pair.one, pair.other)}
    rows = queries.organisations_visible_to(request.actor).in_bulk(numbers)
    shown = []
    for pair in pairs:
        seen = pair.turned() if pair.other == first else pair
        if {seen.one, seen.other} <= rows.keys():
            said = likelihood_in_words(seen.score), reasons_in_words(seen.facts)
            shown.append(ShownPair(rows[seen.one], rows[seen.other], *said))
    return shown
