"""Why two members fit, attribute by attribute, in words for the office and for the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raceme.collaboration.models import Notice, Side, Suggestion
from raceme.collaboration.queries.naming import masked, names_of
from raceme.collaboration.words import (
    DEGREES,
    FAR,
    FAR_TO_A_MEMBER,
    PART_OF,
    PARTLY,
    PARTS,
    STRONG,
    TO_A_MEMBER,
)
from raceme.members.models import Organisation
from raceme.vocabulary import nace

DIVISION = 2  # digits of NACE: more would soon tell who it is
SIMILAR_MUCH = 0.3


@dataclass(frozen=True, slots=True)
class Attribute:
    """One part of a score: what it is, how well it fits, what it counts, and why."""

    name: str
    label: str
    question: str
    share: float | None
    degree: str
    degree_label: str
    sentence: str
    reasons: tuple[str, ...]
    weight: float | None = None
    stated: float | None = None


def attributes_for_office(suggestion: Suggestion, stated: Mapping[str, float]) -> list[Attribute]:
    """All parts of a score with what each counts. Names may stand here: office only."""
    used = suggestion.search.weights if suggestion.search is not None else stated
    told = _by_part(suggestion.reasons, _OfficeWords(suggestion))
    return [
        _attribute(
            name,
            suggestion.parts.get(name),
            told.get(name, ()),
            is_member=False,
            weight=used.get(name),
            stated=stated.get(name),
        )
        for name in PARTS
    ]


def attributes_for_member(suggestion: Suggestion, side: str) -> list[Attribute]:
    """What speaks for a pair as one of the two may read it; only of what something is known."""
    told = _by_part(suggestion.reasons, _MemberWords(suggestion, side))
    known = [name for name in PARTS if suggestion.parts.get(name) is not None]
    if side == Side.OTHER:
        known = [name for name in known if name != "capacity"]  # that of this member itself
    return [
        _attribute(name, suggestion.parts.get(name), told.get(name, ()), is_member=True)
        for name in known
    ]


def reasons_in_short(suggestion: Suggestion, side: str) -> list[str]:
    """The sentences that speak for a pair, strongest first: for a letter or a card."""
    found: list[str] = []
    rows = attributes_for_member(suggestion, side)
    for one in sorted(rows, key=lambda each: -(each.share or 0.0)):
        found += one.reasons
        if not one.reasons and one.degree == "strong":
            found.append(one.sentence)
    return list(dict.fromkeys(found))


def described_without_name(organisation: Organisation) -> str:
    """What a member may know of a partner before both agree: kind, size, sector. No more."""
    kind = organisation.get_role_display() if organisation.role else _("Organisation")
    facts = []
    if organisation.size:
        facts.append(_("size: %(size)s") % {"size": organisation.get_size_display()})
    sector = sector_in_words(organisation)
    if sector:
        facts.append(_("sector: %(sector)s") % {"sector": sector})
    return ", ".join([str(kind), *facts])


def sector_in_words(organisation: Organisation) -> str:
    """The division of NACE that a member works in; empty if unknown."""
    code = organisation.nace.replace(".", "")[:DIVISION]
    if len(code) < DIVISION or not code.isdigit():
        return ""
    entry = nace.activities(organisation.nace_revision).named(code)
    return "" if entry is None else entry.label


def notice_as_read(suggestion: Suggestion, side: str) -> Notice | None:
    """The offer or request a suggestion comes from, if one of the two may read its text.

    The owner may; the other, unless it is hidden: then nobody else learns that it exists.
    """
    notice = suggestion.notice
    if notice is None:
        return None
    is_own = notice.organisation_id == suggestion.organisation_on(side).pk
    is_hidden = notice.showing == Notice.Showing.HIDDEN
    return notice if is_own or not is_hidden else None


def _by_part(facts: Iterable[Mapping[str, Any]], words: _Words) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for fact in facts:
        part = PART_OF.get(fact["code"])
        if part is not None:
            found.setdefault(part, []).extend(words.of(fact))
    return {part: tuple(sentences) for part, sentences in found.items()}


def _attribute(
    name: str,
    share: float | None,
    reasons: tuple[str, ...],
    *,
    is_member: bool,
    weight: float | None = None,
    stated: float | None = None,
) -> Attribute:
    words = PARTS[name]
    degree = _degree(share)
    sentences: tuple[str | Promise, ...] = (words.strongly, words.partly, words.hardly)
    if is_member:
        sentences = TO_A_MEMBER.get(name, sentences)
    if name == "complement" and reasons:
        # A reason here tells that they differ: then little means too much, not too little.
        sentences = (*sentences[:2], FAR_TO_A_MEMBER if is_member else FAR)
    by_degree = dict(zip(("strong", "partly", "little"), sentences, strict=True))
    return Attribute(
        name=name,
        label=str(words.label),
        question=str(words.question),
        share=share,
        degree=degree,
        degree_label=str(DEGREES[degree]),
        sentence=str(by_degree.get(degree, words.unknown)),
        reasons=reasons,
        weight=weight,
        stated=stated,
    )


def _degree(share: float | None) -> str:
    if share is None:
        return "unknown"
    if share >= STRONG:
        return "strong"
    return "partly" if share >= PARTLY else "little"


class _Words:
    """Facts of the core in sentences, for one kind of reader."""

    def of(self, fact: Mapping[str, Any]) -> Iterator[str]:
        raise NotImplementedError


class _OfficeWords(_Words):
    """For the office, which knows all names."""

    def __init__(self, suggestion: Suggestion) -> None:
        self.one, self.other = suggestion.one, suggestion.other
        numbers = [
            int(one)
            for fact in suggestion.reasons
            if fact["code"] == "common_partners"
            for one in fact["about"]
        ]
        rows = Organisation.objects.filter(cluster=suggestion.cluster_id, pk__in=numbers)
        self.common = ", ".join(row.name for row in rows) if numbers else ""

    def of(self, fact: Mapping[str, Any]) -> Iterator[str]:
        terms = ", ".join(fact["about"])
        names = {"one": self.one, "other": self.other, "terms": terms}
        match fact["code"]:
            case "gives_wanted":
                yield _("%(other)s has what is looked for: %(terms)s") % names
            case "wants_given":
                yield _("%(one)s has what %(other)s looks for: %(terms)s") % names
            case "other_sector":
                yield from _sectors(self.one, self.other)
            case "other_position":
                yield _("In the value chain: %(terms)s") % {"terms": " / ".join(fact["about"])}
            case "common_partners":
                yield _("Both work with: %(names)s") % {"names": self.common}
            case _:
                yield from _plain(fact)


class _MemberWords(_Words):
    """For one of the two. Says nothing by which the other could be known."""

    def __init__(self, suggestion: Suggestion, side: str) -> None:
        self.suggestion, self.side = suggestion, side
        other = suggestion.organisation_on(Side(side).opposite)
        self.names = [] if suggestion.is_introduced else names_of(other)

    def of(self, fact: Mapping[str, Any]) -> Iterator[str]:
        terms = masked(", ".join(fact["about"]), self.names)
        # Facts are told as seen from the first of the two.
        gives = "gives_wanted" if self.side == Side.ONE else "wants_given"
        match fact["code"]:
            case "gives_wanted" | "wants_given" if fact["code"] == gives:
                yield _("The partner has what you look for: %(terms)s") % {"terms": terms}
            case "gives_wanted" | "wants_given":
                yield _("You have what the partner looks for: %(terms)s") % {"terms": terms}
            case "other_sector":
                yield _("You come from different sectors.")
            case "other_position":
                yield _("You stand at different places of the value chain.")
            case "common_partners":
                number = int(fact["figure"] or 0)
                yield ngettext(
                    "%(number)s organisation works with both of you.",
                    "%(number)s organisations work with both of you.",
                    number,
                ) % {"number": number}
            case "same_town" | "active":
                return
            case _:
                yield from _plain(fact)


def _plain(fact: Mapping[str, Any]) -> Iterator[str]:
    """What is the same for everybody who reads it."""
    match fact["code"]:
        case "similar_work":
            is_much = (fact["figure"] or 0) >= SIMILAR_MUCH
            yield (
                _("The descriptions have much in common.")
                if is_much
                else _("The descriptions have something in common.")
            )
        case "worked_together":
            yield _("They have worked together before.")
        case "same_town":
            yield _("Both are in %(town)s.") % {"town": fact["about"][0]}
        case "same_country":
            yield _("Both are in the same country.")
        case "active":
            number = int(fact["figure"] or 0)
            yield ngettext(
                "The partner has begun %(number)s cooperation in the last year.",
                "The partner has begun %(number)s cooperations in the last year.",
                number,
            ) % {"number": number}


def _sectors(one: Organisation, other: Organisation) -> Iterator[str]:
    here, there = sector_in_words(one), sector_in_words(other)
    if here and there:
        yield _("Two sectors: %(here)s / %(there)s") % {"here": here, "there": there}
