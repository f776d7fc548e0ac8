"""Timetables to take along and signs for the tables, as tagged PDF (PDF/UA-1)."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from raceme.events.documents.times import clock, local, spoken, when, where
from raceme.events.models import Event
from raceme.foundation import documents
from raceme.meetings.models import Meeting, Profile
from raceme.meetings.queries.papers import Papers


def timetables_pdf(papers: Papers) -> bytes:
    """Make the timetables, a page each; that of one person in its own language."""
    event = papers.matchmaking.event
    language = get_language() or "en"
    if len(papers.people) == 1:
        language = spoken(papers.people[0][0].registration.language, event)
    with override(language):
        contents = {
            **_heading(event, _("Timetables: %(event)s"), language),
            "when": when(event),
            "where": where(event),
            "head": [_("Time"), _("Place"), _("Who")],
            "nobody": _("No meeting yet."),
            "people": [
                {
                    "name": str(profile),
                    "organisation": profile.organisation_name,
                    "rows": [_row(event, one, profile) for one in meetings],
                }
                for profile, meetings in papers.people
            ],
        }
    return documents.pdf(_template("timetables"), contents, {}, made_on=_day(event))


def signs_pdf(papers: Papers) -> bytes:
    """Make a sign for each place, with who meets there and when, as known by now."""
    event = papers.matchmaking.event
    contents = {
        **_heading(event, _("Table signs: %(event)s"), get_language() or "en"),
        "head": [_("Time"), _("Who")],
        "nobody": _("There is no place yet."),
        "places": [
            {
                "name": place.name,
                "area": place.area,
                "rows": [[_time(event, one), _names(one, None)] for one in meetings],
            }
            for place, meetings in papers.places
        ],
    }
    return documents.pdf(_template("signs"), contents, {}, made_on=_day(event))


def _heading(event: Event, title: str, language: str) -> dict[str, str]:
    return {"title": title % {"event": event}, "language": language, "event": str(event)}


def _row(event: Event, meeting: Meeting, profile: Profile) -> list[str]:
    return [_time(event, meeting), str(meeting.place), _names(meeting, profile)]


def _time(event: Event, meeting: Meeting) -> str:
    said = _("%(from)s to %(to)s") % {
        "from": clock(meeting.starts_at, event),
        "to": clock(meeting.ends_at, event),
    }
    if local(event.starts_at, event).date() == local(event.ends_at, event).date():
        return said
    return f"{date_format(local(meeting.starts_at, event), 'D j.n.')} {said}"


def _names(meeting: Meeting, besides: Profile | None) -> str:
    """Name who meets, with organisations; `besides`: whose paper it is."""
    people: Sequence[Profile] = [
        one.profile
        for one in meeting.participations.all()
        if besides is None or one.profile_id != besides.pk
    ]
    return ", ".join(
        f"{one} ({one.organisation_name})" if one.organisation_name else str(one) for one in people
    )


def _template(name: str) -> str:
    return files("raceme.meetings.documents").joinpath(f"{name}.typ").read_text("utf-8")


def _day(event: Event) -> Any:
    return timezone.localdate(event.ends_at, event.zone)
