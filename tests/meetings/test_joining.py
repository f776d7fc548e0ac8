"""Meetings of more than two: others are asked to join, and what becomes of it."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from raceme.access.models import Cluster
from raceme.foundation.errors import NotAllowed, Refused
from raceme.meetings.bridge.words import Words
from raceme.meetings.documents.papers import _names
from raceme.meetings.models import FurtherGuest, Matchmaking, MeetingRequest, Profile
from raceme.meetings.queries.board import floor_of
from raceme.meetings.queries.counting import by_country, counted_meetings
from raceme.meetings.queries.joining import waiting_count
from raceme.meetings.queries.meetings import meetings_of, others_in
from raceme.meetings.queries.papers import papers_of
from raceme.meetings.queries.profiles import read_contact
from raceme.meetings.verbs.day import mark_absent
from raceme.meetings.verbs.joining import (
    add_further,
    agree_to_join,
    decline_to_join,
    invite_further,
    leave_out_further,
)
from raceme.meetings.verbs.leaving import leave_matchmaking
from raceme.meetings.verbs.meetings import cancel_meeting
from raceme.meetings.verbs.picking import move_meeting
from raceme.meetings.verbs.preferences import prefer
from raceme.meetings.verbs.requests import ask, decline, withdraw
from tests.factories import NOW, make_profile, make_request
from tests.meetings.making import arrange, guest, letters_to, make_matching, slot, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def matchmaking(cluster: Cluster) -> Matchmaking:
    return make_matching(cluster)


@pytest.fixture
def people(matchmaking: Matchmaking) -> tuple[Profile, Profile, Profile]:
    """Ann asks Ben; Cleo is to join."""
    countries = {"Ann": "AT", "Ben": "AT", "Cleo": "SI"}
    ann, ben, cleo = (
        make_profile(matchmaking, name, country=country) for name, country in countries.items()
    )
    return ann, ben, cleo


@pytest.fixture
def request_of_two(people: tuple[Profile, Profile, Profile]) -> MeetingRequest:
    return make_request(people[0], people[1])


def _invited(request: MeetingRequest, cleo: Profile) -> FurtherGuest:
    return invite_further(
        request, cleo, message="You know valves", by=guest(request.asking), at=NOW
    )


def test_whoever_asks_invites_and_the_guest_gets_a_letter(
    people: Any, request_of_two: MeetingRequest, django_capture_on_commit_callbacks: Any
) -> None:
    ann, _ben, cleo = people

    with django_capture_on_commit_callbacks(execute=True):
        row = _invited(request_of_two, cleo)

    assert (row.state, waiting_count(cleo)) == ("asked", 1)
    assert mail.outbox[-1].to == [cleo.registration.email]
    assert "Ann Sample (Ann Works), Ben Sample (Ben Works)" in mail.outbox[-1].body
    assert "You know valves" in mail.outbox[-1].body
    assert (read_contact(cleo, ann), read_contact(ann, cleo)) == (None, None)


def test_only_whoever_asks_or_the_team_invites(people: Any, request_of_two: MeetingRequest) -> None:
    _ann, ben, cleo = people

    with pytest.raises(NotAllowed):
        invite_further(request_of_two, cleo, by=guest(ben), at=NOW)
    with pytest.raises(NotAllowed):
        add_further(request_of_two, cleo, by=guest(request_of_two.asking), at=NOW)
    assert invite_further(request_of_two, cleo, by=system(cleo), at=NOW).is_asked


def test_contact_details_are_shown_to_all_who_agreed(
    people: Any, request_of_two: MeetingRequest
) -> None:
    ann, ben, cleo = people

    agree_to_join(_invited(request_of_two, cleo), by=guest(cleo), at=NOW)

    known = [read_contact(cleo, ben), read_contact(ben, cleo), read_contact(ann, cleo)]
    assert [one is not None for one in known] == [True, True, True]
    assert letters_to(ben) == ["joined"]


def test_nobody_answers_for_another(people: Any, request_of_two: MeetingRequest) -> None:
    ann, _ben, cleo = people
    row = _invited(request_of_two, cleo)

    with pytest.raises(NotAllowed):
        agree_to_join(row, by=guest(ann), at=NOW)
    with pytest.raises(NotAllowed):
        leave_out_further(row, by=guest(cleo), at=NOW)


def test_no_thanks_is_absolute_and_not_told(people: Any, request_of_two: MeetingRequest) -> None:
    _ann, ben, cleo = people
    prefer(ben, cleo, "no", by=system(ben), at=NOW)

    with pytest.raises(Refused, match="This participant cannot be asked"):
        _invited(request_of_two, cleo)


def test_whoever_declined_is_not_asked_again_by_a_participant(
    people: Any, request_of_two: MeetingRequest
) -> None:
    _ann, _ben, cleo = people
    row = decline_to_join(_invited(request_of_two, cleo), because="No time", by=guest(cleo), at=NOW)

    with pytest.raises(Refused, match="does not want to join"):
        _invited(request_of_two, cleo)
    assert invite_further(request_of_two, cleo, by=system(cleo), at=NOW).pk == row.pk


def test_all_of_them_meet_when_the_meeting_is_arranged(
    matchmaking: Matchmaking, people: Any, request_of_two: MeetingRequest
) -> None:
    ann, ben, cleo = people
    add_further(request_of_two, cleo, by=system(cleo), at=NOW)

    meeting = arrange(request_of_two, 1, at=NOW)

    assert [one.profile for one in others_in(meetings_of(ann).get(), ann)] == [ben, cleo]
    words = Words(floor_of(matchmaking))
    assert words.names(request_of_two.pk) == "Ann Sample, Ben Sample, Cleo Sample"
    ((_place, held), *_rest) = papers_of(matchmaking).places
    assert _names(held[0], cleo) == "Ann Sample (Ann Works), Ben Sample (Ben Works)"
    assert meeting.participations.count() == 3


def test_joining_a_meeting_that_has_a_time_needs_time_and_room(
    matchmaking: Matchmaking, people: Any, request_of_two: MeetingRequest
) -> None:
    _ann, _ben, cleo = people
    dora = make_profile(matchmaking, "Dora")
    meeting = arrange(request_of_two, 1, at=NOW)
    arrange(make_request(cleo, dora), 1, at=NOW)
    row = _invited(request_of_two, cleo)

    with pytest.raises(Refused, match="Cleo Sample has a meeting then"):
        agree_to_join(row, by=guest(cleo), at=NOW)
    type(meeting.place).objects.filter(pk=meeting.place_id).update(seats=2)
    with pytest.raises(Refused, match="no room for one more"):
        add_further(request_of_two, make_profile(matchmaking, "Emil"), by=system(cleo), at=NOW)


def test_whoever_joins_a_meeting_with_a_time_gets_its_entry(
    people: Any, request_of_two: MeetingRequest
) -> None:
    _ann, ben, cleo = people
    meeting = arrange(request_of_two, 1, at=NOW)

    agree_to_join(_invited(request_of_two, cleo), by=guest(cleo), at=NOW)

    meeting.refresh_from_db()
    assert (meeting.participations.count(), meeting.calendar_edition) == (3, 1)
    assert letters_to(cleo) == ["invited", "arranged"]
    assert letters_to(ben) == ["arranged", "joined"]


def test_whoever_leaves_is_out_of_the_meeting_and_the_others_meet(
    people: Any, request_of_two: MeetingRequest
) -> None:
    _ann, ben, cleo = people
    row = add_further(request_of_two, cleo, by=system(cleo), at=NOW)
    meeting = arrange(request_of_two, 1, at=NOW)

    decline_to_join(row, by=guest(cleo), at=NOW)

    meeting.refresh_from_db()
    assert meeting.is_planned
    assert sorted(one.profile.pk for one in meeting.participations.all()) == [_ann.pk, ben.pk]
    assert letters_to(ben)[-1] == "not-joined"


def test_a_guest_neither_cancels_nor_moves_the_meeting_of_the_two(
    people: Any, request_of_two: MeetingRequest
) -> None:
    _ann, _ben, cleo = people
    add_further(request_of_two, cleo, by=system(cleo), at=NOW)
    meeting = arrange(request_of_two, 1, at=NOW)

    with pytest.raises(Refused, match="Only the two who agreed"):
        cancel_meeting(meeting, of=cleo, by=guest(cleo), at=NOW)
    with pytest.raises(Refused, match="Only the two who agreed"):
        move_meeting(meeting, slot(cleo.matchmaking, 2), of=cleo, by=guest(cleo), at=NOW)


def test_a_request_that_comes_to_nothing_ends_its_invitations(
    matchmaking: Matchmaking, people: Any
) -> None:
    ann, ben, cleo = people
    dora = make_profile(matchmaking, "Dora")
    refused = ask(ann, ben, by=guest(ann), at=NOW)
    row = _invited(refused, cleo)
    agreed = make_request(ann, dora)
    add_further(agreed, cleo, by=system(cleo), at=NOW)
    arrange(agreed, 1, at=NOW)

    decline(refused, by=guest(ben), at=NOW)
    withdraw(agreed, of=dora, by=guest(dora), at=NOW)

    row.refresh_from_db()
    assert (row.state, waiting_count(cleo), meetings_of(cleo).count()) == ("withdrawn", 0, 0)
    assert letters_to(cleo)[-2:] == ["called-off", "called-off"]


def test_a_guest_who_stays_away_does_not_hold_the_others_up(
    matchmaking: Matchmaking, people: Any, request_of_two: MeetingRequest
) -> None:
    ann, ben, cleo = people
    add_further(request_of_two, cleo, by=system(cleo), at=NOW)

    mark_absent(cleo, by=system(cleo), at=NOW)

    assert floor_of(matchmaking).requests[request_of_two.pk].people == (ann.pk, ben.pk)


def test_whoever_leaves_the_event_leaves_the_meetings_they_were_to_join(
    people: Any, request_of_two: MeetingRequest
) -> None:
    _ann, _ben, cleo = people
    row = add_further(request_of_two, cleo, by=system(cleo), at=NOW)
    meeting = arrange(request_of_two, 1, at=NOW)

    leave_matchmaking(cleo, by=system(cleo), at=NOW)

    row.refresh_from_db()
    assert (row.state, meeting.participations.count()) == ("declined", 2)
    assert request_of_two.meetings.get().is_planned


def test_a_meeting_of_three_counts_once(
    matchmaking: Matchmaking, people: Any, request_of_two: MeetingRequest
) -> None:
    """Two from AT and one from SI: AT with AT and AT with SI, one meeting, of different ones."""
    add_further(request_of_two, people[2], by=system(people[2]), at=NOW)
    arrange(request_of_two, 1, at=NOW)

    table = by_country(counted_meetings(matchmaking))

    assert table.counts == {("AT", "AT"): 1, ("AT", "SI"): 1}
    assert (table.total, table.unknown, table.cross) == (1, 0, 1.0)


def test_an_invitation_is_made_and_answered_on_the_pages(
    people: Any, request_of_two: MeetingRequest, client: Client
) -> None:
    ann, _ben, cleo = people
    address = {name: one.registration.secret for name, one in (("ann", ann), ("cleo", cleo))}
    invite = reverse("meeting:invite", args=[address["ann"], request_of_two.pk])

    answer = client.post(invite, {"guest": cleo.pk, "message": "Do come"}, follow=True)
    row = FurtherGuest.objects.get()
    page = reverse("meeting:joining", args=[address["cleo"], row.pk])
    shown = client.get(page).content.decode()
    client.post(reverse("meeting:join", args=[address["cleo"], row.pk, "accept"]))

    row.refresh_from_db()
    assert (answer.status_code, row.state) == (200, "accepted")
    assert ("Do come" in shown, ann.registration.email in shown) == (True, False)
    assert ann.registration.email in client.get(page).content.decode()
    assert client.get(reverse("meeting:joining", args=[address["ann"], row.pk])).status_code == 404


def test_only_whoever_invited_takes_an_invitation_back_on_the_pages(
    people: Any, request_of_two: MeetingRequest, client: Client
) -> None:
    ann, ben, cleo = people
    row = _invited(request_of_two, cleo)

    def leave_out(profile: Profile) -> int:
        where = [profile.registration.secret, row.pk, "leave-out"]
        return client.post(reverse("meeting:join", args=where)).status_code

    assert [leave_out(ben), leave_out(cleo), leave_out(ann)] == [404, 404, 302]
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_the_office_adds_somebody(
    people: Any, request_of_two: MeetingRequest, browser: Client, cluster: Cluster
) -> None:
    kwargs = {"cluster": cluster.slug, "pk": request_of_two.pk}
    browser.post(reverse("meetings:further", kwargs=kwargs), {"guest": people[2].pk, "how": "add"})

    page = browser.get(reverse("meetings:request", kwargs=kwargs)).content.decode()

    assert FurtherGuest.objects.get().is_accepted
    assert "Cleo Sample" in page


def test_a_program_invites_and_answers_on_behalf(
    people: Any, request_of_two: MeetingRequest, browser: Client, cluster: Cluster
) -> None:
    base = f"/api/v1/c/{cluster.slug}/meetings"
    kinds = {"content_type": "application/json"}

    made = browser.post(
        f"{base}/request/{request_of_two.pk}/further", {"profile_id": people[2].pk}, **kinds
    )
    answer = f"{base}/further/{made.json()['id']}/answer"
    agreed = browser.post(answer, {"answer": "accept"}, **kinds)
    left = browser.post(answer, {"answer": "decline", "because": "Ill"}, **kinds)

    assert (made.status_code, made.json()["state"]) == (201, "asked")
    assert [one.json()["state"] for one in (agreed, left)] == ["accepted", "declined"]
    assert FurtherGuest.objects.get().settled_because == "Ill"
