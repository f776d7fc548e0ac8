"""An event from data as in `schedule.toml` or JSON, and a schedule as data.

Everything that is wrong is said at once, with the entry it is in and what to do. The format is
described in docs/formats.md.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from raceme.cores.errors import BadInput
from raceme.cores.scheduling.entries import Entry
from raceme.cores.scheduling.sanity import check_event, check_parameters
from raceme.cores.scheduling.values import (
    Attendance,
    Block,
    Event,
    Goal,
    Limit,
    Lock,
    Parameters,
    Participant,
    Place,
    Placed,
    PlaceKind,
    Request,
    Span,
    Walk,
    Wish,
)

SOMETIME = datetime(2000, 1, 1)  # noqa: DTZ001  stands in for a time that could not be read


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file asks for: an event, how to compute, and the schedule that stood before."""

    event: Event
    parameters: Parameters
    before: tuple[Placed, ...]


def read_event(text: str) -> Asked:
    """Read TOML or JSON, told by its first sign. Raises BadInput with everything that is wrong."""
    try:
        data = json.loads(text) if text.lstrip()[:1] == "{" else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"this is neither TOML nor JSON: {error}") from error
    return event_from(data)


def event_from(data: Mapping[str, object]) -> Asked:
    """Turn data into an event that makes sense."""
    faults: list[str] = []
    top = Entry("the file", data, faults)
    event = Event(
        blocks=top.each("block", _block),
        places=top.each("place", _place),
        participants=top.each("participant", _participant),
        requests=top.each("request", _request),
        walks=top.each("walk", _walk),
        limits=top.each("limit", _limit),
        rest_after=top.number("rest_after", None),
        locks=top.each("lock", _lock),
        already_met=tuple(frozenset(group) for group in top.groups("already_met")),
        held=top.each("held", _placed),
        not_before=top.moment("not_before", is_needed=False),
    )
    usual = Parameters()
    goals = [top.code(Goal, name) for name in top.texts("goals", usual.goals)]
    points = top.inside("points")
    parameters = Parameters(
        goals=tuple(goal for goal in goals if goal is not None),
        points={wish: points.number(wish.value, usual.points[wish]) or 0 for wish in usual.points},
        seed=top.number("seed", usual.seed) or 0,
    )
    before = top.each("before", _placed)
    points.done()
    top.done()
    if faults:
        raise BadInput("\n".join(faults))
    check_parameters(parameters)
    check_event(event)
    return Asked(event, parameters, before)


def _block(entry: Entry) -> Block:
    return Block(
        id=entry.text("id"),
        starts=entry.moment("starts") or SOMETIME,
        ends=entry.moment("ends") or SOMETIME,
        minutes=entry.number("minutes", 1, is_needed=True) or 0,
        pause=entry.number("pause", 0) or 0,
        places=entry.some("places"),
        types=entry.some("types"),
        closed=frozenset(int(one) for one in entry.texts("closed") if one.isdigit()),
    )


def _span(entry: Entry) -> Span:
    return Span(entry.moment("starts") or SOMETIME, entry.moment("ends") or SOMETIME)


def _place(entry: Entry) -> Place:
    kind = entry.code(PlaceKind, entry.text("kind", PlaceKind.TABLE.value))
    capacity = entry.number("capacity", None if kind == PlaceKind.ONLINE else 1)
    return Place(
        id=entry.text("id"),
        kind=kind or PlaceKind.TABLE,
        capacity=capacity,
        seats=entry.number("seats", None),
        area=entry.text("area", ""),
        host=entry.name("host"),
        closed=entry.each("closed", _span),
    )


def _limit(entry: Entry) -> Limit:
    return Limit(
        least=entry.number("least", 0) or 0,
        most=entry.number("most", None),
        kind=entry.name("kind"),
        block=entry.name("block"),
        type=entry.name("type"),
    )


def _walk(entry: Entry) -> Walk:
    minutes = entry.number("minutes", 0, is_needed=True) or 0
    return Walk(entry.text("one", ""), entry.text("other", ""), minutes)


def _participant(entry: Entry) -> Participant:
    attends = entry.code(Attendance, entry.text("attends", Attendance.BOTH.value))
    return Participant(
        id=entry.text("id"),
        type=entry.text("type", ""),
        delegates=tuple(entry.texts("delegates")),
        absent=entry.each("absent", _span),
        attends=attends or Attendance.BOTH,
        limits=entry.each("limit", _limit),
        rest_after=entry.number("rest_after", None),
    )


def _request(entry: Entry) -> Request:
    participants = tuple(entry.texts("participants"))
    wishes = entry.inside("wishes")
    wished = {}
    for name in wishes.data:
        wish = wishes.code(Wish, wishes.text(name))
        if wish is not None:
            wished[name] = wish
    return Request(
        id=entry.text("id"),
        participants=participants,
        wishes=wished,
        priority=entry.number("priority", 1) or 0,
        kind=entry.text("kind", ""),
        again=entry.yes("again"),
        blocks=entry.some("blocks"),
    )


def _lock(entry: Entry) -> Lock:
    return Lock(entry.text("request"), entry.name("slot"), entry.name("place"))


def _placed(entry: Entry) -> Placed:
    return Placed(entry.text("request"), entry.text("slot"), entry.text("place"))
