"""How sure the choice is, and what one more euro or day would buy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from raceme.cores.planning.choose import Choice
from raceme.cores.planning.demand import Demand
from raceme.cores.planning.offer import Floats
from raceme.cores.planning.question import Question
from raceme.cores.planning.together import Stretch, Watch, choose_all
from raceme.cores.planning.value import stakes_of
from raceme.cores.planning.values import FrontierPoint, Marginal, Parameters, Verdict

MORE = 1.1  # one more 10 %
# Resamples solved before their plans serve as hints; then twice as many, and so on. By numbers, not
# by who finishes first: hints change no answer, and this way not even the time it takes.
FIRST_BATCH = 10


def selection_frequency(
    question: Question,
    base: Choice,
    demand: Demand,
    parameters: Parameters,
    *,
    watch: Watch,
    stretch: Stretch,
    workers: int | None = None,
) -> Floats | None:
    """Say in which share of resamples of members each service is chosen (S, between 0 and 1).

    Each resample is solved by the same rules as the plan itself. None: no member has answered,
    so that there is nothing to resample.
    """
    if demand.answering == 0:
        return None
    questions = [
        replace(
            question,
            stakes=stakes_of(drawn, members, question.offer, parameters.alignment_weight),
        )
        for drawn, members in zip(demand.resampled_demand, demand.resampled_members, strict=True)
    ]
    choices = _in_batches(questions, base, watch=watch, stretch=stretch, workers=workers)
    chosen = [choice.editions > 0 for choice in choices if choice is not None]
    frequency: Floats = np.mean(chosen, axis=0, dtype=np.float64)
    return frequency


def _in_batches(
    questions: Sequence[Question],
    base: Choice,
    *,
    watch: Watch,
    stretch: Stretch,
    workers: int | None,
) -> list[Choice | None]:
    """Answer all questions, later ones with the help of the plans found for earlier ones."""
    choices: list[Choice | None] = []
    plans = {base.editions.tobytes(): base.editions}
    while len(choices) < len(questions):
        batch = questions[len(choices) : max(FIRST_BATCH, 2 * len(choices))]
        done, ends = (len(choices) / len(questions), (len(choices) + len(batch)) / len(questions))
        found = choose_all(
            batch,
            watch=watch,
            stretch=stretch.part(done, ends),
            hints=list(plans.values()),
            workers=workers,
        )
        plans |= {c.editions.tobytes(): c.editions for c in found if c is not None}
        choices += found
    return choices


def verdict_of(frequency: float | None, editions: int, parameters: Parameters) -> Verdict:
    """Judge how sure a service is; without resamples, chosen is only swing."""
    if frequency is None:
        return Verdict.SWING if editions > 0 else Verdict.OUT
    if frequency >= parameters.core_frequency:
        return Verdict.CORE
    return Verdict.OUT if frequency <= parameters.out_frequency else Verdict.SWING


def frontier_budgets(question: Question, points: int) -> list[float]:
    """List the budgets of the frontier: even steps up to twice the budget, itself among them.

    Without any budget, even steps from 0 to the net cost of one edition of everything.
    """
    budget = question.limits.budget_eur
    if budget > 0:
        at_budget = (points + 1) // 2  # the budget is this point, counting from 1
        return [budget * number / at_budget for number in range(1, points + 1)]
    everything = float(np.maximum(question.offer.net, 0.0).sum())
    return [everything * number / max(1, points - 1) for number in range(points)]


def frontier_and_marginal(
    question: Question,
    base: Choice | None,
    points: int,
    *,
    watch: Watch,
    stretch: Stretch,
    workers: int | None = None,
) -> tuple[tuple[FrontierPoint, ...], Marginal]:
    """Find the best value for other budgets, and what 10 % more money or days would add."""
    limits = question.limits
    budgets = frontier_budgets(question, points)
    others = [replace(limits, budget_eur=budget) for budget in budgets]
    others.append(replace(limits, budget_eur=limits.budget_eur * MORE))
    others.append(replace(limits, person_days=limits.person_days * MORE))
    choices = choose_all(
        [replace(question, limits=other) for other in others],
        watch=watch,
        stretch=stretch,
        hints=[] if base is None else [base.editions],
        settle_ties=False,
        workers=workers,
    )
    values = [None if choice is None else choice.value for choice in choices]
    frontier = tuple(
        FrontierPoint(budget, base.value if base and budget == limits.budget_eur else value)
        for budget, value in zip(budgets, values, strict=False)
    )
    return frontier, Marginal(budget=_gain(base, values[-2]), person_days=_gain(base, values[-1]))


def _gain(base: Choice | None, value: float | None) -> float | None:
    if base is None or value is None:
        return None
    return max(0.0, value - base.value)
