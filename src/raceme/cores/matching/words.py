"""Texts in any language as words, and terms of a vocabulary as all their broader terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

SHORTEST = 3  # letters; shorter words tell little
_WORDS = re.compile(r"[^\W\d_]+")
_MARKS = re.compile(r"[\u0300-\u036f]")


def words_of(text: str) -> list[str]:
    """The words of a text: small letters, no accents, none shorter than three letters."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return [word for word in _WORDS.findall(plain) if len(word) >= SHORTEST]


def widened(terms: Iterable[str], same: Mapping[str, str]) -> Iterator[str]:
    """Each term, under the one name of its synonyms, and every term above it."""
    for term in terms:
        levels = same.get(term, term).casefold().split(".")
        for depth in range(1, len(levels) + 1):
            yield ".".join(levels[:depth])
