"""When and where people can meet: looked at anew each time somebody picks."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from raceme.access.models import Cluster
from raceme.cores.scheduling import values as core
from raceme.cores.scheduling.slots import slots_of as core_slots_of
from raceme.events.models import SessionChoice
from raceme.foundation.errors import Refused
from raceme.meetings.models import Goal, Matchmaking, Place, Profile
from raceme.meetings.models.setup import usual_goals
from raceme.meetings.queries.slots import blocks_of, slots_in, slots_of
from raceme.meetings.queries.times import free_times, people_of
from raceme.meetings.verbs.meetings import cancel_meeting, mark_held, mark_no_show
from raceme.meetings.verbs.picking import accept_at, move_meeting, pick_time
from raceme.meetings.verbs.places import (
    add_block,
    close_place,
    close_place_for_a_while,
    close_slots,
    describe_block,
    describe_place,
    settle_walks,
)
from raceme.meetings.verbs.profiles import be_absent, share_timetable, write_profile
from raceme.meetings.verbs.requests import ask
from raceme.meetings.verbs.setup import describe_matchmaking
from tests.events.making import make_session
from tests.factories import NOW, make_profile, make_request
from tests.meetings.making import LATER, arrange, guest, letters_to, make_matching, slot, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def matchmaking(cluster: Cluster) -> Matchmaking:
    return make_matching(cluster, mode="pick")


@pytest.fixture
def ann(matchmaking: Matchmaking) -> Profile:
    return make_profile(matchmaking, "Ann")


@pytest.fixture
def ben(matchmaking: Matchmaking) -> Profile:
    return make_profile(matchmaking, "Ben")


def free(ann: Profile, ben: Profile) -> list[tuple[int, str]]:
    return [(one.slot.number, str(one.place)) for one in free_times([ann, ben], at=NOW)]


def test_slots_are_those_of_the_core(matchmaking: Matchmaking) -> None:
    # Two hours, 20 minutes and a pause of 5: 0, 25, 50, 75, 100 minutes; 125 would be over.
    (block,) = blocks_of(matchmaking)
    value = core.Block("1", block.starts_at, block.ends_at, block.minutes, block.pause)

    ours = [(one.number, one.starts_at, one.ends_at) for one in slots_of(block)]

    assert ours == [(one.number, one.starts, one.ends) for one in core_slots_of([value])]
    assert [one[0] for one in ours] == [1, 2, 3, 4, 5]


def test_goals_and_kinds_are_those_of_the_core() -> None:
    of_the_day = {"cancelled", "moved"}

    assert set(Goal.values) == {one.value for one in core.Goal} - of_the_day
    assert usual_goals() == [one.value for one in core.USUAL_GOALS]
    assert set(Place.Kind.values) == {one.value for one in core.PlaceKind}
    assert set(Profile.Attends.values) == {one.value for one in core.Attendance}


def test_all_slots_are_free_where_nothing_is_planned(ann: Profile, ben: Profile) -> None:
    assert free(ann, ben) == [(number, "Table 1") for number in range(1, 6)]


def test_whoever_was_asked_accepts_with_a_time(
    ann: Profile, ben: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    request = ask(ann, ben, by=guest(ann), at=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        meeting = accept_at(request, slot(ann.matchmaking, 2), by=guest(ben), at=NOW)

    assert (meeting.number, str(meeting.place), meeting.state) == (2, "Table 1", "planned")
    assert [letters_to(ann), letters_to(ben)] == [["arranged"], ["asked", "arranged"]]
    letter = mail.outbox[-1]
    assert "10:25" not in letter.subject
    assert [name for name, _content, _kind in letter.attachments] == ["forum-meetings.ics"]
    assert "SUMMARY:Meeting: Ann Sample (Ann Works)" in letter.attachments[0][1]


def test_nobody_is_in_two_meetings_at_once(
    matchmaking: Matchmaking, ann: Profile, ben: Profile
) -> None:
    cleo = make_profile(matchmaking, "Cleo")
    arrange(make_request(ann, cleo), 1, at=NOW)
    request = make_request(ann, ben)

    with pytest.raises(Refused, match="Ann Sample has a meeting then"):
        arrange(request, 1, at=NOW)
    assert free(ann, ben)[0] == (2, "Table 1")


def test_colleagues_of_one_timetable_are_in_one_meeting_at_a_time(
    matchmaking: Matchmaking, ann: Profile, ben: Profile
) -> None:
    abe, cleo = make_profile(matchmaking, "Abe"), make_profile(matchmaking, "Cleo")
    abe = share_timetable(abe, ann, by=system(abe), at=NOW)
    arrange(make_request(ann, cleo), 1, at=NOW)

    with pytest.raises(Refused, match="Abe Sample has a meeting then"):
        arrange(make_request(abe, ben), 1, at=NOW)


def test_a_slot_has_as_many_meetings_as_places(
    matchmaking: Matchmaking, ann: Profile, ben: Profile
) -> None:
    others = [make_profile(matchmaking, name) for name in ("Cleo", "Dan", "Eva", "Fritz")]
    arrange(make_request(others[0], others[1]), 1, at=NOW)
    second = arrange(make_request(others[2], others[3]), 1, at=NOW)

    assert str(second.place) == "Table 2"
    with pytest.raises(Refused, match="No place is free"):
        arrange(make_request(ann, ben), 1, at=NOW)


def test_absences_sessions_and_closed_slots_are_not_free(ann: Profile, ben: Profile) -> None:
    first, third = slot(ann.matchmaking, 1), slot(ann.matchmaking, 3)
    be_absent(ann, [(first.starts_at, first.ends_at)], by=guest(ann), at=NOW)
    close_slots(first.block, [5], by=system(ann), at=NOW)
    session = make_session(ann.matchmaking.event)
    session.starts_at, session.ends_at = third.starts_at, third.ends_at
    session.save()
    SessionChoice.objects.create(
        cluster=ben.cluster, registration=ben.registration, session=session, chosen_at=NOW
    )

    assert [number for number, _place in free(ann, ben)] == [2, 4]


def test_absences_are_said_anew(ann: Profile) -> None:
    first, second = slot(ann.matchmaking, 1), slot(ann.matchmaking, 2)
    be_absent(ann, [(first.starts_at, first.ends_at)], by=guest(ann), at=NOW)

    be_absent(ann, [(second.starts_at, second.ends_at)], by=guest(ann), at=NOW)

    assert [one.starts_at for one in ann.absences.all()] == [second.starts_at]


def test_a_place_with_a_host_is_for_the_host_only(
    matchmaking: Matchmaking, ann: Profile, ben: Profile
) -> None:
    first = matchmaking.places.get(name="Table 1")
    describe_place(first, host=ann, by=system(ann), at=NOW)
    cleo = make_profile(matchmaking, "Cleo")

    assert free(ann, ben)[0] == (1, "Table 1")
    assert free(cleo, ben)[0] == (1, "Table 2")


def test_closed_places_are_left_out(matchmaking: Matchmaking, ann: Profile, ben: Profile) -> None:
    first, second = matchmaking.places.order_by("rank")
    close_place(first, by=system(ann), at=NOW)
    time = slot(matchmaking, 1)
    close_place_for_a_while(
        second, starts_at=time.starts_at, ends_at=time.ends_at, by=system(ann), at=NOW
    )

    assert free(ann, ben) == [(number, "Table 2") for number in range(2, 6)]


def test_one_walks_in_time_or_meets_elsewhere(
    matchmaking: Matchmaking, ann: Profile, ben: Profile
) -> None:
    # The pause is 5 minutes: Table 2, ten minutes away, cannot be reached from slot to slot.
    first, second = matchmaking.places.order_by("rank")
    describe_place(first, area="Hall A", by=system(ann), at=NOW)
    describe_place(second, area="Hall B", by=system(ann), at=NOW)
    settle_walks(matchmaking, [("Hall B", "Hall A", 10)], by=system(ann), at=NOW)
    cleo = make_profile(matchmaking, "Cleo")
    arrange(make_request(ann, cleo), 2, at=NOW)
    close_place(first, by=system(ann), at=NOW)

    assert free(ann, ben) == [(4, "Table 2"), (5, "Table 2")]


def test_online_and_on_site_do_not_go_together(ann: Profile, ben: Profile) -> None:
    write_profile(ann, attends="online", by=guest(ann), at=NOW)
    ann.refresh_from_db()

    assert free(ann, ben) == []


def test_nobody_has_more_meetings_than_wanted(
    matchmaking: Matchmaking, ann: Profile, ben: Profile
) -> None:
    describe_matchmaking(matchmaking, most=1, by=system(ann), at=NOW)
    cleo = make_profile(matchmaking, "Cleo")
    arrange(make_request(ann, cleo), 1, at=NOW)

    with pytest.raises(Refused, match="as many meetings as wanted"):
        arrange(make_request(ann, ben), 3, at=NOW)


def test_a_break_follows_so_many_meetings(
    matchmaking: Matchmaking, ann: Profile, ben: Profile
) -> None:
    describe_matchmaking(matchmaking, rest_after=2, by=system(ann), at=NOW)
    for number, name in ((1, "Cleo"), (3, "Dan")):
        arrange(make_request(ann, make_profile(matchmaking, name)), number, at=NOW)
    ann.matchmaking.refresh_from_db()

    # With slot 2 there would be three in a row; with slot 4 two, then the block goes on.
    assert [number for number, _place in free(ann, ben)] == [4, 5]


def test_a_meeting_is_moved_and_all_are_told(ann: Profile, ben: Profile) -> None:
    meeting = arrange(make_request(ann, ben), 1, at=NOW)

    meeting = move_meeting(meeting, slot(ann.matchmaking, 4), of=ben, by=guest(ben), at=NOW)

    assert (meeting.number, meeting.calendar_edition) == (4, 1)
    assert [letters_to(ann), letters_to(ben)] == [["arranged", "moved"]] * 2


def test_where_the_organiser_schedules_participants_pick_nothing(cluster: Cluster) -> None:
    matchmaking = make_matching(cluster, mode="schedule")
    ann, ben = make_profile(matchmaking, "Ann"), make_profile(matchmaking, "Ben")
    request = make_request(ann, ben)

    with pytest.raises(Refused, match="organiser arranges"):
        pick_time(request, slot(matchmaking, 1), of=ann, by=guest(ann), at=NOW)
    assert arrange(request, 1, at=NOW).is_planned


def test_a_cancelled_meeting_frees_the_time_and_can_be_arranged_anew(
    ann: Profile, ben: Profile
) -> None:
    request = make_request(ann, ben)
    meeting = arrange(request, 1, at=NOW)

    cancel_meeting(meeting, of=ann, because="Late train.", by=guest(ann), at=NOW)

    assert free(ann, ben)[0] == (1, "Table 1")
    assert arrange(request, 1, at=NOW).is_planned
    assert letters_to(ben) == ["arranged", "cancelled", "arranged"]


def test_a_meeting_is_held_or_somebody_did_not_come(ann: Profile, ben: Profile) -> None:
    meeting = arrange(make_request(ann, ben), 1, at=NOW)

    with pytest.raises(Refused, match="not begun"):
        mark_held(meeting, by=system(ann), at=NOW)
    assert mark_held(meeting, by=system(ann), at=LATER).state == "held"
    assert mark_no_show(meeting, [ben], by=system(ann), at=LATER).state == "no-show"
    missing = [one.profile for one in people_rows(meeting) if one.is_missing]
    assert missing == [ben]


def people_rows(meeting: Any) -> list[Any]:
    return list(meeting.participations.select_related("profile__registration"))


def test_a_block_with_meetings_keeps_its_slots(ann: Profile, ben: Profile) -> None:
    meeting = arrange(make_request(ann, ben), 1, at=NOW)
    block, shift = meeting.block, timedelta(minutes=5)

    with pytest.raises(Refused, match="would move"):
        describe_block(block, starts_at=block.starts_at + shift, by=system(ann), at=NOW)
    with pytest.raises(Refused, match="1 meetings are planned there"):
        close_slots(block, [1], by=system(ann), at=NOW)
    describe_block(block, ends_at=block.ends_at + timedelta(hours=1), by=system(ann), at=NOW)
    assert len(slots_in(blocks_of(ann.matchmaking))) == 7


def test_a_block_in_which_no_meeting_fits_is_refused(matchmaking: Matchmaking) -> None:
    starts_at = matchmaking.event.starts_at
    values = {"name": "Short", "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=9)}

    with pytest.raises(Refused, match="Not even one"):
        add_block(matchmaking, **values, by=system(matchmaking), at=NOW)  # type: ignore[arg-type]


def test_who_is_in_a_meeting_are_the_two_of_the_request(ann: Profile, ben: Profile) -> None:
    assert people_of(make_request(ann, ben)) == [ann, ben]
