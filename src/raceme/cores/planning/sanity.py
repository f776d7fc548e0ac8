"""Refuse a case that makes no sense, and say why, before anything is computed from it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from raceme.cores.errors import BadInput
from raceme.cores.planning.values import (
    Limits,
    NeedRecord,
    Objective,
    Parameters,
    PlanCase,
    ServiceOption,
)

GAP_MAX = 1e-6  # a plan is called exact up to this proven relative gap


def check_case(case: PlanCase) -> None:
    """Check the whole case; raise BadInput at the first thing that makes no sense.

    Not refused: no needs, no objectives, no services, objectives that weigh nothing (that half
    of the value is then 0), musts that contradict other limits (an infeasible plan that says so).
    """
    _once((member.id for member in case.members), "member")
    _once((objective.code for objective in case.objectives), "objective")
    _once((service.id for service in case.services), "service")
    for member in case.members:
        _not_negative(member.weight, f"the weight of member {member.id}")
    known = {member.id for member in case.members}
    for need in case.needs:
        _check_need(need, known)
    for objective in case.objectives:
        _check_objective(objective)
    codes = {objective.code for objective in case.objectives}
    for service in case.services:
        _check_service(service, codes)
    _check_limits(case.limits)
    _check_parameters(case.parameters)


def _check_need(need: NeedRecord, known: set[str]) -> None:
    what = f"the need of member {need.member_id} on {need.topic}"
    if need.member_id not in known:
        raise BadInput(f"{what}: there is no such member")
    if not need.topic:
        raise BadInput(f"a need of member {need.member_id} has no topic")
    if need.importance not in range(1, 6):
        raise BadInput(f"{what}: importance is 1 to 5, got {need.importance}")
    if need.satisfaction is not None and need.satisfaction not in range(1, 6):
        raise BadInput(f"{what}: satisfaction is 1 to 5 or unknown, got {need.satisfaction}")


def _check_objective(objective: Objective) -> None:
    _not_negative(objective.weight, f"the weight of objective {objective.code}")
    _not_negative(objective.full, f"full of objective {objective.code}")
    if objective.full <= 0:
        raise BadInput(f"full of objective {objective.code} must be more than 0")


def _check_service(service: ServiceOption, codes: set[str]) -> None:
    name = f"service {service.id}"
    _not_negative(service.person_days, f"the person-days of {name}")
    _not_negative(service.cost_eur, f"the cost of {name}")
    _not_negative(service.income_eur, f"the income of {name}")
    _not_negative(service.reach, f"the reach of {name}")
    if service.max_editions < 0 or not float(service.max_editions).is_integer():
        raise BadInput(f"the most editions of {name} must be a whole number from 0")
    for topic, strength in service.answers.items():
        _between(strength, 0, 1, f"how strongly {name} answers {topic}")
    for code, part in service.serves.items():
        _between(part, 0, 4, f"how much {name} serves {code}")
        if code not in codes:
            raise BadInput(f"{name} serves objective {code}, which does not exist")


def _check_limits(limits: Limits) -> None:
    _not_negative(limits.budget_eur, "the budget")
    _not_negative(limits.person_days, "the person-days")
    if limits.own_income_share_min is not None:
        _between(limits.own_income_share_min, 0, 1, "the least share of own income")
    if limits.cross_sectoral_min < 0 or not float(limits.cross_sectoral_min).is_integer():
        raise BadInput("the least number of cross-sectoral services must be a whole number from 0")


def _check_parameters(parameters: Parameters) -> None:
    _between(parameters.alignment_weight, 0, 1, "lambda, the weight of alignment")
    _between(parameters.gap, 0, GAP_MAX, "the gap")
    _between(parameters.core_frequency, 0, 1, "the frequency from which a service is core")
    _between(parameters.out_frequency, 0, 1, "the frequency up to which a service is out")
    _between(parameters.covered_from, 0, 1, "the coverage from which a topic is covered")
    _not_negative(parameters.over_served_from - 1, "what supply goes beyond 1 to be over-served")
    if parameters.out_frequency >= parameters.core_frequency:
        raise BadInput("a service must be out at a lower frequency than it is core")
    if parameters.resamples < 1:
        raise BadInput("at least one resample is needed to say how sure the plan is")
    if parameters.seed < 0:
        raise BadInput("the seed must not be negative")
    if parameters.frontier_points < 1 or parameters.nodes_max < 1:
        raise BadInput("the frontier needs at least one point, and a search one branch")


def _once(names: Iterable[str], what: str) -> None:
    counts = Counter(names)
    if "" in counts:
        raise BadInput(f"a {what} has no id")
    twice = sorted(name for name, count in counts.items() if count > 1)
    if twice:
        raise BadInput(f"{what} {twice[0]} is there {counts[twice[0]]} times")


def _not_negative(figure: float, what: str) -> None:
    if not math.isfinite(figure) or figure < 0:
        raise BadInput(f"{what} must be a number, not negative, got {figure}")


def _between(figure: float, low: float, high: float, what: str) -> None:
    if not low <= figure <= high:  # nan is never between
        raise BadInput(f"{what} is between {low} and {high}, got {figure}")
