"""When the database begins to keep words, and when it pauses: around every `migrate`."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from raceme.foundation.finding import postgresql, sqlite
from raceme.foundation.finding.declaring import FoundBy, registered

DIALECTS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def teach_connection(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Give a fresh connection to SQLite what its triggers call."""
    if connection.vendor == "sqlite":
        sqlite.teach(connection)


def pause(using: str, plan: list[Any], **_signal: Any) -> None:
    """Take the triggers away while migrations change the tables they stand on."""
    if plan:
        for one in registered():
            DIALECTS[connections[using].vendor].stop(one, connections[using])


def resume(using: str, **_signal: Any) -> None:
    """Have the words kept that are declared today, and written anew if they were not until now.

    This runs after every `migrate`, at each start of the server: whatever took the triggers away
    (a migration, a process killed within one, another declaration) is mended here.
    """
    connection = connections[using]
    dialect = DIALECTS[connection.vendor]
    for one in registered():
        if _has_its_tables(one, connection) and not dialect.is_kept(one, connection):
            with transaction.atomic(using=using):
                dialect.begin(one, connection)


def _has_its_tables(one: FoundBy, connection: BaseDatabaseWrapper) -> bool:
    return one.sources <= set(connection.introspection.table_names())
