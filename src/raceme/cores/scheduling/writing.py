"""A schedule, or a change of plan, as data for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from raceme.cores.scheduling.day import Change, News
from raceme.cores.scheduling.explain import bottlenecks_of
from raceme.cores.scheduling.slots import slots_of
from raceme.cores.scheduling.values import (
    Bottleneck,
    Event,
    Fact,
    Fault,
    Placed,
    Schedule,
    Slot,
)

Data = dict[str, object]


def schedule_data(event: Event, schedule: Schedule) -> Data:
    """Give a schedule as it is written to a file."""
    slots = {slot.id: slot for slot in slots_of(event.blocks)}
    people = {one.id: list(one.participants) for one in event.requests}
    return {
        "status": schedule.status.value,
        "ended": schedule.ended.value,
        "seed": schedule.seed,
        "goals": [
            {"goal": one.goal.value, "value": one.value, "bound": one.bound}
            for one in schedule.goals
        ],
        "meetings": [
            {**placed_data(one), **_times(slots[one.slot]), "participants": people[one.request]}
            for one in schedule.meetings
        ],
        "unplaced": [
            {
                "request": one.request,
                "participants": people[one.request],
                "reasons": [_told(fact) for fact in one.facts],
            }
            for one in schedule.unplaced
        ],
        "bottlenecks": [_told(one) for one in bottlenecks_of(schedule.unplaced)],
    }


def changes_data(changes: Iterable[Change], news: Iterable[News]) -> Data:
    """Give what is different from the schedule before, and who must be told."""
    return {
        "changes": [
            {
                "kind": one.kind.value,
                "request": one.request,
                "before": None if one.before is None else placed_data(one.before),
                "after": None if one.after is None else placed_data(one.after),
            }
            for one in changes
        ],
        "tell": [
            {"participant": one.participant, "requests": [its.request for its in one.changes]}
            for one in news
        ],
    }


def placed_data(one: Placed) -> Data:
    """Give a meeting with slot and place."""
    return {"request": one.request, "slot": one.slot, "place": one.place}


def _times(slot: Slot) -> Data:
    return {"starts": slot.starts.isoformat(), "ends": slot.ends.isoformat()}


def _told(fact: Fact | Fault | Bottleneck) -> Data:
    """Give the fields of a fact that say something."""
    found = {one.name: getattr(fact, one.name) for one in fields(fact)}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in found.items()
        if value not in (None, ())
    }
