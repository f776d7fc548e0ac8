"""One search: a first schedule, then goal by goal better, with what is proved of each goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from raceme.cores.scheduling.choose import CHOSEN, best_choices, choice_of
from raceme.cores.scheduling.compiling import compile_event
from raceme.cores.scheduling.construct import place_all
from raceme.cores.scheduling.goals import cost_of, costs_of, least_of, value_of
from raceme.cores.scheduling.problem import Problem
from raceme.cores.scheduling.seats import seated
from raceme.cores.scheduling.swaps import swap_for
from raceme.cores.scheduling.timetable import Timetable
from raceme.cores.scheduling.values import MORE_IS_BETTER, Goal, GoalResult, Placed
from raceme.cores.scheduling.windows import (
    improve_by_people,
    improve_by_slots,
    keep_locks,
    solve_whole,
)
from raceme.cores.scheduling.work import Work

WHOLE = 15_000  # cells of all meetings together up to which the whole is searched exactly
PLACES_TOLD_APART = 4_000  # the same, with every place on its own
CHOOSING = 1e-4  # units of work that one cell of the relaxation counts as
SEARCHED = 0.5  # share of a goal's work that goes into finding, the rest into proving
OF_BEFORE = frozenset({Goal.CANCELLED, Goal.MOVED})


class Search:
    """The best timetable so far, and for each goal the least cost there can be."""

    def __init__(self, problem: Problem, work: Work, before: Sequence[Placed] = ()) -> None:
        """Begin with nothing placed and nothing proved."""
        self.problem, self.work, self.before = problem, work, before
        self.goals, self.seed = problem.parameters.goals, problem.parameters.seed
        self.table = Timetable(problem)
        self.bounds = [least_of(goal, problem) for goal in self.goals]
        self.is_impossible = False
        self.supposed: list[int] | None = None  # costs of the goals that the bounds suppose

    def run(self) -> bool:
        """Search until all is proved or the work is done; say whether the locks are kept."""
        chosen = self._bounded()
        if self.is_impossible or not self._keep_locks():
            return False
        self._place(chosen)
        for stage in range(len(self.goals)):
            if self.work.may_go_on():
                self._work_at(stage)
        return True

    def results(self, values: Sequence[int]) -> tuple[GoalResult, ...]:
        """Give the values that the goals reach together with what is proved."""
        found = []
        for goal, value, least in zip(self.goals, values, self.bounds, strict=True):
            bound = value_of(goal, least)
            bound = max(bound, value) if goal in MORE_IS_BETTER else min(bound, value)
            found.append(GoalResult(goal, value, bound))
        return tuple(found)

    def placed(self) -> tuple[Placed, ...]:
        """Give every placed meeting its place; with few places, the best that is possible."""
        table, seats = self.table, seated(self.table, self.before)
        if Goal.TABLE_CHANGES not in self.goals or not self.work.may_go_on():
            return placed_of(table, seats)
        apart = compile_event(
            self.problem.event, self.problem.parameters, before=self.before, by_place=True
        )
        if apart.size > PLACES_TOLD_APART:
            return placed_of(table, seats)
        pool_of = apart.grid.pool_of
        cells = [
            None if cell is None else (cell[0], pool_of[seats[meeting]])
            for meeting, cell in enumerate(table.cells)
        ]
        stage = self.goals.index(Goal.TABLE_CHANGES)
        seated_table = Timetable(apart).with_cells(cells)
        if cost_of(Goal.TABLE_CHANGES, seated_table) <= self.bounds[stage]:
            return placed_of(table, seats)
        units = self.work.units - self.work.spent
        best, bound = solve_whole(seated_table, stage, self.work, units=units, seed=self.seed)
        self.bounds[stage] = max(self.bounds[stage], bound or 0)
        places = {
            meeting: apart.grid.pools[cell[1]].places[0]
            for meeting, cell in enumerate(best.cells)
            if cell is not None
        }
        return placed_of(best, places)

    def _bounded(self) -> list[bool]:
        """Bound the goals that say which requests are served; give the choice that is best."""
        chosen = [True] * len(self.problem.members)
        if not self._spend(CHOOSING * len(self.problem.members), "bound"):
            return chosen
        answer = best_choices(choice_of(self.problem), self.goals, seconds=self.work.seconds_left())
        if answer is None:
            self.is_impossible = True
            return chosen
        bounds, chosen = answer
        for stage, bound in enumerate(bounds):
            if bound is not None:
                self.bounds[stage] = max(self.bounds[stage], bound)
        self.supposed = list(self.bounds)
        return chosen

    def _keep_locks(self) -> bool:
        """Place the locked meetings; they stay placed from here on."""
        if not self.problem.must:
            return True
        units = max(1.0, self.work.units / 4)
        locked, self.is_impossible = keep_locks(
            self.problem, self.work, units=units, seed=self.seed
        )
        if locked is None:
            return False
        self.table = locked
        return True

    def _place(self, chosen: Sequence[bool]) -> None:
        """Start from the schedule before where it counts, then place what was chosen, then more."""
        everything = range(len(self.problem.members))
        if OF_BEFORE & set(self.goals):
            lost = self._take_over()
            self._spend(place_all(self.table, lost), "place")
        by_chains = Goal.MOVED not in self.goals[: self._first_selection()]
        wanted = [one for one in everything if chosen[one]]
        self._spend(place_all(self.table, wanted, by_chains=by_chains), "place")
        self._spend(place_all(self.table, everything, by_chains=by_chains), "place")

    def _first_selection(self) -> int:
        chosen = CHOSEN - OF_BEFORE
        return next((at for at, goal in enumerate(self.goals) if goal in chosen), 0)

    def _take_over(self) -> list[int]:
        """Place what stood before where it still can be; give what cannot stay."""
        problem = self.problem
        slots = {slot.id: at for at, slot in enumerate(problem.grid.slots)}
        places = {one.id: at for at, one in enumerate(problem.event.places)}
        told = {one.request: one for one in self.before}
        lost = []
        for meeting, request in enumerate(problem.requests):
            one = told.get(request.id)
            if one is None or self.table.cells[meeting] is not None:
                continue
            slot = slots.get(one.slot, -1)
            pools = list(problem.options[meeting].get(slot, ()))
            own = problem.grid.pool_of.get(places.get(one.place, -1))
            pools.sort(key=lambda pool: pool != own)
            cell = next(
                ((slot, pool) for pool in pools if self.table.fits(meeting, (slot, pool))), None
            )
            if cell is None:
                lost.append(meeting)
            else:
                self.table.put(meeting, cell)
        return lost

    def _work_at(self, stage: int) -> None:
        goal = self.goals[stage]
        self._suppose_what_is(stage)
        if goal == Goal.MOVED and Goal.CANCELLED in self.goals[:stage]:
            cancelled = cost_of(Goal.CANCELLED, self.table) - self.problem.lost
            self.bounds[stage] = max(self.bounds[stage], displaced(self.problem) - cancelled)
        if self._is_proved(stage):
            return
        open_stages = sum(not self._is_proved(at) for at in range(stage, len(self.goals)))
        share = max(0.0, self.work.units - self.work.spent) / open_stages
        is_small = self.problem.size <= WHOLE
        units = share * (SEARCHED if is_small else 1.0)
        bound = self.bounds[stage]
        if goal in OF_BEFORE:
            self.table = improve_by_people(
                self.table, stage, self.work, units=units, bound=bound, seed=self.seed
            )
        elif goal in CHOSEN:
            self.table = improve_by_slots(
                self.table, stage, self.work, units=units, bound=bound, seed=self.seed
            )
        else:
            self.table = swap_for(
                self.table, stage, self.work, units=units, bound=bound, seed=self.seed
            )
        if is_small and not self._is_proved(stage) and self.work.may_go_on():
            self.table, proved = solve_whole(
                self.table, stage, self.work, units=share * (1 - SEARCHED), seed=self.seed
            )
            if proved is not None:
                self.bounds[stage] = max(self.bounds[stage], proved)
        self._tell()

    def _is_proved(self, stage: int) -> bool:
        return cost_of(self.goals[stage], self.table) <= self.bounds[stage]

    def _suppose_what_is(self, stage: int) -> None:
        """Bound anew what was bounded by supposing more of the goals before than they reach."""
        if self.supposed is None or self.goals[stage] not in CHOSEN:
            return
        costs = costs_of(self.table)
        before = [at for at in range(stage) if self.goals[at] in CHOSEN]
        if all(costs[at] <= self.supposed[at] for at in before):
            return
        answer = best_choices(
            choice_of(self.problem), self.goals, reached=costs, seconds=self.work.seconds_left()
        )
        assert answer is not None  # the table itself is an answer
        for at in range(stage, len(self.goals)):
            bound = answer[0][at]
            self.bounds[at] = least_of(self.goals[at], self.problem) if bound is None else bound
        self.supposed = costs
        self._spend(CHOOSING * len(self.problem.members), "bound")

    def _spend(self, units: float, stage: str) -> bool:
        return self.work.spend(units, stage)

    def _tell(self) -> None:
        costs = costs_of(self.table)
        values = [value_of(goal, cost) for goal, cost in zip(self.goals, costs, strict=True)]
        self.work.goals = self.results(values)


def displaced(problem: Problem) -> int:
    """Give how many meetings of the schedule before cannot keep their slots, all together."""
    options: list[set[int]] = [set() for _ in problem.grid.slots]
    staying = [0] * len(problem.grid.slots)
    moving = 0
    for meeting, slot in enumerate(problem.before):
        if slot is not None and slot in problem.options[meeting]:
            options[slot].update(problem.options[meeting][slot])
            staying[slot] += 1
        elif slot is not None:
            moving += 1
    return moving + sum(
        max(0, count - sum(problem.grid.pools[pool].capacity for pool in pools))
        for count, pools in zip(staying, options, strict=True)
    )


def placed_of(table: Timetable, seats: Mapping[int, int]) -> tuple[Placed, ...]:
    """Write down cells and seats with the ids of the event."""
    event, slots = table.problem.event, table.problem.grid.slots
    return tuple(
        Placed(
            table.problem.requests[meeting].id, slots[cell[0]].id, event.places[seats[meeting]].id
        )
        for meeting, cell in enumerate(table.cells)
        if cell is not None
    )
