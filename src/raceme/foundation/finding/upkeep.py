"""When the database begins to keep words, and when it pauses: around every `migrate`."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from raceme.foundation.finding import postgresql, sqlite
from raceme.foundation.finding.declaring import (
    Declared,
    FoldedColumn,
    FoundBy,
    Kept,
    registered,
)
from raceme.foundation.finding.fields import FoldedField

DIALECTS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def teach_connection(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Give a fresh connection to SQLite what its triggers call."""
    if connection.vendor == "sqlite":
        sqlite.teach(connection)


def pause(using: str, plan: list[Any], **_signal: Any) -> None:
    """Take the triggers away while migrations change the tables they stand on."""
    if not plan:
        return
    connection = connections[using]
    for _declared, kept in _all_kept(connection):
        _stop(kept, connection)


def resume(using: str, **_signal: Any) -> None:
    """Have everything kept that is declared today, written anew if it was not until now.

    This runs after every `migrate`, at each start of the server: whatever took the triggers away
    (a migration, a process killed within one, another declaration) is mended here. Where tables
    stand as they were before the newest migration, they lack columns that are declared: they wait.
    """
    connection = connections[using]
    wrong = [
        (declared, kept)
        for declared, kept in _all_kept(connection)
        if _present(kept, connection).keys() != kept.names
    ]
    if not wrong or _migrations_wait(connection):
        return
    for declared, kept in wrong:
        with transaction.atomic(using=using):
            _begin(declared, kept, connection)


def _migrations_wait(connection: BaseDatabaseWrapper) -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _all_kept(connection: BaseDatabaseWrapper) -> Iterator[tuple[Declared, Kept]]:
    dialect = DIALECTS[connection.vendor]
    for column in _folded_columns():
        yield column, dialect.kept_letters(column)
    for one in registered():
        yield one, dialect.kept_words(one)


def _folded_columns() -> Iterator[FoldedColumn]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FoldedField):
                yield FoldedColumn(model._meta.db_table, field.attname, field.of, field.length)


def _begin(declared: Declared, kept: Kept, connection: BaseDatabaseWrapper) -> None:
    _stop(kept, connection)
    if connection.vendor == "postgresql":
        postgresql.define_folding(connection)
    with connection.cursor() as cursor:
        for statement in kept.begin:
            cursor.execute(statement)
        for trigger in kept.triggers:
            for statement in trigger.make:
                cursor.execute(statement)
    if connection.vendor == "postgresql" and isinstance(declared, FoundBy):
        postgresql.index_trigrams(declared, connection)


def _stop(kept: Kept, connection: BaseDatabaseWrapper) -> None:
    """Take triggers away: a table that is made anew could not be renamed under them."""
    dialect = DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        for name, table in sorted(_present(kept, connection).items()):
            cursor.execute(dialect.dropped(name, table))


def _present(kept: Kept, connection: BaseDatabaseWrapper) -> dict[str, str]:
    present: dict[str, str] = DIALECTS[connection.vendor].present(kept.prefix, connection)
    return present
