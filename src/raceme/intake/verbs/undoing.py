"""Take a whole import back; what somebody has changed since stays, and is named.

A short one at once, a long one while nobody waits; all of it in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation import background
from raceme.foundation.errors import Refused, require
from raceme.foundation.models import Batch, Change
from raceme.foundation.records import change, lock
from raceme.foundation.undoing import Hindrance, Thing, hindrances_of, kept_with, undo_batch
from raceme.foundation.writing import without_pauses
from raceme.intake import rules
from raceme.intake.models import Upload, UploadedFile
from raceme.intake.queries import lately

AT_ONCE = 2000  # changes of records; so many are taken back while the person waits


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing an import would do: what goes, what becomes as before, and what stays."""

    goes: dict[str, int]  # kind → how many rows
    becomes_as_before: dict[str, int]
    stays: tuple[Hindrance, ...]
    kept: frozenset[Thing]

    @property
    def has_anything(self) -> bool:
        return bool(self.goes or self.becomes_as_before)


def undoing_of(upload: Upload, *, by: Actor) -> Undoing:
    """Say what undoing would do now."""
    require(rules.may_import, by, upload)
    batch = _batch_of(upload)
    stays = tuple(hindrances_of(batch))
    kept = kept_with(batch, stays) if stays else frozenset()
    goes: dict[str, int] = {}
    before: dict[str, set[int]] = {}
    made: set[Thing] = set()
    told = batch.changes.order_by("pk").values_list("kind", "thing_id", "effect")
    for kind, number, effect in told.iterator(2000):
        if (kind, number) in kept:
            continue
        if effect == Change.Effect.NEW:
            goes[kind] = goes.get(kind, 0) + 1
            made.add((kind, number))
        elif (kind, number) not in made:
            before.setdefault(kind, set()).add(number)
    counted = {kind: len(numbers) for kind, numbers in before.items()}
    return Undoing(goes, counted, stays, kept)


@transaction.atomic
def undo_upload(upload: Upload, *, by: Actor, at: datetime) -> Upload:
    """Take back what an import entered and changed, except what was changed since.

    A long one is only begun here: its state says so until it is done.
    """
    require(rules.may_import, by, upload)
    upload = lock(upload)
    if upload.is_undoing and not upload.is_cut_off(at):
        raise Refused(_("This import is being undone already."))
    if not upload.is_loaded and not upload.is_undoing:
        raise Refused(_("Only what is loaded can be undone."))
    values = {
        "state": Upload.State.UNDOING,
        "undone_by": by.user,
        "undone_at": at,
        "heard_of_at": at,
        "trouble": "",
    }
    upload = change(upload, values, verb="undo_upload", by=by, at=at)
    if _batch_of(upload).changes.count() <= AT_ONCE:
        return take_back_upload(upload, by=by, at=at)
    background.start("intake.take_back_upload", upload_id=upload.pk)
    return upload


@without_pauses()
@transaction.atomic
def take_back_upload(upload: Upload, *, by: Actor, at: datetime) -> Upload:
    """Do what undoing was asked for. One that was cut off has taken nothing back."""
    require(rules.may_import, by, upload)
    locked = lock(upload)
    if not locked.is_undoing or locked.undone_at != upload.undone_at:
        return locked  # somebody else has taken it up meanwhile
    undoing = undoing_of(locked, by=by)
    if not undoing.has_anything:
        raise Refused(_("All of it was changed since; there is nothing left to undo."))
    undo_batch(_batch_of(locked), verb="undo_import", by=by, at=at, leaving=undoing.kept)
    UploadedFile.objects.filter(upload=upload).delete()
    lately.forget()
    values = {"state": Upload.State.UNDONE, "finished_at": at}
    return change(locked, values, verb="undo_import", by=by, at=at)


@transaction.atomic
def give_up_undoing(upload: Upload, *, trouble: str, by: Actor, at: datetime) -> Upload:
    """Write down that undoing failed and nothing was taken back; the list is loaded as before."""
    require(rules.may_import, by, upload)
    locked = lock(upload)
    if not locked.is_undoing or locked.undone_at != upload.undone_at:
        return locked
    values = {"state": Upload.State.LOADED, "trouble": trouble}
    return change(locked, values, verb="give_up_undoing", by=by, at=at)


def _batch_of(upload: Upload) -> Batch:
    if upload.batch is None:
        raise Refused(_("Only what is loaded can be undone."))
    return upload.batch
