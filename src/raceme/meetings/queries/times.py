"""Times and places at which people could meet, and why not."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.meetings.models import (
    Matchmaking,
    Meeting,
    MeetingBlock,
    MeetingRequest,
    Place,
    PlaceClosing,
    Profile,
)
from raceme.meetings.queries.diaries import (
    STANDING,
    Diary,
    Stretch,
    diaries_of,
    overlaps,
    why_busy,
)
from raceme.meetings.queries.slots import Slot, blocks_of, slots_in


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A slot in which all are free, and a place for it."""

    slot: Slot
    place: Place


@dataclass(frozen=True)
class Ground:
    """Where an event's people can meet: blocks, places, what is taken, how long one walks."""

    blocks: Sequence[MeetingBlock]
    places: Sequence[Place]
    taken: Mapping[int, Sequence[Stretch]]  # one for each meeting at a place
    closed: Mapping[int, Sequence[Stretch]]
    walks: Mapping[tuple[str, str], int]  # minutes, by two areas in order


def ground_of(matchmaking: Matchmaking, *, besides: Meeting | None = None) -> Ground:
    """Read where people can meet; `besides`: a meeting that is to be moved."""
    taken: dict[int, list[Stretch]] = defaultdict(list)
    rows = Meeting.objects.filter(matchmaking=matchmaking, state__in=STANDING)
    for meeting in rows:
        if besides is not None and meeting.pk == besides.pk:
            continue
        taken[meeting.place_id].append((meeting.starts_at, meeting.ends_at))
    closed: dict[int, list[Stretch]] = defaultdict(list)
    for closing in PlaceClosing.objects.filter(place__matchmaking=matchmaking):
        closed[closing.place_id].append((closing.starts_at, closing.ends_at))
    places = matchmaking.places.filter(closed_at__isnull=True).select_related("host")
    return Ground(
        blocks=blocks_of(matchmaking),
        places=list(places),
        taken=taken,
        closed=closed,
        walks={(one.one, one.other): one.minutes for one in matchmaking.walks.all()},
    )


def people_of(request: MeetingRequest) -> list[Profile]:
    """Who is in a meeting of this request: the two, and whoever agreed to join."""
    joining = Profile.objects.filter(joins__request=request, joins__state="accepted")
    return [
        request.asking,
        request.asked,
        *joining.select_related("matchmaking", "registration__event"),
    ]


def free_times(
    people: Collection[Profile], *, at: datetime, besides: Meeting | None = None
) -> list[FreeTime]:
    """Give all slots to come in which these people are free and a place is, too."""
    ground = ground_of(next(iter(people)).matchmaking, besides=besides)
    diaries = diaries_of(people, besides=besides)
    found: list[FreeTime] = []
    for slot in slots_in(ground.blocks):
        if slot.starts_at <= at or any(why_busy(one, slot) is not None for one in diaries):
            continue
        place = place_for(ground, diaries, slot)
        if place is not None:
            found.append(FreeTime(slot, place))
    return found


def why_not_at(ground: Ground, diaries: Sequence[Diary], slot: Slot) -> str | Promise | None:
    """Say why people cannot meet in a slot; None where they can, at one place or another."""
    for diary in diaries:
        reason = why_busy(diary, slot)
        if reason is not None:
            return reason
    if place_for(ground, diaries, slot) is None:
        return _("No place is free then that all can reach in time.")
    return None


def place_for(ground: Ground, diaries: Sequence[Diary], slot: Slot) -> Place | None:
    """Give the first place in order where these people can meet in a slot."""
    return next(
        (one for one in ground.places if is_free_for(ground, diaries, slot, one)),
        None,
    )


def is_free_for(ground: Ground, diaries: Sequence[Diary], slot: Slot, place: Place) -> bool:
    """Whether a place is open and free in a slot, for these people, and near enough."""
    allowed = {one.pk for one in slot.block.places.all()}
    if allowed and place.pk not in allowed:
        return False
    if overlaps(slot, ground.closed.get(place.pk, ())) or _is_full(ground, slot, place):
        return False
    if place.seats is not None and place.seats < len(diaries):
        return False
    return _is_theirs(ground, diaries, place) and all(
        _attends(one, place) and _comes_in_time(ground, one, slot, place) for one in diaries
    )


def _is_full(ground: Ground, slot: Slot, place: Place) -> bool:
    """Whether a place has as many meetings as fit. Slots of blocks may overlap in part.

    Counting all that touch the slot errs on the side of a free chair.
    """
    at_once = sum(overlaps(slot, [one]) for one in ground.taken.get(place.pk, ()))
    return place.capacity is not None and at_once >= place.capacity


def _is_theirs(ground: Ground, diaries: Sequence[Diary], place: Place) -> bool:
    """Whether a place is one of somebody who meets, or all of them have none of their own."""
    owners = {one.profile.owner_id for one in diaries}
    own = [one for one in ground.places if one.host is not None and one.host.owner_id in owners]
    return place in own if own else place.host_id is None


def _attends(diary: Diary, place: Place) -> bool:
    attends = diary.profile.attends
    return attends != ("on_site" if place.is_online else "online")


def _comes_in_time(ground: Ground, diary: Diary, slot: Slot, place: Place) -> bool:
    """Whether somebody can walk there from the meeting before, and from there to the next."""
    for meeting in diary.meetings:
        pair = sorted((meeting.place.area, place.area))
        minutes = timedelta(minutes=ground.walks.get((pair[0], pair[1]), 0))
        if meeting.ends_at <= slot.starts_at and slot.starts_at - meeting.ends_at < minutes:
            return False
        if slot.ends_at <= meeting.starts_at and meeting.starts_at - slot.ends_at < minutes:
            return False
    return True
