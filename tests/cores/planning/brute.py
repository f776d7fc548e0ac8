"""The second, simpler piece of code: the contract of the plan in plain loops, every plan tried.

Reads the case itself and shares no line with the core; good for a handful of services.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from raceme.cores.planning.values import Limits, PlanCase


def q(importance, satisfaction):
    if satisfaction is None:
        satisfaction = importance
    return (importance + max(0, importance - satisfaction) - 1) / 8


def demand_and_members(case: PlanCase):
    """D_t and N_t of every topic in the needs."""
    best = {}
    for need in case.needs:
        key = (need.member_id, need.topic)
        rank = (need.recorded_on, q(need.importance, need.satisfaction), need.importance)
        best[key] = max(best.get(key, rank), rank)
    weight = {m.id: m.weight for m in case.members if any(m.id == member for member, _ in best)}
    demand, members = {}, {}
    for topic in {topic for _, topic in best}:
        mine = {member: rank for (member, t), rank in best.items() if t == topic}
        total = sum(weight.values())
        demand[topic] = sum(weight[m] * r[1] for m, r in mine.items()) / total if total else 0.0
        members[topic] = sum(1 for rank in mine.values() if rank[2] >= 3)
    return demand, members


def value(case: PlanCase, editions: dict[str, int], asked=None) -> float:
    demand, members = asked or demand_and_members(case)
    counted = [topic for topic in demand if members[topic] > 0]
    covered = 0.0
    for topic in counted:
        supply = sum(
            s.answers.get(topic, 0.0) * min(1.0, editions[s.id] * s.reach / members[topic])
            for s in case.services
        )
        covered += demand[topic] * min(1.0, supply)
    asked_for = sum(demand[topic] for topic in counted)
    reached = 0.0
    for objective in case.objectives:
        served = sum(
            s.serves.get(objective.code, 0.0) / 4 for s in case.services if editions[s.id] >= 1
        )
        reached += objective.weight * min(1.0, served / objective.full)
    weights = sum(objective.weight for objective in case.objectives)
    part = case.parameters.alignment_weight
    first = (1 - part) * covered / asked_for if asked_for else 0.0
    second = part * reached / weights if weights else 0.0
    return first + second


def net_cost(case: PlanCase, editions: dict[str, int]) -> float:
    return sum(editions[s.id] * (s.cost_eur - s.income_eur) for s in case.services)


def keeps(case: PlanCase, limits: Limits, editions: dict[str, int]) -> bool:
    rounding = 1e-7
    income = sum(editions[s.id] * s.income_eur for s in case.services)
    cost = sum(editions[s.id] * s.cost_eur for s in case.services)
    share = limits.own_income_share_min
    crossing = sum(1 for s in case.services if s.is_cross_sectoral and editions[s.id] >= 1)
    return (
        net_cost(case, editions) <= limits.budget_eur + rounding
        and sum(editions[s.id] * s.person_days for s in case.services)
        <= limits.person_days + rounding
        and (share is None or income >= share * cost - rounding)
        and crossing >= limits.cross_sectoral_min
        and all(editions.get(must, 0) >= 1 for must in limits.must)
        and all(editions.get(must_not, 0) == 0 for must_not in limits.must_not)
    )


def all_editions(case: PlanCase) -> Iterator[dict[str, int]]:
    ids = sorted(service.id for service in case.services)
    most = {service.id: service.max_editions for service in case.services}
    for numbers in product(*(range(most[id_] + 1) for id_ in ids)):
        yield dict(zip(ids, numbers, strict=True))


def best(case: PlanCase) -> tuple[dict[str, int], float] | None:
    """The best plan by the contract: V, then net cost, then fewer of the last ids."""
    asked = demand_and_members(case)
    allowed = [e for e in all_editions(case) if keeps(case, case.limits, e)]
    if not allowed:
        return None
    valued = [(value(case, editions, asked), editions) for editions in allowed]
    top = max(v for v, _ in valued)
    equal = [editions for v, editions in valued if v >= top - 1e-9]
    dearest = max((abs(s.cost_eur - s.income_eur) for s in case.services), default=0.0)
    cheapest = min(net_cost(case, editions) for editions in equal)
    equal = [e for e in equal if net_cost(case, e) <= cheapest + 1e-8 * dearest]
    first = min(equal, key=lambda editions: [editions[id_] for id_ in sorted(editions)][::-1])
    return first, value(case, first, asked)


def can_keep(case: PlanCase, limits: Limits) -> bool:
    return any(keeps(case, limits, editions) for editions in all_editions(case))
