"""Value chains: who stands where, gaps, steps that are not joined."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.collaboration.models import ValueChain
from raceme.collaboration.queries.chains import chain_map, chains_visible_to
from raceme.collaboration.verbs import chains as verbs
from raceme.collaboration.verbs.chains import StepSaid
from raceme.foundation.errors import NotAllowed, Refused
from raceme.members.verbs import add_relation
from tests.factories import NOW, make_chain, make_cluster, make_organisation

ADDRESS = "/c/here/partners/chains/"


def test_members_stand_on_steps_by_code_or_by_their_own_words(
    cluster: Cluster, manager: Actor
) -> None:
    sawmill = make_organisation(cluster, name="A Sawmill", nace="16.10")
    joiner = make_organisation(cluster, name="B Joiner", nace="16.23", value_chain="Makes tables")
    second = make_organisation(cluster, name="C Joiner", value_chain="tables and chairs")
    other = make_organisation(cluster, name="D Bank", nace="64.19")
    chain = make_chain(
        cluster, StepSaid("Wood", ("16.1",)), StepSaid("Tables"), StepSaid("Shops", ("47.59",))
    )
    add_relation(sawmill, joiner, kind="supplies", by=manager, at=NOW)

    found = chain_map(chain, manager)

    assert [one.members for one in found.steps] == [(sawmill,), (joiner, second), ()]
    assert [one.strength.value for one in found.steps] == ["one", "filled", "gap"]
    assert [one.supplies_next for one in found.steps] == [1, 0, None]
    assert (found.nowhere, [one.title for one in found.gaps]) == ((other,), ["Shops"])


def test_steps_with_members_and_no_supply_between_are_loose(
    cluster: Cluster, manager: Actor
) -> None:
    sawmill = make_organisation(cluster, nace="16.10")
    joiner = make_organisation(cluster, nace="31.09")
    chain = make_chain(cluster)
    assert chain_map(chain, manager).loose == 1

    # From the table to the wood is the wrong direction.
    add_relation(joiner, sawmill, kind="supplies", by=manager, at=NOW)
    assert chain_map(chain, manager).loose == 1
    add_relation(sawmill, joiner, kind="supplies", by=manager, at=NOW)

    assert chain_map(chain, manager).loose == 0


@pytest.mark.parametrize(
    "steps",
    [(StepSaid("Wood"),), (StepSaid("Wood"), StepSaid("wood")), (StepSaid("Wood"), StepSaid(" "))],
)
def test_a_chain_has_several_steps_each_with_a_name(
    cluster: Cluster, steps: tuple[StepSaid, ...]
) -> None:
    with pytest.raises(Refused):
        make_chain(cluster, *steps)


def test_a_name_stands_once_and_chains_come_back(cluster: Cluster, manager: Actor) -> None:
    chain = make_chain(cluster, title="Furniture")
    with pytest.raises(ValidationError):
        make_chain(cluster, title="Furniture")

    assert verbs.drop_chain(chain, by=manager, at=NOW).is_dropped
    with pytest.raises(Refused):
        verbs.drop_chain(chain, by=manager, at=NOW)
    assert not verbs.restore_chain(chain, by=manager, at=NOW).is_dropped
    with pytest.raises(Refused):
        verbs.restore_chain(chain, by=manager, at=NOW)


def test_nobody_but_the_team_draws_and_nobody_sees_others(
    cluster: Cluster, manager: Actor, viewer: Actor
) -> None:
    make_chain(make_cluster("there"))

    assert not chains_visible_to(manager).exists()
    with pytest.raises(NotAllowed):
        verbs.draw_chain(cluster, title="Mine", steps=(), by=viewer, at=NOW)


def test_from_the_form_to_the_page_and_back(cluster: Cluster, browser: Client) -> None:
    make_organisation(cluster, code="S1", name="Example Sawmill", nace="16.10")
    said = {"title": "Furniture", "steps": "Wood: 16.1, timber\n\nTables\n"}

    answer = browser.post(f"{ADDRESS}new/", said)

    chain = ValueChain.objects.get()
    assert answer["Location"] == f"{ADDRESS}{chain.pk}/"
    assert chain.steps == [
        {"title": "Wood", "terms": ["16.1", "timber"]},
        {"title": "Tables", "terms": []},
    ]
    edit = browser.get(f"{ADDRESS}{chain.pk}/edit/").content.decode()
    assert "Wood: 16.1, timber\nTables" in edit
    lines = browser.get(f"{ADDRESS}{chain.pk}/download/csv/").content.decode("utf-8-sig")
    assert lines.splitlines()[1:] == [
        "Wood,S1,Example Sawmill,one member only",
        "Tables,,,gap",
    ]
    assert browser.post(f"{ADDRESS}new/", said).status_code == 422
    assert "Example Sawmill" in browser.get(f"{ADDRESS}{chain.pk}/").content.decode()
    told = browser.get(f"/api/v1/c/here/partners/chains/{chain.pk}").json()
    assert [one["strength"] for one in told] == ["one", "gap"]
