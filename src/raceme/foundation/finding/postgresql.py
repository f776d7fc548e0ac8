"""PostgreSQL keeps the words in a table with an index of trigrams, by triggers on the sources."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from raceme.foundation.finding import folding
from raceme.foundation.finding.declaring import (
    FoldedColumn,
    FoundBy,
    Kept,
    Source,
    Trigger,
    Words,
    version_of,
)

logger = logging.getLogger(__name__)

# A statement that writes thousands of rows is followed by one statement about their owners.
EACH = "FOR EACH STATEMENT"
TABLES = {
    "INSERT": f"REFERENCING NEW TABLE AS written {EACH}",
    "UPDATE": f"REFERENCING OLD TABLE AS erased NEW TABLE AS written {EACH}",
    "DELETE": f"REFERENCING OLD TABLE AS erased {EACH}",
    "TRUNCATE": EACH,
}


def define_folding(connection: BaseDatabaseWrapper) -> None:
    """Define the functions that `folding.py` gives to SQLite."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'")
        # A database with the locale C would leave capitals beyond A to Z as they are.
        lower = 'lower({} COLLATE "und-x-icu")' if cursor.fetchone() else "lower({})"
        for function in _folding(lower):
            cursor.execute(function)


def index_trigrams(one: FoundBy, connection: BaseDatabaseWrapper) -> None:
    """Index the trigrams, where whoever runs this may; else each search reads the whole table."""
    columns = ", ".join(f"{each.column} gin_trgm_ops" for each in one.words)
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(f'CREATE INDEX ON "{one.table}" USING gin ({columns})')
    except DatabaseError as error:
        logger.warning(
            "Searching stays slow: the extension pg_trgm cannot be made (%s). Let the owner of the"
            " database run CREATE EXTENSION pg_trgm, then DROP TABLE %s, and start again.",
            str(error).strip(),
            one.table,
        )


def present(prefix: str, connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Give the triggers there are whose names begin so, with their tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
            " WHERE NOT tgisinternal AND starts_with(tgname, %s)",
            [prefix],
        )
        return dict(cursor.fetchall())


def dropped(name: str, table: str) -> str:
    """Give the SQL that takes a trigger away."""
    return f'DROP TRIGGER "{name}" ON {table}; DROP FUNCTION "{name}"'


def kept_words(one: FoundBy) -> Kept:
    """Say how PostgreSQL keeps the words of rows."""
    columns = ", ".join(f"{each.column} text NOT NULL" for each in one.words)
    return Kept(
        prefix=f"{one.table}_",
        begin=(
            f'DROP TABLE IF EXISTS "{one.table}"',
            f'CREATE TABLE "{one.table}" (rowid bigint PRIMARY KEY, {columns})',
            _entered(one, f'SELECT id FROM "{one.of}"'),
        ),
        triggers=tuple(_triggers(one)),
    )


def kept_letters(one: FoldedColumn) -> Kept:
    """Say how PostgreSQL keeps a folded column: whoever writes a row, it is put right before."""
    prefix = f"{one.table}_{one.column}_"
    table = f'"{one.table}"'
    body = f'NEW."{one.column}" := {one.folded("NEW")}; RETURN NEW'
    event = f'BEFORE INSERT OR UPDATE OF "{one.of}", "{one.column}" ON {table} FOR EACH ROW'
    return Kept(
        prefix=prefix,
        begin=(
            f'UPDATE {table} SET "{one.column}" = {one.folded(table)}'
            f' WHERE "{one.column}" IS DISTINCT FROM {one.folded(table)}',
        ),
        triggers=(_trigger(f"{prefix}{version_of(one)}", one.table, event, body),),
    )


def _triggers(one: FoundBy) -> Iterator[Trigger]:
    stem = f"{one.table}_{version_of(one)}"
    gone = f'DELETE FROM "{one.table}" WHERE rowid IN (SELECT id FROM erased)'
    yield _after("INSERT", f"{stem}_new", one.of, _entered(one, "SELECT id FROM written"))
    yield _after("DELETE", f"{stem}_gone", one.of, gone)
    yield _after("TRUNCATE", f"{stem}_emptied", one.of, f'TRUNCATE "{one.table}"')
    for each in one.words:
        for place, source in enumerate(each.sources):
            name, table = f"{stem}_{each.column}{place}", source.table
            changed = _renewed(one, each, _changed(source))
            yield _after("UPDATE", f"{name}_changed", table, changed)
            if source.table != one.of:
                written, erased = (
                    _renewed(one, each, _owners(source, rows)) for rows in ("written", "erased")
                )
                yield _after("INSERT", f"{name}_new", table, written)
                yield _after("DELETE", f"{name}_gone", table, erased)


def _after(event: str, name: str, table: str, body: str) -> Trigger:
    return _trigger(
        name, table, f'AFTER {event} ON "{table}" {TABLES[event]}', f"{body}; RETURN NULL"
    )


def _trigger(name: str, table: str, event: str, body: str) -> Trigger:
    return Trigger(
        name,
        table,
        (
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS'
            f" $$ BEGIN {body}; END $$",
            f'CREATE TRIGGER "{name}" {event} EXECUTE FUNCTION "{name}"()',
        ),
    )


def _owners(source: Source, table: str) -> str:
    return f"SELECT owner FROM {table} AS one, LATERAL ({source.owners_of('one')}) AS of_one(owner)"


def _changed(source: Source) -> str:
    """Give the owners, before and after, of rows in which a column changed that has words."""
    columns = [", ".join(f"{row}.{name}" for name in source.columns) for row in ("was", "now")]
    return (
        "SELECT owner FROM erased AS was JOIN written AS now USING (id),"
        f" LATERAL ({source.owners_of('was')} UNION {source.owners_of('now')}) AS of_one(owner)"
        f" WHERE ({columns[0]}) IS DISTINCT FROM ({columns[1]})"
    )


def _entered(one: FoundBy, owners: str) -> str:
    """Write the words of new owners."""
    words = ", ".join(each.of("owner.id", joined="string_agg") for each in one.words)
    return (
        f'INSERT INTO "{one.table}" (rowid, {one.columns})'
        f" SELECT owner.id, {words} FROM ({owners}) owner"
    )


def _renewed(one: FoundBy, words: Words, owners: str) -> str:
    """Write the words of these owners anew.

    Their rows are locked first, by a statement of its own: whoever writes other words of the same
    row at the same moment is waited for, and the statement that follows sees them.
    """
    anew = words.of("kept.rowid", joined="string_agg")
    return (
        f'PERFORM 1 FROM "{one.table}" WHERE rowid IN ({owners}) ORDER BY rowid FOR UPDATE;'
        f' UPDATE "{one.table}" kept SET {words.column} = {anew} WHERE rowid IN ({owners})'
    )


def _folding(lower: str) -> Iterator[str]:
    """Give the functions of `folding.py` in SQL, each used by the next ones."""
    typed = lower.format("normalize($1, NFKC)")
    for beginning in folding.ADDRESS:
        typed = f"replace({typed}, '{beginning}', ' ')"
    yield _function("raceme_lower", f"btrim(regexp_replace({typed}, '{folding.SIGNS}', ' ', 'g'))")
    plain = f"regexp_replace(normalize($1, NFD), '[{folding.ACCENTS}]', '', 'g')"
    yield _function("raceme_plain", _replaced(plain, folding.LETTERS))
    yield _function("raceme_folded", "raceme_plain(raceme_lower($1))")
    # Not one long expression: PostgreSQL would fold the text again wherever its result is used.
    yield (
        "CREATE OR REPLACE FUNCTION raceme_words(text) RETURNS text LANGUAGE plpgsql"
        " IMMUTABLE STRICT PARALLEL SAFE AS $$"
        " DECLARE lower text := raceme_lower($1);"
        f" respelt text := {_replaced('lower', folding.RESPELT)};"
        " BEGIN"
        " IF respelt = lower THEN RETURN ' ' || raceme_plain(lower) || ' '; END IF;"
        " RETURN ' ' || raceme_plain(lower) || ' ' || raceme_plain(respelt) || ' ';"
        " END $$"
    )


def _replaced(text: str, letters: Mapping[str, str]) -> str:
    for letter, spelt in letters.items():
        text = f"replace({text}, '{letter}', '{spelt}')"
    return text


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}(text) RETURNS text LANGUAGE sql"
        # Not as text between $$: then a restored dump would not find one function in the other.
        f" IMMUTABLE STRICT PARALLEL SAFE RETURN {body}"
    )
