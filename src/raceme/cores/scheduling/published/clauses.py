"""The day as clauses: what must hold, and one wish for each place where a break could begin.

After Bofill et al., JAIR 74 (2022), with two of their implied constraints, without which the hard
instances are not solved: a participant is busy in as many slots as it has meetings, and no more
participants are busy in a slot than sit at its tables. A third is ours: who is busy in two slots
further apart than it has meetings has a break. Formulas: docs/algorithms/scheduling.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from pysat.card import CardEnc, EncType
from pysat.formula import WCNF, IDPool

from raceme.cores.scheduling.published.possible import Slots, meetings_of
from raceme.cores.scheduling.published.values import MeetingDay

PAIRWISE_UP_TO = 6  # literals of which at most one holds: pairs are shorter than counters


@dataclass(slots=True)
class Clauses:
    """The formula being written, and where its variables stand."""

    formula: WCNF = field(default_factory=WCNF)
    pool: IDPool = field(default_factory=IDPool)
    held: dict[tuple[int, int], int] = field(default_factory=dict)  # (meeting, slot) -> variable
    busy: list[list[int]] = field(default_factory=list)  # of each participant, slot by slot
    breaks: list[list[int]] = field(default_factory=list)  # of each participant

    def new(self) -> int:
        """Give a variable that nobody uses yet."""
        number: int = self.pool.id(("own", self.pool.top + 1))
        return number

    def require(self, *literals: int) -> None:
        """At least one of these must hold."""
        self.formula.append(list(literals))

    def at_most(self, literals: Sequence[int], bound: int) -> None:
        """No more than `bound` of these may hold."""
        if bound < len(literals):
            self._take(CardEnc.atmost, literals, bound)

    def exactly(self, literals: Sequence[int], bound: int) -> None:
        """Just `bound` of these must hold."""
        if bound > len(literals):
            self.require()
        elif bound == 1 and len(literals) <= PAIRWISE_UP_TO:
            self.require(*literals)
            self.one_at_most(literals)
        else:
            self._take(CardEnc.equals, literals, bound)

    def one_at_most(self, literals: Sequence[int]) -> None:
        """No two of these may hold."""
        for one, other in combinations(literals, 2):
            self.require(-one, -other)

    def _take(self, encode: object, literals: Sequence[int], bound: int) -> None:
        assert callable(encode)
        written = encode(
            lits=list(literals), bound=bound, vpool=self.pool, encoding=EncType.totalizer
        )
        self.formula.extend(written.clauses)


def clauses_of(day: MeetingDay, slots: Slots, *, fairness: int | None) -> Clauses:
    """Write the whole problem; `slots` as `possible_slots` gives them, none of them empty."""
    clauses = Clauses()
    for meeting, possible in enumerate(slots):
        for slot in sorted(possible):
            clauses.held[meeting, slot] = clauses.new()
        clauses.exactly([clauses.held[meeting, slot] for slot in sorted(possible)], 1)
    for own in meetings_of(day):
        clauses.busy.append(_busy(clauses, day, own) if own else [])
        clauses.breaks.append(_breaks(clauses, clauses.busy[-1]) if len(own) > 1 else [])
        if clauses.breaks[-1]:
            _stay_close(clauses, clauses.busy[-1], clauses.breaks[-1], len(own))
    _fill_tables(clauses, day)
    _keep_order(clauses, day, slots)
    if fairness is not None:
        _be_fair(clauses, fairness)
    for begun in clauses.breaks:
        for variable in begun:
            clauses.formula.append([-variable], weight=1)
    return clauses


def _busy(clauses: Clauses, day: MeetingDay, own: Sequence[int]) -> list[int]:
    """Say in which slots a participant is busy: one meeting at a time, and all of them."""
    busy = []
    for slot in range(1, day.slots + 1):
        here = [clauses.held[one, slot] for one in own if (one, slot) in clauses.held]
        clauses.one_at_most(here)
        is_busy = clauses.new()
        for held in here:
            clauses.require(-held, is_busy)
        clauses.require(-is_busy, *here)
        busy.append(is_busy)
    clauses.exactly(busy, len(own))
    return busy


def _breaks(clauses: Clauses, busy: Sequence[int]) -> list[int]:
    """Mark where a break begins: busy, then idle, and busy again later."""
    later = [clauses.new() for _ in busy]  # busy in this slot or a later one
    for at, (is_busy, here) in enumerate(zip(busy, later, strict=True)):
        then = later[at + 1 : at + 2]
        clauses.require(-is_busy, here)
        clauses.require(-here, is_busy, *then)
        for one in then:
            clauses.require(-one, here)
    begun = []
    for at in range(len(busy) - 2):
        begins = clauses.new()
        clauses.require(-busy[at], busy[at + 1], -later[at + 2], begins)
        clauses.require(-begins, busy[at])
        clauses.require(-begins, -busy[at + 1])
        clauses.require(-begins, later[at + 2])
        begun.append(begins)
    return begun


def _stay_close(clauses: Clauses, busy: Sequence[int], begun: Sequence[int], own: int) -> None:
    """Say that two busy slots further apart than one has meetings mean a break, somewhere."""
    has_break = clauses.new()
    clauses.require(-has_break, *begun)
    for begins in begun:
        clauses.require(-begins, has_break)
    for at, is_busy in enumerate(busy):
        for far in busy[at + own :]:
            clauses.require(-is_busy, -far, has_break)


def _fill_tables(clauses: Clauses, day: MeetingDay) -> None:
    """No more meetings than tables; and no more busy people than chairs, which prunes far more."""
    for slot in range(1, day.slots + 1):
        here = [
            clauses.held[meeting, slot]
            for meeting in range(len(day.meetings))
            if (meeting, slot) in clauses.held
        ]
        clauses.at_most(here, day.tables)
        if day.tables < len(here):
            busy = [own[slot - 1] for own in clauses.busy if own]
            clauses.at_most(busy, 2 * day.tables)


def _keep_order(clauses: Clauses, day: MeetingDay, slots: Slots) -> None:
    for later, meeting in enumerate(day.meetings):
        for earlier in sorted(meeting.after):
            for slot in sorted(slots[later]):
                for not_before in sorted(one for one in slots[earlier - 1] if one >= slot):
                    clauses.require(
                        -clauses.held[later, slot], -clauses.held[earlier - 1, not_before]
                    )


def _be_fair(clauses: Clauses, fairness: int) -> None:
    """Let the numbers of breaks of any two participants differ by `fairness` at most.

    Who cannot have a break counts as 0: then nobody has more than `fairness`. Else there is a
    number that everybody reaches and nobody exceeds by more than `fairness`.
    """
    if any(not begun for begun in clauses.breaks):
        for begun in clauses.breaks:
            clauses.at_most(begun, fairness)
        return
    most = max((len(begun) for begun in clauses.breaks), default=0)
    reached = [clauses.new() for _ in range(most)]  # everybody has at least so many
    for fewer, more in pairwise(reached):
        clauses.require(-more, fewer)
    for begun in clauses.breaks:
        _reach(clauses, begun, reached, fairness)


def _reach(clauses: Clauses, begun: Sequence[int], reached: Sequence[int], fairness: int) -> None:
    """Tie one participant's number of breaks to the number that everybody reaches."""
    at_least = _counted(clauses, begun)
    for number, everybody in enumerate(reached):
        if number < len(at_least):
            clauses.require(-everybody, at_least[number])
        else:
            clauses.require(-everybody)
    for number in range(fairness, len(at_least)):
        clauses.require(-at_least[number], reached[number - fairness])


def _counted(clauses: Clauses, literals: Sequence[int]) -> list[int]:
    """Give variables that hold exactly if at least 1, 2, 3 … of the literals hold."""
    counts: list[int] = []
    for literal in literals:
        grown = [clauses.new() for _ in range(len(counts) + 1)]
        for number, variable in enumerate(grown):
            before = counts[number] if number < len(counts) else None
            fewer = counts[number - 1] if number else None
            _count_one_more(clauses, variable, literal, before, fewer)
        counts = grown
    return counts


def _count_one_more(
    clauses: Clauses, variable: int, literal: int, before: int | None, fewer: int | None
) -> None:
    """`variable` holds if it held before, or if one fewer held and the literal does, too."""
    one_fewer: Iterable[int] = () if fewer is None else (fewer,)
    if before is not None:
        clauses.require(-before, variable)
        clauses.require(-variable, before, literal)
        for one in one_fewer:
            clauses.require(-variable, before, one)
    else:
        clauses.require(-variable, literal)
        for one in one_fewer:
            clauses.require(-variable, one)
    clauses.require(-literal, variable, *(-one for one in one_fewer))
