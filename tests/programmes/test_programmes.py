"""A programme shows agreed sums only; whoever tries to find out more finds nothing."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import SYSTEM, Actor
from raceme.access.models import Cluster, Role, User
from raceme.cores.mapping.publication import TOTAL
from raceme.foundation.errors import NotAllowed, Refused
from raceme.members.models import Organisation
from raceme.programmes import queries, verbs
from raceme.programmes.bridge.firms import firms_of
from raceme.programmes.models import Agreement, Officer, Programme
from raceme.programmes.queries import Deeds
from tests.factories import NOW, make_actor, make_cluster, make_organisation
from tests.programmes.making import FIRMS_OF, cells_of, tables_of


def browser_of(user: User | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user)
    return client


def test_firms_are_counted_by_cluster_and_field(clusters: list[Cluster]):
    cells = cells_of(tables_of(clusters))

    assert cells["Cluster north", TOTAL] == 36
    assert cells[TOTAL, TOTAL] == 106
    # 29.10 belongs to mobility; 12 + 11 + 15 in all three.
    assert cells[TOTAL, "mobility"] == 38
    assert cells["Cluster north", "textiles"] == 0


def test_small_cells_are_hidden_and_others_with_them(clusters: list[Cluster]):
    cells = cells_of(tables_of(clusters))

    # 3 of the south are digital; alone it would be the total less the two others.
    assert cells["Cluster south", "digital"] is None
    assert cells["Cluster west", "tourism"] is None
    digital = [cells[f"Cluster {one}", "digital"] for one in FIRMS_OF]
    assert digital.count(None) >= 2 or cells[TOTAL, "digital"] is None


def test_what_is_stored_holds_no_member_and_no_hidden_number(programme: Programme, officer: Actor):
    edition = verbs.make_edition(programme, by=officer, at=NOW)

    stored = json.dumps(edition.tables)
    assert "Secret" not in stored
    cells = cells_of(edition.tables)
    assert {firms for firms in cells.values() if firms is not None and 0 < firms < 5} == set()


def test_the_page_and_the_file_show_what_is_stored_and_no_more(
    programme: Programme, officer: Actor
):
    verbs.make_edition(programme, by=officer, at=NOW)
    browser = browser_of(officer.user)

    page = browser.get("/programme/growth/").content.decode()
    file = browser.get("/programme/growth/firms-2026.csv").content.decode("utf-8-sig")

    assert "Secret" not in page + file
    assert "Cluster south" in page
    assert ",Cluster south,,yes" in file


@pytest.mark.parametrize(
    "path",
    ["members/", "needs/", "region/", "programmes/", "team/", "members/export.csv", "history/"],
)
def test_an_officer_sees_nothing_of_a_cluster_itself(
    programme: Programme, officer: Actor, path: str
):
    assert browser_of(officer.user).get(f"/c/north/{path}").status_code == 404


def test_nobody_else_finds_the_programme(programme: Programme, clusters: list[Cluster]):
    manager = browser_of(make_actor(clusters[0]).user)

    for path in ("", "firms-2026.csv"):
        assert manager.get(f"/programme/growth/{path}").status_code == 404
        assert Client().get(f"/programme/growth/{path}").status_code == 302
    assert manager.post("/programme/growth/edition/").status_code == 404


def test_a_former_officer_sees_nothing(programme: Programme, officer: Actor):
    verbs.end_officer(Officer.objects.get(), by=SYSTEM, at=NOW)

    assert browser_of(officer.user).get("/programme/growth/").status_code == 404
    with pytest.raises(NotAllowed):
        verbs.make_edition(programme, by=officer, at=NOW)


def test_a_year_has_one_edition_so_that_two_cannot_be_compared(
    programme: Programme, officer: Actor
):
    verbs.make_edition(programme, by=officer, at=NOW)

    with pytest.raises(Refused, match="already"):
        verbs.make_edition(programme, by=officer, at=NOW)
    answer = browser_of(officer.user).post("/programme/growth/edition/", follow=True)
    assert "There is an edition of this year already" in answer.content.decode()


def test_an_edition_stays_as_it_was_when_members_leave(
    programme: Programme, officer: Actor, clusters: list[Cluster]
):
    edition = verbs.make_edition(programme, by=officer, at=NOW)
    before = edition.tables
    Organisation.objects.filter(cluster=clusters[0]).update(standing="left")

    edition.refresh_from_db()
    assert edition.tables == before


def test_whoever_has_not_agreed_or_agrees_no_more_does_not_count(
    programme: Programme, officer: Actor, clusters: list[Cluster]
):
    south = Agreement.objects.get(cluster=clusters[1])
    verbs.end_agreement(south, by=make_actor(clusters[1]), at=NOW)
    verbs.ask_cluster(programme, make_cluster("east"), by=SYSTEM, at=NOW)

    edition = verbs.make_edition(programme, by=officer, at=NOW)

    assert [row["name"] for row in edition.tables[0]["rows"]] == [
        "Cluster north", "Cluster west", TOTAL,
    ]  # fmt: skip
    with pytest.raises(Refused, match="does not take part"):
        verbs.end_agreement(south, by=make_actor(clusters[1]), at=NOW)
    verbs.agree(south, by=make_actor(clusters[1]), at=NOW)
    with pytest.raises(Refused, match="already"):
        verbs.agree(south, by=make_actor(clusters[1]), at=NOW)


def test_only_its_own_managers_speak_for_a_cluster(programme: Programme, clusters: list[Cluster]):
    agreement = Agreement.objects.get(cluster=clusters[0])
    for actor in (
        make_actor(clusters[0], Role.ADVISER),
        make_actor(clusters[0], Role.BOARD),
        make_actor(clusters[1]),
    ):
        with pytest.raises(NotAllowed):
            verbs.end_agreement(agreement, by=actor, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.ask_cluster(programme, clusters[0], by=make_actor(clusters[0]), at=NOW)
    assert list(queries.agreements_visible_to(make_actor(clusters[1]))) == [
        Agreement.objects.get(cluster=clusters[1])
    ]


def test_no_programme_shows_smaller_cells():
    with pytest.raises(ValidationError):
        Programme(slug="x", name="X", agency="X", firms_min=2, founded_at=NOW).clean_fields()


def test_without_anybody_who_agreed_there_is_nothing_to_freeze(officer: Actor, programme):
    Agreement.objects.update(ended_at=NOW)

    with pytest.raises(Refused, match="agreed"):
        verbs.make_edition(programme, by=officer, at=NOW)


def test_firms_of_unknown_activity_or_another_edition_are_in_no_field(db: None):
    cluster = make_cluster("alone")
    make_organisation(cluster, nace="29.1", nace_revision="2")
    make_organisation(cluster)
    make_organisation(cluster, role="research", nace="72.19")

    firms = firms_of([cluster], Deeds())

    # 29.1 is a group of NACE all of whose classes belong to mobility; research is no firm.
    ecosystems = [one for firm in firms for one in firm.columns if one.startswith("ecosystems:")]
    assert sorted(ecosystems) == ["ecosystems:mobility", "ecosystems:none"]
