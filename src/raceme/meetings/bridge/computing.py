"""A version of the schedule, computed by the core and written down as rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from raceme.cores.errors import NoSolution
from raceme.cores.scheduling.day import replan
from raceme.cores.scheduling.relief import reliefs_of
from raceme.cores.scheduling.solve import schedule_meetings
from raceme.cores.scheduling.values import (
    GOALS_OF_THE_DAY,
    Event,
    Goal,
    Parameters,
    Placed,
    Progress,
    Schedule,
    Status,
)
from raceme.meetings.bridge.event import event_of, placed_in, with_locks
from raceme.meetings.bridge.leftover import as_kept
from raceme.meetings.models import Timetable
from raceme.meetings.queries.board import Floor, Seated
from raceme.meetings.queries.slots import Slot

Tell = Callable[[str, float], None]
RELIEF_SECONDS = 8.0  # for all that is tried; a small event needs a fraction of it


@dataclass(frozen=True)
class Computed:
    """A version as it is stored: where everything is, how good it is, and what is left over."""

    rows: Sequence[Seated]
    status: str
    ended: str
    goals: list[dict[str, Any]]
    unplaced: list[dict[str, Any]]
    reliefs: list[dict[str, Any]]


def computed(
    timetable: Timetable,
    floor: Floor,
    base: Mapping[int, Seated],
    *,
    now: datetime,
    tell: Tell,
    is_stopped: Callable[[], bool],
) -> Computed:
    """Compute a version: all anew but what is locked in `base`, the rest beside it, or a repair.

    A repair starts from what people know and changes as little as it can. Raises BadInput for an
    event that makes no sense, NoSolution where the locks allow no schedule.
    """

    def report(progress: Progress) -> None:
        tell(progress.stage, progress.share)

    event = locked_event(timetable, floor, base, now=now)
    parameters = Parameters(goals=_goals(timetable), seed=timetable.seed)
    if timetable.scope == Timetable.Scope.DAY:
        told = placed_in(event, floor.told.values())
        schedule = replan(
            event,
            told,
            parameters=parameters,
            time_limit=timetable.seconds,
            report=report,
            should_stop=is_stopped,
        ).schedule
    else:
        schedule = schedule_meetings(
            event,
            parameters=parameters,
            time_limit=timetable.seconds,
            report=report,
            should_stop=is_stopped,
        )
    if schedule.status in {Status.INFEASIBLE, Status.UNKNOWN}:
        raise NoSolution(str(schedule.status))
    locks = {one.request for one in event.locks}
    return Computed(
        rows=rows_of(floor, schedule.meetings, locks),
        status=str(schedule.status),
        ended=str(schedule.ended),
        goals=[_goal(one) for one in schedule.goals],
        unplaced=[as_kept(one) for one in schedule.unplaced],
        reliefs=_reliefs(timetable, event, schedule, tell, is_stopped),
    )


def locked_event(
    timetable: Timetable, floor: Floor, base: Mapping[int, Seated], *, now: datetime
) -> Event:
    """Give the event with what must stay where it is in such a version."""
    event = event_of(floor, now=now, without=floor.called_off)
    scope = timetable.scope
    if scope == Timetable.Scope.REST:
        return with_locks(event, base.values())
    kept = floor.told if scope == Timetable.Scope.DAY else base
    return with_locks(event, [one for one in kept.values() if one.is_locked])


def rows_of(floor: Floor, meetings: Sequence[Placed], locked: set[str]) -> list[Seated]:
    """Turn placed meetings into what is stored of them."""
    slots: Mapping[str, Slot] = {one.code: one for one in floor.slots()}
    return [
        Seated(
            request=int(one.request),
            block=slots[one.slot].block.pk,
            number=slots[one.slot].number,
            place=int(one.place),
            starts_at=slots[one.slot].starts_at,
            ends_at=slots[one.slot].ends_at,
            is_locked=one.request in locked,
        )
        for one in meetings
    ]


def _goals(timetable: Timetable) -> tuple[Goal, ...]:
    """The order of goals that the organiser chose; on the day few changes come first.

    Nobody who was told a table is sent to another one on the day to save others a change of place.
    """
    chosen = tuple(Goal(one) for one in timetable.matchmaking.goals)
    if timetable.scope != Timetable.Scope.DAY:
        return chosen
    first = (*GOALS_OF_THE_DAY[:2], Goal.TABLE_CHANGES)
    return (*first[:2], *(one for one in chosen if one not in first))


def _goal(result: Any) -> dict[str, Any]:
    return {"goal": str(result.goal), "value": result.value, "bound": result.bound}


def _reliefs(
    timetable: Timetable,
    event: Event,
    schedule: Schedule,
    tell: Tell,
    is_stopped: Callable[[], bool],
) -> list[dict[str, Any]]:
    """Try what one more place or slot would bring, where something is left over."""
    if not schedule.unplaced or timetable.scope == Timetable.Scope.DAY or is_stopped():
        return []
    tell("relief", 0.0)
    found = reliefs_of(
        event,
        schedule.meetings,
        time_limit=min(RELIEF_SECONDS, float(timetable.seconds)),
        should_stop=is_stopped,
    )
    return [
        {"means": str(one.means), "like": int(one.like), "more": one.more, "at_most": one.at_most}
        for one in found
        if one.more or one.at_most
    ]
