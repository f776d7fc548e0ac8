"""Ask the core of matching who could fill a gap of a consortium."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from raceme.access.actor import Actor
from raceme.collaboration.bridge.members import Books, books_of, plain
from raceme.collaboration.models import Consortium, ConsortiumPartner, Requirement
from raceme.collaboration.queries.checks import Verdict, checks_of
from raceme.collaboration.queries.workshop import fits
from raceme.cores.matching.values import Controls, Gap, Partner, Weights
from raceme.members.models import Organisation

CANDIDATES = 8
SIMILAR = 0.1  # from which likeness of texts somebody is a candidate without a key word
# What lets a candidate help with a rule of the call that is not kept yet.
HELPS = ("smes_min", "firms_min", "research_min", "countries_min")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that could fill a gap, and what speaks for it."""

    organisation: Organisation
    score: float
    has: tuple[str, ...]  # key words it has among its competences and offers
    worked_with_lead: bool
    common_partners: tuple[Organisation, ...]  # of it and of who leads: up to three
    is_other_sector: bool
    is_similar_work: bool
    is_same_town: bool
    helps: tuple[str, ...]  # rules of the call that it helps to keep


def candidates_for(
    requirement: Requirement, *, actor: Actor, on: date, count: int = CANDIDATES
) -> list[Candidate]:
    """Give the best candidates for one competence that is needed, best first.

    Only kinds and countries that the call admits; nobody who is at the table or has said no.
    """
    consortium, books = requirement.consortium, books_of(actor, on=on)
    asked = list(consortium.partners.select_related("organisation"))
    table = [
        one for one in asked if one.is_at_the_table and one.organisation_id in books.organisations
    ]
    # Reasons are told from the view of the first.
    table.sort(key=lambda one: (one.role != ConsortiumPartner.Role.LEAD, one.pk))
    gone = {one.organisation_id for one in asked if not one.is_at_the_table}
    kinds = set(consortium.call.kinds)
    matcher = books.matcher(weights=Weights(), synonyms=_synonyms(requirement, books))
    (filled,) = matcher.fill(
        [str(one.organisation_id) for one in table],
        [_gap(requirement)],
        max(1, len(books.values)),
        Controls(with_known=True),
    )
    found = (
        one
        for one in filled.candidates
        if _speaks_for_it(one)
        and int(one.id) not in gone
        # Afterwards: the core knows coarser kinds than the books.
        and (not kinds or books.organisations[int(one.id)].role in kinds)
    )
    helpful, has = _Helpful(consortium, asked), _fitting(requirement, books)
    return [_candidate(one, books, helpful, has) for one in islice(found, count)]


def _fitting(requirement: Requirement, books: Books) -> dict[str, tuple[str, ...]]:
    """What each organisation can do or offers of what is needed, by the rule of the matrix."""
    return {
        one.id: tuple(
            term
            for term in dict.fromkeys((*one.competences, *one.offers))
            if fits(requirement.wanted, term)
        )
        for one in books.values
    }


def _synonyms(requirement: Requirement, books: Books) -> dict[str, str]:
    """Let whatever fits go by one name: the core compares names, not the words in them."""
    name = plain(requirement.wanted)[0]
    terms = {term for several in _fitting(requirement, books).values() for term in several}
    return dict.fromkeys([*sorted(terms), *plain(requirement.wanted)], name)


class _Helpful:
    """Which rules of the call are not kept yet, and who helps with them."""

    def __init__(self, consortium: Consortium, partners: Iterable[ConsortiumPartner]) -> None:
        partners = list(partners)
        checks = checks_of(consortium.call, partners)
        self.open = {one.rule for one in checks if one.verdict in (Verdict.BROKEN, Verdict.UNKNOWN)}
        self.countries = {
            one.organisation.country.upper() for one in partners if one.is_at_the_table
        }

    def rules_of(self, one: Organisation) -> tuple[str, ...]:
        does = {
            "smes_min": one.is_sme is True,
            "firms_min": one.is_firm,
            "research_min": one.role in ("research", "education"),
            "countries_min": bool(one.country) and one.country.upper() not in self.countries,
        }
        return tuple(rule for rule in HELPS if rule in self.open and does[rule])


def _gap(requirement: Requirement) -> Gap:
    return Gap(
        id=str(requirement.pk),
        terms=tuple(plain(requirement.wanted)),
        text=f"{requirement.title} {requirement.text}",
        countries=frozenset(requirement.consortium.call.countries),
    )


def _speaks_for_it(partner: Partner) -> bool:
    """Whether anything in the books says that it has what is looked for."""
    parts = dict(partner.parts)
    return (parts["need"] or 0.0) > 0 or (parts["topic"] or 0.0) >= SIMILAR


def _candidate(
    partner: Partner, books: Books, helpful: _Helpful, has: Mapping[str, tuple[str, ...]]
) -> Candidate:
    organisation = books.organisations[int(partner.id)]
    facts = {one.code: one for one in partner.reasons}
    common = facts["common_partners"].about if "common_partners" in facts else ()
    return Candidate(
        organisation=organisation,
        score=partner.score,
        has=has[partner.id],
        worked_with_lead="worked_together" in facts,
        common_partners=tuple(books.organisations[int(one)] for one in common),
        is_other_sector="other_sector" in facts,
        is_similar_work="similar_work" in facts,
        is_same_town="same_town" in facts,
        helps=helpful.rules_of(organisation),
    )
