"""What a row is found by: said once by its capability, kept by the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

OWNER = "{owner}"  # stands for the number of the row that is found
ROW = "{row}"  # stands for the row of a source before or after a change
JOINED = "{joined}"  # stands for the function that joins texts: each database has its own name


@dataclass(frozen=True, slots=True)
class Source:
    """A table from which words come: when these columns change, the words of its owners do.

    `owners` is a SELECT that gives the numbers of the rows that are found by a row of this table,
    which it calls `{row}`.
    """

    table: str
    columns: tuple[str, ...]
    owners: str

    def owners_of(self, row: str) -> str:
        """Give the SELECT for one row of the table."""
        return self.owners.replace(ROW, row)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one kind, in a column of their own, so that not everybody need find by them.

    `select` is a SELECT of the words of the row numbered `{owner}`, in the SQL that SQLite and
    PostgreSQL share; `{joined}(text, ' ')` joins texts of several rows. The words are folded by
    the database itself.
    """

    column: str
    select: str
    sources: tuple[Source, ...]

    def of(self, owner: str, *, joined: str) -> str:
        """Give the SQL for the words of the row with this number, folded."""
        text = self.select.replace(OWNER, owner).replace(JOINED, joined)
        return f"raceme_words(coalesce(({text}), ''))"


@dataclass(frozen=True, slots=True)
class FoundBy:
    """The rows of one table, and the words they are found by.

    `table` keeps the words, one row each; migrations do not touch it.
    """

    table: str
    of: str
    words: tuple[Words, ...]

    @property
    def columns(self) -> str:
        """The columns with words, as SQL lists them."""
        return ", ".join(each.column for each in self.words)

    @property
    def tables(self) -> frozenset[str]:
        """All tables from which words come."""
        return frozenset(
            {self.of, *(source.table for each in self.words for source in each.sources)}
        )


@dataclass(frozen=True, slots=True)
class FoldedColumn:
    """A column that holds the beginning of another one, folded: see `FoldedField`."""

    table: str
    column: str
    of: str
    length: int

    @property
    def tables(self) -> frozenset[str]:
        """The table it stands in."""
        return frozenset({self.table})

    def folded(self, row: str) -> str:
        """Give the SQL for what should stand there in a row."""
        return f'substr(raceme_folded({row}."{self.of}"), 1, {self.length})'


Declared = FoundBy | FoldedColumn


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger and the SQL that makes it."""

    name: str
    table: str
    make: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """How a database keeps something that was declared: what it does to begin, and its triggers."""

    prefix: str  # of the names of its triggers; those of older versions begin so, too
    begin: tuple[str, ...]
    triggers: tuple[Trigger, ...]

    @property
    def names(self) -> set[str]:
        return {one.name for one in self.triggers}


def version_of(declared: Declared) -> str:
    """Tell one declaration from another, so that a changed one is noticed."""
    return hashlib.sha256(repr(declared).encode()).hexdigest()[:8]


_declared: dict[str, FoundBy] = {}


def register(one: FoundBy) -> None:
    """Have the database keep the words of these rows from the next `migrate` on."""
    _declared[one.table] = one


def registered() -> tuple[FoundBy, ...]:
    """All that capabilities have declared."""
    return tuple(_declared.values())
