"""The pages of the library."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.catalogue import queries, rules, verbs, words
from raceme.catalogue.archetypes import LIBRARY_VERSION, archetype_named, archetypes
from raceme.catalogue.forms.searches import AdoptForm, LibraryForm
from raceme.foundation.errors import REFUSALS, require, show_refusal
from raceme.vocabulary.categories import categories, label_of_category
from raceme.vocabulary.topics import label_of_topic


@require_safe
def show_library(request: Request) -> HttpResponse:
    """Search the library of what cluster organisations offer elsewhere."""
    return _show_library(request, AdoptForm(), request.GET)


@require_safe
def show_archetype(request: Request, archetype: str) -> HttpResponse:
    """Show one kind of service of the library, and how ours differs from it."""
    found = archetype_named(archetype)
    if found is None:
        raise Http404
    context = {
        "entry": queries.entry_of(request.actor, found),
        "archetype": found,
        "version": LIBRARY_VERSION,
        "category": label_of_category(found.category),
        "format": words.FORMATS[found.format],
        "level": words.LEVELS[found.level],
        "funding": [words.FUNDING[one] for one in found.funding],
        "targets": [words.TARGETS[one] for one in found.targets],
        "net_cost_eur": found.cost_eur - found.income_eur,
        "answers": [(code, label_of_topic(code), much) for code, much in found.answers.items()],
        "may_edit": rules.may_edit(request.actor),
    }
    return render(request, "catalogue/archetype.html", context)


@require_POST
def adopt_archetypes(request: Request) -> HttpResponse:
    """Make services of our own from the ticked ones of the library."""
    require(rules.may_edit, request.actor)
    form = AdoptForm(request.POST)
    if not form.is_valid():
        return _show_library(request, form, {})
    try:
        adopted = verbs.adopt_archetypes(form.chosen(), by=request.actor, at=timezone.now())
    except REFUSALS as refusal:
        show_refusal(form, refusal)
        return _show_library(request, form, {})
    said = ngettext(
        "%(number)s service adopted, as an idea. Its figures are estimates: overwrite them with"
        " your own.",
        "%(number)s services adopted, as ideas. Their figures are estimates: overwrite them with"
        " your own.",
        len(adopted),
    )
    messages.success(request, said % {"number": len(adopted)})
    if len(adopted) == 1:
        return go_to(request, "catalogue:detail", pk=adopted[0].pk)
    return go_to(request, "catalogue:list")


def _show_library(
    request: Request, adopting: AdoptForm, looked_for: Mapping[str, str]
) -> HttpResponse:
    search = LibraryForm(looked_for)
    search.is_valid()
    entries = queries.library_for(request.actor, **search.cleaned_data)
    context = {
        "search": search,
        "form": adopting,
        "ticked": adopting["archetypes"].value() or [],
        "entries": [(one, words.FORMATS[one.archetype.format]) for one in entries],
        "categories": categories(),
        "chosen": search.cleaned_data.get("category", ""),
        "size": len(archetypes()),
        "version": LIBRARY_VERSION,
        "may_edit": rules.may_edit(request.actor),
    }
    status = 422 if adopting.errors else 200
    return render(request, "catalogue/library.html", context, status=status)
