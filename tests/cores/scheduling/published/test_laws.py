"""What must hold for every day of meetings."""

import pytest
from hypothesis import HealthCheck, given, settings

from raceme.cores.errors import Stopped
from raceme.cores.scheduling.published.check import faults_of
from raceme.cores.scheduling.published.clauses import clauses_of
from raceme.cores.scheduling.published.dzn import read_dzn
from raceme.cores.scheduling.published.possible import possible_slots
from raceme.cores.scheduling.published.search import (
    Found,
    News,
    core_by_core,
    from_above,
    number_by_number,
)
from raceme.cores.scheduling.published.solve import schedule_meetings
from raceme.cores.scheduling.published.values import MeetingDay, Status
from tests.cores.scheduling.published.days import PUBLISHED, fewest_breaks, small_days

needs_published = pytest.mark.skipif(
    not PUBLISHED.exists(), reason="the published instances (../shared) are not here"
)


class Ear:
    """Listens to a search without a second process."""

    def __init__(self) -> None:
        self.found = Found()

    def send(self, news: News) -> None:
        self.found.take(news)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_days())
def test_all_searches_find_what_trying_everything_finds(day: MeetingDay) -> None:
    fewest = fewest_breaks(day, fairness=1)
    slots = possible_slots(day)
    if not all(slots):
        assert fewest is None
        return

    for work in (core_by_core, number_by_number, from_above):
        ear = Ear()
        work(clauses_of(day, slots, fairness=1).formula, ear)  # type: ignore[arg-type]
        assert (ear.found.cost, ear.found.is_impossible) == (fewest, fewest is None)
        assert fewest is None or ear.found.bound == fewest


@needs_published
def test_a_schedule_is_valid_whenever_time_runs_out() -> None:
    day = read_dzn((PUBLISHED / "b2b_instances" / "tic-13crafc.original.dzn").read_text())

    for seconds in (0.01, 1.5, 4.0):
        outcome = schedule_meetings(day, time_limit=seconds)
        if outcome.status == Status.UNKNOWN:
            assert outcome.placed == ()
            continue
        assert faults_of(day, outcome.placed, fairness=2) == []
        assert outcome.bound is not None
        assert outcome.breaks is not None
        assert outcome.bound <= 4 <= outcome.breaks


@needs_published
def test_a_search_is_called_off() -> None:
    day = read_dzn((PUBLISHED / "b2b_instances" / "tic-13crafc.original.dzn").read_text())

    with pytest.raises(Stopped):
        schedule_meetings(day, should_stop=lambda: True)
