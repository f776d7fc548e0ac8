"""Versions of the schedule: computed in the background, kept beside one another, published."""

from datetime import timedelta

import pytest

from raceme.access.models import Role
from raceme.cores.scheduling.check import faults_of
from raceme.foundation.errors import NotAllowed, Refused
from raceme.meetings.bridge.event import event_of, placed_in
from raceme.meetings.models import Meeting, MeetingLetter, Placing, Timetable
from raceme.meetings.queries.board import floor_of, placings_of, shown_version
from raceme.meetings.verbs.meetings import cancel_meeting
from raceme.meetings.verbs.timetables import (
    begin_timetable,
    compute_timetable,
    draft_by_hand,
    drop_timetable,
    report_timetable,
    restore_timetable,
    stop_timetable,
)
from tests.factories import NOW, make_actor, make_profile
from tests.meetings.floor import Fair

pytestmark = pytest.mark.django_db(transaction=True)
ALL = ("AB", "AC", "AD", "BC", "BD", "CD")


@pytest.fixture
def fair(cluster):
    fair = Fair(cluster)
    fair.ask(*ALL)
    return fair


def test_all_requests_get_a_time_and_the_check_of_the_core_finds_no_fault(fair):
    timetable = fair.compute()

    floor, rows = floor_of(fair.matchmaking), placings_of(timetable)
    event = event_of(floor, now=NOW)
    assert timetable.state == Timetable.State.DRAFT
    assert timetable.status == "optimal"
    assert set(rows) == {one.pk for one in fair.requests.values()}
    assert faults_of(event, placed_in(event, rows.values())) == ()
    # Two tables and six meetings of four people: three slots, nobody waits in between.
    assert {one["goal"]: one["value"] for one in timetable.goals}["gaps"] == 0
    assert all(one["value"] == one["bound"] for one in timetable.goals)


def test_what_does_not_fit_is_left_over_with_reasons_and_what_would_help(fair):
    fair.matchmaking.blocks.update(ends_at=fair.event.starts_at + timedelta(minutes=45))

    timetable = fair.compute()

    # Two slots of two tables hold four meetings of six; a third slot holds the other two.
    assert len(placings_of(timetable)) == 4
    assert len(timetable.unplaced) == 2
    assert {fact["code"] for one in timetable.unplaced for fact in one["facts"]} == {"full"}
    assert timetable.reliefs[0]["means"] == "slot"
    assert timetable.reliefs[0]["more"] == 2


def test_each_computation_is_a_new_version_and_a_draft_thrown_away_comes_back(fair):
    first = fair.compute()
    second = fair.compute(seed=2)

    drop_timetable(second, by=fair.system, at=NOW)
    assert shown_version(fair.matchmaking) == first
    restore_timetable(second, by=fair.system, at=NOW)

    assert shown_version(fair.matchmaking) == second
    assert [first.number, second.number] == [1, 2]
    assert Placing.objects.filter(timetable=first).count() == len(ALL)


def test_the_rest_is_placed_beside_what_stands(fair):
    fair.publish(fair.compute())
    before = fair.told()
    fair.people["Eve"] = eve = make_profile(fair.matchmaking, "Eve")
    fair.ask("EA")

    timetable = fair.compute("rest")

    rows = placings_of(timetable)
    names = {one.pk: pair for pair, one in fair.requests.items()}
    assert {names[pk]: (one.number, one.place) for pk, one in rows.items() if pk in names} == {
        **before,
        "EA": (rows[fair.requests["EA"].pk].number, rows[fair.requests["EA"].pk].place),
    }
    assert eve.pk


def test_the_same_seed_gives_the_same_version(fair):
    first, second = (placings_of(fair.compute(seed=7)) for _time in range(2))

    assert first == second


def test_one_computation_at_a_time(fair, monkeypatch):
    monkeypatch.setattr("raceme.foundation.background.start", lambda *_args, **_values: None)
    waiting = fair.compute()

    with pytest.raises(Refused, match="being computed already"):
        fair.compute()
    later = fair.compute(at=NOW + timedelta(minutes=5))  # the first was cut off by then

    waiting.refresh_from_db()
    assert [waiting.state, later.state] == ["failed", "waiting"]


def test_a_waiting_computation_that_is_stopped_never_begins(fair, monkeypatch):
    monkeypatch.setattr("raceme.foundation.background.start", lambda *_args, **_values: None)
    timetable = fair.compute()

    stop_timetable(timetable, by=fair.system, at=NOW)

    assert begin_timetable(timetable.pk, at=NOW) is None


def test_a_running_computation_hears_that_it_is_to_stop(fair, monkeypatch):
    monkeypatch.setattr("raceme.foundation.background.start", lambda *_args, **_values: None)
    timetable = begin_timetable(fair.compute().pk, at=NOW)
    assert timetable is not None
    assert report_timetable(timetable, stage="place", share=0.5, at=NOW)

    stop_timetable(timetable, by=fair.system, at=NOW)

    assert not report_timetable(timetable, stage="place", share=0.6, at=NOW)


def test_nothing_is_computed_without_an_accepted_request(cluster):
    fair = Fair(cluster)

    with pytest.raises(Refused, match="No request is accepted yet"):
        fair.compute()


def test_publishing_makes_meetings_and_writes_to_everybody_in_them(fair):
    timetable = fair.publish(fair.compute())

    letters = MeetingLetter.objects.values_list("profile__registration__given_name", "kind")
    assert timetable.is_published
    assert Meeting.objects.count() == len(ALL)
    assert Meeting.objects.filter(timetable=timetable, calendar_edition=0).count() == len(ALL)
    assert sorted(letters) == [(name, "timetable") for name in ("Ann", "Ben", "Cleo", "Dan")]


def test_publishing_again_moves_only_what_differs_and_tells_only_those(fair):
    fair.publish(fair.compute())
    draft = draft_by_hand(fair.matchmaking, None, by=fair.system, at=NOW)
    request = fair.requests["AB"].pk
    slot = fair.free_slot(draft)
    Placing.objects.filter(timetable=draft, request=request).update(
        number=slot.number, starts_at=slot.starts_at, ends_at=slot.ends_at
    )
    MeetingLetter.objects.all().delete()

    fair.publish(draft)

    letters = MeetingLetter.objects.values_list("profile__registration__given_name", "kind")
    moved = Meeting.objects.get(request=request)
    assert (moved.number, moved.calendar_edition) == (slot.number, 1)
    assert Meeting.objects.filter(calendar_edition=0).count() == len(ALL) - 1
    assert sorted(letters) == [("Ann", "changes"), ("Ben", "changes")]
    assert sorted(Timetable.objects.values_list("number", "state")) == [
        (1, "replaced"),
        (2, "published"),
    ]


def test_a_meeting_taken_off_is_cancelled_and_can_be_arranged_again(fair):
    fair.publish(fair.compute())
    draft = draft_by_hand(fair.matchmaking, None, by=fair.system, at=NOW)
    Placing.objects.filter(timetable=draft, request=fair.requests["AB"]).delete()
    MeetingLetter.objects.all().delete()

    fair.publish(draft, at=NOW + timedelta(hours=1))

    meeting = Meeting.objects.get(request=fair.requests["AB"])
    assert meeting.is_cancelled
    assert sorted(MeetingLetter.objects.values_list("kind", flat=True)) == ["cancelled"] * 2
    again = placings_of(fair.compute("rest", at=NOW + timedelta(hours=2)))
    assert fair.requests["AB"].pk in again


def test_what_a_participant_cancelled_is_not_arranged_again_by_itself(fair):
    fair.publish(fair.compute())
    meeting = Meeting.objects.get(request=fair.requests["AB"])
    cancel_meeting(meeting, of=fair.people["Ann"], by=fair.system, at=NOW + timedelta(hours=1))

    again = placings_of(fair.compute("all", at=NOW + timedelta(hours=2)))

    assert fair.requests["AB"].pk not in again
    assert len(again) == len(ALL) - 1


def test_a_draft_that_breaks_a_rule_by_now_is_not_published(fair):
    draft = fair.compute()
    fair.people["Ann"].registration.state = "withdrawn"
    fair.people["Ann"].registration.save()

    with pytest.raises(Refused, match="Ann Sample does not come"):
        fair.publish(draft)

    assert Meeting.objects.count() == 0


def test_only_a_draft_is_published_or_thrown_away(fair):
    published = fair.publish(fair.compute())

    with pytest.raises(Refused, match="Only a draft can be published"):
        fair.publish(published)
    with pytest.raises(Refused, match="Only a draft can be thrown away"):
        drop_timetable(published, by=fair.system, at=NOW)


def test_the_board_is_read_with_the_same_number_of_questions(fair, django_assert_num_queries):
    with django_assert_num_queries(16):
        floor_of(fair.matchmaking)
    for name in ("Eve", "Fay", "Gus"):
        fair.people[name] = make_profile(fair.matchmaking, name)
    fair.ask("EF", "EG", "FG")

    with django_assert_num_queries(16):
        floor_of(fair.matchmaking)


def test_versions_are_computed_for_the_team_only(fair, cluster):
    board = make_actor(cluster, Role.BOARD)

    with pytest.raises(NotAllowed):
        compute_timetable(fair.matchmaking, scope=Timetable.Scope.ALL, by=board, at=NOW)
