"""Three searches side by side, each in a process of its own: two from below, one from above.

From below, core by core (core-guided MaxSAT, RC2): raises the number of breaks that no schedule can
go under, and ends with a schedule that has just so many: proved best. Once on the plain clauses,
once with the chairs: counting chairs proves within seconds what full tables forbid, and where
tables are not the bottleneck it takes ten times as long. From above (SAT, tightened step by step):
finds schedules with ever fewer breaks, so that there is one whenever time runs out. Whichever
proof comes first ends all. Processes, because none can be interrupted inside.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from pysat.card import ITotalizer
from pysat.examples.rc2 import RC2
from pysat.formula import WCNF
from pysat.solvers import Solver

from raceme.cores.errors import Stopped
from raceme.cores.scheduling.published.values import Progress

SOLVER = "cadical153"
SOLVER_OF_PLAIN_CORES = "glucose3"  # twice as fast as the other on most days, without the chairs
ALONE_SECONDS = 1.0  # what the plain cores have for themselves
LOOK_UP_SECONDS = 0.2  # how often the caller is asked whether to stop


@dataclass(frozen=True, slots=True)
class News:
    """What a search says: a bound, a schedule (the variables that hold), or that there is none."""

    bound: int | None = None
    cost: int | None = None
    model: frozenset[int] | None = None
    is_impossible: bool = False
    is_last: bool = False


@dataclass(slots=True)
class Found:
    """What the searches have found together."""

    bound: int = 0
    cost: int | None = None
    model: frozenset[int] | None = None
    is_impossible: bool = False

    @property
    def is_proved(self) -> bool:
        return self.is_impossible or (self.cost is not None and self.cost <= self.bound)

    def take(self, news: News) -> None:
        """Remember what is better than what was known."""
        self.is_impossible |= news.is_impossible
        self.bound = max(self.bound, news.bound or 0)
        if news.cost is not None and (self.cost is None or news.cost < self.cost):
            self.cost, self.model = news.cost, news.model


def search(
    formula: WCNF,
    *,
    with_chairs: Callable[[], WCNF | None],
    time_limit: float,
    report: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Found:
    """Search for the model of least cost until it is proved, or for `time_limit` seconds.

    `with_chairs` gives the same problem with clauses that follow, or None; it is asked for only
    after the first second, as the other searches are started: most days are proved by then.
    Raises Stopped when the caller asks to stop.
    """
    ends_at = time.monotonic() + time_limit
    alone_until = time.monotonic() + min(ALONE_SECONDS, time_limit / 4)
    found = Found()
    listening: list[Connection] = []
    workers: list[BaseProcess] = []
    try:
        workers.append(_begin(plain_cores, formula, listening, ends_at))
        while listening and not found.is_proved and time.monotonic() < ends_at:
            _listen(listening, found, report, ends_at)
            if len(workers) == 1 and time.monotonic() > alone_until and not found.is_proved:
                workers.append(_begin(from_above, formula, listening, ends_at))
                seated = with_chairs()
                if seated is not None:
                    workers.append(_begin(core_by_core, seated, listening, ends_at))
            if should_stop is not None and should_stop():
                raise Stopped("the schedule was called off")
    finally:
        for worker in workers:
            worker.kill()
            worker.join()
    return found


def _begin(
    work: Callable[[WCNF, Connection], None],
    formula: WCNF,
    listening: list[Connection],
    ends_at: float,
) -> BaseProcess:
    context = _context()
    ours, theirs = context.Pipe(duplex=False)
    seconds = max(0.0, ends_at - time.monotonic())
    worker: BaseProcess = context.Process(
        target=_search_alone, args=(work, formula, theirs, seconds), daemon=True
    )
    worker.start()
    theirs.close()
    listening.append(ours)
    return worker


def plain_cores(formula: WCNF, told: Connection) -> None:
    """Raise the bound core by core, with the solver that suits plain clauses."""
    core_by_core(formula, told, solver=SOLVER_OF_PLAIN_CORES)


def core_by_core(formula: WCNF, told: Connection, *, solver: str = SOLVER) -> None:
    """Raise the bound core by core; the first model that keeps to it is the best there is."""
    with _TellingRC2(formula, told, solver) as search:
        model = search.compute()
        if model is None:
            told.send(News(is_impossible=True, is_last=True))
        else:
            best = _positive(model)
            told.send(News(bound=search.cost, cost=search.cost, model=best, is_last=True))


def from_above(formula: WCNF, told: Connection) -> None:
    """Find a model, then one that costs less, until there is none."""
    wishes = [-clause[0] for clause in formula.soft]
    with Solver(name=SOLVER, bootstrap_with=formula.hard) as solver:
        if not solver.solve():
            told.send(News(is_impossible=True, is_last=True))
            return
        model = _positive(solver.get_model())
        cost = sum(wish in model for wish in wishes)
        told.send(News(cost=cost, model=model))
        _give_way()
        counter = ITotalizer(lits=wishes, ubound=cost, top_id=formula.nv)
        for clause in counter.cnf.clauses:
            solver.add_clause(clause)
        while cost > 0:
            solver.add_clause([-counter.rhs[cost - 1]])
            if not solver.solve():
                break
            model = _positive(solver.get_model())
            cost = sum(wish in model for wish in wishes)
            told.send(News(cost=cost, model=model))
    told.send(News(bound=cost, is_last=True))


def _give_way() -> None:
    """Leave most of two processors to the two other searches, once there is a schedule."""
    if hasattr(os, "nice") and multiprocessing.parent_process() is not None:
        os.nice(7)


def _context() -> Any:
    """Fork where nothing else runs in this process: a fork of one with threads may hang."""
    is_alone = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if is_alone else "spawn")


class _TellingRC2(RC2):  # type: ignore[misc]  # the library has no types
    """RC2 that says each time it has raised the bound."""

    def __init__(self, formula: WCNF, told: Connection, solver: str) -> None:
        self.told = told
        super().__init__(formula, solver=solver)

    def process_core(self) -> None:
        super().process_core()
        self.told.send(News(bound=self.cost))


def _search_alone(
    work: Callable[[WCNF, Connection], None], formula: WCNF, told: Connection, seconds: float
) -> None:
    """Search in a process of its own, which the system ends when the limit has passed.

    Whoever started us does so before; but it may have been killed, and inside a solver Python
    hears of nothing.
    """
    if hasattr(signal, "alarm"):
        signal.alarm(math.ceil(seconds) + 1)
    work(formula, told)


def _listen(
    listening: list[Connection],
    found: Found,
    report: Callable[[Progress], None] | None,
    ends_at: float,
) -> None:
    seconds = max(0.0, min(LOOK_UP_SECONDS, ends_at - time.monotonic()))
    for ready in wait(listening, timeout=seconds):
        assert isinstance(ready, Connection)
        try:
            news = ready.recv()
        except EOFError:
            listening.remove(ready)
            continue
        found.take(news)
        if report is not None:
            report(Progress(breaks=found.cost, bound=found.bound))
        if news.is_last:
            listening.remove(ready)


def _positive(model: Any) -> frozenset[int]:
    return frozenset(literal for literal in model if literal > 0)
