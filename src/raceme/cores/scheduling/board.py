"""Where one meeting could be, cell by cell, and what is in the way: for whoever plans by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from raceme.cores.errors import BadInput
from raceme.cores.scheduling.check import (
    Meeting,
    by_person,
    crowds,
    meetings_of,
    out_of_place,
    out_of_time,
    own_faults,
    unwanted,
)
from raceme.cores.scheduling.slots import slots_of
from raceme.cores.scheduling.values import Event, Fault, Place, Placed


@dataclass(frozen=True, slots=True)
class Cell:
    """A slot and a place, and the rules that the meeting would break there; none: it is free."""

    slot: str
    place: str
    faults: tuple[Fault, ...]

    @property
    def is_free(self) -> bool:
        return not self.faults


def cells_for(event: Event, placed: Iterable[Placed], request: str) -> tuple[Cell, ...]:
    """Say of every slot and place whether a meeting could be put there, all others staying.

    By the rules of `check.py`: what is called free is what the check accepts. Raises BadInput for
    a request that does not exist.
    """
    if request not in {one.id for one in event.requests}:
        raise BadInput(f"there is no request {request!r}")
    others = meetings_of(event, [one for one in placed if one.request != request])
    around = _Around(event, others, request)
    return tuple(
        Cell(slot.id, place.id, around.faults(slot.id, place))
        for slot in slots_of(event.blocks)
        for place in event.places
    )


class _Around:
    """What stands around one meeting: the timetables of its people, the places."""

    def __init__(self, event: Event, others: list[Meeting], request: str) -> None:
        self.event, self.request, self.others = event, request, others
        # One meeting is looked up in every cell: in an event that has no other request.
        its = tuple(one for one in event.requests if one.id == request)
        names = {name for one in its for name in one.participants}
        self.alone = replace(
            event,
            requests=its,
            participants=tuple(
                one for one in event.participants if names & {one.id, *one.delegates}
            ),
            held=tuple(one for one in event.held if one.request == request),
        )
        self.own = by_person(others)
        self.at: dict[str, list[Meeting]] = defaultdict(list)
        for one in others:
            self.at[one.place.id].append(one)
        self.personal: dict[tuple[str, str], list[Fault]] = {}  # by slot and area

    def faults(self, slot: str, place: Place) -> tuple[Fault, ...]:
        """Give what would be broken in this cell."""
        (one,) = meetings_of(self.alone, [Placed(self.request, slot, place.id)])
        key = slot, place.area
        if key not in self.personal:
            self.personal[key] = [
                *self._unwanted(one),
                *out_of_time(self.event, one),
                *self._of_people(one),
            ]
        personal = [
            replace(fault, place=place.id) if fault.place is not None else fault
            for fault in self.personal[key]
        ]
        crowded = [
            fault for fault in crowds([*self.at[place.id], one]) if fault.request == self.request
        ]
        return (*personal, *out_of_place(self.event, one), *crowded)

    def _unwanted(self, one: Meeting) -> list[Fault]:
        same = [other for other in self.others if other.people == one.people]
        return [
            fault for fault in unwanted(self.event, [*same, one]) if fault.request == self.request
        ]

    def _of_people(self, one: Meeting) -> list[Fault]:
        found = []
        for person in one.people:
            own = self.own[person.id]
            before = own_faults(self.event, person, own)
            after = sorted([*own, one], key=lambda its: its.starts)
            found += [
                fault for fault in own_faults(self.event, person, after) if fault not in before
            ]
        return found
