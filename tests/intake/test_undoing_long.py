"""Long imports are undone in the background; what is cut off there has undone nothing and heals."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.access.models import Seat
from raceme.foundation.errors import Refused
from raceme.intake import verbs
from raceme.intake.background import take_back_upload
from raceme.intake.models import SILENCE, Upload
from raceme.intake.verbs import undoing
from raceme.members import verbs as members
from raceme.members.models import Organisation
from tests.factories import NOW
from tests.intake.lists import MEMBERS, confirm, send

LATER = NOW + SILENCE + timedelta(seconds=1)


def names() -> list[str]:
    return list(Organisation.objects.order_by("name").values_list("name", flat=True))


@pytest.fixture
def long_import(monkeypatch) -> None:
    """Let every import be long enough to be undone in the background."""
    monkeypatch.setattr(undoing, "AT_ONCE", 0)


@pytest.fixture
def waiting(manager: Actor, long_import: None, django_capture_on_commit_callbacks: Any) -> Upload:
    """Ask for the undoing of an import; nobody has begun it yet."""
    upload = confirm(send(MEMBERS, by=manager), manager)
    with django_capture_on_commit_callbacks():
        return verbs.undo_upload(upload, by=manager, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_long_import_is_undone_in_the_background(manager: Actor, long_import) -> None:
    upload = verbs.undo_upload(confirm(send(MEMBERS, by=manager), manager), by=manager, at=NOW)

    upload.refresh_from_db()
    assert (upload.state, names()) == ("undone", [])


def test_until_then_the_page_says_so_and_nobody_asks_twice(
    browser: Client, manager: Actor, waiting: Upload
) -> None:
    Upload.objects.update(heard_of_at=timezone.now())
    page = browser.get(f"/c/{manager.cluster.slug}/imports/{waiting.pk}/").content.decode()

    assert "Taking the import back" in page
    assert 'hx-trigger="every 2s"' in page
    assert "Undo this import" not in page
    with pytest.raises(Refused, match="being undone already"):
        verbs.undo_upload(waiting, by=manager, at=NOW)
    assert names() == ["Alpha", "Beta"]


def test_undoing_twice_undoes_once(waiting: Upload) -> None:
    take_back_upload(upload_id=waiting.pk)
    take_back_upload(upload_id=waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.trouble, names()) == ("undone", "", [])


def test_undoing_that_fails_changes_nothing_and_says_why(
    browser: Client, manager: Actor, waiting: Upload, monkeypatch, caplog
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of paper")

    monkeypatch.setattr(undoing, "undo_batch", fail)
    take_back_upload(upload_id=waiting.pk)

    waiting.refresh_from_db()
    page = browser.get(f"/c/{manager.cluster.slug}/imports/{waiting.pk}/").content.decode()
    assert (waiting.state, names()) == ("loaded", ["Alpha", "Beta"])
    assert "Something went wrong that should not." in page
    assert "Nothing was undone." in page
    assert "out of paper" in caplog.text


def test_what_was_changed_meanwhile_is_left_and_said(manager: Actor, waiting: Upload) -> None:
    for one in Organisation.objects.all():
        members.describe_organisation(one, city="Neu-Ulm", by=manager, at=NOW)

    take_back_upload(upload_id=waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, names()) == ("loaded", ["Alpha", "Beta"])
    assert waiting.trouble == "All of it was changed since; there is nothing left to undo."


def test_whoever_has_lost_the_seat_undoes_nothing(manager: Actor, waiting: Upload) -> None:
    Seat.objects.filter(cluster=manager.cluster).update(ended_at=NOW)

    take_back_upload(upload_id=waiting.pk)

    waiting.refresh_from_db()
    assert waiting.trouble == "Whoever asked for it may no longer import lists."
    assert names() == ["Alpha", "Beta"]


def test_undoing_that_was_cut_off_heals_itself(
    waiting: Upload, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks():
        assert verbs.resume_cut_off_uploads(at=NOW) == 0
        assert verbs.resume_cut_off_uploads(at=LATER) == 1
    take_back_upload(upload_id=waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, names()) == ("undone", [])


def test_undoing_that_was_cut_off_can_be_asked_for_again_by_hand(
    manager: Actor, waiting: Upload, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks():
        again = verbs.undo_upload(waiting, by=manager, at=LATER)
    # The one that was thought dead wakes up late, and finds that another has taken over.
    stale = verbs.take_back_upload(waiting, by=manager, at=LATER)
    assert (stale.state, names()) == ("undoing", ["Alpha", "Beta"])
    take_back_upload(upload_id=again.pk)

    assert names() == []
