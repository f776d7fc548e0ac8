"""What a consortium has and lacks: the competences it needs, partner by partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from raceme.access.actor import Actor
from raceme.collaboration.models import (
    Consortium,
    ConsortiumPartner,
    Coverage,
    Notice,
    Requirement,
)
from raceme.collaboration.queries.notices import open_notices
from raceme.foundation.finding.folding import folded
from raceme.members.models import Competence


class Cell(StrEnum):
    """What is known of whether a partner has a competence that is needed."""

    SAID = "said"  # somebody said so of this consortium
    BOOKS = "books"  # a competence in the books, or an offer, holds the key words
    NOTHING = ""


class Filling(StrEnum):
    """How far a competence that is needed is there."""

    FILLED = "filled"  # by a partner who takes part
    HOPED_FOR = "hoped-for"  # by candidates or invited ones only
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One competence of one partner, and the competences in the books that speak for it."""

    partner: ConsortiumPartner
    state: Cell
    proof: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One competence that is needed, partner by partner."""

    requirement: Requirement
    filling: Filling
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Competences that are needed (rows) by the partners at the table (columns)."""

    partners: tuple[ConsortiumPartner, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def gaps(self) -> tuple[Requirement, ...]:
        return tuple(row.requirement for row in self.rows if row.filling == Filling.GAP)


def matrix_of(consortium: Consortium, *, actor: Actor, on: date) -> Matrix:
    """Put the competences that are needed beside the partners at the table.

    What a partner has is told by its competences in the books and by its open offers.
    """
    partners = tuple(
        consortium.partners.filter(state__in=ConsortiumPartner.AT_THE_TABLE).select_related(
            "organisation"
        )
    )
    said = set(
        Coverage.objects.filter(partner__in=partners).values_list("requirement_id", "partner_id")
    )
    has = _abilities([one.organisation_id for one in partners], actor, on)
    rows = []
    for requirement in consortium.requirements.filter(dropped_at__isnull=True):
        cells = tuple(
            _cell(requirement, one, has[one.organisation_id], (requirement.pk, one.pk) in said)
            for one in partners
        )
        rows.append(MatrixRow(requirement, _filling(cells), cells))
    return Matrix(partners, tuple(rows))


def fits(wanted: Sequence[str], competence: str) -> bool:
    """Whether a competence holds all words of one of the key words."""
    there = set(folded(competence).split())
    return any(set(folded(term).split()) <= there for term in wanted if folded(term))


def _abilities(organisations: Sequence[int], actor: Actor, on: date) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Competence.objects.filter(organisation__in=organisations, ended_at__isnull=True)
    for organisation, term in rows.order_by("pk").values_list("organisation_id", "term"):
        found[organisation].append(term)
    offers = open_notices(actor, on).filter(kind=Notice.Kind.OFFER, organisation__in=organisations)
    for organisation, terms in offers.order_by("pk").values_list("organisation_id", "terms"):
        found[organisation] += [term for term in terms if term not in found[organisation]]
    return found


def _cell(
    requirement: Requirement, partner: ConsortiumPartner, has: Sequence[str], is_said: bool
) -> MatrixCell:
    proof = tuple(term for term in has if fits(requirement.wanted, term))
    state = Cell.SAID if is_said else Cell.BOOKS if proof else Cell.NOTHING
    return MatrixCell(partner, state, proof)


def _filling(cells: Iterable[MatrixCell]) -> Filling:
    having = [one.partner.state for one in cells if one.state != Cell.NOTHING]
    if ConsortiumPartner.State.AGREED in having:
        return Filling.FILLED
    return Filling.HOPED_FOR if having else Filling.GAP
