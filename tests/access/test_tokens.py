"""API tokens: made once, kept as a digest, valid on one seat until they end."""

import pytest
from django.test import Client

from raceme.access import queries, verbs
from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster, Role, Seat, Token
from raceme.foundation.errors import NotAllowed
from raceme.foundation.models import Change
from tests.factories import NOW, make_actor, make_cluster, make_user

ME = "/api/v1/c/here/me"


def make_token(actor: Actor) -> tuple[Token, str]:
    return verbs.make_token(name="Example spreadsheet", by=actor, at=NOW)


def call(secret: str, address: str = ME) -> int:
    return Client().get(address, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_only_a_digest_is_kept(manager: Actor) -> None:
    token, secret = make_token(manager)

    kept = [str(value) for row in Token.objects.values_list() for value in row]
    told = [str(values) for values in Change.objects.values_list("values", flat=True)]
    assert token.digest == Token.digest_of(secret)
    assert len(secret) > 40
    assert not any(secret in one or secret.removeprefix("raceme_") in one for one in kept + told)


def test_a_program_acts_on_the_seat_of_whoever_made_the_token(viewer: Actor) -> None:
    _token, secret = make_token(viewer)

    answer = Client().get(ME, headers={"Authorization": f"Bearer {secret}"})

    assert answer.json() == {"name": viewer.label, "cluster": "here", "role": "viewer"}


def test_a_program_may_no_more_than_the_person(viewer: Actor) -> None:
    _token, secret = make_token(viewer)

    answer = Client().post(
        "/api/v1/c/here/members",
        {"code": "7", "name": "Example Mills", "role": "firm"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )

    assert answer.status_code == 403


def test_without_or_with_a_wrong_token_nobody_is_let_in(manager: Actor) -> None:
    make_token(manager)

    assert Client().get(ME).status_code == 401
    assert call("raceme_made-up") == 401


def test_a_token_of_another_cluster_finds_nothing_here(cluster: Cluster) -> None:
    _token, secret = make_token(make_actor(make_cluster("there")))

    assert call(secret, "/api/v1/c/there/me") == 200
    assert call(secret) == 404


def test_an_ended_token_opens_nothing(manager: Actor) -> None:
    token, secret = make_token(manager)
    assert call(secret) == 200

    verbs.end_token(token, by=manager, at=NOW)

    assert call(secret) == 401


def test_with_the_seat_end_its_tokens(cluster: Cluster, manager: Actor) -> None:
    adviser = make_actor(cluster, Role.ADVISER)
    _token, secret = make_token(adviser)

    verbs.end_seat(Seat.objects.get(user=adviser.user), by=manager, at=NOW)

    assert call(secret) == 401


def test_nobody_sees_or_ends_the_tokens_of_others(cluster: Cluster, manager: Actor) -> None:
    token, _secret = make_token(make_actor(cluster, Role.ADVISER))

    assert not queries.tokens_visible_to(manager).exists()
    with pytest.raises(NotAllowed):
        verbs.end_token(token, by=manager, at=NOW)


def test_only_people_lend_their_seat_to_programs(cluster: Cluster) -> None:
    with pytest.raises(NotAllowed):
        verbs.make_token(name="Test", by=system_of(cluster), at=NOW)


def test_a_signed_in_browser_may_call_where_it_has_a_seat(browser: Client) -> None:
    make_cluster("there")

    assert browser.get(ME).status_code == 200
    assert browser.get("/api/v1/c/there/me").status_code == 404


def test_a_forged_request_of_a_signed_in_browser_is_turned_away(manager: Actor) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert manager.user is not None
    strict.force_login(manager.user)

    answer = strict.post(
        "/api/v1/c/here/members",
        {"code": "7", "name": "Example Mills", "role": "firm"},
        content_type="application/json",
    )

    assert answer.status_code == 403


def test_somebody_without_a_seat_finds_nothing(cluster: Cluster) -> None:
    client = Client()
    client.force_login(make_user())

    assert client.get(ME).status_code == 404
