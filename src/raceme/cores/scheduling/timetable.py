"""A schedule in the making: who is busy when, which places are taken, what still fits."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from raceme.cores.scheduling.problem import Cell, Problem, bits


class Obstacle(StrEnum):
    """What keeps a meeting from a cell; the first found counts."""

    BUSY = "busy"
    LIMIT = "limit"
    REST = "rest"
    WALK = "walk"
    PLACES = "places"


class Timetable:
    """Cells of meetings, kept consistent: what is put here keeps every rule."""

    def __init__(self, problem: Problem) -> None:
        """Begin with what was held already."""
        grid = problem.grid
        self.problem = problem
        self.cells: list[Cell | None] = [None] * len(problem.members)
        self.busy = [0] * len(problem.free)  # bits of slots
        self.where: list[dict[int, int]] = [{} for _ in problem.free]  # slot -> pool
        self.meets: list[dict[int, int]] = [{} for _ in problem.free]  # slot -> meeting, not held
        self.tally = [[bound.held for bound in bounds] for bounds in problem.bounds]
        self.used = [[0] * len(grid.pools) for _ in grid.slots]
        self._next = _neighbours(problem, 1)
        self._previous = _neighbours(problem, -1)
        self._cliques = [
            [bits(clique) for clique in grid.cliques if clique >> at & 1]
            for at in range(len(grid.slots))
        ]
        taken = set()
        for at, held in enumerate(problem.held):
            for request, slot, pool in held:
                self.busy[at] |= 1 << slot
                self.where[at][slot] = pool
                taken.add((request, slot, pool))
        for _, slot, pool in taken:
            self.used[slot][pool] += 1

    def with_cells(self, cells: Sequence[Cell | None]) -> Timetable:
        """Give another timetable of the same problem."""
        other = Timetable(self.problem)
        for meeting, cell in enumerate(cells):
            if cell is not None:
                other.put(meeting, cell)
        return other

    def put(self, meeting: int, cell: Cell) -> None:
        """Place a meeting that has no cell."""
        slot, pool = cell
        self.cells[meeting] = cell
        self.used[slot][pool] += 1
        for member in self.problem.members[meeting]:
            self.busy[member] |= 1 << slot
            self.where[member][slot] = pool
            self.meets[member][slot] = meeting
            self._count(member, meeting, slot, 1)

    def take(self, meeting: int) -> Cell:
        """Take a meeting out of its cell, and say which it was."""
        cell = self.cells[meeting]
        assert cell is not None
        slot, pool = cell
        self.cells[meeting] = None
        self.used[slot][pool] -= 1
        for member in self.problem.members[meeting]:
            self.busy[member] &= ~(1 << slot)
            del self.where[member][slot]
            del self.meets[member][slot]
            self._count(member, meeting, slot, -1)
        return cell

    def fits(self, meeting: int, cell: Cell) -> bool:
        """Say whether a meeting without a cell could have this one of its options."""
        return self.obstacle(meeting, cell) is None

    def obstacle(self, meeting: int, cell: Cell) -> tuple[Obstacle, int] | None:
        """Say what keeps a meeting from one of its options, and with whom; None: nothing."""
        slot, pool = cell
        clash = self.problem.grid.clash[slot]
        for member in self.problem.members[meeting]:
            if self.busy[member] & clash:
                return Obstacle.BUSY, member
        for member in self.problem.members[meeting]:
            if self.is_full(member, meeting, slot) is not None:
                return Obstacle.LIMIT, member
            if self._is_tired(member, slot):
                return Obstacle.REST, member
            if self.problem.grid.walks and self._is_far(member, slot, pool):
                return Obstacle.WALK, member
        return None if self.has_room(slot, pool) else (Obstacle.PLACES, pool)

    def has_room(self, slot: int, pool: int) -> bool:
        """Say whether a place of the pool is free in the slot."""
        capacity = self.problem.grid.pools[pool].capacity
        return all(
            sum(self.used[at][pool] for at in clique) < capacity for clique in self._cliques[slot]
        )

    def is_full(self, member: int, meeting: int, slot: int) -> int | None:
        """Give the number of the limit that somebody would go beyond; None: none."""
        for at, bound in enumerate(self.problem.bounds[member]):
            if (
                bound.limit.most is not None
                and self.tally[member][at] >= bound.limit.most
                and bound.slots >> slot & 1
                and (bound.meetings is None or meeting in bound.meetings)
            ):
                return at
        return None

    def first_fit(self, meeting: int) -> Cell | None:
        """Give the free cell with the most room; None: there is none."""
        best, most = None, -1
        for slot, pools in self.problem.options[meeting].items():
            for pool in pools:
                room = self.problem.grid.pools[pool].capacity - self.used[slot][pool]
                if room > most and self.fits(meeting, (slot, pool)):
                    best, most = (slot, pool), room
        return best

    def _count(self, member: int, meeting: int, slot: int, change: int) -> None:
        for at, bound in enumerate(self.problem.bounds[member]):
            if bound.slots >> slot & 1 and (bound.meetings is None or meeting in bound.meetings):
                self.tally[member][at] += change

    def _is_tired(self, member: int, slot: int) -> bool:
        most = self.problem.rest[member]
        if most is None:
            return False
        busy, run = self.busy[member], 1
        for neighbour in (self._next, self._previous):
            at = neighbour[slot]
            while at is not None and busy >> at & 1 and run <= most:
                run += 1
                at = neighbour[at]
        return run > most

    def _is_far(self, member: int, slot: int, pool: int) -> bool:
        walks = self.problem.grid.walks
        return any(
            walks.get((other, there, slot), 0) >> pool & 1
            or walks.get((slot, pool, other), 0) >> there & 1
            for other, there in self.where[member].items()
        )


def _neighbours(problem: Problem, step: int) -> list[int | None]:
    """Give for each slot the next (1) or the previous (-1) one of its block."""
    found: list[int | None] = [None] * len(problem.grid.slots)
    for block in problem.grid.blocks:
        for at, slot in enumerate(block):
            if 0 <= at + step < len(block):
                found[slot] = block[at + step]
    return found
