"""Nonsense is refused in words."""

import pytest

from raceme.cores.errors import BadInput
from raceme.cores.scheduling.published.dzn import read_dzn
from raceme.cores.scheduling.published.solve import schedule_meetings
from raceme.cores.scheduling.published.values import Meeting
from tests.cores.scheduling.published.days import day_of

GOOD = """% a comment
nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 3; nMorningSlots = 2;
requested = [|1, 2, 1, |1, 3, 3, |];
meetingsxBusiness = [{1,2,3},{1,2},{1,3}];
forbidden = [{0,2},{0},1..1];
fixed = [0, 3];
precedences = [{}, {1}];
"""


def test_published_data_is_read() -> None:
    day = read_dzn(GOOD)

    assert (day.participants, day.tables, day.slots, day.morning_slots) == (3, 1, 3, 2)
    assert day.meetings[1] == Meeting(1, 3, fixed_slot=3, after=frozenset({1}))
    assert day.forbidden == (frozenset({2}), frozenset(), frozenset({1}))


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ("fixed = [0, 3]", "fixed=array1d(1..2,\n  [0,3])"),
        ("[|1, 2, 1, |1, 3, 3, |]", "array2d(1..2, 1..3, [1, 2, 1, 1, 3, 3])"),
        ("[|1, 2, 1, |1, 3, 3, |]", "[| 1,2,1\n\t| 1,3,3 |]"),
        ("% a comment", "/* a comment; = \n over lines */"),
        ("precedences = [{}, {1}];", "precedences = [ { } , 1..1 ]  % the last, without its end"),
        ("nTables = 1; ", "\r\n  nTables\t=\t1 ;\r\n"),
    ],
)
def test_other_ways_to_write_the_same_are_read(part: str, instead: str) -> None:
    assert part in GOOD
    assert read_dzn(GOOD.replace(part, instead)) == read_dzn(GOOD)


def test_arrays_that_say_nothing_may_be_left_out() -> None:
    lines = [line for line in GOOD.splitlines() if not line.startswith(("forb", "fixed", "prec"))]

    day = read_dzn("\n".join(lines))

    assert day.forbidden == (frozenset(),) * 3
    assert [one.fixed_slot for one in day.meetings] == [None, None]


@pytest.mark.parametrize(
    ("part", "instead", "said"),
    [
        ("nTables = 1", "nTables = x", "nTables must be a whole number"),
        ("nMeetings = 2", "nMeetings = 4", "requested has 2 entries, nMeetings calls for 4"),
        ("|1, 3, 3, ", "|1, 3, ", "requested, row 2"),
        ("|1, 3, 3, ", "|1, 3, 7, ", "session 7"),
        ("fixed = [0, 3]", "fixed = [0]", "fixed has 1 entries"),
        ("requested", "wanted", "requested is missing"),
    ],
)
def test_damaged_data_is_refused(part: str, instead: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_dzn(GOOD.replace(part, instead))


@pytest.mark.parametrize(
    "meeting",
    [
        Meeting(1, 1),
        Meeting(0, 1),
        Meeting(1, 2, fixed_slot=9),
        Meeting(1, 2, after=frozenset({1})),
        Meeting(1, 2, after=frozenset({7})),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(meeting: Meeting) -> None:
    with pytest.raises(BadInput):
        schedule_meetings(day_of(meeting))


def test_limits_must_make_sense() -> None:
    day = day_of(Meeting(1, 2))

    with pytest.raises(BadInput):
        schedule_meetings(day, fairness=-1)
    with pytest.raises(BadInput):
        schedule_meetings(day, time_limit=0)
