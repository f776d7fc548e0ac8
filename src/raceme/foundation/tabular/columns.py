"""What a table is expected to hold: its columns, their kinds and limits."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from raceme.foundation.tabular.values import Problem


class Kind(StrEnum):
    """What may stand in a column."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    SHARE = "share"  # 0 to 1, or with a percent sign
    YES_NO = "yes or no"
    DATE = "date"
    WEIGHTS = "weights"  # topic:0.8; topic:0.5


Value = str | int | float | bool | date | Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Column:
    """One column that a table may or must have, and what may stand in it.

    `minimum` and `maximum` hold for numbers and for each weight of a list; `above` is a limit
    that itself is not allowed. `understand` turns what people write into a code and answers None
    for what it does not know; `choices` are then named in the remedy.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    unique: bool = False
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    understand: Callable[[str], str | None] | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One row, read: what stands under each known column, None where nothing does.

    `broken` names the columns whose cell could not be read; each has its problem.
    """

    row: int
    values: Mapping[str, Value | None]
    broken: frozenset[str] = frozenset()

    def text(self, column: str) -> str:
        """Give the text under the column, empty where nothing stands."""
        value = self.values.get(column)
        return value if isinstance(value, str) else ""

    def number(self, column: str) -> float | None:
        value = self.values.get(column)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value)

    def whole(self, column: str) -> int | None:
        value = self.values.get(column)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def yes(self, column: str) -> bool | None:
        value = self.values.get(column)
        return value if isinstance(value, bool) else None

    def day(self, column: str) -> date | None:
        value = self.values.get(column)
        return value if isinstance(value, date) else None

    def weights(self, column: str) -> Mapping[str, float] | None:
        value = self.values.get(column)
        return value if isinstance(value, Mapping) else None


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything a table said: its records, what is wrong, and what was left aside.

    Records with problems are among the rows, so that references to them can still be checked;
    nobody should work with the rows while there are problems.
    """

    rows: tuple[Record, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def simple(text: str) -> str:
    """Strip a heading of case, accents and signs: “Member ID” and “member_id” are one."""
    split_up = unicodedata.normalize("NFKD", text.replace("ß", "ss").casefold())
    return "".join(character for character in split_up if character.isalnum())
