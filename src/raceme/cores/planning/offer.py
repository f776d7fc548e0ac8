"""The services and the strategy in columns: the same figures as in `values.py`, as arrays.

Services stand in the order of their ids, topics and objectives in that of their codes, whatever
the order in which they were given. S services, T topics, O objectives.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from raceme.cores.planning.values import Objective, PlanCase, ServiceOption

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """All that the cluster organisation could offer, and what it would give and take."""

    services: tuple[ServiceOption, ...]
    topics: tuple[str, ...]
    objectives: tuple[Objective, ...]
    strength: Floats  # S x T, a_st
    serves: Floats  # S x O, serves_so / 4 / full_o: part of the objective reached
    reach: Floats  # S, members by edition
    days: Floats  # S, person-days by edition
    cost: Floats  # S, by edition
    income: Floats  # S, by edition
    most: Whole  # S, max_editions
    is_cross: Flags  # S

    @property
    def net(self) -> Floats:
        """Net cost of one edition of each service."""
        return self.cost - self.income

    def has_all(self, ids: Iterable[str]) -> bool:
        """Tell whether every one of these ids is a service."""
        return {service.id for service in self.services}.issuperset(ids)

    def marks(self, ids: Iterable[str]) -> Flags:
        """Mark the services with these ids."""
        wanted = frozenset(ids)
        return np.array([service.id in wanted for service in self.services], dtype=bool)


def offer_of(case: PlanCase) -> Offer:
    """Put the services of a case into columns. Topics: all that are asked for or answered."""
    services = tuple(sorted(case.services, key=lambda service: service.id))
    objectives = tuple(sorted(case.objectives, key=lambda objective: objective.code))
    asked = {need.topic for need in case.needs}
    topics = tuple(sorted(asked.union(*(service.answers for service in services))))
    return Offer(
        services=services,
        topics=topics,
        objectives=objectives,
        strength=_table([[s.answers.get(t, 0.0) for t in topics] for s in services], len(topics)),
        serves=_table(
            [[s.serves.get(o.code, 0.0) / 4.0 / o.full for o in objectives] for s in services],
            len(objectives),
        ),
        reach=_column(service.reach for service in services),
        days=_column(service.person_days for service in services),
        cost=_column(service.cost_eur for service in services),
        income=_column(service.income_eur for service in services),
        most=np.array([service.max_editions for service in services], dtype=np.int64),
        is_cross=np.array([service.is_cross_sectoral for service in services], dtype=bool),
    )


def _table(rows: list[list[float]], width: int) -> Floats:
    """Make a table of this width even where there are no rows."""
    return np.array(rows, dtype=np.float64).reshape(len(rows), width)


def _column(figures: Iterable[float]) -> Floats:
    return np.fromiter(figures, dtype=np.float64)
