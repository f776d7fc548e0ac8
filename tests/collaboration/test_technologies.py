"""What is asked for beside what members of other sectors can do."""

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.collaboration.queries.technologies import Technology, technology_matrix
from raceme.members.models import Organisation
from raceme.members.verbs import add_competence, record_leaving
from tests.factories import NOW, TODAY, make_notice, make_organisation

ADDRESS = "/c/here/partners/technologies/"


def able(cluster: Cluster, term: str, nace: str, *, by: Actor, **more: object) -> Organisation:
    organisation = make_organisation(cluster, nace=nace)
    add_competence(organisation, term=term, by=by, at=NOW, **more)
    return organisation


def row(actor: Actor, term: str) -> Technology:
    matrix = technology_matrix(actor, on=TODAY)
    return next(one for one in (*matrix.asked_for, *matrix.not_asked_for) if one.term == term)


def test_a_hot_cell_is_demand_times_strength_of_other_sectors(
    cluster: Cluster, manager: Actor
) -> None:
    asking = [make_organisation(cluster, nace="10.51") for _ in range(2)]
    for one in asking:
        make_notice(one, terms=["Sensors"])
    first = able(cluster, "sensors for machines", "26.51", by=manager, level=5)
    second = able(cluster, "sensors", "28.99", by=manager)  # level unknown: 3 of 5
    inside = able(cluster, "sensors", "10.11", by=manager, level=5)

    (spot,) = row(manager, "Sensors").spots

    # Two requests times (5/5 + 3/5).
    assert spot.value == pytest.approx(2 * 1.6)
    assert (spot.heat, spot.helpers, spot.inside) == ("hot", (first, second), (inside,))


def test_white_spots_and_what_only_the_sector_has(cluster: Cluster, manager: Actor) -> None:
    asking = make_organisation(cluster, nace="10.51")
    make_notice(asking, terms=["robotics", "cooling"])
    add_competence(asking, term="robotics", by=manager, at=NOW)
    able(cluster, "cooling", "10.11", by=manager)

    matrix = technology_matrix(manager, on=TODAY)

    heats = {one.term: one.spots[0].heat.value for one in matrix.asked_for}
    # Whoever asks is no help to itself.
    assert heats == {"cooling": "inside", "robotics": "white"}
    assert matrix.hottest == 0


def test_what_nobody_asks_for_stands_by_itself_by_strength(
    cluster: Cluster, manager: Actor
) -> None:
    make_notice(make_organisation(cluster, nace="10.51"), terms=["sensors"])
    able(cluster, "sensors", "26.51", by=manager)
    able(cluster, "milling", "25.62", by=manager, level=2)
    able(cluster, "turning", "25.62", by=manager, level=5)
    able(cluster, "Turning", "25.62", by=manager, level=1)
    able(cluster, "export to Asia", "25.62", by=manager, kind="market")

    rest = technology_matrix(manager, on=TODAY).not_asked_for

    assert [(one.term, round(one.strength, 1)) for one in rest] == [
        ("turning", 1.2),
        ("milling", 0.4),
    ]


def test_offers_expired_requests_and_former_members_do_not_count(
    cluster: Cluster, manager: Actor
) -> None:
    owner = make_organisation(cluster, nace="10.51")
    make_notice(owner, kind="offer", terms=["milling"])
    make_notice(owner, terms=["casting"], expires_on=TODAY)
    gone = able(cluster, "casting", "24.51", by=manager)
    record_leaving(gone, left_on=TODAY, by=manager, at=NOW)
    tomorrow = TODAY.replace(day=TODAY.day + 1)

    assert [one.term for one in technology_matrix(manager, on=TODAY).asked_for] == ["casting"]
    assert row(manager, "casting").holders == ()
    assert technology_matrix(manager, on=tomorrow).asked_for == ()


def test_the_page_the_file_and_the_api_say_the_same(
    cluster: Cluster, manager: Actor, browser: Client
) -> None:
    assert "No request with key words yet" in browser.get(ADDRESS).content.decode()
    asking = make_organisation(cluster, nace="10.51", name="Example Dairy")
    notice = make_notice(asking, terms=["sensors"])
    helper = able(cluster, "sensors", "26.51", by=manager, level=5)

    page = browser.get(ADDRESS).content.decode()
    lines = browser.get(f"{ADDRESS}download/csv/").content.decode("utf-8-sig").splitlines()
    told = browser.get("/api/v1/c/here/partners/technologies").json()

    assert 'class="heat heat-4"' in page
    assert lines[1].endswith(f"hot cell,1,1,{notice.pk},{helper.code},")
    assert [(one["heat"], one["helpers"], one["value"]) for one in told] == [
        ("hot", [helper.pk], 1.0)
    ]


def test_who_asks_in_confidence_is_for_team_and_board(viewer_browser: Client) -> None:
    assert viewer_browser.get(ADDRESS).status_code == 403
    assert viewer_browser.get("/api/v1/c/here/partners/technologies").status_code == 403
