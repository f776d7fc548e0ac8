"""How queries ask for words, in the terms of each database."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FullResultSet
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Lookup
from django.db.models.sql.compiler import SQLCompiler

from raceme.foundation.finding.folding import looked_for

Sql = tuple[str, list[Any]]


class Folded(Func):
    """A text as it is compared and put in order: without capitals, accents and punctuation."""

    function = "raceme_folded"
    arity = 1
    output_field = models.TextField()


class WordsField(models.TextField[str, str]):
    """The words by which a row is found; `has_words` narrows down to rows that have all of them."""


@WordsField.register_lookup
class HasWords(Lookup[bool]):
    """Whether all the words that somebody typed are there, however they are written."""

    lookup_name = "has_words"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """Ask a table without an index of its own: read all of it."""
        column, given = self.process_lhs(compiler, connection)
        asked = self._looked_for()
        each = [" OR ".join([f"{column} LIKE %s"] * len(pieces)) for pieces in asked]
        # Neither % nor _ is left in a folded word.
        parameters = [
            parameter for pieces in asked for one in pieces for parameter in (*given, f"%{one}%")
        ]
        return " AND ".join(f"({one})" for one in each), parameters

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """Ask the full-text index of trigrams (FTS5)."""
        column, given = self.process_lhs(compiler, connection)
        each = (" OR ".join(f'"{one}"' for one in pieces) for pieces in self._looked_for())
        return f"{column} MATCH %s", [*given, " AND ".join(f"({one})" for one in each)]

    def _looked_for(self) -> list[tuple[str, ...]]:
        assert isinstance(self.rhs, str)
        asked = looked_for(self.rhs)
        if not asked:
            raise FullResultSet  # nothing but signs was typed
        return asked

    def get_prep_lookup(self) -> Any:
        return str(self.rhs)
