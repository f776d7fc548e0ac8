"""The schedule of an event: as good as can be found, with what is proved of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from raceme.cores.errors import BadInput
from raceme.cores.scheduling.check import faults_of, values_of
from raceme.cores.scheduling.compiling import compile_event
from raceme.cores.scheduling.explain import unplaced_of
from raceme.cores.scheduling.sanity import check_event, check_parameters
from raceme.cores.scheduling.search import Search
from raceme.cores.scheduling.slots import slots_of
from raceme.cores.scheduling.values import (
    Ended,
    Event,
    Parameters,
    Placed,
    Progress,
    Schedule,
    Status,
)
from raceme.cores.scheduling.work import work_for


def schedule_meetings(
    event: Event,
    *,
    parameters: Parameters | None = None,
    before: Iterable[Placed] = (),
    time_limit: float = 60.0,
    report: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Schedule:
    """Place requests so that the goals, in their order, are reached as well as can be.

    `before`: a schedule that people know already, for the goals CANCELLED and MOVED. `time_limit`
    in seconds buys an amount of work, counted the same on every machine; when it is done, or the
    caller says so, the best schedule found is given with its bounds. The same event, parameters,
    limit and schedule before give the same answer, unless it ended by the clock or by the caller
    (`Schedule.ended`). `report` and `should_stop` are called from this thread. Raises BadInput
    with everything that makes no sense.
    """
    parameters = parameters or Parameters()
    check_parameters(parameters)
    check_event(event)
    if not time_limit > 0:
        raise BadInput("the time limit must be positive")
    told = tuple(before)
    problem = compile_event(event, parameters, before=told)
    search = Search(problem, work_for(time_limit, report, should_stop), told)
    if search.run():
        return _written(search)
    status = Status.INFEASIBLE if search.is_impossible else Status.UNKNOWN
    ended = Ended.PROVED if search.is_impossible else search.work.ended or Ended.WORK
    return Schedule(status, ended, parameters.seed, (), (), ())


def _written(search: Search) -> Schedule:
    """Write down what was found, after checking it with a second, simpler piece of code."""
    event, parameters = search.problem.event, search.problem.parameters
    meetings = _in_order(event, (*event.held, *search.placed()))
    faults = faults_of(event, meetings)
    if faults:
        raise AssertionError(f"the search gave what is no schedule: {faults}")
    goals = search.results(values_of(event, meetings, parameters, search.before))
    is_proved = all(goal.is_proved for goal in goals)
    return Schedule(
        Status.OPTIMAL if is_proved else Status.FEASIBLE,
        Ended.PROVED if is_proved else search.work.ended or Ended.WORK,
        parameters.seed,
        goals,
        meetings,
        unplaced_of(search.problem, meetings),
    )


def _in_order(event: Event, meetings: Sequence[Placed]) -> tuple[Placed, ...]:
    slots = {slot.id: at for at, slot in enumerate(slots_of(event.blocks))}
    places = {place.id: at for at, place in enumerate(event.places)}
    return tuple(
        sorted(meetings, key=lambda one: (slots[one.slot], places[one.place], one.request))
    )
