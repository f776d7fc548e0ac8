"""Why two records may be one organisation, as facts that a door turns into sentences.

| code | words | other words |
|---|---|---|
| same_vat, slip_in_vat, other_vat | the number | the other's number |
| same_website, related_website | the host | the other's host |
| same_name | - | - |
| same_words | words in both names | - |
| translated_words, alike_words | words | the other's words, in the same order |
| written_together | words that the other name writes as two | - |
| initials | initials that the other name spells out | - |
| only_here, only_there | words left over | - |
| other_form | legal forms | the other's |
| same_town, other_town, other_country | what one says | what the other says |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from raceme.cores.linking.agreement import Agreement, WordPair
from raceme.cores.linking.evidence import is_elsewhere
from raceme.cores.linking.lexicon import Word
from raceme.cores.linking.likeness import likeness
from raceme.cores.linking.records import Known
from raceme.cores.linking.score import is_same_site, other_vat, same_vat
from raceme.cores.linking.spelling import words_of
from raceme.cores.linking.values import Fact, Record

_PARTS = re.compile(r"[-'.&+]")
_PIECES = re.compile(r"[^\s,;:/()\[\]\"*|]+")


def facts_of(
    records: tuple[Record, Record], known: tuple[Known, Known], agreement: Agreement | None
) -> tuple[Fact, ...]:
    """Tell what speaks for a pair, and what against it: numbers, names, places."""
    return (
        *_facts_of_numbers(records, known),
        *(() if agreement is None else _facts_of_names(records, known, agreement)),
        *_facts_of_places(records, known),
    )


def _facts_of_numbers(records: tuple[Record, Record], known: tuple[Known, Known]) -> Iterator[Fact]:
    one, other = known
    if one.vat is not None and other.vat is not None and one.vat.country == other.vat.country:
        slip = "other_vat" if other_vat(one, other) else "slip_in_vat"
        code = "same_vat" if same_vat(one, other) else slip
        yield Fact(code, (records[0].vat,), (records[1].vat,))
    elif same_vat(one, other):
        yield Fact("same_vat", (records[0].vat,), (records[1].vat,))
    if one.site is not None and other.site is not None and one.site.domain == other.site.domain:
        code = "same_website" if is_same_site(one.site, other.site) else "related_website"
        yield Fact(code, (one.site.host,), (other.site.host,))


def _facts_of_names(
    records: tuple[Record, Record], known: tuple[Known, Known], agreement: Agreement
) -> Iterator[Fact]:
    here, there = records[0].name, records[1].name
    one, other = known
    if one.name.words and one.name.spelled == other.name.spelled:
        yield Fact("same_name")
    else:
        yield from _some("same_words", _said((word for word, _ in agreement.same), here))
        spelled, translated = _by_spelling(agreement)
        for code, pairs in (("translated_words", translated), ("alike_words", spelled)):
            left = _said((word for word, _ in pairs), here)
            yield from _some(code, left, _said((word for _, word in pairs), there))
        yield from _some("written_together", _said(agreement.glued, f"{here} {there}"))
        yield from _some("initials", _said(agreement.acronyms, f"{here} {there}"))
        yield from _some("only_here", _said(agreement.only_one, here))
        yield from _some("only_there", _said(agreement.only_other, there))
    if one.forms and other.forms and not one.forms & other.forms:
        forms = [tuple(form.code for form in each.name.forms) for each in known]
        yield Fact("other_form", forms[0], forms[1])


def _facts_of_places(records: tuple[Record, Record], known: tuple[Known, Known]) -> Iterator[Fact]:
    one, other = known
    if one.country and other.country and one.country != other.country:
        yield Fact("other_country", (one.country,), (other.country,))
    if one.city & other.city:
        yield Fact("same_town", (records[0].city,), (records[1].city,))
    elif is_elsewhere(one, other):
        yield Fact("other_town", (records[0].city,), (records[1].city,))


def _by_spelling(agreement: Agreement) -> tuple[list[WordPair], list[WordPair]]:
    """Part words spelled differently (Solution, Solutions) from those of another language."""
    spelled = [pair for pair in agreement.translated if likeness(pair[0].text, pair[1].text) >= 0.8]
    return [*spelled, *agreement.alike], [one for one in agreement.translated if one not in spelled]


def _some(code: str, words: tuple[str, ...], others: tuple[str, ...] = ()) -> Iterator[Fact]:
    if words:
        yield Fact(code, words, others)


def _said(words: Iterable[Word], text: str) -> tuple[str, ...]:
    """Give words as somebody wrote them: Köln, not koln."""
    written = _written(text)
    return tuple(written.get(word.text, word.text) for word in words)


@lru_cache(maxsize=1_024)
def _written(text: str) -> Mapping[str, str]:
    """Find how each folded word of a text is written in it."""
    pieces = _PIECES.findall(text)
    parts = [part for piece in pieces for part in _PARTS.split(piece)]
    found = {"".join(words_of(part)): part for part in parts}
    return found | {"".join(words_of(piece)): piece.strip(".-") for piece in pieces}
