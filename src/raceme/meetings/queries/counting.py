"""How matchmaking goes, in numbers: the funnel, and who meets whom by country and sector.

A meeting counts once, whoever asked; a meeting of two countries stands once in the table.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from statistics import median

from django.db.models import Count, Q

from raceme.meetings.models import (
    Matchmaking,
    Meeting,
    MeetingRequest,
    Outcome,
    Participation,
    Profile,
)
from raceme.meetings.queries.meetings import with_people
from raceme.meetings.queries.profiles import is_shown

State = MeetingRequest.State
UNKNOWN = ""  # a country or a sector that nobody has said


@dataclass(frozen=True, slots=True)
class Funnel:
    """From those who registered to what came of it. Shares are None where nothing is to share."""

    participants: int
    shown: int
    written: int
    askers: int
    asked: int
    accepted: int
    declined: int
    waiting: int
    expired: int
    withdrawn: int
    planned: int
    held: int
    no_show: int
    cancelled: int
    with_meeting: int
    outcomes: dict[str, int]
    hours_to_answer: float | None
    rating: float | None

    @property
    def acceptance(self) -> float | None:
        """The share of the requests settled by whoever was asked that were accepted."""
        answered = self.accepted + self.declined
        return self.accepted / answered if answered else None

    @property
    def kept(self) -> float | None:
        """The share of the meetings that are over which took place."""
        over = self.held + self.no_show
        return self.held / over if over else None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who meets whom by a trait: `counts[one, other]`, one not after the other.

    A meeting stands once in a cell, however many of its people meet there; a meeting of several
    stands in the cell of every pair. `total` counts each meeting once all the same: those of which
    the trait of two people at least is known; all others are `unknown`. `cross` is the share of
    meetings of different ones among the total, None where there are none. `names` in order.
    """

    names: tuple[str, ...]
    counts: dict[tuple[str, str], int]
    total: int
    different: int
    unknown: int

    @property
    def cross(self) -> float | None:
        return self.different / self.total if self.total else None

    def rows(self) -> list[tuple[str, list[int]]]:
        """The table as pages show it: both halves filled in, so that each row can be read."""
        return [
            (one, [self.counts.get((min(one, other), max(one, other)), 0) for other in self.names])
            for one in self.names
        ]


def funnel_of(matchmaking: Matchmaking) -> Funnel:
    """Count what became of participants, requests and meetings."""
    profiles = Profile.objects.filter(matchmaking=matchmaking)
    requests = MeetingRequest.objects.filter(matchmaking=matchmaking)
    meetings = Meeting.objects.filter(matchmaking=matchmaking)
    by_request = dict(requests.order_by().values_list("state").annotate(Count("pk")))
    by_meeting = dict(meetings.order_by().values_list("state").annotate(Count("pk")))
    kept = Participation.objects.filter(meeting__in=meetings.exclude(state="cancelled"))
    said = kept.values_list("rating", flat=True)
    ratings = [rating for rating in said if rating is not None]
    return Funnel(
        participants=profiles.filter(registration__state="confirmed").count(),
        shown=profiles.filter(is_shown()).count(),
        written=profiles.exclude(headline="", description="").count(),
        askers=requests.values("asking").distinct().count(),
        asked=sum(by_request.values()),
        accepted=by_request.get(State.ACCEPTED, 0),
        declined=by_request.get(State.DECLINED, 0),
        waiting=by_request.get(State.ASKED, 0),
        expired=by_request.get(State.EXPIRED, 0),
        withdrawn=by_request.get(State.WITHDRAWN, 0),
        planned=by_meeting.get("planned", 0),
        held=by_meeting.get("held", 0),
        no_show=by_meeting.get("no-show", 0),
        cancelled=by_meeting.get("cancelled", 0),
        with_meeting=kept.values("profile").distinct().count(),
        outcomes=outcomes_of(matchmaking),
        hours_to_answer=_hours_to_answer(matchmaking),
        rating=sum(ratings) / len(ratings) if ratings else None,
    )


def outcomes_of(matchmaking: Matchmaking) -> dict[str, int]:
    """Count the meetings by what came of them: the latest that is known of each, once."""
    latest: dict[int, str] = {}
    rows = Outcome.objects.filter(meeting__matchmaking=matchmaking).order_by("months")
    for meeting, kind in rows.values_list("meeting", "kind"):
        latest[meeting] = kind
    counted = Counter(latest.values())
    return {kind: counted[kind] for kind in Outcome.Kind.values}


def by_country(meetings: Iterable[Meeting]) -> Matrix:
    """Who meets whom, country by country."""
    return _matrix(meetings, lambda profile: profile.country)


def by_sector(meetings: Iterable[Meeting]) -> Matrix:
    """Who meets whom, sector by sector; its `cross` is the cross-sector share."""
    return _matrix(meetings, lambda profile: profile.sector)


def counted_meetings(matchmaking: Matchmaking) -> list[Meeting]:
    """The meetings that statistics count: planned or held, none that was cancelled or missed."""
    rows = Meeting.objects.filter(
        Q(state=Meeting.State.PLANNED) | Q(state=Meeting.State.HELD), matchmaking=matchmaking
    )
    return list(with_people(rows))


def _matrix(meetings: Iterable[Meeting], trait: Callable[[Profile], str]) -> Matrix:
    counts: Counter[tuple[str, str]] = Counter()
    total = different = unknown = 0
    for meeting in meetings:
        said = (trait(one.profile) for one in meeting.participations.all())
        pairs = set(combinations(sorted(one for one in said if one != UNKNOWN), 2))
        if not pairs:
            unknown += 1
            continue
        total += 1
        different += any(one != other for one, other in pairs)
        counts.update(pairs)
    names = sorted({name for pair in counts for name in pair})
    return Matrix(tuple(names), dict(counts), total, different, unknown)


def _hours_to_answer(matchmaking: Matchmaking) -> float | None:
    """How many hours people took to answer, half of them fewer; on behalf does not count."""
    rows = MeetingRequest.objects.filter(
        matchmaking=matchmaking,
        source=MeetingRequest.Source.PARTICIPANT,
        state__in=[State.ACCEPTED, State.DECLINED],
        settled_at__isnull=False,
    )
    waits = [
        (settled - asked) / timedelta(hours=1)
        for asked, settled in rows.values_list("asked_at", "settled_at")
        if settled is not None
    ]
    return median(waits) if waits else None
