"""Take a name apart: words with weight and meaning, legal forms, initials."""

from __future__ import annotations

from dataclasses import dataclass

from raceme.cores.linking.lexicon import Lexicon, Word
from raceme.cores.linking.spelling import words_of
from raceme.cores.linking.values import LegalForm

SHORT_FORM = 3  # letters up to which a legal form is one only where a name begins or ends


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. A name of small words and legal forms alone keeps all its words."""

    words: tuple[Word, ...]
    small: frozenset[str]  # words such as "of" and "für": they only matter inside longer ones
    forms: tuple[LegalForm, ...]
    spelled: tuple[str, ...]  # all words but legal forms, in their order
    joined: str  # all words that count, written as one
    initials: tuple[str, str]  # of the words that count, and of all that are spelled


def name_of(text: str, country: str, lexicon: Lexicon) -> Name:
    """Take a name apart."""
    folded = words_of(text)
    rest, forms = _without_forms(folded, country, lexicon)
    spelled = rest or folded
    words, small = _weighed(spelled, lexicon)
    if not words:
        words = [said for one in folded for said in lexicon.saying(one, None)]
    return Name(
        words=tuple(words),
        small=frozenset(small),
        forms=forms,
        spelled=tuple(spelled),
        joined="".join([word.text for word in words]),
        initials=("".join([w.text[0] for w in words]), "".join([w[0] for w in spelled])),
    )


def _without_forms(
    words: list[str], country: str, lexicon: Lexicon
) -> tuple[list[str], tuple[LegalForm, ...]]:
    """Take the legal forms out: long ones anywhere, short ones only where a name ends or begins."""
    rest: list[str] = []
    forms: list[LegalForm] = []
    place = 0
    while place < len(words):
        found = lexicon.form_at(words, place, country)
        if found is not None and _may_stand(words, place, found[0]):
            forms.append(found[1])
            place += found[0]
        else:
            rest.append(words[place])
            place += 1
    return rest, tuple(forms)


def _may_stand(words: list[str], place: int, length: int) -> bool:
    """Whether a legal form may stand here; "as" inside a name is a word like any other."""
    if len("".join(words[place : place + length])) > SHORT_FORM:
        return True
    return place == 0 or place + length >= len(words) - 1


def _weighed(words: list[str], lexicon: Lexicon) -> tuple[list[Word], set[str]]:
    """Give the words that count, with their weight; and the small ones."""
    weighed: list[Word] = []
    small: set[str] = set()
    place = 0
    while place < len(words):
        phrase = lexicon.phrase_at(words, place)
        if phrase is not None:
            length, meaning = phrase
            weighed += lexicon.saying("".join(words[place : place + length]), meaning)
            place += length
            continue
        said = lexicon.said_by(words[place])
        weighed += said
        if not said:
            small.add(words[place])
        place += 1
    return weighed, small
