"""The page of a region: its main figures, and all its parts in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import get_language

from raceme.access.actor import Actor
from raceme.region.bridge import courses, groups, outlook, presence, strengths
from raceme.region.bridge.facts import Facts
from raceme.region.bridge.figures import Figure
from raceme.region.bridge.measuring import own_table
from raceme.region.bridge.names import Place
from raceme.region.models import MappingRun
from raceme.region.queries import versions_in

# In the order of the page: what is, where we stand in it, how it moves, what could be.
FIGURES: dict[str, Callable[[Facts], Figure | None]] = {
    "specialisations": strengths.specialisations,
    "presence": presence.presence,
    "changes": strengths.changes,
    "shift_share": courses.shift_share,
    "performance": courses.performance,
    "variety": courses.variety,
    "emerging": groups.emerging,
    "ecosystems": groups.ecosystems,
    "opportunities": outlook.opportunities,
    "peers": outlook.peers,
}


@dataclass(frozen=True, slots=True)
class RegionPage:
    """Everything a region's page shows."""

    place: Place
    year: int
    years: list[int]
    whole: dict[str, Any]
    stars: int
    own_members: int
    figures: list[Figure]

    @property
    def query(self) -> str:
        """What the addresses of its pictures say besides: the year, and the language drawn in."""
        return f"year={self.year}&in={get_language() or 'en'}"


def figures_of(run: MappingRun) -> dict[str, Callable[[Facts], Figure | None]]:
    """All parts of a region's page in a mapping: own groupings stand behind those of the house."""
    if not run.groupings:
        return FIGURES
    found = {}
    for name, build in FIGURES.items():
        found[name] = build
        if name == "ecosystems":
            found |= {
                own_table(one.pk): partial(groups.own, version=one) for one in versions_in(run)
            }
    return found


def region_page(run: MappingRun, code: str, actor: Actor, *, year: int) -> RegionPage:
    """Collect the page; a part without anything to show is left out."""
    facts = Facts(run, code, actor, year)
    found = [build(facts) for build in figures_of(run).values()]
    return RegionPage(
        place=facts.place,
        year=year,
        years=run.years,
        whole=facts.whole,
        stars=sum(row["stars"] or 0 for row in facts.now.values()),
        own_members=sum(len(cell.members) for cell in facts.own.values()),
        figures=[one for one in found if one is not None],
    )


def figure_named(
    run: MappingRun, code: str, actor: Actor, name: str, *, year: int
) -> Figure | None:
    """Build one part; None if there is none of this name, or it has nothing to show."""
    build = figures_of(run).get(name)
    return build(Facts(run, code, actor, year)) if build is not None else None
