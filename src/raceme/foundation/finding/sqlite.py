"""SQLite keeps the words in a full-text index of trigrams (FTS5), by triggers on the sources."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from raceme.foundation.finding.declaring import FoundBy, Source, Words
from raceme.foundation.finding.folding import folded, words


def teach(connection: BaseDatabaseWrapper) -> None:
    """Give a fresh connection the functions that its triggers and columns call."""
    raw = connection.connection
    raw.create_function("raceme_folded", 1, folded, deterministic=True)
    raw.create_function("raceme_words", 1, words, deterministic=True)
    # Where SQLite was built to mistrust what stands in a file, it would refuse to call them.
    raw.execute("PRAGMA trusted_schema = ON")


def is_kept(one: FoundBy, connection: BaseDatabaseWrapper) -> bool:
    """Whether the triggers that keep the words are those of today."""
    return _present(one, connection) == {name for name, _event, _body in _triggers(one)}


def stop(one: FoundBy, connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: a table that is made anew could not be renamed under them."""
    present = sorted(_present(one, connection))
    with connection.cursor() as cursor:
        for name in present:
            cursor.execute(f'DROP TRIGGER "{name}"')


def begin(one: FoundBy, connection: BaseDatabaseWrapper) -> None:
    """Make the index, fill it from what there is, and have triggers keep it."""
    stop(one, connection)
    columns = ", ".join(each.column for each in one.words)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{one.table}"')
        cursor.execute(
            f"CREATE VIRTUAL TABLE \"{one.table}\" USING fts5({columns}, tokenize='trigram')"
        )
        cursor.execute(
            f'INSERT INTO "{one.table}" (rowid, {columns})'
            f' SELECT owner.id, {_all_of(one, "owner.id")} FROM "{one.of}" owner'
        )
        for name, event, body in _triggers(one):
            cursor.execute(f'CREATE TRIGGER "{name}" AFTER {event} BEGIN {body}; END')


def _present(one: FoundBy, connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
            [f"{one.table}%"],
        )
        return {name for (name,) in cursor.fetchall()}


def _triggers(one: FoundBy) -> Iterator[tuple[str, str, str]]:
    """Give name, event and body of every trigger."""
    stem = f"{one.table}_{one.version}"
    columns = ", ".join(each.column for each in one.words)
    new = f'INSERT INTO "{one.table}" (rowid, {columns}) VALUES (NEW.id, {_all_of(one, "NEW.id")})'
    yield f"{stem}_new", f'INSERT ON "{one.of}"', new
    gone = f'DELETE FROM "{one.table}" WHERE rowid = OLD.id'
    yield f"{stem}_gone", f'DELETE ON "{one.of}"', gone
    for each in one.words:
        for place, source in enumerate(each.sources):
            name, table = f"{stem}_{each.column}{place}", f'ON "{source.table}"'
            changed = " OR ".join(f'OLD."{each}" IS NOT NEW."{each}"' for each in source.columns)
            both = _renewed(one, each, source, "OLD NEW")
            yield f"{name}_changed", f"UPDATE {table} WHEN {changed}", both
            if source.table != one.of:
                yield f"{name}_new", f"INSERT {table}", _renewed(one, each, source, "NEW")
                yield f"{name}_gone", f"DELETE {table}", _renewed(one, each, source, "OLD")


def _renewed(one: FoundBy, words: Words, source: Source, rows: str) -> str:
    owners = " UNION ".join(source.owners_of(row) for row in rows.split())
    anew = words.of(f"{one.table}.rowid", joined="group_concat")
    return f'UPDATE "{one.table}" SET {words.column} = {anew} WHERE rowid IN ({owners})'


def _all_of(one: FoundBy, owner: str) -> str:
    return ", ".join(each.of(owner, joined="group_concat") for each in one.words)
