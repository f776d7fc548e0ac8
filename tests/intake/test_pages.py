"""The pages from sending a list in to undoing it, as somebody without JavaScript uses them."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.tabular.reading import read_table
from raceme.intake.lists.reading import drafts_of, look_at
from raceme.intake.models import Upload
from raceme.intake.verbs import loading
from raceme.members.models import Organisation
from tests.factories import make_cluster, make_organisation
from tests.intake.lists import confirm, csv_of, send

HERE = "/c/here/imports/"
LIST = csv_of("Firma;Ort;Mitarbeiter", "Alpha;Ulm;5", "Beta;Bonn;viele", "Gamma;Ulm;7")


def file(content: bytes = LIST, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_from_sending_in_to_undoing(browser: Client) -> None:
    sent = browser.post(f"{HERE}new/", {"file": file()})
    upload = Upload.objects.get()
    assert sent["Location"] == f"{HERE}{upload.pk}/columns/"

    page = browser.get(sent["Location"]).content.decode()
    assert "by its heading" in page
    choices = {"column_0": "organisation.name", "column_1": "organisation.city",
               "column_2": "organisation.employees"}  # fmt: skip
    mapped = browser.post(sent["Location"], choices)
    assert mapped["Location"] == f"{HERE}{upload.pk}/"

    page = browser.get(mapped["Location"]).content.decode()
    assert "1 row has errors" in page
    assert "This is not a whole number." in page
    assert not Organisation.objects.exists()

    refused = browser.post(f"{HERE}{upload.pk}/confirm/")
    assert (refused.status_code, Organisation.objects.count()) == (409, 0)
    browser.post(f"{HERE}{upload.pk}/confirm/", {"leaves_out": "on"})
    assert sorted(one.name for one in Organisation.objects.all()) == ["Alpha", "Gamma"]
    assert "Undo this import" in browser.get(f"{HERE}{upload.pk}/").content.decode()

    assert "taken away" in browser.get(f"{HERE}{upload.pk}/undo/").content.decode()
    browser.post(f"{HERE}{upload.pk}/undo/")
    assert not Organisation.objects.exists()
    assert "This import was undone" in browser.get(f"{HERE}{upload.pk}/").content.decode()


def test_a_pasted_table_is_a_list(browser: Client) -> None:
    browser.post(f"{HERE}new/", {"pasted": "name\tcity\nAlpha\tUlm\n"})

    upload = Upload.objects.get()
    assert (upload.file_name, bytes(upload.file.content)) == (
        "pasted.tsv", b"name\tcity\nAlpha\tUlm\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Choose a file, or paste a table."),
        ({"file": file(b"%PDF-1.7 x", "list.pdf")}, "The file is a PDF, not a table."),
        ({"file": file(b"\n\n", "list.csv")}, "The file is empty"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_form(browser: Client, form, said) -> None:
    answer = browser.post(f"{HERE}new/", form)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_file_can_be_read_otherwise(browser: Client, manager: Actor) -> None:
    upload = send(csv_of("Alpha;Ulm", "name;city", "Beta;Bonn"), by=manager)
    address = f"{HERE}{upload.pk}/columns/"
    said = {"read_anew": "yes", "holds": "members", "header_row": "2"}

    browser.post(address, said)
    wrong = browser.post(address, said | {"header_row": "99"})

    upload.refresh_from_db()
    assert upload.header_row == 2
    assert wrong.status_code == 422
    assert "Row 99 cannot be the header" in wrong.content.decode()


def test_unclear_columns_are_said_on_the_form(browser: Client, manager: Actor) -> None:
    upload = send(LIST, by=manager)
    twice = {"column_0": "organisation.name", "column_1": "organisation.name", "column_2": ""}

    answer = browser.post(f"{HERE}{upload.pk}/columns/", twice)

    assert answer.status_code == 422
    assert "Two columns are taken for" in answer.content.decode()


def test_columns_left_aside_are_named(browser: Client, manager: Actor) -> None:
    upload = send(csv_of("Firma;Lieblingsfarbe", "Alpha;blau"), by=manager)

    page = browser.get(f"{HERE}{upload.pk}/").content.decode()

    assert "Columns left aside: Lieblingsfarbe" in " ".join(page.split())


def test_decisions_on_duplicates_are_taken_with_the_confirmation(
    browser: Client, manager: Actor
) -> None:
    make_organisation(manager.cluster, code="K7", name="Alpha")
    upload = send(csv_of("id;name;city", "X1;Alpha;Ulm", "X2;Other;Bonn"), by=manager)
    assert 'name="row_2"' in browser.get(f"{HERE}{upload.pk}/").content.decode()

    browser.post(f"{HERE}{upload.pk}/confirm/", {"row_2": "same"})

    assert list(Organisation.objects.order_by("code").values_list("code", "city")) == [
        ("K7", "Ulm"), ("X2", "Bonn"),
    ]  # fmt: skip


def test_looking_again_keeps_the_decisions_in_sight(browser: Client, manager: Actor) -> None:
    make_organisation(manager.cluster, code="K7", name="Alpha")
    upload = send(csv_of("id;name;city", "X1;Alpha;Ulm"), by=manager)

    browser.post(f"{HERE}{upload.pk}/decide/", {"row_2": "skip"})

    page = " ".join(browser.get(f"{HERE}{upload.pk}/").content.decode().split())
    assert '<option value="skip" selected>' in page
    assert browser.post(f"{HERE}{upload.pk}/decide/", {"row_2": "eat"}).status_code == 409


def test_rows_with_errors_are_handed_out_with_what_is_wrong_and_can_be_sent_in_again(
    browser: Client, manager: Actor
) -> None:
    dangerous = csv_of("Firma;Ort;Mitarbeiter", "Alpha;Ulm;5", "=1+1;Bonn;viele", "Gamma;Ulm;7")
    upload = send(dangerous, by=manager)

    content = browser.get(f"{HERE}{upload.pk}/errors/").content

    table = read_table(content, "errors.xlsx")
    assert table.header == ("Firma", "Ort", "Mitarbeiter", "What is wrong", "Row in the file")
    assert [row.cells for row in table.rows] == [
        ("=1+1", "Bonn", "viele",
         "Mitarbeiter: This is not a whole number. Write digits only, such as 12.", 3),
    ]  # fmt: skip
    assert [one.target for one in look_at(content, "errors.xlsx").places][:2] == [
        "organisation.name", "organisation.city",
    ]  # fmt: skip


@pytest.mark.parametrize("holds", ["members", "needs"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_filled_in_template_is_understood_whole(browser: Client, holds, language) -> None:
    address = f"{HERE}template/{holds}/"
    content = browser.get(address, headers={"accept-language": language}).content

    read = look_at(content, "template.xlsx")
    drafts = drafts_of(read)

    assert (read.holds.value, read.aside, drafts.errors, drafts.notes) == (holds, (), (), ())
    assert len(drafts.members) + len(drafts.needs) == 2


def test_there_is_no_template_for_anything_else(browser: Client) -> None:
    assert browser.get(f"{HERE}template/clouds/").status_code == 404


def test_while_it_is_loaded_the_page_asks_how_far_it_is(
    browser: Client, manager: Actor, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr(loading, "AT_ONCE", 0)
    upload = send(csv_of("name;city", "Alpha;Ulm"), by=manager)
    with django_capture_on_commit_callbacks():
        Upload.objects.filter(pk=upload.pk).update(sent_at=upload.sent_at)
        browser.post(f"{HERE}{upload.pk}/confirm/")

    page = browser.get(f"{HERE}{upload.pk}/").content.decode()

    assert 'hx-trigger="every 2s"' in page
    assert "Reading and comparing" in page
    Upload.objects.filter(pk=upload.pk).update(state=Upload.State.DROPPED)
    done = browser.get(f"{HERE}{upload.pk}/", headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"


def test_a_list_that_is_no_longer_waiting_has_no_columns_to_change(
    browser: Client, manager: Actor
) -> None:
    upload = confirm(send(csv_of("name;city", "Alpha;Ulm"), by=manager), manager)

    assert browser.get(f"{HERE}{upload.pk}/columns/")["Location"] == f"{HERE}{upload.pk}/"
    assert browser.post(f"{HERE}{upload.pk}/drop/").status_code == 409


def test_a_dropped_list_shows_that_nothing_was_loaded(browser: Client, manager: Actor) -> None:
    upload = send(LIST, by=manager)

    assert browser.post(f"{HERE}{upload.pk}/drop/")["Location"] == HERE

    assert "This list was dropped" in browser.get(f"{HERE}{upload.pk}/").content.decode()
    assert browser.get(f"{HERE}{upload.pk}/errors/").status_code == 404


def test_the_same_file_loaded_before_is_mentioned(browser: Client, manager: Actor) -> None:
    content = csv_of("name;city", "Alpha;Ulm")
    confirm(send(content, by=manager), manager)
    again = send(content, by=manager)

    assert (
        "already. Loading it again enters nothing twice."
        in browser.get(f"{HERE}{again.pk}/").content.decode()
    )


def test_the_import_is_offered_beside_members_and_needs(
    browser: Client, viewer_browser: Client
) -> None:
    for page, holds in (("/c/here/members/", "members"), ("/c/here/needs/", "needs")):
        link = f'href="{HERE}new/?holds={holds}"'
        assert link in browser.get(page).content.decode()
        assert link not in viewer_browser.get(page).content.decode()


def test_an_empty_list_of_imports_says_what_to_do(browser: Client) -> None:
    assert "No list has been imported yet" in browser.get(HERE).content.decode()


@pytest.mark.parametrize("uploads", [1, 3])
def test_the_list_asks_as_many_questions_for_one_as_for_three(
    browser: Client, manager: Actor, uploads, django_assert_num_queries
) -> None:
    for number in range(uploads):
        send(csv_of("name;city", f"Alpha {number};Ulm"), by=manager)

    with django_assert_num_queries(6):
        browser.get(HERE)


def test_lists_of_another_cluster_are_not_there(browser: Client, cluster: Cluster) -> None:
    there = make_cluster("there")
    upload = Upload.objects.create(
        cluster=there, file_name="x.csv", size=1, digest="x", holds="members",
        sent_at="2026-01-01T00:00Z",
    )  # fmt: skip

    assert browser.get(f"{HERE}{upload.pk}/").status_code == 404
    assert browser.get(f"{HERE}{upload.pk}/errors/").status_code == 404
    assert BytesIO(browser.get(HERE).content).read().count(b"x.csv") == 0
