"""How a verb writes a row: clean it, save it, write the history. In one place, for all verbs."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db import models

from raceme.foundation import history
from raceme.foundation.history import Author

Row = TypeVar("Row", bound=models.Model)


def keep_new(row: Row, *, verb: str, by: Author, at: datetime) -> Row:
    """Check a new row against its table's rules, save it, and write down who made it."""
    row.full_clean()
    row.save(force_insert=True)
    history.record(verb, row, by=by, at=at)
    return row


def lock(row: Row) -> Row:
    """Give the row as it now stands, and let nobody else change it until this is over.

    A verb looks at what it locked, never at what a page fetched a moment ago.
    """
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def change(row: Row, values: Mapping[str, object], *, verb: str, by: Author, at: datetime) -> Row:
    """Lock the row as it now stands, set `values`, check, save, and write down what changed."""
    locked = lock(row)
    before = history.values_of(locked)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.full_clean()
    if history.values_of(locked) == before:
        return locked
    locked.save()
    history.record(verb, locked, by=by, at=at, before=before)
    return locked


def remove(row: models.Model, *, verb: str, by: Author, at: datetime) -> None:
    """Take a row away that nothing else points at; its last values stay in the history."""
    before = history.values_of(row)
    gone = history.record(verb, row, by=by, at=at)
    gone.effect = gone.Effect.GONE
    gone.values = {name: [value, None] for name, value in before.items() if name != "id"}
    gone.save(update_fields=["values", "effect"])
    row.delete()
