"""Matchmaking with a few people, made through the verbs, for several tests."""

from datetime import timedelta
from typing import Any

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.events.queries.links import guest_on
from raceme.meetings.models import Matchmaking, Meeting, MeetingLetter, MeetingRequest, Profile
from raceme.meetings.queries.slots import Slot, blocks_of, slots_in
from raceme.meetings.verbs.meetings import mark_held
from raceme.meetings.verbs.picking import pick_time
from tests.events.making import SOON, make_open
from tests.factories import make_matchmaking

LATER = SOON + timedelta(hours=3)  # all meetings of the morning are over


def make_matching(cluster: Cluster, *, code: str = "forum", **values: Any) -> Matchmaking:
    """An event of six hours with matchmaking of two tables and five slots."""
    return make_matchmaking(make_open(cluster, code=code), **values)


def guest(profile: Profile) -> Actor:
    """Whoever came by the personal link of this participant."""
    return guest_on(profile.registration)


def system(row: Matchmaking | Profile | MeetingRequest | Meeting) -> Actor:
    return system_of(row.cluster)


def slot(matchmaking: Matchmaking, number: int) -> Slot:
    """The slot with this number of the first block."""
    return next(one for one in slots_in(blocks_of(matchmaking)) if one.number == number)


def arrange(request: MeetingRequest, number: int, *, at: Any) -> Meeting:
    """Have the office give a request a time."""
    time = slot(request.matchmaking, number)
    return pick_time(request, time, of=request.asking, by=system(request), at=at)


def hold(request: MeetingRequest, number: int, *, at: Any) -> Meeting:
    """Have a meeting that took place."""
    meeting = arrange(request, number, at=at)
    return mark_held(meeting, by=system(meeting), at=LATER)


def letters_to(profile: Profile) -> list[str]:
    """The kinds of the letters that somebody got, the first first."""
    rows = MeetingLetter.objects.filter(profile=profile).order_by("pk")
    return list(rows.values_list("kind", flat=True))
