"""Is this a schedule of the event at all, and what does it reach? Plain counting.

Written without looking at how schedules are searched for: it reads the event and the placed
meetings only, and repeats every rule and every goal in the simplest words there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from raceme.cores.scheduling.values import (
    Attendance,
    Block,
    Event,
    Fault,
    Goal,
    Limit,
    Parameters,
    Participant,
    Place,
    Placed,
    PlaceKind,
    Request,
    Rule,
    Span,
    Wish,
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A placed meeting with everything that its ids stand for."""

    placed: Placed
    request: Request
    people: tuple[Participant, ...]
    block: Block
    number: int  # of the slot in its block
    starts: datetime
    ends: datetime
    place: Place
    is_held: bool


def faults_of(event: Event, placed: Iterable[Placed]) -> tuple[Fault, ...]:
    """List every rule that the schedule breaks; none: it is valid. Held meetings break none."""
    placed = tuple(placed)
    unknown = _unknown(event, placed)
    if unknown:
        return tuple(unknown)
    meetings = meetings_of(event, placed)
    new = [one for one in meetings if not one.is_held]
    there = set(placed)
    faults = [
        Fault(Rule.PLACED_TWICE, request)
        for request, times in Counter(one.request for one in placed).items()
        if times > 1
    ]
    faults += [
        Fault(Rule.HELD, one.request, slot=one.slot, place=one.place)
        for one in event.held
        if one not in there
    ]
    faults += _locks(event, placed)
    faults += unwanted(event, meetings)
    for one in new:
        faults += out_of_time(event, one)
        faults += out_of_place(event, one)
    faults += crowds(meetings)
    own = by_person(meetings)
    for participant in event.participants:
        faults += own_faults(event, participant, own[participant.id])
    return tuple(faults)


def values_of(
    event: Event, placed: Iterable[Placed], parameters: Parameters, before: Iterable[Placed] = ()
) -> list[int]:
    """Count what a valid schedule reaches in each goal, in their order."""
    meetings = meetings_of(event, placed)
    told = {one.request: one for one in before}
    return [_value(goal, event, meetings, parameters, told) for goal in parameters.goals]


def _unknown(event: Event, placed: Sequence[Placed]) -> list[Fault]:
    requests = {request.id for request in event.requests}
    places = {place.id for place in event.places}
    faults = []
    for one in placed:
        if one.request not in requests:
            faults.append(Fault(Rule.UNKNOWN_REQUEST, one.request))
        if one.place not in places:
            faults.append(Fault(Rule.UNKNOWN_PLACE, one.request, place=one.place))
        if _slot(event, one.slot) is None:
            faults.append(Fault(Rule.UNKNOWN_SLOT, one.request, slot=one.slot))
    return faults


def _slot(event: Event, slot: str) -> tuple[Block, int, datetime, datetime] | None:
    for block in event.blocks:
        name, _, number = slot.rpartition(".")
        if name == block.id and number.isdigit() and number == str(int(number)):
            step = timedelta(minutes=block.minutes + block.pause)
            starts = block.starts + (int(number) - 1) * step
            ends = starts + timedelta(minutes=block.minutes)
            if int(number) >= 1 and ends <= block.ends:
                return block, int(number), starts, ends
    return None


def meetings_of(event: Event, placed: Iterable[Placed]) -> list[Meeting]:
    requests = {request.id: request for request in event.requests}
    places = {place.id: place for place in event.places}
    people = {name: one for one in event.participants for name in (one.id, *one.delegates)}
    held = set(event.held)
    found = []
    for one in placed:
        request, slot = requests[one.request], _slot(event, one.slot)
        assert slot is not None
        named = {people[name].id: people[name] for name in request.participants}
        its = tuple(named[name] for name in sorted(named))
        found.append(Meeting(one, request, its, *slot, places[one.place], one in held))
    return found


def by_person(meetings: Iterable[Meeting]) -> dict[str, list[Meeting]]:
    """Give everybody's meetings by start."""
    own: dict[str, list[Meeting]] = defaultdict(list)
    for one in sorted(meetings, key=lambda one: one.starts):
        for person in one.people:
            own[person.id].append(one)
    return own


def _locks(event: Event, placed: Sequence[Placed]) -> list[Fault]:
    found = {one.request: one for one in placed}
    held = {one.request for one in event.held}
    faults = []
    for lock in event.locks:
        one = found.get(lock.request)
        if lock.request in held:
            continue
        if one is None or lock.slot not in (None, one.slot) or lock.place not in (None, one.place):
            faults.append(Fault(Rule.LOCK, lock.request, slot=lock.slot, place=lock.place))
    return faults


def unwanted(event: Event, meetings: Sequence[Meeting]) -> list[Fault]:
    locked = {lock.request for lock in event.locks}
    together: dict[tuple[str, ...], list[Meeting]] = defaultdict(list)
    for one in meetings:
        together[tuple(person.id for person in one.people)].append(one)
    faults = []
    for group in together.values():
        free = [one for one in group if not one.is_held and one.request.id not in locked]
        faults += [
            Fault(Rule.NOT_WANTED, one.request.id)
            for one in free
            if Wish.NO in one.request.wishes.values()
        ]
        once = [one for one in free if not one.request.again]
        have_met = any(
            all({person.id, *person.delegates} & names for person in group[0].people)
            for names in event.already_met
        )
        if have_met:
            faults += [Fault(Rule.ALREADY_MET, one.request.id) for one in once]
        others = len(group) - len(free)
        faults += [Fault(Rule.DUPLICATE, one.request.id) for one in once[0 if others else 1 :]]
    return faults


def out_of_time(event: Event, one: Meeting) -> list[Fault]:
    request, slot = one.request.id, one.placed.slot
    faults = []
    if one.request.blocks is not None and one.block.id not in one.request.blocks:
        faults.append(Fault(Rule.WRONG_BLOCK, request, slot=slot))
    if one.number in one.block.closed:
        faults.append(Fault(Rule.SLOT_CLOSED, request, slot=slot))
    if event.not_before is not None and one.starts < event.not_before:
        faults.append(Fault(Rule.SLOT_OVER, request, slot=slot))
    for person in one.people:
        if one.block.types is not None and person.type not in one.block.types:
            faults.append(Fault(Rule.WRONG_TYPE, request, person.id, slot))
        if _meets(one, person.absent):
            faults.append(Fault(Rule.ABSENT, request, person.id, slot))
    return faults


def _meets(one: Meeting, spans: Iterable[Span]) -> bool:
    return any(one.starts < span.ends and span.starts < one.ends for span in spans)


def out_of_place(event: Event, one: Meeting) -> list[Fault]:
    request, place = one.request.id, one.place
    where = {"slot": one.placed.slot, "place": place.id}
    names = {name for person in one.people for name in (person.id, *person.delegates)}
    hosts = {other.host for other in event.places if other.host in names}
    rules = {
        Rule.PLACE_NOT_IN_BLOCK: one.block.places is not None and place.id not in one.block.places,
        Rule.PLACE_CLOSED: _meets(one, place.closed),
        Rule.SEATS: place.seats is not None and len(one.people) > place.seats,
        Rule.HOST: place.host not in hosts if hosts else place.host is not None,
        Rule.ATTENDANCE: any(
            person.attends == Attendance.ON_SITE
            if place.kind == PlaceKind.ONLINE
            else person.attends == Attendance.ONLINE
            for person in one.people
        ),
    }
    return [Fault(rule, request, **where) for rule, is_broken in rules.items() if is_broken]


def crowds(meetings: Sequence[Meeting]) -> list[Fault]:
    """Find places with more meetings at one moment than they hold."""
    by_place: dict[str, list[Meeting]] = defaultdict(list)
    for one in meetings:
        by_place[one.place.id].append(one)
    faults = []
    for its in by_place.values():
        for one in its:
            here = [other for other in its if other.starts <= one.starts < other.ends]
            is_new = not all(other.is_held for other in here)
            if is_new and one.place.capacity is not None and len(here) > one.place.capacity:
                other = next((other.request.id for other in here if other is not one), None)
                where = one.placed.slot, one.place.id
                faults.append(Fault(Rule.PLACE_FULL, one.request.id, None, *where, other))
    return faults


def own_faults(event: Event, person: Participant, own: Sequence[Meeting]) -> list[Fault]:
    """Find what is wrong in one timetable: its meetings by start."""
    faults = []
    minutes = {frozenset({walk.one, walk.other}): walk.minutes for walk in event.walks}
    for at, one in enumerate(own):
        for later in own[at + 1 :]:
            if one.is_held and later.is_held:
                continue
            walk = minutes.get(frozenset({one.place.area, later.place.area}), 0)
            if later.starts < one.ends:
                faults.append(_fault(Rule.TWO_AT_ONCE, later, person, one))
            elif later.starts < one.ends + timedelta(minutes=walk):
                faults.append(_fault(Rule.WALK, later, person, one))
    for limit in _limits(event, person):
        counted = [one for one in own if _counts(limit, one)]
        new = [one for one in counted if not one.is_held]
        if new and limit.most is not None and len(counted) > limit.most:
            faults.append(_fault(Rule.LIMIT, new[-1], person))
    most = event.rest_after if person.rest_after is None else person.rest_after
    if most is not None:
        for one in own:
            row = {
                other.number: other.is_held
                for other in own
                if other.block == one.block and 0 <= other.number - one.number <= most
            }
            if len(row) > most and not all(row.values()):
                faults.append(_fault(Rule.REST, one, person))
    return faults


def _fault(rule: Rule, one: Meeting, person: Participant, other: Meeting | None = None) -> Fault:
    where = one.placed.slot, one.placed.place
    return Fault(rule, one.request.id, person.id, *where, other.request.id if other else None)


def _limits(event: Event, person: Participant) -> list[Limit]:
    """Own limits, then those for the type, then those for all; the first of a kind counts."""
    everybody = [limit for limit in event.limits if limit.type is None]
    its_type = [limit for limit in event.limits if limit.type == person.type]
    found: dict[tuple[str | None, str | None], Limit] = {}
    for limit in (*person.limits, *its_type, *everybody):
        found.setdefault((limit.kind, limit.block), limit)
    return list(found.values())


def _counts(limit: Limit, one: Meeting) -> bool:
    return limit.kind in (None, one.request.kind) and limit.block in (None, one.block.id)


def _value(
    goal: Goal,
    event: Event,
    meetings: Sequence[Meeting],
    parameters: Parameters,
    told: dict[str, Placed],
) -> int:
    new = [one for one in meetings if not one.is_held]
    match goal:
        case Goal.CANCELLED:
            return len(set(told) - {one.request.id for one in meetings})
        case Goal.MOVED:
            return sum(
                told[one.request.id].slot != one.placed.slot
                for one in new
                if one.request.id in told
            )
        case Goal.MEETINGS:
            return len(new)
        case Goal.WISHES:
            return sum(_weight(one.request, parameters) for one in new)
    own = by_person(meetings)
    count = {
        Goal.TARGETS: _short,
        Goal.FAIRNESS: _worth,
        Goal.GAPS: _gaps,
        Goal.TABLE_CHANGES: _table_changes,
    }[goal]
    return sum(count(event, person, own[person.id]) for person in event.participants)


def _weight(request: Request, parameters: Parameters) -> int:
    wishes = [request.wishes.get(name, Wish.ACCEPTED) for name in request.participants]
    return request.priority * sum(parameters.points.get(wish, 0) for wish in wishes)


def _short(event: Event, person: Participant, own: Sequence[Meeting]) -> int:
    return sum(
        max(0, limit.least - sum(_counts(limit, one) for one in own))
        for limit in _limits(event, person)
    )


def _worth(event: Event, person: Participant, own: Sequence[Meeting]) -> int:
    return sum(
        round(2520 / number) for number in range(1, len({one.placed.slot for one in own}) + 1)
    )


def _gaps(event: Event, person: Participant, own: Sequence[Meeting]) -> int:
    gaps = 0
    for block in event.blocks:
        numbers = [one.number for one in own if one.block == block]
        for number in range(min(numbers, default=0) + 1, max(numbers, default=0)):
            slot = _slot(event, f"{block.id}.{number}")
            assert slot is not None
            _, _, starts, ends = slot
            is_absent = any(span.starts < ends and starts < span.ends for span in person.absent)
            is_busy = any(one.starts < ends and starts < one.ends for one in own)
            gaps += not (is_absent or is_busy or number in block.closed)
    return gaps


def _table_changes(event: Event, person: Participant, own: Sequence[Meeting]) -> int:
    return sum(
        before.place != after.place
        for block in event.blocks
        for before, after in pairwise([one for one in own if one.block == block])
    )
