"""What scheduling takes and gives: frozen values.

The problem is the B2B meeting scheduling problem of Bofill et al., JAIR 74 (2022). Participants,
meetings, slots and tables count from 1, as in the published instances.
Formulas and a worked table: docs/algorithms/scheduling.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Session(StrEnum):
    """The part of the day in which a meeting may take place."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A requested meeting of two participants.

    `fixed_slot`: the slot it must have, if it must. `after`: numbers of the meetings that must
    have taken place in an earlier slot.
    """

    first: int
    second: int
    session: Session = Session.ANY
    fixed_slot: int | None = None
    after: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """A day of prescheduled meetings: all of them take place, each in one slot at one table.

    `forbidden[p - 1]`: the slots in which participant p cannot meet anybody.
    """

    participants: int
    tables: int
    slots: int
    morning_slots: int
    meetings: tuple[Meeting, ...]
    forbidden: tuple[frozenset[int], ...]


class Status(StrEnum):
    """How a search ended; the words are those of the result file."""

    OPTIMAL = "optimal"  # no schedule has fewer breaks
    FEASIBLE = "feasible"  # a schedule, and a bound below which none can be
    INFEASIBLE = "infeasible"  # proved: there is no schedule
    UNKNOWN = "unknown"  # neither a schedule nor a proof in the time given


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting with its slot and its table."""

    meeting: int
    slot: int
    table: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search found: the schedule, its breaks, and how few breaks are possible at best."""

    status: Status
    breaks: int | None  # of the schedule; None without one
    bound: int | None  # no schedule has fewer breaks; None if there is none at all
    placed: tuple[Placed, ...]  # by number of the meeting; empty without a schedule


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is: the fewest breaks found, and the fewest that are possible."""

    breaks: int | None
    bound: int
