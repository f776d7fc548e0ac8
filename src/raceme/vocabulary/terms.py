"""What all shared word lists have in common: a code that stays, and a label in two languages.

A list lives in a CSV file with its version in the name (`need_topics-1.csv`). A code is never
reused and never changes its meaning; a changed list gets a new version and a new file.
"""

from __future__ import annotations

import csv
import gzip
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from io import StringIO
from typing import TypeVar

from django.utils.translation import get_language

SEPARATORS = re.compile(r"[\s_\-/]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a shared list: its code, and how people read it in English and German."""

    code: str
    label_en: str
    label_de: str

    @property
    def label(self) -> str:
        """Name the term in the language of whoever reads; English where we have no other."""
        return in_active_language(self.label_en, self.label_de)

    def __str__(self) -> str:
        return self.label


AnyTerm = TypeVar("AnyTerm", bound=Term)


def in_active_language(english: str, german: str) -> str:
    """Choose the text for whoever reads; English for every language we have no text in."""
    language = get_language() or "en"
    return german if language.split("-")[0] == "de" else english


def folded(text: str) -> str:
    """Make what people typed comparable: capitals, spaces, hyphens and underscores do not count."""
    return SEPARATORS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def words_of(terms: Iterable[AnyTerm]) -> dict[str, AnyTerm]:
    """Collect every code and label under which a term may be written, folded."""
    found: dict[str, AnyTerm] = {}
    for term in terms:
        for word in (term.code, term.label_en, term.label_de):
            found.setdefault(folded(word), term)
    return found


def rows_of_reference(package: str, file_name: str) -> list[Mapping[str, str]]:
    """Read a list that is shipped with the program, one mapping per row, every cell as text.

    A long list is packed: its name then ends in .gz.
    """
    content = files(package).joinpath(file_name).read_bytes()
    text = (gzip.decompress(content) if file_name.endswith(".gz") else content).decode("utf-8")
    return list(csv.DictReader(StringIO(text)))
