"""Who works with whom: ties from the books, the picture, files, and who may see what."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.collaboration.bridge.network import DRAWN, figured, near, sketched
from raceme.collaboration.queries.network import (
    NetworkWanted,
    kinds_of_ties,
    network_of,
    sectors_of,
)
from raceme.collaboration.queries.ties import ties_of
from raceme.collaboration.verbs.consortia import decide_consortium, submit_consortium
from raceme.collaboration.verbs.partners import add_partner, record_partner_answer
from raceme.members.models import Organisation
from raceme.members.verbs import add_relation, end_relation, record_leaving
from tests.factories import NOW, TODAY, make_call, make_cluster, make_consortium, make_organisation

ADDRESS = "/c/here/partners/network/"
ALL = NetworkWanted()
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def tie(one: Organisation, other: Organisation, kind: str = "partner", **values: object) -> None:
    add_relation(one, other, kind=kind, by=system_of(one.cluster), at=NOW, **values)


@pytest.fixture
def chain(cluster: Cluster) -> list[Organisation]:
    """Three in a row, of which the second is the bridge, and one that stands alone."""
    found = [
        make_organisation(cluster, code=f"O{number}", name=f"Example {number}", nace=nace)
        for number, nace in enumerate(("25.62", "28.99", "25.11", "62.01"))
    ]
    tie(found[0], found[1], "supplies")
    tie(found[1], found[2])
    return found


def test_bridges_and_those_alone_are_found(manager: Actor, chain: list[Organisation]) -> None:
    found = figured(network_of(manager, ALL, at=TODAY))

    assert [one.organisation for one in found.bridges] == [chain[1]]
    assert [one.organisation for one in found.alone] == [chain[3]]
    assert (found.known[0].organisation, found.parts) == (chain[1], 1)
    # One of the three pairs of other organisations is joined through it.
    assert found.known[0].figures.between == pytest.approx(1 / 3)


def test_a_pair_tied_in_several_ways_is_one_knot(
    cluster: Cluster, manager: Actor, chain: list[Organisation]
) -> None:
    tie(chain[0], chain[1], "partner", since=TODAY - timedelta(days=3))

    first = network_of(manager, ALL, at=TODAY).knots[0]

    assert (first.kinds, first.times) == (("partner", "supplies"), 2)
    # Of the other tie nobody knows since when it is.
    assert first.last == TODAY - timedelta(days=3)
    assert network_of(manager, ALL, at=TODAY).knots[1].last is None


def test_shares_and_what_has_ended_are_no_tie(
    cluster: Cluster, manager: Actor, chain: list[Organisation]
) -> None:
    tie(chain[2], chain[3], "owns", share=0.3)
    relation = chain[0].relations.get()
    end_relation(relation, by=manager, at=NOW)

    assert [one.pair for one in network_of(manager, ALL, at=TODAY).knots] == [
        (chain[1].pk, chain[2].pk)
    ]


def test_proposals_handed_in_tie_those_who_took_part(
    cluster: Cluster, manager: Actor, viewer: Actor, chain: list[Organisation]
) -> None:
    consortium = make_consortium(make_call(cluster))
    for number, organisation in enumerate((chain[0], chain[2], chain[3])):
        role = "lead" if number == 0 else "partner"
        partner = add_partner(consortium, organisation, role=role, by=manager, at=NOW)
        if number < 2:
            record_partner_answer(partner, is_yes=True, by=manager, at=NOW)
    assert "consortium" not in kinds_of_ties(manager, at=TODAY)

    decide_consortium(consortium, is_go=True, reason="", by=manager, at=NOW)
    submit_consortium(consortium, submitted_on=TODAY, by=manager, at=NOW)

    handed_in = NetworkWanted(kinds=("consortium",))
    assert [one.pair for one in network_of(manager, handed_in, at=TODAY).knots] == [
        (chain[0].pk, chain[2].pk)
    ]
    assert kinds_of_ties(viewer, at=TODAY) == ["partner", "supplies"]
    yesterday = TODAY - timedelta(days=1)
    assert "consortium" not in {one.kind for one in ties_of(manager, at=yesterday)}


def test_narrowed_down_by_kind_sector_and_role(manager: Actor, chain: list[Organisation]) -> None:
    def names(**wanted: object) -> list[str]:
        found = network_of(manager, NetworkWanted(**wanted), at=TODAY)  # type: ignore[arg-type]
        return [one.name for one in found.organisations]

    assert names(sector="2:25") == ["Example 0", "Example 2"]
    assert names(roles=("research",)) == []
    supplies = network_of(manager, NetworkWanted(kinds=("supplies",)), at=TODAY)
    assert [one.pair for one in supplies.knots] == [(chain[0].pk, chain[1].pk)]
    assert [code for code, _label in sectors_of(manager)] == ["2:25", "2:28", "2:62"]


def test_former_members_are_there_if_wanted(
    cluster: Cluster, manager: Actor, chain: list[Organisation]
) -> None:
    record_leaving(chain[0], left_on=TODAY, by=manager, at=NOW)

    def count(wanted: NetworkWanted) -> int:
        return len(network_of(manager, wanted, at=TODAY).organisations)

    assert count(ALL) == 3
    assert count(NetworkWanted(with_others=True)) == 4
    assert count(NetworkWanted(centre=chain[0].pk)) == 4


def test_seen_from_one_step_by_step(manager: Actor, chain: list[Organisation]) -> None:
    network = network_of(manager, ALL, at=TODAY)

    def around(steps: int) -> list[Organisation]:
        return list(near(network, chain[0].pk, steps=steps).organisations)

    assert around(1) == chain[:2]
    assert around(2) == chain[:3]
    assert list(near(network, chain[3].pk, steps=2).organisations) == [chain[3]]


def test_a_picture_draws_those_tied_best_and_says_whom_it_leaves_out(
    cluster: Cluster, manager: Actor
) -> None:
    middle = make_organisation(cluster, name="Middle")
    others = [make_organisation(cluster) for _ in range(4)]
    for other in others:
        tie(middle, other)

    sketch = sketched(figured(network_of(manager, ALL, at=TODAY)), most=3)

    assert DRAWN > 3
    assert [one.known.organisation for one in sketch.placed] == [middle, *others[:2]]
    assert (len(sketch.knots), sketch.left_out) == (2, 2)


def test_other_clusters_are_not_seen(manager: Actor, chain: list[Organisation]) -> None:
    there = make_cluster("there")
    one, other = make_organisation(there), make_organisation(there)
    tie(one, other)

    assert {o.cluster_id for o in network_of(manager, ALL, at=TODAY).organisations} == {
        manager.cluster_id
    }
    assert len(network_of(manager, ALL, at=TODAY).knots) == 2


def test_the_page_draws_links_and_says_the_same_as_a_table(
    browser: Client, chain: list[Organisation]
) -> None:
    page = browser.get(ADDRESS).content.decode()

    assert 'aria-label="Example 1: 2 partners, a bridge"' in page
    assert f'href="{ADDRESS}?text=O1"' in page
    around = browser.get(f"{ADDRESS}?text=O0").content.decode()
    assert "Network around Example 0" in around
    assert "Example 2" not in around
    assert browser.get(f"{ADDRESS}?text=nobody-at-all").status_code == 422
    alone = browser.get(f"{ADDRESS}?show=alone").content.decode()
    assert "1 organisation" in alone


def test_an_empty_network_says_where_ties_come_from(browser: Client, cluster: Cluster) -> None:
    assert "No tie to be seen" in browser.get(ADDRESS).content.decode()


def test_graphml_holds_all_with_ids(
    cluster: Cluster, browser: Client, chain: list[Organisation]
) -> None:
    odd = make_organisation(cluster, name="A <b> & \x07 “c”")
    tie(odd, chain[3])

    answer = browser.get(f"{ADDRESS}graphml/")

    graph = ElementTree.fromstring(answer.content).find(f"{GRAPHML}graph")
    assert graph is not None
    nodes = {node.get("id"): node for node in graph.findall(f"{GRAPHML}node")}
    edges = {(e.get("source"), e.get("target")) for e in graph.findall(f"{GRAPHML}edge")}
    assert edges == {
        (f"o{one.pk}", f"o{other.pk}")
        for one, other in ((chain[0], chain[1]), (chain[1], chain[2]), (chain[3], odd))
    }
    said = {one.get("key"): one.text for one in nodes[f"o{chain[1].pk}"]}
    assert (said["node-code"], said["node-bridge"], said["node-partners"]) == ("O1", "true", "2")
    assert {one.get("key"): one.text for one in nodes[f"o{odd.pk}"]}["node-label"] == (
        "A <b> &  “c”"
    )


def test_files_are_narrowed_down_like_the_page(browser: Client, chain: list[Organisation]) -> None:
    def lines(path: str) -> list[str]:
        return browser.get(f"{ADDRESS}{path}").content.decode("utf-8-sig").splitlines()

    assert len(lines("organisations/csv/")) == 1 + 4
    assert [line.split(",")[0] for line in lines("ties/csv/?kinds=supplies")[1:]] == ["O0"]
    assert len(lines("organisations/csv/?text=O0")) == 1 + 2
    assert browser.get(f"{ADDRESS}nonsense/csv/").status_code == 404


def test_a_program_reads_the_same(browser: Client, chain: list[Organisation]) -> None:
    told = browser.get("/api/v1/c/here/partners/network?kinds=supplies").json()

    assert len(told["organisations"]) == 4
    assert [(one["one"], one["other"], one["kinds"]) for one in told["ties"]] == [
        (chain[0].pk, chain[1].pk, ["supplies"])
    ]
