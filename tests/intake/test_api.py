"""Programs send lists in, look, confirm and undo by the same rules as people."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from raceme.access.actor import Actor
from raceme.intake.models import Upload
from raceme.members.models import Organisation
from tests.factories import make_organisation
from tests.intake.lists import csv_of, send

API = "/api/v1/c/here/imports"
LIST = csv_of("Firma;Ort;Mitarbeiter", "Alpha;Ulm;5", "Beta;Bonn;viele", "Gamma;Ulm;7")


def put(browser: Client, path: str, body: dict):
    return browser.put(f"{API}{path}", body, content_type="application/json")


def post(browser: Client, path: str, body: dict | None = None):
    return browser.post(f"{API}{path}", body or {}, content_type="application/json")


def test_from_sending_in_to_undoing(browser: Client) -> None:
    sent = browser.post(API, {"file": SimpleUploadedFile("list.csv", LIST)})
    assert (sent.status_code, sent.json()["state"]) == (201, "waiting")
    pk = sent.json()["id"]

    columns = browser.get(f"{API}/{pk}/columns").json()
    assert [(one["letter"], one["target"], one["trust"]) for one in columns] == [
        ("A", "organisation.name", "sure"),
        ("B", "organisation.city", "sure"),
        ("C", "organisation.employees", "sure"),
    ]
    assert put(browser, f"/{pk}/columns", {}).json()["counts"]["new"] == 2
    preview = browser.get(f"{API}/{pk}/preview").json()
    assert [one["row"] for one in preview["errors"]] == [3]
    assert post(browser, f"/{pk}/confirm").status_code == 409

    post(browser, f"/{pk}/decide", {"leaves_out": True})
    assert post(browser, f"/{pk}/confirm").json()["state"] == "loaded"
    assert Organisation.objects.count() == 2

    assert browser.get(f"{API}/{pk}/undo").json()["goes"]["members.organisation"] == 2
    assert post(browser, f"/{pk}/undo").json()["state"] == "undone"
    assert not Organisation.objects.exists()
    assert browser.get(f"{API}/{pk}/undo").json() == {
        "goes": {}, "becomes_as_before": {}, "stays": [],
    }  # fmt: skip


def test_what_the_columns_are_taken_for_can_be_said(browser: Client, manager: Actor) -> None:
    upload = send(csv_of("x;y", "Alpha;Ulm"), by=manager)

    put(
        browser,
        f"/{upload.pk}/columns",
        {"targets": {"0": "organisation.name"}, "standing": "prospect"},
    )
    post(browser, f"/{upload.pk}/confirm")

    assert [(one.name, one.standing) for one in Organisation.objects.all()] == [
        ("Alpha", "prospect")
    ]


def test_duplicates_are_decided(browser: Client, manager: Actor) -> None:
    make_organisation(manager.cluster, code="K7", name="Alpha")
    upload = send(csv_of("id;name;city", "X1;Alpha;Ulm"), by=manager)

    post(browser, f"/{upload.pk}/decide", {"decisions": {"2": "same"}})
    wrong = post(browser, f"/{upload.pk}/decide", {"decisions": {"2": "eat"}})

    upload.refresh_from_db()
    assert upload.decisions == {"2": "same"}
    assert wrong.status_code == 409


@pytest.mark.parametrize(
    ("file", "status"),
    [(None, 409), (SimpleUploadedFile("x.csv", b"%PDF-1.7"), 409)],
)
def test_what_cannot_be_read_is_a_problem(browser: Client, file, status) -> None:
    answer = browser.post(API, {"file": file} if file else {})

    assert answer.status_code == status
    assert not Upload.objects.exists()


def test_what_a_list_holds_is_members_or_needs(browser: Client) -> None:
    sent = browser.post(API, {"file": SimpleUploadedFile("list.csv", LIST), "holds": "cats"})
    asked = browser.get(f"{API}/fields/cats")

    assert (sent.status_code, sent.json()["title"]) == (409, "A list holds members or needs.")
    assert asked.status_code == 404


def test_programs_may_ask_what_a_column_can_hold(browser: Client) -> None:
    fields = browser.get(f"{API}/fields/needs").json()

    assert {"name": "need.topic", "label": "topic", "needed": True, "choices": []} in fields


def test_a_dropped_list_has_neither_columns_nor_preview(browser: Client, manager: Actor) -> None:
    upload = send(LIST, by=manager)

    assert post(browser, f"/{upload.pk}/drop").json()["state"] == "dropped"

    assert browser.get(f"{API}/{upload.pk}/columns").json() == []
    assert browser.get(f"{API}/{upload.pk}/preview").json() == {}
    assert [one["state"] for one in browser.get(API).json()["items"]] == ["dropped"]
