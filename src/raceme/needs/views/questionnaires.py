"""The pages about questionnaires: build one, describe it, copy it, look at it as a member does."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.needs import rules
from raceme.needs.documents.definition import definition_of
from raceme.needs.forms.building import (
    CopyForm,
    NewQuestionnaireForm,
    QuestionnaireForm,
    WordsForm,
    code_from,
)
from raceme.needs.forms.files import DefinitionForm
from raceme.needs.imports import draft_from_definition
from raceme.needs.models import Question, Questionnaire
from raceme.needs.queries.building import outline_of, questionnaires_listed
from raceme.needs.queries.rounds import (
    questionnaires_visible_to,
    rounds_visible_to,
    with_turnout,
)
from raceme.needs.queries.wording import lacking_texts
from raceme.needs.verbs import questionnaires as verbs
from raceme.needs.words import SPOKEN, WORDS

LATEST = 5  # as many rounds stand above the questionnaires


@require_safe
def show_questionnaires(request: Request) -> HttpResponse:
    """List the latest rounds, and the questionnaires: drafts, those in use, those put away."""
    context = {
        "questionnaires": questionnaires_listed(request.actor),
        "rounds": with_turnout(rounds_visible_to(request.actor))[:LATEST],
        "today": timezone.localdate(),
        "may_send": rules.may_send(request.actor),
        "may_build": rules.may_build(request.actor),
    }
    return render(request, "needs/questionnaires.html", context)


@require_safe
def show_questionnaire(request: Request, pk: int) -> HttpResponse:
    """Show what a questionnaire asks, page by page, and what it still lacks."""
    questionnaire = get_object_or_404(questionnaires_visible_to(request.actor), pk=pk)
    context = {
        "questionnaire": questionnaire,
        "pages": outline_of(questionnaire),
        "lacking": lacking_texts(questionnaire),
        "rounds": rounds_visible_to(request.actor).filter(questionnaire=questionnaire),
        "may_build": rules.may_build(request.actor, questionnaire),
        "kinds": [one for one in Question.Kind.choices if one[0] != Question.Kind.TOPIC],
        "unspoken": [code for code in questionnaire.languages if code not in SPOKEN],
    }
    return render(request, "needs/questionnaire.html", context)


@require_http_methods(["GET", "POST"])
def draft_questionnaire(request: Request) -> HttpResponse:
    """Let the team begin a questionnaire."""
    require(rules.may_build, request.actor)
    form = NewQuestionnaireForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if form.is_valid():
        made = verbs.draft_questionnaire(
            code=_free_code(request, form.cleaned_data["title"]),
            title={form.cleaned_data["language"]: form.cleaned_data["title"]},
            languages=form.all_languages(),
            modules=form.chosen_modules(),
            by=request.actor,
            at=timezone.now(),
        )
        return go_to(request, "needs:questionnaire", pk=made.pk)
    context = {"form": form}
    status = 422 if form.errors else 200
    return render(request, "needs/new_questionnaire.html", context, status=status)


@require_http_methods(["GET", "POST"])
def describe_questionnaire(request: Request, pk: int) -> HttpResponse:
    """Let the team change what a questionnaire says of itself."""
    questionnaire = get_object_or_404(questionnaires_visible_to(request.actor), pk=pk)
    require(rules.may_build, request.actor, questionnaire)
    form = QuestionnaireForm(request.POST or None, questionnaire=questionnaire)
    if form.is_valid():
        try:
            verbs.describe_questionnaire(
                questionnaire, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "needs:questionnaire", pk=pk)
    return _form_page(request, form, questionnaire, _("Texts of the questionnaire"))


@require_http_methods(["GET", "POST"])
def describe_words(request: Request, pk: int, language: str) -> HttpResponse:
    """Let the team type what buttons and scales say in a language the product does not speak."""
    questionnaire = get_object_or_404(questionnaires_visible_to(request.actor), pk=pk)
    require(rules.may_build, request.actor, questionnaire)
    typed = questionnaire.words.get(language, {})
    form = WordsForm(request.POST or None, typed=typed)
    if form.is_valid():
        words = questionnaire.words | {language: form.typed()}
        now = timezone.now()
        verbs.describe_questionnaire(questionnaire, words=words, by=request.actor, at=now)
        return go_to(request, "needs:questionnaire", pk=pk)
    context = {
        "form": form,
        "questionnaire": questionnaire,
        "language": language,
        "left": len(WORDS) - len(typed),
    }
    return render(request, "needs/words.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def copy_questionnaire(request: Request, pk: int) -> HttpResponse:
    """Let the team make a questionnaire of its own from one there is."""
    questionnaire = get_object_or_404(questionnaires_visible_to(request.actor), pk=pk)
    require(rules.may_build, request.actor, questionnaire)
    form = CopyForm(request.POST or None)
    if form.is_valid():
        title = form.cleaned_data["title"]
        made = verbs.copy_questionnaire(
            questionnaire,
            code=_free_code(request, title),
            title={questionnaire.language: title},
            by=request.actor,
            at=timezone.now(),
        )
        return go_to(request, "needs:questionnaire", pk=made.pk)
    return _form_page(request, form, questionnaire, _("Copy the questionnaire"))


@require_POST
def revise_questionnaire(request: Request, pk: int) -> HttpResponse:
    """Begin the next version of a questionnaire that is in use."""
    questionnaire = get_object_or_404(questionnaires_visible_to(request.actor), pk=pk)
    try:
        made = verbs.revise_questionnaire(questionnaire, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return go_to(request, "needs:questionnaire", pk=pk)
    return go_to(request, "needs:questionnaire", pk=made.pk)


@require_POST
def put_away_questionnaire(request: Request, pk: int) -> HttpResponse:
    """Offer a questionnaire no more."""
    questionnaire = get_object_or_404(questionnaires_visible_to(request.actor), pk=pk)
    try:
        verbs.put_away_questionnaire(questionnaire, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "needs:questionnaire", pk=pk)


@require_POST
def take_out_questionnaire(request: Request, pk: int) -> HttpResponse:
    """Offer a questionnaire again."""
    questionnaire = get_object_or_404(questionnaires_visible_to(request.actor), pk=pk)
    verbs.take_out_questionnaire(questionnaire, by=request.actor, at=timezone.now())
    return go_to(request, "needs:questionnaire", pk=pk)


@require_safe
def give_definition(request: Request, pk: int) -> HttpResponse:
    """Hand out a questionnaire as a file, for other installations and for keeping."""
    questionnaire = get_object_or_404(questionnaires_visible_to(request.actor), pk=pk)
    options = {"ensure_ascii": False, "indent": 2}
    answer = JsonResponse(definition_of(questionnaire), json_dumps_params=options)
    name = f"{questionnaire.code}-{questionnaire.version}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
def import_questionnaire(request: Request) -> HttpResponse:
    """Let the team draft a questionnaire from a file."""
    require(rules.may_build, request.actor)
    form = DefinitionForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            made, notes = draft_from_definition(
                form.cleaned_data["file"], by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            for note in notes:
                messages.warning(request, str(note))
            return go_to(request, "needs:questionnaire", pk=made.pk)
    context = {"form": form}
    status = 422 if form.errors else 200
    return render(request, "needs/import_questionnaire.html", context, status=status)


def _form_page(
    request: Request, form: QuestionnaireForm | CopyForm, questionnaire: Questionnaire, title: str
) -> HttpResponse:
    context = {"form": form, "questionnaire": questionnaire, "title": title}
    status = 422 if form.errors else 200
    return render(request, "needs/edit_questionnaire.html", context, status=status)


def _free_code(request: Request, title: str) -> str:
    taken = questionnaires_visible_to(request.actor).values_list("code", flat=True)
    return code_from(title, taken, otherwise="questionnaire")
