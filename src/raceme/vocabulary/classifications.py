"""Classifications with thousands of codes, such as NACE and NUTS: found by code or by words.

People write codes in many ways and names in several languages. `meant` never guesses: it gives the
one code that is meant, or says which ones it may be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import get_language

from raceme.vocabulary.terms import folded

# Letters that no decomposition turns into their plain ones.
PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})
CANDIDATES = 6  # so many are named when it is unclear which one is meant


@dataclass(frozen=True, slots=True)
class Entry:
    """A code of a classification, where it stands in it, and its names by language."""

    code: str
    level: int
    parent: str  # the code above it, empty at the top
    names: Mapping[str, str]
    also: tuple[str, ...] = ()  # other words it is found by, never shown

    @property
    def label(self) -> str:
        """Name it in the language of whoever reads; in the first one where we have no other."""
        language = (get_language() or "en").split("-")[0]
        return self.names.get(language) or next(iter(self.names.values()))

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text means: one entry, or nothing, and then those that it may mean."""

    entry: Entry | None
    candidates: tuple[Entry, ...] = ()


class Classification:
    """All codes of one edition of a classification, with an index of their words."""

    def __init__(self, entries: Iterable[Entry], *, code_of: Callable[[str], str]) -> None:
        """`code_of` brings a code that somebody wrote into the form of this classification."""
        self._entries = {entry.code: entry for entry in entries}
        self._code_of = code_of
        self._names = {
            entry.code: tuple(plain(name) for name in (*entry.names.values(), *entry.also))
            for entry in self._entries.values()
        }

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def named(self, code: str) -> Entry | None:
        """Find exactly this code; None where the edition has none."""
        return self._entries.get(code)

    def path(self, code: str) -> tuple[Entry, ...]:
        """Give a code and all above it, the widest first; nothing for an unknown code."""
        found: list[Entry] = []
        entry = self.named(code)
        while entry is not None:
            found.insert(0, entry)
            entry = self.named(entry.parent)
        return tuple(found)

    def meant(self, text: str) -> Meant:
        """Say which code somebody means who wrote a code, a name, or both."""
        by_code, rest = self._code_at_the_start(text)
        if by_code is not None and (not rest or plain(rest) in self._names[by_code.code]):
            return Meant(by_code)
        named_so = self._named_so(rest if by_code is not None else text)
        if by_code is None and self._is_one_line(named_so):
            return Meant(named_so[-1])
        if by_code is not None:
            # Code and words contradict each other: it may be either.
            return Meant(None, (by_code, *named_so))
        return Meant(None, tuple(self.found(text, limit=CANDIDATES)))

    def found(self, text: str, *, limit: int) -> list[Entry]:
        """Search as somebody types: codes that begin so, then names that hold all the words."""
        words = plain(text).split()
        if not words:
            return []
        code = self._code_of(text)
        ranked = []
        for place, entry in enumerate(self._entries.values()):
            rank = self._rank(entry, code, words)
            if rank is not None:
                ranked.append((rank, place, entry))
        return [entry for _rank, _place, entry in sorted(ranked)[:limit]]

    def _rank(self, entry: Entry, code: str, words: list[str]) -> int | None:
        if code and entry.code.startswith(code):
            return 0
        best = None
        for name in self._names[entry.code]:
            if not all(word in name for word in words):
                continue
            begins = name.startswith(words[0])
            whole = all(f" {word}" in f" {name}" for word in words)
            rank = 1 if begins else 2 if whole else 3
            best = rank if best is None else min(best, rank)
        return best

    def _code_at_the_start(self, text: str) -> tuple[Entry | None, str]:
        """Read a code at the start of a text, or the whole text as one; give the rest, too."""
        whole = self.named(self._code_of(text))
        if whole is not None:
            return whole, ""
        first, _, rest = text.strip().partition(" ")
        return self.named(self._code_of(first)), rest.strip()

    def _named_so(self, text: str) -> tuple[Entry, ...]:
        wanted = plain(text)
        return tuple(one for one in self._entries.values() if wanted in self._names[one.code])

    def _is_one_line(self, entries: tuple[Entry, ...]) -> bool:
        """Whether each stands below the one before: then they are one thing, the last exactest."""
        return bool(entries) and all(
            lower.parent == upper.code for upper, lower in pairwise(entries)
        )


def plain(text: str) -> str:
    """Make names comparable: accents do not count, nor what `folded` leaves out of account."""
    letters = unicodedata.normalize("NFKD", folded(text)).translate(PLAIN_LETTERS)
    return "".join(sign for sign in letters if not unicodedata.combining(sign))
