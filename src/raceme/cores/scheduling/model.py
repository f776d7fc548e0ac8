"""Some meetings, or all, as a model for CP-SAT; all others stay where they are.

A window gives each of its meetings the cells it may have. What the rest of the timetable does is
counted as numbers. Formulas: docs/algorithms/scheduling.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from raceme.cores.scheduling.goals import (
    changes_in,
    costs_around,
    gaps_in,
    worth_of_meeting,
    worth_of_meetings,
)
from raceme.cores.scheduling.problem import Cell, Problem, bits
from raceme.cores.scheduling.timetable import Timetable
from raceme.cores.scheduling.values import Goal

Options = Mapping[int, list[Cell]]
Sum = cp_model.LinearExpr | int


@dataclass(slots=True)
class Window:
    """The model being written. `rest`: the timetable without the meetings of the window."""

    problem: Problem
    rest: Timetable
    options: Options
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    held: dict[tuple[int, Cell], cp_model.IntVar] = field(default_factory=dict)
    placed: dict[int, Sum] = field(default_factory=dict)
    at: dict[int, dict[int, dict[int, list[cp_model.IntVar]]]] = field(default_factory=dict)
    # ^ participant -> slot -> pool -> meetings

    @property
    def people(self) -> list[int]:
        return sorted(self.at)

    def busy(self, person: int, slot: int) -> Sum:
        """Give 1 where somebody meets in a slot."""
        if self.rest.busy[person] >> slot & 1:
            return 1
        return sum(one for here in self.at[person].get(slot, {}).values() for one in here)

    def there(self, person: int, slot: int, pool: int) -> Sum:
        """Give 1 where somebody meets in a slot in a pool."""
        if self.rest.where[person].get(slot) == pool:
            return 1
        return sum(self.at[person].get(slot, {}).get(pool, []))


def window_of(table: Timetable, options: Options) -> Window:
    """Write the rules; `options`: what each meeting of the window may have.

    Meetings of the window are taken out of the table.
    """
    problem = table.problem
    window = Window(problem, table, options)
    for meeting, cells in options.items():
        for cell in cells:
            window.held[meeting, cell] = window.model.new_bool_var("")
        window.placed[meeting] = sum(window.held[meeting, cell] for cell in cells)
        if meeting in problem.must:
            window.model.add(window.placed[meeting] == 1)
        else:
            window.model.add_at_most_one(window.held[meeting, cell] for cell in cells)
        for member in problem.members[meeting]:
            own = window.at.setdefault(member, {})
            for slot, pool in cells:
                variable = window.held[meeting, (slot, pool)]
                own.setdefault(slot, {}).setdefault(pool, []).append(variable)
    for person in window.people:
        _one_at_a_time(window, person)
        _limits(window, person)
        _rest(window, person)
        _walks(window, person)
    _places(window)
    return window


def _one_at_a_time(window: Window, person: int) -> None:
    own = window.at[person]
    for clique in window.problem.grid.cliques:
        here = [one for at in bits(clique) for pool in own.get(at, {}).values() for one in pool]
        if window.rest.busy[person] & clique:
            for one in here:
                window.model.add(one == 0)
        elif len(here) > 1:
            window.model.add_at_most_one(here)


def _limits(window: Window, person: int) -> None:
    for at, bound in enumerate(window.problem.bounds[person]):
        if bound.limit.most is not None:
            counted = counted_by(window, person, at)
            if counted:
                window.model.add(sum(counted) <= bound.limit.most - window.rest.tally[person][at])


def counted_by(window: Window, person: int, at: int) -> list[cp_model.IntVar]:
    """Give the variables that count for a limit of somebody."""
    bound = window.problem.bounds[person][at]
    return [
        window.held[meeting, cell]
        for meeting in window.problem.own[person]
        if meeting in window.options and (bound.meetings is None or meeting in bound.meetings)
        for cell in window.options[meeting]
        if bound.slots >> cell[0] & 1
    ]


def _rest(window: Window, person: int) -> None:
    most = window.problem.rest[person]
    if most is None:
        return
    own = window.at[person]
    for block in window.problem.grid.blocks:
        for start in range(len(block) - most):
            row = block[start : start + most + 1]
            if any(slot in own for slot in row):
                window.model.add(sum(window.busy(person, slot) for slot in row) <= most)


def _walks(window: Window, person: int) -> None:
    for (before, pool, after), too_far in window.problem.grid.walks.items():
        here = window.there(person, before, pool)
        there = sum(window.there(person, after, other) for other in bits(too_far))
        if isinstance(here, int) and isinstance(there, int):
            continue
        window.model.add(here + there <= 1)


def _places(window: Window) -> None:
    grid = window.problem.grid
    here: dict[Cell, list[cp_model.IntVar]] = defaultdict(list)
    for (_, cell), one in window.held.items():
        here[cell].append(one)
    for pool, its in enumerate(grid.pools):
        for clique in grid.cliques:
            wanting = [one for slot in bits(clique) for one in here.get((slot, pool), ())]
            used = sum(window.rest.used[slot][pool] for slot in bits(clique))
            if used + len(wanting) > its.capacity:
                window.model.add(sum(wanting) <= its.capacity - used)


def cost_in(window: Window, goal: Goal) -> Sum:
    """Write what a goal costs for those in the window (`costs_outside`: for all others).

    Less is better. Variables made for it are held from below only: it is a sum to be made small
    or to be kept under something.
    """
    return _COSTS[goal](window)


def costs_outside(window: Window) -> list[int]:
    """Give what all goals cost for those who are not in the window."""
    problem = window.problem
    people = [one for one in range(len(problem.free)) if one not in window.at]
    meetings = [one for one in range(len(problem.members)) if one not in window.options]
    costs = costs_around(window.rest, people, meetings)
    return [
        cost + (problem.lost if goal == Goal.CANCELLED else 0)
        for cost, goal in zip(costs, problem.parameters.goals, strict=True)
    ]


def _cancelled(window: Window) -> Sum:
    return sum(
        1 - placed
        for meeting, placed in window.placed.items()
        if window.problem.before[meeting] is not None
    )


def _moved(window: Window) -> Sum:
    before = window.problem.before
    return sum(
        one
        for (meeting, (slot, _)), one in window.held.items()
        if before[meeting] not in (None, slot)
    )


def _meetings(window: Window) -> Sum:
    return -sum(window.placed.values())


def _wishes(window: Window) -> Sum:
    weights = window.problem.weights
    return -sum(weights[meeting] * placed for meeting, placed in window.placed.items())


def _targets(window: Window) -> Sum:
    missing: list[Sum] = []
    for person in window.people:
        for at, bound in enumerate(window.problem.bounds[person]):
            lacking = bound.limit.least - window.rest.tally[person][at]
            counted = counted_by(window, person, at)
            if lacking > 0 and not counted:
                missing.append(lacking)
            elif lacking > 0:
                short = window.model.new_int_var(0, lacking, "")
                window.model.add(short >= lacking - sum(counted))
                missing.append(short)
    return sum(missing)


def _fairness(window: Window) -> Sum:
    worth: list[Sum] = []
    for person in window.people:
        now, most = len(window.rest.where[person]), window.problem.possible[person]
        mine = [one for here in window.at[person].values() for its in here.values() for one in its]
        steps = [
            (worth_of_meeting(number), window.model.new_bool_var(""))
            for number in range(now + 1, most + 1)
        ]
        window.model.add(sum(step for _, step in steps) <= sum(mine))
        worth += [value * step for value, step in steps]
        worth.append(worth_of_meetings(now))
    return -sum(worth)


def _gaps(window: Window) -> Sum:
    waiting = window.problem.waiting
    gaps: list[Sum] = []
    for person in window.people:
        for block in window.problem.grid.blocks:
            if any(slot in window.at[person] for slot in block):
                gaps += _gaps_in(window, person, block, waiting[person])
            else:
                busy = window.rest.busy[person]
                gaps.append(gaps_in(window.problem, block, busy, waiting[person]))
    return sum(gaps)


def _gaps_in(window: Window, person: int, block: list[int], waiting: int) -> list[cp_model.IntVar]:
    """A gap is an idle slot after one that was busy and before one that will be."""
    model, busy = window.model, [window.busy(person, slot) for slot in block]
    begun = _spread(model, busy)
    ending = _spread(model, busy[::-1])[::-1]
    gaps = []
    for at in range(1, len(block) - 1):
        if not waiting >> block[at] & 1:
            continue
        idle = 1 - sum(
            window.busy(person, slot) for slot in bits(window.problem.grid.clash[block[at]])
        )
        gap = model.new_bool_var("")
        model.add(gap >= begun[at - 1] + ending[at + 1] + idle - 2)
        gaps.append(gap)
    return gaps


def _spread(model: cp_model.CpModel, busy: list[Sum]) -> list[Sum]:
    """Give for each slot a variable that holds once one up to it was busy."""
    found: list[Sum] = [busy[0]]
    for one in busy[1:]:
        if isinstance(one, int) and one == 1:
            found.append(1)
            continue
        begun = model.new_bool_var("")
        model.add(begun >= found[-1])
        model.add(begun >= one)
        found.append(begun)
    return found


def _table_changes(window: Window) -> Sum:
    changes: list[Sum] = []
    for person in window.people:
        own, where = window.at[person], window.rest.where[person]
        for block in window.problem.grid.blocks:
            if any(slot in own for slot in block):
                pools = {where[slot] for slot in block if slot in where}
                pools |= {pool for slot in block for pool in own.get(slot, ())}
                changes += _changes_in(window, person, block, sorted(pools))
            else:
                changes.append(changes_in(block, where))
    return sum(changes)


def _changes_in(
    window: Window, person: int, block: list[int], pools: list[int]
) -> list[cp_model.IntVar]:
    """Remember from slot to slot where somebody met last; meeting elsewhere is a change."""
    if len(pools) < 2:
        return []
    model, changes = window.model, []
    last: dict[int, Sum] = {pool: window.there(person, block[0], pool) for pool in pools}
    for slot in block[1:]:
        here = {pool: window.there(person, slot, pool) for pool in pools}
        busy = sum(here.values())
        change = model.new_bool_var("")
        now: dict[int, Sum] = {}
        for pool in pools:
            others = sum(last[other] for other in pools if other != pool)
            model.add(change >= here[pool] + others - 1)
            now[pool] = model.new_bool_var("")
            model.add(now[pool] >= here[pool])
            model.add(now[pool] >= last[pool] - busy)
        changes.append(change)
        last = now
    return changes


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
