"""What mapping takes and gives: settings with their sources, names of columns, groupings.

A panel is an Ibis table with the columns region, industry, year, value (and, where known, output,
units and flag): one row for each cell, value null where it is unknown. Formulas and worked
tables: docs/algorithms/mapping.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from raceme.cores.errors import BadInput

KEYS = ("region", "industry", "year")


@dataclass(frozen=True, slots=True)
class StarRules:
    """When a cell earns a star. A share "top" is that part of all regions, largest first.

    None means that this version of the rules gives no such star.
    """

    name: str
    source: str
    size_top: float | None = None
    quotient_min: float | None = None
    quotient_top: float | None = None
    focus_top: float | None = None
    productivity_top: float | None = None
    dynamism_top: float | None = None

    def __post_init__(self) -> None:
        """Refuse shares that are none."""
        tops = (self.size_top, self.quotient_top, self.focus_top)
        for top in (*tops, self.productivity_top, self.dynamism_top):
            if top is not None and not 0 < top <= 1:
                raise BadInput(f"stars {self.name}: {top} is no share between 0 and 1")


OBSERVATORY_2006 = StarRules(
    "observatory-2006",
    "European Cluster Observatory, first version (2006-2011): size, specialisation, focus",
    size_top=0.1,
    quotient_min=2.0,
    focus_top=0.1,
)
PANORAMA_2014 = StarRules(
    "panorama-2014",
    "European Cluster Panorama 2014 and 2016: size, specialisation, productivity, dynamism",
    size_top=0.2,
    quotient_top=0.2,
    productivity_top=0.2,
    dynamism_top=0.2,
)
STAR_RULES: Mapping[str, StarRules] = {
    rules.name: rules for rules in (OBSERVATORY_2006, PANORAMA_2014)
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a figure depends on besides the panel.

    `absent_is_zero`: a cell without a row, of a region and an industry that have rows in that
    year, is 0 (as in trade statistics) and not unknown. `minimum_region_size`: regions with a
    smaller total get no stars and do not enter matrices (unit of the value). `steps_back`: years
    of the panel over which growth is measured. `broad_length`: how many characters of the code
    of an industry name its broad group (related variety); None: not known.
    """

    stars: StarRules = OBSERVATORY_2006
    cutoff: float = 1.0  # location quotient from which a region counts as specialised (RCA)
    absent_is_zero: bool = True
    minimum_region_size: float = 0.0
    steps_back: int = 1
    broad_length: int | None = None
    fitness_rounds: int = 20

    def __post_init__(self) -> None:
        """Refuse settings that make no sense."""
        if not self.cutoff > 0:
            raise BadInput("the quotient that counts as specialised must be above 0")
        if self.minimum_region_size < 0:
            raise BadInput("the minimum size of a region is not negative")
        if self.steps_back < 1 or self.fitness_rounds < 1:
            raise BadInput("growth needs at least one year back, fitness at least one round")
        if self.broad_length is not None and self.broad_length < 1:
            raise BadInput("a broad group is named by at least one character")


@dataclass(frozen=True, slots=True)
class Grouping:
    """A named, versioned set of groups of industries: emerging industries, ecosystems, own.

    `weights`: group -> industry -> share of the industry that belongs to it (0 to 1]. Groups may
    overlap, and need not cover everything; so their sum is not the region.
    """

    name: str
    version: str
    source: str
    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse empty groups and shares that are none."""
        for group, industries in self.weights.items():
            if not industries:
                raise BadInput(f"group {group} has no industry")
            for industry, share in industries.items():
                if not 0 < share <= 1:
                    raise BadInput(f"group {group}: {share} of {industry} is no share")


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a crosswalk: which share of an old code goes to a new one."""

    old: str
    new: str
    share: float
