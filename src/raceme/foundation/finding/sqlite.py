"""SQLite keeps the words in a full-text index of trigrams (FTS5), by triggers on the sources."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from raceme.foundation.finding.declaring import (
    FoldedColumn,
    FoundBy,
    Kept,
    Source,
    Trigger,
    Words,
    version_of,
)
from raceme.foundation.finding.folding import folded, words


def teach(connection: BaseDatabaseWrapper) -> None:
    """Give a fresh connection the functions that its triggers call."""
    raw = connection.connection
    raw.create_function("raceme_folded", 1, folded, deterministic=True)
    raw.create_function("raceme_words", 1, words, deterministic=True)
    # Where SQLite was built to mistrust what stands in a file, it would refuse to call them.
    raw.execute("PRAGMA trusted_schema = ON")


def present(prefix: str, connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Give the triggers there are whose names begin so, with their tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master"
            " WHERE type = 'trigger' AND substr(name, 1, %s) = %s",
            [len(prefix), prefix],
        )
        return dict(cursor.fetchall())


def dropped(name: str, table: str) -> str:
    """Give the SQL that takes a trigger away."""
    return f'DROP TRIGGER "{name}"'


def kept_words(one: FoundBy) -> Kept:
    """Say how SQLite keeps the words of rows."""
    return Kept(
        prefix=f"{one.table}_",
        begin=(
            f'DROP TABLE IF EXISTS "{one.table}"',
            f"CREATE VIRTUAL TABLE \"{one.table}\" USING fts5({one.columns}, tokenize='trigram')",
            f'INSERT INTO "{one.table}" (rowid, {one.columns})'
            f' SELECT owner.id, {_all_of(one, "owner.id")} FROM "{one.of}" owner',
        ),
        triggers=tuple(_triggers(one)),
    )


def kept_letters(one: FoldedColumn) -> Kept:
    """Say how SQLite keeps a folded column: whoever writes a row, it is put right afterwards."""
    prefix = f"{one.table}_{one.column}_"
    table, is_wrong = f'"{one.table}"', f'NEW."{one.column}" IS NOT {one.folded("NEW")}'
    right = f'UPDATE {table} SET "{one.column}" = {one.folded("NEW")} WHERE id = NEW.id'
    events = {"new": "INSERT", "changed": f'UPDATE OF "{one.of}", "{one.column}"'}
    return Kept(
        prefix=prefix,
        begin=(
            f'UPDATE {table} SET "{one.column}" = {one.folded(table)}'
            f' WHERE "{one.column}" IS NOT {one.folded(table)}',
        ),
        triggers=tuple(
            _trigger(
                f"{prefix}{version_of(one)}_{what}",
                one.table,
                f"{event} ON {table}",
                is_wrong,
                right,
            )
            for what, event in events.items()
        ),
    )


def _triggers(one: FoundBy) -> Iterator[Trigger]:
    stem = f"{one.table}_{version_of(one)}"
    words = _all_of(one, "NEW.id")
    new = f'INSERT INTO "{one.table}" (rowid, {one.columns}) VALUES (NEW.id, {words})'
    yield _trigger(f"{stem}_new", one.of, f'INSERT ON "{one.of}"', "", new)
    gone = f'DELETE FROM "{one.table}" WHERE rowid = OLD.id'
    yield _trigger(f"{stem}_gone", one.of, f'DELETE ON "{one.of}"', "", gone)
    for each in one.words:
        for place, source in enumerate(each.sources):
            name, table = f"{stem}_{each.column}{place}", f'ON "{source.table}"'
            changed = " OR ".join(f'OLD."{one}" IS NOT NEW."{one}"' for one in source.columns)
            both = _renewed(one, each, source, "OLD NEW")
            yield _trigger(f"{name}_changed", source.table, f"UPDATE {table}", changed, both)
            if source.table != one.of:
                after, before = (_renewed(one, each, source, row) for row in ("NEW", "OLD"))
                yield _trigger(f"{name}_new", source.table, f"INSERT {table}", "", after)
                yield _trigger(f"{name}_gone", source.table, f"DELETE {table}", "", before)


def _trigger(name: str, table: str, event: str, when: str, body: str) -> Trigger:
    only = f" WHEN {when}" if when else ""
    return Trigger(name, table, (f'CREATE TRIGGER "{name}" AFTER {event}{only} BEGIN {body}; END',))


def _renewed(one: FoundBy, words: Words, source: Source, rows: str) -> str:
    owners = " UNION ".join(source.owners_of(row) for row in rows.split())
    anew = words.of(f"{one.table}.rowid", joined="group_concat")
    return f'UPDATE "{one.table}" SET {words.column} = {anew} WHERE rowid IN ({owners})'


def _all_of(one: FoundBy, owner: str) -> str:
    return ", ".join(each.of(owner, joined="group_concat") for each in one.words)
