"""What one more table, or one more slot, would free: tried, and bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from raceme.cores.scheduling.solve import schedule_meetings
from raceme.cores.scheduling.values import Event, Goal, Parameters, Place, Placed

GOALS = (Goal.CANCELLED, Goal.MEETINGS)


class Means(StrEnum):
    """What could be had more of."""

    PLACE = "place"
    SLOT = "slot"


@dataclass(frozen=True, slots=True)
class Relief:
    """What one more of something brings: found by trial, and at most what was proved.

    `like`: the id of the place that there would be another of, or of the block that would be a
    slot longer.
    """

    means: Means
    like: str
    more: int  # requests that found a meeting in the trial
    at_most: int  # more than these cannot


def reliefs_of(
    event: Event,
    placed: Iterable[Placed],
    *,
    parameters: Parameters | None = None,
    time_limit: float = 10.0,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Relief, ...]:
    """Try one more place of every sort without host, and one more slot in every block.

    What stands stays placed, in whatever slot. The most helpful comes first.
    """
    placed = tuple(placed)
    ways = [
        *((Means.PLACE, one.id, _with_place(event, one)) for one in _sorts(event)),
        *((Means.SLOT, one.id, _with_slot(event, one.id)) for one in event.blocks),
    ]
    trial = replace(parameters or Parameters(), goals=GOALS)
    held = {one.request for one in event.held}
    told = tuple(one for one in placed if one.request not in held)
    found = []
    for means, like, larger in ways:
        schedule = schedule_meetings(
            larger,
            parameters=trial,
            before=told,
            time_limit=time_limit / len(ways),
            should_stop=should_stop,
        )
        meetings = next((one for one in schedule.goals if one.goal == Goal.MEETINGS), None)
        if meetings is not None:
            more = meetings.value - len(told)
            found.append(Relief(means, like, max(0, more), max(0, meetings.bound - len(told))))
    return tuple(sorted(found, key=lambda one: (-one.more, -one.at_most, one.means, one.like)))


def _sorts(event: Event) -> list[Place]:
    """Give one place of each sort that everybody may use."""
    in_blocks = {
        place.id: tuple(
            block.id for block in event.blocks if block.places is None or place.id in block.places
        )
        for place in event.places
    }
    sorts: dict[tuple[object, ...], Place] = {}
    for place in event.places:
        if place.host is None and place.capacity is not None:
            key = (place.kind, place.area, place.seats, place.capacity, in_blocks[place.id])
            sorts.setdefault(key, place)
    return list(sorts.values())


def _with_place(event: Event, like: Place) -> Event:
    name = _unused(f"{like.id}+", {one.id for one in event.places})
    blocks = tuple(
        replace(block, places=block.places | {name})
        if block.places is not None and like.id in block.places
        else block
        for block in event.blocks
    )
    return replace(event, blocks=blocks, places=(*event.places, replace(like, id=name)))


def _with_slot(event: Event, name: str) -> Event:
    """Let a block end a slot later; whoever is there at its end is there then."""
    blocks = tuple(
        replace(block, ends=block.ends + timedelta(minutes=block.minutes + block.pause))
        if block.id == name
        else block
        for block in event.blocks
    )
    return replace(event, blocks=blocks)


def _unused(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "+"
    return name
