"""The same model in PuLP, solved by CBC: written from the contract, as one would by hand.

Shares no code with the core but the values. Coverage is cut piecewise just as there, since a
min() has to be written as rows in any linear program.
"""

from __future__ import annotations

import math

import pulp

from raceme.cores.planning.values import PlanCase, ServiceOption


def solve_with_cbc(case: PlanCase, demand: dict[str, float], members: dict[str, float]) -> float:
    """Solve one plan with CBC on one thread, proven; return V. `members` holds N_t by topic."""
    problem = pulp.LpProblem("plan", pulp.LpMaximize)
    editions = {
        s.id: pulp.LpVariable(f"e_{s.id}", 0, s.max_editions, pulp.LpInteger) for s in case.services
    }
    offered = {s.id: pulp.LpVariable(f"x_{s.id}", 0, 1) for s in case.services}
    for service in case.services:
        problem += offered[service.id] <= editions[service.id]
    objective = _needs(problem, case, demand, members, editions) + _strategy(problem, case, offered)
    problem.setObjective(objective)
    _limits(problem, case, editions, offered)
    solver = pulp.PULP_CBC_CMD(msg=False, threads=1, gapRel=1e-9)
    status = problem.solve(solver)
    if pulp.LpStatus[status] != "Optimal":
        raise RuntimeError(f"CBC ended with {pulp.LpStatus[status]}")
    return float(pulp.value(problem.objective))


def _needs(
    problem: pulp.LpProblem,
    case: PlanCase,
    demand: dict[str, float],
    members: dict[str, float],
    editions: dict[str, pulp.LpVariable],
) -> pulp.LpAffineExpression:
    counted = [topic for topic in demand if members[topic] > 0]
    whole = sum(demand[topic] for topic in counted)
    terms = []
    for topic in counted:
        covered = pulp.LpVariable(f"y_{topic}", 0, 1)
        answering = [s for s in case.services if s.answers.get(topic, 0) > 0]
        problem += covered <= pulp.lpSum(
            s.answers[topic] * _reached(problem, s, topic, members[topic], editions[s.id])
            for s in answering
        )
        terms.append(demand[topic] / whole * covered)
    return (1 - case.parameters.alignment_weight) * pulp.lpSum(terms)


def _reached(
    problem: pulp.LpProblem,
    service: ServiceOption,
    topic: str,
    members: float,
    editions: pulp.LpVariable,
) -> pulp.LpVariable:
    part = service.reach / members
    reached = pulp.LpVariable(f"g_{service.id}_{topic}", 0, 1)
    problem += reached <= part * editions
    full = math.floor(1 / part)
    if full < service.max_editions:
        problem += reached <= full * part + (1 - full * part) * (editions - full)
    return reached


def _strategy(
    problem: pulp.LpProblem, case: PlanCase, offered: dict[str, pulp.LpVariable]
) -> pulp.LpAffineExpression:
    weights = sum(objective.weight for objective in case.objectives)
    terms = []
    for objective in case.objectives:
        reached = pulp.LpVariable(f"z_{objective.code}", 0, 1)
        problem += reached <= pulp.lpSum(
            s.serves[objective.code] / 4 / objective.full * offered[s.id]
            for s in case.services
            if objective.code in s.serves
        )
        terms.append(objective.weight / weights * reached)
    return case.parameters.alignment_weight * pulp.lpSum(terms)


def _limits(
    problem: pulp.LpProblem,
    case: PlanCase,
    editions: dict[str, pulp.LpVariable],
    offered: dict[str, pulp.LpVariable],
) -> None:
    limits, services = case.limits, case.services
    problem += pulp.lpSum(s.net_cost_eur * editions[s.id] for s in services) <= limits.budget_eur
    problem += pulp.lpSum(s.person_days * editions[s.id] for s in services) <= limits.person_days
    share = limits.own_income_share_min
    if share is not None:
        problem += (
            pulp.lpSum((s.income_eur - share * s.cost_eur) * editions[s.id] for s in services) >= 0
        )
    problem += (
        pulp.lpSum(offered[s.id] for s in services if s.is_cross_sectoral)
        >= limits.cross_sectoral_min
    )
