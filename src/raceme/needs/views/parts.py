"""The pages on which the pages and questions of a questionnaire are made."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from raceme.access.http import Request, go_to
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.needs import rules
from raceme.needs.forms.building import PartForm, TopicsForm
from raceme.needs.forms.questions import QuestionForm, option_forms
from raceme.needs.models import Part, Question
from raceme.needs.queries.building import parts_visible_to, questions_visible_to
from raceme.needs.queries.course import earlier_questions
from raceme.needs.queries.needs import own_topics
from raceme.needs.queries.rounds import questionnaires_visible_to
from raceme.needs.verbs import parts as part_verbs
from raceme.needs.verbs import questions as question_verbs
from raceme.vocabulary.topics import near_topic


@require_http_methods(["GET", "POST"])
def add_part(request: Request, pk: int) -> HttpResponse:
    """Let the team add a page to a questionnaire."""
    questionnaire = get_object_or_404(questionnaires_visible_to(request.actor), pk=pk)
    require(rules.may_build, request.actor, questionnaire)
    earlier = earlier_questions(questionnaire, None)
    form = PartForm(request.POST or None, questionnaire=questionnaire, part=None, earlier=earlier)
    if form.is_valid():
        try:
            part = part_verbs.add_part(
                questionnaire, **form.values(), by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return _to(request, part)
    context = {"form": form, "questionnaire": questionnaire}
    return render(request, "needs/edit_part.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def describe_part(request: Request, pk: int) -> HttpResponse:
    """Let the team change the heading of a page, and when it is shown."""
    part = get_object_or_404(parts_visible_to(request.actor), pk=pk)
    require(rules.may_build, request.actor, part.questionnaire)
    earlier = [] if part.questionnaire.is_frozen else earlier_questions(part.questionnaire, part)
    form = PartForm(
        request.POST or None, questionnaire=part.questionnaire, part=part, earlier=earlier
    )
    if form.is_valid():
        try:
            part_verbs.describe_part(part, **form.values(), by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return _to(request, part)
    context = {"form": form, "questionnaire": part.questionnaire, "part": part}
    return render(request, "needs/edit_part.html", context, status=422 if form.errors else 200)


@require_POST
def move_part(request: Request, pk: int) -> HttpResponse:
    """Let a page change places with the one before it or after it."""
    part = get_object_or_404(parts_visible_to(request.actor), pk=pk)
    try:
        part_verbs.move_part(part, up="up" in request.POST, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return _to(request, part)


@require_POST
def remove_part(request: Request, pk: int) -> HttpResponse:
    """Take a page out of a questionnaire, with its questions."""
    part = get_object_or_404(parts_visible_to(request.actor), pk=pk)
    try:
        part_verbs.remove_part(part, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "needs:questionnaire", pk=part.questionnaire_id)


@require_http_methods(["GET", "POST"])
def add_topics(request: Request, pk: int) -> HttpResponse:
    """Let the team choose the topics a page asks about."""
    part = get_object_or_404(parts_visible_to(request.actor), pk=pk)
    require(rules.may_build, request.actor, part.questionnaire)
    asked = set(part.questionnaire.questions.values_list("code", flat=True))
    form = TopicsForm(request.POST or None, asked=asked, own=own_topics(request.actor))
    if form.is_valid():
        try:
            made = question_verbs.add_topics(
                part, form.wanted(), by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            _warn_of_near_topics(request, made)
            return _to(request, part)
    context = {"form": form, "questionnaire": part.questionnaire, "part": part}
    return render(request, "needs/add_topics.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def add_question(request: Request, pk: int, kind: str) -> HttpResponse:
    """Let the team ask a question of its own."""
    part = get_object_or_404(parts_visible_to(request.actor), pk=pk)
    require(rules.may_build, request.actor, part.questionnaire)
    if kind not in Question.Kind.values or kind == Question.Kind.TOPIC:
        raise Http404
    return _question_page(request, part, kind, None)


@require_http_methods(["GET", "POST"])
def describe_question(request: Request, pk: int) -> HttpResponse:
    """Let the team change what is asked; of a questionnaire in use, how it is said."""
    question = get_object_or_404(questions_visible_to(request.actor), pk=pk)
    require(rules.may_build, request.actor, question.questionnaire)
    return _question_page(request, question.part, question.kind, question)


@require_POST
def move_question(request: Request, pk: int) -> HttpResponse:
    """Let a question change places with the one before it or after it."""
    question = get_object_or_404(questions_visible_to(request.actor), pk=pk)
    try:
        question_verbs.move_question(
            question, up="up" in request.POST, by=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return _to(request, question.part)


@require_POST
def remove_question(request: Request, pk: int) -> HttpResponse:
    """Ask one thing less."""
    question = get_object_or_404(questions_visible_to(request.actor), pk=pk)
    try:
        question_verbs.remove_question(question, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return _to(request, question.part)


def _question_page(
    request: Request, part: Part, kind: str, question: Question | None
) -> HttpResponse:
    questionnaire = part.questionnaire
    earlier = [] if questionnaire.is_frozen else earlier_questions(questionnaire, question)
    form = QuestionForm(
        request.POST or None,
        questionnaire=questionnaire,
        kind=kind,
        question=question,
        earlier=earlier,
    )
    has_options = kind in Question.CHOICES
    options = option_forms(request.POST or None, questionnaire, question) if has_options else None
    is_right = form.is_valid() and (options is None or options.is_valid())
    if is_right:
        values = form.values() | ({} if options is None else {"options": options.options()})
        try:
            _keep_question(request, part, kind, question, values)
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return _to(request, part)
    context = {
        "form": form,
        "options": options,
        "questionnaire": questionnaire,
        "part": part,
        "question": question,
        "kind": Question.Kind(kind),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "needs/edit_question.html", context, status=status)


def _keep_question(
    request: Request, part: Part, kind: str, question: Question | None, values: dict[str, object]
) -> None:
    now = timezone.now()
    if question is None:
        question_verbs.add_question(part, kind=kind, **values, by=request.actor, at=now)
    else:
        question_verbs.describe_question(question, **values, by=request.actor, at=now)


def _to(request: Request, part: Part) -> HttpResponse:
    """Lead back to where somebody was working, not to the top of a long page."""
    answer = go_to(request, "needs:questionnaire", pk=part.questionnaire_id)
    answer["Location"] += f"#part-{part.pk}"
    return answer


def _warn_of_near_topics(request: Request, made: list[Question]) -> None:
    for question in made:
        near = near_topic(question.code)
        if near is not None:
            messages.warning(request, _near(question, near.label))


def _near(question: Question, label: str) -> str:
    said = _("“%(own)s” is now a topic of your own. Did you mean “%(known)s”?")
    return said % {"own": question.code, "known": label}
