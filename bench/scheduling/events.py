"""Measure invented events and repairs of them: python bench/scheduling/events.py

Writes events.md beside this file. Times are wall and CPU time: on a busy machine they differ.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from bench.scheduling.invented import DAY, event_of

from raceme.cores.scheduling.check import faults_of
from raceme.cores.scheduling.day import (
    close_place,
    close_slot,
    late,
    no_show,
    replan,
    walk_in,
)
from raceme.cores.scheduling.solve import schedule_meetings
from raceme.cores.scheduling.values import (
    Event,
    Goal,
    Participant,
    Placed,
    Request,
    Schedule,
)

NOW = DAY + timedelta(minutes=70)
SIZES = ((60, 200, 12, 15), (200, 1000, 24, 40), (600, 5000, 30, 120))
WITHIN = 0.02  # of the bound


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took."""

    wall: float
    cpu: float


def main() -> int:
    """Measure and write; 1 if an event is farther from its bound than it may be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=120.0, help="seconds for one event")
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    rows, far = [], 0
    for size in SIZES:
        event = event_of(*size)
        schedule, times = timed(event, arguments.limit)
        assert faults_of(event, schedule.meetings) == ()
        wishes = next(one for one in schedule.goals if one.goal == Goal.WISHES)
        far += wishes.value < (1 - WITHIN) * wishes.bound
        rows.append(event_row(size, schedule, times))
        print(rows[-1], flush=True)
    event = event_of(200, 1000, 24, 50)
    told, _ = timed(event, 20.0)
    repairs = [repair_row(name, its, told.meetings) for name, its in mishaps(event).items()]
    print("\n".join(repairs))
    (HERE / "events.md").write_text(page(rows, repairs, load, arguments.limit), encoding="utf-8")
    return 1 if far else 0


def timed(event: Event, limit: float) -> tuple[Schedule, Times]:
    """Schedule an event and say how long that took."""
    wall, cpu = time.monotonic(), time.process_time()
    schedule = schedule_meetings(event, time_limit=limit)
    return schedule, Times(time.monotonic() - wall, time.process_time() - cpu)


def event_row(size: tuple[int, ...], schedule: Schedule, times: Times) -> str:
    """Write one event as a row."""
    goals = [f"{one.value} ({one.bound})" for one in schedule.goals]
    ended = schedule.ended.value
    cells = [*map(str, size), str(len(schedule.meetings)), *goals, ended]
    return "| " + " | ".join([*cells, f"{times.wall:.1f}", f"{times.cpu:.1f}"]) + " |"


def mishaps(event: Event) -> dict[str, Event]:
    """Give what may happen on the day."""
    guest = [Request(f"w{at}", ("w", f"p{at}"), priority=2) for at in range(1, 9)]
    return {
        "no-show": no_show(event, "p3", since=NOW),
        "100 minutes late": late(event, "p7", until=NOW + timedelta(minutes=100)),
        "table closed": close_place(event, "t5", since=NOW),
        "slot closed": close_slot(event, "morning.8"),
        "walk-in with 8 requests": walk_in(event, Participant("w"), guest),
    }


def repair_row(name: str, event: Event, told: tuple[Placed, ...]) -> str:
    """Repair a schedule and write what changed as a row."""
    wall, cpu = time.monotonic(), time.process_time()
    today = replan(event, told, now=NOW)
    spent = time.monotonic() - wall, time.process_time() - cpu
    kinds = Counter(one.kind.value for one in today.changes)
    changes = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    moved = next(one for one in today.schedule.goals if one.goal == Goal.MOVED)
    cells = [name, changes, str(moved.bound), str(len(today.news))]
    return "| " + " | ".join([*cells, *(f"{one:.1f}" for one in spent)]) + " |"


def page(rows: list[str], repairs: list[str], load: float, limit: float) -> str:
    """Write the whole page of results."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("ortools", "scipy"))
    size = "| participants | requests | slots | tables | meetings "
    goals = "| targets missed | wishes | fairness | gaps | table changes "
    return "\n".join(
        [
            "# Events: measured",
            "",
            f"{datetime.now(UTC).date()}, {os.cpu_count()} cores, {platform.system()}, Python"
            f" {platform.python_version()}, {versions}. Load average at the start {load:.1f}.",
            "Made again by `python bench/scheduling/events.py`.",
            "",
            f"Invented events (`invented.py`), {limit:.0f} s each. In brackets the proven bound.",
            "",
            f"{size}{goals}| ended by | wall, s | CPU, s |",
            "|" + "---|" * 13,
            *rows,
            "",
            "Repairs during the day: 200 participants, 1,000 meetings. Moved at least: proved.",
            "",
            "| what happened | changes | moved at least | to be told | wall, s | CPU, s |",
            "|" + "---|" * 6,
            *repairs,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
