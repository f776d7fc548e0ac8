"""The library of 93 service archetypes: what cluster organisations offer elsewhere, to adapt.

An archetype is a starting point, never a fixed menu. Its efforts, costs, income, reach and
strengths are estimates made for planning; a cluster overwrites them with its own records. How they
were estimated stands in docs/vocabulary.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from raceme.vocabulary.terms import in_active_language, rows_of_reference

LIBRARY_VERSION = 1


class Level(StrEnum):
    """Whom a service is for: all members, a group of them, or one at a time."""

    BASIC = "basic"
    INTENSIFIED = "intensified"
    INDIVIDUAL = "individual"


@dataclass(frozen=True, slots=True)
class Archetype:
    """A kind of service with its usual effort, cost and use, per edition.

    An edition is one delivery: an event, a case, a course, a year of a group or of a platform.
    """

    id: str
    category: str  # code of raceme.vocabulary.categories
    level: Level
    name_en: str
    name_de: str
    description_en: str
    description_de: str
    need_en: str
    need_de: str
    kpis_en: tuple[str, ...]
    kpis_de: tuple[str, ...]
    targets: tuple[str, ...]  # SME, start-up, large, research, public, all
    format: str  # event, advisory, voucher, training, platform, project, mission, group, …
    funding: tuple[str, ...]  # membership, pay-per-use, public, sponsorship, cost-share, voucher
    is_cross_sectoral: bool
    is_for_emerging_industries: bool
    effort_days: float  # person-days of the cluster team
    cost_per_person_day_eur: float
    external_cost_eur: float  # rooms, travel, speakers, software
    income_eur: float  # fees, sponsors and cost shares; no membership fee, no public money
    reach: float  # members whose need of a year one edition answers
    max_editions: int  # in a year
    answers: Mapping[str, float]  # code of a need topic -> strength, 0 to 1

    @property
    def cost_eur(self) -> float:
        """What one edition costs: the team's days and what is bought in."""
        return self.effort_days * self.cost_per_person_day_eur + self.external_cost_eur

    @property
    def name(self) -> str:
        """Name the service in the language of whoever reads."""
        return in_active_language(self.name_en, self.name_de)

    @property
    def description(self) -> str:
        """Say what is done, in the language of whoever reads."""
        return in_active_language(self.description_en, self.description_de)

    @property
    def need(self) -> str:
        """Say what members want it for, in the language of whoever reads."""
        return in_active_language(self.need_en, self.need_de)

    @property
    def kpis(self) -> tuple[str, ...]:
        """List what one could measure, in the language of whoever reads."""
        is_german = in_active_language("en", "de") == "de"
        return self.kpis_de if is_german else self.kpis_en


@cache
def archetypes() -> tuple[Archetype, ...]:
    """List all archetypes, category by category."""
    rows = rows_of_reference("raceme.catalogue.reference", f"archetypes-{LIBRARY_VERSION}.csv")
    return tuple(_archetype(row) for row in rows)


@cache
def _by_id() -> dict[str, Archetype]:
    return {archetype.id: archetype for archetype in archetypes()}


def archetype_named(id_: str) -> Archetype | None:
    """Find the archetype with exactly this id, such as NET-01; None where there is none."""
    return _by_id().get(id_)


def _archetype(row: Mapping[str, str]) -> Archetype:
    return Archetype(
        id=row["id"],
        category=row["category"],
        level=Level(row["level"]),
        name_en=row["name_en"],
        name_de=row["name_de"],
        description_en=row["description_en"],
        description_de=row["description_de"],
        need_en=row["need_en"],
        need_de=row["need_de"],
        kpis_en=_listed(row["kpis_en"]),
        kpis_de=_listed(row["kpis_de"]),
        targets=_listed(row["target"]),
        format=row["format"],
        funding=_listed(row["funding"]),
        is_cross_sectoral=row["cross_sectoral"] == "1",
        is_for_emerging_industries=row["emerging"] == "1",
        effort_days=float(row["effort_days"]),
        cost_per_person_day_eur=float(row["cost_per_person_day_eur"]),
        external_cost_eur=float(row["external_cost_eur"]),
        income_eur=float(row["income_eur"]),
        reach=float(row["reach"]),
        max_editions=int(row["max_editions"]),
        answers=MappingProxyType(_strengths(row["answers"])),
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";"))


def _strengths(cell: str) -> dict[str, float]:
    pairs = (part.split(":") for part in cell.split(";"))
    return {topic.strip(): float(strength) for topic, strength in pairs}
