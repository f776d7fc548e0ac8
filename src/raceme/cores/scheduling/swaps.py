"""Many small swaps, by chance but always the same for the same seed: for gaps, moves, changes.

Simulated annealing: a swap that makes things worse is kept now and then, ever more rarely. What
goals before have reached is never given up.
"""

from __future__ import annotations

import math
import random

from raceme.cores.scheduling.construct import chain_of, swapped
from raceme.cores.scheduling.goals import cost_of, costs_around
from raceme.cores.scheduling.timetable import Timetable
from raceme.cores.scheduling.values import Goal
from raceme.cores.scheduling.work import Work

STEP = 1e-4  # units of work that trying one swap counts as
BATCH = 500  # swaps between two looks at the clock
HOT, COLD = 0.5, 0.1  # what a swap may cost and still be kept one time in e


def swap_for(
    table: Timetable, stage: int, work: Work, *, units: float, bound: int, seed: int
) -> Timetable:
    """Lower the cost of the goal at this place of the order, until it is as low as the bound."""
    chance = random.Random(seed)  # noqa: S311  nothing is kept secret
    placed = [one for one, cell in enumerate(table.cells) if cell is not None]
    if Goal.MOVED in table.problem.parameters.goals[:stage]:  # what was told stays
        placed = [one for one in placed if table.problem.before[one] is None]
    steps = int(units / STEP)
    goal = table.problem.parameters.goals[stage]
    now = best = cost_of(goal, table)
    cells = list(table.cells)
    for step in range(steps if placed else 0):
        if best <= bound or (step % BATCH == 0 and not work.spend(BATCH * STEP, "improve")):
            break
        heat = HOT * (COLD / HOT) ** (step / steps)
        now += _try_one(table, stage, placed[chance.randrange(len(placed))], heat, chance)
        if now < best:
            best, cells = now, list(table.cells)
    return table.with_cells(cells)


def _try_one(table: Timetable, stage: int, meeting: int, heat: float, chance: random.Random) -> int:
    """Try to swap a meeting into another slot; give by how much the cost has changed."""
    problem = table.problem
    cell = table.cells[meeting]
    assert cell is not None
    other = chance.choice(list(problem.options[meeting]))
    if other == cell[0]:
        return 0
    chain = chain_of(table, problem.members[meeting], cell[0], other)
    people = {member for one in chain for member in problem.members[one]}
    before = costs_around(table, people, chain)
    if not swapped(table, chain, cell[0], other):
        return 0
    change = [
        new - old for new, old in zip(costs_around(table, people, chain), before, strict=True)
    ]
    worse = change[stage] + 0.01 * sum(change[stage + 1 :])
    if all(one <= 0 for one in change[:stage]) and (
        worse <= 0 or chance.random() < math.exp(-worse / heat)
    ):
        return change[stage]
    swapped(table, chain, other, cell[0])
    return 0
