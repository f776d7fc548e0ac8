"""A plan as data for other programs: `plan.json`, and back. Schema: docs/plan.schema.json.

Unknown is null. Numbers are written with all their digits, so that reading gives the same plan.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from raceme.cores.planning.values import (
    Fact,
    Fit,
    FrontierPoint,
    GapCell,
    Marginal,
    ObjectiveResult,
    Plan,
    ServiceChoice,
    Status,
    TopicResult,
    Totals,
    Verdict,
)
from raceme.portfolio.documents.heading import PlanHeading
from raceme.portfolio.documents.sentences import Names, names_in, sentence
from raceme.vocabulary.topics import label_of_topic

Json = dict[str, Any]


def plan_as_json(plan: Plan, heading: PlanHeading) -> Json:
    """Turn a plan into plain data, with its reasons as facts and as sentences."""
    names = names_in(plan, heading.currency)
    return {
        "status": plan.status.value,
        "value": plan.value,
        "gap": plan.gap,
        "seed": plan.seed,
        "cluster": heading.cluster,
        "year": heading.year,
        "currency": heading.currency,
        "services": [_service(service, names) for service in plan.services],
        "topics": [_topic(topic) for topic in plan.topics],
        "objectives": [asdict(objective) for objective in plan.objectives],
        "totals": asdict(plan.totals),
        "frontier": [asdict(point) for point in plan.frontier],
        "marginal": asdict(plan.marginal),
        "gap_matrix": [asdict(cell) for cell in plan.cells],
        "conflicts": [_fact(fact, names) for fact in plan.conflicts],
        "limits": _limits(heading),
        "parameters": _parameters(heading),
        "basis": {
            "members": heading.members,
            "answering": heading.answering,
            "records": heading.records,
            "sources": dict(heading.sources),
            "uses_library": heading.uses_library,
        },
    }


def plan_text(plan: Plan, heading: PlanHeading) -> str:
    """Write `plan.json`; a number that is none would be a fault of ours, and is refused."""
    return json.dumps(plan_as_json(plan, heading), ensure_ascii=False, indent=2, allow_nan=False)


def plan_from_json(content: Mapping[str, Any]) -> Plan:
    """Read a plan back; raises KeyError or ValueError for data that breaks the schema."""
    return Plan(
        status=Status(content["status"]),
        value=content["value"],
        gap=content["gap"],
        seed=content["seed"],
        services=tuple(_service_back(service) for service in content["services"]),
        topics=tuple(_topic_back(topic) for topic in content["topics"]),
        cells=tuple(GapCell(**cell) for cell in content["gap_matrix"]),
        objectives=tuple(ObjectiveResult(**each) for each in content["objectives"]),
        totals=Totals(**content["totals"]),
        frontier=tuple(FrontierPoint(**point) for point in content["frontier"]),
        marginal=Marginal(**content["marginal"]),
        conflicts=tuple(_fact_back(fact) for fact in content["conflicts"]),
    )


def _service(service: ServiceChoice, names: Names) -> Json:
    return {
        "id": service.id,
        "name": service.name,
        "editions": service.editions,
        "person_days": service.person_days,
        "cost_eur": service.cost_eur,
        "income_eur": service.income_eur,
        "net_cost_eur": service.net_cost_eur,
        "frequency": service.frequency,
        "verdict": service.verdict.value,
        "reasons": [_fact(fact, names) for fact in service.reasons],
    }


def _service_back(content: Mapping[str, Any]) -> ServiceChoice:
    return ServiceChoice(
        id=content["id"],
        name=content["name"],
        editions=content["editions"],
        person_days=content["person_days"],
        cost_eur=content["cost_eur"],
        income_eur=content["income_eur"],
        net_cost_eur=content["net_cost_eur"],
        frequency=content["frequency"],
        verdict=Verdict(content["verdict"]),
        reasons=tuple(_fact_back(fact) for fact in content["reasons"]),
    )


def _topic(topic: TopicResult) -> Json:
    return {
        "id": topic.id,
        "label": label_of_topic(topic.id),
        "demand": topic.demand,
        "low": topic.low,
        "high": topic.high,
        "members": topic.members,
        "coverage": topic.coverage,
        "supply": topic.supply,
        "fit": None if topic.fit is None else topic.fit.value,
    }


def _topic_back(content: Mapping[str, Any]) -> TopicResult:
    return TopicResult(
        id=content["id"],
        demand=content["demand"],
        low=content["low"],
        high=content["high"],
        members=content["members"],
        coverage=content["coverage"],
        supply=content["supply"],
        fit=None if content["fit"] is None else Fit(content["fit"]),
    )


def _fact(fact: Fact, names: Names) -> Json:
    return {**asdict(fact), "text": sentence(fact, names)}


def _fact_back(content: Mapping[str, Any]) -> Fact:
    return Fact(**{key: value for key, value in content.items() if key != "text"})


def _limits(heading: PlanHeading) -> Json:
    limits = heading.limits
    return {
        "budget_eur": limits.budget_eur,
        "person_days": limits.person_days,
        "own_income_share_min": limits.own_income_share_min,
        "cross_sectoral_min": limits.cross_sectoral_min,
        "must": sorted(limits.must),
        "must_not": sorted(limits.must_not),
    }


def _parameters(heading: PlanHeading) -> Json:
    parameters = heading.parameters
    return {
        "lambda": parameters.alignment_weight,
        "resamples": parameters.resamples,
        "core_frequency": parameters.core_frequency,
        "covered_from": parameters.covered_from,
        "over_served_from": parameters.over_served_from,
        "out_frequency": parameters.out_frequency,
    }
