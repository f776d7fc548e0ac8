"""A questionnaire as a member sees it, in each of its languages; nothing is saved."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from raceme.access.http import Request, address_of
from raceme.needs.forms.answering import PageForm
from raceme.needs.models import Questionnaire
from raceme.needs.queries.course import Leaf, leaves_of
from raceme.needs.queries.rounds import questionnaires_visible_to
from raceme.needs.queries.wording import title_of_part
from raceme.needs.views.filling import Slot
from raceme.needs.words import filled, words_in


@require_safe
def show_preview(request: Request, pk: int) -> HttpResponse:
    """Show the first page as a member sees it."""
    questionnaire = get_object_or_404(questionnaires_visible_to(request.actor), pk=pk)
    language = _language(request, questionnaire)
    leaves = _leaves(questionnaire)
    first = address_of(request.actor, "needs:preview_part", pk=pk, part=leaves[0].part.pk)
    context = {
        "title": questionnaire.said(questionnaire.title, language),
        "introduction": questionnaire.said(questionnaire.introduction, language),
        "privacy": questionnaire.said(questionnaire.privacy, language),
        "first": first,
    }
    return _page(request, questionnaire, language, "answering/preview_welcome.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_part(request: Request, pk: int, part: int) -> HttpResponse:
    """Show a page as a member sees it, with all its questions whatever anybody answers."""
    questionnaire = get_object_or_404(questionnaires_visible_to(request.actor), pk=pk)
    leaves = _leaves(questionnaire)
    place = next((place for place, leaf in enumerate(leaves) if leaf.part.pk == part), None)
    if place is None:
        raise Http404
    language = _language(request, questionnaire)
    if request.method == "POST":
        return redirect(_led_on(request, questionnaire, leaves, place, language))
    leaf, words = leaves[place], words_in(language, questionnaire.words, questionnaire.languages)
    form = PageForm(None, leaf=leaf, answers={}, last={}, words=words, language=language)
    context = {
        "form": form,
        "heading": title_of_part(leaf.part, language),
        "introduction": questionnaire.said(leaf.part.introduction, language),
        "step": filled(words["step"], number=place + 1, count=len(leaves)),
        "share": place / len(leaves),
        "slots": [Slot(one.question.pk, one, has_moved=False) for one in form.asked()],
        "is_last": place + 1 == len(leaves),
    }
    return _page(request, questionnaire, language, "answering/preview_part.html", context)


def _leaves(questionnaire: Questionnaire) -> list[Leaf]:
    leaves = [leaf for leaf in leaves_of(questionnaire) if leaf.questions]
    if not leaves:
        raise Http404
    return leaves


def _language(request: Request, questionnaire: Questionnaire) -> str:
    wished = [request.POST.get("language", ""), request.GET.get("language", "")]
    order = [*wished, request.LANGUAGE_CODE]
    known = (code for code in order if code in questionnaire.languages)
    return next(known, questionnaire.language)


def _led_on(
    request: Request, questionnaire: Questionnaire, leaves: list[Leaf], place: int, language: str
) -> str:
    """Say where a button of the preview leads; what was ticked is forgotten."""
    wish = "stay" if "language" in request.POST else request.POST.get("go", "next")
    target = {"stay": place, "back": place - 1, "next": place + 1}.get(wish, len(leaves))
    if 0 <= target < len(leaves):
        part = leaves[target].part.pk
        there = address_of(request.actor, "needs:preview_part", pk=questionnaire.pk, part=part)
        return f"{there}?language={language}"
    there = address_of(request.actor, "needs:preview", pk=questionnaire.pk)
    return f"{there}?language={language}"


def _page(
    request: Request,
    questionnaire: Questionnaire,
    language: str,
    template: str,
    context: Mapping[str, object],
) -> HttpResponse:
    shared = {
        "questionnaire": questionnaire,
        "whose": request.here,
        "language": language,
        "languages": questionnaire.languages,
        "words": words_in(language, questionnaire.words, questionnaire.languages),
        "is_preview": True,
        "address_to_leave": address_of(request.actor, "needs:questionnaire", pk=questionnaire.pk),
        "in_words": str(questionnaire),
    }
    with override(language):
        answer = render(request, template, {**shared, **context})
    answer["Content-Language"] = language
    return answer
