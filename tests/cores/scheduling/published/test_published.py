"""The published instances, against their proven optima: a few by default, one a real event slow.

All 130 published cases are proved by `bench/scheduling/run.py`, which fails if one is not.
"""

import csv

import pytest

from raceme.cores.scheduling.published.check import faults_of
from raceme.cores.scheduling.published.dzn import read_dzn
from raceme.cores.scheduling.published.solve import schedule_meetings
from tests.cores.scheduling.published.days import PUBLISHED

pytestmark = pytest.mark.skipif(
    not PUBLISHED.exists(), reason="the published instances (../shared) are not here"
)
REAL_EVENTS = ("forum-13", "forumt-14", "tic-13crafc")
BY_DEFAULT = [("tic-13.original", 2), ("forum-13.prec25", 2), ("tic-14crafc.forb0007", 2)]


def known_cases() -> list[tuple[str, int, str, int | None]]:
    path = PUBLISHED / "b2b_best_known.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (
                row["instance"],
                int(row["fairness"]),
                row["status"],
                int(row["optimum_breaks"]) if row["optimum_breaks"] else None,
            )
            for row in csv.DictReader(file)
        ]


def is_proved(instance: str, fairness: int, status: str, optimum: int | None) -> None:
    day = read_dzn((PUBLISHED / "b2b_instances" / f"{instance}.dzn").read_text())

    outcome = schedule_meetings(day, fairness=fairness, time_limit=300)

    assert (outcome.status, outcome.breaks) == (status, optimum)
    if outcome.placed:
        assert faults_of(day, outcome.placed, fairness=fairness) == []


@pytest.mark.parametrize(
    "case", [one for one in known_cases() if one[:2] in BY_DEFAULT], ids=lambda one: one[0]
)
def test_easy_instances_are_proved(case: tuple[str, int, str, int | None]) -> None:
    is_proved(*case)


@pytest.mark.slow
@pytest.mark.parametrize(
    "case",
    [
        one
        for one in known_cases()
        if one[0] in {f"{name}.original" for name in REAL_EVENTS} and one[1] == 2
    ],
    ids=lambda one: one[0],
)
def test_every_real_event_is_proved(case: tuple[str, int, str, int | None]) -> None:
    is_proved(*case)
