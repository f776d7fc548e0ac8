"""The tray says why a request has no time as the board stands now, not as it was computed."""

import pytest

from raceme.meetings.bridge.leftover import left_over_now
from raceme.meetings.bridge.page import board_page, chosen_meeting
from raceme.meetings.models import Timetable
from raceme.meetings.queries.board import floor_of, placings_of
from raceme.meetings.verbs.board import lift_meeting, undo_move
from tests.factories import NOW
from tests.meetings.floor import Fair

pytestmark = pytest.mark.django_db


def _tray(fair, version):
    floor = floor_of(fair.matchmaking)
    board = board_page(floor, version, placings_of(version), now=NOW)
    return {one.request: list(one.reasons) for one in board.tray}


@pytest.fixture
def version(fair, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = fair.compute()
    return Timetable.objects.get(pk=made.pk)


@pytest.fixture
def fair(cluster):
    """Ann may have one meeting; Ben and Cleo both want one with her."""
    fair = Fair(cluster)
    fair.ask("AB", "AC")
    ann = fair.people["Ann"]
    type(ann).objects.filter(pk=ann.pk).update(most=1)
    return fair


def test_a_reason_that_a_move_has_removed_is_not_said_any_more(fair, version):
    placed = next(iter(placings_of(version)))
    (other,) = {one.pk for one in fair.requests.values()} - {placed}
    before = _tray(fair, version)

    lift_meeting(version, placed, by=fair.system, at=NOW)
    after = _tray(fair, version)
    undo_move(version, by=fair.system, at=NOW)

    assert before == {other: ["Ann Sample has as many meetings as allowed: 1."]}
    assert set(after) == {placed, other}
    assert after[placed][0] == "Taken off the board by hand."
    assert after[placed][1].startswith("It would fit at")
    assert after[other][0].startswith("It would fit at")
    assert _tray(fair, version) == before


def test_a_chosen_meeting_says_the_same_as_the_tray(fair, version):
    floor, rows = floor_of(fair.matchmaking), placings_of(version)
    (waiting,) = set(floor.requests) - set(rows)

    chosen = chosen_meeting(floor, version, rows, waiting, now=NOW)

    assert list(chosen.reasons) == _tray(fair, version)[waiting]


def test_counted_again_without_a_move_it_is_what_was_computed(fair, version):
    floor = floor_of(fair.matchmaking)

    now = left_over_now(floor, placings_of(version), now=NOW)

    assert now == {one["request"]: one["facts"] for one in version.unplaced}
    assert len(now) == 1
