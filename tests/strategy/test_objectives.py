"""Objectives and their indicators: stating, weighing, ending; by page and by API."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import Refused
from raceme.strategy import queries, verbs
from raceme.strategy.models import Indicator, Objective
from tests.factories import NOW, make_cluster, make_objective

TYPED = {"name": "More joint projects", "code": "O1", "weight": "2", "full": "3"}
COUNTED = {"direction": "increase", "frequency": "year", "adds_up": "last"}
MEASURED = {"name": "joint projects", "unit": "projects", "baseline": "", "target": "12"} | COUNTED


def test_a_code_stands_for_one_objective_only(cluster: Cluster) -> None:
    make_objective(cluster, code="O1")

    with pytest.raises(ValidationError):
        make_objective(cluster, code="O1")


@pytest.mark.parametrize("nonsense", [{"weight": -1.0}, {"full": 0.0}, {"name": ""}])
def test_nonsense_is_refused(cluster: Cluster, nonsense: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        make_objective(cluster, **nonsense)


def test_an_ended_objective_counts_no_longer_until_it_is_reopened(
    cluster: Cluster, manager: Actor
) -> None:
    objective = make_objective(cluster)

    objective = verbs.end_objective(objective, by=manager, at=NOW)
    assert not queries.objectives_in_force(manager).exists()
    with pytest.raises(Refused):
        verbs.end_objective(objective, by=manager, at=NOW)
    verbs.reopen_objective(objective, by=manager, at=NOW)

    assert queries.objectives_in_force(manager).get() == objective


def test_weights_are_shares_of_all_open_objectives(cluster: Cluster, manager: Actor) -> None:
    heavy, light = make_objective(cluster, weight=3.0), make_objective(cluster, weight=1.0)
    ended = verbs.end_objective(make_objective(cluster, weight=9.0), by=manager, at=NOW)

    # 3 / (3 + 1), 1 / (3 + 1); what has ended weighs nothing
    assert queries.weight_share_of(heavy) == 0.75
    assert queries.weight_share_of(light) == 0.25
    assert queries.weight_share_of(ended) is None


def test_where_nothing_weighs_anything_shares_are_unknown(cluster: Cluster) -> None:
    assert queries.weight_share_of(make_objective(cluster, weight=0.0)) is None


def test_objectives_that_nobody_could_measure_are_found(cluster: Cluster, manager: Actor) -> None:
    measured, formerly, never = (make_objective(cluster) for _ in range(3))
    verbs.add_indicator(measured, name="x", unit="firms", by=manager, at=NOW)
    ended = verbs.add_indicator(formerly, name="x", unit="firms", by=manager, at=NOW)
    verbs.end_indicator(ended, by=manager, at=NOW)

    assert list(queries.objectives_without_indicator(manager)) == [formerly, never]


def test_an_indicator_ends_once_and_is_reopened(cluster: Cluster, manager: Actor) -> None:
    indicator = verbs.add_indicator(
        make_objective(cluster), name="x", unit="firms", by=manager, at=NOW
    )

    indicator = verbs.end_indicator(indicator, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.end_indicator(indicator, by=manager, at=NOW)

    assert verbs.reopen_indicator(indicator, by=manager, at=NOW).ended_at is None


def test_the_page_states_an_objective(browser: Client, cluster: Cluster) -> None:
    answer = browser.post(
        f"/c/{cluster.slug}/strategy/objectives/new/", TYPED | {"categories": ["NET", "MAT"]}
    )

    stated = Objective.objects.get(code="O1")
    assert answer["Location"] == f"/c/{cluster.slug}/strategy/objectives/{stated.pk}/"
    assert (stated.weight, stated.categories) == (2.0, ["NET", "MAT"])


def test_the_page_says_beside_the_field_what_is_wrong(browser: Client, cluster: Cluster) -> None:
    make_objective(cluster, code="O1")

    answer = browser.post(f"/c/{cluster.slug}/strategy/objectives/new/", TYPED)

    assert answer.status_code == 422
    assert "Another objective has this code." in answer.content.decode()


def test_the_page_changes_an_objective_and_keeps_its_own_categories(
    browser: Client, cluster: Cluster
) -> None:
    objective = make_objective(cluster, categories=["NET", "Own kind"])
    address = f"/c/{cluster.slug}/strategy/objectives/{objective.pk}/edit/"

    page = browser.get(address).content.decode()
    answer = browser.post(address, TYPED | {"categories": ["Own kind"]})

    objective.refresh_from_db()
    assert page.count(" checked") == 2
    assert answer.status_code == 302
    assert objective.categories == ["Own kind"]
    assert browser.post(address, TYPED | {"weight": "-1"}).status_code == 422


def test_the_page_ends_and_reopens_an_objective(browser: Client, cluster: Cluster) -> None:
    objective = make_objective(cluster)
    base = f"/c/{cluster.slug}/strategy/objectives/{objective.pk}"

    browser.post(f"{base}/end/")
    again = browser.post(f"{base}/end/", follow=True).content.decode()
    listed = browser.get(f"/c/{cluster.slug}/strategy/").content.decode()
    browser.post(f"{base}/reopen/")

    objective.refresh_from_db()
    assert "This objective has already ended." in again
    assert "Ended objectives" in listed
    assert objective.ended_at is None


def test_the_page_adds_changes_ends_and_reopens_an_indicator(
    browser: Client, cluster: Cluster
) -> None:
    objective = make_objective(cluster)
    base = f"/c/{cluster.slug}/strategy"

    added = browser.post(f"{base}/objectives/{objective.pk}/indicators/new/", MEASURED)
    indicator = Indicator.objects.get()
    mine = f"{base}/indicators/{indicator.pk}"
    browser.post(f"{mine}/edit/", MEASURED | {"baseline": "3", "baseline_on": "2026-01-01"})
    browser.post(f"{mine}/end/")
    again = browser.post(f"{mine}/end/", follow=True).content.decode()
    indicator.refresh_from_db()
    was_ended = indicator.ended_at is not None
    browser.post(f"{mine}/reopen/")
    indicator.refresh_from_db()

    assert added["Location"] == f"{mine}/"
    assert indicator.baseline == Decimal(3)
    assert [one.value for one in indicator.targets.all()] == [Decimal(12)]
    assert (was_ended, indicator.ended_at) == (True, None)
    assert "This indicator has already ended." in again


def test_an_indicator_needs_a_name_and_a_unit(browser: Client, cluster: Cluster) -> None:
    objective = make_objective(cluster)
    base = f"/c/{cluster.slug}/strategy"

    typed = COUNTED | {"target": "1"}

    answer = browser.post(f"{base}/objectives/{objective.pk}/indicators/new/", typed)

    assert answer.status_code == 422
    assert answer.content.decode().count("This field is required.") == 4  # summary and field


def test_a_viewer_changes_nothing_by_page(viewer_browser: Client, cluster: Cluster) -> None:
    objective = make_objective(cluster)
    base = f"/c/{cluster.slug}/strategy/objectives"

    assert viewer_browser.get(f"{base}/{objective.pk}/").status_code == 200
    assert viewer_browser.get(f"{base}/new/").status_code == 403
    for act in ("edit", "end", "reopen", "indicators/new"):
        assert viewer_browser.post(f"{base}/{objective.pk}/{act}/").status_code == 403


def test_what_belongs_to_others_is_not_there(browser: Client, cluster: Cluster) -> None:
    stranger = make_objective(make_cluster("there"))
    base = f"/c/{cluster.slug}/strategy/objectives/{stranger.pk}"

    assert browser.get(f"{base}/").status_code == 404
    assert browser.post(f"{base}/end/").status_code == 404


def test_the_api_states_and_lists_objectives(browser: Client, cluster: Cluster) -> None:
    base = f"/api/v1/c/{cluster.slug}/strategy/objectives"
    make_objective(make_cluster("there"))

    stated = browser.post(base, {"name": "More joint projects"}, content_type="application/json")
    pk = stated.json()["id"]
    browser.put(
        f"{base}/{pk}", {"name": "Many", "code": "X", "weight": 2}, content_type="application/json"
    )
    ended = browser.post(f"{base}/{pk}/end")
    in_force = browser.get(base).json()["items"]
    everything = browser.get(base, {"in_force": "false"}).json()["items"]
    reopened = browser.post(f"{base}/{pk}/reopen")

    assert (stated.status_code, stated.json()["code"]) == (201, "O1")
    assert ended.json()["ended_at"] is not None
    assert (in_force, [one["code"] for one in everything]) == ([], ["X"])
    assert reopened.json()["ended_at"] is None
    assert browser.get(f"{base}/{pk}").json()["weight"] == 2.0


@pytest.mark.parametrize(
    ("body", "wrong"), [('{"name": "x", "weight": NaN}', "weight"), ('{"weight": 1}', "name")]
)
def test_the_api_refuses_nonsense(browser: Client, cluster: Cluster, body: str, wrong: str) -> None:
    answer = browser.generic("POST", f"/api/v1/c/{cluster.slug}/strategy/objectives", body)

    assert answer.status_code == 422
    assert [field.split(".")[-1] for field in answer.json()["errors"]] == [wrong]


def test_the_api_adds_and_ends_indicators(browser: Client, cluster: Cluster) -> None:
    objective, stranger = make_objective(cluster), make_objective(make_cluster("there"))
    base = f"/api/v1/c/{cluster.slug}/strategy/indicators"
    values = {"objective_id": objective.pk, "name": "x", "unit": "firms", "target": 5}

    added = browser.post(base, values, content_type="application/json")
    pk = added.json()["id"]
    elsewhere = browser.post(
        base, values | {"objective_id": stranger.pk}, content_type="application/json"
    )
    browser.put(f"{base}/{pk}", {"name": "y", "unit": "firms"}, content_type="application/json")
    ended = browser.post(f"{base}/{pk}/end")
    reopened = browser.post(f"{base}/{pk}/reopen")

    assert (added.status_code, elsewhere.status_code) == (201, 404)
    assert browser.get(f"{base}/{pk}").json()["name"] == "y"
    assert ended.json()["ended_at"] is not None
    assert reopened.json()["ended_at"] is None
    assert len(browser.get(base, {"objective_id": objective.pk}).json()["items"]) == 1
