"""The list as a file: exactly what is shown, with ids."""

import csv
import io
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue import verbs
from raceme.catalogue.models import Service, Stage
from raceme.catalogue.verbs import Partner
from raceme.foundation.tabular.reading import read_table
from tests.catalogue.complete import CONCEPT, bring_to, seat_of
from tests.factories import NOW, make_objective, make_service


def rows_of(answer: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def service(cluster: Cluster, manager: Actor) -> Service:
    make_objective(cluster, code="O1")
    return make_service(
        cluster,
        code="S1",
        name="Export club",
        person_days=Decimal("2.5"),
        answers={"information": 0.5, "Own topic": 1},
        serves={"O1": 3},
        providers=[Partner("expert", name="Bank")],
        owner=seat_of(manager),
        calendar="Every March",
        price_member_eur=Decimal(0),
        **CONCEPT,
    )


def test_the_file_holds_every_fact_with_ids(
    browser: Client, cluster: Cluster, manager: Actor, service: Service
) -> None:
    (row,) = rows_of(browser.get(f"/c/{cluster.slug}/services/export/csv/"))

    assert row == {
        "number": str(service.pk),
        "id": "S1",
        "name": "Export club",
        "category": "NET",
        "name of the category": "Networking and community",
        "stage": "idea",
        "at this stage since": "2026-11-23",
        "version": "1",
        "what members want it for": CONCEPT["need"],
        "description": CONCEPT["description"],
        "for whom": "small and medium-sized firms; start-ups",
        "level": "for a group of members",
        "format": "standing group",
        "how it is delivered": "by our own team",
        "who takes part in delivering it": "Bank (gives an expert or a speaker)",
        "what we measure": "firms; contacts",
        "joins firms of different sectors": "false",
        "suits emerging industries": "false",
        "owner": str(manager.user),
        "when it is offered": "Every March",
        "who pays": "membership fees; sponsors",
        "price for members": "0",
        "price for non-members": "",  # unknown is not 0
        "State-aid basis": "",
        "who may know of it": "",
        "person-days": "2.5",
        "cost": "1000",
        "income": "0",
        "net cost": "1000",
        "members reached": "10",
        "editions a year at most": "1",
        "answers": "Own topic:1; information:0.5",
        "serves": "O1:3",
        "policy mandate": "",
        "adopted from": "",
        "version of the library": "",
        "retired": "",
    }


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["A", "B"]),
        ("stage=concept", ["B"]),
        ("text=club&sort=name", ["A"]),
        ("with_retired=on&sort=stage", ["A", "B", "C"]),
    ],
)
def test_the_file_holds_exactly_what_the_list_shows(
    browser: Client, cluster: Cluster, manager: Actor, query: str, codes: list[str]
) -> None:
    make_service(cluster, code="A", name="A club")
    bring_to(make_service(cluster, code="B"), Stage.CONCEPT, manager)
    gone = make_service(cluster, code="C")
    verbs.retire_service(gone, reason="Nobody came.", by=manager, at=NOW)

    listed = browser.get(f"/c/{cluster.slug}/services/?{query}").context["page"]
    rows = rows_of(browser.get(f"/c/{cluster.slug}/services/export/csv/?{query}"))

    assert [one.code for one in listed] == codes
    assert [row["id"] for row in rows] == codes


def test_it_is_a_workbook_too_and_nothing_else(browser: Client, cluster: Cluster) -> None:
    make_service(cluster, code="S1", name="=HYPERLINK(1)")
    address = f"/c/{cluster.slug}/services/export"

    answer = browser.get(f"{address}/xlsx/")
    table = read_table(answer.content, "services.xlsx")

    assert answer["Content-Disposition"] == 'attachment; filename="services.xlsx"'
    assert [(row.cells[1], row.cells[2]) for row in table.rows] == [("S1", "=HYPERLINK(1)")]
    assert browser.get(f"{address}/pdf/").status_code == 404


def test_a_viewer_does_not_read_who_is_in_the_team(
    viewer_browser: Client, cluster: Cluster, manager: Actor
) -> None:
    make_service(cluster, owner=seat_of(manager))
    listed = f"/c/{cluster.slug}/services/"

    (row,) = rows_of(viewer_browser.get(f"{listed}export/csv/"))

    assert "owner" not in row
    for address in (listed, f"{listed}board/"):
        assert str(manager.user) not in viewer_browser.get(address).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_file_asks_the_database_as_often_for_one_row_as_for_three(
    browser: Client, cluster: Cluster, rows: int, django_assert_num_queries: object
) -> None:
    make_objective(cluster, code="O1")
    for _ in range(rows):
        make_service(
            cluster,
            answers={"information": 1},
            serves={"O1": 2},
            providers=[Partner("host", name="X")],
        )

    with django_assert_num_queries(10):  # type: ignore[operator]
        browser.get(f"/c/{cluster.slug}/services/export/csv/")
