"""Measure the planning core and the same model in PuLP/CBC: python bench/planning/run.py

Writes results.md beside this file. CPU seconds are those of the process (and of CBC, which runs
as a child). CBC solves for V alone; the core also settles ties, which takes it a second search.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "src"), str(HERE.parents[1])]

from bench.planning.cbc import solve_with_cbc
from bench.planning.instance import invented_case

from raceme.cores.planning.choose import choose
from raceme.cores.planning.demand import demand_of
from raceme.cores.planning.offer import Floats, Whole, offer_of
from raceme.cores.planning.plan import make_plan
from raceme.cores.planning.question import Question
from raceme.cores.planning.search import Effort
from raceme.cores.planning.value import stakes_of
from raceme.cores.planning.values import PlanCase
from raceme.portfolio.folder.reading import read_plan_folder

EXAMPLES = ("mustertal", "slovenia")


@dataclass(frozen=True)
class Timed:
    """What a function returned and what it took."""

    answer: float
    cpu: float
    wall: float


def timed(work: Callable[[], float]) -> Timed:
    cpu, wall = _cpu(), time.perf_counter()
    answer = work()
    return Timed(answer, _cpu() - cpu, time.perf_counter() - wall)


def _cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


class Cluster:
    """An invented cluster, ready to be solved as answered or in a resample of its members."""

    def __init__(self, seed: int, resamples: int) -> None:
        self.case = invented_case(seed=seed)
        self.offer = offer_of(self.case)
        self.demand = demand_of(
            self.case.members, self.case.needs, self.offer.topics, resamples=resamples, seed=seed
        )

    def by_core(
        self, demand: Floats, members: Floats, *, hints: Sequence[Whole] = (), ties: bool = True
    ) -> Timed:
        weight = self.case.parameters.alignment_weight
        stakes = stakes_of(demand, members, self.offer, weight)
        question = Question(self.offer, stakes, self.case.limits, Effort(gap=1e-9))
        return timed(lambda: choose(question, hints=hints, settle_ties=ties).value)

    def by_cbc(self, demand: Floats, members: Floats) -> Timed:
        topics = self.offer.topics
        asked = dict(zip(topics, demand.tolist(), strict=True))
        count = dict(zip(topics, members.tolist(), strict=True))
        return timed(lambda: solve_with_cbc(self.case, asked, count))

    def best(self) -> Whole:
        weight = self.case.parameters.alignment_weight
        stakes = stakes_of(self.demand.demand, self.demand.members, self.offer, weight)
        question = Question(self.offer, stakes, self.case.limits, Effort(gap=1e-9))
        return choose(question).editions


def shortfall(core: Timed, cbc: Timed) -> float:
    """By how much CBC's value is lower. The core's plan is checked by the plain formulas, so that
    it can only be CBC that missed a better one; a better value of CBC's would be a fault of ours.
    """
    if cbc.answer > core.answer + 1e-6:
        raise RuntimeError(f"CBC has found a better plan: {core.answer} and {cbc.answer} (CBC)")
    return core.answer - cbc.answer


def one_plan(seed: int) -> str:
    """The plan of the members as answered: core with ties, core without, CBC."""
    cluster = Cluster(seed, resamples=1)
    asked = cluster.demand.demand, cluster.demand.members
    whole, bare = cluster.by_core(*asked), cluster.by_core(*asked, ties=False)
    cbc = cluster.by_cbc(*asked)
    shortfall(whole, cbc)
    return (
        f"| {seed} | {whole.answer:.6f} | {whole.cpu:.2f} | {bare.cpu:.2f} "
        f"| {cbc.cpu:.2f} | {cbc.cpu / whole.cpu:.1f} | {cbc.cpu / bare.cpu:.1f} |"
    )


def some_resamples(seed: int, count: int = 10) -> str:
    """As the frequencies need it: resamples one after the other, the core with the plan as hint."""
    cluster = Cluster(seed, resamples=count)
    hint = cluster.best()
    core = cbc = missed = 0.0
    drawn = cluster.demand
    for asked in zip(drawn.resampled_demand, drawn.resampled_members, strict=True):
        ours, theirs = cluster.by_core(*asked, hints=[hint]), cluster.by_cbc(*asked)
        missed = max(missed, shortfall(ours, theirs))
        core, cbc = core + ours.cpu, cbc + theirs.cpu
    return f"| {seed} | {core / count:.2f} | {cbc / count:.2f} | {cbc / core:.1f} | {missed:.1e} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="how many invented clusters")
    parser.add_argument("--plans", type=int, default=2, help="for how many of them a whole plan")
    parser.add_argument("--no-write", action="store_true", help="print only")
    arguments = parser.parse_args()
    lines = heading()
    lines += [tell(one_plan(seed)) for seed in range(1, arguments.seeds + 1)]
    lines += ["", "Ten resamples of members, mean CPU s of one (ties settled by the core):", ""]
    lines += [
        "| cluster | core | PuLP/CBC | CBC / core | most V that CBC missed |",
        "|---|---|---|---|---|",
    ]
    lines += [tell(some_resamples(seed)) for seed in range(1, arguments.seeds + 1)]
    lines += ["", "The whole plan with 200 resamples, frontier and reasons, on all cores:", ""]
    lines += ["| cluster | wall s | CPU s |", "|---|---|---|"]
    lines += [
        tell(whole_plan(str(seed), invented_case(seed=seed)))
        for seed in range(1, arguments.plans + 1)
    ]
    lines += [tell(whole_plan(f"examples/{name}", example(name))) for name in EXAMPLES]
    text = "\n".join(lines) + "\n"
    if not arguments.no_write:
        (HERE / "results.md").write_text(text, encoding="utf-8")


def whole_plan(name: str, case: PlanCase) -> str:
    took = timed(lambda: make_plan(case).value)
    return f"| {name} | {took.wall:.1f} | {took.cpu:.1f} |"


def example(name: str) -> PlanCase:
    """Read an example of the repository, just as the command line does."""
    if not settings.configured:  # the reader says what is wrong with a table in Django's words
        settings.configure(USE_I18N=False)
    return read_plan_folder(HERE.parents[1] / "examples" / name).case


def tell(line: str) -> str:
    print(line, flush=True)
    return line


def heading() -> list[str]:
    busy = os.getloadavg()[0]
    return [
        "# Planning: measured",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({_processor()}), "
        f"{platform.system()}, Python {platform.python_version()}, "
        f"HiGHS {version('highspy')}, PuLP {version('pulp')} with its CBC. "
        f"Load average at the start {busy:.1f} (other work on the machine lengthens wall time).",
        "",
        "1,000 members, 40 topics, 93 services, 4 objectives, all limits set; 200 resamples.",
        "Made again by `python bench/planning/run.py`.",
        "",
        "| cluster | V | core, CPU s | core without ties, CPU s | PuLP/CBC, CPU s "
        "| CBC / core | CBC / core without ties |",
        "|---|---|---|---|---|---|---|",
    ]


def _processor() -> str:
    names = Path("/proc/cpuinfo")
    if names.exists():
        for line in names.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


if __name__ == "__main__":
    main()
