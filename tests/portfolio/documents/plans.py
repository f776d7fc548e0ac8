"""A small plan made by hand, and one that no limits allow."""

from dataclasses import replace
from datetime import date

from raceme.cores.planning.values import (
    Fact,
    Fit,
    FrontierPoint,
    GapCell,
    Limits,
    Marginal,
    ObjectiveResult,
    Parameters,
    Plan,
    ServiceChoice,
    Status,
    TopicResult,
    Totals,
    Verdict,
)
from raceme.portfolio.documents.heading import PlanHeading

HEADING = PlanHeading(
    cluster="Cluster Example Valley",
    year=2027,
    currency="EUR",
    limits=Limits(12000.0, 40.0, own_income_share_min=0.1, cross_sectoral_min=1),
    parameters=Parameters(),
    members=40,
    answering=32,
    records=96,
    uses_library=False,
    made_on=date(2026, 11, 23),
    sources={"survey": 90, "interview": 6},
)

PLAN = Plan(
    status=Status.OPTIMAL,
    value=0.5625,
    gap=0.0,
    seed=7,
    services=(
        ServiceChoice(
            id="S1",
            name="Funding check",
            editions=3,
            person_days=6.0,
            cost_eur=2700.0,
            income_eur=300.5,
            net_cost_eur=2399.5,
            frequency=1.0,
            verdict=Verdict.CORE,
            reasons=(
                Fact("answers_topic", topic="funding-search", amount=0.24, limit=0.5),
                Fact("serves_objective", objective="O1", amount=0.25),
                Fact("chosen_in_resamples", amount=1.0),
            ),
        ),
        ServiceChoice(
            id="S2",
            name="=Trade & mission <abroad>",
            editions=1,
            person_days=10.0,
            cost_eur=6000.0,
            income_eur=0.0,
            net_cost_eur=6000.0,
            frequency=0.55,
            verdict=Verdict.SWING,
            reasons=(Fact("answers_topic", topic="Own topic #1", amount=0.9, limit=0.25),),
        ),
        ServiceChoice(
            id="S3",
            name="Large fair",
            editions=0,
            person_days=0.0,
            cost_eur=0.0,
            income_eur=0.0,
            net_cost_eur=0.0,
            frequency=0.05,
            verdict=Verdict.OUT,
            reasons=(
                Fact("would_add", amount=0.01),
                Fact("too_expensive_for_what_is_left", amount=9000.0, limit=3600.5),
                Fact("would_displace", service="S2", amount=-0.02),
            ),
        ),
    ),
    topics=(
        TopicResult("Own topic #1", 0.25, 0.125, 0.375, 8, 0.9, 0.9, Fit.COVERED),
        TopicResult("funding-search", 0.5, 0.4, 0.625, 10, 0.24, 0.24, Fit.UNMET),
        TopicResult("cybersecurity", 0.0, 0.0, 0.0, 0, None, None, None),
    ),
    cells=(
        GapCell("funding-search", "S1", 0.8, 3, 0.24),
        GapCell("Own topic #1", "S2", 0.9, 1, 0.9),
        GapCell("Own topic #1", "S3", 0.5, 0, 0.0),
    ),
    objectives=(
        ObjectiveResult("O1", "More joint innovation", 3.0, 0.25),
        ObjectiveResult("O2", "More markets", 1.0, 1.0),
    ),
    totals=Totals(16.0, 8700.0, 300.5, 8399.5),
    frontier=(FrontierPoint(2000.0, None), FrontierPoint(12000.0, 0.5625)),
    marginal=Marginal(budget=0.01, person_days=None),
)

INFEASIBLE = replace(
    PLAN,
    status=Status.INFEASIBLE,
    value=None,
    gap=None,
    services=tuple(
        replace(
            each,
            editions=0,
            person_days=0.0,
            cost_eur=0.0,
            income_eur=0.0,
            net_cost_eur=0.0,
            frequency=None,
            verdict=Verdict.OUT,
            reasons=(),
        )
        for each in PLAN.services
    ),
    topics=tuple(
        replace(each, coverage=0.0, supply=0.0, fit=Fit.UNMET) if each.members else each
        for each in PLAN.topics
    ),
    cells=tuple(replace(cell, editions=0, given=0.0) for cell in PLAN.cells),
    objectives=tuple(replace(each, alignment=0.0) for each in PLAN.objectives),
    totals=Totals(0.0, 0.0, 0.0, 0.0),
    frontier=(FrontierPoint(12000.0, None),),
    marginal=Marginal(None, None),
    conflicts=(
        Fact("must", service="S3"),
        Fact("budget", amount=13500.0, limit=12000.0),
    ),
)
NOBODY_ASKS = replace(PLAN, topics=(), cells=(), objectives=(), services=(), value=0.0)
