"""A first schedule: chosen requests one by one, with chains of swaps where one is in the way.

A chain takes two slots and everybody whom a swap of one meeting would disturb, and swaps them
all: the alternating paths by which Vizing's theorem colours edges.
"""

from __future__ import annotations

from collections.abc import Iterable

from raceme.cores.scheduling.problem import Cell, bits
from raceme.cores.scheduling.timetable import Timetable

CHAIN_MOST = 60  # meetings in a chain that is still tried
PAIRS_MOST = 80  # pairs of slots that are tried for one meeting
STEP = 2e-4  # units of work that trying one pair counts as


def place_all(table: Timetable, meetings: Iterable[int], *, by_chains: bool = True) -> float:
    """Place as many of the meetings as one can, the hardest first; say how much work it was.

    `by_chains`: others may be moved for it.
    """
    problem = table.problem
    waiting = sorted(
        (one for one in meetings if table.cells[one] is None),
        key=lambda one: (
            one not in problem.must,
            len(problem.options[one]) - max(len(problem.own[p]) for p in problem.members[one]),
            one,
        ),
    )
    work, left = 0.0, []
    for meeting in waiting:
        work += STEP
        cell = table.first_fit(meeting)
        if cell is None:
            left.append(meeting)
        else:
            table.put(meeting, cell)
    for meeting in left if by_chains else ():
        work += STEP * insert(table, meeting)
    return work


def insert(table: Timetable, meeting: int) -> int:
    """Place a meeting by swapping others, if one can; say how many pairs of slots were tried."""
    tried = 0
    problem = table.problem
    options = problem.options[meeting]
    for slot in options:
        blocked = [p for p in problem.members[meeting] if table.busy[p] >> slot & 1]
        if len(blocked) != 1 or not any(table.has_room(slot, pool) for pool in options[slot]):
            continue
        free = problem.free[blocked[0]] & problem.grid.usable & ~table.busy[blocked[0]]
        for other in bits(free):
            tried += 1
            chain = chain_of(table, blocked, slot, other)
            if chain and swapped(table, chain, slot, other):
                cell = _cell_in(table, meeting, slot)
                if cell is not None:
                    table.put(meeting, cell)
                    return tried
                swapped(table, chain, slot, other)
            if tried >= PAIRS_MOST:
                return tried
    return tried


def chain_of(table: Timetable, people: Iterable[int], slot: int, other: int) -> list[int]:
    """Give the meetings that must change between two slots if those of these people do."""
    found: list[int] = []
    waiting = list(people)
    while waiting:
        one = waiting.pop()
        for at in (slot, other):
            meeting = table.meets[one].get(at)
            if meeting is not None and meeting not in found:
                found.append(meeting)
                waiting += [member for member in table.problem.members[meeting] if member != one]
        if len(found) > CHAIN_MOST:
            return []
    return found


def swapped(table: Timetable, chain: list[int], slot: int, other: int) -> bool:
    """Swap the slots for all meetings of the chain; if one does not fit, leave all as it was."""
    cells = [table.take(meeting) for meeting in chain]
    done: list[int] = []
    for meeting, (its, pool) in zip(chain, cells, strict=True):
        cell = _cell_in(table, meeting, other if its == slot else slot, pool)
        if cell is None:
            for one in done:
                table.take(one)
            for one, before in zip(chain, cells, strict=True):
                table.put(one, before)
            return False
        table.put(meeting, cell)
        done.append(meeting)
    return True


def _cell_in(table: Timetable, meeting: int, slot: int, pool: int | None = None) -> Cell | None:
    """Give a cell of the slot that fits, in the pool if one can."""
    pools = table.problem.options[meeting].get(slot, ())
    for one in sorted(pools, key=lambda its: its != pool):
        if table.fits(meeting, (slot, one)):
            return slot, one
    return None
