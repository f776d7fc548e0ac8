"""Why requests have no time: as a computation found it, and counted again after moves by hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from raceme.cores.errors import BadInput
from raceme.cores.scheduling.explain import why_left_over
from raceme.cores.scheduling.values import Unplaced
from raceme.meetings.bridge.event import event_of, placed_in
from raceme.meetings.queries.board import Floor, Seated

Facts = Sequence[Mapping[str, Any]]


def as_kept(one: Unplaced) -> dict[str, Any]:
    """Give the facts about a request without a time as a version keeps them."""
    facts = [
        {
            "code": str(fact.code),
            "participant": fact.participant and int(fact.participant),
            "slots": list(fact.slots),
            "request": fact.request and int(fact.request),
            "amount": fact.amount,
            "limit": fact.limit,
        }
        for fact in one.facts
    ]
    return {"request": int(one.request), "facts": facts}


def left_over_now(
    floor: Floor, rows: Mapping[int, Seated], *, now: datetime | None
) -> dict[int, Facts]:
    """Say of each request without a time why, as the version stands at this moment.

    Nothing where the event makes no sense to the core, such as before it has times: the board
    says by itself what lacks.
    """
    if not set(floor.requests) - set(rows):
        return {}
    event = event_of(floor, now=now)
    try:
        found = why_left_over(event, placed_in(event, rows.values()))
    except BadInput:
        return {}
    return {int(one.request): as_kept(one)["facts"] for one in found}
