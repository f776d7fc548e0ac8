"""Words as they are compared: capitals, accents and punctuation do not count.

The same in Python and in the database: SQLite calls these functions, PostgreSQL has them in SQL
(`postgresql.py`, made from the tables below; a test compares the two).
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a plain letter and its accent.
LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i", "ŧ": "t", "ς": "\N{GREEK SMALL LETTER SIGMA}",
}  # fmt: skip
# How people write these letters on a keyboard that lacks them: Mueller is Müller.
RESPELT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
ADDRESS = ("https://", "http://", "www.")  # what an address begins with says nothing

# Ranges for regular expressions, as both Python and PostgreSQL read them.
ACCENTS = r"\u0300-\u036f"
_SIGN = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf"
    r"\u00d7\u00f7\u2000-\u206f\u3000-\u303f"
)
SIGNS = f"[{_SIGN}][{_SIGN}{ACCENTS}]*"  # an accent may stand on a space

_ACCENTS = re.compile(f"[{ACCENTS}]")
_SIGNS = re.compile(SIGNS)
_LETTERS = str.maketrans(LETTERS)
_RESPELT = str.maketrans(RESPELT)


def folded(text: str) -> str:
    """Make a text comparable: “Müller & Söhne” and “MULLER-SOHNE” are both “muller sohne”."""
    return _plain(_lower(text))


def words(text: str) -> str:
    """Give what a text is found by: folded, each word with a space on both sides."""
    lower = _lower(text)
    respelt = lower.translate(_RESPELT)
    return f" {_plain(lower)} " if respelt == lower else f" {_plain(lower)} {_plain(respelt)} "


def looked_for(text: str) -> list[tuple[str, ...]]:
    """Give for each word that somebody typed the pieces of `words` of which one must be there.

    Three letters are found anywhere in a word, two where a word begins, one as a whole word: an
    index of three letters each can be asked all of that.
    """
    typed = (_lower(word) for word in text.split())
    spelt = ({_plain(word), _plain(word.translate(_RESPELT))} for word in typed if word)
    return [tuple(sorted(_piece(one) for one in each)) for each in spelt]


def _lower(text: str) -> str:
    # The sign of number 0 stands in no database, but in what programs send.
    lower = unicodedata.normalize("NFKC", text.replace("\0", " ")).lower()
    for beginning in ADDRESS:
        lower = lower.replace(beginning, " ")
    return _SIGNS.sub(" ", lower).strip(" ")


def _plain(lower: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFD", lower)).translate(_LETTERS)


def _piece(word: str) -> str:
    if len(word) == 1:
        return f" {word} "
    return f" {word}" if len(word) == 2 else word
