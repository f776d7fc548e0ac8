"""Meetings for calendars (RFC 5545): one entry each, which changes and goes with its meeting."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar
from icalendar import Event as Item

from raceme.events.documents.times import spoken
from raceme.meetings.models import Meeting, Profile
from raceme.meetings.queries.meetings import others_in


def calendar_of_meetings(
    profile: Profile, meetings: Iterable[Meeting], *, made_at: datetime, method: str = "PUBLISH"
) -> bytes:
    """Give the meetings of somebody; cancelled ones take their entry back.

    Meetings come with their participations, place and event.
    """
    event = profile.matchmaking.event
    language = profile.registration.language
    calendar = Calendar()
    calendar.add("prodid", "-//Raceme//raceme//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add("x-wr-timezone", event.time_zone)
    with override(spoken(language, event)):
        for meeting in meetings:
            calendar.add_component(_entry(meeting, profile, made_at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(meeting: Meeting, profile: Profile, made_at: datetime) -> Item:
    event = profile.matchmaking.event
    others = [one.profile for one in others_in(meeting, profile)]
    names = ", ".join(f"{one} ({one.organisation_name})" for one in others)
    item = Item()
    item.add("uid", f"meeting-{meeting.pk}@{urlsplit(settings.PUBLIC_ADDRESS).hostname}")
    item.add("dtstamp", made_at)
    item.add("sequence", meeting.calendar_edition)
    item.add("dtstart", meeting.starts_at.astimezone(event.zone))
    item.add("dtend", meeting.ends_at.astimezone(event.zone))
    item.add("summary", _("Meeting: %(names)s") % {"names": names})
    item.add("location", ", ".join(filter(None, [meeting.place.name, event.venue])))
    if meeting.place.is_online and meeting.place.online_address:
        item.add("url", meeting.place.online_address)
    if meeting.request.message:
        item.add("description", meeting.request.message)
    item.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    return item
