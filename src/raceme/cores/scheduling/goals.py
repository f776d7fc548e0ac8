"""What a timetable is worth: every goal as a number of which less is better.

Each goal is a sum over participants or over meetings, so that what a change costs can be told
from those whom it concerns. Formulas: docs/algorithms/scheduling.md. `check.py` counts the same
once more, in plain words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from raceme.cores.scheduling.problem import Problem
from raceme.cores.scheduling.timetable import Timetable
from raceme.cores.scheduling.values import MORE_IS_BETTER, Goal

FIRST_MEETING = 2520  # divided by 1 to 10 without a rest: what a first meeting is worth to anybody


def worth_of_meeting(number: int) -> int:
    """Give what the first, second, third … meeting of a participant is worth to fairness."""
    return round(FIRST_MEETING / number)


def worth_of_meetings(count: int) -> int:
    """Give what so many meetings of a participant are worth to fairness."""
    return sum(worth_of_meeting(number) for number in range(1, count + 1))


def cost_of(goal: Goal, table: Timetable) -> int:
    """Give what a goal costs; less is better."""
    always = table.problem.lost if goal == Goal.CANCELLED else 0
    return always + _cost(
        goal, table, range(len(table.problem.free)), range(len(table.problem.members))
    )


def costs_of(table: Timetable) -> list[int]:
    """Give the costs of all goals, in their order."""
    return [cost_of(goal, table) for goal in table.problem.parameters.goals]


def costs_around(table: Timetable, people: Iterable[int], meetings: Iterable[int]) -> list[int]:
    """Give the part of all costs that concerns these participants and these meetings."""
    people, meetings = list(people), list(meetings)
    return [_cost(goal, table, people, meetings) for goal in table.problem.parameters.goals]


def value_of(goal: Goal, cost: int) -> int:
    """Turn a cost into what is told: much of what is good, little of what is not."""
    return -cost if goal in MORE_IS_BETTER else cost


def least_of(goal: Goal, problem: Problem) -> int:
    """Give a cost that nothing can go under, at first sight."""
    if goal == Goal.CANCELLED:
        return problem.lost
    if goal == Goal.MEETINGS:
        return -len(problem.members)
    if goal == Goal.FAIRNESS:
        return -sum(worth_of_meetings(most) for most in problem.possible)
    return -sum(problem.weights) if goal == Goal.WISHES else 0


def gaps_in(problem: Problem, block: list[int], busy: int, waiting: int) -> int:
    """Count the idle slots between two meetings of a block, given all slots of one timetable."""
    own = [at for at, slot in enumerate(block) if busy >> slot & 1]
    if len(own) < 2 or own[-1] - own[0] < len(own):
        return 0
    return sum(
        waiting >> slot & 1 and not busy & problem.grid.clash[slot]
        for slot in block[own[0] + 1 : own[-1]]
    )


def changes_in(block: list[int], where: dict[int, int]) -> int:
    """Count changes of pool from one meeting of a block to the next."""
    return sum(
        where[before] != where[after]
        for before, after in pairwise([slot for slot in block if slot in where])
    )


def _cost(goal: Goal, table: Timetable, people: Iterable[int], meetings: Iterable[int]) -> int:
    if goal in _OF_MEETINGS:
        return sum(_OF_MEETINGS[goal](table, meeting) for meeting in meetings)
    return sum(_OF_PEOPLE[goal](table, person) for person in people)


def _cancelled(table: Timetable, meeting: int) -> int:
    return table.problem.before[meeting] is not None and table.cells[meeting] is None


def _moved(table: Timetable, meeting: int) -> int:
    slot, cell = table.problem.before[meeting], table.cells[meeting]
    return slot is not None and cell is not None and cell[0] != slot


def _placed(table: Timetable, meeting: int) -> int:
    return -(table.cells[meeting] is not None)


def _wishes(table: Timetable, meeting: int) -> int:
    return 0 if table.cells[meeting] is None else -table.problem.weights[meeting]


def _targets(table: Timetable, person: int) -> int:
    return sum(
        max(0, bound.limit.least - count)
        for bound, count in zip(table.problem.bounds[person], table.tally[person], strict=True)
    )


def _fairness(table: Timetable, person: int) -> int:
    return -worth_of_meetings(len(table.where[person]))


def _gaps(table: Timetable, person: int) -> int:
    problem, busy = table.problem, table.busy[person]
    waiting = problem.waiting[person]
    return sum(gaps_in(problem, block, busy, waiting) for block in problem.grid.blocks)


def _table_changes(table: Timetable, person: int) -> int:
    """Count changes of pool: there are no fewer changes of place."""
    return sum(changes_in(block, table.where[person]) for block in table.problem.grid.blocks)


_OF_MEETINGS: dict[Goal, Callable[[Timetable, int], int]] = {
    Goal.CANCELLED: _cancelled,
    Goal.MOVED: _moved,
    Goal.MEETINGS: _placed,
    Goal.WISHES: _wishes,
}
_OF_PEOPLE: dict[Goal, Callable[[Timetable, int], int]] = {
    Goal.TARGETS: _targets,
    Goal.FAIRNESS: _fairness,
    Goal.GAPS: _gaps,
    Goal.TABLE_CHANGES: _table_changes,
}
