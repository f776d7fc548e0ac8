"""Load a list that was looked at and confirmed: all of it, or nothing."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation import background, history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, lock
from raceme.foundation.writing import without_pauses
from raceme.intake import rules
from raceme.intake.models import Upload
from raceme.intake.queries import lately
from raceme.intake.queries.outcomes import Outcome
from raceme.intake.queries.shown import digest_of
from raceme.intake.verbs.entering import enter
from raceme.intake.verbs.keeping import let_go_of_content
from raceme.intake.verbs.uploads import mark_of_books, outcome_now
from raceme.members.verbs.organisations import lock_books

AT_ONCE = 500  # rows; so many are loaded while the person waits


@transaction.atomic
def confirm_upload(upload: Upload, *, by: Actor, at: datetime) -> Upload:
    """Have a list loaded as its preview shows it: a short one at once, a long one meanwhile."""
    require(rules.may_import, by, upload)
    upload = lock(upload)
    if upload.is_loading and not upload.is_cut_off(at):
        raise Refused(_("This list is being loaded already."))
    if not upload.is_waiting and not upload.is_loading:
        raise Refused(_("This list is no longer waiting. Send the file in again."))
    shown = upload.file.seen
    if not shown:
        raise Refused(_("Look at what the list would change first."))
    if shown["errors_count"] and not upload.leaves_out:
        raise Refused(
            _("Rows have errors. Say that they are left out, or correct the file and send it in.")
        )
    if not _has_anything(shown["counts"]):
        raise Refused(_("There is nothing to load: all that the list says stands in the books."))
    values = {
        "state": Upload.State.LOADING,
        "confirmed_by": by.user,
        "confirmed_at": at,
        "heard_of_at": at,
        "share_done": 0.0,
        "trouble": "",
    }
    upload = change(upload, values, verb="confirm_upload", by=by, at=at)
    if shown["rows"] <= AT_ONCE:
        return load_upload(upload, by=by, at=at)
    background.start("intake.load_upload", upload_id=upload.pk)
    return upload


@without_pauses()
def load_upload(upload: Upload, *, by: Actor, at: datetime) -> Upload:
    """Enter everything in one transaction. A load that was cut off has left nothing behind."""
    require(rules.may_import, by, upload)
    if not upload.is_loading:
        return upload
    mark = mark_of_books(upload)
    _read, outcome = outcome_now(upload, by=by, at=at)
    _tell(upload, 0.5, at)
    with transaction.atomic():
        locked = lock(upload)
        if not locked.is_loading or locked.confirmed_at != upload.confirmed_at:
            return locked  # somebody else has taken it up meanwhile
        lock_books(by)
        if mark_of_books(upload) != mark:
            _read, outcome = outcome_now(upload, by=by, at=at)
        _refuse_unless_as_shown(locked, outcome)
        batch = history.begin_batch("load_upload", upload.file_name, by=by, at=at)
        enter(outcome, upload, by=by.within(batch), at=at)
        values = {
            "state": Upload.State.LOADED,
            "batch": batch,
            "counts": outcome.counts,
            "share_done": 1.0,
            "finished_at": at,
        }
        if not outcome.refused:
            let_go_of_content(upload)
        lately.forget()
        return change(locked, values, verb="load_upload", by=by, at=at)


@transaction.atomic
def give_up_upload(upload: Upload, *, trouble: str, by: Actor, at: datetime) -> Upload:
    """Write down that loading failed and nothing was entered; the list waits again."""
    require(rules.may_import, by, upload)
    locked = lock(upload)
    if not locked.is_loading or locked.confirmed_at != upload.confirmed_at:
        return locked
    values = {"state": Upload.State.WAITING, "trouble": trouble, "share_done": 0.0}
    return change(locked, values, verb="give_up_upload", by=by, at=at)


@transaction.atomic
def resume_cut_off_uploads(*, at: datetime) -> int:
    """Take up again what was being loaded or undone when the machine stopped; say how many."""
    busy = (Upload.State.LOADING, Upload.State.UNDOING)
    begun = Upload.objects.select_for_update().filter(state__in=busy)
    cut_off = [upload for upload in begun if upload.is_cut_off(at)]
    for upload in cut_off:
        work, asked_at = (
            ("intake.load_upload", "confirmed_at")
            if upload.is_loading
            else ("intake.take_back_upload", "undone_at")
        )
        setattr(upload, asked_at, at)
        upload.heard_of_at = at
        upload.save(update_fields=[asked_at, "heard_of_at"])
        background.start(work, upload_id=upload.pk)
    return len(cut_off)


def what_is_wrong(error: Refused | ValidationError) -> str:
    """Say in one sentence why loading was refused."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error.message)


def _has_anything(counts: dict[str, int]) -> bool:
    return any(counts[name] for name in ("new", "changed"))


def _refuse_unless_as_shown(upload: Upload, outcome: Outcome) -> None:
    shown = upload.file.seen or {}
    if shown.get("digest") != digest_of(outcome):
        raise Refused(
            _("The books have changed since you looked. Look at the preview again, and confirm.")
        )


def _tell(upload: Upload, share: float, at: datetime) -> None:
    mine = Upload.objects.filter(pk=upload.pk, confirmed_at=upload.confirmed_at)
    mine.update(share_done=share, heard_of_at=at)
