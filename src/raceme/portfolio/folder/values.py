"""What a plan folder holds, once read: typed, checked, and still in the words of its writers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from raceme.cores.planning.values import PlanCase
from raceme.foundation.tabular.values import Problem


class BadFolder(Exception):
    """The folder cannot be planned with; `problems` says everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class ServiceSource(StrEnum):
    """Where the services of a plan come from."""

    OWN = "own"  # the folder has a services table
    LIBRARY = "library"  # it has none: the reference library of archetypes


@dataclass(frozen=True, slots=True)
class FolderMember:
    """One row of the members table. Unknown is None, or empty for text."""

    id: str
    name: str
    role: str | None  # code of a helix role; None: not told, or not understood
    employees: int | None
    nace: str
    nuts: str
    country: str
    city: str
    website: str
    weight: float


@dataclass(frozen=True, slots=True)
class FolderNeed:
    """One row of the needs table."""

    member_id: str
    topic: str
    importance: int  # 1 to 5
    satisfaction: int | None  # 1 to 5; None: unknown
    recorded_on: date
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class FolderService:
    """One service that could be offered: a row of the services table, or an archetype."""

    id: str
    name: str
    category: str  # code of a category, or the folder's own word
    description: str
    person_days: float
    cost_eur: float
    income_eur: float
    reach: float
    max_editions: int
    is_cross_sectoral: bool
    answers: Mapping[str, float]  # topic -> strength, 0 to 1
    serves: Mapping[str, float] | None  # objective -> 0 to 4; None: by its category


@dataclass(frozen=True, slots=True)
class FolderObjective:
    """One objective of the strategy; services of its categories serve it."""

    code: str
    name: str
    weight: float
    full: float
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FolderCluster:
    """Who the cluster organisation is."""

    name: str
    country: str
    nuts: str
    currency: str


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """Everything a plan folder says, and the case that planning computes from it."""

    cluster: FolderCluster
    year: int | None
    members: tuple[FolderMember, ...]
    needs: tuple[FolderNeed, ...]
    objectives: tuple[FolderObjective, ...]
    services: tuple[FolderService, ...]
    service_source: ServiceSource
    case: PlanCase
    notes: tuple[Problem, ...] = ()  # what was left aside without harm
