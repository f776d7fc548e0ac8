"""Make spellings comparable: capitals, accents, alphabets, punctuation, and broken encodings.

`folded` is for comparing only; what people read is always the name as it was written.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that decompose into nothing useful, and two alphabets of Europe as passports write them.
_LATIN = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l"}
_LATIN |= {"ı": "i", "ħ": "h", "ŋ": "n", "ŧ": "t", "ĸ": "k", "ə": "e", "№": " no "}
_GREEK_LETTERS = "αβγδεζηθικλμνξοπρσςτυφχψω"
_GREEK_WRITTEN = "a v g d e z i th i k l m n x o p r s s t y f ch ps o"
_CYRILLIC_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґјљњћђџќѓѕў"
_CYRILLIC_WRITTEN = (
    "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y  e yu ya"
    " i yi ye g j lj nj c d dz k g dz u"
)
_GREEK = dict(zip(_GREEK_LETTERS, _GREEK_WRITTEN.split(" "), strict=True))
_CYRILLIC = dict(zip(_CYRILLIC_LETTERS, _CYRILLIC_WRITTEN.split(" "), strict=True))
_LETTERS = str.maketrans(_LATIN | _GREEK | _CYRILLIC)
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"[a-z0-9]+")
_DOTTED = re.compile(r"\b(?:[a-z0-9]\.){2,}(?:[a-z0-9]\b(?!\.))?")
# How umlauts and their kin are written where a keyboard lacks them: Köln, Koeln, Koln are one.
_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))


def repaired(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 or Mac Roman ("Ã¼", "√º"); the rest stays."""
    return text if text.isascii() else _FOREIGN.sub(_read_again, text)


def _read_again(found: re.Match[str]) -> str:
    run = found.group()
    for encoding in ("cp1252", "mac_roman"):
        try:
            return run.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return run


def plain(text: str) -> str:
    """Write a text in small Latin letters without accents."""
    if text.isascii():
        return text.lower()
    lower = unicodedata.normalize("NFKD", repaired(text).casefold())
    bare = "".join(letter for letter in lower if not unicodedata.combining(letter))
    return bare.replace("ου", "ou").translate(_LETTERS)


def words_of(text: str) -> list[str]:
    """Split a text into folded words; letters that stand alone are put together ("S. p. A.")."""
    dotted = _DOTTED.sub(lambda found: found.group().replace(".", "") + " ", plain(text))
    words: list[str] = []
    is_open = False
    for word in _WORD.findall(dotted):
        is_single = len(word) == 1
        if is_single and is_open:
            words[-1] += word
        else:
            words.append(word)
        is_open = is_single
    return [_without_digraphs(word) for word in words]


def _without_digraphs(word: str) -> str:
    for written, meant in _DIGRAPHS:
        if written in word:
            word = word.replace(written, meant)
    return word
