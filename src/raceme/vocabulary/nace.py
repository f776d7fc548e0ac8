"""Economic activities by NACE, in its two editions; codes of the two mean different things.

Rev. 2: labels in English, German, French and Italian; Rev. 2.1: in English only. Where they come
from stands in docs/vocabulary.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from raceme.vocabulary.classifications import Classification, Entry
from raceme.vocabulary.terms import rows_of_reference

REFERENCE = "raceme.vocabulary.reference"
REVISIONS = ("2", "2.1")
LANGUAGES = ("en", "de", "fr", "it")
SECTION, DIVISION, GROUP, CLASS = 1, 2, 3, 4

_WRITTEN = re.compile(r"^([A-Z])?\s*(\d{1,2})?[.\s]?([\d.\-/\s]*)$")
# The labels are Swiss; in Germany and Austria the same trade is called otherwise.
_SWISS, _ELSEWHERE = "Detailhandel", "Einzelhandel"


@cache
def activities(revision: str) -> Classification:
    """All codes of one edition, from sections to classes; KeyError for an unknown edition."""
    if revision not in REVISIONS:
        raise KeyError(revision)
    return Classification(_entries(revision), code_of=code_of)


def code_of(text: str) -> str:
    """Bring a code into the usual form: C25.62, 2562 and 25.62-0 (a national code) give 25.62.

    A national code has further digits; its first four are those of NACE. Gives an empty text for
    what is no code.
    """
    written = _WRITTEN.match(text.strip().upper())
    if written is None:
        return ""
    section, division, rest = written.groups(default="")
    if not division:
        return "" if rest else section
    has_dot = "." in text
    if len(division) == 1:
        # Spreadsheets drop the zero of 01.11; without a dot one cannot know.
        division = division.zfill(2) if has_dot or not rest else ""
    digits = re.sub(r"\D", "", rest)[:2]
    if not division:
        return ""
    return f"{division}.{digits}" if digits else division


def label_of_activity(code: str, revision: str) -> str:
    """Name an activity for people; a code that the edition lacks is shown as it is written."""
    entry = activities(revision).named(code)
    return code if entry is None else str(entry)


def _entries(revision: str) -> Iterator[Entry]:
    section = ""
    for row in rows_of_reference(REFERENCE, f"nace-{revision}.csv.gz"):
        code = row["code"]
        names = {lang: row[f"label_{lang}"] for lang in LANGUAGES if row.get(f"label_{lang}")}
        section = code if code.isalpha() else section
        german = names.get("de", "")
        also = (german.replace(_SWISS, _ELSEWHERE),) if _SWISS in german else ()
        yield Entry(code, _level_of(code), _parent_of(code, section), names, also)


def _level_of(code: str) -> int:
    return SECTION if code.isalpha() else len(code.replace(".", ""))


def _parent_of(code: str, section: str) -> str:
    if code.isalpha():
        return ""
    if len(code) == 2:
        return section
    return code[:-1].rstrip(".")
