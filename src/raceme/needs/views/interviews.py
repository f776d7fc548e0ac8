"""The pages of an interview: the adviser goes through the questionnaire with a member."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from raceme.access.http import Request, address_of, go_to
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.members.queries import organisations_visible_to
from raceme.needs import rules
from raceme.needs.forms.interviews import FinishForm, StartForm
from raceme.needs.models import Part, Response
from raceme.needs.queries.answered import pages_answered
from raceme.needs.queries.course import answers_of, leaves_of, leaves_shown, still_missing
from raceme.needs.queries.responses import responses_of, responses_visible_to
from raceme.needs.queries.rounds import questionnaires_offered
from raceme.needs.verbs import interviews as verbs
from raceme.needs.views.filling import Filling, fill_part, part_to_go_on
from raceme.needs.words import words_in


@require_http_methods(["GET", "POST"])
def start_interview(request: Request, pk: int) -> HttpResponse:
    """Let an adviser begin an interview with a member, or go on with one."""
    organisation = get_object_or_404(organisations_visible_to(request.actor), pk=pk)
    require(rules.may_interview, request.actor, organisation)
    offered = questionnaires_offered(request.actor)
    form = StartForm(request.POST or None, questionnaires=offered)
    if form.is_valid():
        try:
            response = verbs.start_interview(
                organisation, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return _to_open_part(request, response)
    sheets = responses_of(request.actor, organisation)
    context = {
        "form": form,
        "organisation": organisation,
        "has_questionnaire": offered.exists(),
        "begun": sheets.filter(submitted_at__isnull=True),
    }
    return render(
        request, "needs/start_interview.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def fill_interview(request: Request, pk: int, part: int) -> HttpResponse:
    """Ask the questions of one page, and keep answers and notes."""
    response = _response(request, pk)

    def address_of_part(one: Part) -> str:
        return address_of(request.actor, "needs:interview_part", pk=pk, part=one.pk)

    organisation = response.organisation_id
    filling = Filling(
        response=response,
        actor=request.actor,
        template="needs/interview.html",
        address_of_part=address_of_part,
        address_of_review=address_of(request.actor, "needs:finish_interview", pk=pk),
        address_to_leave=address_of(request.actor, "members:detail", pk=organisation),
        with_notes=True,
    )
    return fill_part(request, filling, part)


@require_http_methods(["GET", "POST"])
def finish_interview(request: Request, pk: int) -> HttpResponse:
    """Show all answers once more; let them count, and say when and with whom the talk was."""
    response = _response(request, pk)
    form = FinishForm(
        request.POST or None,
        organisation=response.organisation,
        initial=_what_is_known(response),
    )
    if form.is_valid():
        try:
            verbs.finish_interview(
                response, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "members:detail", pk=response.organisation_id)
    answers = answers_of(response)
    leaves = leaves_shown(leaves_of(response.questionnaire), answers)
    language = request.LANGUAGE_CODE
    words = words_in(language, {}, [])
    context = {
        "form": form,
        "response": response,
        "missing": still_missing(leaves, answers),
        "pages": pages_answered(leaves, answers, words, language),
        "words": words,
        "with_notes": True,
    }
    status = 422 if form.errors else 200
    return render(request, "needs/finish_interview.html", context, status=status)


@require_POST
def go_on(request: Request, pk: int) -> HttpResponse:
    """Go on with a sheet that was begun, at the first question that is open."""
    return _to_open_part(request, _response(request, pk))


@require_POST
def set_aside_interview(request: Request, pk: int) -> HttpResponse:
    """Give up an interview that was begun by mistake."""
    response = _response(request, pk)
    try:
        verbs.set_aside_interview(response, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "members:detail", pk=response.organisation_id)


def _what_is_known(response: Response) -> dict[str, object]:
    """Give what the form begins with: of a talk that was written down before, what stands there."""
    known: dict[str, object] = {
        "happened_on": response.happened_on or timezone.localdate(),
        "person": response.person,
    }
    if response.visit is None:
        return known
    visit = response.visit
    return known | {
        "happened_on": visit.happened_on,
        "contact_kind": visit.kind,
        "minutes": visit.minutes,
        "note": visit.note,
    }


def _response(request: Request, pk: int) -> Response:
    require(rules.may_interview, request.actor)
    response = get_object_or_404(responses_visible_to(request.actor), pk=pk)
    require(rules.may_interview, request.actor, response)
    return response


def _to_open_part(request: Request, response: Response) -> HttpResponse:
    part = part_to_go_on(response)
    if part is None:
        return go_to(request, "needs:finish_interview", said="", pk=response.pk)
    return go_to(request, "needs:interview_part", said="", pk=response.pk, part=part.pk)
