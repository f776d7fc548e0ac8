"""How much work a search may still do, counted in steps that are the same on every machine.

One unit is about a second of CP-SAT's own deterministic time. The clock only guards the limit
from outside: what it cuts short is marked as such.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from raceme.cores.scheduling.values import Ended, GoalResult, Progress

UNITS_PER_SECOND = 0.5  # of the limit, so that an ordinary machine is done before the clock is
LOOK_UP_SECONDS = 0.1  # how often the caller is asked whether to stop
THREADS = 2  # windows solved at once; their number changes nothing in what is found


@dataclass(slots=True)
class Work:
    """The budget of a search, whom to tell, and whom to ask."""

    units: float
    ends_at: float
    report: Callable[[Progress], None] | None = None
    should_stop: Callable[[], bool] | None = None
    spent: float = 0.0
    ended: Ended | None = None  # set once the search must end
    goals: tuple[GoalResult, ...] = field(default=())

    def spend(self, units: float, stage: str) -> bool:
        """Count work that was done; say whether there may be more."""
        self.spent += units
        if self.report is not None:
            self.report(Progress(stage, min(1.0, self.spent / self.units), self.goals))
        return self.may_go_on()

    def may_go_on(self) -> bool:
        """Say whether there is work left, time left, and nobody who wants it to end."""
        if self.ended is None:
            if self.should_stop is not None and self.should_stop():
                self.ended = Ended.STOPPED
            elif time.monotonic() >= self.ends_at:
                self.ended = Ended.CLOCK
            elif self.spent >= self.units:
                self.ended = Ended.WORK
        return self.ended is None


def work_for(
    seconds: float,
    report: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool] | None,
) -> Work:
    """Give the work that a limit in seconds buys."""
    ends_at = time.monotonic() + seconds
    return Work(seconds * UNITS_PER_SECOND, ends_at, report, should_stop)


@dataclass(frozen=True, slots=True)
class Solved:
    """What CP-SAT said: whether there is an answer, its cost, and the least cost there can be."""

    solver: cp_model.CpSolver
    status: int

    @property
    def is_found(self) -> bool:
        return self.status in (cp_model.OPTIMAL, cp_model.FEASIBLE)

    @property
    def is_impossible(self) -> bool:
        return self.status == cp_model.INFEASIBLE

    @property
    def cost(self) -> int:
        return round(self.solver.objective_value)

    @property
    def bound(self) -> int:
        return round(self.solver.best_objective_bound)


def solve(
    models: Sequence[cp_model.CpModel], work: Work, *, units: float, seed: int, is_whole: bool = False
) -> list[Solved]:
    """Solve models side by side, each for so many units at most, and count what they took.

    Always the same answers for the same models, units and seed, unless the clock or the caller
    ends it. `is_whole`: with many strategies in turn, for proofs; else with one, for speed.
    """
    solvers = [_solver(work, units, seed, is_whole=is_whole) for _ in models]
    with ThreadPoolExecutor(THREADS) as pool:
        running = [
            pool.submit(solver.solve, model) for solver, model in zip(solvers, models, strict=True)
        ]
        while wait(running, timeout=LOOK_UP_SECONDS).not_done:
            asked = work.should_stop is not None and work.should_stop()
            if asked or time.monotonic() >= work.ends_at:
                work.ended = Ended.STOPPED if asked else Ended.CLOCK
                for solver in solvers:
                    solver.stop_search()
    work.spent += max(solver.response_proto.deterministic_time for solver in solvers)
    return [
        Solved(solver, done.result()) for solver, done in zip(solvers, running, strict=True)
    ]


def _solver(work: Work, units: float, seed: int, *, is_whole: bool) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = seed
    parameters.max_deterministic_time = units
    parameters.max_time_in_seconds = max(0.01, work.ends_at - time.monotonic())
    if is_whole:
        parameters.num_workers = 8  # strategies; interleaved, they are the same on any machine
        parameters.interleave_search = True
    else:
        parameters.num_workers = 1
    return solver
