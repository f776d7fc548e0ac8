"""Why requests have no meeting, and what a meeting would run into anywhere, as facts.

A page turns facts into sentences; which fields each code fills is said at `values.Reason`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from raceme.cores.scheduling.compiling import compile_event
from raceme.cores.scheduling.problem import Problem, bits
from raceme.cores.scheduling.timetable import Obstacle, Timetable
from raceme.cores.scheduling.values import (
    Bottleneck,
    Event,
    Fact,
    Parameters,
    Placed,
    Reason,
    Unplaced,
)

_OBSTACLES = {
    Obstacle.PLACES: Reason.PLACES_TAKEN,
    Obstacle.LIMIT: Reason.LIMIT,
    Obstacle.REST: Reason.NEEDS_REST,
    Obstacle.WALK: Reason.TOO_FAR,
}


def unplaced_of(problem: Problem, meetings: Iterable[Placed]) -> tuple[Unplaced, ...]:
    """Say of every request without a meeting why it has none."""
    placed = {one.request: one for one in meetings}
    table = table_of(problem, placed.values())
    number = {request.id: at for at, request in enumerate(problem.requests)}
    found = []
    for request in problem.event.requests:
        if request.id in placed:
            continue
        if request.id in problem.excluded:
            found.append(Unplaced(request.id, (problem.excluded[request.id],)))
        else:
            found.append(Unplaced(request.id, _reasons(table, number[request.id])))
    return tuple(found)


def why_left_over(
    event: Event, placed: Iterable[Placed], parameters: Parameters | None = None
) -> tuple[Unplaced, ...]:
    """Say of any schedule of an event, also one made by hand, why requests have no meeting in it.

    No search: meetings that break a rule by now are left out, all others are taken as they are.
    """
    return unplaced_of(compile_event(event, parameters or Parameters()), placed)


def bottlenecks_of(unplaced: Iterable[Unplaced]) -> tuple[Bottleneck, ...]:
    """Give whom and what most requests without a meeting wait for, the worst first.

    Participants who are full, and slots in which every place is taken.
    """
    people: Counter[str] = Counter()
    slots: Counter[str] = Counter()
    for one in unplaced:
        for fact in one.facts:
            if fact.code in (Reason.FULL, Reason.LIMIT) and fact.participant is not None:
                people[fact.participant] += 1
            if fact.code == Reason.PLACES_TAKEN:
                slots.update(fact.slots)
    found = [Bottleneck(count, participant=name) for name, count in people.items()]
    found += [Bottleneck(count, slot=name) for name, count in slots.items()]
    return tuple(
        sorted(found, key=lambda one: (-one.waiting, one.participant or "", one.slot or ""))
    )


def table_of(problem: Problem, meetings: Iterable[Placed]) -> Timetable:
    """Give the timetable of a schedule, as far as it still keeps the rules."""
    slots = {slot.id: at for at, slot in enumerate(problem.grid.slots)}
    places = {one.id: at for at, one in enumerate(problem.event.places)}
    number = {request.id: at for at, request in enumerate(problem.requests)}
    table = Timetable(problem)
    for one in meetings:
        meeting = number.get(one.request)
        if meeting is None or one.slot not in slots or one.place not in places:
            continue
        slot, pool = slots[one.slot], problem.grid.pool_of[places[one.place]]
        if pool in problem.options[meeting].get(slot, ()) and table.fits(meeting, (slot, pool)):
            table.put(meeting, (slot, pool))
    return table


def _reasons(table: Timetable, meeting: int) -> tuple[Fact, ...]:
    problem = table.problem
    twin = _placed_twin(table, meeting)
    if twin is not None:
        return (Fact(Reason.DUPLICATE, request=problem.requests[twin].id),)
    together = sum(1 << slot for slot in problem.options[meeting])
    full = [
        fact
        for member in problem.members[meeting]
        for fact in _fullness(table, meeting, member, together)
    ]
    if full:
        return tuple(full)
    free = {member: _free(table, member) for member in problem.members[meeting]}
    for slots in free.values():
        together &= slots
    if not together:
        return tuple(
            Fact(
                Reason.NO_COMMON_SLOT, participant=_name(problem, member), slots=_ids(problem, its)
            )
            for member, its in free.items()
        )
    return _in_the_way(table, meeting, bits(together))


def _placed_twin(table: Timetable, meeting: int) -> int | None:
    """Give the meeting of the same timetables that is placed instead; None: there is none."""
    for bound in table.problem.bounds[table.problem.members[meeting][0]]:
        if bound.are_twins and bound.meetings is not None and meeting in bound.meetings:
            return next((one for one in bound.meetings if table.cells[one] is not None), None)
    return None


def _fullness(table: Timetable, meeting: int, member: int, options: int) -> list[Fact]:
    """Say whether somebody has no meeting more to give, by slots or by a limit."""
    problem, name = table.problem, _name(table.problem, member)
    limits = {table.is_full(member, meeting, slot) for slot in bits(options)}
    at = limits.pop() if len(limits) == 1 else None
    if at is not None:
        limit = problem.bounds[member][at].limit
        return [
            Fact(
                Reason.LIMIT,
                participant=name,
                kind=limit.kind,
                block=limit.block,
                amount=table.tally[member][at],
                limit=limit.most,
            )
        ]
    if not _free(table, member):
        return [Fact(Reason.FULL, participant=name, amount=len(table.where[member]))]
    return []


def _free(table: Timetable, member: int) -> int:
    problem = table.problem
    return sum(
        1 << slot
        for slot in bits(problem.free[member] & problem.grid.usable)
        if not table.busy[member] & problem.grid.clash[slot]
    )


def _in_the_way(table: Timetable, meeting: int, slots: list[int]) -> tuple[Fact, ...]:
    """Say what is in the way in the slots in which all are free."""
    problem = table.problem
    found: dict[tuple[Obstacle | None, int | None], int] = defaultdict(int)
    for slot in slots:
        for pool in problem.options[meeting][slot]:
            obstacle = table.obstacle(meeting, (slot, pool))
            if obstacle is None:
                found[None, None] |= 1 << slot
            else:
                what, whose = obstacle
                found[what, None if what == Obstacle.PLACES else whose] |= 1 << slot
    facts = []
    for (kind, member), where in found.items():
        code = Reason.NOT_CHOSEN if kind is None else _OBSTACLES[kind]
        name = None if member is None else _name(problem, member)
        limit = problem.rest[member] if member is not None and kind == Obstacle.REST else None
        facts.append(Fact(code, participant=name, slots=_ids(problem, where), limit=limit))
    return tuple(facts)


def _name(problem: Problem, member: int) -> str:
    return problem.event.participants[member].id


def _ids(problem: Problem, slots: int) -> tuple[str, ...]:
    return tuple(problem.grid.slots[at].id for at in bits(slots))
