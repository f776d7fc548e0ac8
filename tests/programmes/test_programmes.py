"""A programme shows agreed sums only; whoever tries to find out more finds nothing."""

import json
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import SYSTEM, Actor
from raceme.access.models import Cluster, Role, User
from raceme.cores.mapping import attack
from raceme.cores.mapping.publication import FIRMS, TOTAL, SmallCells
from raceme.foundation.errors import NotAllowed, Refused
from raceme.members.models import Organisation
from raceme.programmes import bridge, queries, verbs
from raceme.programmes.models import Agreement, Officer, Programme
from tests.factories import NOW, make_actor, make_cluster, make_organisation, make_user

# How many firms of a cluster work in automotive (29.10), software (62.01), tourism (55.10), other.
FIRMS_OF = {"north": (12, 9, 8, 7), "south": (11, 3, 14, 6), "west": (15, 10, 2, 9)}
NACE = ("29.10", "62.01", "55.10", "84.11")
_numbers = count(1)


@pytest.fixture
def clusters(db: None) -> list[Cluster]:
    made = []
    for slug, numbers in FIRMS_OF.items():
        cluster = make_cluster(slug)
        Organisation.objects.bulk_create(
            Organisation(
                cluster=cluster, code=f"M{next(_numbers)}", name=f"Secret Works {next(_numbers)}",
                role="firm", standing="member", nace=code, nace_revision="2",
            )
            for code, number in zip(NACE, numbers, strict=True)
            for _one in range(number)
        )  # fmt: skip
        made.append(cluster)
    return made


@pytest.fixture
def programme(clusters: list[Cluster]) -> Programme:
    found = verbs.found_programme(
        slug="growth", name="Growth", agency="Example ministry", by=SYSTEM, at=NOW
    )
    for cluster in clusters:
        agreement = verbs.ask_cluster(found, cluster, by=SYSTEM, at=NOW)
        verbs.agree(agreement, by=make_actor(cluster), at=NOW)
    return found


@pytest.fixture
def officer(programme: Programme) -> Actor:
    user = make_user("officer@example.org")
    verbs.name_officer(programme, user, by=SYSTEM, at=NOW)
    return Actor(label="officer", user=user)


def browser_of(user: User | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user)
    return client


def table_of(tables: list[dict], grouping: str) -> dict[tuple[str, str], int | None]:
    table = next(one for one in tables if one["grouping"] == grouping)
    return {
        (row["name"], column): firms
        for row in table["rows"]
        for column, firms in zip([*table["columns"], TOTAL],
                                 [*row["firms"], row["total"]], strict=True)
    }  # fmt: skip


def test_firms_are_counted_by_cluster_and_field(clusters: list[Cluster]):
    cells = table_of(bridge.tables_of(clusters, firms_min=5), "ecosystems")

    assert cells["Cluster north", TOTAL] == 36
    assert cells[TOTAL, TOTAL] == 106
    # 29.10 belongs to mobility; 12 + 11 + 15 in all three.
    assert cells[TOTAL, "mobility"] == 38
    assert cells["Cluster north", "textiles"] == 0


def test_small_cells_are_hidden_and_others_with_them(clusters: list[Cluster]):
    cells = table_of(bridge.tables_of(clusters, firms_min=5), "ecosystems")

    # 3 of the south are digital; alone it would be the total less the two others.
    assert cells["Cluster south", "digital"] is None
    assert cells["Cluster west", "tourism"] is None
    digital = [cells[f"Cluster {one}", "digital"] for one in FIRMS_OF]
    assert digital.count(None) >= 2 or cells[TOTAL, "digital"] is None


def test_nobody_can_compute_a_hidden_cell_from_all_that_is_shown(clusters: list[Cluster]):
    shown = bridge.tables_of(clusters, firms_min=5)
    rule = SmallCells(minimum=5)
    publication = None
    for grouping in bridge.groupings():
        table = bridge._publication(bridge._counts(clusters, grouping))
        publication = table if publication is None else publication.joined(table)
    assert publication is not None
    names = {str(one.pk): one.name for one in clusters} | {TOTAL: TOTAL}
    told = {
        (row, column): table_of(shown, column.partition(":")[0] or "ecosystems")[
            names[row], column.partition(":")[2] or TOTAL
        ]
        if column != TOTAL
        else table_of(shown, "ecosystems")[names[row], TOTAL]
        for row, column in publication.cells
    }
    hidden = [cell for key, cell in publication.cells.items() if told[key] is None]
    left = {key: cell for key, cell in publication.cells.items() if told[key] is not None}

    assert hidden
    assert all(told[key] == cell.firms for key, cell in left.items())
    bounds = attack.bounds(
        left, attack.floors_of(hidden, rule), publication.sums,
        asked=[(cell.key, FIRMS) for cell in hidden],
    )  # fmt: skip
    assert min(bound.high - bound.low for bound in bounds) >= 5


def test_what_is_stored_holds_no_member_and_no_hidden_number(programme: Programme, officer: Actor):
    edition = verbs.make_edition(programme, by=officer, at=NOW)

    stored = json.dumps(edition.tables)
    assert "Secret" not in stored
    cells = table_of(edition.tables, "ecosystems")
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

    counts = bridge._counts([cluster], bridge.groupings()[1])[cluster.pk]

    # 29.1 is a group of NACE all of whose classes belong to mobility; research is no firm.
    assert counts[TOTAL] == 2
    assert {key: number for key, number in counts.items() if number and key != TOTAL} == {
        "ecosystems:mobility": 1,
        "ecosystems:none": 1,
    }
