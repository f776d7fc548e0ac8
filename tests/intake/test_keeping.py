"""Lists are kept no longer than needed, and not at all once a person they name is erased."""

from datetime import timedelta

import pytest

from raceme.access.actor import Actor
from raceme.foundation.errors import NotAllowed
from raceme.foundation.tabular.writing import Heading, Sheet, workbook
from raceme.intake import verbs
from raceme.intake.models import UploadedFile
from raceme.intake.queries import lately
from raceme.intake.verbs.keeping import KEPT_FOR, forget_person
from raceme.members import verbs as members
from tests.factories import NOW, TODAY, make_actor, make_cluster
from tests.intake.lists import MEMBERS, confirm, csv_of, send

WITH_ERRORS = csv_of("name;employees", "Gamma;5", "Delta;many")


def erase(given: str, family: str, manager: Actor, *, email: str = "") -> None:
    person = members.enter_person(
        given_name=given, family_name=family, email=email, by=manager, at=NOW
    )
    members.erase_person(person, by=manager, at=NOW)


def test_a_loaded_list_keeps_its_file_only_for_rows_that_were_left_out(manager: Actor) -> None:
    whole = confirm(send(MEMBERS, by=manager), manager)
    partly = send(WITH_ERRORS, by=manager)
    partly = verbs.decide_upload(partly, decisions={}, leaves_out=True, by=manager, at=NOW)
    confirm(partly, manager)

    kept = {file.upload_id: bytes(file.content) for file in UploadedFile.objects.all()}
    assert kept == {whole.pk: b"", partly.pk: WITH_ERRORS}


def test_thirty_days_after_loading_nothing_is_kept(manager: Actor) -> None:
    confirm(send(MEMBERS, by=manager), manager)
    waiting = send(WITH_ERRORS, by=manager)

    assert verbs.put_away_old_files(at=NOW + KEPT_FOR) == 0
    assert verbs.put_away_old_files(at=NOW + KEPT_FOR + timedelta(seconds=1)) == 1

    assert [file.upload_id for file in UploadedFile.objects.all()] == [waiting.pk]


def test_an_undone_list_keeps_nothing(manager: Actor) -> None:
    verbs.undo_upload(confirm(send(MEMBERS, by=manager), manager), by=manager, at=NOW)

    assert not UploadedFile.objects.exists()


@pytest.mark.parametrize("finish", [confirm, lambda one, by: verbs.drop_upload(one, by=by, at=NOW)])
def test_what_was_compared_is_let_go_of_with_the_list(manager: Actor, finish) -> None:
    upload = send(MEMBERS, by=manager)
    assert lately._kept

    finish(upload, manager)

    assert lately._kept == []


def test_loading_right_after_the_preview_does_not_compare_again(
    manager: Actor, monkeypatch
) -> None:
    upload = send(MEMBERS, by=manager)
    monkeypatch.setattr(verbs.uploads, "outcome_of", None)

    assert confirm(upload, manager).is_loaded


@pytest.mark.parametrize(
    ("given", "family", "email", "is_named"),
    [
        ("Ann", "Sample", "", True),
        ("", "Nobody", "ANN@other.example", True),
        ("Ann", "Nobody", "", False),
    ],
)
def test_lists_that_name_who_is_erased_are_let_go_of(
    manager: Actor, given, family, email, is_named
) -> None:
    content = csv_of("name;contact;note", "{};Ann Sample;write to ann@other.example")
    loaded = confirm(send(content.replace(b"{}", b"Alpha"), by=manager), manager)
    waiting = send(content.replace(b"{}", b"Beta"), by=manager)

    erase(given, family, manager, email=email)

    waiting.refresh_from_db()
    kept = set(UploadedFile.objects.values_list("upload", flat=True))
    assert (waiting.state, kept) == (
        ("dropped", {loaded.pk} if email else set())  # of what is loaded the file went before
        if is_named
        else ("waiting", {loaded.pk, waiting.pk})
    )


def test_a_name_may_stand_in_two_cells_of_any_sheet(manager: Actor) -> None:
    members_of = Sheet("Members", (Heading("name"), Heading("city")), [("Alpha", "Ulm")])
    people = Sheet("People", (Heading("Family"), Heading("Given")), [("Sample", "Ann")])
    content = workbook([members_of, people], title="List", made_on=TODAY)
    upload = send(content, by=manager, name="list.xlsx")

    erase("Ann", "Sample", manager)

    upload.refresh_from_db()
    assert (upload.state, UploadedFile.objects.count()) == ("dropped", 0)


def test_lists_of_another_cluster_stay(manager: Actor) -> None:
    there = make_actor(make_cluster("there"))
    send(MEMBERS, by=there)

    erase("Ann", "Sample", manager)

    assert UploadedFile.objects.count() == 1


def test_only_whoever_may_erase_lets_go_of_lists(manager: Actor) -> None:
    person = members.enter_person(family_name="Sample", by=manager, at=NOW)

    with pytest.raises(NotAllowed):
        forget_person(person, ["Sample"], by=make_actor(make_cluster("there")), at=NOW)
