"""The schedule with the fewest breaks, and the proof that there is none with fewer."""

from __future__ import annotations

from collections.abc import Callable

from raceme.cores.errors import BadInput
from raceme.cores.scheduling.published.check import breaks_of, faults_of
from raceme.cores.scheduling.published.clauses import Clauses, clauses_of, with_chairs
from raceme.cores.scheduling.published.possible import possible_slots, refuse_nonsense
from raceme.cores.scheduling.published.search import Found, search
from raceme.cores.scheduling.published.tables import seated
from raceme.cores.scheduling.published.values import MeetingDay, Outcome, Progress, Status

NOTHING = Outcome(Status.INFEASIBLE, None, None, ())


def schedule_meetings(
    day: MeetingDay,
    *,
    fairness: int | None = 2,
    time_limit: float = 300.0,
    report: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Outcome:
    """Place every meeting so that participants have as few breaks as possible.

    `fairness`: by how much the numbers of breaks of two participants may differ; None: by any
    number. `time_limit` in seconds: when it has passed, the best schedule found is given with the
    bound that was proved. `report` and `should_stop` are called from this thread. Raises BadInput
    for a day that makes no sense, Stopped when the caller asks to stop.
    """
    refuse_nonsense(day)
    if fairness is not None and fairness < 0:
        raise BadInput("fairness must not be negative")
    if not time_limit > 0:
        raise BadInput("the time limit must be positive")
    slots = possible_slots(day)
    if not all(slots) or len(day.meetings) > day.tables * day.slots:
        return NOTHING
    if not day.meetings:
        return Outcome(Status.OPTIMAL, 0, 0, ())
    clauses = clauses_of(day, slots, fairness=fairness)
    found = search(
        clauses.formula,
        with_chairs=lambda: with_chairs(clauses, day),
        time_limit=time_limit,
        report=report,
        should_stop=should_stop,
    )
    return _outcome(day, clauses, found, fairness)


def _outcome(day: MeetingDay, clauses: Clauses, found: Found, fairness: int | None) -> Outcome:
    if found.is_impossible:
        return NOTHING
    if found.model is None:
        return Outcome(Status.UNKNOWN, None, found.bound, ())
    slot_of = {
        meeting + 1: slot for (meeting, slot), held in clauses.held.items() if held in found.model
    }
    placed = seated(day, slot_of)
    faults = faults_of(day, placed, fairness=fairness)
    breaks = sum(breaks_of(day, placed))
    if faults or breaks != found.cost:
        raise AssertionError(f"a search gave what is no schedule: {faults}, {breaks} breaks")
    status = Status.OPTIMAL if found.is_proved else Status.FEASIBLE
    return Outcome(status, breaks, min(found.bound, breaks), placed)
