"""How queries ask for words, in the terms of each database."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FullResultSet
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler

from raceme.foundation.finding.folding import folded, looked_for

Sql = tuple[str, tuple[str | int, ...]]


class FoldedField(models.TextField[str, str]):
    """The beginning of another column as texts are compared: without capitals and accents.

    Lists are put in order by it, and search in it. It is written with the row; whatever else
    writes the other column, the database puts this one right. (A column that the database
    generates would be plainer; but SQLite reads the whole table then, where an index would do.)
    """

    is_derived = True  # history does not tell it

    def __init__(self, *args: Any, of: str, length: int = 120, **kwargs: Any) -> None:
        self.of, self.length = of, length
        super().__init__(*args, **(kwargs | {"editable": False, "blank": True, "default": ""}))

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = folded(getattr(model_instance, self.of))[: self.length]
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of, "length": self.length}


class WordsField(models.TextField[str, str]):
    """Words by which a row is found: a column of a table that `FoundBy` declares.

    `words__has_words=typed`: all words that somebody typed stand in this column;
    `words__has_words_anywhere=typed`: each stands in this column or another one of the table.
    """


@WordsField.register_lookup
class HasWords(Lookup[bool]):
    """Whether all the words that somebody typed are in a column, however they are written."""

    lookup_name = "has_words"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """Ask for pieces of a text; an index of trigrams answers, where there is one."""
        columns = [
            f"{self._table(compiler)}.{compiler.quote_name_unless_alias(one)}"
            for one in self._columns()
        ]
        asked: list[str] = []
        parameters: list[str] = []
        for pieces in self._asked():
            # Neither % nor _ is left in a folded word.
            parameters += [f"%{piece}%" for piece in pieces for _column in columns]
            asked.append(" OR ".join(f"{one} LIKE %s" for _piece in pieces for one in columns))
        return " AND ".join(f"({one})" for one in asked), tuple(parameters)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """Ask the full-text index (FTS5), whose table is also a column: the one of all columns."""
        columns = " ".join(self._columns())
        each = (" OR ".join(f'"{piece}"' for piece in pieces) for pieces in self._asked())
        asked = " AND ".join(f"({one})" for one in each)
        whole = compiler.quote_name_unless_alias(self.lhs.target.model._meta.db_table)
        return f"{self._table(compiler)}.{whole} MATCH %s", (f"{{{columns}}} : ({asked})",)

    def get_prep_lookup(self) -> str:
        return str(self.rhs)

    def _columns(self) -> list[str]:
        return [self.lhs.target.column]

    def _table(self, compiler: SQLCompiler) -> str:
        return compiler.quote_name_unless_alias(self.lhs.alias)

    def _asked(self) -> list[tuple[str, ...]]:
        asked = looked_for(str(self.rhs))
        if not asked:
            raise FullResultSet  # nothing but signs was typed
        return asked


@WordsField.register_lookup
class HasWordsAnywhere(HasWords):
    """Whether each of the words that somebody typed is in one of the columns of the table."""

    lookup_name = "has_words_anywhere"

    def _columns(self) -> list[str]:
        fields = self.lhs.target.model._meta.fields
        return [str(one.column) for one in fields if isinstance(one, WordsField)]
