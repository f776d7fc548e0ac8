"""Everything a schedule is made of and shown with, read with the same few questions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from raceme.access.actor import Actor
from raceme.events.models import Registration, SessionChoice
from raceme.meetings import rules
from raceme.meetings.models import (
    Absence,
    FurtherGuest,
    KindLimit,
    Matchmaking,
    Meeting,
    MeetingBlock,
    MeetingRequest,
    Place,
    PlaceClosing,
    Placing,
    Preference,
    Profile,
    Timetable,
)
from raceme.meetings.queries.slots import Slot, slots_of

Stretch = tuple[datetime, datetime]
STANDING = (Meeting.State.PLANNED, Meeting.State.HELD, Meeting.State.NO_SHOW)
OVER = (Meeting.State.HELD, Meeting.State.NO_SHOW)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that has a meeting or may get one: `people` are the two and who joins them."""

    pk: int
    number: int
    people: tuple[int, ...]
    priority: int
    is_again: bool
    source: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Seated:
    """When and where a request is met: in a version of the schedule, or as people were told.

    `meeting` is None in a version; `state` is that of the meeting.
    """

    request: int
    block: int
    number: int
    place: int
    starts_at: datetime
    ends_at: datetime
    is_locked: bool = False
    meeting: int | None = None
    state: str = Meeting.State.PLANNED

    @property
    def slot(self) -> str:
        """The code of the slot, as pages and the core name it."""
        return f"{self.block}.{self.number}"

    @property
    def cell(self) -> tuple[str, int]:
        return self.slot, self.place

    @property
    def is_over(self) -> bool:
        return self.state in OVER


@dataclass(frozen=True)
class Floor:
    """The rows behind a schedule. Blocks that were dropped are there while meetings are in them.

    `absent` and `closed` are stretches of time by profile and by place; `told` are the meetings
    that people know, by request; `called_off` names who cancelled a meeting that nobody has
    arranged anew, by request.
    """

    matchmaking: Matchmaking
    blocks: Sequence[MeetingBlock]
    places: Sequence[Place]
    profiles: Mapping[int, Profile]
    absent: Mapping[int, Sequence[Stretch]]
    closed: Mapping[int, Sequence[Stretch]]
    requests: Mapping[int, Asked]
    told: Mapping[int, Seated]
    called_off: Mapping[int, str]
    walks: Sequence[tuple[str, str, int]]
    limits: Mapping[int, tuple[int, int | None]]  # least and most, by kind of participant
    wishes: Mapping[tuple[int, int], str]
    met: Sequence[tuple[int, int]]

    def slots(self) -> list[Slot]:
        """All slots, closed ones too, by time."""
        slots = [one for block in self.blocks for one in slots_of(block)]
        return sorted(slots, key=lambda one: (one.starts_at, one.ends_at, one.block.pk))

    def name(self, profile: int) -> str:
        return str(self.profiles[profile])


def floor_of(matchmaking: Matchmaking) -> Floor:
    """Read all that a schedule of this event is made of."""
    told = told_meetings(matchmaking)
    return Floor(
        matchmaking=matchmaking,
        blocks=_blocks(matchmaking),
        places=list(matchmaking.places.all()),
        profiles=_profiles(matchmaking),
        absent=_absences(matchmaking),
        closed=_closings(matchmaking),
        requests=_requests(matchmaking),
        told=told,
        called_off=_called_off(matchmaking, told),
        walks=[(one.one, one.other, one.minutes) for one in matchmaking.walks.all()],
        limits={
            quota: (least, most)
            for quota, least, most in KindLimit.objects.filter(matchmaking=matchmaking).values_list(
                "quota", "least", "most"
            )
        },
        wishes={
            (of, about): degree
            for of, about, degree in Preference.objects.filter(
                of__matchmaking=matchmaking
            ).values_list("of", "about", "degree")
        },
        met=list(matchmaking.already_met.values_list("one", "other")),
    )


def timetables_visible_to(actor: Actor) -> QuerySet[Timetable]:
    """All versions of schedules of the actor's cluster organisation; for team and board."""
    if not rules.may_see_meetings(actor):
        return Timetable.objects.none()
    return Timetable.objects.filter(cluster=actor.cluster).select_related(
        "matchmaking__event__cluster"
    )


def shown_version(matchmaking: Matchmaking, number: int | None = None) -> Timetable | None:
    """Give the version with this number, else the newest that is neither gone nor replaced."""
    rows = Timetable.objects.filter(matchmaking=matchmaking)
    if number is not None:
        return rows.filter(number=number).first()
    shown = (Timetable.State.DRAFT, Timetable.State.PUBLISHED)
    return rows.filter(state__in=shown).order_by("-number").first()


def computation_of(matchmaking: Matchmaking) -> Timetable | None:
    """The version that is being computed, if one is."""
    going_on = (Timetable.State.WAITING, Timetable.State.COMPUTING)
    return Timetable.objects.filter(matchmaking=matchmaking, state__in=going_on).first()


def published_version(matchmaking: Matchmaking) -> Timetable | None:
    """The version that participants know."""
    return Timetable.objects.filter(
        matchmaking=matchmaking, state=Timetable.State.PUBLISHED
    ).first()


def placings_of(timetable: Timetable) -> dict[int, Seated]:
    """Give what a version says, by request."""
    rows = Placing.objects.filter(timetable=timetable).values_list(
        "request", "block", "number", "place", "starts_at", "ends_at", "is_locked"
    )
    return {values[0]: Seated(*values) for values in rows.order_by("starts_at", "place__rank")}


def told_meetings(matchmaking: Matchmaking) -> dict[int, Seated]:
    """Give the meetings that people know, held ones included, by request."""
    rows = Meeting.objects.filter(matchmaking=matchmaking, state__in=STANDING).values_list(
        "request",
        "block",
        "number",
        "place",
        "starts_at",
        "ends_at",
        "is_locked",
        "pk",
        "state",
    )
    return {values[0]: Seated(*values) for values in rows.order_by("starts_at", "place__rank")}


def _blocks(matchmaking: Matchmaking) -> list[MeetingBlock]:
    stands = Q(dropped_at__isnull=True) | Q(meetings__state__in=STANDING)
    rows = MeetingBlock.objects.filter(stands, matchmaking=matchmaking).distinct()
    return list(rows.prefetch_related("kinds", "places"))


def _profiles(matchmaking: Matchmaking) -> dict[int, Profile]:
    rows = Profile.objects.filter(matchmaking=matchmaking)
    return {one.pk: one for one in rows.select_related("registration")}


def _absences(matchmaking: Matchmaking) -> dict[int, list[Stretch]]:
    """When somebody cannot meet: said so, or in a session that is no block of meetings."""
    found: dict[int, list[Stretch]] = defaultdict(list)
    rows = Absence.objects.filter(profile__matchmaking=matchmaking)
    for profile, starts_at, ends_at in rows.values_list("profile", "starts_at", "ends_at"):
        found[profile].append((starts_at, ends_at))
    chosen = SessionChoice.objects.filter(
        registration__profile__matchmaking=matchmaking, session__dropped_at__isnull=True
    ).exclude(session__kind="meetings")
    path = ("registration__profile", "session__starts_at", "session__ends_at")
    for profile, starts_at, ends_at in chosen.values_list(*path):
        found[profile].append((starts_at, ends_at))
    return found


def _closings(matchmaking: Matchmaking) -> dict[int, list[Stretch]]:
    found: dict[int, list[Stretch]] = defaultdict(list)
    rows = PlaceClosing.objects.filter(place__matchmaking=matchmaking)
    for place, starts_at, ends_at in rows.values_list("place", "starts_at", "ends_at"):
        found[place].append((starts_at, ends_at))
    return found


def _requests(matchmaking: Matchmaking) -> dict[int, Asked]:
    joins: dict[int, list[int]] = defaultdict(list)
    guests = FurtherGuest.objects.filter(
        request__matchmaking=matchmaking,
        state=FurtherGuest.State.ACCEPTED,
        # A meeting goes on without a further guest who stays away; without one of the two not.
        profile__absent_at__isnull=True,
        profile__registration__state=Registration.State.CONFIRMED,
    )
    for request, profile in guests.order_by("pk").values_list("request", "profile"):
        joins[request].append(profile)
    counts = Q(state=MeetingRequest.State.ACCEPTED) | Q(meetings__state__in=STANDING)
    rows = MeetingRequest.objects.filter(counts, matchmaking=matchmaking).distinct()
    columns = ("pk", "number", "asking", "asked", "priority", "is_again", "source", "settled_at")
    return {
        pk: Asked(pk, number, (asking, asked, *joins[pk]), priority, is_again, source, settled_at)
        for pk, number, asking, asked, priority, is_again, source, settled_at in rows.order_by(
            "number"
        ).values_list(*columns)
    }


def _called_off(matchmaking: Matchmaking, told: Mapping[int, Seated]) -> dict[int, str]:
    """Who cancelled the last meeting of a request; what a new schedule left out is not meant."""
    found: dict[int, str] = {}
    rows = Meeting.objects.filter(matchmaking=matchmaking, state=Meeting.State.CANCELLED)
    columns = ("request", "settled_at", "timetable__published_at", "cancelled_by")
    for request, settled_at, published_at, who in rows.order_by("settled_at", "pk").values_list(
        *columns
    ):
        if request in told:
            continue
        found.pop(request, None)
        if settled_at != published_at:
            found[request] = who
    return found


def is_coming(profile: Profile) -> bool:
    """Whether somebody has a place at the event and did not stay away."""
    state = profile.registration.state
    return state == Registration.State.CONFIRMED and not profile.is_absent
