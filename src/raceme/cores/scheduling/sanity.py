"""Nonsense in an event is refused before anything is computed, all of it at once."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable

from raceme.cores.errors import BadInput
from raceme.cores.scheduling.compiling import compile_event
from raceme.cores.scheduling.problem import members_of, people_of
from raceme.cores.scheduling.slots import slots_of
from raceme.cores.scheduling.values import (
    Event,
    Limit,
    Parameters,
    Placed,
    Request,
    Slot,
    Span,
    Wish,
)

SLOTS_MOST = 2000  # of an event; more is a slip of the pen


def check_event(event: Event) -> None:
    """Raise BadInput with everything that makes no sense, a line for each."""
    faults = [*_twice(event), *_times(event)]
    if not faults:
        faults += [*_names(event), *_numbers(event)]
    if not faults:
        faults += [*_placed_before(event), *_locks(event)]
    if faults:
        raise BadInput("\n".join(faults))


def check_parameters(parameters: Parameters) -> None:
    """Raise BadInput for goals and points that make no sense."""
    faults = [
        f"goal {goal} is there {times} times: name it once"
        for goal, times in Counter(parameters.goals).items()
        if times > 1
    ]
    faults += [
        f"points for {wish} must be a whole number from 0"
        for wish, points in parameters.points.items()
        if points < 0
    ]
    if parameters.seed < 0:
        faults.append("the seed must not be negative")
    if faults:
        raise BadInput("\n".join(faults))


def _twice(event: Event) -> list[str]:
    people = [name for one in event.participants for name in (one.id, *one.delegates)]
    named = {
        "block": [one.id for one in event.blocks],
        "place": [one.id for one in event.places],
        "participant or delegate": people,
        "request": [one.id for one in event.requests],
        "lock of request": [one.request for one in event.locks],
        "held meeting of request": [one.request for one in event.held],
    }
    return [
        f"{what} {name!r} is there {times} times: give each its own id, once"
        if name
        else f"a {what} has no id: give it one"
        for what, names in named.items()
        for name, times in Counter(names).items()
        if times > 1 or not name
    ]


def _times(event: Event) -> list[str]:
    faults = []
    moments = [moment for one in event.blocks for moment in (one.starts, one.ends)]
    spans = [
        *(("participant", one.id, span) for one in event.participants for span in one.absent),
        *(("place", one.id, span) for one in event.places for span in one.closed),
    ]
    moments += [moment for _, _, span in spans for moment in (span.starts, span.ends)]
    moments += [] if event.not_before is None else [event.not_before]
    if len({moment.tzinfo is None for moment in moments}) > 1:
        return ["some times have a time zone and some have none: write all of them in one way"]
    for block in event.blocks:
        if block.minutes < 1 or block.pause < 0:
            faults.append(f"block {block.id}: minutes from 1, pause from 0")
        elif block.ends <= block.starts:
            faults.append(f"block {block.id} ends before it starts")
        elif (block.ends - block.starts).total_seconds() / 60 / block.minutes > SLOTS_MOST:
            faults.append(f"block {block.id} has more than {SLOTS_MOST} slots: check its times")
    for what, name, span in spans:
        if not _is_forward(span):
            faults.append(f"{what} {name}: a stretch of time ends before it starts")
    return faults


def _is_forward(span: Span) -> bool:
    return span.starts < span.ends


def _names(event: Event) -> list[str]:
    people = set(people_of(event))
    blocks = {one.id for one in event.blocks}
    places = {one.id for one in event.places}
    areas = {one.area for one in event.places}
    slots = {slot.id for slot in slots_of(event.blocks)}
    requests = {one.id for one in event.requests}
    faults: list[str] = []
    for block in event.blocks:
        faults += _known(f"block {block.id}", "place", block.places or (), places)
    for place in event.places:
        faults += _known(f"place {place.id}", "participant", [place.host], people)
    for one in event.participants:
        named = [limit.block for limit in one.limits]
        faults += _known(f"a limit of participant {one.id}", "block", named, blocks)
    faults += _known("a limit", "block", [limit.block for limit in event.limits], blocks)
    for walk in event.walks:
        faults += _known("a walk", "area", (walk.one, walk.other), areas)
    for request in event.requests:
        where = f"request {request.id}"
        faults += _known(where, "participant", request.participants, people)
        faults += _known(where, "block", request.blocks or (), blocks)
        faults += _known(
            f"{where}, wishes", "participant", request.wishes, set(request.participants)
        )
    for group in event.already_met:
        faults += _known("already met", "participant", sorted(group), people)
    for what, all_placed in (("lock", event.locks), ("held meeting", event.held)):
        for its in all_placed:
            where = f"{what} of {its.request}"
            faults += _known(where, "request", [its.request], requests)
            faults += _known(where, "slot", [its.slot], slots)
            faults += _known(where, "place", [its.place], places)
    return faults


def _known(where: str, what: str, names: Iterable[str | None], known: set[str]) -> list[str]:
    faults = []
    for name in names:
        if name is not None and name not in known:
            near = difflib.get_close_matches(name, sorted(known), n=1)
            hint = f"; is {near[0]!r} meant?" if near else ""
            faults.append(f"{where}: there is no {what} {name!r}{hint}")
    return faults


def _numbers(event: Event) -> list[str]:
    faults = []
    number = people_of(event)
    for place in event.places:
        if (place.capacity is not None and place.capacity < 0) or (
            place.seats is not None and place.seats < 2
        ):
            faults.append(f"place {place.id}: capacity from 0, seats from 2, or none at all")
    for one in event.participants:
        for limit in one.limits:
            faults += _limit(f"participant {one.id}", limit)
    for limit in event.limits:
        faults += _limit("the event", limit)
    rests = [("the event", event.rest_after)]
    rests += [(f"participant {one.id}", one.rest_after) for one in event.participants]
    faults += [
        f"{where}: a free slot after 1 meeting in a row or more"
        for where, most in rests
        if most is not None and most < 1
    ]
    faults += [
        f"a walk from {walk.one!r} to {walk.other!r} takes 0 minutes or more"
        for walk in event.walks
        if walk.minutes < 0
    ]
    for request in event.requests:
        faults += _request(request, len({number.get(name) for name in request.participants}))
    return faults


def _limit(where: str, limit: Limit) -> list[str]:
    if limit.least < 0 or (limit.most is not None and limit.most < limit.least):
        return [f"{where}: a limit from 0, its most not under its least"]
    return []


def _request(request: Request, timetables: int) -> list[str]:
    faults = []
    if len(set(request.participants)) < len(request.participants):
        faults.append(f"request {request.id} names somebody twice")
    if timetables < 2:
        faults.append(f"request {request.id} needs two participants with timetables of their own")
    if request.priority < 1:
        faults.append(f"request {request.id}: the priority is a whole number from 1")
    if any(not isinstance(wish, Wish) for wish in request.wishes.values()):
        faults.append(f"request {request.id}: a wish is must, gladly, accepted or no")
    return faults


def _placed_before(event: Event) -> list[str]:
    """Nobody can have been at two meetings at once."""
    slots = {slot.id: slot for slot in slots_of(event.blocks)}
    requests = {one.id: one for one in event.requests}
    number = people_of(event)
    own: dict[int, list[tuple[Slot, Placed]]] = defaultdict(list)
    faults = []
    for one in event.held:
        slot = slots[one.slot]
        for member in members_of(requests[one.request], number):
            for other, placed in own[member]:
                if other.starts < slot.ends and slot.starts < other.ends:
                    who = event.participants[member].id
                    faults.append(
                        f"held meetings of {one.request} and {placed.request}: {who} was at both"
                        " at once; leave one out"
                    )
            own[member].append((slot, one))
    return faults


def _locks(event: Event) -> list[str]:
    """A lock must leave at least one cell to its meeting."""
    if not event.locks:
        return []
    problem = compile_event(event, Parameters())
    held = {one.request for one in event.held}
    faults = [
        f"lock of {lock.request}: this meeting was held already; take the lock away"
        for lock in event.locks
        if lock.request in held
    ]
    for meeting in sorted(problem.must):
        if not problem.options[meeting]:
            request = problem.requests[meeting].id
            faults.append(
                f"lock of {request}: somebody is absent, or the slot or the place is closed or not"
                " for them; move or unlock it"
            )
    return faults
