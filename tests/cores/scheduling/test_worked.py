"""Schedules worked out by hand; the arithmetic stands in the comments."""

from datetime import timedelta
from functools import partial

from raceme.cores.scheduling.board import cells_for
from raceme.cores.scheduling.check import faults_of, values_of
from raceme.cores.scheduling.explain import bottlenecks_of
from raceme.cores.scheduling.relief import Means, Relief, reliefs_of
from raceme.cores.scheduling.slots import slots_of
from raceme.cores.scheduling.solve import schedule_meetings as schedule_fully
from raceme.cores.scheduling.values import (
    Block,
    Bottleneck,
    Event,
    Fact,
    Fault,
    Goal,
    Limit,
    Lock,
    Parameters,
    Participant,
    Place,
    Placed,
    Reason,
    Request,
    Rule,
    Schedule,
    Status,
    Unplaced,
    Walk,
    Wish,
)
from tests.cores.scheduling.small import NINE, block, event_of, minutes

# Long enough for all that is asked here; proofs on table changes could take longer.
schedule_meetings = partial(schedule_fully, time_limit=4)


def reached(schedule: Schedule) -> dict[Goal, int]:
    assert all(one.is_proved for one in schedule.goals)
    return {one.goal: one.value for one in schedule.goals}


def placed_in(event: Event) -> set[str]:
    return {one.request for one in schedule_meetings(event).meetings}


def test_slots_follow_from_length_and_pause() -> None:
    # 9:00 to 10:10 holds 9:00, 9:25, 9:50; a fourth would end at 10:35.
    slots = slots_of([Block("am", NINE, NINE + timedelta(minutes=70), 20, pause=5)])

    assert [slot.id for slot in slots] == ["am.1", "am.2", "am.3"]
    assert slots[2].starts == NINE + timedelta(minutes=50)


def test_what_counts_most_is_placed_where_not_all_fit() -> None:
    # One slot, one table. must + gladly = 6 points; accepted twice = 2, times priority 2 = 4.
    wanted = Request("wanted", ("a", "b"), {"a": Wish.MUST, "b": Wish.GLADLY})
    event = event_of(slots=1, tables=1, requests=(Request("other", ("c", "d"), priority=2), wanted))

    schedule = schedule_meetings(event)

    assert reached(schedule)[Goal.WISHES] == 6
    assert schedule.unplaced == (Unplaced("other", (Fact(Reason.PLACES_TAKEN, slots=("am.1",)),)),)


def test_minimum_targets_are_served_before_wishes() -> None:
    # One slot, one table: d has nothing else and should have one, however much a and b wish.
    event = event_of(
        slots=1,
        tables=1,
        participants=(*map(Participant, "abc"), Participant("d", limits=(Limit(least=1),))),
        requests=(Request("ab", ("a", "b"), priority=9), Request("cd", ("c", "d"))),
    )
    wishes_first = Parameters(goals=(Goal.WISHES, Goal.TARGETS))

    assert placed_in(event) == {"cd"}
    assert [one.request for one in schedule_meetings(event, parameters=wishes_first).meetings] == [
        "ab"
    ]


def test_a_first_meeting_counts_more_than_a_second() -> None:
    # Two slots, one table; three wishes of the same weight. a-b and c-d give four people one
    # meeting: 4 x 2520. a-b and a-c would give a two: 2520 + 1260 + 2520 + 2520.
    event = event_of("ab", "ac", "cd", slots=2, tables=1)

    assert reached(schedule_meetings(event))[Goal.FAIRNESS] == 4 * 2520


def test_nobody_waits_where_nobody_must() -> None:
    # a meets three others in four slots: without a gap, and without changing the table.
    schedule = schedule_meetings(event_of("ab", "ac", "ad", slots=4))

    assert reached(schedule)[Goal.GAPS] == 0
    assert reached(schedule)[Goal.TABLE_CHANGES] == 0
    assert len({one.place for one in schedule.meetings}) == 1


def test_delegates_share_one_timetable() -> None:
    # anna and alex are both a: one slot has room for one of the two meetings.
    event = event_of(
        slots=1,
        participants=(Participant("a", delegates=("anna", "alex")), *map(Participant, "bc")),
        requests=(Request("1", ("anna", "b")), Request("2", ("alex", "c"))),
    )

    schedule = schedule_meetings(event)

    assert len(schedule.meetings) == 1
    assert schedule.unplaced[0].facts == (Fact(Reason.FULL, participant="a", amount=1),)


def test_a_host_is_met_at_its_booth_and_nobody_else_there() -> None:
    places = (Place("table"), Place("booth", host="b"))
    schedule = schedule_meetings(event_of("ab", "cd", "ac", slots=1, places=places))

    assert {(one.request, one.place) for one in schedule.meetings} == {
        ("ab", "booth"),
        ("cd", "table"),
    }


def test_a_room_holds_several_meetings_but_not_too_many_people() -> None:
    # The room takes two meetings at once; three people do not fit at its table for two.
    room = Place("room", capacity=2, seats=2)
    requests = (
        Request("ab", ("a", "b")),
        Request("cd", ("c", "d")),
        Request("three", ("a", "e", "f")),
    )
    schedule = schedule_meetings(event_of(slots=1, places=(room,), requests=requests))

    assert {one.request for one in schedule.meetings} == {"ab", "cd"}
    assert schedule.unplaced == (Unplaced("three", (Fact(Reason.NO_PLACE),)),)


def test_a_meeting_of_three_takes_the_time_of_all() -> None:
    requests = (Request("abc", ("a", "b", "c"), priority=5), Request("cd", ("c", "d")))

    assert placed_in(event_of(slots=1, requests=requests)) == {"abc"}


def test_who_met_before_or_said_no_does_not_meet() -> None:
    requests = (
        Request("met", ("a", "b")),
        Request("met again", ("c", "d"), again=True),
        Request("no", ("e", "f"), {"f": Wish.NO}),
        Request("twice 1", ("a", "c")),
        Request("twice 2", ("c", "a"), priority=2),
    )
    event = event_of(requests=requests, already_met=(frozenset("ab"), frozenset("cd")))

    schedule = schedule_meetings(event)

    assert {one.request for one in schedule.meetings} == {"met again", "twice 2"}
    assert {one.request: one.facts[0] for one in schedule.unplaced} == {
        "met": Fact(Reason.ALREADY_MET),
        "no": Fact(Reason.NOT_WANTED, participant="f"),
        "twice 1": Fact(Reason.DUPLICATE, request="twice 2"),
    }


def test_of_two_alike_the_one_that_fits_is_placed_and_a_further_one_comes_on_top() -> None:
    # The weightier of a and b's requests is for an afternoon that is closed to b.
    blocks = (block(slots=2), block("pm", slots=1, start=60))
    people = (Participant("a"), Participant("b", absent=(minutes(60, 80),)))
    requests = (
        Request("later", ("a", "b"), priority=5, blocks=frozenset({"pm"})),
        Request("any", ("a", "b")),
        Request("any too", ("b", "a")),
        Request("further", ("a", "b"), again=True),
    )

    schedule = schedule_meetings(Event(blocks, (Place("T1"),), people, requests))

    placed = {one.request for one in schedule.meetings}
    assert len(placed) == 2
    assert "further" in placed
    (spare,) = {"any", "any too"} - placed
    assert {one.request: one.facts[0] for one in schedule.unplaced} == {
        "later": Fact(Reason.NEVER_TOGETHER),
        spare: Fact(Reason.DUPLICATE, request=({"any", "any too"} & placed).pop()),
    }


def test_limits_by_kind_and_block_are_kept() -> None:
    # a may have one sales talk; b may have one meeting in the morning and none besides.
    people = (
        Participant("a", limits=(Limit(most=1, kind="sales"),)),
        Participant("b", limits=(Limit(most=1, block="am"),)),
        *map(Participant, "cde"),
    )
    requests = (
        Request("s1", ("a", "c"), kind="sales", priority=2),
        Request("s2", ("a", "d"), kind="sales"),
        Request("b1", ("b", "c"), priority=2),
        Request("b2", ("b", "d")),
    )
    schedule = schedule_meetings(event_of(participants=people, requests=requests))

    assert {one.request for one in schedule.meetings} == {"s1", "b1"}
    assert schedule.unplaced[0].facts == (
        Fact(Reason.LIMIT, participant="a", kind="sales", amount=1, limit=1),
    )


def test_after_two_in_a_row_comes_a_pause() -> None:
    # Three slots, and a may have two in a row: its third meeting finds no slot.
    schedule = schedule_meetings(event_of("ab", "ac", "ad", rest_after=2))

    assert len(schedule.meetings) == 2
    slots = {one.slot for one in schedule.meetings}
    facts = schedule.unplaced[0].facts
    assert (facts[0].code, facts[0].participant, facts[0].limit) == (Reason.NEEDS_REST, "a", 2)
    assert set(facts[0].slots) == {"am.1", "am.2", "am.3"} - slots


def test_nobody_walks_faster_than_one_can() -> None:
    # b is at home in hall 1, c in hall 2, ten minutes apart; slots follow each other at once.
    places = (Place("B", area="1", host="b"), Place("C", area="2", host="c"))
    event = event_of("ab", "ac", places=places, walks=(Walk("1", "2", 10),))

    slots = {one.slot for one in schedule_meetings(event).meetings}

    assert slots == {"am.1", "am.3"}
    assert len(schedule_meetings(event_of("ab", "ac", slots=2, places=places)).meetings) == 2


def test_locks_are_kept_and_may_be_impossible_together() -> None:
    event = event_of("ab", "ac", locks=(Lock("ab", "am.2", "T2"), Lock("ac")))
    clash = event_of("ab", "ac", locks=(Lock("ab", "am.2"), Lock("ac", "am.2")))

    schedule = schedule_meetings(event)

    assert Placed("ab", "am.2", "T2") in schedule.meetings
    assert {one.request for one in schedule.meetings} == {"ab", "ac"}
    assert schedule_meetings(clash).status == Status.INFEASIBLE


def test_free_at_different_times_is_said_with_the_times() -> None:
    people = (
        Participant("a", absent=(minutes(0, 20),)),
        Participant("b", absent=(minutes(20, 40),)),
        Participant("c", absent=(minutes(40, 60),)),
    )
    event = event_of("ab", "bc", "ac", people="abc", participants=people)

    # Each pair has just one slot in common: all three meet.
    assert placed_in(event) == {"ab", "bc", "ac"}

    # Locked: a meets c in slot 1, b meets d in slot 2. Then a is free in 2, b in 1.
    locks = (Lock("ac", "am.1"), Lock("bd", "am.2"))
    schedule = schedule_meetings(event_of("ac", "bd", "ab", slots=2, locks=locks))
    assert schedule.unplaced == (
        Unplaced(
            "ab",
            (
                Fact(Reason.NO_COMMON_SLOT, participant="a", slots=("am.2",)),
                Fact(Reason.NO_COMMON_SLOT, participant="b", slots=("am.1",)),
            ),
        ),
    )


def test_one_more_table_frees_what_waits_for_it() -> None:
    # One slot and one table for three pairs: one more table, one more meeting; one more slot, too.
    event = event_of("ab", "cd", "ef", slots=1, tables=1)
    schedule = schedule_meetings(event)

    assert bottlenecks_of(schedule.unplaced) == (Bottleneck(2, slot="am.1"),)
    assert reliefs_of(event, schedule.meetings) == (
        Relief(Means.PLACE, "T1", more=1, at_most=1),
        Relief(Means.SLOT, "am", more=1, at_most=1),
    )


def test_cells_say_what_is_in_the_way() -> None:
    event = event_of("ab", "ac", slots=2, tables=1)
    cells = cells_for(event, [Placed("ab", "am.1", "T1")], "ac")

    assert [cell.is_free for cell in cells] == [False, True]
    assert cells[0].faults == (
        Fault(Rule.TWO_AT_ONCE, "ac", "a", "am.1", "T1", "ab"),
        Fault(Rule.PLACE_FULL, "ac", None, "am.1", "T1", "ab"),
    )


def test_the_check_names_every_fault() -> None:
    event = event_of("ab", "ac", slots=2, tables=1, blocks=(block(slots=2, closed=frozenset({2})),))
    crowded = [Placed("ab", "am.1", "T1"), Placed("ac", "am.1", "T1")]

    assert {one.rule for one in faults_of(event, crowded)} == {Rule.TWO_AT_ONCE, Rule.PLACE_FULL}
    assert faults_of(event, [Placed("ab", "am.2", "T1")]) == (
        Fault(Rule.SLOT_CLOSED, "ab", slot="am.2"),
    )
    assert [one.rule for one in faults_of(event, [Placed("x", "am.9", "T9")])] == [
        Rule.UNKNOWN_REQUEST,
        Rule.UNKNOWN_PLACE,
        Rule.UNKNOWN_SLOT,
    ]


def test_values_of_any_schedule_are_counted() -> None:
    # a meets in slots 1 and 3, at two tables: one gap, one change. 2 + 2 points for the wishes.
    event = event_of("ab", "ac")
    by_hand = [Placed("ab", "am.1", "T1"), Placed("ac", "am.3", "T2")]

    assert values_of(event, by_hand, Parameters()) == [0, 4, 3 * 2520 + 1260, 1, 1]
