"""The letters of matchmaking, ready to be sent."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils.translation import gettext, override

from raceme.events.documents.letters import words_in
from raceme.events.documents.times import clock, moment, spoken, when, where
from raceme.events.models import Event
from raceme.foundation.mailing import Written
from raceme.meetings.documents.calendar import calendar_of_meetings
from raceme.meetings.models import Matchmaking, Meeting, MeetingLetter, MeetingRequest, Profile
from raceme.meetings.queries.joining import waiting_count
from raceme.meetings.queries.meetings import meetings_of, others_in, with_people
from raceme.meetings.queries.times import people_of
from raceme.meetings.words import GOODBYE, LETTERS, LINK
from raceme.needs.words import filled, text_in

HIDDEN = "…"
Kind = MeetingLetter.Kind
WITH_TIMETABLE = {Kind.TIMETABLE, Kind.CHANGES}
ENDING = {Kind.CANCELLED, Kind.WITHDRAWN, Kind.CALLED_OFF}  # the entry goes from the calendar
WITH_MEETING = {Kind.ARRANGED, Kind.MOVED, *ENDING}
# Which page behind the personal link a letter leads to.
PAGES = {
    Kind.OPENED: "people",
    Kind.TO_ASK: "people",
    Kind.OUTCOME: "timetable",
    Kind.ARRANGED: "timetable",
    Kind.MOVED: "timetable",
    Kind.CANCELLED: "timetable",
    Kind.CALLED_OFF: "timetable",
    Kind.TIMETABLE: "timetable",
    Kind.CHANGES: "timetable",
}


def address_of_link(profile: Profile, page: str = "inbox") -> str:
    """Give the whole address of a page behind a personal link, as it stands in a letter."""
    path = reverse(f"meeting:{page}", kwargs={"secret": profile.registration.secret})
    return settings.PUBLIC_ADDRESS + path


def usual_words(matchmaking: Matchmaking, kind: str, language: str) -> tuple[str, str]:
    """Give subject and text of a letter as the office wrote it, or the usual ones."""
    own = matchmaking.letters.get(kind, {})
    return words_in(matchmaking.event, language, own, (*LETTERS[kind], LINK, GOODBYE))


def written(letter: MeetingLetter, *, is_preview: bool = False) -> Written:
    """Write a letter; a preview does not show the secret of the link."""
    profile, language = letter.profile, letter.language
    event = profile.registration.event
    order = [language, *event.languages]
    if letter.kind in LETTERS:
        subject, whole = usual_words(profile.matchmaking, letter.kind, language)
    else:
        subject, whole = text_in(letter.subject, order), text_in(letter.text, order)
    with override(spoken(language, event)):
        if letter.kind not in LETTERS:
            whole = "\n\n".join([whole, str(LINK), str(GOODBYE)])
        places = _places(letter)
    link = address_of_link(profile, PAGES.get(Kind(letter.kind), "inbox"))
    if is_preview:
        link = link.replace(profile.registration.secret, HIDDEN)
    return Written(
        to=letter.email,
        language=language,
        subject=" ".join(filled(subject, **places).split()),
        # The link is put in first: a message that holds "{link}" must not become one.
        text=filled(filled(whole, link=link), **places),
    )


def mail_of(letter: MeetingLetter, text: Written, connection: BaseEmailBackend) -> EmailMessage:
    """Make a mail of a letter; it brings the meetings it is about for the calendar."""
    event = letter.profile.registration.event
    mail = text.mail(sender=event.cluster.name, reply_to=event.reply_to, connection=connection)
    meetings = _meetings_of(letter)
    if meetings:
        method = "CANCEL" if letter.kind in ENDING else "PUBLISH"
        content = calendar_of_meetings(
            letter.profile, meetings, made_at=letter.asked_at, method=method
        )
        name = f"{event.code}-meetings.ics"
        mail.attach(name, content.decode(), f"text/calendar; method={method}; charset=utf-8")
    return mail


def spoken_time(meeting: Meeting, event: Event) -> str:
    """Say when and where a meeting is, in one line."""
    return gettext("%(when)s to %(until)s, %(place)s") % {
        "when": moment(meeting.starts_at, event),
        "until": clock(meeting.ends_at, event),
        "place": meeting.place,
    }


def timetable_in_words(profile: Profile, meetings: Iterable[Meeting]) -> str:
    """Say all meetings of somebody, a line each."""
    event = profile.registration.event
    lines = []
    for meeting in meetings:
        names = ", ".join(_named(one.profile) for one in others_in(meeting, profile))
        lines.append(f"{spoken_time(meeting, event)}: {names}")
    return "\n".join(lines) or gettext("No meeting at the moment.")


def _meetings_of(letter: MeetingLetter) -> list[Meeting]:
    if letter.kind in WITH_TIMETABLE:
        return list(meetings_of(letter.profile))
    if letter.kind in WITH_MEETING and letter.meeting_id is not None:
        return list(with_people(Meeting.objects.filter(pk=letter.meeting_id)))
    return []


def _places(letter: MeetingLetter) -> dict[str, object]:
    profile = letter.profile
    event, language = profile.registration.event, letter.language
    request, meeting = letter.request, letter.meeting
    if request is None and meeting is not None:
        request = meeting.request
    until = request.expires_at if request is not None and letter.kind == Kind.ASKED else None
    until = until or profile.matchmaking.closes_at or event.ends_at
    is_list = letter.kind in WITH_TIMETABLE
    return {
        "name": profile.registration.name,
        "event": event.said(event.title, language),
        "when": when(event),
        "where": where(event),
        "until": moment(until, event),
        "other": _others(profile, request),
        "guest": _named(letter.guest.profile) if letter.guest is not None else "",
        "message": _message(letter, request),
        "reason": _reason(letter, request),
        "number": waiting_count(profile) if letter.kind == Kind.TO_ANSWER else "",
        "meeting": spoken_time(meeting, event) if meeting is not None else "",
        "timetable": timetable_in_words(profile, meetings_of(profile)) if is_list else "",
        "cluster": event.cluster.name,
        "contact": event.reply_to,
    }


def _message(letter: MeetingLetter, request: MeetingRequest | None) -> str:
    """What whoever asks has written: to a further guest it is a word of its own."""
    if letter.kind == Kind.INVITED:
        return letter.guest.message if letter.guest is not None else ""
    return request.message if request is not None else ""


def _reason(letter: MeetingLetter, request: MeetingRequest | None) -> str:
    if letter.guest is not None:
        return letter.guest.settled_because
    because = ""
    if letter.kind == Kind.CANCELLED and letter.meeting is not None:
        because = letter.meeting.cancelled_because
    return because or (request.settled_because if request is not None else "")


def _others(profile: Profile, request: MeetingRequest | None) -> str:
    """Name the partners: the two of a request and who joins them, besides whom the letter is to."""
    if request is None:
        return ""
    return ", ".join(_named(one) for one in people_of(request) if one.pk != profile.pk)


def _named(profile: Profile) -> str:
    organisation = profile.organisation_name
    return f"{profile} ({organisation})" if organisation else str(profile)
