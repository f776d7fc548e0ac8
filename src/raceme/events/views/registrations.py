"""The pages about registrations: the list, one of them, by the office, decided together."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, address_of, back_to_list, go_to, keep_columns, saved
from raceme.events import rules
from raceme.events.columns import registrations_list, shown_list, state_in_words
from raceme.events.documents.letters import address_of_link
from raceme.events.forms.lists import DecideForm, RegistrationsSearch
from raceme.events.forms.registering import OfficeForm, RegistrationForm
from raceme.events.models import Attendance, Event, Question, Registration, SessionChoice
from raceme.events.queries.events import questions_of
from raceme.events.queries.places import parties_waiting, party_of, position_of
from raceme.events.queries.registrations import (
    answers_of,
    letters_to,
    registrations_found,
    registrations_visible_to,
)
from raceme.events.queries.said import label_of, said_in_words
from raceme.events.queries.wordings import consents_of
from raceme.events.verbs import attending, registrations
from raceme.events.views.frame import of_event, of_row, page
from raceme.foundation.errors import REFUSALS, require, sentences_of
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.filters import chips_of
from raceme.foundation.listing import ShownList
from raceme.foundation.paging import InOrder, page_of
from raceme.members.rules import may_erase


@dataclass(frozen=True)
class Found:
    """What a person looks for, and how the list of it looks."""

    search: RegistrationsSearch
    shown: ShownList[Registration]
    rows: InOrder[Registration]


@require_safe
@of_event
def show_registrations(request: Request, event: Event) -> HttpResponse:
    """List who has registered, in the columns and the order somebody chose."""
    require(rules.may_see_participants, request.actor, event)
    found = _found(request, event)
    rows = page_of(request, found.rows)
    context = {
        "search": found.search,
        "shown": found.shown,
        "page": rows,
        "rows": found.shown.rows(rows),
        "chips": [] if found.search.errors else chips_of(found.search, request.GET),
        "has_any": Registration.objects.filter(event=event).exists(),
        "parties_waiting": len(parties_waiting(event)),
        "decide": DecideForm(None, numbers=[]),
        "may_organise": rules.may_organise(request.actor, event),
        "may_see": True,
        "tab": "registrations",
    }
    status = 422 if found.search.errors else 200
    return page(request, event, "events/registrations.html", context, status=status)


@require_safe
@of_event
def download_registrations(request: Request, event: Event, kind: str) -> HttpResponse:
    """Hand out the list as it is shown, all its pages, with the id of every row."""
    require(rules.may_see_participants, request.actor, event)
    if kind not in KINDS:
        raise Http404
    found = _found(request, event)
    if found.search.errors:
        return redirect(address_of(request.actor, "events:registrations", pk=event.pk))
    return download(
        found.shown.with_first("id").sheet(_("Registrations"), found.rows),
        kind,
        file_name=f"{event.code}-registrations",
        title=str(event),
        made_on=timezone.localdate(),
    )


@require_POST
@of_event
def choose_columns(request: Request, event: Event) -> HttpResponse:
    """Remember which columns of the list a person wants to see."""
    require(rules.may_see_participants, request.actor, event)
    keep_columns(request, registrations_list(event, request.LANGUAGE_CODE))
    return _back(request, event)


@require_POST
@of_event
def decide(request: Request, event: Event) -> HttpResponse:
    """Do the same to all registrations that were ticked, or to none."""
    require(rules.may_organise, request.actor, event)
    everybody = registrations_visible_to(request.actor).filter(event=event)
    form = DecideForm(request.POST, numbers=list(everybody.values_list("pk", flat=True)))
    if not form.is_valid():
        for problems in form.errors.values():
            messages.error(request, str(problems[0]))
        return _back(request, event)
    ticked = list(everybody.filter(pk__in=form.cleaned_data["registration"]).order_by("number"))
    try:
        attending.decide_together(
            ticked,
            form.cleaned_data["act"],
            because=form.cleaned_data["because"],
            by=request.actor,
            at=timezone.now(),
        )
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
    else:
        said = ngettext(
            "%(number)s registration changed.", "%(number)s registrations changed.", len(ticked)
        )
        messages.success(request, said % {"number": len(ticked)})
    return _back(request, event)


@require_http_methods(["GET", "POST"])
@of_event
def register(request: Request, event: Event) -> HttpResponse:
    """Let the team register somebody who has called or written."""
    require(rules.may_organise, request.actor, event)
    language = request.LANGUAGE_CODE
    form = OfficeForm(request.POST or None, event=event, language=language, is_public=False)
    made: list[Registration] = []

    def act() -> None:
        made.extend(
            registrations.register(
                event,
                [form.newcomer()],
                quota=form.cleaned_data["quota"],
                language=event.language,
                wish=form.wish(),
                source=Registration.Source.OFFICE,
                with_letter=form.cleaned_data["with_letter"],
                by=request.actor,
                at=timezone.now(),
            )
        )

    if saved(form, act):
        return go_to(request, "events:registration", pk=made[0].pk)
    context = {"form": form}
    status = 422 if form.errors else 200
    return page(request, event, "events/register.html", context, status=status)


@require_safe
@of_row(registrations_visible_to)
def show_registration(request: Request, registration: Registration) -> HttpResponse:
    """Show one registration: how it stands, what was said, which letters went out."""
    event, language = registration.event, request.LANGUAGE_CODE
    answers = answers_of(registration)
    questions = questions_of(event, Question.Form.REGISTRATION)
    context = {
        "registration": registration,
        "state": state_in_words(registration),
        "position": position_of(registration),
        "party": [one for one in party_of(registration) if one.pk != registration.pk],
        "answers": [
            (label_of(one, language), said_in_words(one, answers.get(one.pk), language))
            for one in questions
        ],
        "consents": consents_of(registration),
        "choices": SessionChoice.objects.filter(registration=registration).select_related(
            "session"
        ),
        "attendances": Attendance.objects.filter(registration=registration).select_related(
            "session"
        ),
        "letters": letters_to(registration),
        "is_over": event.is_over(timezone.now()),
        "quotas": event.quotas.filter(closed_at__isnull=True),
        # Shown only when asked for: whoever has the link acts as this person.
        "link": address_of_link(registration) if _wants_link(request, registration) else "",
        "may_organise": rules.may_organise(request.actor, registration),
        "may_erase": may_erase(request.actor, registration),
        "may_see": True,
        "tab": "registrations",
    }
    return page(request, event, "events/registration.html", context)


@require_http_methods(["GET", "POST"])
@of_row(registrations_visible_to)
def describe_registration(request: Request, registration: Registration) -> HttpResponse:
    """Let the team change what a registration says."""
    require(rules.may_organise, request.actor, registration)
    event = registration.event
    form = RegistrationForm(
        request.POST or None,
        instance=registration,
        event=event,
        language=request.LANGUAGE_CODE,
        is_public=False,
        kept=answers_of(registration),
        agreed=[one.wording.kind for one in consents_of(registration)],
        chosen=list(registration.choices.values_list("session", flat=True)),
    )

    def act() -> None:
        registrations.describe_registration(
            registration, wish=form.wish(), **form.person(), by=request.actor, at=timezone.now()
        )

    if saved(form, act):
        return go_to(request, "events:registration", pk=registration.pk)
    context = {"form": form, "registration": registration}
    status = 422 if form.errors else 200
    return page(request, event, "events/register.html", context, status=status)


def _found(request: Request, event: Event) -> Found:
    language = request.LANGUAGE_CODE
    shown = shown_list(event, language, request.actor, request.GET.get("sort", "number"))
    search = RegistrationsSearch(request.GET, event=event, language=language, shown=shown)
    found = Registration.objects.filter(event=event)
    found = registrations_found(found, search.wanted()) if search.is_valid() else found.none()
    order = shown.listing.order_by(shown.sorting)
    return Found(search, shown, InOrder(found, order, shown.with_first("id").read))


def _back(request: Request, event: Event) -> HttpResponse:
    return back_to_list(request, "events:registrations", pk=event.pk)


def _wants_link(request: Request, registration: Registration) -> bool:
    return "link" in request.GET and rules.may_organise(request.actor, registration)
