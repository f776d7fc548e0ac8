"""Matchmaking of the demonstration: meetings that took place, and requests for those to come.

Organisations are those of the example cluster; all people, and what they say, are invented.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.events.models import Event
from raceme.meetings.models import Matchmaking, Meeting, MeetingRequest, Profile
from raceme.meetings.queries.profiles import shown_profiles
from raceme.meetings.queries.times import free_times
from raceme.meetings.verbs.afterwards import record_outcome
from raceme.meetings.verbs.meetings import mark_held, mark_no_show
from raceme.meetings.verbs.picking import pick_time
from raceme.meetings.verbs.places import add_block, add_places
from raceme.meetings.verbs.profiles import write_profile
from raceme.meetings.verbs.requests import accept, ask, book, decline
from raceme.meetings.verbs.setup import (
    close_matchmaking,
    open_matchmaking,
    prepare_matchmaking,
)

HEADLINES = (
    ("Parts of light metal, from one piece to thousands", "C", ["supply-chains"], ["energy"]),
    ("Sensors and software for machines", "J", ["use-of-data"], ["new-customers"]),
    ("Measuring energy where it is used", "M", ["energy"], ["joint-projects"]),
    ("Surfaces that last longer", "C", ["green-products"], ["use-of-data"]),
    ("Training at the machine", "P", ["training"], ["partner-other-sector"]),
)
COUNTRIES = ("AT", "AT", "SI", "AT", "DE")
PAIRS = ((0, 1), (0, 2), (1, 3), (2, 4), (3, 4), (1, 2), (0, 4), (5, 6), (5, 1), (7, 2))


@transaction.atomic
def hold_example_meetings(cluster: Cluster, *, at: datetime) -> list[Matchmaking]:
    """Give the example events of a cluster matchmaking, unless one of them has it."""
    if Matchmaking.objects.filter(cluster=cluster).exists():
        return []
    by = system_of(cluster)
    events = Event.objects.filter(cluster=cluster).order_by("starts_at")
    return [_hold(one, by=by, at=at) for one in events]


def _hold(event: Event, *, by: Actor, at: datetime) -> Matchmaking:
    is_over = event.is_over(at)
    before = event.starts_at - timedelta(days=12) if is_over else at
    matchmaking = _open(event, by=by, at=before)
    people = [
        _profile(one, number, by=by, at=before)
        for number, one in enumerate(shown_profiles(matchmaking).order_by("pk"))
    ]
    pairs = [(people[a], people[b]) for a, b in PAIRS if max(a, b) < len(people)]
    if is_over:
        for number, pair in enumerate(pairs):
            _meet(book(*pair, tell=False, by=by, at=before), number, by=by, at=before)
        return close_matchmaking(matchmaking, by=by, at=event.ends_at)
    for number, pair in enumerate(pairs):
        message = "We would like to see how you do it."
        request = ask(*pair, message=message, tell=False, by=by, at=at)
        if number % 4 == 3:
            decline(request, because="Next year, gladly.", tell=False, by=by, at=at)
        elif number % 4:
            accept(request, tell=False, by=by, at=at)
    return matchmaking


def _open(event: Event, *, by: Actor, at: datetime) -> Matchmaking:
    matchmaking = prepare_matchmaking(event, most=6, rest_after=4, by=by, at=at)
    add_places(matchmaking, [f"Table {number}" for number in range(1, 6)], by=by, at=at)
    for name, first, last in (("Morning", 1, 3), ("Afternoon", 4, 7)):
        add_block(
            matchmaking,
            name=name,
            starts_at=event.starts_at + timedelta(hours=first),
            ends_at=event.starts_at + timedelta(hours=last),
            by=by,
            at=at,
        )
    return open_matchmaking(matchmaking, by=by, at=at)


def _profile(profile: Profile, number: int, *, by: Actor, at: datetime) -> Profile:
    headline, sector, offers, seeks = HEADLINES[number % len(HEADLINES)]
    return write_profile(
        profile,
        headline=headline,
        country=COUNTRIES[number % len(COUNTRIES)],
        sector=sector,
        offers=offers,
        seeks=seeks,
        by=by,
        at=at,
    )


def _meet(request: MeetingRequest, number: int, *, by: Actor, at: datetime) -> None:
    """Let a meeting take place that is over, and something come of it, or nothing."""
    times = free_times([request.asking, request.asked], at=at)
    if not times:
        return
    meeting = pick_time(request, times[0].slot, of=request.asking, tell=False, by=by, at=at)
    if number % 5 == 4:
        mark_no_show(meeting, [request.asked], by=by, at=meeting.ends_at)
        return
    mark_held(meeting, by=by, at=meeting.ends_at)
    _follow(meeting, number, by=by)


def _follow(meeting: Meeting, number: int, *, by: Actor) -> None:
    kind, band, evidence = (
        ("follow-up", "", "said"),
        ("none", "", "said"),
        ("project", "50k", "both"),
        ("order", "10k", "document"),
    )[number % 4]
    record_outcome(
        meeting, months=0, kind=kind, band=band, evidence=evidence, by=by, at=meeting.ends_at
    )
