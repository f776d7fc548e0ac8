"""Repairs on the day: as little as possible changes, and those concerned are named."""

from datetime import timedelta

import pytest

from raceme.cores.errors import BadInput
from raceme.cores.scheduling.check import faults_of
from raceme.cores.scheduling.day import (
    Change,
    Kind,
    News,
    close_place,
    close_slot,
    late,
    no_show,
    replan,
    walk_in,
)
from raceme.cores.scheduling.values import Event, Lock, Participant, Placed, Request
from tests.cores.scheduling.small import NINE, event_of

DAY = event_of("ab", "ac", "de", slots=4, tables=2)
TOLD = (Placed("ab", "am.1", "T1"), Placed("ac", "am.2", "T1"), Placed("de", "am.2", "T2"))
AFTER_ONE = NINE + timedelta(minutes=20)


def kinds(event: Event, **values: object) -> dict[str, Kind]:
    today = replan(event, TOLD, **values)  # type: ignore[arg-type]
    return {one.request: one.kind for one in today.changes}


def test_a_no_show_cancels_its_meetings_and_tells_the_others() -> None:
    today = replan(no_show(DAY, "c", since=AFTER_ONE), TOLD, now=AFTER_ONE)

    cancelled = Change(Kind.CANCELLED, "ac", TOLD[1], None)
    assert today.changes == (cancelled,)
    assert today.news == (News("a", (cancelled,)), News("c", (cancelled,)))
    assert today.schedule.meetings == (TOLD[0], TOLD[2])


def test_who_comes_late_is_met_later() -> None:
    today = replan(late(DAY, "d", until=NINE + timedelta(minutes=40)), TOLD)

    assert {one.request: one.kind for one in today.changes} == {"de": Kind.MOVED}
    assert {one.participant for one in today.news} == {"d", "e"}


def test_a_closed_table_moves_a_meeting_to_another_place_or_slot() -> None:
    three = event_of("ab", "ac", "de", slots=4, tables=3)

    assert kinds(close_place(three, "T2")) == {"de": Kind.OTHER_PLACE}
    assert list(kinds(close_place(DAY, "T2")).values()) == [Kind.MOVED]  # one of two must go


def test_a_closed_slot_moves_all_of_its_meetings() -> None:
    assert kinds(close_slot(DAY, "am.2")) == {"ac": Kind.MOVED, "de": Kind.MOVED}


def test_a_walk_in_finds_room_and_moves_nobody() -> None:
    event = walk_in(DAY, Participant("w"), [Request("wa", ("w", "a")), Request("wd", ("w", "d"))])

    assert kinds(event) == {"wa": Kind.NEW, "wd": Kind.NEW}


def test_what_has_begun_stays_even_if_its_place_is_closed_now() -> None:
    event = close_place(close_slot(DAY, "am.1"), "T1")

    today = replan(event, TOLD, now=AFTER_ONE)

    assert TOLD[0] in today.schedule.meetings
    assert faults_of(
        Event(**{
            **{name: getattr(event, name) for name in Event.__dataclass_fields__},
            "held": (TOLD[0],),
            "not_before": AFTER_ONE,
        }),
        today.schedule.meetings,
    ) == ()  # fmt: skip


def test_locks_that_cannot_be_kept_fall() -> None:
    locked = event_of("ab", "ac", locks=(Lock("ab", "am.1", "T1"),))
    told = [Placed("ab", "am.1", "T1")]

    for event in (
        no_show(locked, "b"),
        close_place(locked, "T1"),
        close_slot(locked, "am.1"),
        late(locked, "a", until=AFTER_ONE),
    ):
        assert event.locks == ()
        replan(event, told)
    assert late(locked, "c", until=AFTER_ONE).locks == locked.locks


def test_nobody_and_nothing_unknown_is_closed() -> None:
    for close in (close_place, close_slot, no_show):
        with pytest.raises(BadInput, match="there is no"):
            close(DAY, "x")
