"""The pages about what belongs to an event: agenda, kinds of participants, questions, consents."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, done, go_to, saved
from raceme.events import rules
from raceme.events.forms.events import QuotaForm, SessionForm, WordingsForm
from raceme.events.forms.questions import QuestionForm, option_forms
from raceme.events.models import Event, Question, Quota, Session
from raceme.events.queries.events import (
    questions_visible_to,
    quotas_visible_to,
    sessions_visible_to,
)
from raceme.events.queries.places import choices_counted, places_by_quota
from raceme.events.queries.wordings import wordings_in_force
from raceme.events.verbs import parts as verbs
from raceme.events.verbs.events import write_wording
from raceme.events.views.frame import of_event, of_row, page, row_of
from raceme.foundation.errors import require


@require_safe
@of_event
def show_agenda(request: Request, event: Event) -> HttpResponse:
    """Show the agenda, and how many have chosen each item."""
    sessions = list(Session.objects.filter(event=event))
    counted = choices_counted(sessions)
    context = {
        "rows": [(one, counted.get(one.pk, 0)) for one in sessions if not one.is_dropped],
        "dropped": [one for one in sessions if one.is_dropped],
        "may_organise": rules.may_organise(request.actor, event),
        "may_see": rules.may_see_participants(request.actor, event),
        "tab": "agenda",
    }
    return page(request, event, "events/agenda.html", context)


@require_http_methods(["GET", "POST"])
@of_event
def add_session(request: Request, event: Event) -> HttpResponse:
    """Let the team put an item on the agenda."""
    require(rules.may_organise, request.actor, event)
    last = Session.objects.filter(event=event, dropped_at__isnull=True).order_by("ends_at").last()
    begins = event.starts_at if last is None else min(last.ends_at, event.ends_at)
    form = SessionForm(request.POST or None, event=event, initial={"starts_at": begins})
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.add_session(event, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "events:agenda", pk=event.pk)
    status = 422 if form.errors else 200
    return page(request, event, "events/edit_session.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@of_row(sessions_visible_to)
def describe_session(request: Request, session: Session) -> HttpResponse:
    """Let the team change an item of the agenda."""
    require(rules.may_organise, request.actor, session)
    form = SessionForm(request.POST or None, instance=session, event=session.event)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.describe_session(session, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "events:agenda", pk=session.event_id)
    context = {"form": form, "session": session}
    status = 422 if form.errors else 200
    return page(request, session.event, "events/edit_session.html", context, status=status)


@require_POST
@of_row(sessions_visible_to)
def drop_session(request: Request, session: Session) -> HttpResponse:
    """Take an item off the agenda."""
    by, at = request.actor, timezone.now()
    return done(
        request,
        lambda: verbs.drop_session(session, by=by, at=at),
        "events:agenda",
        **row_of(session),
    )


@require_POST
@of_row(sessions_visible_to)
def restore_session(request: Request, session: Session) -> HttpResponse:
    """Put an item back on the agenda."""
    by, at = request.actor, timezone.now()
    return done(
        request,
        lambda: verbs.restore_session(session, by=by, at=at),
        "events:agenda",
        **row_of(session),
    )


@require_safe
@of_event
def show_quotas(request: Request, event: Event) -> HttpResponse:
    """Show the kinds of participants and their places."""
    places = places_by_quota(event)
    context = {
        "open": [one for one in places if not one.quota.is_closed],
        "closed": [one for one in places if one.quota.is_closed],
        "may_organise": rules.may_organise(request.actor, event),
        "may_see": rules.may_see_participants(request.actor, event),
        "tab": "quotas",
    }
    return page(request, event, "events/quotas.html", context)


@require_http_methods(["GET", "POST"])
@of_event
def add_quota(request: Request, event: Event) -> HttpResponse:
    """Let the team add a kind of participant."""
    require(rules.may_organise, request.actor, event)
    form = QuotaForm(request.POST or None, event=event)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.add_quota(event, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "events:quotas", pk=event.pk)
    status = 422 if form.errors else 200
    return page(request, event, "events/edit_quota.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@of_row(quotas_visible_to)
def describe_quota(request: Request, quota: Quota) -> HttpResponse:
    """Let the team change a kind of participant."""
    require(rules.may_organise, request.actor, quota)
    form = QuotaForm(request.POST or None, instance=quota, event=quota.event)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: verbs.describe_quota(quota, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "events:quotas", pk=quota.event_id)
    context = {"form": form, "quota": quota}
    status = 422 if form.errors else 200
    return page(request, quota.event, "events/edit_quota.html", context, status=status)


@require_POST
@of_row(quotas_visible_to)
def drop_quota(request: Request, quota: Quota) -> HttpResponse:
    """Take a kind of participant away, or close it."""
    by, at = request.actor, timezone.now()
    return done(
        request, lambda: verbs.drop_quota(quota, by=by, at=at), "events:quotas", **row_of(quota)
    )


@require_POST
@of_row(quotas_visible_to)
def reopen_quota(request: Request, quota: Quota) -> HttpResponse:
    """Let new people be of a kind of participant again."""
    by, at = request.actor, timezone.now()
    return done(
        request, lambda: verbs.reopen_quota(quota, by=by, at=at), "events:quotas", **row_of(quota)
    )


@require_safe
@of_event
def show_questions(request: Request, event: Event) -> HttpResponse:
    """Show what is asked at registration and in the evaluation."""
    questions = list(Question.objects.filter(event=event))
    forms = [
        (form, [one for one in questions if one.form == form and one.dropped_at is None])
        for form in Question.Form
    ]
    context = {
        "forms": forms,
        "kinds": Question.Kind.choices,
        "dropped": [one for one in questions if one.dropped_at is not None],
        "wordings": wordings_in_force(event),
        "may_organise": rules.may_organise(request.actor, event),
        "may_see": rules.may_see_participants(request.actor, event),
        "tab": "questions",
    }
    return page(request, event, "events/questions.html", context)


@require_http_methods(["GET", "POST"])
@of_event
def add_question(request: Request, event: Event, form: str, kind: str) -> HttpResponse:
    """Let the team ask something more."""
    require(rules.may_organise, request.actor, event)
    if form not in Question.Form.values or kind not in Question.Kind.values:
        raise Http404
    fields = QuestionForm(request.POST or None, event=event, question=None)
    options = _options(request, event, kind, None)
    by, at = request.actor, timezone.now()

    def act() -> None:
        values = {**fields.values(form), **_values(options), "kind": kind}
        verbs.add_question(event, form=form, **values, by=by, at=at)

    if _is_whole(options) and saved(fields, act):
        return go_to(request, "events:questions", pk=event.pk)
    context = {"form": fields, "options": options, "kind": Question.Kind(kind)}
    status = 422 if request.method == "POST" else 200
    return page(request, event, "events/edit_question.html", context, status=status)


@require_http_methods(["GET", "POST"])
@of_row(questions_visible_to)
def describe_question(request: Request, question: Question) -> HttpResponse:
    """Let the team change a question."""
    require(rules.may_organise, request.actor, question)
    event = question.event
    fields = QuestionForm(request.POST or None, event=event, question=question)
    options = _options(request, event, question.kind, question)
    by, at = request.actor, timezone.now()

    def act() -> None:
        values = {**fields.values(question.form), **_values(options)}
        verbs.describe_question(question, **values, by=by, at=at)

    if _is_whole(options) and saved(fields, act):
        return go_to(request, "events:questions", pk=event.pk)
    context = {
        "form": fields,
        "options": options,
        "kind": Question.Kind(question.kind),
        "question": question,
    }
    status = 422 if request.method == "POST" else 200
    return page(request, event, "events/edit_question.html", context, status=status)


@require_POST
@of_row(questions_visible_to)
def move_question(request: Request, question: Question) -> HttpResponse:
    """Let a question stand one place higher or lower."""
    by, at, up = request.actor, timezone.now(), "up" in request.POST
    return done(
        request,
        lambda: verbs.move_question(question, up=up, by=by, at=at),
        "events:questions",
        **row_of(question),
    )


@require_POST
@of_row(questions_visible_to)
def drop_question(request: Request, question: Question) -> HttpResponse:
    """Ask something no more."""
    by, at = request.actor, timezone.now()
    return done(
        request,
        lambda: verbs.drop_question(question, by=by, at=at),
        "events:questions",
        **row_of(question),
    )


@require_POST
@of_row(questions_visible_to)
def restore_question(request: Request, question: Question) -> HttpResponse:
    """Ask something again."""
    by, at = request.actor, timezone.now()
    return done(
        request,
        lambda: verbs.restore_question(question, by=by, at=at),
        "events:questions",
        **row_of(question),
    )


@require_http_methods(["GET", "POST"])
@of_event
def describe_wordings(request: Request, event: Event) -> HttpResponse:
    """Let the team write what people agree to."""
    require(rules.may_organise, request.actor, event)
    wordings = {one.kind: one for one in wordings_in_force(event)}
    form = WordingsForm(request.POST or None, event=event, wordings=wordings)

    def act() -> None:
        for kind, text in form.cleaned_data.items():
            write_wording(event, kind, text, by=request.actor, at=timezone.now())

    if saved(form, act):
        return go_to(request, "events:questions", pk=event.pk)
    status = 422 if form.errors else 200
    return page(request, event, "events/wordings.html", {"form": form}, status=status)


def _options(request: Request, event: Event, kind: str, question: Question | None) -> Any:
    if kind not in Question.CHOICES:
        return None
    return option_forms(request.POST or None, event.languages, question)


def _values(options: Any) -> dict[str, Any]:
    return {} if options is None else {"options": options.options()}


def _is_whole(options: Any) -> bool:
    return options is None or options.is_valid()
