"""What is known about words in names of organisations: legal forms, kinds, how common they are.

The lists come from outside (`values.Words`); here they are folded as names are, and looked up.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from raceme.cores.linking.spelling import words_of
from raceme.cores.linking.values import LegalForm, Words

FOREIGN_FORM = 6  # a legal form of more letters is known by itself, whatever the country
STEM_MIN = 3
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word that counts: as folded, what it means in every language, how much it tells."""

    text: str
    key: str  # the meaning's code with an equals sign before it, else the word itself
    kind: str  # "type", "field", "place" … as in the list of meanings; empty for other words
    weight: float


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word stands for in every language, and what kind of word it is.

    A word such as Universitätsklinikum stands for two things: `hospital`, `university`.
    """

    codes: tuple[str, ...]
    kind: str


class Lexicon:
    """The word lists, ready to be asked. Building it takes a tenth of a second: keep it."""

    def __init__(self, words: Words) -> None:
        self._forms = _by_first(
            (tuple(words_of(written)), form) for form in words.forms for written in form.written
        )
        self._whole: dict[str, Meaning] = {}
        self._stems: dict[str, Meaning] = {}
        self._phrases: dict[str, list[tuple[Phrase, bool, Meaning]]] = defaultdict(list)
        for meaning in words.meanings:
            for written in meaning.written:
                self._take(written, Meaning(tuple(meaning.code.split("+")), meaning.kind))
        self._counted = words.counted
        self._counts: dict[str, int] = defaultdict(int)
        for word, count in words.counts.items():
            for folded in words_of(word):
                self._counts[folded] += count
        self._of_meaning: dict[str, int] = defaultdict(int)
        for word, count in self._counts.items():
            meaning_of_word = self.meaning_of(word)
            for code in meaning_of_word.codes if meaning_of_word is not None else ():
                self._of_meaning[code] += count
        self._said: dict[str, tuple[Word, ...]] = {}
        self.shared_domains = words.shared_domains
        self.second_level = words.second_level

    def _take(self, written: str, meaning: Meaning) -> None:
        is_stem = written.endswith("*")
        phrase = tuple(words_of(written.rstrip("*").replace("_", " ")))
        if len(phrase) > 1:
            self._phrases[phrase[0]].append((phrase, is_stem, meaning))
        elif phrase and is_stem:
            self._stems.setdefault(phrase[0], meaning)
        elif phrase:
            self._whole.setdefault(phrase[0], meaning)

    def meaning_of(self, word: str) -> Meaning | None:
        """Find what a folded word means: as a whole, else by the longest stem it begins with."""
        found = self._whole.get(word)
        if found is not None:
            return found
        for length in range(len(word), STEM_MIN - 1, -1):
            found = self._stems.get(word[:length])
            if found is not None:
                return found
        return None

    def phrase_at(self, words: list[str], start: int) -> tuple[int, Meaning] | None:
        """Find the longest phrase that begins here: how many words it has, and its meaning."""
        best: tuple[int, Meaning] | None = None
        for phrase, is_stem, meaning in self._phrases.get(words[start], ()):
            end = start + len(phrase)
            last = words[end - 1] if end <= len(words) else ""
            fits = last.startswith(phrase[-1]) if is_stem else last == phrase[-1]
            is_longer = best is None or len(phrase) > best[0]
            if fits and is_longer and tuple(words[start : end - 1]) == phrase[:-1]:
                best = (len(phrase), meaning)
        return best

    def form_at(self, words: list[str], start: int, country: str) -> tuple[int, LegalForm] | None:
        """Find the longest legal form that begins here; short ones only of the right country."""
        best: tuple[int, LegalForm] | None = None
        for phrase, form in self._forms.get(words[start], ()):
            if tuple(words[start : start + len(phrase)]) != phrase:
                continue
            is_at_home = not country or country in form.countries
            is_known_abroad = "*" in form.countries or sum(map(len, phrase)) > FOREIGN_FORM
            if not (is_at_home or is_known_abroad):
                continue
            length = 0 if best is None else best[0]
            if len(phrase) > length or (len(phrase) == length and is_at_home):
                best = (len(phrase), form)
        return best

    def said_by(self, word: str) -> tuple[Word, ...]:
        """What one folded word says: itself or its meaning; nothing if it is a small word."""
        said = self._said.get(word)
        if said is None:
            said = self._said[word] = self.saying(word, self.meaning_of(word))
        return said

    def saying(self, text: str, meaning: Meaning | None) -> tuple[Word, ...]:
        """Give a text with its weight; one that means two things at once counts as two words."""
        if meaning is None:
            return (Word(text, text, "", self._weight(self._counts.get(text, 0))),)
        if meaning.kind == "small":
            return ()
        is_one = len(meaning.codes) == 1
        return tuple(
            Word(
                text if is_one else code,
                f"={code}",
                meaning.kind,
                self._weight(self._of_meaning.get(code, 0)),
            )
            for code in meaning.codes
        )

    def _weight(self, count: int) -> float:
        """How much a word tells about who is meant, 0 (all names have it) to 1 (no other has)."""
        return 1.0 - math.log(1 + count) / math.log(1 + self._counted)


def _by_first(
    pairs: Iterable[tuple[Phrase, LegalForm]],
) -> Mapping[str, list[tuple[Phrase, LegalForm]]]:
    found: dict[str, list[tuple[Phrase, LegalForm]]] = defaultdict(list)
    for phrase, form in pairs:
        if phrase:
            found[phrase[0]].append((phrase, form))
    return found
