"""The plan: which services to offer next year, why, how sure that is, and what stays open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from raceme.cores.planning.choose import Choice
from raceme.cores.planning.conflicts import conflicts_of
from raceme.cores.planning.demand import Demand, demand_of
from raceme.cores.planning.explain import reasons_of
from raceme.cores.planning.gaps import gap_cells, topic_results
from raceme.cores.planning.offer import Floats, Offer, Whole, offer_of
from raceme.cores.planning.question import VALUE_TIE, Question
from raceme.cores.planning.sanity import GAP_MAX, check_case
from raceme.cores.planning.search import Effort
from raceme.cores.planning.sensitivity import (
    frontier_and_marginal,
    selection_frequency,
    verdict_of,
)
from raceme.cores.planning.together import Stretch, Watch, choose_all
from raceme.cores.planning.value import alignment, stakes_of
from raceme.cores.planning.values import (
    Fact,
    Marginal,
    ObjectiveResult,
    Parameters,
    Plan,
    PlanCase,
    Progress,
    ServiceChoice,
    Status,
    Totals,
)

# Shares of the whole, as measured: nearly all of the time goes into the resamples.
CHOOSE = Stretch("choose", begins=0.01, ends=0.03)
RESAMPLE = Stretch("resample", begins=0.03, ends=0.93)
FRONTIER = Stretch("frontier", begins=0.93, ends=0.98)


def make_plan(
    case: PlanCase,
    *,
    report: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    workers: int | None = None,
) -> Plan:
    """Compute which services to offer, given needs, strategy, money and people.

    The same case gives the same plan, in whatever order its rows stand and on however many
    `workers` (default: one by processor). `report` is told how far the work is, `should_stop`
    asked whether to end; both are called in the caller's thread.

    Raises BadInput for a case that makes no sense, Stopped when asked to stop, NoSolution when
    `nodes_max` branches were too few to find any plan. Limits that contradict each other are no
    error: the plan is then infeasible, says which they are, and its coverage and alignment are
    those of offering nothing.
    """
    check_case(case)
    watch = Watch(report, should_stop)
    watch.tell("demand", 0.0)
    parameters = case.parameters
    offer = offer_of(case)
    demand = demand_of(
        case.members,
        case.needs,
        offer.topics,
        resamples=parameters.resamples,
        seed=parameters.seed,
    )
    question = _question(case, offer, demand)
    (choice,) = choose_all([question], watch=watch, stretch=CHOOSE, workers=workers)
    frequency = None
    if choice is not None:
        frequency = selection_frequency(
            question, choice, demand, parameters, watch=watch, stretch=RESAMPLE, workers=workers
        )
    frontier, marginal = frontier_and_marginal(
        question,
        choice,
        parameters.frontier_points,
        watch=watch,
        stretch=FRONTIER,
        workers=workers,
    )
    watch.tell("explain", FRONTIER.ends)
    plan = _written(question, choice, frequency, demand, parameters)
    plan = replace(plan, frontier=frontier, marginal=marginal)
    watch.tell("explain", 1.0)
    return plan


def _written(
    question: Question,
    choice: Choice | None,
    frequency: Floats | None,
    demand: Demand,
    parameters: Parameters,
) -> Plan:
    """Write down the plan with its reasons, all but frontier and marginal values."""
    offer = question.offer
    editions = np.zeros(len(offer.services), dtype=np.int64) if choice is None else choice.editions
    return Plan(
        status=_status(choice),
        value=None if choice is None else choice.value,
        gap=None if choice is None else choice.gap,
        seed=parameters.seed,
        services=_services(question, choice, frequency, demand.demand, parameters),
        topics=topic_results(offer, demand, editions, parameters),
        cells=gap_cells(offer, demand, editions),
        objectives=_objectives(offer, editions),
        totals=_totals(offer, editions),
        frontier=(),
        marginal=Marginal(budget=None, person_days=None),
        conflicts=() if choice else conflicts_of(offer, question.limits, question.effort),
    )


def _question(case: PlanCase, offer: Offer, demand: Demand) -> Question:
    parameters = case.parameters
    # Ties are told apart at VALUE_TIE: a search that ends earlier could not settle them.
    effort = Effort(gap=min(parameters.gap, VALUE_TIE), nodes_max=parameters.nodes_max)
    stakes = stakes_of(demand.demand, demand.members, offer, parameters.alignment_weight)
    return Question(offer=offer, stakes=stakes, limits=case.limits, effort=effort)


def _status(choice: Choice | None) -> Status:
    if choice is None:
        return Status.INFEASIBLE
    return Status.OPTIMAL if choice.is_proven or choice.gap <= GAP_MAX else Status.FEASIBLE


def _services(
    question: Question,
    choice: Choice | None,
    frequency: Floats | None,
    demand: Floats,
    parameters: Parameters,
) -> tuple[ServiceChoice, ...]:
    """Say of every service what the plan holds of it, by id."""
    if choice is None:
        return tuple(
            _service(question.offer, number, parameters)
            for number in range(len(question.offer.services))
        )
    reasons = reasons_of(question, choice.editions, demand, frequency)
    return tuple(
        _service(
            question.offer,
            number,
            parameters,
            editions=int(editions),
            frequency=None if frequency is None else float(frequency[number]),
            reasons=reasons[number],
        )
        for number, editions in enumerate(choice.editions)
    )


def _service(
    offer: Offer,
    number: int,
    parameters: Parameters,
    *,
    editions: int = 0,
    frequency: float | None = None,
    reasons: tuple[Fact, ...] = (),
) -> ServiceChoice:
    service = offer.services[number]
    return ServiceChoice(
        id=service.id,
        name=service.name,
        editions=editions,
        person_days=editions * service.person_days,
        cost_eur=editions * service.cost_eur,
        income_eur=editions * service.income_eur,
        net_cost_eur=editions * service.net_cost_eur,
        frequency=frequency,
        verdict=verdict_of(frequency, editions, parameters),
        reasons=reasons,
    )


def _objectives(offer: Offer, editions: Whole) -> tuple[ObjectiveResult, ...]:
    return tuple(
        ObjectiveResult(o.code, o.name, o.weight, float(reached))
        for o, reached in zip(offer.objectives, alignment(offer, editions), strict=True)
    )


def _totals(offer: Offer, editions: Whole) -> Totals:
    return Totals(
        person_days=float(offer.days @ editions),
        cost_eur=float(offer.cost @ editions),
        income_eur=float(offer.income @ editions),
        net_cost_eur=float(offer.net @ editions),
    )
