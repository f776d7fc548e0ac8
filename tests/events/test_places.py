"""Places: taken, waited for, passed on, never silently past somebody."""

from datetime import timedelta

import pytest
from django.core import mail

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.events.models import EventLetter, Registration
from raceme.events.queries.places import places_by_quota, position_of
from raceme.events.verbs.events import describe_event
from raceme.events.verbs.places import accept_offer, settle_offers
from raceme.events.verbs.registrations import (
    approve,
    decline,
    give_place,
    leave_party,
    move_to_quota,
    register_again,
    withdraw,
)
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from tests.events.making import come, guest, make_open, make_quota, states
from tests.factories import NOW, make_organisation

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def test_who_comes_first_gets_the_places_the_others_wait(cluster: Cluster) -> None:
    event = make_open(cluster, capacity=2)

    for name in ("Ann", "Ben", "Cleo", "Dan"):
        come(event, name)

    assert states(event) == {
        "Ann": "confirmed", "Ben": "confirmed", "Cleo": "waiting", "Dan": "waiting",
    }  # fmt: skip
    dan = Registration.objects.get(given_name="Dan")
    assert (dan.number, position_of(dan)) == (4, 2)


def test_a_freed_place_is_offered_to_the_next_and_kept_for_a_while(cluster: Cluster) -> None:
    event = make_open(cluster, capacity=1, offer_hours=48)
    (ann,) = come(event, "Ann")
    (ben,) = come(event, "Ben")
    come(event, "Cleo")

    withdraw(ann, by=guest(ann), at=LATER)

    assert states(event) == {"Ann": "withdrawn", "Ben": "offered", "Cleo": "waiting"}
    ben.refresh_from_db()
    assert ben.offered_until == LATER + timedelta(hours=48)
    accept_offer(ben, by=guest(ben), at=LATER + timedelta(hours=47))
    assert states(event) == {"Ann": "withdrawn", "Ben": "confirmed", "Cleo": "waiting"}


def test_an_offer_that_nobody_takes_goes_to_the_next(cluster: Cluster) -> None:
    event = make_open(cluster, capacity=1, offer_hours=2)
    (ann,) = come(event, "Ann")
    (ben,) = come(event, "Ben")
    come(event, "Cleo")
    withdraw(ann, by=guest(ann), at=LATER)

    number = settle_offers(at=LATER + timedelta(hours=2))

    assert number == 1
    assert states(event) == {"Ann": "withdrawn", "Ben": "withdrawn", "Cleo": "offered"}
    with pytest.raises(Refused):
        accept_offer(ben, by=guest(ben), at=LATER + timedelta(hours=3))


def test_a_place_may_also_be_passed_on_at_once(cluster: Cluster) -> None:
    event = make_open(cluster, capacity=1, offer_hours=0)
    (ann,) = come(event, "Ann")
    come(event, "Ben")

    withdraw(ann, by=guest(ann), at=LATER)

    assert states(event) == {"Ann": "withdrawn", "Ben": "confirmed"}


def test_a_group_waits_together_and_is_told_when_it_is_passed_over(cluster: Cluster) -> None:
    event = make_open(cluster, capacity=2, offer_hours=0, party_max=3)
    ann, _ben = come(event, "Ann", "Ben")
    come(event, "Cleo", "Dan")
    come(event, "Eve")

    withdraw(ann, by=guest(ann), at=LATER)

    # One place is free: too little for Cleo and Dan, so Eve behind them gets it, and they hear it.
    assert states(event) == {
        "Ann": "withdrawn", "Ben": "confirmed", "Cleo": "waiting", "Dan": "waiting",
        "Eve": "confirmed",
    }  # fmt: skip
    told = EventLetter.objects.filter(kind="passed-over").values_list(
        "registration__given_name", flat=True
    )
    assert sorted(told) == ["Cleo", "Dan"]
    assert Change.objects.filter(verb="pass_over").count() == 2


def test_a_group_that_separates_takes_single_places(cluster: Cluster) -> None:
    event = make_open(cluster, capacity=2, offer_hours=0, party_max=3)
    come(event, "Ann")
    cleo, dan = come(event, "Cleo", "Dan")

    leave_party(cleo, by=guest(cleo), at=LATER)

    assert states(event) == {"Ann": "confirmed", "Cleo": "confirmed", "Dan": "waiting"}
    assert dan.pk != cleo.pk


def test_nobody_new_overtakes_whoever_waits_and_fits(cluster: Cluster) -> None:
    event = make_open(cluster, capacity=1)
    (ann,) = come(event, "Ann")
    come(event, "Ben")
    withdraw(ann, by=guest(ann), at=LATER)

    come(event, "Cleo", at=LATER)

    assert states(event) == {"Ann": "withdrawn", "Ben": "offered", "Cleo": "waiting"}


def test_more_places_let_those_who_wait_move_up(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster, capacity=1, offer_hours=0)
    for name in ("Ann", "Ben", "Cleo"):
        come(event, name)

    describe_event(event, capacity=2, by=manager, at=LATER)

    assert states(event) == {"Ann": "confirmed", "Ben": "confirmed", "Cleo": "waiting"}


def test_each_kind_of_participant_has_its_own_places(cluster: Cluster) -> None:
    event = make_open(cluster, capacity=10)
    guests = make_quota(event, places=1)
    come(event, "Ann", quota=guests)
    come(event, "Ben", quota=guests)
    come(event, "Cleo")

    assert states(event) == {"Ann": "confirmed", "Ben": "waiting", "Cleo": "confirmed"}
    left = {str(one.quota): one.left for one in places_by_quota(event)}
    assert left == {"Participants": 8, "Guests": 0}


def test_an_organisation_takes_no_more_than_its_share(cluster: Cluster) -> None:
    event = make_open(cluster, offer_hours=0)
    quota = make_quota(event, per_organisation=1)
    works = make_organisation(cluster, name="Example Works")
    come(event, "Ann", quota=quota, organisation_name="example works")
    come(event, "Ben", quota=quota, organisation_name="Example Works")
    come(event, "Cleo", quota=quota, organisation_name="Other Works")

    assert states(event) == {"Ann": "confirmed", "Ben": "waiting", "Cleo": "confirmed"}
    assert Registration.objects.get(given_name="Ann").organisation == works


def test_without_a_waiting_list_who_finds_no_place_is_refused(cluster: Cluster) -> None:
    event = make_open(cluster, capacity=1, has_waiting_list=False)
    come(event, "Ann")

    with pytest.raises(Refused):
        come(event, "Ben")

    assert states(event) == {"Ann": "confirmed"}


def test_what_is_for_members_is_for_others_only_after_a_look(cluster: Cluster) -> None:
    event = make_open(cluster)
    quota = make_quota(event, is_for_members=True)
    make_organisation(cluster, name="Example Works")

    come(event, "Ann", quota=quota, organisation_name="Example Works")
    come(event, "Ben", quota=quota, organisation_name="Nobody knows")

    assert states(event) == {"Ann": "confirmed", "Ben": "applied"}


def test_who_is_looked_at_holds_no_place_and_is_accepted_into_one(
    cluster: Cluster, manager: Actor
) -> None:
    event = make_open(cluster, capacity=1, needs_approval=True)
    (ann,) = come(event, "Ann")
    (ben,) = come(event, "Ben")

    approve([ben, ann], by=manager, at=LATER)

    assert states(event) == {"Ann": "waiting", "Ben": "confirmed"}
    ann.refresh_from_db()
    assert ann.waiting_since == NOW  # since it registered, not since somebody looked


def test_the_office_declines_with_a_reason_and_the_place_goes_on(
    cluster: Cluster, manager: Actor
) -> None:
    event = make_open(cluster, capacity=1, offer_hours=0)
    (ann,) = come(event, "Ann")
    come(event, "Ben")

    decline([ann], because="Too far.", by=manager, at=LATER)

    assert states(event) == {"Ann": "declined", "Ben": "confirmed"}
    with pytest.raises(Refused):
        register_again(ann, by=guest(ann), at=LATER)


def test_the_office_gives_a_place_beyond_the_limit(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster, capacity=1)
    come(event, "Ann")
    (ben,) = come(event, "Ben")

    give_place(ben, by=manager, at=LATER)

    assert states(event) == {"Ann": "confirmed", "Ben": "confirmed"}
    with pytest.raises(NotAllowed):
        give_place(ben, by=guest(ben), at=LATER)


def test_a_registration_taken_back_by_mistake_is_taken_up_again(cluster: Cluster) -> None:
    event = make_open(cluster, capacity=1)
    (ann,) = come(event, "Ann")
    withdraw(ann, by=guest(ann), at=LATER)

    register_again(ann, by=guest(ann), at=LATER)

    assert states(event) == {"Ann": "confirmed"}


def test_moving_to_a_full_kind_of_participant_is_refused(cluster: Cluster, manager: Actor) -> None:
    event = make_open(cluster)
    guests = make_quota(event, places=1)
    come(event, "Ann", quota=guests)
    (ben,) = come(event, "Ben")

    with pytest.raises(Refused):
        move_to_quota(ben, quota=guests, by=manager, at=LATER)

    ben.refresh_from_db()
    assert ben.quota != guests


def test_letters_leave_with_calendar_and_link(
    cluster: Cluster, django_capture_on_commit_callbacks: object
) -> None:
    event = make_open(cluster)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        (ann,) = come(event, "Ann")

    (letter,) = mail.outbox
    assert letter.to == ["ann@sample.example"]
    assert ann.secret in str(letter.body)
    (attached,) = letter.attachments
    assert (attached[0], attached[2]) == (
        "forum.ics", "text/calendar; method=PUBLISH; charset=utf-8",
    )  # fmt: skip
    assert EventLetter.objects.get().state == "sent"
    assert system_of(cluster).is_seated
