"""The pages about letters: what they say, what became of them, a message to some."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, done, go_to, saved
from raceme.events import rules
from raceme.events.documents.letters import usual_words, written
from raceme.events.forms.events import LetterForm
from raceme.events.forms.lists import RegistrationsSearch
from raceme.events.models import Event, EventLetter, Registration
from raceme.events.queries.mailing import letters_visible_to, mailing_of
from raceme.events.queries.registrations import registrations_found
from raceme.events.verbs import letters as verbs
from raceme.events.verbs.events import write_letter
from raceme.events.views.frame import of_event, page
from raceme.events.words import LETTERS, PLACES
from raceme.foundation.errors import require
from raceme.foundation.paging import page_of
from raceme.needs.queries.mailing import is_mail_set_up

Kind = EventLetter.Kind


@require_safe
@of_event
def show_letters(request: Request, event: Event) -> HttpResponse:
    """Show which letters there are, and what became of those that were sent."""
    require(rules.may_organise, request.actor, event)
    sent = letters_visible_to(request.actor).filter(registration__event=event)
    context = {
        "kinds": [(Kind(kind), kind in event.letters) for kind in LETTERS],
        "page": page_of(request, sent),
        "mailing": mailing_of(event, timezone.now()),
        "is_mail_set_up": is_mail_set_up(),
        "is_before": event.starts_at > timezone.now(),
        "may_organise": True,
        "may_see": True,
        "tab": "letters",
    }
    return page(request, event, "events/letters.html", context)


@require_http_methods(["GET", "POST"])
@of_event
def describe_letter(request: Request, event: Event, kind: str) -> HttpResponse:
    """Let the team put a letter into its own words, and see how it reads."""
    require(rules.may_organise, request.actor, event)
    if kind not in LETTERS:
        raise Http404
    words = {code: usual_words(event, kind, code) for code in event.languages}
    form = LetterForm(request.POST or None, event=event, words=words, required=False)

    def act() -> None:
        values, by = form.cleaned_data, request.actor
        write_letter(event, kind, **values, by=by, at=timezone.now())

    if saved(form, act):
        return go_to(request, "events:letters", pk=event.pk)
    context = {
        "form": form,
        "kind": Kind(kind),
        "places": sorted(PLACES),
        "preview": _preview(event, kind),
        "is_own": kind in event.letters,
    }
    status = 422 if form.errors else 200
    return page(request, event, "events/letter.html", context, status=status)


@require_http_methods(["GET", "POST"])
@of_event
def write_to(request: Request, event: Event) -> HttpResponse:
    """Let the team write to those whom a filter finds."""
    require(rules.may_organise, request.actor, event)
    search = RegistrationsSearch(
        request.GET, event=event, language=request.LANGUAGE_CODE, shown=None
    )
    people = Registration.objects.filter(event=event).exclude(email="")
    people = registrations_found(people, search.wanted()) if search.is_valid() else people.none()
    if not request.GET.getlist("state"):
        people = people.filter(state__in=Registration.OPEN)
    form = LetterForm(request.POST or None, event=event, required=True)

    def act() -> None:
        values, by = form.cleaned_data, request.actor
        verbs.write_to(event, people, **values, by=by, at=timezone.now())

    if saved(form, act):
        said = _("The message is on its way.")
        return go_to(request, "events:letters", said=said, pk=event.pk)
    context = {
        "form": form, "search": search, "people": people, "places": sorted(PLACES),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return page(request, event, "events/write_to.html", context, status=status)


@require_POST
@of_event
def send_waiting(request: Request, event: Event) -> HttpResponse:
    """Try again to send what waits."""
    by, at = request.actor, timezone.now()
    return done(
        request, lambda: verbs.send_waiting(event, by=by, at=at), "events:letters", pk=event.pk
    )


def _preview(event: Event, kind: str) -> object:
    """Show the letter as the first who registered would read it."""
    people = Registration.objects.filter(event=event).select_related("event__cluster", "quota")
    somebody = people.order_by("number").first()
    if somebody is None:
        return None
    letter = EventLetter(
        registration=somebody, kind=kind, email=somebody.email, language=somebody.language
    )
    return written(letter, is_preview=True)
