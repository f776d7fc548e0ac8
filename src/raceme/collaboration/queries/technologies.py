"""What members can do, beside what members of other sectors ask for: hot cells and white spots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from raceme.access.actor import Actor
from raceme.collaboration.models import Notice
from raceme.collaboration.queries.notices import open_notices
from raceme.collaboration.queries.workshop import fits
from raceme.foundation.finding.folding import folded
from raceme.members.models import Competence, Organisation, Standing
from raceme.vocabulary.nace import activities

DIVISION = 2  # digits of NACE: another division is another sector
LEVEL_MAX = 5
# What is known of somebody whose level nobody has said: the middle.
LEVEL_UNKNOWN = 3
NO_TECHNOLOGY = (Competence.Kind.MARKET, Competence.Kind.CERTIFICATE)
Sector = tuple[str, str]  # edition and division of NACE


class Heat(StrEnum):
    """How a technology stands in a field of application."""

    HOT = "hot"  # asked for there, and there elsewhere
    INSIDE = "inside"  # asked for there, and there in the same sector only
    WHITE = "white"  # asked for, and nobody has it
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of application: a sector whose members ask for something."""

    sector: Sector
    label: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One technology in one field: who asks there, and who of other sectors could help.

    `value` is demand times strength: requests times the sum of levels, each from 0 to 1.
    """

    heat: Heat
    requests: tuple[Notice, ...] = ()
    helpers: tuple[Organisation, ...] = ()
    inside: tuple[Organisation, ...] = ()
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Technology:
    """A technology or other ability, its holders, and its spot in each field."""

    term: str
    holders: tuple[Organisation, ...]
    strength: float
    spots: tuple[Spot, ...]

    @property
    def is_asked_for(self) -> bool:
        return any(one.requests for one in self.spots)


@dataclass(frozen=True, slots=True)
class TechnologyMatrix:
    """Technologies (rows) by fields of application (columns), the hottest first."""

    fields: tuple[Field, ...]
    asked_for: tuple[Technology, ...]
    not_asked_for: tuple[Technology, ...]  # by strength

    @property
    def white(self) -> list[Technology]:
        return [one for one in self.asked_for if not one.holders]

    @property
    def hottest(self) -> float:
        return max((s.value for one in self.asked_for for s in one.spots), default=0.0)


def technology_matrix(actor: Actor, *, on: date) -> TechnologyMatrix:
    """Put abilities of members beside open requests of members, by the sectors of those who ask."""
    requests = list(
        open_notices(actor, on)
        .filter(kind=Notice.Kind.REQUEST, organisation__standing=Standing.MEMBER)
        .exclude(organisation__nace="")
        .order_by("pk")
    )
    fields = _fields(requests)
    abilities = _abilities(actor)
    asked = _first_spellings(term for one in requests for term in one.terms)
    rows = [_technology(term, abilities, requests, fields) for term in asked]
    covered = {ability for term in asked for ability in abilities if fits([term], ability)}
    rest = [_technology(term, abilities, (), fields) for term in abilities if term not in covered]
    rows.sort(key=lambda one: (-max(s.value for s in one.spots), folded(one.term)))
    rest.sort(key=lambda one: (-one.strength, folded(one.term)))
    return TechnologyMatrix(fields, tuple(rows), tuple(rest))


def _fields(requests: Iterable[Notice]) -> tuple[Field, ...]:
    sectors = sorted({_sector(one.organisation) for one in requests})
    return tuple(Field(one, _label(one)) for one in sectors)


def _label(sector: Sector) -> str:
    entry = activities(sector[0]).named(sector[1])
    return sector[1] if entry is None else entry.label


def _sector(one: Organisation) -> Sector:
    return one.nace_revision, one.nace[:DIVISION]


def _abilities(actor: Actor) -> dict[str, list[tuple[Organisation, float]]]:
    """Who can do what how well, by the first spelling of each ability."""
    rows = (
        Competence.objects.filter(
            cluster=actor.cluster, ended_at__isnull=True, organisation__standing=Standing.MEMBER
        )
        .exclude(kind__in=NO_TECHNOLOGY)
        .select_related("organisation")
        .order_by("pk")
    )
    spelling: dict[str, str] = {}
    found: dict[str, list[tuple[Organisation, float]]] = defaultdict(list)
    for one in rows:
        term = spelling.setdefault(folded(one.term), one.term)
        level = (LEVEL_UNKNOWN if one.level is None else one.level) / LEVEL_MAX
        found[term].append((one.organisation, level))
    return dict(found)


def _first_spellings(terms: Iterable[str]) -> list[str]:
    spelling: dict[str, str] = {}
    for term in terms:
        spelling.setdefault(folded(term), term)
    return list(spelling.values())


def _technology(
    term: str,
    abilities: Mapping[str, Sequence[tuple[Organisation, float]]],
    requests: Iterable[Notice],
    fields: Iterable[Field],
) -> Technology:
    best: dict[Organisation, float] = {}
    for ability, holders in abilities.items():
        if fits([term], ability):
            for organisation, level in holders:
                best[organisation] = max(level, best.get(organisation, 0.0))
    wanted = [one for one in requests if folded(term) in map(folded, one.terms)]
    return Technology(
        term,
        holders=tuple(best),
        strength=sum(best.values()),
        spots=tuple(_spot(field, wanted, best) for field in fields),
    )


def _spot(field: Field, wanted: Iterable[Notice], best: Mapping[Organisation, float]) -> Spot:
    requests = tuple(one for one in wanted if _sector(one.organisation) == field.sector)
    if not requests:
        return Spot(Heat.NOTHING)
    # Nobody answers a request of its own.
    owners = {one.organisation for one in requests}
    helpers = tuple(one for one in best if _sector(one) != field.sector)
    inside = tuple(one for one in best if _sector(one) == field.sector and one not in owners)
    heat = Heat.HOT if helpers else Heat.INSIDE if inside else Heat.WHITE
    value = len(requests) * sum(best[one] for one in helpers)
    return Spot(heat, requests, helpers, inside, value)
