"""The list of members and its segments, for programs."""

from typing import Any

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.members import queries
from raceme.members.models import Segment
from tests.factories import make_organisation


@pytest.fixture
def address(cluster: Cluster) -> str:
    return f"/api/v1/c/{cluster.slug}/members"


def names(browser: Client, address: str) -> list[str]:
    answer = browser.get(address)
    assert answer.status_code == 200
    return [item["name"] for item in answer.json()["items"]]


def send(browser: Client, method: str, address: str, body: Any = None) -> Any:
    return getattr(browser, method)(address, body, content_type="application/json")


def test_programs_find_as_people_do(browser: Client, address: str, cluster: Cluster) -> None:
    make_organisation(cluster, name="Müller", role="firm", country="SI", nace="62.01")
    make_organisation(cluster, name="Lab", role="research", country="AT")
    make_organisation(cluster, name="Gone", standing="left")

    assert names(browser, address) == ["Lab", "Müller"]
    assert names(browser, f"{address}?with_former=true") == ["Gone", "Lab", "Müller"]
    assert names(browser, f"{address}?text=mueller") == ["Müller"]
    assert names(browser, f"{address}?role=firm&role=research&country=at") == ["Lab"]
    assert names(browser, f"{address}?nace=j") == ["Müller"]


def test_pages_have_a_stable_order(browser: Client, address: str, cluster: Cluster) -> None:
    for number in range(7):
        make_organisation(cluster, name="Same name", employees=number % 2)

    whole = browser.get(f"{address}?sort=-employees").json()
    pages = [
        browser.get(f"{address}?sort=-employees&limit=3&offset={offset}").json()["items"]
        for offset in (0, 3, 6)
    ]

    assert whole["count"] == 7
    assert [item for page in pages for item in page] == whole["items"]


@pytest.mark.parametrize("query", ["sort=colour", "standing=king", "silent=13", "joined_from=x"])
def test_nonsense_is_refused(browser: Client, address: str, query: str) -> None:
    answer = browser.get(f"{address}?{query}")

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_one_row_as_for_three(
    browser: Client, address: str, cluster: Cluster, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make_organisation(cluster)

    with django_assert_num_queries(6):
        assert len(names(browser, f"{address}?sort=-employees")) == rows


def test_a_segment_is_kept_changed_ended_and_restored(
    browser: Client, address: str, cluster: Cluster, manager: Actor
) -> None:
    firm = make_organisation(cluster, name="Firm", role="firm")
    make_organisation(cluster, name="Lab", role="research")
    wanted = {"role": ["firm"], "joined_from": None}

    kept = send(
        browser,
        "post",
        f"{address}/segments",
        {"name": "Firms", "is_shared": True, "wanted": wanted},
    )
    number = kept.json()["id"]
    at = f"{address}/segments/{number}"
    assert (kept.status_code, kept.json()["wanted"]) == (201, {"role": ["firm"]})
    assert names(browser, f"{at}/members?sort=-name") == ["Firm"]

    changed = send(
        browser, "put", at, {"name": "Labs", "is_shared": False, "wanted": {"role": ["research"]}}
    )
    assert changed.json() == {
        "id": number,
        "name": "Labs",
        "is_shared": False,
        "wanted": {"role": ["research"]},
    }
    assert names(browser, f"{at}/members") == ["Lab"]
    assert [one["name"] for one in browser.get(f"{address}/segments").json()["items"]] == ["Labs"]

    assert send(browser, "post", f"{at}/end").status_code == 200
    assert browser.get(f"{at}/members").status_code == 404
    assert send(browser, "post", f"{at}/restore").status_code == 200
    segment = Segment.objects.get()
    assert list(queries.organisations_in(segment, manager)) != [firm]


def test_a_viewer_gets_no_order_by_people(
    viewer_browser: Client, address: str, cluster: Cluster
) -> None:
    make_organisation(cluster, name="B")
    make_organisation(cluster, name="A")

    assert names(viewer_browser, f"{address}?sort=-contact") == ["A", "B"]
