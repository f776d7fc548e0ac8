"""What the organiser's board shows of the rules: where a meeting could be, and what is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from raceme.cores.scheduling.board import cells_for
from raceme.cores.scheduling.check import faults_of
from raceme.cores.scheduling.day import changes_between
from raceme.cores.scheduling.values import Fault, Rule
from raceme.meetings.bridge.event import event_of, placed, placed_in
from raceme.meetings.bridge.words import Words
from raceme.meetings.models import Place
from raceme.meetings.queries.board import Floor, Seated
from raceme.meetings.queries.slots import Slot

# What concerns people whatever the place is; the rest is about the place.
OF_THE_PLACE = {
    Rule.PLACE_NOT_IN_BLOCK,
    Rule.PLACE_CLOSED,
    Rule.PLACE_FULL,
    Rule.SEATS,
    Rule.HOST,
    Rule.ATTENDANCE,
    Rule.WALK,
}


@dataclass(frozen=True, slots=True)
class BlockedPlace:
    """A place at which a meeting cannot be in a slot, and why."""

    place: Place
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """What one slot offers to a meeting: free places, or why there is none."""

    slot: Slot
    time: str
    free: Sequence[Place]
    has_taken: bool  # whether another meeting is all that is in the way somewhere
    blocked: Sequence[BlockedPlace]
    reasons: Sequence[str]  # of people: no place helps
    is_here: bool = False  # where the meeting is now


@dataclass(frozen=True, slots=True)
class Shift:
    """A meeting that is not what people know; `kind` is moved, other_place, cancelled or new."""

    kind: str
    request: int
    before: Seated | None
    after: Seated | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A rule that a version breaks, said in words, and the request it is about."""

    request: int
    sentence: str


def choices_for(
    floor: Floor, rows: Mapping[int, Seated], request: int, *, now: datetime | None
) -> list[Choice]:
    """Say for every slot where a meeting could be, all others staying, and why not elsewhere."""
    event = event_of(floor, now=now)
    if str(request) not in {one.id for one in event.requests}:
        return []
    words, places = Words(floor), {one.pk: one for one in floor.places}
    slots = {one.code: one for one in floor.slots()}
    found: dict[str, list[tuple[Place, tuple[Fault, ...]]]] = defaultdict(list)
    for cell in cells_for(event, placed_in(event, rows.values()), str(request)):
        found[cell.slot].append((places[int(cell.place)], cell.faults))
    here = rows.get(request)
    return [
        _choice(words, slots[code], cells, is_here=here is not None and here.slot == code)
        for code, cells in found.items()
    ]


def why_not_in(
    floor: Floor,
    rows: Mapping[int, Seated],
    wanted: Iterable[Seated],
    *,
    now: datetime | None,
) -> list[str]:
    """Say why meetings cannot be where they are wanted; what was wrong before does not count."""
    event = event_of(floor, now=now)
    before = set(faults_of(event, placed_in(event, rows.values())))
    new = {one.request: one for one in wanted}
    held = {int(one.request) for one in event.held}
    placed_then = placed_in(event, {**rows, **new}.values())
    words = Words(floor)
    if held & set(new):
        return [words.why_not(Fault(Rule.HELD))]
    if not set(map(placed, new.values())) <= set(placed_then):
        return [words.why_not(Fault(Rule.UNKNOWN_SLOT))]
    after = faults_of(event, placed_then)
    return list(dict.fromkeys(words.why_not(one) for one in after if one not in before))


def troubles_of(floor: Floor, rows: Mapping[int, Seated], *, now: datetime | None) -> list[Trouble]:
    """Say every rule that a version breaks by now: people who left, places that closed."""
    event = event_of(floor, now=now)
    words = Words(floor)
    broken: dict[tuple[int, str], None] = {}
    for fault in faults_of(event, placed_in(event, rows.values())):
        if fault.request is not None:
            broken[int(fault.request), words.why_not(fault)] = None
    return [Trouble(request, sentence) for request, sentence in broken]


def shifts_of(floor: Floor, rows: Mapping[int, Seated], *, now: datetime | None) -> list[Shift]:
    """Say what is different in a version from what people know, by time."""
    event = event_of(floor, now=now)
    told = placed_in(event, floor.told.values())
    changes = changes_between(event, told, placed_in(event, rows.values()))
    return [
        Shift(
            str(one.kind),
            int(one.request),
            floor.told[int(one.request)] if one.before is not None else None,
            rows[int(one.request)] if one.after is not None else None,
        )
        for one in changes
    ]


def lost_of(floor: Floor, rows: Mapping[int, Seated]) -> list[int]:
    """Requests that a version places although they do not count any more."""
    return [one for one in rows if one not in floor.requests]


def begun_of(floor: Floor, *, now: datetime | None) -> set[int]:
    """Requests whose meetings have begun or are over: nothing moves them any more."""
    return {int(one.request) for one in event_of(floor, now=now).held}


def _choice(
    words: Words,
    slot: Slot,
    cells: Sequence[tuple[Place, tuple[Fault, ...]]],
    *,
    is_here: bool,
) -> Choice:
    personal = [
        fault for _place, faults in cells[:1] for fault in faults if fault.rule not in OF_THE_PLACE
    ]
    has_taken, blocked = False, []
    for place, faults in () if personal else cells:
        if {fault.rule for fault in faults} == {Rule.PLACE_FULL}:
            has_taken = True
        elif faults:
            blocked.append(BlockedPlace(place, _said(words, faults)))
    return Choice(
        slot=slot,
        time=words.time(slot.code),
        free=[place for place, faults in cells if not faults],
        has_taken=has_taken,
        blocked=blocked,
        reasons=_said(words, personal),
        is_here=is_here,
    )


def _said(words: Words, faults: Iterable[Fault]) -> list[str]:
    return list(dict.fromkeys(words.why_not(one) for one in faults))
