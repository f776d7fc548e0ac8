"""The pages about answers: results in sums and pictures, the rows behind them, files."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from raceme.access.http import Request, address_of, go_to
from raceme.foundation.errors import Refused, require
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.paging import page_of
from raceme.needs import rules
from raceme.needs.documents.answers import long_sheet, wide_sheet
from raceme.needs.documents.pictures import Picture, bars_picture, topics_picture
from raceme.needs.models import Questionnaire, Round
from raceme.needs.queries.answered import lines_of, pages_answered
from raceme.needs.queries.building import questions_visible_to
from raceme.needs.queries.course import answers_of, leaves_of, leaves_shown
from raceme.needs.queries.responses import answers_visible_to, responses_visible_to
from raceme.needs.queries.results import (
    MINIMUM_CELL,
    Bar,
    Result,
    ResultPage,
    answers_with,
    responses_counting,
    results_of,
)
from raceme.needs.queries.rounds import questionnaires_visible_to, rounds_visible_to, turnout_of
from raceme.needs.queries.wording import wording_of
from raceme.needs.verbs import answers as verbs
from raceme.needs.words import words_in


@dataclass(frozen=True)
class ShownResult:
    """A result as the page shows it, with its picture."""

    result: Result
    picture: Picture | None


@require_safe
def show_results(request: Request, pk: int) -> HttpResponse:
    """Show what a round brought."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    return _results_page(request, round_.questionnaire, round_)


@require_safe
def show_results_of_questionnaire(request: Request, pk: int) -> HttpResponse:
    """Show all answers to a questionnaire, of all its rounds and of interviews."""
    questionnaire = get_object_or_404(questionnaires_visible_to(request.actor), pk=pk)
    return _results_page(request, questionnaire, None)


@require_safe
def download_results(request: Request, pk: int, kind: str, shape: str) -> HttpResponse:
    """Hand out all answers of a round: one answer a row, or one member a row."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    require(rules.may_read_answers, request.actor, round_)
    if kind not in KINDS or shape not in {"long", "wide"}:
        raise Http404
    questionnaire = round_.questionnaire
    responses = responses_counting(request.actor, questionnaire=questionnaire, round_=round_)
    if shape == "long":
        answers = answers_visible_to(request.actor).filter(response__in=responses)
        sheet = long_sheet(answers.select_related("response__invitation__round"), questionnaire)
    else:
        rows = responses.select_related("organisation").prefetch_related("answers")
        sheet = wide_sheet(list(rows.order_by("organisation__name", "pk")), questionnaire)
    return download(
        sheet,
        kind,
        file_name=f"{questionnaire.code}-{round_.pk}-{shape}",
        title=str(round_),
        made_on=timezone.localdate(),
    )


@require_safe
def show_answers(request: Request, pk: int) -> HttpResponse:
    """Show the answers behind a number: who gave them, and where they went."""
    question = get_object_or_404(questions_visible_to(request.actor), pk=pk)
    require(rules.may_read_answers, request.actor, question.questionnaire)
    answers = answers_visible_to(request.actor).filter(question=question)
    round_ = _round_wished(request)
    if round_ is not None:
        answers = answers.filter(response__invitation__round=round_)
    about, value = request.GET.get("about", ""), request.GET.get("value", "")
    found = answers_with(answers, about=about, value=value)
    found = found.prefetch_related("needs").order_by("response__organisation__name", "pk")
    page = page_of(request, found)
    language = request.LANGUAGE_CODE
    wording = wording_of(question, language)
    words = words_in(language, {}, [])
    context = {
        "question": question,
        "wording": wording,
        "round": round_,
        "about": about,
        "value": dict(wording.choices).get(value, value),
        "page": page,
        "rows": [(answer, lines_of(answer, wording, words)) for answer in page],
    }
    return render(request, "needs/answers_to.html", context)


@require_safe
def show_response(request: Request, pk: int) -> HttpResponse:
    """Show all that one organisation has answered."""
    response = get_object_or_404(responses_visible_to(request.actor), pk=pk)
    require(rules.may_read_answers, request.actor, response)
    answers = answers_of(response)
    leaves = leaves_shown(leaves_of(response.questionnaire), answers)
    language = request.LANGUAGE_CODE
    words = words_in(language, {}, [])
    context = {
        "response": response,
        "pages": pages_answered(leaves, answers, words, language),
        "words": words,
        "with_notes": True,
    }
    return render(request, "needs/response.html", context)


@require_POST
def take_back_response(request: Request, pk: int) -> HttpResponse:
    """Let a submitted sheet count no longer."""
    response = get_object_or_404(responses_visible_to(request.actor), pk=pk)
    try:
        verbs.take_back_response(response, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "needs:response", pk=pk)


def _results_page(
    request: Request, questionnaire: Questionnaire, round_: Round | None
) -> HttpResponse:
    is_team = rules.may_read_answers(request.actor, questionnaire)
    responses = responses_counting(request.actor, questionnaire=questionnaire, round_=round_)
    pages = results_of(request.actor, responses, questionnaire)
    link = _link_to_rows(request, round_) if is_team else _no_link
    topics = [one for page in pages for one in page.results if one.importance is not None]
    context = {
        "questionnaire": questionnaire,
        "round": round_,
        "turnout": None if round_ is None else turnout_of(round_),
        "count": responses.count(),
        "picture": topics_picture(topics, link=lambda one: link(one, "", "")),
        "narrow_picture": topics_picture(
            topics, link=lambda one: link(one, "", ""), width=150, longest=20
        ),
        "pages": [(page.heading, _shown(page, link), _has_topics(page)) for page in pages],
        "minimum_cell": MINIMUM_CELL,
        "is_team": is_team,
    }
    return render(request, "needs/results.html", context)


Link = Callable[[Result, str, str], str | None]


def _shown(page: ResultPage, link: Link) -> list[ShownResult]:
    shown = []
    for result in page.results:
        bars = result.bars if result.degree is None else result.degree.bars
        about = "degree" if result.degree is not None else result.question.kind.replace("-", "_")

        def link_of_bar(bar: Bar, result: Result = result, about: str = about) -> str | None:
            return link(result, "is_yes" if about == "yes_no" else about, bar.code)

        picture = bars_picture(bars, title=result.wording.label, link=link_of_bar) if bars else None
        shown.append(ShownResult(result, picture))
    return shown


def _has_topics(page: ResultPage) -> bool:
    return any(result.question.is_topic for result in page.results)


def _link_to_rows(request: Request, round_: Round | None) -> Link:
    def link(result: Result, about: str, value: str) -> str:
        address = address_of(request.actor, "needs:answers_to", pk=result.question.pk)
        wished = {"round": round_.pk if round_ else "", "about": about, "value": value}
        return f"{address}?{urlencode({name: one for name, one in wished.items() if one})}"

    return link


def _no_link(_result: Result, _about: str, _value: str) -> None:
    return None


def _round_wished(request: Request) -> Round | None:
    number = request.GET.get("round", "")
    if not number.isdecimal():
        return None
    return get_object_or_404(rounds_visible_to(request.actor), pk=int(number))
