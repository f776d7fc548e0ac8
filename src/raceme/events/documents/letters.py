"""The letters of an event, ready to be sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from raceme.events.documents.calendar import calendar_of
from raceme.events.documents.times import moment, spoken, when, where
from raceme.events.models import LAPSED, Event, EventLetter, Registration
from raceme.events.queries.places import position_of
from raceme.events.words import GOODBYE, LETTERS, LINK
from raceme.foundation.mailing import Written
from raceme.needs.words import filled, text_in

HIDDEN = "…"
Kind = EventLetter.Kind
# Letters that bring an entry for the calendar, and those that take it back.
WITH_CALENDAR = {Kind.CONFIRMED, Kind.CHANGED, Kind.REMINDER}
ENDS_CALENDAR = {Kind.CANCELLED, Kind.WITHDRAWN}


def address_of_link(registration: Registration) -> str:
    """Give the whole address of a personal link, as it stands in a letter."""
    path = reverse("attending:registration", kwargs={"secret": registration.secret})
    return settings.PUBLIC_ADDRESS + path


def address_of_page(event: Event) -> str:
    """Give the whole address of the public page of an event."""
    kwargs = {"whose": event.cluster.slug, "code": event.code}
    return settings.PUBLIC_ADDRESS + reverse("public:event", kwargs=kwargs)


def usual_words(event: Event, kind: str, language: str) -> tuple[str, str]:
    """Give subject and text of a letter as the office wrote it, or the usual ones."""
    return words_in(event, language, event.letters.get(kind, {}), (*LETTERS[kind], LINK, GOODBYE))


def words_in(
    event: Event, language: str, own: Mapping[str, Any], usual: Sequence[str | Promise]
) -> tuple[str, str]:
    """Give subject and text in a language: `own` ones, or the usual subject and paragraphs."""
    order = [language, *event.languages]
    with override(spoken(language, event)):
        subject, *paragraphs = map(str, usual)
        return (
            text_in(own.get("subject", {}), order) or subject,
            text_in(own.get("text", {}), order) or "\n\n".join(paragraphs),
        )


def written(letter: EventLetter, *, is_preview: bool = False) -> Written:
    """Write a letter; a preview does not show the secret of the link."""
    registration = letter.registration
    event, language = registration.event, letter.language
    if letter.kind == Kind.MESSAGE:
        order = [language, *event.languages]
        subject, text = text_in(letter.subject, order), text_in(letter.text, order)
    else:
        subject, text = usual_words(event, letter.kind, language)
    link = address_of_link(registration)
    if is_preview:
        link = link.replace(registration.secret, HIDDEN)
    places = _places(registration, language)
    return Written(
        to=letter.email,
        language=language,
        subject=_one_line(filled(subject, **places)),
        # The link is put in first: a name that holds "{link}" must not become one.
        text=filled(filled(text, link=link), **places),
    )


def mail_of(letter: EventLetter, text: Written, connection: BaseEmailBackend) -> EmailMessage:
    """Make a mail of a letter; answers to it go to somebody who reads them."""
    registration = letter.registration
    event = registration.event
    mail = text.mail(sender=event.cluster.name, reply_to=event.reply_to, connection=connection)
    is_end = letter.kind in ENDS_CALENDAR
    if is_end or letter.kind in WITH_CALENDAR:
        content = calendar_of(registration, made_at=letter.asked_at, is_cancelled=is_end)
        method = "CANCEL" if is_end else "PUBLISH"
        name = f"{event.code}.ics"
        mail.attach(name, content.decode(), f"text/calendar; method={method}; charset=utf-8")
    return mail


def _places(registration: Registration, language: str) -> dict[str, object]:
    event = registration.event
    because = registration.settled_because
    if event.is_cancelled:
        because = event.cancelled_because
    with override(spoken(language, event)):
        until = registration.offered_until
        if until is None and because == LAPSED:
            until = registration.settled_at
        return {
            "name": registration.name,
            "event": event.said(event.title, language),
            "when": when(event),
            "where": where(event),
            "until": moment(until, event) if until is not None else gettext("soon"),
            "reason": "" if because == LAPSED else because,
            "position": position_of(registration) or "",
            "number": registration.number,
            "cluster": event.cluster.name,
            "contact": event.reply_to,
            "quota": event.said(registration.quota.name, language),
        }


def _one_line(text: str) -> str:
    return " ".join(text.split())
