"""The pages of the office: team, tokens, about."""

import pytest
from django.core import mail
from django.test import Client

from raceme.access import verbs
from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role, Seat, Token
from tests.factories import NOW, PASSWORD, make_actor, make_cluster

NEW = {"email": "new@example.org", "name": "Example Person", "role": "adviser"}
ABOUT = {"name": "New Name", "country": "AT", "nuts": "AT31", "currency": "EUR"}


def test_who_is_new_chooses_a_password_by_the_letter_once(
    client: Client, manager: Actor, cluster: Cluster, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        verbs.give_seat(cluster, **NEW, by=manager, at=NOW)
    link = next(word for word in mail.outbox[0].body.split() if "/reset/key/" in word)
    passwords = {"password1": PASSWORD, "password2": PASSWORD}

    shown = client.get(link, follow=True)
    chosen = client.post(shown.redirect_chain[-1][0], passwords, follow=True)
    again = Client().get(link, follow=True)

    assert "<h1>Choose a password</h1>" in shown.content.decode()
    assert chosen.context["user"].email == NEW["email"]
    assert "<h1>This link does not open any more</h1>" in again.content.decode()
    assert 'href="/sign-in/password/reset/"' in again.content.decode()


def test_a_manager_gives_a_seat_on_the_page(browser: Client, cluster: Cluster) -> None:
    answer = browser.post("/c/here/team/new/", NEW)

    assert answer["Location"] == "/c/here/team/"
    seat = Seat.objects.get(user__email="new@example.org")
    assert (seat.cluster, seat.role, seat.user.name) == (cluster, Role.ADVISER, "Example Person")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"email": "nonsense"}, "Enter a valid email address."),
        ({"role": "wizard"}, "not one of the available choices"),
        ({"email": "taken@example.org"}, "This person already has a seat here."),
    ],
)
def test_the_page_says_why_a_seat_cannot_be_given(
    browser: Client, cluster: Cluster, wrong: dict[str, str], message: str
) -> None:
    browser.post("/c/here/team/new/", NEW | {"email": "taken@example.org"})

    answer = browser.post("/c/here/team/new/", NEW | wrong)

    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_a_role_is_changed_and_a_seat_ended_on_the_page(browser: Client, cluster: Cluster) -> None:
    seat = Seat.objects.get(user=make_actor(cluster, Role.VIEWER).user)
    address = f"/c/here/team/{seat.pk}/"

    assert browser.get(address).status_code == 200
    assert browser.post(address, {"role": "board"}).status_code == 302
    assert Seat.objects.get(pk=seat.pk).role == Role.BOARD
    assert browser.post(f"{address}end/")["Location"] == "/c/here/team/"
    assert browser.get(address).status_code == 404


def test_the_last_manager_stays(browser: Client, cluster: Cluster, manager: Actor) -> None:
    seat = Seat.objects.get(user=manager.user)
    address = f"/c/here/team/{seat.pk}/"
    reason = "Nobody else manages this cluster organisation."

    changed = browser.post(address, {"role": "viewer"})
    ended = browser.post(f"{address}end/", follow=True)

    assert changed.status_code == 422
    assert reason in changed.content.decode()
    assert reason in ended.content.decode()
    assert Seat.objects.get(pk=seat.pk).role == Role.MANAGER


def test_whoever_ends_the_own_seat_is_led_out(browser: Client, cluster: Cluster) -> None:
    browser.post("/c/here/team/new/", NEW | {"role": "manager"})
    seat = Seat.objects.exclude(user__email="new@example.org").get()

    answer = browser.post(f"/c/here/team/{seat.pk}/end/")

    assert answer["Location"] == "/"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_team_asks_the_database_as_often_for_one_row_as_for_three(
    browser: Client, cluster: Cluster, rows: int, django_assert_num_queries: object
) -> None:
    for number in range(rows - 1):
        browser.post("/c/here/team/new/", NEW | {"email": f"person-{number}@example.org"})
    browser.get("/c/here/team/")

    with django_assert_num_queries(6):  # type: ignore[operator]
        browser.get("/c/here/team/")


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.ADVISER, {"team/": 200, "team/new/": 403, "history/": 200, "about/edit/": 403}),
        (Role.BOARD, {"team/": 200, "team/new/": 403, "history/": 200, "about/edit/": 403}),
        (Role.VIEWER, {"team/": 403, "team/new/": 403, "history/": 403, "about/edit/": 403}),
    ],
)
def test_each_role_sees_its_part_of_the_office(
    cluster: Cluster, role: Role, statuses: dict[str, int]
) -> None:
    actor = make_actor(cluster, role)
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)

    assert {one: client.get(f"/c/here/{one}").status_code for one in statuses} == statuses
    assert client.get("/c/here/about/").status_code == 200
    assert client.get("/c/here/tokens/").status_code == 200
    assert client.post("/c/here/team/new/", NEW).status_code == 403


def test_a_token_is_shown_once(browser: Client, cluster: Cluster) -> None:
    answer = browser.post("/c/here/tokens/new/", {"name": "Example spreadsheet"})

    secret = answer.context["secret"]
    assert answer.status_code == 201
    assert "no-store" in answer["Cache-Control"]
    assert f'value="{secret}"' in answer.content.decode()
    assert Token.objects.get().digest == Token.digest_of(secret)
    assert secret not in browser.get("/c/here/tokens/").content.decode()


def test_a_token_needs_a_name(browser: Client, cluster: Cluster) -> None:
    assert browser.post("/c/here/tokens/new/", {"name": " "}).status_code == 422
    assert not Token.objects.exists()


def test_a_token_is_ended_on_the_page_by_its_owner_only(browser: Client, cluster: Cluster) -> None:
    browser.post("/c/here/tokens/new/", {"name": "Example spreadsheet"})
    ours = Token.objects.get()
    theirs, _secret = verbs.make_token(name="Other", by=make_actor(cluster, Role.ADVISER), at=NOW)

    assert browser.post(f"/c/here/tokens/{ours.pk}/end/").status_code == 302
    assert browser.post(f"/c/here/tokens/{theirs.pk}/end/").status_code == 404

    assert [one.name for one in Token.objects.filter(ended_at__isnull=True)] == ["Other"]


def test_a_manager_describes_the_cluster(browser: Client, cluster: Cluster) -> None:
    answer = browser.post("/c/here/about/edit/", ABOUT)

    cluster.refresh_from_db()
    assert answer["Location"] == "/c/here/about/"
    assert (cluster.name, cluster.nuts) == ("New Name", "AT31")
    assert "New Name" in browser.get("/c/here/about/").content.decode()


def test_the_page_says_what_is_wrong_about_the_cluster(browser: Client, cluster: Cluster) -> None:
    answer = browser.post("/c/here/about/edit/", ABOUT | {"currency": "eur"})

    assert answer.status_code == 422
    assert "Three capital letters, such as EUR." in answer.content.decode()


def test_seats_of_another_cluster_are_not_there(browser: Client) -> None:
    stranger = Seat.objects.get(cluster=make_cluster("there"))

    assert browser.get(f"/c/here/team/{stranger.pk}/").status_code == 404
    assert browser.post(f"/c/here/team/{stranger.pk}/end/").status_code == 404
