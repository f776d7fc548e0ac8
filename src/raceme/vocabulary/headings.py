"""How people head the columns of their lists, in many languages, and which of our fields they mean.

A word may mean several things (“Name” is a firm or a person, “Status” a membership or a project):
then all are given, and whoever reads the whole list decides.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from raceme.vocabulary.terms import rows_of_reference

VERSION = 1
REFERENCE = "raceme.vocabulary.reference"

# “Land / Country”, “Bénéficiaire | Begunstigde”, “Firma (Name)”: several words in one heading.
_PARTS = re.compile(r"\s+/\s*|\s*/\s+|[|\n(\[]|\s[–—-]\s")  # noqa: RUF001
# What people add to a heading without meaning anything else by it.
_ADDED = re.compile(r"\s*(?:\*+|:|\?|\(\s*\*?\s*\)|\[.*\]|\(\d+\))\s*$")
_OF_ONE_SLASH = re.compile(r"/")


def bare(heading: str) -> str:
    """Strip a heading of case, accents and signs: “E-Mail:” and “email” are one."""
    split_up = unicodedata.normalize("NFKD", heading.replace("ß", "ss").casefold())
    return "".join(character for character in split_up if character.isalnum())


@cache
def _fields_by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows_of_reference(REFERENCE, f"headings-{VERSION}.csv"):
        for word in row["words"].split(";"):
            fields = found.setdefault(bare(word), [])
            if row["field"] not in fields:
                fields.append(row["field"])
    return {word: tuple(fields) for word, fields in found.items()}


@cache
def fields_meant(heading: str) -> tuple[str, ...]:
    """Which fields a whole heading may mean, likeliest first; none where the word is not known."""
    return _fields_by_word().get(bare(heading), ())


@cache
def fields_hinted_at(heading: str) -> tuple[str, ...]:
    """Which fields one of the parts of a heading may mean, as in “Bynavn / City name”."""
    parts = [part for part in _PARTS.split(heading) if bare(part)]
    parts += [part for part in _OF_ONE_SLASH.split(heading) if bare(part)]
    hinted: list[str] = list(_in_two_languages(heading))
    for part in (_ADDED.sub("", heading), *parts):
        hinted += [field for field in fields_meant(part) if field not in hinted]
    return tuple(hinted)


def _in_two_languages(heading: str) -> tuple[str, ...]:
    """Read “Begünstigte/r beneficiary”: the same field twice, with nothing between the two."""
    words = heading.split()
    for at in range(1, min(len(words), 8)):
        first = fields_meant(" ".join(words[:at]))
        both = [field for field in fields_meant(" ".join(words[at:])) if field in first]
        if both:
            return tuple(both)
    return ()


def is_heading(text: str) -> bool:
    """Whether a text is known as the heading of a column."""
    return bool(fields_meant(text) or (len(text) <= 120 and fields_hinted_at(text)))
