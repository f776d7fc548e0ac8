"""Make published names of organisations readable: mend wrong encodings, calm capital letters.

Nothing is invented: letters with a caron that the publisher left out (LETALSKE RESITVE) stay as
they were published.
"""

from __future__ import annotations

import re

# Two characters outside ASCII in a row: two bytes of UTF-8 that were read as something else.
SUSPECT = re.compile(r"[^\x00-\x7f]{2}")
LOST_C_CARON = "\u00c4\ufffd"  # the bytes C4 8D; Windows-1252 has no character for the second
READ_AS = ("mac_roman", "cp1252")
LEGAL_FORMS = {"DOO": "d.o.o.", "D.O.O": "d.o.o.", "DD": "d.d.", "D.D": "d.d."}
SMALL_WORDS = frozenset(
    {"IN", "ZA", "NA", "OB", "PRI", "V", "Z", "S", "O", "NAD", "TER", "OF", "AND", "THE"}
)
ABBREVIATIONS = frozenset({"COE", "EVS", "GIZ"})
NOT_ABBREVIATED = frozenset({"BIG", "DOL", "DOM", "LEK"})
LONGEST_ABBREVIATION = 3
VOWELS = frozenset("AEIOU")
WORD = re.compile(r"[^\s,*]+")


def mended(text: str) -> str:
    """Put right text that is UTF-8 read as Mac Roman or Windows-1252; other text stays."""
    decoded = SUSPECT.sub(lambda found: _decoded(found[0]), text)
    return " ".join(decoded.replace(LOST_C_CARON, "č").split())


def _decoded(text: str) -> str:
    for encoding in READ_AS:
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def readable(text: str, *, like: str) -> str:
    """Write a name that shouts in capitals as one would read it; mixed case is left alone.

    A word that `like` (the short name) spells in its own way takes that spelling.
    """
    apart_from_legal_form = text.replace("d.o.o.", "").replace("d.d.", "")
    if apart_from_legal_form != apart_from_legal_form.upper():
        return text
    spelled = {word.upper(): word for word in WORD.findall(like) if word != word.upper()}
    calm = WORD.sub(lambda found: _calm(found[0], spelled, is_first=found.start() == 0), text)
    return calm.replace(" ,", ",")


def _calm(word: str, spelled: dict[str, str], *, is_first: bool) -> str:
    bare = word.rstrip(".").upper()
    if bare in LEGAL_FORMS:
        return LEGAL_FORMS[bare]
    if word in spelled:
        return spelled[word]
    if word in SMALL_WORDS and not is_first:
        return word.lower()
    if _is_abbreviation(word, is_first=is_first):
        return word
    return "-".join(part if len(part) == 1 else part.capitalize() for part in word.split("-"))


def _is_abbreviation(word: str, *, is_first: bool) -> bool:
    if word in ABBREVIATIONS or "&" in word or not VOWELS & set(word):
        return True
    longest = LONGEST_ABBREVIATION if is_first else LONGEST_ABBREVIATION - 1
    return len(word) <= longest and word not in SMALL_WORDS | NOT_ABBREVIATED
