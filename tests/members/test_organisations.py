"""Organisations: entering, describing, leaving; by page and by API."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.members import queries, verbs
from raceme.members.models import Organisation
from tests.factories import NOW, TODAY, make_actor, make_cluster, make_organisation

TYPED = {
    "name": "Example Mills",
    "code": "77",
    "role": "firm",
    "standing": "member",
    "nace_revision": "2",
    "nuts_version": "2024",
    "weight": "1",
}


def test_a_manager_enters_an_organisation_and_history_tells(manager: Actor) -> None:
    organisation = verbs.enter_organisation(
        code="7", name="Example Mills", role="firm", by=manager, at=NOW
    )

    change = Change.objects.get(kind="members.organisation")
    assert organisation.cluster == manager.cluster
    assert (change.verb, change.thing_id) == ("enter_organisation", organisation.pk)
    assert change.values["name"] == [None, "Example Mills"]


def test_an_id_stands_for_one_organisation_only(manager: Actor, cluster: Cluster) -> None:
    make_organisation(cluster, code="7")

    with pytest.raises(ValidationError):
        verbs.enter_organisation(code="7", name="Another", role="firm", by=manager, at=NOW)


def test_another_cluster_may_use_the_same_id(cluster: Cluster) -> None:
    make_organisation(cluster, code="7")

    assert make_organisation(make_cluster("there"), code="7").code == "7"


def test_a_viewer_enters_nothing(viewer: Actor) -> None:
    with pytest.raises(NotAllowed):
        verbs.enter_organisation(code="7", name="Example Mills", role="firm", by=viewer, at=NOW)


def test_a_change_that_changes_nothing_leaves_no_trace(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster, name="Example Mills")
    before = Change.objects.count()

    verbs.describe_organisation(organisation, name="Example Mills", by=manager, at=NOW)

    assert Change.objects.count() == before


def test_whoever_has_left_is_no_member_and_comes_back(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)

    # From here on the page would hold a row that is out of date.
    verbs.record_leaving(organisation, left_on=TODAY, by=manager, at=NOW)
    assert not queries.members_of(manager).exists()
    with pytest.raises(Refused):
        verbs.record_leaving(organisation, left_on=TODAY, by=manager, at=NOW)
    verbs.readmit_organisation(organisation, by=manager, at=NOW)

    assert queries.members_of(manager).get() == organisation


def test_nobody_changes_an_organisation_of_another_cluster(manager: Actor) -> None:
    stranger = make_organisation(make_cluster("there"))

    with pytest.raises(NotAllowed):
        verbs.describe_organisation(stranger, name="Ours now", by=manager, at=NOW)


def test_the_page_enters_an_organisation(browser: Client, cluster: Cluster) -> None:
    answer = browser.post(f"/c/{cluster.slug}/members/new/", TYPED)

    entered = Organisation.objects.get(code="77")
    assert answer.status_code == 302
    assert answer["Location"] == f"/c/{cluster.slug}/members/{entered.pk}/"


def test_the_page_says_beside_the_field_what_is_wrong(browser: Client, cluster: Cluster) -> None:
    make_organisation(cluster, code="77")

    answer = browser.post(f"/c/{cluster.slug}/members/new/", TYPED)

    assert answer.status_code == 422
    assert "Another organisation has this id." in answer.content.decode()


def test_the_api_says_what_is_wrong_as_problem_json(browser: Client, cluster: Cluster) -> None:
    answer = browser.post(
        f"/api/v1/c/{cluster.slug}/members",
        {"name": "", "role": "wizard"},
        content_type="application/json",
    )

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()["errors"]) == {"name", "role"}


def test_the_api_lists_what_the_page_lists(browser: Client, cluster: Cluster) -> None:
    organisation = make_organisation(cluster)
    make_organisation(make_cluster("there"))

    answer = browser.get(f"/api/v1/c/{cluster.slug}/members").json()

    assert [item["id"] for item in answer["items"]] == [organisation.pk]
    assert make_actor(cluster).cluster == cluster


def test_nobody_is_a_member_from_a_day_to_come(manager: Actor) -> None:
    with pytest.raises(Refused, match="still to come") as refusal:
        verbs.enter_organisation(name="A", joined_on=date(2026, 11, 24), by=manager, at=NOW)

    assert refusal.value.field == "joined_on"
    assert not Organisation.objects.exists()
