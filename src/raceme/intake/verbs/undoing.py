"""Take a whole import back; what somebody has changed since stays, and is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.models import Batch, Change
from raceme.foundation.records import change, lock
from raceme.foundation.undoing import Hindrance, Thing, hindrances_of, kept_with, undo_batch
from raceme.intake import rules
from raceme.intake.models import Upload, UploadedFile
from raceme.intake.queries import lately


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
    """Take back what an import entered and changed, except what was changed since."""
    require(rules.may_import, by, upload)
    upload = lock(upload)
    if not upload.is_loaded:
        raise Refused(_("Only what is loaded can be undone."))
    undoing = undoing_of(upload, by=by)
    if not undoing.has_anything:
        raise Refused(_("All of it was changed since; there is nothing left to undo."))
    undo_batch(_batch_of(upload), verb="undo_import", by=by, at=at, leaving=undoing.kept)
    UploadedFile.objects.filter(upload=upload).delete()
    lately.forget()
    values = {"state": Upload.State.UNDONE, "finished_at": at}
    return change(upload, values, verb="undo_import", by=by, at=at)


def _batch_of(upload: Upload) -> Batch:
    if upload.batch is None:
        raise Refused(_("Only what is loaded can be undone."))
    return upload.batch
