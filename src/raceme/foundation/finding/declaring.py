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
    def sources(self) -> set[str]:
        """All tables from which words come."""
        return {self.of, *(source.table for each in self.words for source in each.sources)}

    @property
    def version(self) -> str:
        """Tell one declaration from another, so that a changed one is noticed."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:8]


_declared: dict[str, FoundBy] = {}


def register(one: FoundBy) -> None:
    """Have the database keep the words of these rows from the next `migrate` on."""
    _declared[one.table] = one


def registered() -> tuple[FoundBy, ...]:
    """All that capabilities have declared."""
    return tuple(_declared.values())
