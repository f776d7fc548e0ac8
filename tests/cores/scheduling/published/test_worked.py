"""Schedules worked out by hand; the arithmetic stands in the comments."""

from raceme.cores.scheduling.published.check import breaks_of, faults_of
from raceme.cores.scheduling.published.solve import schedule_meetings
from raceme.cores.scheduling.published.values import Meeting, Outcome, Placed, Session, Status
from tests.cores.scheduling.published.days import day_of

# Participant 1 meets 2 in the first slot and 3 in the last one: slot 2 and 3 are one break.
APART = day_of(Meeting(1, 2, fixed_slot=1), Meeting(1, 3, fixed_slot=4))


def test_a_break_is_a_run_of_idle_slots_however_long() -> None:
    placed = [Placed(1, 1, 1), Placed(2, 4, 1)]

    assert breaks_of(APART, placed) == [1, 0, 0]
    assert schedule_meetings(APART).breaks == 1


def test_meetings_close_up_where_they_can() -> None:
    # 1 meets 2, 3 and 4; the three slots are next to each other: no break.
    outcome = schedule_meetings(day_of(Meeting(1, 2), Meeting(1, 3), Meeting(1, 4)))

    assert (outcome.status, outcome.breaks, outcome.bound) == (Status.OPTIMAL, 0, 0)


def test_an_absence_in_between_costs_a_break() -> None:
    # 1 is absent in slot 2 of 3 and has two meetings: slots 1 and 3, one break.
    day = day_of(Meeting(1, 2), Meeting(1, 3), slots=3, forbidden={1: {2}})

    assert schedule_meetings(day).breaks == 1


def test_who_may_have_no_break_makes_the_day_impossible() -> None:
    # As above; participants 2 and 3 have none, so with fairness 0 nobody may have any.
    day = day_of(Meeting(1, 2), Meeting(1, 3), slots=3, forbidden={1: {2}})

    assert schedule_meetings(day, fairness=0).status == Status.INFEASIBLE
    assert schedule_meetings(day, fairness=1).status == Status.OPTIMAL


def test_more_meetings_than_places_are_impossible() -> None:
    # 2 slots x 1 table hold 2 meetings, not 3.
    day = day_of(Meeting(1, 2), Meeting(3, 4), Meeting(5, 6), tables=1, slots=2)

    assert schedule_meetings(day) == Outcome(Status.INFEASIBLE, None, None, ())


def test_a_chain_needs_as_many_slots_as_it_has_links() -> None:
    # 1 before 2 before 3, in two slots: impossible, found without a search.
    meetings = (Meeting(1, 2), Meeting(3, 4, after=frozenset({1})))
    chain = (*meetings, Meeting(5, 6, after=frozenset({2})))

    assert schedule_meetings(day_of(*chain, slots=2)).status == Status.INFEASIBLE
    assert [one.slot for one in schedule_meetings(day_of(*chain, slots=3)).placed] == [1, 2, 3]


def test_a_session_is_kept() -> None:
    day = day_of(Meeting(1, 2, Session.AFTERNOON), slots=2, morning_slots=1)

    assert [one.slot for one in schedule_meetings(day).placed] == [2]


def test_people_stay_at_their_table() -> None:
    # 1 meets three others, and so do 5 and 6: two tables, and nobody has a reason to move.
    meetings = [Meeting(1, 2), Meeting(1, 3), Meeting(1, 4), Meeting(5, 6), Meeting(5, 7)]
    placed = schedule_meetings(day_of(*meetings)).placed

    assert len({one.table for one in placed if one.meeting <= 3}) == 1
    assert len({one.table for one in placed if one.meeting > 3}) == 1


def test_a_day_without_meetings_is_done() -> None:
    assert schedule_meetings(day_of()) == Outcome(Status.OPTIMAL, 0, 0, ())


def test_the_check_names_every_fault() -> None:
    day = day_of(Meeting(1, 2), Meeting(1, 3, after=frozenset({1})), slots=2, tables=1)

    assert faults_of(day, [Placed(1, 2, 1), Placed(2, 2, 1)]) == [
        "meeting 2 must come after meeting 1",
        "participant 1 has 2 meetings in slot 2",
        "table 1 has 2 meetings in slot 2",
    ]
    assert faults_of(day, [Placed(1, 1, 1)]) == ["meeting 2 is not placed"]
