"""How much work a search may still do, counted in steps that are the same on every machine.

One unit is about a second of CP-SAT's own deterministic time. The clock only guards the limit
from outside: what it cuts short is marked as such.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from raceme.cores.scheduling.values import Ended, GoalResult, Progress

UNITS_PER_SECOND = 0.7  # of the limit, so that an ordinary machine is done before the clock is
SEARCHING = 0.85  # of the limit; the rest is for places, check and reasons
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

    def seconds_left(self) -> float:
        """Give the time until the clock ends it."""
        return max(0.0, self.ends_at - time.monotonic())


def work_for(
    seconds: float,
    report: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool] | None,
) -> Work:
    """Give the work that a limit in seconds buys."""
    ends_at = time.monotonic() + SEARCHING * seconds
    return Work(seconds * UNITS_PER_SECOND, ends_at, report, should_stop)


@dataclass(frozen=True, slots=True)
class Solved:
    """What CP-SAT said: whether there is an answer, its cost, and the least cost there can be."""

    solver: cp_model.CpSolver
    status: cp_model.CpSolverStatus

    @property
    def is_found(self) -> bool:
        return self.status in (cp_model.OPTIMAL, cp_model.FEASIBLE)

    @property
    def cost(self) -> int:
        return round(self.solver.objective_value)

    @property
    def is_impossible(self) -> bool:
        return self.status == cp_model.INFEASIBLE

    @property
    def bound(self) -> int | None:
        """Give what no answer costs less than; None: nothing was proved."""
        bound = self.solver.best_objective_bound
        known = self.status not in (cp_model.INFEASIBLE, cp_model.MODEL_INVALID)
        return math.ceil(bound - 1e-6) if known and abs(bound) < 1e15 else None


def solve(
    models: Sequence[cp_model.CpModel], work: Work, *, units: float, seed: int
) -> list[Solved]:
    """Solve models side by side, each for so many units at most, and count what they took.

    The same answers for the same models, units and seed, unless the clock or the caller ends it.
    """
    solvers = [_solver(work, units, seed) for _ in models]
    with ThreadPoolExecutor(THREADS) as pool:
        running = [
            pool.submit(solver.solve, model) for solver, model in zip(solvers, models, strict=True)
        ]
        _watch(running, solvers, work)
    work.spent += max(_units(solver) for solver in solvers)
    return [Solved(solver, done.result()) for solver, done in zip(solvers, running, strict=True)]


def prove(
    model: cp_model.CpModel, work: Work, *, units: float, seed: int
) -> tuple[Solved, int | None]:
    """Solve one model in two ways at once; give the better answer and the better bound.

    From above as usual, and from below by cores: proofs come from either. The first way goes
    before: if it is done, nobody waits for the other, and the answer does not depend on who was
    quicker.
    """
    first, second = _solver(work, units, seed), _solver(work, units, seed)
    second.parameters.optimize_with_core = True
    second.parameters.linearization_level = 2
    with ThreadPoolExecutor(THREADS) as pool:
        running = [pool.submit(solver.solve, model) for solver in (first, second)]
        _watch(running[:1], [first, second], work)
        if running[0].result() in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
            second.stop_search()
            work.spent += _units(first)
            solved = Solved(first, running[0].result())
            return solved, solved.bound
        _watch(running, [first, second], work)
    work.spent += max(_units(first), _units(second))
    answers = [Solved(first, running[0].result()), Solved(second, running[1].result())]
    bounds = [one.bound for one in answers if one.bound is not None]
    found = [one for one in answers if one.is_found]
    impossible = [one for one in answers if one.is_impossible]
    best = min(found, key=lambda one: one.cost) if found else (impossible or answers)[0]
    return best, max(bounds, default=None)


def _watch(
    running: Sequence[Future[cp_model.CpSolverStatus]],
    solvers: Sequence[cp_model.CpSolver],
    work: Work,
) -> None:
    """Wait, and end all solvers when the clock or the caller says so."""
    while wait(running, timeout=LOOK_UP_SECONDS).not_done:
        asked = work.should_stop is not None and work.should_stop()
        if asked or work.seconds_left() <= 0:
            work.ended = Ended.STOPPED if asked else Ended.CLOCK
            for solver in solvers:
                solver.stop_search()


def _units(solver: cp_model.CpSolver) -> float:
    return float(solver.response_proto.deterministic_time)


def _solver(work: Work, units: float, seed: int) -> cp_model.CpSolver:
    """Give a solver on one thread: more of them would find different answers at different times."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = units
    solver.parameters.max_time_in_seconds = max(0.01, work.seconds_left())
    return solver
