"""Which place of its pool each meeting gets: people move as little as can be.

Slot by slot a linear assignment: who stays where it sat in the meeting before and will sit in the
next one costs nothing. Then all slots once more, as long as that saves a change. What was told
already (the schedule before) is kept where it can be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
from scipy.optimize import linear_sum_assignment

from raceme.cores.scheduling.problem import bits, members_of
from raceme.cores.scheduling.timetable import Timetable
from raceme.cores.scheduling.values import Placed

PASSES = 6
TOLD_ALREADY = 10.0  # changes that keeping a place which was told is worth


class Seating:
    """Places of meetings, and where everybody sits when."""

    def __init__(self, table: Timetable, before: Iterable[Placed]) -> None:
        """Begin with the held meetings and nobody else seated."""
        problem = table.problem
        self.table = table
        self.place: dict[int, int] = {}  # meeting -> place
        self.sits: list[dict[int, int]] = [{} for _ in problem.free]  # slot -> place
        self.used: list[Counter[int]] = [Counter() for _ in problem.grid.slots]
        places = {one.id: at for at, one in enumerate(problem.event.places)}
        slots = {slot.id: at for at, slot in enumerate(problem.grid.slots)}
        self.told = {one.request: (slots.get(one.slot), places.get(one.place)) for one in before}
        requests = {one.id: one for one in problem.event.requests}
        for one in problem.event.held:
            slot, place = slots[one.slot], places[one.place]
            self.used[slot][place] += 1
            for member in members_of(requests[one.request], problem.number):
                self.sits[member][slot] = place
        self.block_of = {slot: block for block in problem.grid.blocks for slot in block}

    def seat(self, meetings: list[int], slot: int, pool: int) -> None:
        """Seat the meetings of a pool in a slot as cheaply as can be."""
        grid, places = self.table.problem.grid, self.table.problem.event.places
        clash = bits(grid.clash[slot])
        chairs = []
        for place in grid.pools[pool].places:
            size = places[place].capacity
            taken = sum(self.used[at][place] for at in clash)
            chairs += [place] * (len(meetings) if size is None else max(0, size - taken))
        costs = np.array([[self._cost(one, slot, place) for place in chairs] for one in meetings])
        costs += np.arange(len(chairs)) * 1e-6  # of equal ones the first
        for row, column in zip(*linear_sum_assignment(costs), strict=True):
            meeting, place = meetings[row], chairs[column]
            self.place[meeting] = place
            self.used[slot][place] += 1
            for member in self.table.problem.members[meeting]:
                self.sits[member][slot] = place

    def leave(self, meetings: list[int], slot: int) -> None:
        """Let the meetings of a slot stand up again."""
        for meeting in meetings:
            self.used[slot][self.place.pop(meeting)] -= 1
            for member in self.table.problem.members[meeting]:
                del self.sits[member][slot]

    def cost(self, meetings: list[int], slot: int) -> float:
        """Give what the meetings of a slot cost where they sit."""
        return sum(self._cost(one, slot, self.place[one]) for one in meetings)

    def _cost(self, meeting: int, slot: int, place: int) -> float:
        request = self.table.problem.requests[meeting].id
        told = self.told.get(request)
        cost = TOLD_ALREADY if told is not None and told[0] == slot and told[1] != place else 0.0
        for member in self.table.problem.members[meeting]:
            for neighbour in self._neighbours(member, slot):
                cost += neighbour != place
        return cost

    def _neighbours(self, member: int, slot: int) -> list[int]:
        """Give the places of somebody's meetings right before and after in the block."""
        block, sits = self.block_of[slot], self.sits[member]
        at = block.index(slot)
        earlier = next((sits[one] for one in reversed(block[:at]) if one in sits), None)
        later = next((sits[one] for one in block[at + 1 :] if one in sits), None)
        return [one for one in (earlier, later) if one is not None]


def seated(table: Timetable, before: Iterable[Placed] = ()) -> Mapping[int, int]:
    """Give every placed meeting a place of its pool."""
    seating = Seating(table, before)
    groups: dict[tuple[int, int], list[int]] = {}
    for meeting, cell in enumerate(table.cells):
        if cell is not None:
            groups.setdefault(cell, []).append(meeting)
    for (slot, pool), meetings in sorted(groups.items()):
        seating.seat(meetings, slot, pool)
    for _ in range(PASSES):
        saved = 0.0
        for (slot, pool), meetings in sorted(groups.items()):
            if len(table.problem.grid.pools[pool].places) > 1:
                cost = seating.cost(meetings, slot)
                seating.leave(meetings, slot)
                seating.seat(meetings, slot, pool)
                saved += cost - seating.cost(meetings, slot)
        if saved <= 0:
            break
    return seating.place
