"""Services and the library by API."""

import pytest
from django.test import Client

from raceme.access.models import Cluster
from raceme.catalogue.models import Service
from tests.factories import make_cluster, make_objective, make_service

FACTS = {
    "code": "77",
    "name": "Export club",
    "category": "INT",
    "person_days": "3.5",
    "cost_eur": "900",
    "reach": 8,
}


@pytest.fixture
def address(cluster: Cluster) -> str:
    return f"/api/v1/c/{cluster.slug}/services"


def test_a_service_is_written_down_read_and_changed(
    browser: Client, cluster: Cluster, address: str
) -> None:
    make_objective(cluster, code="O1")
    links = {"answers": {"information": 0.5}, "serves": {"O1": 4}}

    made = browser.post(address, FACTS | links, content_type="application/json")
    assert made.status_code == 201
    one = f"{address}/{made.json()['id']}"
    changed = browser.put(one, FACTS | {"name": "New"}, content_type="application/json")

    assert changed.status_code == 200
    shown = browser.get(one).json()
    assert (shown["name"], shown["answers"], shown["serves"]) == (
        "New",
        {"information": 0.5},
        {"O1": 4.0},
    )


@pytest.mark.parametrize(
    ("wrong", "status", "fields"),
    [
        ({"reach": -1}, 422, {"values.reach"}),
        ({"answers": {"x": 2}}, 422, {"values.answers.x"}),
        ({"code": ""}, 422, {"code"}),
        ({"serves": {"O9": 1}}, 409, set()),
    ],
)
def test_what_is_wrong_is_said_as_problem_json(
    browser: Client, address: str, wrong: dict[str, object], status: int, fields: set[str]
) -> None:
    answer = browser.post(address, FACTS | wrong, content_type="application/json")

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()["errors"]) == fields
    assert not Service.objects.exists()


def test_the_list_holds_our_offer_only(browser: Client, cluster: Cluster, address: str) -> None:
    ours = make_service(cluster, answers={"information": 1})
    retired = make_service(cluster)
    make_service(make_cluster("there"))

    retiring = f"{address}/{retired.pk}/retire"
    answer = browser.post(retiring, {"reason": "Nobody came."}, content_type="application/json")
    assert answer.json()["is_offered"] is False
    assert [one["id"] for one in browser.get(address).json()["items"]] == [ours.pk]
    assert browser.post(f"{address}/{retired.pk}/offer-again").json()["is_offered"] is True

    found = browser.get(f"{address}?topic=information").json()
    assert (found["count"], found["items"][0]["answers"]) == (1, {"information": 1.0})


def test_the_library_is_read_and_adopted_from(browser: Client, address: str) -> None:
    adopted = browser.post(
        f"{address}/library/adopt", {"archetypes": ["NET-01"]}, content_type="application/json"
    )

    listed = browser.get(f"{address}/library?category=NET").json()["items"]
    assert adopted.status_code == 201
    assert {one["archetype"]["id"]: one["service_id"] for one in listed}["NET-01"] == (
        adopted.json()[0]["id"]
    )
    assert browser.get(f"{address}/library/NET-01").json()["category"] == "NET"
    assert browser.get(f"{address}/library/NO-99").status_code == 404


def test_adopting_something_unknown_adopts_nothing(browser: Client, address: str) -> None:
    answer = browser.post(
        f"{address}/library/adopt",
        {"archetypes": ["NET-01", "NO-99"]},
        content_type="application/json",
    )

    assert answer.status_code == 404
    assert not Service.objects.exists()


def test_a_viewer_may_read_only(viewer_browser: Client, cluster: Cluster, address: str) -> None:
    service = make_service(cluster)

    assert viewer_browser.get(f"{address}/{service.pk}").status_code == 200
    for method, path, body in (
        ("post", address, FACTS),
        ("put", f"{address}/{service.pk}", FACTS),
        ("post", f"{address}/library/adopt", {"archetypes": ["NET-01"]}),
        ("post", f"{address}/{service.pk}/retire", {}),
    ):
        answer = getattr(viewer_browser, method)(path, body, content_type="application/json")
        assert answer.status_code == 403
