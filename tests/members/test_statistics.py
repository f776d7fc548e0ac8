"""The membership in figures, and the organisations behind each of them."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import load_workbook

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.members import verbs
from raceme.members.queries import statistics
from raceme.members.queries.statistics import Part, YearOfContacts
from tests.factories import NOW, TODAY, make_cluster, make_organisation


@pytest.fixture
def members(cluster: Cluster, manager: Actor) -> None:
    """Three firms, a university, one that left, and a prospect, which is no member."""
    small = make_organisation(
        cluster,
        name="Small",
        employees=12,
        turnover_eur=1_000_000,
        independence="autonomous",
        nuts="SI041",
        joined_on=date(2024, 3, 1),
    )
    make_organisation(cluster, name="Large", employees=400, nuts="SI04", joined_on=date(2025, 1, 1))
    make_organisation(cluster, name="Riddle", nuts="SI032")
    make_organisation(cluster, name="School", role="education", employees=60)
    gone = make_organisation(cluster, name="Gone", joined_on=date(2024, 5, 1))
    make_organisation(cluster, name="Prospect", standing="prospect")
    make_organisation(make_cluster("there"), name="Stranger")
    verbs.record_leaving(gone, left_on=date(2026, 2, 1), reason="moved", by=manager, at=NOW)
    for day in (1, 2):
        verbs.record_visit(small, happened_on=date(2026, 9, day), kind="call", by=manager, at=NOW)
    verbs.record_visit(small, happened_on=TODAY, kind="mail", by=manager, at=NOW)


def codes(parts: list[Part]) -> list[tuple[str, int, float]]:
    return [(part.code, part.number, part.share) for part in parts]


def test_the_membership_is_composed(members: None, manager: Actor) -> None:
    assert codes(statistics.parts_by_role(manager)) == [("firm", 3, 0.75), ("education", 1, 0.25)]
    assert codes(statistics.parts_by_size(manager)) == [
        ("large", 1, 1 / 3),
        ("small", 1, 1 / 3),
        ("", 1, 1 / 3),
    ]
    assert codes(statistics.parts_by_sme(manager)) == [
        ("no", 1, 1 / 3),
        ("yes", 1, 1 / 3),
        ("unknown", 1, 1 / 3),
    ]
    assert codes(statistics.parts_by_region(manager)) == [
        ("SI04", 2, 0.5),
        ("SI03", 1, 0.25),
        ("", 1, 0.25),
    ]


def test_mails_do_not_count_as_contacts(members: None, manager: Actor) -> None:
    assert statistics.years_of_contacts(manager) == [YearOfContacts(2026, 2, 1)]


@pytest.mark.parametrize(("nuts", "share"), [("SI04", 2 / 3), ("SI", 1.0), ("", None)])
def test_the_share_in_the_own_region_leaves_out_what_nobody_knows(
    members: None, cluster: Cluster, manager: Actor, nuts: str, share: float | None
) -> None:
    cluster.nuts = nuts
    cluster.save()
    manager.cluster.refresh_from_db()

    assert statistics.share_in_own_region(manager) == share


def test_without_members_there_is_no_share(manager: Actor) -> None:
    assert statistics.parts_by_role(manager) == []
    assert statistics.share_in_own_region(manager) is None


BEHIND = {
    "what=members": ["Large", "Riddle", "School", "Small"],
    "what=role&value=education": ["School"],
    "what=size&value=unknown": ["Riddle"],
    "what=sme&value=yes": ["Small"],
    "what=sme&value=unknown": ["Riddle"],
    "what=region&value=SI04": ["Large", "Small"],
    "what=region&value=unknown": ["School"],
    "what=contacted": ["Small"],
    "what=not-contacted": ["Large", "Riddle", "School"],
    "what=met&value=2026": ["Small"],
    "what=met&value=0000": [],
    "what=joined&value=2024": ["Gone", "Small"],
    "what=joined&value=nonsense": [],
    "what=left&value=2026": ["Gone"],
    "what=left&value=2026:moved": ["Gone"],
    "what=left&value=2026:unknown": [],
}


@pytest.mark.parametrize(("query", "names"), BEHIND.items())
def test_each_figure_opens_its_rows(
    members: None, browser: Client, cluster: Cluster, query: str, names: list[str]
) -> None:
    answer = browser.get(f"/c/{cluster.slug}/members/figures/behind/?{query}")

    assert sorted(one.name for one in answer.context["page"]) == names


@pytest.mark.parametrize("query", ["what=nonsense", "what=sme&value=perhaps"])
def test_what_is_no_figure_has_no_rows(browser: Client, cluster: Cluster, query: str) -> None:
    assert browser.get(f"/c/{cluster.slug}/members/figures/behind/?{query}").status_code == 404


def test_every_link_of_the_page_leads_to_as_many_rows_as_it_says(
    members: None, browser: Client, cluster: Cluster
) -> None:
    page = f"/c/{cluster.slug}/members/figures/"
    shown = browser.get(page).context
    figures = {
        f"what={table['what']}&value={row['part'].code or 'unknown'}": row["part"].number
        for table in shown["tables"]
        for row in table["rows"]
    }
    figures |= {f"what=joined&value={one.year}": one.joined for one in shown["years"]}
    figures |= {f"what=left&value={one.year}": one.left for one in shown["years"]}
    figures |= {
        f"what=left&value={cell['value']}": cell["number"]
        for row in shown["reasons"]
        for cell in row["cells"]
    }
    figures |= {f"what=met&value={one.year}": one.organisations for one in shown["contacts"]}
    figures |= {"what=members": shown["members"], "what=contacted": shown["contacted"]}

    rows = {
        query: browser.get(f"{page}behind/?{query}").context["page"].paginator.count
        for query in figures
    }

    assert len(figures) > 15
    assert rows == figures


def test_the_rows_are_handed_out_as_shown(members: None, browser: Client, cluster: Cluster) -> None:
    address = f"/c/{cluster.slug}/members/figures/behind/?what=left&value=2026&file="

    book = load_workbook(BytesIO(browser.get(f"{address}xlsx").content))
    text = browser.get(f"{address}csv").content.decode("utf-8-sig")

    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][1] == "Name"
    assert [row[1] for row in rows[1:]] == ["Gone"]
    assert [line.split(",")[1] for line in text.splitlines()] == ["Name", "Gone"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_row_as_for_three(
    browser: Client, cluster: Cluster, manager: Actor, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        organisation = make_organisation(cluster, nuts=f"SI03{number}", employees=10**number)
        verbs.record_visit(
            organisation, happened_on=date(2020 + number, 1, 1), kind="call", by=manager, at=NOW
        )
    browser.get(f"/c/{cluster.slug}/members/figures/")

    with django_assert_num_queries(14):
        browser.get(f"/c/{cluster.slug}/members/figures/")


def test_the_api_tells_the_same(members: None, browser: Client, cluster: Cluster) -> None:
    told = browser.get(f"/api/v1/c/{cluster.slug}/members/statistics").json()
    silent = browser.get(f"/api/v1/c/{cluster.slug}/members/not-contacted").json()["items"]

    assert (told["members"], told["contacted_within_a_year"]) == (4, 1)
    assert [(one["year"], one["joined"], one["left"]) for one in told["years"]] == [
        (2026, 0, 1),
        (2025, 1, 0),
        (2024, 2, 0),
    ]
    assert sorted(one["name"] for one in silent) == ["Large", "Riddle", "School"]
