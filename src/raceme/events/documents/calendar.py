"""Calendars (RFC 5545): the event, and what somebody has chosen of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, vDuration
from icalendar import Event as Item

from raceme.events.documents.times import said_in
from raceme.events.models import Event, Registration, Session

OFTEN = timedelta(hours=4)  # how often a calendar that follows a feed should look for changes


def calendar_of_event(event: Event, language: str, *, made_at: datetime) -> bytes:
    """Give the public entry of an event, without what is told only to those who come."""
    calendar = _empty(event, language, method="PUBLISH")
    calendar.add_component(
        _entry(event, language, made_at=made_at, is_cancelled=event.is_cancelled)
    )
    return _whole(calendar)


def calendar_of(
    registration: Registration,
    *,
    made_at: datetime,
    is_cancelled: bool = False,
    sessions: Iterable[Session] = (),
) -> bytes:
    """Give the entry of somebody who comes, with the sessions given."""
    event, language = registration.event, registration.language
    is_off = is_cancelled or event.is_cancelled or not registration.is_confirmed
    calendar = _empty(event, language, method="CANCEL" if is_cancelled else "PUBLISH")
    entry = _entry(event, language, made_at=made_at, is_cancelled=is_off)
    if event.online_address and not is_off:
        entry.add("url", event.online_address)
    calendar.add_component(entry)
    for session in () if is_off else sessions:
        calendar.add_component(_item(session, event, language, made_at))
    return _whole(calendar)


def _empty(event: Event, language: str, *, method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Raceme//raceme//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add("x-wr-calname", event.said(event.title, language))
    calendar.add("x-wr-timezone", event.time_zone)
    calendar.add("refresh-interval", OFTEN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(OFTEN))
    return calendar


def _entry(event: Event, language: str, *, made_at: datetime, is_cancelled: bool) -> Item:
    _when, where = said_in(language, event)
    item = _timed(f"event-{event.pk}", event.starts_at, event.ends_at, event, made_at)
    item.add("summary", event.said(event.title, language))
    item.add("location", where)
    description = event.said(event.description, language)
    if description:
        item.add("description", description)
    item.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    return item


def _item(session: Session, event: Event, language: str, made_at: datetime) -> Item:
    item = _timed(f"session-{session.pk}", session.starts_at, session.ends_at, event, made_at)
    item.add("summary", event.said(session.title, language))
    if session.room:
        item.add("location", session.room)
    item.add("description", "\n".join(filter(None, [session.speakers])))
    return item


def _timed(uid: str, begins: datetime, ends: datetime, event: Event, made_at: datetime) -> Item:
    item = Item()
    item.add("uid", f"{uid}@{urlsplit(settings.PUBLIC_ADDRESS).hostname}")
    item.add("dtstamp", made_at)
    # Calendars take over what was written later: counted in minutes, as nobody counts changes.
    item.add("sequence", int(made_at.timestamp()) // 60)
    item.add("dtstart", begins.astimezone(event.zone))
    item.add("dtend", ends.astimezone(event.zone))
    return item


def _whole(calendar: Calendar) -> bytes:
    """Write it, with the rules of the time zones that it names."""
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
