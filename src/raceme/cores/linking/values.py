"""What linking takes and gives: frozen values, no behaviour beyond their own sanity.

Formulas and a worked table: docs/algorithms/linking.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

TURNED = {"only_here": "only_there", "only_there": "only_here"}
LIKELY_FROM = 0.5  # score from which a pair is proposed; precision and recall: bench/linking


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one organisation in one list. Empty means unknown."""

    id: str
    name: str
    vat: str = ""
    website: str = ""
    country: str = ""  # two letters; UK and GB, EL and GR are the same
    city: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class LegalForm:
    """One legal form: `written` are all its spellings, `countries` where it is at home."""

    code: str
    kind: str
    countries: frozenset[str]
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeaningWords:
    """Words of all languages with one meaning; a star at the end stands for any ending."""

    code: str
    kind: str
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists that linking works with; the vocabulary of the product, or your own."""

    forms: tuple[LegalForm, ...] = ()
    meanings: tuple[MeaningWords, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)  # word -> names it stands in
    counted: int = 20_000  # names that were counted
    shared_domains: frozenset[str] = frozenset()
    second_level: frozenset[str] = frozenset()  # "co.uk" and its like: below it, names are sold


@dataclass(frozen=True, slots=True)
class Fact:
    """One reason, as a fact: a code that a door turns into a sentence, with the words it is about.

    The codes are listed in `facts.py`.
    """

    code: str
    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def turned(self) -> Fact:
        """The same fact, seen from the other record of the pair."""
        if self.code in TURNED:
            return Fact(TURNED[self.code], self.words, self.others)
        return Fact(self.code, self.others, self.words) if self.others else self


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, how likely they are one (0 to 1), and why."""

    one: str
    other: str
    score: float
    facts: tuple[Fact, ...]
