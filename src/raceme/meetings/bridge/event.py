"""An event as the core of scheduling sees it.

Ids are the numbers of the rows as text; a slot is its block and its number. Colleagues who share a
timetable are one participant: it is absent where one of them is, for whoever is asked for must be
able to come, and stays away only if all of them do.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from raceme.cores.scheduling.check import faults_of
from raceme.cores.scheduling.values import (
    Attendance,
    Block,
    Event,
    Fault,
    Limit,
    Lock,
    Participant,
    Placed,
    PlaceKind,
    Request,
    Rule,
    Span,
    Walk,
    Wish,
)
from raceme.cores.scheduling.values import Place as CorePlace
from raceme.meetings.models import MeetingBlock, Place, Profile
from raceme.meetings.queries.board import Asked, Floor, Seated, is_coming
from raceme.meetings.queries.slots import slots_of


def event_of(floor: Floor, *, now: datetime | None, without: Collection[int] = ()) -> Event:
    """Give the event as it stands, without locks; what has started before `now` is held.

    `without`: requests that are not to be placed.
    """
    matchmaking = floor.matchmaking
    told = [one for one in floor.told.values() if _is_known(floor, one)]
    event = Event(
        blocks=tuple(_block(one) for one in floor.blocks),
        places=tuple(_place(floor, one) for one in floor.places),
        participants=tuple(_participants(floor)),
        requests=tuple(
            _request(floor, one)
            for one in floor.requests.values()
            if _has_two(floor, one) and (one.pk not in without or one.pk in floor.told)
        ),
        walks=tuple(_walks(floor)),
        rest_after=matchmaking.rest_after,
        already_met=tuple(frozenset({str(one), str(other)}) for one, other in floor.met),
    )
    begun = [one for one in told if one.is_over or (now is not None and one.starts_at < now)]
    held = tuple(placed(one) for one in _without_clashes(floor, begun))
    return replace(event, held=held, not_before=now)


def placed(one: Seated) -> Placed:
    """Give a row as the core names it."""
    return Placed(str(one.request), one.slot, str(one.place))


def placed_in(event: Event, rows: Iterable[Seated]) -> tuple[Placed, ...]:
    """Give what of these rows the event knows, held meetings as they were held."""
    held = {one.request: one for one in event.held}
    known = {one.id for one in event.requests}
    slots = {slot for block in event.blocks for slot in _codes(block)}
    found = [placed(one) for one in rows]
    return (
        *event.held,
        *(
            one
            for one in found
            if one.request in known and one.request not in held and one.slot in slots
        ),
    )


def with_locks(event: Event, rows: Iterable[Seated]) -> Event:
    """Give the event with these rows locked where they are, as far as that is still possible.

    A lock that breaks a rule by now falls: its meeting is placed like any other.
    """
    kept = list(placed_in(event, rows))
    held = {one.request for one in event.held}
    while True:
        falling = _in_the_way(faults_of(event, kept), held)
        if not falling:
            break
        kept = [one for one in kept if one.request not in falling]
    locks = tuple(
        Lock(one.request, slot=one.slot, place=one.place) for one in kept if one.request not in held
    )
    return replace(event, locks=locks)


def _in_the_way(faults: Iterable[Fault], held: Collection[str]) -> set[str]:
    """Choose whose locks fall: of several in one another's way one at a time gives way."""
    falling: dict[tuple[str | None, ...], str] = {}
    for fault in faults:
        whose = fault.request if fault.request not in held else fault.other
        if whose is None or whose in held:
            continue
        if fault.other is None and fault.rule not in {Rule.LIMIT, Rule.REST}:
            spot: tuple[str | None, ...] = (whose,)
        elif fault.participant is not None:
            spot = (fault.participant,)
        else:
            spot = (fault.slot, fault.place)
        falling[spot] = whose
    return set(falling.values())


def _codes(block: Block) -> list[str]:
    step = block.minutes + block.pause
    most = int((block.ends - block.starts).total_seconds() // 60 + block.pause) // step
    return [f"{block.id}.{number}" for number in range(1, most + 1)]


def _block(block: MeetingBlock) -> Block:
    closed = frozenset(block.closed_slots)
    if block.is_dropped:
        closed = frozenset(one.number for one in slots_of(block))
    places = frozenset(str(one.pk) for one in block.places.all())
    types = frozenset(str(one.pk) for one in block.kinds.all())
    return Block(
        id=str(block.pk),
        starts=block.starts_at,
        ends=block.ends_at,
        minutes=block.minutes,
        pause=block.pause,
        places=places or None,
        types=types or None,
        closed=closed,
    )


def _place(floor: Floor, place: Place) -> CorePlace:
    closed = [Span(*one) for one in floor.closed.get(place.pk, ())]
    if place.is_closed:
        closed.append(_whole(floor))
    host = floor.profiles[place.host_id].owner_id if place.host_id is not None else None
    return CorePlace(
        id=str(place.pk),
        kind=PlaceKind(place.kind),
        capacity=place.capacity,
        seats=place.seats,
        area=place.area,
        host=None if host is None else str(host),
        closed=tuple(closed),
    )


def _participants(floor: Floor) -> Iterable[Participant]:
    delegates: dict[int, list[Profile]] = defaultdict(list)
    for one in floor.profiles.values():
        if one.timetable_of_id is not None:
            delegates[one.timetable_of_id].append(one)
    for one in floor.profiles.values():
        if one.timetable_of_id is None:
            yield _participant(floor, one, delegates[one.pk])


def _participant(floor: Floor, owner: Profile, delegates: list[Profile]) -> Participant:
    team = [owner, *delegates]
    absent = [Span(*one) for each in team for one in floor.absent.get(each.pk, ())]
    if not any(is_coming(one) for one in team):
        absent = [_whole(floor)]
    return Participant(
        id=str(owner.pk),
        type=str(owner.registration.quota_id),
        delegates=tuple(str(one.pk) for one in delegates),
        absent=tuple(absent),
        attends=Attendance(owner.attends),
        limits=(_limit(floor, owner),),
        rest_after=owner.rest_after,
    )


def _limit(floor: Floor, owner: Profile) -> Limit:
    """What is said of somebody goes before what is said of the kind, and that before all."""
    general = (floor.matchmaking.least, floor.matchmaking.most)
    kind = floor.limits.get(owner.registration.quota_id)
    least = owner.least if owner.least is not None else (kind or general)[0]
    most = next(
        (one for one in (owner.most, kind[1] if kind else None, general[1]) if one is not None),
        None,
    )
    return Limit(least=least if most is None else min(least, most), most=most)


def _request(floor: Floor, asked: Asked) -> Request:
    return Request(
        id=str(asked.pk),
        participants=tuple(str(one) for one in asked.people),
        wishes=_wishes(floor, asked),
        priority=asked.priority,
        again=asked.is_again,
    )


def _wishes(floor: Floor, asked: Asked) -> Mapping[str, Wish]:
    """What the two said of each other; the preferences of further guests do not count."""
    one, other = asked.people[:2]
    said = {one: floor.wishes.get((one, other)), other: floor.wishes.get((other, one))}
    return {str(whose): Wish(degree) for whose, degree in said.items() if degree is not None}


def _has_two(floor: Floor, asked: Asked) -> bool:
    """Whether a request still is of two timetables; colleagues may have come to share one."""
    return len({floor.profiles[one].owner_id for one in asked.people}) > 1


def _walks(floor: Floor) -> Iterable[Walk]:
    areas = {one.area for one in floor.places}
    for one, other, minutes in floor.walks:
        if one in areas and other in areas:
            yield Walk(one, other, minutes)


def _is_known(floor: Floor, one: Seated) -> bool:
    """Whether a meeting lies in a slot that there still is, and its request counts."""
    asked = floor.requests.get(one.request)
    if asked is None or not _has_two(floor, asked):
        return False
    return any(
        slot.number == one.number
        for block in floor.blocks
        if block.pk == one.block
        for slot in slots_of(block)
    )


def _without_clashes(floor: Floor, rows: Iterable[Seated]) -> list[Seated]:
    """Leave out held meetings at which somebody would have been at two places at once.

    The core refuses such nonsense; a slip of whoever marked them must not stop the day.
    """
    kept: list[Seated] = []
    busy: dict[int, datetime] = {}
    for one in sorted(rows, key=lambda row: (row.starts_at, row.request)):
        people = {floor.profiles[who].owner_id for who in floor.requests[one.request].people}
        if all(who not in busy or busy[who] <= one.starts_at for who in people):
            kept.append(one)
            busy.update(dict.fromkeys(people, one.ends_at))
    return kept


def _whole(floor: Floor) -> Span:
    """From the first moment of all blocks to the last."""
    if not floor.blocks:
        event = floor.matchmaking.event
        return Span(event.starts_at, event.ends_at)
    return Span(
        min(one.starts_at for one in floor.blocks), max(one.ends_at for one in floor.blocks)
    )
