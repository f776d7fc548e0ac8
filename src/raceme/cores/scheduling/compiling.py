"""From an event that makes sense to the problem in numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta

from raceme.cores.scheduling.problem import (
    Bound,
    Grid,
    Pool,
    Problem,
    bits,
    free_slots,
    limits_of,
    members_of,
    open_slots,
    people_of,
    suits,
    usable_slots,
    waiting_slots,
    weight_of,
)
from raceme.cores.scheduling.slots import clashes_of, cliques_of, slots_of
from raceme.cores.scheduling.values import (
    Event,
    Fact,
    Limit,
    Lock,
    Parameters,
    Placed,
    PlaceKind,
    Reason,
    Request,
    Slot,
    Wish,
)


def compile_event(
    event: Event,
    parameters: Parameters,
    *,
    before: Iterable[Placed] = (),
    by_place: bool = False,
) -> Problem:
    """Compile an event that makes sense.

    `before`: the schedule that stood until now. `by_place`: every place is a pool of its own.
    """
    grid = _grid(event, by_place=by_place)
    number = people_of(event)
    problem = Problem(
        event=event,
        parameters=parameters,
        grid=grid,
        number=number,
        free=[free_slots(event, one, grid.slots) for one in event.participants],
        waiting=[waiting_slots(event, one, grid.slots) for one in event.participants],
        held=_held(event, grid, number),
        rest=[
            event.rest_after if one.rest_after is None else one.rest_after
            for one in event.participants
        ],
        own=[[] for _ in event.participants],
    )
    for at, held in enumerate(problem.held):
        for _, slot, _ in held:
            problem.free[at] &= ~grid.clash[slot]
    _take_requests(problem, {one.request: one.slot for one in before})
    problem.bounds = [_bounds(problem, at) for at in range(len(problem.free))]
    for twins in _twins(problem):
        problem.bounds[problem.members[twins[0]][0]].append(_one_of(problem, twins))
    problem.possible = [_possible(problem, at) for at in range(len(problem.free))]
    return problem


def _grid(event: Event, *, by_place: bool) -> Grid:
    slots = slots_of(event.blocks)
    blocks: dict[str, list[int]] = {block.id: [] for block in event.blocks}
    for at, slot in enumerate(slots):
        blocks[slot.block].append(at)
    pools, pool_of = _pools(event, slots, by_place=by_place)
    return Grid(
        slots=slots,
        blocks=list(blocks.values()),
        clash=clashes_of(slots),
        cliques=cliques_of(slots),
        usable=usable_slots(event, slots),
        pools=pools,
        pool_of=pool_of,
        walks=_walks(event, slots, pools),
    )


def _pools(
    event: Event, slots: tuple[Slot, ...], *, by_place: bool
) -> tuple[list[Pool], dict[int, int]]:
    """Put places together that are alike; those that locks name stand alone."""
    named = {lock.place for lock in event.locks}
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, place in enumerate(event.places):
        is_online = place.kind == PlaceKind.ONLINE
        key = (place.area, place.host, place.seats, is_online, open_slots(event, place, slots))
        alike[(*key, at if by_place or place.id in named else None)].append(at)
    pools: list[Pool] = []
    pool_of: dict[int, int] = {}
    for places in alike.values():
        first = event.places[places[0]]
        sizes = [event.places[at].capacity for at in places]
        capacity = sum(len(event.requests) if size is None else size for size in sizes)
        pool_of |= dict.fromkeys(places, len(pools))
        pools.append(Pool(tuple(places), capacity, first.area, open_slots(event, first, slots)))
    return pools, pool_of


def _walks(
    event: Event, slots: tuple[Slot, ...], pools: list[Pool]
) -> dict[tuple[int, int, int], int]:
    """Find from which pool in which slot one does not reach which pools in a later slot."""
    minutes = {frozenset({walk.one, walk.other}): walk.minutes for walk in event.walks}
    longest = timedelta(minutes=max(minutes.values(), default=0))
    found = {}
    for before, slot in enumerate(slots):
        for after, later in enumerate(slots):
            if not timedelta(0) <= later.starts - slot.ends < longest:
                continue
            time = (later.starts - slot.ends) / timedelta(minutes=1)
            for one, pool in enumerate(pools):
                too_far = sum(
                    1 << at
                    for at, other in enumerate(pools)
                    if minutes.get(frozenset({pool.area, other.area}), 0) > time
                )
                if too_far:
                    found[before, one, after] = too_far
    return found


def _held(event: Event, grid: Grid, number: Mapping[str, int]) -> list[list[tuple[int, int, int]]]:
    slots = {slot.id: at for at, slot in enumerate(grid.slots)}
    places = {place.id: at for at, place in enumerate(event.places)}
    requests = {one.id: at for at, one in enumerate(event.requests)}
    found: list[list[tuple[int, int, int]]] = [[] for _ in event.participants]
    for one in event.held:
        request = requests[one.request]
        pool = grid.pool_of[places[one.place]]
        for member in members_of(event.requests[request], number):
            found[member].append((request, slots[one.slot], pool))
    return found


def _take_requests(problem: Problem, before: Mapping[str, str]) -> None:
    """Turn requests into meetings with their options, and say of the others why they are none."""
    event = problem.event
    locks = {lock.request: lock for lock in event.locks}
    held = {one.request for one in event.held}
    slots = {slot.id: at for at, slot in enumerate(problem.grid.slots)}
    _exclude(problem, locks, held)
    must = set()
    for one in event.requests:
        if one.id in held:
            continue
        if one.id not in problem.excluded:
            members = members_of(one, problem.number)
            options = _options(problem, one, members, locks.get(one.id))
            if options or one.id in locks:
                if one.id in locks:
                    must.add(len(problem.requests))
                problem.before.append(slots.get(before[one.id]) if one.id in before else None)
                _take(problem, one, members, options)
                continue
            together = _together(problem, one, members)
            reason = Reason.NO_PLACE if together else Reason.NEVER_TOGETHER
            problem.excluded[one.id] = Fact(reason)
        problem.lost += one.id in before
    problem.must = frozenset(must)


def _take(
    problem: Problem, one: Request, members: tuple[int, ...], options: dict[int, tuple[int, ...]]
) -> None:
    for member in members:
        problem.own[member].append(len(problem.requests))
    problem.requests.append(one)
    problem.members.append(members)
    problem.weights.append(weight_of(one, problem.parameters))
    problem.options.append(options)


def _exclude(problem: Problem, locks: Mapping[str, Lock], held: set[str]) -> None:
    """Leave out what must not be placed, duplicates of what is locked or held among them."""
    event, number = problem.event, problem.number
    met = [
        frozenset(number[name] for name in group if name in number) for group in event.already_met
    ]
    fixed = [one for one in event.requests if one.id in locks or one.id in held]
    standing: dict[tuple[int, ...], str] = {}
    for one in fixed:
        standing.setdefault(members_of(one, number), one.id)
    for one in event.requests:
        if one.id in locks or one.id in held:
            continue
        members = members_of(one, number)
        refusing = next(
            (name for name in one.participants if one.wishes.get(name) == Wish.NO), None
        )
        if refusing is not None:
            problem.excluded[one.id] = Fact(Reason.NOT_WANTED, participant=refusing)
        elif not one.again and any(group.issuperset(members) for group in met):
            problem.excluded[one.id] = Fact(Reason.ALREADY_MET)
        elif not one.again and members in standing:
            problem.excluded[one.id] = Fact(Reason.DUPLICATE, request=standing[members])


def _together(problem: Problem, one: Request, members: tuple[int, ...]) -> int:
    """Give, as bits, the slots in which all could meet, wherever."""
    together = problem.grid.usable
    for at, slot in enumerate(problem.grid.slots):
        if one.blocks is not None and slot.block not in one.blocks:
            together &= ~(1 << at)
    for member in members:
        together &= problem.free[member]
    return together


def _options(
    problem: Problem, one: Request, members: tuple[int, ...], lock: Lock | None
) -> dict[int, tuple[int, ...]]:
    places, grid = problem.event.places, problem.grid
    pools = [
        at
        for at, pool in enumerate(grid.pools)
        if suits(problem.event, places[pool.places[0]], members)
        and (lock is None or lock.place in (None, places[pool.places[0]].id))
    ]
    found = {}
    for at in bits(_together(problem, one, members)):
        here = tuple(pool for pool in pools if grid.pools[pool].open >> at & 1)
        if here and (lock is None or lock.slot in (None, grid.slots[at].id)):
            found[at] = here
    return found


def _bounds(problem: Problem, at: int) -> list[Bound]:
    event, slots = problem.event, problem.grid.slots
    found = []
    for limit in limits_of(event, event.participants[at]):
        counted = sum(
            _counts(limit, event.requests[request], slots[slot])
            for request, slot, _ in problem.held[at]
        )
        meetings = (
            None
            if limit.kind is None
            else frozenset(
                one for one in problem.own[at] if problem.requests[one].kind == limit.kind
            )
        )
        within = sum(1 << k for k, slot in enumerate(slots) if limit.block in (None, slot.block))
        found.append(Bound(limit, meetings, within, counted))
    return found


def _counts(limit: Limit, request: Request, slot: Slot) -> bool:
    return limit.kind in (None, request.kind) and limit.block in (None, slot.block)


def _twins(problem: Problem) -> list[list[int]]:
    """Give the meetings of the same timetables, of which one may be placed."""
    alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(problem.requests):
        if not one.again and at not in problem.must:
            alike[problem.members[at]].append(at)
    return [twins for twins in alike.values() if len(twins) > 1]


def _one_of(problem: Problem, twins: list[int]) -> Bound:
    slots = (1 << len(problem.grid.slots)) - 1
    return Bound(Limit(most=1), frozenset(twins), slots, held=0, are_twins=True)


def _possible(problem: Problem, at: int) -> int:
    """Give how many meetings somebody can have at most, if all others are ready for anything."""
    held = len(problem.held[at])
    mine = 0
    for one in problem.own[at]:
        for slot in problem.options[one]:
            mine |= 1 << slot
    apart = min(len(problem.own[at]), most_apart(problem, mine))
    limits = [
        bound.limit.most
        for bound in problem.bounds[at]
        if bound.limit.most is not None and bound.meetings is None and bound.limit.block is None
    ]
    return max(held, min([held + apart, *limits]))


def most_apart(problem: Problem, within: int) -> int:
    """Give how many of these slots one can use at most, no two of them overlapping."""
    count, left = 0, within
    slots = problem.grid.slots
    for at in sorted(bits(within), key=lambda one: slots[one].ends):
        if left >> at & 1:
            count += 1
            left &= ~problem.grid.clash[at]
    return count
