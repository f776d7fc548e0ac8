"""Long lists are loaded in the background; what is cut off there leaves nothing and heals."""

from datetime import timedelta
from typing import Any

import pytest

from raceme.access.actor import Actor
from raceme.access.models import Seat
from raceme.foundation.errors import Refused
from raceme.foundation.models import Change
from raceme.intake import verbs
from raceme.intake.background import load_upload
from raceme.intake.models import SILENCE, Upload
from raceme.intake.verbs import loading
from raceme.intake.verbs.uploads import mark_of_books
from raceme.members import verbs as members
from raceme.members.models import Organisation
from tests.factories import NOW, make_organisation
from tests.intake.lists import MEMBERS, confirm, send


def names() -> list[str]:
    return list(Organisation.objects.order_by("name").values_list("name", flat=True))


@pytest.fixture
def long_list(monkeypatch) -> None:
    """Let every list be long enough to be loaded in the background."""
    monkeypatch.setattr(loading, "AT_ONCE", 0)


@pytest.mark.django_db(transaction=True)
def test_a_long_list_is_loaded_in_the_background(manager: Actor, long_list) -> None:
    upload = confirm(send(MEMBERS, by=manager), manager)

    upload.refresh_from_db()
    assert (upload.state, names()) == ("loaded", ["Alpha", "Beta"])
    assert set(Change.objects.filter(batch=upload.batch).values_list("author", flat=True)) == {
        manager.label
    }


def waiting_to_load(manager: Actor, django_capture_on_commit_callbacks: Any) -> Upload:
    with django_capture_on_commit_callbacks():
        return confirm(send(MEMBERS, by=manager), manager)


def test_loading_twice_loads_once(
    manager: Actor, long_list, django_capture_on_commit_callbacks
) -> None:
    upload = waiting_to_load(manager, django_capture_on_commit_callbacks)

    load_upload(upload_id=upload.pk)
    load_upload(upload_id=upload.pk)

    assert names() == ["Alpha", "Beta"]


def test_a_load_that_fails_leaves_nothing_and_says_why(
    manager: Actor, long_list, django_capture_on_commit_callbacks, monkeypatch, caplog
) -> None:
    upload = waiting_to_load(manager, django_capture_on_commit_callbacks)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of paper")

    monkeypatch.setattr(members, "give_posts", fail)
    load_upload(upload_id=upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.trouble) == (
        "waiting", "Something went wrong that should not.",
    )  # fmt: skip
    assert names() == []
    assert "out of paper" in caplog.text


def test_whoever_has_lost_the_seat_loads_nothing(
    manager: Actor, long_list, django_capture_on_commit_callbacks
) -> None:
    upload = waiting_to_load(manager, django_capture_on_commit_callbacks)
    Seat.objects.filter(cluster=manager.cluster).update(ended_at=NOW)

    load_upload(upload_id=upload.pk)

    upload.refresh_from_db()
    assert upload.trouble == "Whoever asked for it may no longer import lists."
    assert names() == []


def test_a_load_that_was_cut_off_heals_itself(
    manager: Actor, long_list, django_capture_on_commit_callbacks
) -> None:
    upload = waiting_to_load(manager, django_capture_on_commit_callbacks)
    later = NOW + SILENCE + timedelta(seconds=1)
    assert not upload.is_cut_off(NOW)
    assert upload.is_cut_off(later)

    with django_capture_on_commit_callbacks():
        assert verbs.resume_cut_off_uploads(at=NOW) == 0
        assert verbs.resume_cut_off_uploads(at=later) == 1
    load_upload(upload_id=upload.pk)

    upload.refresh_from_db()
    assert upload.state == "loaded"


def test_a_cut_off_load_can_be_confirmed_again_by_hand(
    manager: Actor, long_list, django_capture_on_commit_callbacks
) -> None:
    upload = waiting_to_load(manager, django_capture_on_commit_callbacks)
    with pytest.raises(Refused, match="being loaded already"):
        confirm(upload, manager)

    later = NOW + SILENCE + timedelta(seconds=1)
    with django_capture_on_commit_callbacks():
        again = verbs.confirm_upload(upload, by=manager, at=later)
    # The one that was thought dead wakes up late, and finds that another has taken over.
    stale = verbs.load_upload(upload, by=manager, at=later)
    assert (stale.state, names()) == ("loading", [])
    load_upload(upload_id=again.pk)

    assert names() == ["Alpha", "Beta"]


def test_a_change_that_turns_up_under_an_older_number_is_noticed(manager: Actor) -> None:
    upload = send(MEMBERS, by=manager)
    make_organisation(manager.cluster, code="Z")
    newest = Change.objects.latest("pk")
    before = mark_of_books(upload)

    Change.objects.create(
        pk=newest.pk + 100, verb="x", kind="members.organisation", thing_id=1, thing_label="x",
        cluster_id=manager.cluster_id, author="x", at=NOW,
    )  # fmt: skip
    later = mark_of_books(upload)
    Change.objects.create(
        pk=newest.pk + 50, verb="x", kind="members.organisation", thing_id=1, thing_label="x",
        cluster_id=manager.cluster_id, author="x", at=NOW,
    )  # fmt: skip

    assert len({before, later, mark_of_books(upload)}) == 3


def test_what_changes_after_the_last_comparison_is_not_overwritten(
    manager: Actor, monkeypatch
) -> None:
    make_organisation(manager.cluster, code="A", name="Alpha", city="Bonn")
    upload = send(MEMBERS, by=manager)

    def meanwhile(*_: object, **__: object) -> tuple[None, int]:
        # As on a database on which somebody else's change is not to be seen before it is stored.
        Organisation.objects.filter(code="A").update(city="Graz")
        return None, 0

    monkeypatch.setattr(loading, "mark_of_books", meanwhile)
    with pytest.raises(Refused, match="Somebody has changed Alpha meanwhile"):
        confirm(upload, manager)

    # What the test itself did within the load is taken back with it.
    assert Organisation.objects.get(code="A").city == "Bonn"
