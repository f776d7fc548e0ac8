"""The need x service matrix of a plan: what each service gives, and what stays open."""

from __future__ import annotations

import numpy as np

from raceme.cores.planning.demand import Demand
from raceme.cores.planning.offer import Offer, Whole
from raceme.cores.planning.value import given
from raceme.cores.planning.values import Fit, GapCell, Parameters, TopicResult


def gap_cells(offer: Offer, demand: Demand, editions: Whole) -> tuple[GapCell, ...]:
    """List every topic that a service answers, chosen or not, with what the plan gives to it."""
    gives = given(offer, demand.members, editions)
    return tuple(
        GapCell(
            topic=offer.topics[topic],
            service=offer.services[service].id,
            strength=float(offer.strength[service, topic]),
            editions=int(editions[service]),
            given=float(gives[service, topic]),
        )
        for topic, service in np.argwhere(offer.strength.T > 0)
    )


def topic_results(
    offer: Offer, demand: Demand, editions: Whole, parameters: Parameters
) -> tuple[TopicResult, ...]:
    """Say of each topic how strongly it is asked for and how far the plan answers it."""
    supply = given(offer, demand.members, editions).sum(axis=0)
    return tuple(
        _topic_result(name, number, demand, float(supply[number]), parameters)
        for number, name in enumerate(offer.topics)
    )


def _topic_result(
    name: str, number: int, demand: Demand, supply: float, parameters: Parameters
) -> TopicResult:
    members = int(demand.members[number])
    counts = members > 0
    return TopicResult(
        id=name,
        demand=float(demand.demand[number]),
        low=float(demand.low[number]),
        high=float(demand.high[number]),
        members=members,
        coverage=min(1.0, supply) if counts else None,
        supply=supply if counts else None,
        fit=fit_of(supply, parameters) if counts else None,
    )


def fit_of(supply: float, parameters: Parameters) -> Fit:
    """Judge the supply of a topic that somebody finds important."""
    if supply < parameters.covered_from:
        return Fit.UNMET
    return Fit.OVER_SERVED if supply >= parameters.over_served_from else Fit.COVERED
