"""What must hold for every event, however it is stopped."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from raceme.cores.errors import BadInput
from raceme.cores.scheduling.board import cells_for
from raceme.cores.scheduling.check import faults_of
from raceme.cores.scheduling.day import changes_between, no_show, replan
from raceme.cores.scheduling.solve import schedule_meetings
from raceme.cores.scheduling.values import (
    MORE_IS_BETTER,
    Ended,
    Event,
    Goal,
    Parameters,
    Schedule,
    Status,
)
from tests.cores.scheduling.small import GOALS, best_values, events, locked_events


def examples(count: int) -> settings:
    return settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))


def scheduled(event: Event, **values: object) -> Schedule:
    """Schedule it; events whose lock makes no sense are left aside."""
    try:
        return schedule_meetings(event, **values)  # type: ignore[arg-type]
    except BadInput:
        assume(False)
        raise


def is_a_schedule(event: Event, schedule: Schedule) -> None:
    if schedule.status in (Status.INFEASIBLE, Status.UNKNOWN):
        assert schedule.meetings == ()
        return
    assert faults_of(event, schedule.meetings) == ()
    placed = {one.request for one in schedule.meetings}
    assert placed | {one.request for one in schedule.unplaced} == {one.id for one in event.requests}
    assert all(one.facts for one in schedule.unplaced)
    for one in schedule.goals:
        assert one.bound >= one.value if one.goal in MORE_IS_BETTER else one.bound <= one.value


def try_everything(event: Event, goals: tuple[Goal, ...]) -> None:
    assume(len(event.requests) <= 3)
    parameters = Parameters(goals=goals)
    best = best_values(event, parameters)

    schedule = scheduled(event, parameters=parameters, time_limit=30)

    if best is None:
        assert schedule.status == Status.INFEASIBLE
        return
    assert schedule.ended != Ended.PROVED or [one.value for one in schedule.goals] == best
    for one, value in zip(schedule.goals, best, strict=True):
        better = one.bound >= value if one.goal in MORE_IS_BETTER else one.bound <= value
        assert better
        if one.value != value:
            break  # what comes after is bounded by what this one reaches
    assert [one.value for one in schedule.goals] == best


def stop_any_time(event: Event, looks: int, limit: float) -> None:
    asked = iter(range(looks))

    schedule = scheduled(event, time_limit=limit, should_stop=lambda: next(asked, None) is None)

    is_a_schedule(event, schedule)


@examples(25)
@given(locked_events(), GOALS)
def test_no_schedule_is_better_than_what_trying_everything_finds(
    event: Event, goals: tuple[Goal, ...]
) -> None:
    try_everything(event, goals)


@pytest.mark.slow
@examples(80)
@given(locked_events(), GOALS)
def test_no_schedule_is_better_in_many_events(event: Event, goals: tuple[Goal, ...]) -> None:
    try_everything(event, goals)


@examples(20)
@given(locked_events(), st.integers(0, 12), st.sampled_from([0.001, 0.05, 2.0]))
def test_a_schedule_is_valid_whenever_it_is_stopped(event: Event, looks: int, limit: float) -> None:
    stop_any_time(event, looks, limit)


@pytest.mark.slow
@examples(80)
@given(events(people=8, requests=14), st.integers(0, 40), st.sampled_from([0.001, 0.05, 1.0]))
def test_many_schedules_are_valid_whenever_they_are_stopped(
    event: Event, looks: int, limit: float
) -> None:
    stop_any_time(event, looks, limit)


@examples(15)
@given(events(people=8, requests=8))
def test_the_same_event_and_seed_give_the_same_schedule(event: Event) -> None:
    one, other = (scheduled(event, time_limit=20) for _ in range(2))

    assume(Ended.CLOCK not in (one.ended, other.ended))
    assert one == other


@examples(15)
@given(events(people=6, requests=6), st.data())
def test_what_is_repaired_is_valid_and_its_changes_lead_from_old_to_new(
    event: Event, data: st.DataObject
) -> None:
    told = scheduled(event, time_limit=1).meetings
    absent = data.draw(st.sampled_from([one.id for one in event.participants]))
    now = data.draw(st.sampled_from([None, event.blocks[0].starts, event.blocks[0].ends]))
    since = event.blocks[0].starts if now is None else now

    today = replan(no_show(event, absent, since=since), told, now=now, time_limit=1)

    after = {one.request: one for one in today.schedule.meetings}
    for change in changes_between(event, told, today.schedule.meetings):
        assert change in today.changes
        assert after.get(change.request) == change.after
    for one in told:  # what has begun stays
        if now is not None and one.slot.startswith("am.") and now > event.blocks[0].starts:
            assert after[one.request] == one


@examples(15)
@given(events(), st.data())
def test_a_cell_is_free_exactly_if_the_check_accepts_the_meeting_there(
    event: Event, data: st.DataObject
) -> None:
    assume(event.requests)
    placed = scheduled(event, time_limit=1).meetings
    request = data.draw(st.sampled_from([one.id for one in event.requests]))
    others = [one for one in placed if one.request != request]

    for cell in cells_for(event, placed, request):
        from_cell = type(placed[0])(request, cell.slot, cell.place) if placed else None
        if from_cell is not None:
            assert cell.is_free == (faults_of(event, [*others, from_cell]) == ())
