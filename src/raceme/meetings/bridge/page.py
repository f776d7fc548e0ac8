"""The organiser's board as a page shows it: blocks of places and slots, the tray, the goals."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from raceme.meetings.bridge.board import Choice, Shift, Trouble, begun_of, choices_for, troubles_of
from raceme.meetings.bridge.leftover import Facts, left_over_now
from raceme.meetings.bridge.words import GOALS, Words
from raceme.meetings.models import MeetingBlock, Place, Timetable
from raceme.meetings.queries.board import Asked, Floor, Seated
from raceme.meetings.queries.slots import slots_of


@dataclass(frozen=True, slots=True)
class Head:
    """A slot at the top of a column."""

    code: str
    time: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A meeting on the board."""

    request: int
    names: Sequence[str]
    is_locked: bool
    is_over: bool
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: a slot at a place, with what is there."""

    code: str  # of the slot
    is_closed: bool
    cards: Sequence[Card]


@dataclass(frozen=True, slots=True)
class Line:
    """A place with its cells."""

    place: Place
    boxes: Sequence[Box]


@dataclass(frozen=True, slots=True)
class Section:
    """A block: slots across, places down."""

    block: MeetingBlock
    heads: Sequence[Head]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request without a time, and why."""

    request: int
    number: int
    names: str
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class GoalLine:
    """What a version reaches in a goal, and what none can go beyond."""

    label: str | Promise
    value: int
    bound: int

    @property
    def is_proved(self) -> bool:
        return self.value == self.bound


@dataclass(frozen=True, slots=True)
class Chosen:
    """A meeting that somebody has chosen, and where it could be."""

    request: int
    names: str
    seat: Seated | None
    where: str
    reasons: Sequence[str]
    choices: Sequence[Choice]
    places: Sequence[Place]
    is_over: bool

    @property
    def free_count(self) -> int:
        return sum(len(one.free) for one in self.choices)


@dataclass(frozen=True)
class BoardPage:
    """All that the board shows of one version."""

    sections: Sequence[Section] = ()
    tray: Sequence[Waiting] = ()
    goals: Sequence[GoalLine] = ()
    reliefs: Sequence[str] = ()
    troubles: Sequence[Trouble] = field(default=())
    placed: int = 0
    locked: int = 0


def board_page(
    floor: Floor,
    timetable: Timetable | None,
    rows: Mapping[int, Seated],
    *,
    now: datetime,
) -> BoardPage:
    """Lay out a version: what stands where, what is left over and why."""
    words = Words(floor)
    troubles = troubles_of(floor, rows, now=now)
    cards = _cards(floor, rows, {one.request for one in troubles}, begun_of(floor, now=now))
    return BoardPage(
        sections=[_section(words, block, cards) for block in floor.blocks],
        tray=_tray(words, timetable, rows, left_over_now(floor, rows, now=now)),
        goals=goals_of(timetable),
        reliefs=[words.relief(one) for one in timetable.reliefs] if timetable else (),
        troubles=troubles,
        placed=sum(one in floor.requests for one in rows),
        locked=sum(one.is_locked for one in rows.values()),
    )


def chosen_meeting(
    floor: Floor,
    timetable: Timetable | None,
    rows: Mapping[int, Seated],
    request: int,
    *,
    now: datetime,
) -> Chosen | None:
    """Say of one meeting where it is and where it could be; None for one that does not count."""
    if request not in floor.requests:
        return None
    words, seat = Words(floor), rows.get(request)
    where = ""
    if seat is not None:
        place = words.places.get(seat.place, "")
        where = _("%(time)s, %(place)s") % {"time": words.time(seat.slot), "place": place}
    is_over = request in begun_of(floor, now=now)
    facts = {} if seat else left_over_now(floor, rows, now=now)
    return Chosen(
        request=request,
        names=words.names(request),
        seat=seat,
        where=where,
        reasons=() if seat else _reasons(words, timetable, floor.requests[request], facts),
        choices=() if is_over else choices_for(floor, rows, request, now=now),
        places=floor.places,
        is_over=is_over,
    )


def goals_of(timetable: Timetable | None) -> list[GoalLine]:
    """Give the goals of a computed version in their order."""
    if timetable is None:
        return []
    return [
        GoalLine(GOALS.get(one["goal"], one["goal"]), one["value"], one["bound"])
        for one in timetable.goals
    ]


def shift_sentence(words: Words, shift: Shift) -> str:
    """Say what becomes of a meeting."""
    values = {"before": _where(words, shift.before), "after": _where(words, shift.after)}
    if shift.before is None:
        return _("New: %(after)s") % values
    if shift.after is None:
        return _("Cancelled: was %(before)s") % values
    if shift.kind == "moved":
        return _("Another time: %(after)s instead of %(before)s") % values
    return _("Another place: %(after)s instead of %(before)s") % values


def _where(words: Words, seat: Seated | None) -> str:
    if seat is None:
        return ""
    return f"{words.time(seat.slot)}, {words.places.get(seat.place, '')}"


def _cards(
    floor: Floor, rows: Mapping[int, Seated], wrong: set[int], begun: set[int]
) -> dict[tuple[str, int], list[Card]]:
    names = {pk: str(one) for pk, one in floor.profiles.items()}
    found: dict[tuple[str, int], list[Card]] = defaultdict(list)
    for request, seat in rows.items():
        asked = floor.requests.get(request)
        if asked is None:
            continue
        card = Card(
            request=request,
            names=[names[who] for who in asked.people],
            is_locked=seat.is_locked,
            is_over=request in begun,
            is_wrong=request in wrong,
        )
        found[seat.cell].append(card)
    return found


def _section(
    words: Words, block: MeetingBlock, cards: Mapping[tuple[str, int], Sequence[Card]]
) -> Section:
    slots = slots_of(block)
    heads = [Head(one.code, words.time(one.code), one.is_closed) for one in slots]
    allowed = {one.pk for one in block.places.all()}
    lines = []
    for place in words.floor.places:
        boxes = [
            Box(head.code, head.is_closed or place.is_closed, cards.get((head.code, place.pk), ()))
            for head in heads
        ]
        is_used = not place.is_closed and (not allowed or place.pk in allowed)
        if is_used or any(one.cards for one in boxes):
            lines.append(Line(place, boxes))
    return Section(block, heads, lines)


def _tray(
    words: Words,
    timetable: Timetable | None,
    rows: Mapping[int, Seated],
    facts: Mapping[int, Facts],
) -> list[Waiting]:
    return [
        Waiting(pk, asked.number, words.names(pk), _reasons(words, timetable, asked, facts))
        for pk, asked in words.floor.requests.items()
        if pk not in rows
    ]


def _reasons(
    words: Words, timetable: Timetable | None, asked: Asked, facts: Mapping[int, Facts]
) -> list[str]:
    """Say why a request has no time: how that came about, and what is in the way now."""
    who = words.floor.called_off.get(asked.pk)
    if who is not None:
        return [
            _("%(name)s cancelled this meeting; place it by hand.") % {"name": who or _("Somebody")}
        ]
    searched = timetable is not None and bool(timetable.status)
    is_left = searched and asked.pk in {one["request"] for one in _unplaced(timetable)}
    said = words.why_unplaced(facts.get(asked.pk, ()), has_searched=is_left)
    if not searched or is_left or timetable is None:
        return said
    if asked.settled_at is not None and asked.settled_at > timetable.asked_at:
        return [_("Accepted after this version was computed."), *said]
    return [_("Taken off the board by hand."), *said]


def _unplaced(timetable: Timetable | None) -> Sequence[Mapping[str, int]]:
    """What the computation of a version had left over."""
    return timetable.unplaced if timetable is not None else ()
