"""Events from files: what is right is read, all that is wrong is said at once."""

import json

import pytest

from raceme.cores.errors import BadInput
from raceme.cores.scheduling.reading import read_event
from raceme.cores.scheduling.sanity import check_event, check_parameters
from raceme.cores.scheduling.solve import schedule_meetings
from raceme.cores.scheduling.values import (
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
    Walk,
    Wish,
)
from raceme.cores.scheduling.writing import schedule_data
from tests.cores.scheduling.small import block, event_of, minutes

WRITTEN = """
goals = ["meetings", "gaps"]
seed = 7
rest_after = 4
already_met = [["a", "c"]]

[points]
must = 10

[[block]]
id = "am"
starts = 2027-05-20T09:00:00
ends = 2027-05-20T10:00:00
minutes = 20

[[place]]
id = 1

[[place]]
id = "net"
kind = "online"

[[participant]]
id = "a"
delegates = ["anna"]

[[participant.limit]]
most = 2

[[participant]]
id = "b"

[[participant.absent]]
starts = 2027-05-20T09:00:00
ends = 2027-05-20T09:20:00

[[participant]]
id = "c"

[[request]]
id = "ab"
participants = ["anna", "b"]
wishes = { anna = "must" }

[[lock]]
request = "ab"
slot = "am.2"

[[before]]
request = "ab"
slot = "am.1"
place = "1"
"""
EVENT = event_of(
    blocks=(block(),),
    places=(Place("1"), Place("net", PlaceKind.ONLINE, capacity=None)),
    participants=(
        Participant("a", delegates=("anna",), limits=(Limit(most=2),)),
        Participant("b", absent=(minutes(0, 20),)),
        Participant("c"),
    ),
    requests=(Request("ab", ("anna", "b"), {"anna": Wish.MUST}),),
    locks=(Lock("ab", "am.2"),),
    rest_after=4,
    already_met=(frozenset("ac"),),
)


def test_toml_is_read() -> None:
    asked = read_event(WRITTEN)

    assert asked.event == EVENT
    assert asked.before == (Placed("ab", "am.1", "1"),)
    assert asked.parameters == Parameters(
        goals=(Goal.MEETINGS, Goal.GAPS),
        points={Wish.MUST: 10, Wish.GLADLY: 2, Wish.ACCEPTED: 1},
        seed=7,
    )


def test_json_is_read() -> None:
    data = {
        "block": [
            {"id": "am", "starts": "2027-05-20T09:00", "ends": "2027-05-20T10:00", "minutes": 20}
        ],
        "participant": [{"id": "a"}, {"id": "b"}],
        "place": [{"id": "T1"}],
        "request": [{"id": "ab", "participants": ["a", "b"]}],
    }  # fmt: skip

    event = read_event(json.dumps(data)).event

    assert event == event_of("ab", people="ab", tables=1)


def test_all_that_is_wrong_in_a_file_is_said_at_once() -> None:
    text = """
goals = ["wishez"]
rest_afer = 3
[[block]]
id = "am"
starts = "nine o'clock"
ends = 2027-05-20T10:00:00
minutes = "20"
[[place]]
kind = "desk"
[[request]]
id = "ab"
participants = "a, b"
again = "yes"
"""
    with pytest.raises(BadInput) as refused:
        read_event(text)

    assert str(refused.value).splitlines() == [
        'block 1 (am): starts = "nine o\'clock" is not understood; write day and time, as in'
        " 2027-05-20T09:00:00",
        "block 1 (am): minutes = '20' is not understood; write a whole number",
        "place 1: 'desk' is none of table, booth, room, online",
        'place 1: id is missing; write a text, as in "A1"',
        'request 1 (ab): participants = \'a, b\' is not understood; write a list, as in ["A", "B"]',
        "request 1 (ab): again = 'yes' is not understood; write true or false",
        "the file: 'wishez' is none of cancelled, moved, targets, meetings, wishes, fairness, gaps,"
        " table_changes",
        "the file: the key rest_afer is not known; is rest_after meant?",
    ]


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(BadInput, match="neither TOML nor JSON"):
        read_event("[[block")


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (event_of("ab", "ab"), "request 'ab' is there 2 times"),
        (event_of("ax"), "request ax: there is no participant 'x'"),
        (event_of(requests=(Request("r", ("a",)),)), "needs two participants"),
        (event_of(requests=(Request("r", ("a", "b"), priority=0),)), "priority is a whole number"),
        (
            event_of(requests=(Request("r", ("a", "b"), blocks=frozenset({"amm"})),)),
            "is 'am' meant",
        ),
        (event_of(places=(Place("T", host="z"),)), "place T: there is no participant 'z'"),
        (event_of(walks=(Walk("", "north", 3),)), "there is no area 'north'"),
        (event_of(limits=(Limit(least=3, most=2),)), "its most not under its least"),
        (event_of(rest_after=0), "after 1 meeting in a row or more"),
        (event_of(blocks=(block(slots=0),)), "block am ends before it starts"),
        (event_of(participants=(Participant("a", absent=(minutes(5, 5),)),)), "ends before"),
        (event_of("ab", locks=(Lock("ab", "am.9"),)), "there is no slot 'am.9'"),
        (
            event_of("ab", blocks=(block(closed=frozenset({1})),), locks=(Lock("ab", "am.1"),)),
            "move or unlock it",
        ),
        (
            event_of(
                "ab", "ac", held=(Placed("ab", "am.1", "T1"), Placed("ac", "am.1", "T2"))
            ),
            "a was at both",
        ),
    ],
)  # fmt: skip
def test_an_event_that_makes_no_sense_is_refused(event: Event, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_event(event)

    assert said in str(refused.value)


def test_parameters_that_make_no_sense_are_refused() -> None:
    for parameters in (
        Parameters(goals=(Goal.GAPS, Goal.GAPS)),
        Parameters(points={Wish.MUST: -1}),
        Parameters(seed=-1),
    ):
        with pytest.raises(BadInput):
            check_parameters(parameters)
    with pytest.raises(BadInput):
        schedule_meetings(event_of("ab"), time_limit=0)


def test_a_schedule_is_written_with_times_and_reasons() -> None:
    event = event_of("ab", "ac", slots=1, tables=2, people="abc")

    data = schedule_data(event, schedule_meetings(event))

    assert data["status"] == "optimal"
    assert data["meetings"] == [
        {
            "request": "ab",
            "slot": "am.1",
            "place": "T1",
            "starts": "2027-05-20T09:00:00",
            "ends": "2027-05-20T09:20:00",
            "participants": ["a", "b"],
        }
    ]
    assert data["unplaced"] == [
        {
            "request": "ac",
            "participants": ["a", "c"],
            "reasons": [{"code": "full", "participant": "a", "amount": 1}],
        }
    ]
    assert data["bottlenecks"] == [{"waiting": 1, "participant": "a"}]
