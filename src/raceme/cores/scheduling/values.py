"""What the scheduling of an event takes and gives: frozen values.

Times are local times of the event, all with a time zone or all without. Ids are the caller's own.
Formulas and an example: docs/algorithms/scheduling.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, its end not included."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the event in which meetings take place; its slots follow from its length.

    `closed`: numbers of slots, from 1, in which nobody meets.
    """

    id: str
    starts: datetime
    ends: datetime
    minutes: int  # of one meeting
    pause: int = 0  # minutes between two slots
    places: frozenset[str] | None = None  # None: all
    types: frozenset[str] | None = None  # of participants who may meet in it; None: all
    closed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot as derived from its block; the id is block and number, as in `morning.3`."""

    id: str
    block: str
    number: int  # in its block, from 1
    starts: datetime
    ends: datetime


class PlaceKind(StrEnum):
    """What a place is."""

    TABLE = "table"
    BOOTH = "booth"
    ROOM = "room"
    ONLINE = "online"


@dataclass(frozen=True, slots=True)
class Place:
    """Where people meet. A place with a host is for meetings of this participant only.

    A participant with places of its own meets nowhere else; where two such meet, either's place.
    """

    id: str
    kind: PlaceKind = PlaceKind.TABLE
    capacity: int | None = 1  # meetings at once; None: any number
    seats: int | None = None  # participants in one meeting; None: any number
    area: str = ""  # between areas one has to walk
    host: str | None = None
    closed: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """How long it takes from one area to another, and back."""

    one: str
    other: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Limit:
    """How many meetings somebody should have at least, and may have at most.

    `kind`: of requests counted; `block`: counted there only. Limits of a participant go before
    those of the event with the same kind and block. `type` counts for limits of the event only:
    whom they are for; None: for everybody.
    """

    least: int = 0
    most: int | None = None
    kind: str | None = None
    block: str | None = None
    type: str | None = None


class Attendance(StrEnum):
    """How a participant takes part."""

    ON_SITE = "on_site"
    ONLINE = "online"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Participant:
    """Whoever owns a timetable: a person, or several delegates who share one.

    Available unless `absent`. `rest_after`: so many meetings in a row (adjacent slots of a block)
    and then a free slot; None: as the event says.
    """

    id: str
    type: str = ""
    delegates: tuple[str, ...] = ()  # ids that requests may name instead
    absent: tuple[Span, ...] = ()
    attends: Attendance = Attendance.BOTH
    limits: tuple[Limit, ...] = ()
    rest_after: int | None = None


class Wish(StrEnum):
    """How much somebody wants a meeting."""

    MUST = "must"
    GLADLY = "gladly"
    ACCEPTED = "accepted"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Request:
    """A meeting that was asked for and accepted, of two participants or more.

    `wishes` by the ids in `participants`; whoever is not named accepts. `again`: also if they
    have met already. `blocks`: only in these; None: in any.
    """

    id: str
    participants: tuple[str, ...]
    wishes: Mapping[str, Wish] = field(default_factory=dict)
    priority: int = 1
    kind: str = ""
    again: bool = False
    blocks: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """A meeting that must take place, in this slot and at this place if they are given."""

    request: str
    slot: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting with its slot and its place."""

    request: str
    slot: str
    place: str


@dataclass(frozen=True, slots=True)
class Event:
    """Everything a schedule is made of.

    `held`: meetings that took place already; they stay as they are whatever the rules say, and
    count. `not_before`: nothing new is placed in slots that start earlier.
    """

    blocks: tuple[Block, ...]
    places: tuple[Place, ...]
    participants: tuple[Participant, ...]
    requests: tuple[Request, ...]
    walks: tuple[Walk, ...] = ()
    limits: tuple[Limit, ...] = ()
    rest_after: int | None = None
    locks: tuple[Lock, ...] = ()
    already_met: tuple[frozenset[str], ...] = ()
    held: tuple[Placed, ...] = ()
    not_before: datetime | None = None


class Goal(StrEnum):
    """What makes one schedule better than another; the order is the caller's."""

    CANCELLED = "cancelled"  # meetings of the schedule before that no longer take place: few
    MOVED = "moved"  # meetings of the schedule before in another slot: few
    TARGETS = "targets"  # meetings missing to minimum targets: few
    MEETINGS = "meetings"  # meetings placed: many
    WISHES = "wishes"  # weight of the meetings placed: much
    FAIRNESS = "fairness"  # meetings, of which a first counts more than a second, and so on: much
    GAPS = "gaps"  # free slots between two meetings of a block: few
    TABLE_CHANGES = "table_changes"  # changes of place from one meeting to the next: few


MORE_IS_BETTER = frozenset({Goal.MEETINGS, Goal.WISHES, Goal.FAIRNESS})
USUAL_GOALS = (Goal.TARGETS, Goal.WISHES, Goal.FAIRNESS, Goal.GAPS, Goal.TABLE_CHANGES)
GOALS_OF_THE_DAY = (Goal.CANCELLED, Goal.MOVED, *USUAL_GOALS)
POINTS = MappingProxyType({Wish.MUST: 4, Wish.GLADLY: 2, Wish.ACCEPTED: 1})


@dataclass(frozen=True, slots=True)
class Parameters:
    """How a schedule is computed, apart from what it is computed of."""

    goals: tuple[Goal, ...] = USUAL_GOALS
    points: Mapping[Wish, int] = field(default_factory=lambda: dict(POINTS))
    seed: int = 1


class Status(StrEnum):
    """How good a schedule is."""

    OPTIMAL = "optimal"  # proved: none is better, by the goals in their order
    FEASIBLE = "feasible"  # a schedule, and bounds that none can go beyond
    INFEASIBLE = "infeasible"  # proved: no schedule keeps all locks
    UNKNOWN = "unknown"  # locks for which neither a schedule nor a proof was found in time


class Ended(StrEnum):
    """Why a search ended. Only what ended by the clock or by the caller may differ next time."""

    PROVED = "proved"
    WORK = "work"  # the steps that the limit buys were done
    CLOCK = "clock"  # the time was over before they were
    STOPPED = "stopped"  # the caller asked


@dataclass(frozen=True, slots=True)
class GoalResult:
    """What a schedule reaches, and what none can go beyond without losing in a goal before."""

    goal: Goal
    value: int
    bound: int

    @property
    def is_proved(self) -> bool:
        return self.value == self.bound


class Reason(StrEnum):
    """Why a request has no meeting; the comments say which fields of `Fact` are filled."""

    NOT_WANTED = "not_wanted"  # participant said no
    ALREADY_MET = "already_met"
    DUPLICATE = "duplicate"  # request: the other one
    NEVER_TOGETHER = "never_together"  # never in a slot both may use
    NO_PLACE = "no_place"  # no place is for them
    FULL = "full"  # participant has a meeting in every slot it may use; amount: meetings
    LIMIT = "limit"  # participant has as many as it may; limit; kind and block if for these only
    NO_COMMON_SLOT = "no_common_slot"  # each is free at times (participant, slots), not together
    PLACES_TAKEN = "places_taken"  # slots: all are free in them, every place is taken
    NEEDS_REST = "needs_rest"  # participant would have too many in a row in slots; limit
    TOO_FAR = "too_far"  # participant could not walk in time, in slots
    NOT_CHOSEN = "not_chosen"  # slots: it would fit, had the search gone on


@dataclass(frozen=True, slots=True)
class Fact:
    """A reason as a fact: a code that a page turns into a sentence, with its values."""

    code: Reason
    participant: str | None = None
    slots: tuple[str, ...] = ()
    request: str | None = None
    kind: str | None = None
    block: str | None = None
    amount: int | None = None
    limit: int | None = None


class Rule(StrEnum):
    """What a schedule can break; see `check.py`."""

    UNKNOWN_REQUEST = "unknown_request"
    UNKNOWN_SLOT = "unknown_slot"
    UNKNOWN_PLACE = "unknown_place"
    PLACED_TWICE = "placed_twice"
    HELD = "held"  # a meeting held already is missing or elsewhere
    LOCK = "lock"  # a locked meeting is missing or elsewhere
    NOT_WANTED = "not_wanted"
    ALREADY_MET = "already_met"
    DUPLICATE = "duplicate"
    WRONG_BLOCK = "wrong_block"  # not a block of this request
    WRONG_TYPE = "wrong_type"  # the block is not for this type of participant
    SLOT_CLOSED = "slot_closed"
    SLOT_OVER = "slot_over"
    ABSENT = "absent"
    TWO_AT_ONCE = "two_at_once"
    LIMIT = "limit"
    REST = "rest"
    WALK = "walk"
    PLACE_NOT_IN_BLOCK = "place_not_in_block"
    PLACE_CLOSED = "place_closed"
    PLACE_FULL = "place_full"
    SEATS = "seats"
    HOST = "host"  # a place with another host, or none although one of them has a place
    ATTENDANCE = "attendance"  # online and on site do not go together


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a schedule breaks, and where."""

    rule: Rule
    request: str | None = None
    participant: str | None = None
    slot: str | None = None
    place: str | None = None
    other: str | None = None  # the request in the way, for TWO_AT_ONCE, WALK and PLACE_FULL


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A request without a meeting, and why."""

    request: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A participant who is full or a slot without a free place, and how many requests wait."""

    waiting: int
    participant: str | None = None
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The answer. `meetings` in the order of slots and places, held ones included."""

    status: Status
    ended: Ended
    seed: int
    goals: tuple[GoalResult, ...]
    meetings: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is: what it works at, and how much of its work is done (0 to 1)."""

    stage: str  # "bound", "place", "improve", "seat", "explain"
    share: float
    goals: tuple[GoalResult, ...] = ()
