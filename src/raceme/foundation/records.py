"""How a verb writes a row: clean it, save it, write the history. In one place, for all verbs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from raceme.foundation import history
from raceme.foundation.errors import Refused
from raceme.foundation.history import Author
from raceme.foundation.writing import insert_all, update_all

Row = TypeVar("Row", bound=models.Model)
CHUNK = 500  # rows written or locked by one question to the database


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
    history.record_gone(verb, [row], by=by, at=at)
    row.delete()


def keep_several(rows: Sequence[Row], *, verb: str, by: Author, at: datetime) -> list[Row]:
    """Do what `keep_new` does for many rows of one table, with few questions to the database.

    What a row's own fields say is checked; whether other rows forbid it, the verb must look.
    """
    for row in rows:
        _clean(row)
    kept = insert_all(rows)
    history.record_new(verb, kept, by=by, at=at)
    return kept


def change_several(
    changes: Sequence[tuple[Row, Mapping[str, object]]],
    *,
    verb: str,
    by: Author,
    at: datetime,
    as_seen: bool = False,
    labels: Mapping[int, str] | None = None,
) -> list[Row]:
    """Do what `change` does for many rows of one table, with few questions to the database.

    `as_seen`: refuse all if somebody has changed meanwhile what the rows handed in say. `labels`:
    what the rows are called, by number, where asking each would take too long.
    """
    changed: list[Row] = []
    for start in range(0, len(changes), CHUNK):
        chunk = changes[start : start + CHUNK]
        changed += _change_chunk(chunk, verb=verb, by=by, at=at, as_seen=as_seen, labels=labels)
    return changed


def refuse_moved(seen: Row, now: Row, names: Iterable[str]) -> None:
    """Refuse if a row no longer says what somebody saw who decided on it."""
    if any(getattr(seen, name) != getattr(now, name) for name in names):
        raise Refused(_("Somebody has changed %(what)s meanwhile. Look again.") % {"what": now})


def _change_chunk(
    changes: Sequence[tuple[Row, Mapping[str, object]]],
    *,
    verb: str,
    by: Author,
    at: datetime,
    as_seen: bool,
    labels: Mapping[int, str] | None,
) -> list[Row]:
    table = type(changes[0][0])
    locked = table._default_manager.select_for_update().in_bulk(
        [row.pk for row, _values in changes]
    )
    for row, values in changes if as_seen else ():
        refuse_moved(row, locked[row.pk], values)
    pairs: list[tuple[Row, history.Values]] = []
    touched: set[str] = set()
    for row, values in changes:
        now = locked[row.pk]
        before = history.values_of(now)
        for name, value in values.items():
            setattr(now, name, value)
        _clean(now)
        differs = {name for name, value in history.values_of(now).items() if value != before[name]}
        if differs:
            pairs.append((now, before))
            touched |= differs
    fields = [field for field in table._meta.concrete_fields if field.attname in touched]
    update_all([row for row, _before in pairs], fields)
    history.record_changed(verb, pairs, by=by, at=at, labels=labels)
    return [row for row, _before in pairs]


def _clean(row: models.Model) -> None:
    """Check what the fields say and what they say together, without asking the database.

    A value that the table gives by itself is not looked at: with tens of thousands of rows,
    looking at what nobody said takes longer than all the rest.
    """
    left = {name for name, given in _given_by_table(type(row)) if getattr(row, name) == given}
    # Django makes the list of choices anew for every row.
    left |= {name for name, known in _choices_of(type(row)) if getattr(row, name) in known}
    row.clean_fields(exclude=left | _keys_of(type(row)))
    row.clean()


@cache
def _given_by_table(table: type[models.Model]) -> tuple[tuple[str, object], ...]:
    return tuple(
        (field.name, field.get_default())
        for field in table._meta.concrete_fields
        if not field.is_relation and not callable(field.default) and (field.blank or field.null)
    )


@cache
def _choices_of(table: type[models.Model]) -> tuple[tuple[str, frozenset[object]], ...]:
    return tuple(
        (field.name, frozenset(code for code, _label in field.flatchoices))
        for field in table._meta.concrete_fields
        if field.choices
    )


@cache
def _keys_of(table: type[models.Model]) -> frozenset[str]:
    return frozenset(field.name for field in table._meta.fields if field.is_relation)
