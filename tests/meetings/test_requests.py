"""Who may ask whom for a meeting, and what the other can say."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from raceme.access.models import Cluster, Role
from raceme.events.models import Consent
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.meetings.models import Matchmaking, MeetingRequest, Profile
from raceme.meetings.queries.asking import profiles_shown_to
from raceme.meetings.queries.profiles import read_contact
from raceme.meetings.verbs.preferences import prefer, take_from_preferences
from raceme.meetings.verbs.profiles import hide_profile, share_timetable
from raceme.meetings.verbs.requests import (
    accept,
    ask,
    book,
    decline,
    expire_requests,
    withdraw,
)
from raceme.meetings.verbs.setup import close_matchmaking, settle_ask_rules
from tests.events.making import make_quota
from tests.factories import NOW, make_actor, make_profile, make_request
from tests.meetings.making import arrange, guest, letters_to, make_matching, slot, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def matchmaking(cluster: Cluster) -> Matchmaking:
    return make_matching(cluster)


@pytest.fixture
def ann(matchmaking: Matchmaking) -> Profile:
    return make_profile(matchmaking, "Ann")


@pytest.fixture
def ben(matchmaking: Matchmaking) -> Profile:
    return make_profile(matchmaking, "Ben")


def test_a_request_is_asked_and_the_other_gets_a_letter(
    ann: Profile, ben: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        request = ask(ann, ben, message="Valves?", by=guest(ann), at=NOW)

    assert (request.number, request.state, request.source) == (1, "asked", "participant")
    assert request.expires_at == NOW + timedelta(days=7)
    assert letters_to(ben) == ["asked"]
    assert mail.outbox[-1].subject == "Example forum: Ann Sample (Ann Works) would like to meet you"
    assert "Valves?" in mail.outbox[-1].body


def test_a_pending_request_holds_no_time(
    matchmaking: Matchmaking, ann: Profile, ben: Profile
) -> None:
    cleo = make_profile(matchmaking, "Cleo")
    ask(ann, ben, times=[slot(matchmaking, 1)], by=guest(ann), at=NOW)

    meeting = arrange(make_request(cleo, ben), 1, at=NOW)

    assert meeting.number == 1


def test_only_whoever_was_asked_or_the_team_accepts(ann: Profile, ben: Profile) -> None:
    request = ask(ann, ben, by=guest(ann), at=NOW)

    with pytest.raises(NotAllowed):
        accept(request, by=guest(ann), at=NOW)
    with pytest.raises(NotAllowed):
        accept(request, by=make_actor(ann.cluster, Role.VIEWER), at=NOW)
    assert accept(request, by=guest(ben), at=NOW).state == "accepted"
    assert letters_to(ann) == ["accepted"]


def test_a_request_is_settled_only_once(ann: Profile, ben: Profile) -> None:
    request = decline(ask(ann, ben, by=guest(ann), at=NOW), by=guest(ben), at=NOW)

    with pytest.raises(Refused, match="settled already"):
        accept(request, by=guest(ben), at=NOW)


def test_a_declined_request_says_why_and_another_can_be_made(
    ann: Profile, ben: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    request = ask(ann, ben, by=guest(ann), at=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        decline(request, because="We stopped making valves.", by=guest(ben), at=NOW)

    assert "We stopped making valves." in mail.outbox[-1].body
    assert ask(ann, ben, by=guest(ann), at=NOW).number == 2


def test_two_have_one_request_at_a_time_whoever_asked(ann: Profile, ben: Profile) -> None:
    ask(ann, ben, by=guest(ann), at=NOW)

    with pytest.raises(Refused, match="a request of these two already"):
        ask(ben, ann, by=guest(ben), at=NOW)


def test_withdrawing_an_accepted_request_cancels_its_meeting(ann: Profile, ben: Profile) -> None:
    request = make_request(ann, ben)
    meeting = arrange(request, 1, at=NOW)

    withdraw(request, of=ben, because="Ill.", by=guest(ben), at=NOW)

    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    assert letters_to(ann) == ["arranged", "withdrawn"]


def test_a_pending_request_is_withdrawn_by_whoever_asked_only(ann: Profile, ben: Profile) -> None:
    request = ask(ann, ben, by=guest(ann), at=NOW)

    with pytest.raises(Refused, match="Only whoever asked"):
        withdraw(request, of=ben, by=guest(ben), at=NOW)
    assert withdraw(request, of=ann, by=guest(ann), at=NOW).state == "withdrawn"


def test_a_request_expires_and_cannot_be_accepted_then(ann: Profile, ben: Profile) -> None:
    request = ask(ann, ben, by=guest(ann), at=NOW)
    late = NOW + timedelta(days=7)

    with pytest.raises(Refused, match="over"):
        accept(request, by=guest(ben), at=late)
    assert [expire_requests(at=late - timedelta(minutes=1)), expire_requests(at=late)] == [0, 1]
    assert expire_requests(at=late) == 0
    assert MeetingRequest.objects.get().state == "expired"
    assert letters_to(ann) == ["expired"]


def test_nobody_asks_outside_the_dates_but_the_office_on_behalf(
    matchmaking: Matchmaking, ann: Profile, ben: Profile
) -> None:
    close_matchmaking(matchmaking, by=system(matchmaking), at=NOW)
    manager = make_actor(ann.cluster)

    with pytest.raises(Refused, match="at the moment"):
        ask(ann, ben, by=guest(ann), at=NOW)
    request = ask(ann, ben, by=manager, at=NOW)

    assert (request.source, request.asked_by) == ("office", manager.label)
    assert Change.objects.get(verb="ask").author == manager.label


def test_the_table_says_who_may_ask_whom(matchmaking: Matchmaking) -> None:
    buyers = make_quota(matchmaking.event, "Buyers")
    sellers = matchmaking.event.quotas.order_by("rank")[0]
    pairs = [(sellers, buyers)]
    settle_ask_rules(matchmaking, pairs, everybody=False, by=system(matchmaking), at=NOW)
    buyer = make_profile(matchmaking, "Bea", quota=buyers)
    seller, other = make_profile(matchmaking, "Sam"), make_profile(matchmaking, "Sue")

    with pytest.raises(Refused, match="cannot be asked"):
        ask(seller, other, by=guest(seller), at=NOW)
    with pytest.raises(Refused, match="cannot be asked"):
        ask(buyer, seller, by=guest(buyer), at=NOW)
    assert ask(seller, buyer, by=guest(seller), at=NOW).state == "asked"


def test_whoever_has_not_agreed_is_not_seen_and_sees_nobody(ann: Profile, ben: Profile) -> None:
    assert list(profiles_shown_to(ann)) == [ben]

    Consent.objects.filter(registration=ben.registration).update(taken_back_at=NOW)

    assert list(profiles_shown_to(ann)) == []
    assert list(profiles_shown_to(ben)) == []
    with pytest.raises(Refused, match="cannot be asked"):
        ask(ann, ben, by=guest(ann), at=NOW)
    with pytest.raises(Refused, match="must agree to be seen"):
        ask(ben, ann, by=guest(ben), at=NOW)


def test_a_hidden_profile_is_not_seen(ann: Profile, ben: Profile) -> None:
    hide_profile(ben, by=system(ben), at=NOW)

    assert list(profiles_shown_to(ann)) == []


def test_contact_details_appear_with_the_accepted_request(ann: Profile, ben: Profile) -> None:
    request = ask(ann, ben, by=guest(ann), at=NOW)
    assert read_contact(ann, ben) is None

    accept(request, by=guest(ben), at=NOW)

    contact = read_contact(ann, ben)
    assert contact is not None
    assert contact.email == "ben@sample.example"


def test_no_thanks_is_absolute_and_not_told(
    matchmaking: Matchmaking, ann: Profile, ben: Profile
) -> None:
    prefer(ben, ann, "no", by=system(ben), at=NOW)

    with pytest.raises(Refused, match="This participant cannot be asked"):
        ask(ann, ben, by=guest(ann), at=NOW)


def test_requests_are_made_of_preferences_of_both(cluster: Cluster) -> None:
    matchmaking = make_matching(cluster, has_preferences=True)
    ann, ben, cleo = (make_profile(matchmaking, name) for name in ("Ann", "Ben", "Cleo"))
    prefer(ann, ben, "must", by=guest(ann), at=NOW)
    prefer(ben, ann, "gladly", by=guest(ben), at=NOW)
    prefer(ann, cleo, "must", by=guest(ann), at=NOW)

    both = take_from_preferences(matchmaking, by=system(matchmaking), at=NOW)
    again = take_from_preferences(matchmaking, by=system(matchmaking), at=NOW)
    one = take_from_preferences(matchmaking, one_sided=True, by=system(matchmaking), at=NOW)

    assert [(str(row), row.source) for row in both] == [("Ann Sample → Ben Sample", "preferences")]
    assert again == []
    assert [str(row) for row in one] == ["Ann Sample → Cleo Sample"]


def test_no_more_requests_than_allowed_but_declined_ones_come_back(cluster: Cluster) -> None:
    matchmaking = make_matching(cluster, most_asked=1)
    ann, ben, cleo = (make_profile(matchmaking, name) for name in ("Ann", "Ben", "Cleo"))
    request = ask(ann, ben, by=guest(ann), at=NOW)

    with pytest.raises(Refused, match="No more than 1"):
        ask(ann, cleo, by=guest(ann), at=NOW)
    decline(request, by=guest(ben), at=NOW)
    assert ask(ann, cleo, by=guest(ann), at=NOW).state == "asked"


def test_two_organisations_meet_once_where_the_organiser_says_so(cluster: Cluster) -> None:
    matchmaking = make_matching(cluster, one_of_organisation=True)
    ann, abe = (
        make_profile(matchmaking, name, organisation_name="A Works") for name in ("Ann", "Abe")
    )
    ben, bob = (
        make_profile(matchmaking, name, organisation_name="B Works") for name in ("Ben", "Bob")
    )
    ask(ann, ben, by=guest(ann), at=NOW)

    with pytest.raises(Refused, match="A colleague"):
        ask(bob, abe, by=guest(bob), at=NOW)


def test_colleagues_of_one_timetable_do_not_meet(ann: Profile, ben: Profile) -> None:
    ben = share_timetable(ben, ann, by=system(ben), at=NOW)

    with pytest.raises(Refused, match="Colleagues"):
        ask(ann, ben, by=guest(ann), at=NOW)


def test_booking_on_behalf_is_for_the_team_and_logged(ann: Profile, ben: Profile) -> None:
    with pytest.raises(NotAllowed):
        book(ann, ben, by=guest(ann), at=NOW)
    manager = make_actor(ann.cluster)

    request = book(ann, ben, by=manager, at=NOW)

    assert (request.state, request.settled_by) == ("accepted", manager.label)
    assert Change.objects.get(verb="book").author == manager.label
    assert [letters_to(ann), letters_to(ben)] == [["accepted"], ["accepted"]]
