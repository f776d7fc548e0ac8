"""Seats: who acts with which rights, and how seats are given, changed and ended."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access import queries, rules, verbs
from raceme.access.actor import SYSTEM, VISITOR, Actor, system_of
from raceme.access.models import Cluster, Role, Seat, User
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from tests.factories import NOW, make_actor, make_cluster, make_organisation, make_user


def give(cluster: Cluster, email: str, role: Role = Role.ADVISER) -> Seat:
    return verbs.give_seat(
        cluster, email=email, name="Example Person", role=role, by=make_actor(cluster), at=NOW
    )


@pytest.mark.parametrize(
    ("role", "works", "manages", "sees_the_office"),
    [
        (Role.MANAGER, True, True, True),
        (Role.ADVISER, True, False, True),
        (Role.BOARD, False, False, True),
        (Role.VIEWER, False, False, False),
    ],
)
def test_what_each_role_may_do(
    cluster: Cluster, role: Role, works: bool, manages: bool, sees_the_office: bool
) -> None:
    actor = make_actor(cluster, role)
    ours, theirs = make_organisation(cluster), make_organisation(make_cluster("there"))

    assert rules.may_work(actor, ours) is works
    assert rules.may_manage(actor, ours) is manages
    assert rules.may_see_the_office(actor) is sees_the_office
    assert not rules.may_work(actor, theirs)
    assert not rules.may_manage(actor, theirs)
    assert not rules.may_see_the_office(actor, theirs)


def test_a_visitor_may_nothing_and_the_system_must_name_its_cluster(cluster: Cluster) -> None:
    for actor in (VISITOR, SYSTEM):
        assert not actor.is_seated
        assert not rules.may_work(actor)
        assert not rules.may_see_the_office(actor)
    assert rules.may_manage(system_of(cluster), make_organisation(cluster))


def test_an_actor_acts_where_it_has_a_seat_and_nowhere_else(cluster: Cluster) -> None:
    make_cluster("there")
    actor = make_actor(cluster, Role.ADVISER)
    assert actor.user is not None

    found = queries.actor_for(actor.user, "here")

    assert found == actor
    assert (found.user_id, found.cluster_id) == (actor.user.pk, cluster.pk)
    assert queries.actor_for(actor.user, "there") is None


def test_whoever_may_not_sign_in_acts_nowhere(cluster: Cluster) -> None:
    user = make_actor(cluster, Role.ADVISER).user
    assert user is not None
    user.is_active = False
    user.save()

    assert queries.actor_for(user, "here") is None


@pytest.mark.django_db(transaction=True)
def test_somebody_new_gets_a_letter_that_opens_the_door(cluster: Cluster) -> None:
    seat = give(cluster, "new@example.org")

    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (
        ["new@example.org"],
        "Cluster here invites you to Raceme",
    )
    assert not seat.user.has_usable_password()
    address = re.search(r"http://[^/]+(/\S+)", letter.body)
    assert address is not None
    page = Client().get(address[1], follow=True)
    assert page.status_code == 200
    assert 'name="password1"' in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_somebody_known_gets_a_seat_without_a_letter(cluster: Cluster) -> None:
    known = make_user("known@example.org")

    seat = give(cluster, "Known@Example.org")

    assert seat.user == known
    assert mail.outbox == []


def test_a_second_seat_is_refused_until_the_first_has_ended(
    cluster: Cluster, manager: Actor
) -> None:
    seat = give(cluster, "new@example.org")

    with pytest.raises(ValidationError):
        give(cluster, "new@example.org", Role.BOARD)
    verbs.end_seat(seat, by=manager, at=NOW)

    assert give(cluster, "new@example.org", Role.BOARD).pk != seat.pk


def test_somebody_must_remain_who_manages(cluster: Cluster, manager: Actor) -> None:
    seat = Seat.objects.get(cluster=cluster, user=manager.user)

    with pytest.raises(Refused):
        verbs.end_seat(seat, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.change_role(seat, role=Role.VIEWER, by=manager, at=NOW)
    give(cluster, "second@example.org", Role.MANAGER)
    verbs.change_role(seat, role=Role.VIEWER, by=manager, at=NOW)

    assert Seat.objects.get(pk=seat.pk).role == Role.VIEWER


def test_a_seat_ends_once(cluster: Cluster, manager: Actor) -> None:
    seat = give(cluster, "once@example.org", Role.BOARD)
    verbs.end_seat(seat, by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.end_seat(seat, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.change_role(seat, role=Role.MANAGER, by=manager, at=NOW)


@pytest.mark.parametrize("role", [Role.ADVISER, Role.BOARD, Role.VIEWER])
def test_only_managers_give_seats(cluster: Cluster, role: Role) -> None:
    with pytest.raises(NotAllowed):
        verbs.give_seat(
            cluster,
            email="new@example.org",
            name="",
            role=Role.MANAGER,
            by=make_actor(cluster, role),
            at=NOW,
        )

    assert not User.objects.filter(email="new@example.org").exists()


def test_a_manager_rules_over_the_own_cluster_only(manager: Actor) -> None:
    there = make_cluster("there")
    stranger = give(there, "new@example.org")

    with pytest.raises(NotAllowed):
        verbs.give_seat(
            there, email="spy@example.org", name="", role=Role.VIEWER, by=manager, at=NOW
        )
    with pytest.raises(NotAllowed):
        verbs.end_seat(stranger, by=manager, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.change_role(stranger, role=Role.VIEWER, by=manager, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.describe_cluster(
            there, name="Ours", country="", nuts="", currency="EUR", by=manager, at=NOW
        )


def test_history_tells_of_seats(cluster: Cluster, manager: Actor) -> None:
    seat = give(cluster, "new@example.org")

    verbs.change_role(seat, role=Role.BOARD, by=manager, at=NOW)

    change = Change.objects.first()
    assert change is not None
    assert (change.verb, change.cluster_id) == ("change_role", cluster.pk)
    assert change.values == {"role": ["adviser", "board"]}


def test_an_address_stands_for_one_person_whatever_its_capitals(db: None) -> None:
    make_user("person@example.org")

    with pytest.raises(ValidationError):
        User(email="Person@Example.org", password="x").full_clean()
