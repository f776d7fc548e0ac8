"""On the day itself: what happened, what changes, and who must be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from raceme.cores.errors import BadInput
from raceme.cores.scheduling.slots import slots_of
from raceme.cores.scheduling.solve import schedule_meetings
from raceme.cores.scheduling.values import (
    GOALS_OF_THE_DAY,
    Block,
    Event,
    Lock,
    Parameters,
    Participant,
    Placed,
    Progress,
    Request,
    Schedule,
    Span,
)


class Kind(StrEnum):
    """What became of a meeting."""

    MOVED = "moved"  # another slot, perhaps another place too
    OTHER_PLACE = "other_place"
    CANCELLED = "cancelled"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Change:
    """A meeting that is not what people were told; `before` or `after` is None if there is none."""

    kind: Kind
    request: str
    before: Placed | None
    after: Placed | None


@dataclass(frozen=True, slots=True)
class News:
    """What one participant must be told, by time."""

    participant: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Replanned:
    """The new schedule, what is different in it, and who must be told."""

    schedule: Schedule
    changes: tuple[Change, ...]
    news: tuple[News, ...]


def replan(
    event: Event,
    told: Iterable[Placed],
    *,
    now: datetime | None = None,
    parameters: Parameters | None = None,
    time_limit: float = 4.0,
    report: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Replanned:
    """Repair the schedule that people were told, with as few changes as can be.

    `event`: as it is now (see `no_show`, `late`, `walk_in`, `close_place`, `close_slot`). What
    started before `now` stays as it was. By the usual goals of the day as few meetings as possible
    are lost, then as few as possible moved, and new ones come where there is room without moving
    anybody; give other goals in `parameters` to change that.
    """
    parameters = parameters or Parameters(goals=GOALS_OF_THE_DAY)
    told = tuple(told)
    event = event if now is None else underway(event, told, now)
    held = {one.request for one in event.held}
    kept = tuple(one for one in told if one.request not in held)
    schedule = schedule_meetings(
        event,
        parameters=parameters,
        before=kept,
        time_limit=time_limit,
        report=report,
        should_stop=should_stop,
    )
    changes = changes_between(event, (*event.held, *kept), schedule.meetings)
    return Replanned(schedule, changes, news_of(event, changes))


def underway(event: Event, told: Iterable[Placed], now: datetime) -> Event:
    """Give the event with everything that has started as held; locks on it are no longer needed."""
    starts = {slot.id: slot.starts for slot in slots_of(event.blocks)}
    held = {one.request: one for one in event.held}
    for one in told:
        if one.slot in starts and starts[one.slot] < now:
            held.setdefault(one.request, one)
    locks = tuple(lock for lock in event.locks if lock.request not in held)
    return replace(event, held=tuple(held.values()), locks=locks, not_before=now)


def no_show(event: Event, participant: str, *, since: datetime | None = None) -> Event:
    """Give the event without somebody from a moment on; None: not at all. Its locks fall."""
    return _absent(event, participant, Span(since or _first(event), _last(event)))


def late(event: Event, participant: str, *, until: datetime) -> Event:
    """Give the event with somebody who comes later. Its locks before then fall."""
    return _absent(event, participant, Span(_first(event), until))


def walk_in(event: Event, participant: Participant, requests: Iterable[Request] = ()) -> Event:
    """Give the event with one participant more, and its requests."""
    return replace(
        event,
        participants=(*event.participants, participant),
        requests=(*event.requests, *requests),
    )


def close_place(event: Event, place: str, *, since: datetime | None = None) -> Event:
    """Give the event without a place from a moment on; None: at all. Locks on it fall."""
    if place not in {one.id for one in event.places}:
        raise BadInput(f"there is no place {place!r} to close")
    span = Span(since or _first(event), _last(event))
    places = tuple(
        replace(one, closed=(*one.closed, span)) if one.id == place else one for one in event.places
    )
    locks = tuple(lock for lock in event.locks if lock.place != place)
    return replace(event, places=places, locks=locks)


def close_slot(event: Event, slot: str) -> Event:
    """Give the event with nobody meeting in a slot. Locks on it fall."""
    its = next((one for one in slots_of(event.blocks) if one.id == slot), None)
    if its is None:
        raise BadInput(f"there is no slot {slot!r} to close")
    blocks = tuple(
        replace(one, closed=one.closed | {its.number}) if one.id == its.block else one
        for one in event.blocks
    )
    locks = tuple(lock for lock in event.locks if lock.slot != slot)
    return replace(event, blocks=blocks, locks=locks)


def changes_between(
    event: Event, before: Iterable[Placed], after: Iterable[Placed]
) -> tuple[Change, ...]:
    """Say what is different in a later schedule, by time."""
    old, new = {one.request: one for one in before}, {one.request: one for one in after}
    changes = [
        Change(
            _kind(old.get(request), new.get(request)), request, old.get(request), new.get(request)
        )
        for request in {**old, **new}
        if old.get(request) != new.get(request)
    ]
    order = {slot.id: at for at, slot in enumerate(slots_of(event.blocks))}
    return tuple(sorted(changes, key=lambda one: (_when(one, order), one.request)))


def news_of(event: Event, changes: Iterable[Change]) -> tuple[News, ...]:
    """Say who must be told what: everybody whose meetings changed, in the order of the event."""
    requests = {one.id: one for one in event.requests}
    whose = {name: one.id for one in event.participants for name in (one.id, *one.delegates)}
    told: dict[str, list[Change]] = {one.id: [] for one in event.participants}
    for change in changes:
        for name in dict.fromkeys(whose[one] for one in requests[change.request].participants):
            told[name].append(change)
    return tuple(News(name, tuple(own)) for name, own in told.items() if own)


def _kind(before: Placed | None, after: Placed | None) -> Kind:
    if before is None:
        return Kind.NEW
    if after is None:
        return Kind.CANCELLED
    return Kind.MOVED if before.slot != after.slot else Kind.OTHER_PLACE


def _when(change: Change, order: dict[str, int]) -> int:
    return min(order.get(one.slot, 0) for one in (change.before, change.after) if one is not None)


def _absent(event: Event, participant: str, span: Span) -> Event:
    """Add an absence; locks that it makes impossible fall."""
    people = {name: one.id for one in event.participants for name in (one.id, *one.delegates)}
    if participant not in people:
        raise BadInput(f"there is no participant {participant!r}")
    if span.ends <= span.starts:
        return event
    slots = {one.id: one for one in slots_of(event.blocks)}
    requests = {one.id: one for one in event.requests}

    def falls(lock: Lock) -> bool:
        concerns = people[participant] in {
            people[one] for one in requests[lock.request].participants
        }
        if not concerns or lock.slot is None:
            return concerns
        its = slots[lock.slot]
        return its.starts < span.ends and span.starts < its.ends

    return replace(
        event,
        participants=tuple(
            replace(one, absent=(*one.absent, span)) if one.id == people[participant] else one
            for one in event.participants
        ),
        locks=tuple(lock for lock in event.locks if not falls(lock)),
    )


def _first(event: Event) -> datetime:
    return min(_moments(event, lambda block: block.starts))


def _last(event: Event) -> datetime:
    return max(_moments(event, lambda block: block.ends))


def _moments(event: Event, moment: Callable[[Block], datetime]) -> list[datetime]:
    if not event.blocks:
        raise BadInput("the event has no block in which anybody meets")
    return [moment(block) for block in event.blocks]
