"""Bytes become text, in whatever encoding they were saved.

Unicode is certain. Between the older code pages the letters decide: a text of one language uses
the letters of that language only, and signs do not stand in the middle of words.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# How people and programs call them.
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-32": "UTF-32",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "latin-1": "ISO 8859-1",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "iso8859_2": "ISO 8859-2",
    "cp1257": "Windows-1257",
    "cp1254": "Windows-1254",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "mac_roman": "Mac Roman",
    "cp850": "DOS 850",
    "cp852": "DOS 852",
}

_WESTERN = (
    "äöüß",
    "àâæçéèêëîïôùûüÿœ",
    "áéíñóúü",
    "àáâãçéêíóôõú",
    "àèéìíîòóùú",
    "åäöæøé",
    "áéëïóöü",
    "áæéðíóöúýþ",
)
_CENTRAL = (
    "čšžćđ",
    "ąćęłńóśźż",
    "áčďéěíňóřšťúůýž",
    "áäčďéíĺľňóôŕšťúýž",
    "áéíóöőúüű",
    "ăâîşţ",
    "äöüß",
)
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
# Letters beyond ASCII of the languages written in each code page, likeliest page first. The same
# byte is č in one and è in the other; text of one language uses the letters of one row only.
_LETTERS = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž", "äõöüšž"),
    "cp1254": ("çğıi\u0307öşüâîû",),  # noqa: RUF001
    "cp1251": (_RUSSIAN, f"{_RUSSIAN}іїєґ", f"{_RUSSIAN}ђјљњћџ"),
    "cp1253": ("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",),
    "mac_roman": _WESTERN,
    "cp850": _WESTERN,
    "cp852": _CENTRAL,
}
# The letters that make up half of any text; without them it is another script, misread.
_COMMON = {"cp1251": "оеаинтр", "cp1253": "αοιεσντη"}
_USUAL_SIGNS = frozenset("“”„‘’‚–—…€°§«»·•®™©´`¨¸\u00a0\u00adª²³¹½¼¾µ±×¿¡ˇ˙˛˘№ºΊ‹›")  # noqa: RUF001
# What may stand between two letters: apostrophes, hyphens and dashes, the Catalan dot.
_WITHIN_WORDS = frozenset("’‘–—´`·\u00a0\u00ad‚")  # noqa: RUF001
_SIGN_IN_A_WORD = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f](?=[^\W\d_])")
_THREE_LETTERS = re.compile(r"(?=([^\W\d_])([^\W\d_a-zA-Z])([^\W\d_]))")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_LINE_END = re.compile(rb"[\r\n]+")
_ONLY_WINDOWS = re.compile(rb"[\x80-\x9f]")  # signs in Windows-1252, nothing in ISO 8859-1
_TWO_SCRIPTS = re.compile(r"[a-zA-Z][\u0370-\u04ff]|[\u0370-\u04ff][a-zA-Z]")

# A long text is UTF-8 also when a careless program has cut some of its letters in half.
_WHOLE_FOR_EACH_BROKEN = 20
_LOOKED_AT = 5_000  # places that decide about the code page


class NotText(ValueError):
    """The bytes are no text in any encoding that spreadsheets write."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the encoding it was saved in by the name people know."""

    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    """Turn bytes into text: Unicode with or without mark, else the code page whose letters fit."""
    codec = _unicode_of(content) or _code_page_of(content)
    try:
        # Of UTF-8 with a few broken letters the broken ones become U+FFFD; whoever reads the
        # table says so.
        text = content.decode(codec, errors="replace" if codec == "utf-8" else "strict")
    except UnicodeDecodeError as error:
        raise NotText(codec) from error
    if _CONTROL.search(text):
        raise NotText("control characters")
    if codec == "cp1252" and not _ONLY_WINDOWS.search(content):
        codec = "latin-1"
    return Decoded(text.rstrip("\x1a"), NAMES[codec])


def _unicode_of(content: bytes) -> str | None:
    for mark, codec in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return codec
    start = content[:2000]
    if b"\0" in start:
        # UTF-16 without a mark: nearly every second byte of European text is zero.
        in_first = start[0::2].count(0)
        in_second = start[1::2].count(0)
        return "utf-16-le" if in_second > in_first else "utf-16-be"
    return "utf-8" if _is_utf_8(content) else None


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
        whole = len(_FOREIGN.findall(text)) - text.count("\ufffd")
        return whole > _WHOLE_FOR_EACH_BROKEN * text.count("\ufffd")
    return True


def _code_page_of(content: bytes) -> str:
    beyond = bytes(byte for byte in set(content) if byte > 0x7F)
    # Words with letters beyond ASCII decide; the rest of a long list says nothing.
    places = (found.start() for found in islice(_BEYOND_ASCII.finditer(content), _LOOKED_AT))
    sample = b"\n".join(_LINE_END.sub(b" ", content[max(0, at - 20) : at + 20]) for at in places)
    best, best_share = "latin-1", -1.0
    for codec, languages in _LETTERS.items():
        try:
            beyond.decode(codec)
            text = sample.decode(codec)
        except UnicodeDecodeError:
            continue
        share = _likelihood(text, languages, _COMMON.get(codec))
        if share > best_share:
            best, best_share = codec, share
    return best


def _likelihood(text: str, languages: tuple[str, ...], common: str | None) -> float:
    """How much of what goes beyond ASCII makes sense in the best of these languages, 0 to 1."""
    foreign = _FOREIGN.findall(text)
    signs = [each for each in foreign if not each.isalpha() or each in "ªº"]
    letters = [each.lower() for each in foreign if each.isalpha() and each not in "ªº"]
    odd: int = sum(sign not in _USUAL_SIGNS for sign in signs)
    odd += sum(found not in _WITHIN_WORDS for found in _SIGN_IN_A_WORD.findall(text))
    odd += len(_TWO_SCRIPTS.findall(text))
    odd += sum(  # sudden capitals
        before.islower() and here.isupper() and after.islower()
        for before, here, after in _THREE_LETTERS.findall(text)
    )
    if not letters:
        return 1.0 / (1 + odd)
    fitting = max(sum(character in language for character in letters) for language in languages)
    if common is not None and sum(each in common for each in letters) < 0.35 * len(letters):
        odd += len(letters)
    return fitting / (len(letters) + odd)
