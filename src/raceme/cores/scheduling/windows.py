"""Exact search: all meetings at once where they are few, else those of a few slots at a time."""

from __future__ import annotations

import random
from collections.abc import Sequence

from raceme.cores.scheduling.goals import cost_of, costs_of
from raceme.cores.scheduling.model import Options, Window, cost_in, costs_outside, window_of
from raceme.cores.scheduling.problem import Cell, Problem
from raceme.cores.scheduling.timetable import Timetable
from raceme.cores.scheduling.work import Solved, Work, prove, solve

CELLS_OF_A_WINDOW = 6000  # what CP-SAT searches well within UNITS_OF_A_WINDOW
UNITS_OF_A_WINDOW = 1.0
BUILDING = 2e-5  # units of work that writing one cell of a model counts as
Cells = list[Cell | None]


def solve_whole(
    table: Timetable, stage: int, work: Work, *, units: float, seed: int
) -> tuple[Timetable, int | None]:
    """Search all schedules for the one that costs least in a goal; give it and the proven bound.

    Goals before may not cost more than they do. Bound: None if none was proved.
    """
    problem = table.problem
    options = _all_options(problem)
    window = window_of(Timetable(problem), options)
    work.spend(BUILDING * problem.size, "prove")
    constant = _aim(window, table, stage)
    _hint(window, table)
    solved, bound = prove(window.model, work, units=units, seed=seed)
    bound = None if bound is None else bound + constant
    if not solved.is_found:
        return table, bound
    found = table.with_cells(_cells_of(window, solved, [None] * len(problem.members)))
    goal = problem.parameters.goals[stage]
    return (found if cost_of(goal, found) < cost_of(goal, table) else table), bound


def keep_locks(
    problem: Problem, work: Work, *, units: float, seed: int
) -> tuple[Timetable | None, bool]:
    """Place the locked meetings, all of them; else say whether it is proved that none can."""
    options = {meeting: _cells(problem, meeting) for meeting in sorted(problem.must)}
    window = window_of(Timetable(problem), options)
    (solved,) = solve([window.model], work, units=units, seed=seed)
    if not solved.is_found:
        return None, solved.is_impossible
    cells: Cells = [None] * len(problem.members)
    return Timetable(problem).with_cells(_cells_of(window, solved, cells)), False


def improve_by_slots(
    table: Timetable, stage: int, work: Work, *, units: float, bound: int, seed: int
) -> Timetable:
    """Search a few slots at a time, two such windows side by side, until the bound is reached."""
    chance = random.Random(seed)  # noqa: S311  nothing is kept secret
    ends, goal = work.spent + units, table.problem.parameters.goals[stage]
    while cost_of(goal, table) > bound and work.spent < ends and work.may_go_on():
        table = _searched(table, _windows(table, chance), stage, work, chance)
    return table


def improve_by_people(
    table: Timetable, stage: int, work: Work, *, units: float, bound: int, seed: int
) -> Timetable:
    """Search around the meetings that a goal is about: theirs and those of all who are in them.

    For goals on the schedule before: meetings that were lost or moved. Each is tried once.
    """
    chance = random.Random(seed)  # noqa: S311  nothing is kept secret
    ends, goal = work.spent + units, table.problem.parameters.goals[stage]
    waiting = _hit(table)
    while waiting and cost_of(goal, table) > bound and work.spent < ends and work.may_go_on():
        meetings: set[int] = set()
        cells = 0
        while waiting and cells < CELLS_OF_A_WINDOW:
            around = {
                other
                for member in table.problem.members[waiting.pop(0)]
                for other in table.problem.own[member]
            }
            meetings |= around
            cells = sum(len(_cells(table.problem, one)) for one in meetings)
        options = {one: _cells(table.problem, one) for one in sorted(meetings)}
        table = _searched(table, [options], stage, work, chance)
    return table


def _hit(table: Timetable) -> list[int]:
    """Give the meetings of the schedule before that have another slot now, or none."""
    return [
        meeting
        for meeting, slot in enumerate(table.problem.before)
        if slot is not None and (cell := table.cells[meeting]) != (slot, cell and cell[1])
    ]


def _searched(
    table: Timetable, all_options: list[Options], stage: int, work: Work, chance: random.Random
) -> Timetable:
    """Solve windows side by side; take over what is found, one after the other."""
    windows = []
    for options in all_options:
        rest = table.with_cells(
            [None if one in options else cell for one, cell in enumerate(table.cells)]
        )
        window = window_of(rest, options)
        _aim(window, table, stage)
        _hint(window, table)
        windows.append(window)
    work.spend(BUILDING * sum(len(window.held) for window in windows), "improve")
    models = [window.model for window in windows]
    answers = solve(models, work, units=UNITS_OF_A_WINDOW, seed=chance.randrange(1 << 30))
    for window, solved in zip(windows, answers, strict=True):
        if solved.is_found:
            table = _taken_over(table, window, solved, stage)
    return table


def _windows(table: Timetable, chance: random.Random) -> list[Options]:
    """Choose slots by chance for two windows, none in both, and share out who has no cell yet."""
    problem = table.problem
    slots = [at for at in range(len(problem.grid.slots)) if problem.grid.usable >> at & 1]
    chance.shuffle(slots)
    by_slot: dict[int, list[int]] = {slot: [] for slot in slots}
    waiting: list[int] = []
    for meeting, cell in enumerate(table.cells):
        if cell is None:
            waiting.append(meeting)
        elif cell[0] in by_slot:
            by_slot[cell[0]].append(meeting)
    chance.shuffle(waiting)
    windows = []
    for number in range(2):
        mine = waiting[number::2]
        window: Options = {}
        for size in range(1, len(slots[number::2]) + 1):
            own = slots[number::2][:size]
            larger = _options_in(table, [*mine, *(m for slot in own for m in by_slot[slot])], own)
            if window and sum(map(len, larger.values())) > CELLS_OF_A_WINDOW:
                break
            window = larger
        windows.append(window)
    return [window for window in windows if window]


def _options_in(table: Timetable, meetings: Sequence[int], slots: Sequence[int]) -> Options:
    """Give the cells of these slots that meetings could have if all others of the window moved."""
    options = {}
    for meeting in meetings:
        cells = [
            (slot, pool) for slot in slots for pool in table.problem.options[meeting].get(slot, ())
        ]
        if cells:
            options[meeting] = cells
    return options


def _taken_over(table: Timetable, window: Window, solved: Solved, stage: int) -> Timetable:
    """Give the table with the answer of a window, if it still fits and nothing is lost by it."""
    cells = [None if one in window.options else cell for one, cell in enumerate(table.cells)]
    found = table.with_cells(cells)
    for meeting, cell in enumerate(_cells_of(window, solved, cells)):
        if cell is not None and found.cells[meeting] is None:
            if not found.fits(meeting, cell):
                return table
            found.put(meeting, cell)
    better = costs_of(found)[: stage + 1] <= costs_of(table)[: stage + 1]
    return found if better else table


def _aim(window: Window, table: Timetable, stage: int) -> int:
    """Make the goal small and hold those before; give what the goal costs outside the window."""
    goals, outside = table.problem.parameters.goals, costs_outside(window)
    for at, goal in enumerate(goals[:stage]):
        cost = cost_in(window, goal)
        if not isinstance(cost, int):
            window.model.add(cost <= cost_of(goal, table) - outside[at])
    window.model.minimize(cost_in(window, goals[stage]))
    return outside[stage]


def _hint(window: Window, table: Timetable) -> None:
    for (meeting, cell), variable in window.held.items():
        window.model.add_hint(variable, int(table.cells[meeting] == cell))


def _cells_of(window: Window, solved: Solved, cells: Cells) -> Cells:
    found = list(cells)
    for (meeting, cell), variable in window.held.items():
        if solved.solver.boolean_value(variable):
            found[meeting] = cell
    return found


def _cells(problem: Problem, meeting: int) -> list[Cell]:
    return [(slot, pool) for slot, pools in problem.options[meeting].items() for pool in pools]


def _all_options(problem: Problem) -> Options:
    return {meeting: _cells(problem, meeting) for meeting in range(len(problem.members))}
