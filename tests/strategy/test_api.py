"""Everything about the strategy by API: what programs send, and what they get back."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from tests.factories import make_cluster, make_objective
from tests.strategy.whole import CHALLENGE, WholeRows, make_whole

BASE = "/api/v1/c/here/strategy"
LINE = {"kind": "threat", "text": "Prices rise", "evidence": "By a third."}


@pytest.fixture
def rows(cluster: Cluster, manager: Actor) -> WholeRows:
    return make_whole(make_objective(cluster), by=manager)


def send(browser: Client, method: str, path: str, **values: object) -> tuple[int, dict[str, Any]]:
    answer = browser.generic(method, f"{BASE}{path}", json.dumps(values))
    return answer.status_code, answer.json()


def items(browser: Client, path: str, **query: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.get(f"{BASE}{path}", query).json()["items"]
    return found


def test_a_version_has_mission_and_years(browser: Client, rows: WholeRows) -> None:
    mine = f"/{rows.objective.strategy_id}"
    words = {"title": "Ahead", "mission": "For firms", "from_year": 2026, "to_year": 2030}

    status, changed = send(browser, "PUT", mine, **words)
    wrong = send(browser, "PUT", mine, **words | {"to_year": 2020})
    nonsense = send(browser, "PUT", mine, **words | {"to_year": 20300})

    assert (status, changed["mission"], changed["to_year"]) == (200, "For firms", 2030)
    assert wrong == (
        422,
        {
            "title": "Some values cannot be stored.",
            "status": 422,
            "errors": {"__all__": ["A strategy does not end before it begins."]},
        },
    )
    assert nonsense[0] == 422


def test_challenges(browser: Client, cluster: Cluster) -> None:
    first = send(browser, "POST", "/challenges", **CHALLENGE)[1]
    second = send(browser, "POST", "/challenges", text="Second?", why="x")[1]
    mine = f"/challenges/{second['id']}"

    send(browser, "PUT", mine, text="Other?", why="x")
    send(browser, "POST", f"{mine}/move", is_up=True)
    ordered = [one["text"] for one in items(browser, "/challenges")]
    dropped = send(browser, "POST", f"{mine}/drop")[1]
    again = send(browser, "POST", f"{mine}/drop")[0]
    restored = send(browser, "POST", f"{mine}/restore")[1]

    assert ordered == ["Other?", first["text"]]
    assert (dropped["ended_at"] is None, again, restored["ended_at"]) == (False, 409, None)
    assert browser.get(f"{BASE}{mine}").json()["why"] == "x"
    assert items(browser, "/challenges", strategy_id=first["strategy_id"] + 1) == []


def test_lines_of_the_swot(browser: Client, cluster: Cluster) -> None:
    status, noted = send(browser, "POST", "/swot", **LINE)
    mine = f"/swot/{noted['id']}"

    refused = send(browser, "POST", "/swot", **LINE | {"kind": "weather"})
    moved = send(browser, "PUT", mine, **LINE | {"kind": "weakness", "source": "Survey"})[1]
    send(browser, "POST", f"{mine}/move", is_up=False)
    dropped = send(browser, "POST", f"{mine}/drop")[1]
    restored = send(browser, "POST", f"{mine}/restore")[1]

    assert (status, refused[0]) == (201, 422)
    assert list(refused[1]["errors"]) == ["kind"]
    assert (moved["kind"], moved["source"]) == ("weakness", "Survey")
    assert (dropped["ended_at"] is None, restored["ended_at"]) == (False, None)
    assert items(browser, "/swot", strategy_id=noted["strategy_id"]) == [restored]
    assert browser.get(f"{BASE}{mine}").json() == restored


def test_fields_and_measures(browser: Client, rows: WholeRows) -> None:
    stranger = make_objective(make_cluster("there"))
    objective = rows.objective.pk

    status, opened = send(browser, "POST", "/fields", name="People", objective_ids=[objective])
    elsewhere = send(browser, "POST", "/fields", name="x", objective_ids=[stranger.pk])
    none = send(browser, "POST", "/fields", name="x", objective_ids=[])
    mine = f"/fields/{opened['id']}"
    changed = send(browser, "PUT", mine, name="All", code="F9", objective_ids=[objective])[1]
    planned = send(browser, "POST", "/measures", field_id=opened["id"], name="Workshops")[1]
    measure = f"/measures/{planned['id']}"
    described = send(
        browser, "PUT", measure, field_id=opened["id"], name="Two", code="X", budget_eur=5
    )[1]
    done = send(browser, "POST", f"{measure}/report", status="done")[1]
    still = send(browser, "PUT", measure, field_id=opened["id"], name="Two", code="X")[1]
    ended = send(browser, "POST", f"{mine}/end")[1]
    reopened = send(browser, "POST", f"{mine}/reopen")[1]

    assert (status, opened["code"], elsewhere[0], none[0]) == (201, "F2", 404, 409)
    assert (changed["name"], changed["objective_ids"]) == ("All", [objective])
    assert (planned["code"], planned["status"], planned["budget_eur"]) == ("F9.1", "planned", None)
    assert (described["code"], float(described["budget_eur"])) == ("X", 5)
    assert (done["status"], still["status"]) == ("done", "done")
    assert (ended["ended_at"] is None, reopened["ended_at"]) == (False, None)
    assert [one["id"] for one in items(browser, "/measures", field_id=opened["id"])] == [
        planned["id"]
    ]
    assert len(items(browser, "/fields", strategy_id=opened["strategy_id"])) == 2
    assert browser.get(f"{BASE}{mine}").json()["code"] == "F9"
    assert browser.get(f"{BASE}{measure}").json()["name"] == "Two"


def test_an_indicator_with_its_definition_and_targets(browser: Client, rows: WholeRows) -> None:
    sheet = {
        "objective_id": rows.objective.pk,
        "field_id": rows.field.pk,
        "name": "Firms",
        "unit": "Unternehmen",
        "adds_up": "distinct",
        "target": 40,
        "target_on": "2029-12-31",
    }

    status, added = send(browser, "POST", "/indicators", **sheet)
    mine = f"/indicators/{added['id']}"
    second = send(browser, "POST", "/targets", indicator_id=added["id"], value=50)[1]
    target = f"/targets/{second['id']}"
    send(browser, "PUT", target, value=60, due_on="2031-12-31")
    both = browser.get(f"{BASE}{mine}").json()["targets"]
    withdrawn = send(browser, "POST", f"{target}/withdraw")[1]
    one = browser.get(f"{BASE}{mine}").json()["targets"]
    restored = send(browser, "POST", f"{target}/restore")[1]
    reworded = send(browser, "POST", f"{mine}/reword", definition="Each once.")[1]
    change = {"definition": "SMEs only.", "unit": "SMEs", "adds_up": "distinct"}
    anew = send(
        browser, "POST", f"{mine}/redefine", **change, valid_from="2027-01-01", why="Funder"
    )[1]

    assert (status, added["code"], added["unit"], added["field_id"]) == (
        201,
        "I2",
        "firms",
        rows.field.pk,
    )
    assert [(each["value"], each["due_on"]) for each in both] == [
        ("40.00", "2029-12-31"),
        ("60.00", "2031-12-31"),
    ]
    assert (withdrawn["withdrawn_at"] is None, len(one)) == (False, 1)
    assert restored["withdrawn_at"] is None
    assert (reworded["definition"], reworded["definition_number"]) == ("Each once.", 1)
    assert (anew["definition"], anew["unit"], anew["definition_number"]) == (
        "SMEs only.",
        "smes",
        2,
    )
    assert browser.get(f"{BASE}{target}").status_code == 405
    assert len(items(browser, "/targets", indicator_id=added["id"])) == 2


def test_values_and_where_an_indicator_stands(browser: Client, rows: WholeRows) -> None:
    pk = rows.indicator.pk
    value = {"indicator_id": pk, "value": 2, "observed_on": "2026-05-05", "source": "List"}

    status, recorded = send(browser, "POST", "/values", **value)
    twice = send(browser, "POST", "/values", **value)
    mine = f"/values/{recorded['id']}"
    corrected = send(browser, "PUT", mine, value=1, observed_on="2026-05-05")[1]
    standing = browser.get(f"{BASE}/indicators/{pk}/standing").json()
    withdrawn = send(browser, "POST", f"{mine}/withdraw")[1]
    restored = send(browser, "POST", f"{mine}/restore")[1]

    assert (status, twice[0], recorded["indicator_code"]) == (201, 422, "I1")
    assert (float(corrected["value"]), corrected["told_by"]) == (1, recorded["told_by"])
    # 4 + 1 + 3 from the example
    assert (standing["actual"], standing["actual_on"]) == (8.0, "2026-11-23")
    assert (standing["light"], standing["reason"]) == ("green", "on_course")
    assert (withdrawn["withdrawn_at"] is None, restored["withdrawn_at"]) == (False, None)
    assert len(items(browser, "/values", indicator_id=pk)) == len(items(browser, "/values")) == 2
    assert browser.get(f"{BASE}{mine}").json()["definition_number"] == 1


def test_lists_ask_as_often_for_one_row_as_for_three(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    def questions() -> list[int]:
        make_whole(make_objective(cluster), by=manager)
        counts = []
        for path in ("fields", "measures", "indicators", "targets", "values", "swot", "challenges"):
            with CaptureQueriesContext(connection) as asked:
                items(browser, f"/{path}")
            counts.append(len(asked))
        return counts

    for_one = questions()
    questions()
    assert questions() == for_one
