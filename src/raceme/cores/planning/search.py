"""Linear programs over whole numbers: written down row by row, handed to HiGHS, read back.

Nothing here knows about services. Every program is a maximisation. HiGHS runs on one thread from
a fixed seed, so that the same program always gets the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

from raceme.cores.errors import NoSolution, Stopped
from raceme.cores.planning.offer import Floats, Whole

OBJECTIVE_ERROR = 1e-6  # by which a point may miss the bound by rounding, in units of the gain
GUESSES = ("rins", "rens", "root_reduced_cost", "feasibility_jump")  # HiGHS's own names
ShouldStop = Callable[[], bool]

SOLVER_TOLERANCE = 1e-9  # of rows, of whole numbers and of reduced costs (HiGHS: 1e-10 to inf)


@dataclass(slots=True)
class Program:
    """A linear program under construction: maximise `gain` over columns, keeping to the rows."""

    gain: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    row_low: list[float] = field(default_factory=list)
    row_high: list[float] = field(default_factory=list)
    start: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    factor: list[float] = field(default_factory=list)

    def column(
        self, *, low: float = 0.0, high: float = 1.0, gain: float = 0.0, is_whole: bool = False
    ) -> int:
        """Add a column and return its number."""
        self.gain.append(gain)
        self.low.append(low)
        self.high.append(high)
        self.is_whole.append(is_whole)
        return len(self.gain) - 1

    def row(
        self,
        columns: Sequence[int],
        factors: Sequence[float],
        *,
        low: float = -np.inf,
        high: float = np.inf,
    ) -> None:
        """Add the row low <= sum of factor * column <= high."""
        self.index.extend(columns)
        self.factor.extend(factors)
        self.start.append(len(self.index))
        self.row_low.append(low)
        self.row_high.append(high)


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard one search tries: proven relative gap, most branches, and who may call it off."""

    gap: float = 0.0
    nodes_max: int = 2**31 - 1
    should_stop: ShouldStop | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best point found, and the proven bound that no point passes."""

    point: Floats
    bound: float
    is_proven: bool


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """The best point where parts of whole numbers are allowed, and what moving off it costs."""

    point: Floats
    value: float
    reduced_cost: Floats  # by column, how much the value falls at least by unit moved


class _QuietHighs(highspy.Highs):
    """HiGHS without its banner, which it prints the moment that callbacks are prepared."""

    def enableCallbacks(self) -> None:  # noqa: N802  # the name is HiGHS's
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # HiGHS's own is untyped


def solve(
    program: Program, effort: Effort, *, hint: Whole | None = None, is_hint_good: bool = False
) -> Found | None:
    """Find the best point, proven. None: no point keeps to the rows.

    `hint` gives the first columns of a point to start from; with `is_hint_good`, HiGHS spends no
    time on guessing better ones. Both change how long the search takes, not what it proves.
    Raises Stopped when asked to stop, NoSolution when `nodes_max` branches gave no point at all.
    """
    highs = _loaded(program, relaxed=False)
    highs.setOptionValue("mip_rel_gap", effort.gap)
    highs.setOptionValue("mip_abs_gap", 0.0)
    highs.setOptionValue("mip_max_nodes", effort.nodes_max)
    if hint is not None:
        places = np.arange(len(hint), dtype=np.int32)
        highs.setSolution(len(hint), places, hint.astype(np.float64))
        if is_hint_good:
            _guess_nothing(highs)
    _listen(highs, effort.should_stop)
    highs.run()
    status = highs.getModelStatus()
    statuses = highspy.HighsModelStatus
    if status == statuses.kInterrupt:
        raise Stopped("the search was called off")
    # Every column is bounded on both sides, so that "unbounded or infeasible" is infeasible.
    if status in {statuses.kInfeasible, statuses.kUnboundedOrInfeasible}:
        return None
    figures = highs.getInfo()
    has_point = figures.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if not has_point:
        ending = highs.modelStatusToString(status)
        raise NoSolution(f"the search ended without an answer ({ending})")
    point = np.asarray(highs.getSolution().col_value, dtype=np.float64)
    bound = float(figures.mip_dual_bound)
    is_proven = bool(status == statuses.kOptimal)
    short = bound - float(np.dot(program.gain, point))
    if hint is not None and is_proven and short > OBJECTIVE_ERROR + effort.gap * abs(bound):
        # HiGHS 1.16 can take a hint for a better point than it is, if its presolve has replaced
        # one by the other, and then hand back the hint as proven. Its own bound gives it away.
        return solve(program, effort)
    return Found(point=point, bound=bound, is_proven=is_proven)


def relax(program: Program) -> Relaxed | None:
    """Solve with parts of whole numbers allowed; a bound in a few milliseconds. None: no point."""
    highs = _loaded(program, relaxed=True)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = highs.getSolution()
    return Relaxed(
        point=np.asarray(solution.col_value, dtype=np.float64),
        value=float(highs.getInfo().objective_function_value),
        reduced_cost=np.abs(np.asarray(solution.col_dual, dtype=np.float64)),
    )


def _loaded(program: Program, *, relaxed: bool) -> highspy.Highs:
    highs = _QuietHighs()  # type: ignore[no-untyped-call]  # HiGHS's own is untyped
    highs.setOptionValue("threads", 1)
    # Restarts cost about half the time on programs of this size (bench/planning/results.md).
    highs.setOptionValue("mip_allow_restart", False)
    highs.setOptionValue("random_seed", 0)
    highs.setOptionValue("mip_feasibility_tolerance", SOLVER_TOLERANCE)
    highs.setOptionValue("primal_feasibility_tolerance", SOLVER_TOLERANCE)
    highs.setOptionValue("dual_feasibility_tolerance", SOLVER_TOLERANCE)
    highs.passModel(_as_highs(program, relaxed=relaxed))
    return highs


def _guess_nothing(highs: highspy.Highs) -> None:
    """Switch off all rules of thumb: half of the time, where the start is nearly the best."""
    highs.setOptionValue("mip_heuristic_effort", 0.0)
    for guess in GUESSES:
        highs.setOptionValue(f"mip_heuristic_run_{guess}", False)


def _as_highs(program: Program, *, relaxed: bool) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.sense_ = highspy.ObjSense.kMaximize
    model.num_col_ = len(program.gain)
    model.num_row_ = len(program.row_low)
    model.col_cost_ = np.array(program.gain, dtype=np.float64)
    model.col_lower_ = np.array(program.low, dtype=np.float64)
    model.col_upper_ = np.array(program.high, dtype=np.float64)
    model.row_lower_ = np.array(program.row_low, dtype=np.float64)
    model.row_upper_ = np.array(program.row_high, dtype=np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(program.start, dtype=np.int32)
    model.a_matrix_.index_ = np.array(program.index, dtype=np.int32)
    model.a_matrix_.value_ = np.array(program.factor, dtype=np.float64)
    if not relaxed:
        whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [whole if is_whole else part for is_whole in program.is_whole]
    return model


def _listen(highs: highspy.Highs, should_stop: ShouldStop | None) -> None:
    if should_stop is None:
        return

    def call_off(event: highspy.HighsCallbackEvent) -> None:
        if should_stop():
            event.interrupt()

    highs.cbMipInterrupt.subscribe(call_off)
