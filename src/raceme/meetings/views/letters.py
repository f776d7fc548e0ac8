"""The pages about letters of matchmaking: what they say, and what became of them."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from raceme.access.http import Request, go_to, saved
from raceme.events.forms.events import LetterForm
from raceme.foundation.errors import require
from raceme.foundation.mailing import Written
from raceme.foundation.paging import page_of
from raceme.meetings import rules
from raceme.meetings.documents.letters import usual_words, written
from raceme.meetings.models import Matchmaking, MeetingLetter
from raceme.meetings.queries.asking import requests_visible_to
from raceme.meetings.queries.matchmakings import letters_visible_to, mailing_of
from raceme.meetings.queries.meetings import meetings_visible_to
from raceme.meetings.queries.profiles import profiles_visible_to
from raceme.meetings.verbs.setup import write_letter
from raceme.meetings.views.frame import of_matchmaking, page
from raceme.meetings.words import LETTERS, PLACES
from raceme.needs.queries.mailing import is_mail_set_up

Kind = MeetingLetter.Kind


@require_safe
@of_matchmaking
def show_letters(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Show what the letters say, which went out, and which have not arrived."""
    require(rules.may_arrange, request.actor, matchmaking)
    sent = letters_visible_to(request.actor).filter(profile__matchmaking=matchmaking)
    context = {
        "kinds": [(Kind(kind), kind in matchmaking.letters) for kind in LETTERS],
        "page": page_of(request, sent),
        "mailing": mailing_of(matchmaking, timezone.now()),
        "is_mail_set_up": is_mail_set_up(),
        "tab": "letters",
    }
    return page(request, matchmaking, "meetings/letters.html", context)


@require_http_methods(["GET", "POST"])
@of_matchmaking
def describe_letter(request: Request, matchmaking: Matchmaking, kind: str) -> HttpResponse:
    """Let the team put a letter into its own words, and see how it reads."""
    require(rules.may_arrange, request.actor, matchmaking)
    if kind not in LETTERS:
        raise Http404
    event = matchmaking.event
    words = {code: usual_words(matchmaking, kind, code) for code in event.languages}
    form = LetterForm(request.POST or None, event=event, words=words, required=False)

    def act() -> None:
        by, at = request.actor, timezone.now()
        write_letter(matchmaking, kind, **form.cleaned_data, by=by, at=at)

    if saved(form, act):
        return go_to(request, "meetings:letters", pk=matchmaking.pk)
    context = {
        "form": form,
        "kind": Kind(kind),
        "places": sorted(PLACES),
        "preview": _preview(request, matchmaking, kind),
        "tab": "letters",
    }
    status = 422 if form.errors else 200
    return page(request, matchmaking, "meetings/letter.html", context, status=status)


def _preview(request: Request, matchmaking: Matchmaking, kind: str) -> Written | None:
    """Show the letter as the first participant would read it."""
    people = profiles_visible_to(request.actor).filter(matchmaking=matchmaking)
    somebody = people.order_by("pk").first()
    if somebody is None:
        return None
    requests = requests_visible_to(request.actor).filter(matchmaking=matchmaking, asked=somebody)
    meetings = meetings_visible_to(request.actor).filter(matchmaking=matchmaking)
    letter = MeetingLetter(
        profile=somebody,
        kind=kind,
        request=requests.order_by("number").first(),
        meeting=meetings.filter(participations__profile=somebody).first(),
        email=somebody.registration.email,
        language=somebody.registration.language,
    )
    return written(letter, is_preview=True)
