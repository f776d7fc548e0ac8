"""Lay two names beside each other: which words agree, how, and which are left over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter

from raceme.cores.linking.lexicon import Word
from raceme.cores.linking.likeness import likeness
from raceme.cores.linking.names import Name

ALIKE_FROM = 0.86  # words this alike are taken for one, written differently: one slip in eight
ALIKE_LETTERS = 4  # shorter words must be the same
GLUED_LETTERS = 6  # shorter words are not looked at for two words in one
ACRONYM_LETTERS = range(3, 9)
SYLLABLES_MIN = 3  # an abbreviation such as CETRI takes up at least so many words of its name
WordPair = tuple[Word, Word]
_TEXT, _KEY = attrgetter("text"), attrgetter("key")


@dataclass(slots=True)
class Agreement:
    """What agrees and what does not, word by word."""

    same: list[WordPair] = field(default_factory=list)
    translated: list[WordPair] = field(default_factory=list)
    alike: list[WordPair] = field(default_factory=list)
    glued: list[Word] = field(default_factory=list)  # one word here, two there
    acronyms: list[Word] = field(default_factory=list)  # initials of words on the other side
    only_one: list[Word] = field(default_factory=list)
    only_other: list[Word] = field(default_factory=list)

    @property
    def pairs(self) -> list[WordPair]:
        return [*self.same, *self.translated, *self.alike]


def agreement_of(one: Name, other: Name) -> Agreement:
    """Match the words of two names: the same, of one meaning, alike, glued together, initials."""
    found = Agreement()
    left, right = _pair_by(_TEXT, one.words, other.words, found.same)
    if left and right:
        left, right = _pair_by(_KEY, left, right, found.translated)
    if left and right:
        left, right = _pair_alike(left, right, found.alike)
    if left or right:
        left, right = _unglue(left, right, other, found.glued)
        right, left = _unglue(right, left, one, found.glued)
        left, right = _spell_out(left, right, other, found.acronyms)
        right, left = _spell_out(right, left, one, found.acronyms)
        left = [word for word in left if not _abbreviates(word, one)]
        right = [word for word in right if not _abbreviates(word, other)]
    found.only_one, found.only_other = left, right
    return found


def _pair_by(
    what: Callable[[Word], str],
    left: Sequence[Word],
    right: Sequence[Word],
    pairs: list[WordPair],
) -> tuple[list[Word], list[Word]]:
    waiting = list(right)
    said = [what(word) for word in right]
    rest = []
    for word in left:
        wanted = what(word)
        if wanted in said:
            at = said.index(wanted)
            pairs.append((word, waiting.pop(at)))
            del said[at]
        else:
            rest.append(word)
    return rest, waiting


def _pair_alike(
    left: list[Word], right: list[Word], pairs: list[WordPair]
) -> tuple[list[Word], list[Word]]:
    """Pair the most alike first; of equally alike ones by their letters, never by their order."""
    found = []
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            how = word_likeness(one.text, other.text)
            if how >= ALIKE_FROM:
                texts = sorted((one.text, other.text))
                found.append((-how, texts, i, j))
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, i, j in sorted(found):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((left[i], right[j]))
    return (
        [word for i, word in enumerate(left) if i not in taken[0]],
        [word for j, word in enumerate(right) if j not in taken[1]],
    )


@lru_cache(maxsize=65_536)
def word_likeness(one: str, other: str) -> float:
    """How alike two words are; 0 where it means nothing.

    Short words and numbers say too little, and slips rarely hit the first letter: what differs
    there is another word (Fyzikální and Geofyzikální, Chemie and Biochemie).
    """
    if one[0] != other[0] or min(len(one), len(other)) < ALIKE_LETTERS or one.isdigit():
        return 0.0
    return likeness(one, other)


def _unglue(
    left: list[Word], right: list[Word], other: Name, glued: list[Word]
) -> tuple[list[Word], list[Word]]:
    """Find words of the left that the right writes as two: `bayernnetzwerk`, `delisboa`."""
    rest: list[Word] = []
    for word in left:
        parts = _parts_of(word.text, right, other)
        if parts is None:
            rest.append(word)
        else:
            glued.append(word)
            right = [part for part in right if part not in parts]
    return rest, right


def _parts_of(text: str, words: Sequence[Word], name: Name) -> list[Word] | None:
    """Give the words that a longer word is written together from; a small word may be in it."""
    if len(text) < GLUED_LETTERS:
        return None
    for first in words:
        if text.startswith(first.text):
            rest = text[len(first.text) :]
        elif text.endswith(first.text):
            rest = text[: -len(first.text)]
        else:
            continue
        if rest in name.small:
            return [first]
        for second in words:
            if second is not first and second.text == rest:
                return [first, second]
    return None


def _spell_out(
    words: list[Word], others: list[Word], other: Name, acronyms: list[Word]
) -> tuple[list[Word], list[Word]]:
    """Take out initials of words on the other side (PAN), and of these the words left over."""
    rest = []
    for word in words:
        covered = _initialled(word.text, other) if len(word.text) in ACRONYM_LETTERS else ()
        if covered:
            acronyms.append(word)
            others = [one for one in others if one.text not in covered]
        else:
            rest.append(word)
    return rest, others


def _initialled(text: str, name: Name) -> tuple[str, ...]:
    """Give the words in a row whose initials spell a text; none if there are no such."""
    counted, spelled = name.initials
    start = counted.find(text)
    if start >= 0:
        return tuple(word.text for word in name.words[start : start + len(text)])
    start = spelled.find(text)
    return name.spelled[start : start + len(text)] if start >= 0 else ()


def _abbreviates(word: Word, name: Name) -> bool:
    """Whether a word only repeats its own name in short, as CETRI or SUPSI after the full name."""
    if len(word.text) not in ACRONYM_LETTERS or word.kind:
        return False
    words = tuple(one for one in name.spelled if one != word.text)
    return _cut(word.text, words) >= SYLLABLES_MIN


@lru_cache(maxsize=65_536)
def _cut(text: str, words: tuple[str, ...]) -> int:
    """Cut a text into beginnings of words in their order; count the words at most used, else -1."""
    if not text:
        return 0
    best = -1
    for place, word in enumerate(words):
        length = 0
        while length < min(len(text), len(word)) and text[length] == word[length]:
            length += 1
            rest = _cut(text[length:], words[place + 1 :])
            best = max(best, rest + 1 if rest >= 0 else -1)
    return best
