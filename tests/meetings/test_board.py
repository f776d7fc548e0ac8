"""The organiser's hand on a draft: placed, swapped, locked, taken off, and each taken back."""

from datetime import timedelta

import pytest

from raceme.access.models import Role
from raceme.foundation.errors import NotAllowed, Refused
from raceme.meetings.models import Meeting
from raceme.meetings.queries.board import placings_of
from raceme.meetings.verbs.board import (
    lift_meeting,
    lock_meeting,
    moves_of,
    place_meeting,
    swap_meetings,
    undo_move,
)
from raceme.meetings.verbs.timetables import draft_by_hand
from tests.factories import NOW, make_actor
from tests.meetings.floor import Fair

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fair(cluster):
    fair = Fair(cluster)
    fair.ask("AB", "CD", "AC")
    return fair


@pytest.fixture
def draft(fair):
    return fair.compute()


def test_several_steps_with_one_meeting_are_taken_back_one_by_one(fair, draft):
    by, request = {"by": fair.system, "at": NOW}, fair.requests["AB"].pk
    before = placings_of(draft)
    place = fair.places[0]
    place_meeting(draft, request, fair.free_slot(draft), place, **by)
    moved = placings_of(draft)
    lock_meeting(draft, request, is_locked=True, **by)
    lock_meeting(draft, request, is_locked=False, **by)
    lift_meeting(draft, request, **by)
    steps = len(moves_of(draft))

    undo_move(draft, **by)
    undo_move(draft, **by)
    locked = placings_of(draft)[request].is_locked
    undo_move(draft, **by)
    after_three = placings_of(draft)
    undo_move(draft, **by)

    assert steps == 4
    assert locked
    assert after_three == moved
    assert placings_of(draft) == before
    with pytest.raises(Refused, match="nothing to take back"):
        undo_move(draft, **by)


def test_two_meetings_swap_and_swap_back(fair, draft):
    before = placings_of(draft)
    one, other = fair.requests["AB"].pk, fair.requests["CD"].pk
    cells = before[one].cell, before[other].cell

    swap_meetings(draft, one, other, by=fair.system, at=NOW)
    swapped = placings_of(draft)
    undo_move(draft, by=fair.system, at=NOW)

    assert (swapped[one].cell, swapped[other].cell) == (cells[1], cells[0])
    assert placings_of(draft) == before


def test_a_locked_meeting_is_neither_moved_nor_taken_off_nor_swapped(fair, draft):
    by, request = {"by": fair.system, "at": NOW}, fair.requests["AB"].pk
    lock_meeting(draft, request, is_locked=True, **by)

    with pytest.raises(Refused, match="locked"):
        place_meeting(draft, request, fair.free_slot(draft), fair.places[0], **by)
    with pytest.raises(Refused, match="locked"):
        lift_meeting(draft, request, **by)
    with pytest.raises(Refused, match="locked"):
        swap_meetings(draft, request, fair.requests["CD"].pk, **by)


def test_a_locked_meeting_stays_when_all_is_computed_anew(fair, draft):
    request, slot = fair.requests["AB"].pk, fair.free_slot(draft)
    by = {"by": fair.system, "at": NOW}
    place_meeting(draft, request, slot, fair.places[1], **by)
    lock_meeting(draft, request, is_locked=True, **by)

    again = placings_of(fair.compute(based_on=draft))[request]

    assert (again.slot, again.place, again.is_locked) == (slot.code, fair.places[1].pk, True)


def test_what_people_know_is_changed_by_a_draft_only(fair, draft):
    published = fair.publish(draft)

    with pytest.raises(Refused, match="Only a draft is changed"):
        lift_meeting(published, fair.requests["AB"].pk, by=fair.system, at=NOW)


def test_a_meeting_that_has_begun_stays_on_the_board(fair, draft):
    fair.publish(draft)
    meeting = Meeting.objects.order_by("starts_at")[0]
    at = meeting.starts_at + timedelta(minutes=1)
    again = draft_by_hand(fair.matchmaking, None, by=fair.system, at=at)

    with pytest.raises(Refused, match="has begun or is over"):
        lift_meeting(again, meeting.request_id, by=fair.system, at=at)


def test_the_board_is_for_the_team(fair, draft, cluster):
    board = make_actor(cluster, Role.BOARD)

    with pytest.raises(NotAllowed):
        lift_meeting(draft, fair.requests["AB"].pk, by=board, at=NOW)
    with pytest.raises(NotAllowed):
        undo_move(draft, by=board, at=NOW)
