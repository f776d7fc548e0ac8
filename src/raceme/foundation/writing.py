"""Write thousands of rows at once.

Django's `bulk_create` and `bulk_update` make the SQL of every value anew; lists of ten thousand
members took twice as long by them (bench/members/importing.md). PostgreSQL copies rows in, which
takes a third less than telling it of each.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from operator import attrgetter
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
    values_of = _values_of(fields, database, is_new=False)
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(table._meta.pk.column))
    which = f"{quote(table._meta.db_table)} SET {columns} WHERE {key} = %s"
    values = [[*values_of(row), row.pk] for row in rows]
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
    into = f"{quote(table._meta.db_table)} ({columns})"
    values_of = _values_of(fields, database, is_new=True)
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copying:
                for row in rows:
                    copying.write_row(values_of(row))
            return
        one = f"({', '.join(['%s'] * len(fields))})"
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            places = ", ".join([one] * len(part))
            values = list(chain.from_iterable(values_of(row) for row in part))
            cursor.execute(f"INSERT INTO {into} VALUES {places}", values)  # noqa: S608


def _values_of(
    fields: Sequence[models.Field[Any, Any]], database: BaseDatabaseWrapper, *, is_new: bool
) -> Callable[[models.Model], list[Any]]:
    """Give what turns a row into values for the database; most values are the same there."""
    # A further name keeps the getter giving a tuple where there is one field only.
    given = attrgetter(*(field.attname for field in fields), "_state")
    turned = [at for at, field in enumerate(fields) if not _is_plain(field)]

    def values_of(row: models.Model) -> list[Any]:
        values = list(given(row)[:-1])
        odd = [at for at, value in enumerate(values) if type(value) not in PLAIN_VALUES]
        for at in {*turned, *odd}:
            value = fields[at].pre_save(row, add=is_new)
            values[at] = fields[at].get_db_prep_save(value, connection=database)
        return values

    return values_of


def _is_plain(field: models.Field[Any, Any]) -> bool:
    """Whether the table keeps a text or number just as the row has it."""
    finds_itself = type(field).pre_save is not models.Field.pre_save
    return isinstance(field, PLAIN_FIELDS) and not finds_itself


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
