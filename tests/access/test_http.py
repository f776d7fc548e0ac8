"""From a request to whoever acts: visitors, strangers, lost sign-ins."""

import pytest
from django.test import Client

from raceme.access.models import Cluster, Role, Seat
from tests.factories import NOW, make_actor, make_cluster, make_user

MEMBERS = "/c/here/members/"


def browser_of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type] - a user, or None as a mistake of the test
    return client


def test_a_visitor_is_led_to_the_sign_in_and_back(cluster: Cluster) -> None:
    answer = Client().get(f"{MEMBERS}?text=mill")

    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/login/?next=/c/here/members/%3Ftext%3Dmill"


def test_a_lost_sign_in_changes_the_whole_page(cluster: Cluster) -> None:
    answer = Client().get(MEMBERS, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/sign-in/login/?next=/c/here/members/"


def test_another_cluster_is_not_there_whether_it_exists_or_not(browser: Client) -> None:
    make_cluster("there")

    assert browser.get("/c/there/members/").status_code == 404
    assert browser.get("/c/nowhere/members/").status_code == 404


def test_an_ended_seat_opens_nothing(cluster: Cluster) -> None:
    viewer = make_actor(cluster, Role.VIEWER)
    client = browser_of(viewer.user)
    assert client.get(MEMBERS).status_code == 200

    Seat.objects.filter(user=viewer.user).update(ended_at=NOW)

    assert client.get(MEMBERS).status_code == 404


def test_what_a_role_may_not_do_is_a_page_that_says_so(
    viewer_browser: Client, cluster: Cluster
) -> None:
    answer = viewer_browser.get(f"{MEMBERS}new/")

    assert answer.status_code == 403
    assert "You may not do this" in answer.content.decode()


def test_the_entrance_leads_a_visitor_to_the_sign_in(db: None) -> None:
    assert Client().get("/")["Location"] == "/sign-in/login/?next=/"


def test_the_entrance_leads_home_if_there_is_one_seat(browser: Client) -> None:
    assert browser.get("/")["Location"] == "/c/here/"


def test_the_entrance_lets_choose_between_several(cluster: Cluster) -> None:
    user = make_user()
    make_cluster("there", manager=user)
    Seat.objects.create(cluster=cluster, user=user, role=Role.VIEWER, given_at=NOW)

    page = browser_of(user).get("/").content.decode()

    assert 'href="/c/here/"' in page
    assert 'href="/c/there/"' in page


def test_the_entrance_says_whom_to_ask_without_a_seat(db: None) -> None:
    page = browser_of(make_user("alone@example.org")).get("/").content.decode()

    assert "You have no seat yet" in page
    assert "alone@example.org" in page


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.MANAGER, {"team", "history", "tokens", "about"}),
        (Role.BOARD, {"team", "history", "tokens", "about"}),
        (Role.VIEWER, {"tokens", "about"}),
    ],
)
def test_the_menu_shows_only_what_a_role_may_see(
    cluster: Cluster, role: Role, expected: set[str]
) -> None:
    page = browser_of(make_actor(cluster, role).user).get(MEMBERS).content.decode()

    shown = {name for name in ("team", "history", "tokens", "about") if f"/c/here/{name}/" in page}
    assert shown == expected
