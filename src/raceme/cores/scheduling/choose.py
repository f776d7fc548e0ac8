"""Which requests could be served at best, before anything has a slot: a bound, and a first choice.

A relaxation: meetings are counted by block and pool, as if any two of them could share a slot. No
schedule does better; and since such a choice can nearly always be placed (a colouring of edges
needs at most one slot more than anybody has meetings), hardly any does worse. Formulas:
docs/algorithms/scheduling.md. HiGHS solves it, on one thread, with a limit in branches.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from raceme.cores.scheduling.compiling import most_apart
from raceme.cores.scheduling.goals import worth_of_meeting, worth_of_meetings
from raceme.cores.scheduling.problem import Problem
from raceme.cores.scheduling.values import Goal

BRANCHES = 200
ROUNDING = 1e-8  # by which HiGHS may miss a whole number, for each unit of it
CHOSEN = frozenset({Goal.CANCELLED, Goal.TARGETS, Goal.MEETINGS, Goal.WISHES, Goal.FAIRNESS})

Row = dict[int, float]


@dataclass(slots=True)
class Choice:
    """The relaxation being written: columns with their largest value, rows with their bounds."""

    problem: Problem
    columns: dict[tuple[int, int, int], int] = field(default_factory=dict)  # meeting, block, pool
    largest: list[float] = field(default_factory=list)
    rows: list[tuple[Row, float]] = field(default_factory=list)  # at most
    costs: dict[Goal, tuple[Row, int]] = field(default_factory=dict)  # with what is always paid

    def new(self, largest: float = 1.0) -> int:
        """Give a new column."""
        self.largest.append(largest)
        return len(self.largest) - 1

    def at_most(self, row: Row, most: float) -> None:
        """Keep a sum under something, where it could be more."""
        if sum(max(0.0, by) * self.largest[column] for column, by in row.items()) > most:
            self.rows.append((row, most))


def choice_of(problem: Problem) -> Choice:
    """Write the relaxation of a problem."""
    choice = Choice(problem)
    block_of = {slot: at for at, block in enumerate(problem.grid.blocks) for slot in block}
    by_meeting: list[list[int]] = []
    for meeting, options in enumerate(problem.options):
        keys = {
            (meeting, block_of[slot], pool) for slot, pools in options.items() for pool in pools
        }
        for key in sorted(keys):
            choice.columns[key] = choice.new()
        by_meeting.append([choice.columns[key] for key in sorted(keys)])
        choice.at_most(dict.fromkeys(by_meeting[-1], 1.0), 1.0)
        if meeting in problem.must:
            choice.at_most(dict.fromkeys(by_meeting[-1], -1.0), -1.0)
    _people(choice)
    _pools(choice)
    _selection_costs(choice, by_meeting)
    return choice


def best_choices(
    choice: Choice,
    goals: Iterable[Goal],
    *,
    reached: Sequence[int] = (),
    seconds: float = math.inf,
) -> tuple[list[int | None], list[bool]] | None:
    """Give for each goal the least cost there can be, and for each meeting whether it is chosen.

    `reached`: costs that a schedule has; a bound then says what is possible for those that cost no
    more in the goals before. Without them each goal is held at its best. None: nothing keeps the
    locks. A bound is None for a goal that has nothing to do with the choice.
    """
    ends_at = time.monotonic() + seconds
    bounds: list[int | None] = []
    chosen = [False] * len(choice.problem.members)
    held: list[tuple[Row, float]] = []
    for at, goal in enumerate(goals):
        if goal not in CHOSEN:
            bounds.append(None)
            continue
        row, always = choice.costs[goal]
        answer = _solve(choice, row, held, ends_at - time.monotonic())
        if answer is None:
            return None
        values, bound = answer
        is_known = math.isfinite(bound)
        bounds.append(
            math.ceil(bound - min(0.4, 1e-6 + ROUNDING * abs(bound))) + always if is_known else None
        )
        chosen = _picked(choice, values)
        cost = sum(by * values[column] for column, by in row.items())
        held.append((row, reached[at] - always if reached else round(cost)))
    return bounds, chosen


def _picked(choice: Choice, values: Sequence[float]) -> list[bool]:
    chosen = [False] * len(choice.problem.members)
    for (meeting, _, _), column in choice.columns.items():
        if values[column] > 0.5:
            chosen[meeting] = True
    return chosen


def _solve(
    choice: Choice, cost: Row, held: Sequence[tuple[Row, float]], seconds: float
) -> tuple[list[float], float] | None:
    """Give the best values and the bound; None: there are none."""
    width = len(choice.largest)
    if width == 0:
        return [], 0.0
    rows = [*choice.rows, *((row, most) for row, most in held if row)]
    if any(not row and most < 0 for row, most in rows):
        return None
    gain = np.zeros(width)
    gain[list(cost)] = list(cost.values())
    places = [(at, column, by) for at, (row, _) in enumerate(rows) for column, by in row.items()]
    matrix = csr_array(
        (
            [by for _, _, by in places],
            ([at for at, _, _ in places], [column for _, column, _ in places]),
        ),
        shape=(len(rows), width),
    )
    done = milp(
        gain,
        integrality=np.ones(width),
        bounds=Bounds(0, np.array(choice.largest)),
        constraints=[LinearConstraint(matrix, ub=np.array([most for _, most in rows]))]
        if rows
        else [],
        options={"node_limit": BRANCHES, "mip_rel_gap": 0.0, "time_limit": max(0.01, seconds)},
    )
    if done.status == 2:
        return None
    bound = done.mip_dual_bound if done.mip_dual_bound is not None else -math.inf
    if done.x is None:
        return [0.0] * width, bound
    return [float(value) for value in done.x], bound


def _people(choice: Choice) -> None:
    """Nobody has more meetings in a block than slots there, nor more in all than limits allow."""
    problem = choice.problem
    own: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (meeting, block, _), column in choice.columns.items():
        for member in problem.members[meeting]:
            own[member][block].append(column)
    for member, by_block in own.items():
        for block, columns in by_block.items():
            choice.at_most(dict.fromkeys(columns, 1.0), _most_in(problem, member, block))
        everything = [column for columns in by_block.values() for column in columns]
        most = problem.possible[member] - len(problem.held[member])
        choice.at_most(dict.fromkeys(everything, 1.0), most)
        for bound in problem.bounds[member]:
            if bound.limit.most is not None:
                row = dict.fromkeys(_counted(choice, member, bound.meetings, bound.slots), 1.0)
                choice.at_most(row, bound.limit.most - bound.held)


def _counted(choice: Choice, member: int, meetings: frozenset[int] | None, slots: int) -> list[int]:
    problem = choice.problem
    blocks = {
        at for at, block in enumerate(problem.grid.blocks) if any(slots >> s & 1 for s in block)
    }
    wanted = set(problem.own[member]) if meetings is None else meetings
    return [
        choice.columns[meeting, block, pool]
        for meeting in sorted(wanted)
        for block in sorted(blocks)
        for pool in range(len(problem.grid.pools))
        if (meeting, block, pool) in choice.columns
    ]


def _most_in(problem: Problem, member: int, block: int) -> int:
    """Give how many meetings somebody can have in a block, pauses included."""
    slots = problem.grid.blocks[block]
    usable = problem.free[member] & problem.grid.usable
    most = problem.rest[member]
    if most is None:
        return most_apart(problem, sum(1 << slot for slot in slots) & usable)
    count = run = 0
    for slot in slots:  # meeting as soon as one may is best
        run = run + 1 if usable >> slot & 1 and run < most else 0
        count += run > 0
    return count


def _pools(choice: Choice) -> None:
    """No more meetings in a block than places, nor than pairs of people who are there."""
    problem, grid = choice.problem, choice.problem.grid
    by_pool: dict[tuple[int, int], list[int]] = defaultdict(list)
    by_block: dict[int, list[int]] = defaultdict(list)
    for (_, block, pool), column in choice.columns.items():
        by_pool[block, pool].append(column)
        by_block[block].append(column)
    pairs = [sum(free >> slot & 1 for free in problem.free) // 2 for slot in range(len(grid.slots))]
    for (block, pool), columns in by_pool.items():
        room = sum(
            min(grid.pools[pool].capacity, pairs[slot])
            for slot in grid.blocks[block]
            if (grid.usable & grid.pools[pool].open) >> slot & 1
        )
        choice.at_most(dict.fromkeys(columns, 1.0), room)
    for block, columns in by_block.items():
        room = sum(pairs[slot] for slot in grid.blocks[block] if grid.usable >> slot & 1)
        choice.at_most(dict.fromkeys(columns, 1.0), room)


def _selection_costs(choice: Choice, by_meeting: Sequence[Sequence[int]]) -> None:
    problem = choice.problem
    count: Row = {}
    weight: Row = {}
    kept: Row = {}
    before = 0
    for meeting, columns in enumerate(by_meeting):
        for column in columns:
            count[column] = -1.0
            weight[column] = -float(problem.weights[meeting])
            if problem.before[meeting] is not None:
                kept[column] = -1.0
        before += problem.before[meeting] is not None
    choice.costs[Goal.MEETINGS] = (count, 0)
    choice.costs[Goal.WISHES] = (weight, 0)
    choice.costs[Goal.CANCELLED] = (kept, before + problem.lost)
    choice.costs[Goal.TARGETS] = _targets(choice)
    choice.costs[Goal.FAIRNESS] = _fairness(choice)


def _targets(choice: Choice) -> tuple[Row, int]:
    row: Row = {}
    always = 0
    for member, bounds in enumerate(choice.problem.bounds):
        for bound in bounds:
            missing = bound.limit.least - bound.held
            counted = _counted(choice, member, bound.meetings, bound.slots)
            if missing <= 0:
                continue
            if not counted:
                always += missing
                continue
            short = choice.new(float(missing))
            choice.rows.append(({short: -1.0, **dict.fromkeys(counted, -1.0)}, -float(missing)))
            row[short] = 1.0
    return row, always


def _fairness(choice: Choice) -> tuple[Row, int]:
    problem = choice.problem
    own: dict[int, list[int]] = defaultdict(list)
    for (meeting, _, _), column in choice.columns.items():
        for member in problem.members[meeting]:
            own[member].append(column)
    row: Row = {}
    for member, columns in own.items():
        held, most = len(problem.held[member]), problem.possible[member]
        steps = [choice.new() for _ in range(held, most)]
        for number, step in enumerate(steps, start=held + 1):
            row[step] = -float(worth_of_meeting(number))
        choice.rows.append(({**dict.fromkeys(steps, 1.0), **dict.fromkeys(columns, -1.0)}, 0.0))
    return row, -sum(worth_of_meetings(len(held)) for held in problem.held)
