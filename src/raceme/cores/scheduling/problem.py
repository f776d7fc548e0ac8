"""An event as numbers: who may meet when and where, before anything is searched.

Slots are bits of whole numbers. Places that nobody can tell apart (same area, same host, open in
the same slots) form one pool; which of them a meeting gets is decided at the end (`seats.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from raceme.cores.scheduling.slots import is_within
from raceme.cores.scheduling.values import (
    Attendance,
    Event,
    Fact,
    Limit,
    Parameters,
    Participant,
    Place,
    PlaceKind,
    Request,
    Slot,
    Wish,
)

Cell = tuple[int, int]  # slot, pool


@dataclass(frozen=True, slots=True)
class Pool:
    """Places that are alike."""

    places: tuple[int, ...]
    capacity: int
    area: str
    open: int  # bits of slots


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit on somebody's meetings, as sets: of the meetings counted, and of slots."""

    limit: Limit
    meetings: frozenset[int] | None  # None: all
    slots: int  # bits
    held: int  # meetings held already that count
    are_twins: bool = False  # no limit of somebody: several requests of the same timetables


@dataclass(frozen=True, slots=True)
class Grid:
    """When and where people meet at all, whoever they are."""

    slots: tuple[Slot, ...]
    blocks: list[list[int]]  # slots of each block, in order
    clash: list[int]  # for each slot, bits of those that overlap it
    cliques: list[int]  # sets of slots that overlap, as bits
    usable: int  # bits of slots that are neither closed nor over
    pools: list[Pool]
    pool_of: dict[int, int]  # place -> pool
    walks: dict[tuple[int, int, int], int]  # (slot, pool, later slot) -> pools too far, as bits


@dataclass(slots=True)
class Problem:
    """The event, compiled. Meetings are the requests that may be placed; others are `excluded`."""

    event: Event
    parameters: Parameters
    grid: Grid
    number: dict[str, int]  # participant or delegate -> its timetable
    free: list[int]  # for each timetable, bits of slots it may use
    waiting: list[int]  # bits of slots in which it waits when idle: neither absent nor closed
    held: list[list[tuple[int, int, int]]]  # (request, slot, pool) of meetings held already
    rest: list[int | None]
    before: list[int | None] = field(default_factory=list)  # slot in the schedule before
    lost: int = 0  # meetings of the schedule before that cannot be placed
    requests: list[Request] = field(default_factory=list)
    members: list[tuple[int, ...]] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    options: list[dict[int, tuple[int, ...]]] = field(default_factory=list)  # slot -> pools
    own: list[list[int]] = field(default_factory=list)  # for each timetable its meetings
    bounds: list[list[Bound]] = field(default_factory=list)
    possible: list[int] = field(default_factory=list)  # meetings anybody can have at most
    must: frozenset[int] = frozenset()  # locked meetings
    excluded: dict[str, Fact] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Give the number of cells all meetings could be in, together."""
        return sum(len(pools) for one in self.options for pools in one.values())


def bits(mask: int) -> list[int]:
    """Give the places of the bits that are set, from the lowest."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def people_of(event: Event) -> dict[str, int]:
    """Give the number of the timetable behind every id of participants and delegates."""
    return {
        name: at for at, one in enumerate(event.participants) for name in (one.id, *one.delegates)
    }


def members_of(request: Request, number: Mapping[str, int]) -> tuple[int, ...]:
    """Give the timetables that a request concerns, each once, in order."""
    return tuple(sorted({number[name] for name in request.participants}))


def weight_of(request: Request, parameters: Parameters) -> int:
    """Give what a request counts: its priority times the points of all wishes."""
    wishes = [request.wishes.get(name, Wish.ACCEPTED) for name in request.participants]
    return request.priority * sum(parameters.points.get(wish, 0) for wish in wishes)


def limits_of(event: Event, one: Participant) -> list[Limit]:
    """Give a participant's limits: its own, and those of the event that these do not replace."""
    found = {
        (limit.kind, limit.block): limit
        for limit in sorted(event.limits, key=lambda limit: limit.type is not None)
        if limit.type in (None, one.type)
    }
    found |= {(limit.kind, limit.block): limit for limit in one.limits}
    return list(found.values())


def usable_slots(event: Event, slots: tuple[Slot, ...]) -> int:
    """Give, as bits, the slots in which meetings can still be placed."""
    closed = {block.id: block.closed for block in event.blocks}
    return sum(
        1 << at
        for at, slot in enumerate(slots)
        if slot.number not in closed[slot.block]
        and (event.not_before is None or slot.starts >= event.not_before)
    )


def free_slots(event: Event, one: Participant, slots: tuple[Slot, ...]) -> int:
    """Give, as bits, the slots that a participant may use."""
    closed_to = {
        block.id
        for block in event.blocks
        if block.types is not None and one.type not in block.types
    }
    return sum(
        1 << at
        for at, slot in enumerate(slots)
        if not is_within(slot, one.absent) and slot.block not in closed_to
    )


def waiting_slots(event: Event, one: Participant, slots: tuple[Slot, ...]) -> int:
    """Give, as bits, the slots in which an idle participant waits: neither absent nor closed."""
    closed = {block.id: block.closed for block in event.blocks}
    return sum(
        1 << at
        for at, slot in enumerate(slots)
        if slot.number not in closed[slot.block] and not is_within(slot, one.absent)
    )


def open_slots(event: Event, place: Place, slots: tuple[Slot, ...]) -> int:
    """Give, as bits, the slots in which a place can be used."""
    not_in = {
        block.id
        for block in event.blocks
        if block.places is not None and place.id not in block.places
    }
    return sum(
        1 << at
        for at, slot in enumerate(slots)
        if not is_within(slot, place.closed) and slot.block not in not_in
    )


def suits(event: Event, place: Place, members: tuple[int, ...]) -> bool:
    """Say whether a place is for a meeting of these participants at all."""
    people = [event.participants[one] for one in members]
    hosts = {one.host for one in event.places if one.host is not None}
    hosting = {one.id for one in people if hosts & {one.id, *one.delegates}}
    names = {name for one in people for name in (one.id, *one.delegates)}
    if (place.host not in names) if hosting else (place.host is not None):
        return False
    if place.seats is not None and len(members) > place.seats:
        return False
    not_for = Attendance.ON_SITE if place.kind == PlaceKind.ONLINE else Attendance.ONLINE
    return all(one.attends != not_for for one in people)
