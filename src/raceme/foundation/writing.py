"""Write thousands of rows at once.

Django's `bulk_create` and `bulk_update` make the SQL of every value anew; lists of ten thousand
members took twice as long by them (bench/members/importing.md).
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, TypeVar

from django.db import connections as databases
from django.db import models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Row = TypeVar("Row", bound=models.Model)
AT_ONCE = 500  # rows
PLAIN_FIELDS = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)
PLAIN_VALUES = frozenset({str, int, type(None)})


def insert_all(rows: Sequence[Row]) -> list[Row]:
    """Write new rows of one table, which then have their numbers. Nothing is checked here."""
    if not rows:
        return []
    table = type(rows[0])
    alias = router.db_for_write(table)
    with transaction.atomic(using=alias, savepoint=False):
        _number(rows, databases[alias])
        _insert(rows, databases[alias])
    for row in rows:
        row._state.adding, row._state.db = False, alias
    return list(rows)


def update_all(rows: Sequence[models.Model], fields: Sequence[models.Field[Any, Any]]) -> None:
    """Write these fields of rows that are in the table already. Nothing is checked here."""
    if not rows or not fields:
        return
    table = type(rows[0])
    database = databases[router.db_for_write(table)]
    quote = database.ops.quote_name
    prepared = [_prepared(field, database, is_new=False) for field in fields]
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(table._meta.pk.column))
    which = f"{quote(table._meta.db_table)} SET {columns} WHERE {key} = %s"
    values = [[*(prepare(row) for prepare in prepared), row.pk] for row in rows]
    with database.cursor() as cursor:
        cursor.executemany(f"UPDATE {which}", values)


def _number(rows: Sequence[Row], database: BaseDatabaseWrapper) -> None:
    """Take as many numbers as there are rows; within this transaction nobody else gets them."""
    name = type(rows[0])._meta.db_table
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [name])
            last = cursor.fetchone()
            first = 1 + (last[0] if last else 0)
            numbers: Iterator[int] = iter(range(first, first + len(rows)))
        else:
            # The row of numbers may have a name of its own since the table was renamed.
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [f'"{name}"', len(rows)],
            )
            numbers = (number for (number,) in cursor.fetchall())
    for row, number in zip(rows, numbers, strict=True):
        row.pk = number


def _insert(rows: Sequence[Row], database: BaseDatabaseWrapper) -> None:
    table = type(rows[0])
    fields = table._meta.local_concrete_fields
    quote = database.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    into = f"INSERT INTO {quote(table._meta.db_table)} ({columns})"
    one = f"({', '.join(['%s'] * len(fields))})"
    prepared = [_prepared(field, database) for field in fields]
    with database.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            values = chain.from_iterable([prepare(row) for prepare in prepared] for row in part)
            cursor.execute(f"{into} VALUES {', '.join([one] * len(part))}", list(values))


def _prepared(
    field: models.Field[Any, Any], database: BaseDatabaseWrapper, *, is_new: bool = True
) -> Callable[[models.Model], Any]:
    """Give what turns a row's value into one for the database; most are the same there."""
    is_plain = isinstance(field, PLAIN_FIELDS)

    def prepare(row: models.Model) -> Any:
        value = field.pre_save(row, add=is_new)
        if is_plain and type(value) in PLAIN_VALUES:
            return value
        return field.get_db_prep_save(value, connection=database)

    return prepare


@contextmanager
def without_pauses() -> Iterator[None]:
    """Let Python not look for garbage meanwhile: of a long list everything is needed to the end.

    It would look through all that was read again and again, a quarter of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
