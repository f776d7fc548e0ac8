"""Measure the published instances: ours, plain RC2, plain CP-SAT: python bench/scheduling/run.py

Reads ../shared/data/scheduling. Each search runs in a process of its own, so that one that takes
too long is ended and counted as such. Writes results.md beside this file.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from bench.scheduling.peers import Answer, plain_cp_sat, plain_rc2

from raceme.cores.scheduling.published.dzn import read_dzn
from raceme.cores.scheduling.published.solve import schedule_meetings
from raceme.cores.scheduling.published.values import MeetingDay

PUBLISHED = ROOT.parent / "shared" / "data" / "scheduling"
LIMIT_OF_OURS = 3600.0  # seconds after which its processes end by themselves, if left alone


@dataclass(frozen=True, slots=True)
class Case:
    """A published case: its instance and fairness, its proven answer, and the paper's best time."""

    instance: str
    fairness: int
    answer: Answer
    paper_seconds: float


@dataclass(frozen=True, slots=True)
class Run:
    """What one method said of a case, and how long it took; None: not in time."""

    answer: Answer | None
    seconds: float


def main() -> int:
    """Measure the cases asked for and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=300.0, help="seconds for ours")
    parser.add_argument("--peers-limit", type=float, default=60.0, help="seconds for each peer")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--only", default="", help="part of the names of instances")
    arguments = parser.parse_args()
    if not PUBLISHED.exists():
        print("../shared/data/scheduling is not here: nothing to measure.")
        return 0
    peers: dict[str, Callable[[MeetingDay, int], Answer]] = (
        {} if arguments.no_peers else {"RC2": plain_rc2, "CP-SAT": cp_sat_for(arguments)}
    )
    rows, wrong = [], 0
    load = os.getloadavg()[0]
    for case in cases(arguments.only):
        runs = {"ours": timed(ours, case, arguments.limit)}
        runs |= {name: timed(peer, case, arguments.peers_limit) for name, peer in peers.items()}
        wrong += runs["ours"].answer != case.answer
        rows.append((case, runs))
        print(line(case, runs), flush=True)
    if not arguments.only:
        (HERE / "results.md").write_text(page(rows, load, arguments), encoding="utf-8")
    print(f"{len(rows)} cases, {wrong} not proved as published")
    return 1 if wrong else 0


def cases(only: str) -> list[Case]:
    """Read the published answers, with the best time of any method for each."""
    best: dict[tuple[str, int], float] = {}
    with (PUBLISHED / "b2b_published_results.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["status"] in ("optimal", "infeasible") and row["time_s"]:
                key = row["instance"], int(row["fairness"])
                best[key] = min(best.get(key, float("inf")), float(row["time_s"]))
    with (PUBLISHED / "b2b_best_known.csv").open(encoding="utf-8", newline="") as file:
        return [
            Case(
                row["instance"],
                int(row["fairness"]),
                (row["status"], int(row["optimum_breaks"]) if row["optimum_breaks"] else None),
                best.get((row["instance"], int(row["fairness"])), float(row["maxsat_time_s"])),
            )
            for row in csv.DictReader(file)
            if only in row["instance"]
        ]


def ours(day: MeetingDay, fairness: int) -> Answer:
    """Give the answer of the core."""
    outcome = schedule_meetings(day, fairness=fairness, time_limit=LIMIT_OF_OURS)
    return outcome.status.value, outcome.breaks


@dataclass(frozen=True)
class cp_sat_for:  # noqa: N801  called like a function, and can be sent to another process
    """CP-SAT with the limit that was asked for."""

    arguments: argparse.Namespace

    def __call__(self, day: MeetingDay, fairness: int) -> Answer:
        return plain_cp_sat(day, fairness, self.arguments.peers_limit)


def timed(method: Callable[[MeetingDay, int], Answer], case: Case, limit: float) -> Run:
    """Let a method answer a case in a process of its own, until the limit."""
    context = multiprocessing.get_context("fork")
    heard, told = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(method, case, told))
    began = time.monotonic()
    process.start()
    answer = heard.recv() if heard.poll(limit) else None
    seconds = time.monotonic() - began
    process.kill()
    process.join()
    return Run(None if answer is None or answer[0] == "timeout" else answer, seconds)


def _answer(method: Callable[[MeetingDay, int], Answer], case: Case, told: object) -> None:
    text = (PUBLISHED / "b2b_instances" / f"{case.instance}.dzn").read_text(encoding="utf-8")
    told.send(method(read_dzn(text), case.fairness))  # type: ignore[attr-defined]


def line(case: Case, runs: dict[str, Run]) -> str:
    """Write a case as a row of the table."""
    status, breaks = case.answer
    cells = [case.instance, str(case.fairness), status if breaks is None else str(breaks)]
    cells += [
        "-"
        if run.answer is None
        else f"{run.seconds:.1f}{'' if run.answer == case.answer else '!'}"
        for run in runs.values()
    ]
    return "| " + " | ".join([*cells, f"{case.paper_seconds:.1f}"]) + " |"


def page(
    rows: list[tuple[Case, dict[str, Run]]], load: float, arguments: argparse.Namespace
) -> str:
    """Write the whole page of results."""
    names = list(rows[0][1])
    total = sum(runs["ours"].seconds for _, runs in rows)
    paper = sum(case.paper_seconds for case, _ in rows)
    slowest = max(runs["ours"].seconds for _, runs in rows)
    proved = sum(runs["ours"].answer == case.answer for case, runs in rows)
    versions = ", ".join(f"{name} {version(name)}" for name in ("python-sat", "ortools"))
    head = ["instance", "fairness", "breaks", *(f"{name}, s" for name in names), "paper's best, s"]
    return "\n".join(
        [
            "# Scheduling: measured",
            "",
            f"{datetime.now(UTC).date()}, {os.cpu_count()} cores, {platform.system()}, Python"
            f" {platform.python_version()}, {versions}. Load average at the start {load:.1f}.",
            "Made again by `python bench/scheduling/run.py`.",
            "",
            f"- {proved} of {len(rows)} published cases proved as published.",
            f"- Ours: {total:.0f} s for all together, {slowest:.1f} s at most for one. The best"
            f" times of the paper (any method; Xeon E3-1220v2) add up to {paper:.0f} s.",
            f"- Plain RC2 and plain CP-SAT (two workers) were ended after"
            f" {arguments.peers_limit:.0f} s: -. ! marks an answer other than the published one.",
            "- Seconds are wall time, the start of Python processes included.",
            "",
            "| " + " | ".join(head) + " |",
            "|" + "---|" * len(head),
            *(line(case, runs) for case, runs in rows),
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
