"""Take back an act of several changes: rows it made go, rows it changed are as they were.

What somebody has changed since is never overwritten: it is a hindrance, and is named. The rights
are asked by the verb that calls this, in the capability that began the act.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from raceme.foundation import history
from raceme.foundation.errors import Refused
from raceme.foundation.history import Author
from raceme.foundation.models import Batch, Change
from raceme.foundation.records import lock, remove

CHUNK = 500  # rows asked for at once


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A row that cannot be put back as it was, and why."""

    kind: str
    thing_id: int
    label: str
    reason: str


def hindrances_of(batch: Batch) -> list[Hindrance]:
    """Name the rows that have been changed since the act, by whoever it was."""
    found = []
    for changes in _chunks(_last_change_of_each(batch)):
        later = _changed_since(changes, batch)
        found += [
            Hindrance(
                one.kind,
                one.thing_id,
                one.thing_label,
                _("It was changed by %(who)s afterwards.") % {"who": later[one.kind, one.thing_id]},
            )
            for one in changes
            if (one.kind, one.thing_id) in later
        ]
    return found


@transaction.atomic
def undo_batch(batch: Batch, *, verb: str, by: Author, at: datetime) -> Batch:
    """Take back all changes of an act, the newest first: all of them, or none."""
    batch = lock(batch)
    if batch.undone_at is not None:
        raise Refused(_("This has already been undone."))
    hindrances = hindrances_of(batch)
    if hindrances:
        raise Refused(
            _("%(what)s: %(reason)s Undo that first, or leave all as it is.")
            % {"what": hindrances[0].label, "reason": hindrances[0].reason}
        )
    for change in batch.changes.order_by("-pk").iterator(CHUNK):
        _take_back(change, verb=verb, by=by, at=at)
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    return batch


def _take_back(change: Change, *, verb: str, by: Author, at: datetime) -> None:
    model = apps.get_model(change.kind)
    if change.effect == Change.Effect.GONE:
        row = model(pk=change.thing_id)
        _set(row, change)
        row.save(force_insert=True)
        history.record(verb, row, by=by, at=at)
        return
    row = model._default_manager.select_for_update().get(pk=change.thing_id)
    if change.effect == Change.Effect.CHANGED:
        before = history.values_of(row)
        _set(row, change)
        row.save()
        history.record(verb, row, by=by, at=at, before=before)
        return
    try:
        remove(row, verb=verb, by=by, at=at)
    except (ProtectedError, RestrictedError) as error:
        raise Refused(
            _("%(what)s cannot be taken away: something else has been written about it since.")
            % {"what": change.thing_label}
        ) from error


def _set(row: models.Model, change: Change) -> None:
    """Give a row the values it had before. Values that are no columns are not ours to restore."""
    columns: dict[str, Any] = {field.attname: field for field in row._meta.fields}
    for name, (before, _after) in change.values.items():
        if name not in columns:
            raise Refused(
                _("%(what)s cannot be put back as it was.") % {"what": change.thing_label}
            )
        setattr(row, name, columns[name].to_python(before))


def _last_change_of_each(batch: Batch) -> list[Change]:
    last: dict[tuple[str, int], Change] = {}
    for change in batch.changes.order_by("pk").iterator(CHUNK):
        last[change.kind, change.thing_id] = change
    return list(last.values())


def _changed_since(changes: list[Change], batch: Batch) -> dict[tuple[str, int], str]:
    """Name who changed these rows after the act."""
    found: dict[tuple[str, int], str] = {}
    for kind in {one.kind for one in changes}:
        places = {one.thing_id: one.pk for one in changes if one.kind == kind}
        later = Change.objects.filter(
            kind=kind, thing_id__in=places, pk__gt=min(places.values())
        ).exclude(batch=batch)
        for thing_id, pk, author in later.values_list("thing_id", "pk", "author"):
            if pk > places[thing_id]:
                found[kind, thing_id] = author
    return found


def _chunks(changes: list[Change]) -> Iterable[list[Change]]:
    for start in range(0, len(changes), CHUNK):
        yield changes[start : start + CHUNK]
