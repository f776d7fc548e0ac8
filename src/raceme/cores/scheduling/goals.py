"""What a timetable is worth: every goal as a number of which less is better.

Formulas: docs/algorithms/scheduling.md. `check.py` counts the same once more, in plain words.
"""

from __future__ import annotations

from itertools import pairwise

from raceme.cores.scheduling.problem import Problem
from raceme.cores.scheduling.timetable import Timetable
from raceme.cores.scheduling.values import MORE_IS_BETTER, Goal, GoalResult

FIRST_MEETING = 2520  # divided by 1 to 10 without a rest: what a first meeting is worth to anybody


def worth_of_meeting(number: int) -> int:
    """Give what the first, second, third … meeting of a participant is worth to fairness."""
    return max(1, round(FIRST_MEETING / number))


def cost_of(goal: Goal, table: Timetable) -> int:
    """Give what a goal costs; less is better."""
    return _COSTS[goal](table)


def costs_of(table: Timetable) -> list[int]:
    """Give the costs of all goals, in their order."""
    return [cost_of(goal, table) for goal in table.problem.parameters.goals]


def result_of(goal: Goal, cost: int, bound: int) -> GoalResult:
    """Turn a cost and the least cost there can be into what is told."""
    if goal in MORE_IS_BETTER:
        return GoalResult(goal, -cost, -bound)
    return GoalResult(goal, cost, bound)


def gaps_of(problem: Problem, busy: int, waiting: int) -> int:
    """Count the idle slots between two meetings of a block, given all slots of one timetable."""
    count = 0
    for block in problem.grid.blocks:
        own = [at for at, slot in enumerate(block) if busy >> slot & 1]
        if len(own) > 1:
            count += sum(
                waiting >> slot & 1 and not busy & problem.grid.clash[slot]
                for slot in block[own[0] + 1 : own[-1]]
            )
    return count


def _cancelled(table: Timetable) -> int:
    problem = table.problem
    return problem.lost + sum(
        slot is not None and cell is None
        for slot, cell in zip(problem.before, table.cells, strict=True)
    )


def _moved(table: Timetable) -> int:
    return sum(
        slot is not None and cell is not None and cell[0] != slot
        for slot, cell in zip(table.problem.before, table.cells, strict=True)
    )


def _targets(table: Timetable) -> int:
    return sum(
        max(0, bound.limit.least - count)
        for bounds, tally in zip(table.problem.bounds, table.tally, strict=True)
        for bound, count in zip(bounds, tally, strict=True)
    )


def _meetings(table: Timetable) -> int:
    return -sum(cell is not None for cell in table.cells)


def _wishes(table: Timetable) -> int:
    return -sum(
        weight
        for weight, cell in zip(table.problem.weights, table.cells, strict=True)
        if cell is not None
    )


def _fairness(table: Timetable) -> int:
    return sum(
        worth_of_meeting(number)
        for most, where in zip(table.problem.possible, table.where, strict=True)
        for number in range(len(where) + 1, most + 1)
    )


def _gaps(table: Timetable) -> int:
    problem = table.problem
    return sum(
        gaps_of(problem, busy, waiting)
        for busy, waiting in zip(table.busy, problem.waiting, strict=True)
    )


def _table_changes(table: Timetable) -> int:
    """Count changes of pool: no fewer changes of place are possible with these pools."""
    return sum(
        where[before] != where[after]
        for where in table.where
        for block in table.problem.grid.blocks
        for before, after in pairwise([slot for slot in block if slot in where])
    )


_COSTS = {
    Goal.CANCELLED: _cancelled,
    Goal.MOVED: _moved,
    Goal.TARGETS: _targets,
    Goal.MEETINGS: _meetings,
    Goal.WISHES: _wishes,
    Goal.FAIRNESS: _fairness,
    Goal.GAPS: _gaps,
    Goal.TABLE_CHANGES: _table_changes,
}
