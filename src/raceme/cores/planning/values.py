"""What planning takes and gives: frozen values, no behaviour beyond their own sanity.

Units: money in whole or fractional units of the cluster's currency (the field names say eur, after
the common case), effort in person-days of the cluster team, scores and shares between 0 and 1.
Formulas and a worked table: docs/algorithms/planning.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Member:
    """A member whose word counts; `weight` says how much (1 unless told otherwise)."""

    id: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class NeedRecord:
    """One member's word on one topic on one day. Unknown satisfaction is None, never 0."""

    member_id: str
    topic: str
    importance: int  # 1 to 5
    satisfaction: int | None  # 1 to 5
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Objective:
    """A strategic objective; `full` is how many fully serving services reach it wholly."""

    code: str
    name: str
    weight: float
    full: float = 3.0


@dataclass(frozen=True, slots=True)
class ServiceOption:
    """A service that the cluster organisation could offer, per edition."""

    id: str
    name: str
    person_days: float
    cost_eur: float
    reach: float  # members reached by one edition
    income_eur: float = 0.0
    max_editions: int = 1
    is_cross_sectoral: bool = False
    answers: Mapping[str, float] = field(default_factory=dict)  # topic -> strength a_st, 0 to 1
    serves: Mapping[str, float] = field(default_factory=dict)  # objective code -> 0 to 4

    @property
    def net_cost_eur(self) -> float:
        """Cost less income of one edition; negative where a service earns money."""
        return self.cost_eur - self.income_eur


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan must keep to."""

    budget_eur: float
    person_days: float
    own_income_share_min: float | None = None  # sum of income / sum of cost, 0 to 1
    cross_sectoral_min: int = 0
    must: frozenset[str] = frozenset()
    must_not: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Parameters:
    """How the plan is computed, apart from what it is computed of."""

    alignment_weight: float = 0.4  # lambda of the contract
    resamples: int = 200
    seed: int = 1
    frontier_points: int = 10
    gap: float = 1e-9  # proven relative gap at which the search may stop; at most 1e-6
    nodes_max: int = 100_000  # branches after which one search gives up proving: status feasible
    core_frequency: float = 0.8  # chosen in at least this share of resamples: core
    out_frequency: float = 0.2  # chosen in at most this share: out
    covered_from: float = 0.5  # coverage from which a topic is called covered
    over_served_from: float = 1.5  # supply (coverage before the cut at 1) from which: over-served


@dataclass(frozen=True, slots=True)
class PlanCase:
    """Everything one plan is computed from."""

    members: tuple[Member, ...]
    needs: tuple[NeedRecord, ...]
    objectives: tuple[Objective, ...]
    services: tuple[ServiceOption, ...]
    limits: Limits
    parameters: Parameters = Parameters()


class Status(StrEnum):
    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


class Verdict(StrEnum):
    CORE = "core"
    SWING = "swing"
    OUT = "out"


class Fit(StrEnum):
    """How well the plan answers a topic."""

    UNMET = "unmet"
    COVERED = "covered"
    OVER_SERVED = "over_served"


@dataclass(frozen=True, slots=True)
class Fact:
    """One reason, as a fact: a code that a door turns into a sentence, with its figures.

    The codes and which of the other fields they fill are listed in `explain.py`.
    """

    code: str
    topic: str | None = None
    objective: str | None = None
    service: str | None = None
    amount: float | None = None
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """What the plan says of one service, chosen or not."""

    id: str
    name: str
    editions: int
    person_days: float  # of all editions
    cost_eur: float
    income_eur: float
    net_cost_eur: float
    frequency: float | None  # share of resamples with at least one edition; None: not computed
    verdict: Verdict
    reasons: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class TopicResult:
    """How strongly a topic is asked for, how sure that is, and how far the plan answers it."""

    id: str
    demand: float
    low: float  # 95 % interval over resamples of members
    high: float
    members: int  # N_t
    coverage: float | None  # None: nobody finds it important, the topic does not count
    supply: float | None  # coverage before it is cut at 1
    fit: Fit | None


@dataclass(frozen=True, slots=True)
class GapCell:
    """What one service gives to one topic in the plan."""

    topic: str
    service: str
    strength: float  # a_st
    editions: int
    given: float  # a_st * min(1, e_s * reach_s / N_t)


@dataclass(frozen=True, slots=True)
class ObjectiveResult:
    code: str
    name: str
    weight: float
    alignment: float


@dataclass(frozen=True, slots=True)
class Totals:
    person_days: float
    cost_eur: float
    income_eur: float
    net_cost_eur: float


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    budget_eur: float
    value: float | None  # None: no plan keeps the limits at this budget


@dataclass(frozen=True, slots=True)
class Marginal:
    """What V gains from 10 % more money, and from 10 % more days. None: not computed."""

    budget: float | None
    person_days: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer. An infeasible plan has no choice, and says which limits contradict each other."""

    status: Status
    value: float | None
    gap: float | None
    seed: int
    services: tuple[ServiceChoice, ...]
    topics: tuple[TopicResult, ...]
    cells: tuple[GapCell, ...]
    objectives: tuple[ObjectiveResult, ...]
    totals: Totals
    frontier: tuple[FrontierPoint, ...]
    marginal: Marginal
    conflicts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a computation is: which stage, and how much of the whole (0 to 1)."""

    stage: str  # "demand", "choose", "resample", "frontier", "explain"
    share: float


@dataclass(frozen=True, slots=True)
class Figures:
    """One figure in several plans, in their order. None: the plan has no such figure."""

    id: str
    values: tuple[float | None, ...]
    differs: bool  # between the plans that keep their limits


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """Plans side by side; the figures of an infeasible plan are None, all of them."""

    value: Figures
    person_days: Figures
    cost_eur: Figures
    income_eur: Figures
    net_cost_eur: Figures
    services: tuple[Figures, ...]  # editions
    topics: tuple[Figures, ...]  # coverage
    objectives: tuple[Figures, ...]  # alignment
