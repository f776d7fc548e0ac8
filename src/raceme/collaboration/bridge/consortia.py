"""Ask the core of matching who could fill a gap of a consortium."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from raceme.access.actor import Actor
from raceme.collaboration.bridge.members import Books, books_of, plain
from raceme.collaboration.models import Consortium, ConsortiumPartner, Requirement
from raceme.collaboration.queries.checks import Verdict, checks_of
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
    """Give the best candidates for one competence that is needed, best first."""
    found = candidates_by_gap(
        requirement.consortium, [requirement], actor=actor, on=on, count=count
    )
    return found[requirement.pk]


def candidates_by_gap(
    consortium: Consortium,
    gaps: Iterable[Requirement],
    *,
    actor: Actor,
    on: date,
    count: int = CANDIDATES,
) -> Mapping[int, list[Candidate]]:
    """Give the best candidates for each gap, by its number.

    Only kinds and countries that the call admits; nobody who is at the table or has said no.
    """
    books = books_of(actor, on=on)
    asked = list(consortium.partners.select_related("organisation"))
    table = [
        one for one in asked if one.is_at_the_table and one.organisation_id in books.organisations
    ]
    # Reasons are told from the view of the first.
    table.sort(key=lambda one: (one.role != ConsortiumPartner.Role.LEAD, one.pk))
    gone = {one.organisation_id for one in asked if not one.is_at_the_table}
    filled = books.matcher(weights=Weights()).fill(
        [str(one.organisation_id) for one in table],
        [_gap(one, consortium) for one in gaps],
        max(1, len(books.values)),
        Controls(with_known=True),
    )
    helpful = _Helpful(consortium, asked)
    kinds = set(consortium.call.kinds)
    return {
        int(gap.gap): [
            _candidate(one, books, helpful)
            for one in gap.candidates
            if _speaks_for_it(one)
            and int(one.id) not in gone
            and (not kinds or books.organisations[int(one.id)].role in kinds)
        ][:count]
        for gap in filled
    }


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


def _gap(requirement: Requirement, consortium: Consortium) -> Gap:
    # Kinds are looked at afterwards: the core knows coarser ones than the books.
    return Gap(
        id=str(requirement.pk),
        terms=tuple(plain(requirement.wanted)),
        text=f"{requirement.title} {requirement.text}",
        countries=frozenset(consortium.call.countries),
    )


def _speaks_for_it(partner: Partner) -> bool:
    """Whether anything in the books says that it has what is looked for."""
    parts = dict(partner.parts)
    return (parts["need"] or 0.0) > 0 or (parts["topic"] or 0.0) >= SIMILAR


def _candidate(partner: Partner, books: Books, helpful: _Helpful) -> Candidate:
    organisation = books.organisations[int(partner.id)]
    facts = {one.code: one for one in partner.reasons}
    common = facts["common_partners"].about if "common_partners" in facts else ()
    return Candidate(
        organisation=organisation,
        score=partner.score,
        has=facts["gives_wanted"].about if "gives_wanted" in facts else (),
        worked_with_lead="worked_together" in facts,
        common_partners=tuple(books.organisations[int(one)] for one in common),
        is_other_sector="other_sector" in facts,
        is_similar_work="similar_work" in facts,
        is_same_town="same_town" in facts,
        helps=helpful.rules_of(organisation),
    )
