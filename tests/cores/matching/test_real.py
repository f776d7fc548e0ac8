"""The published lists: nothing later is used, and together foretells better than popularity."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from raceme.cores.matching.judge import TOGETHER, Wanted, judge
from raceme.cores.matching.reading import Lists, Past, read_all, read_past

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "matching"
NAMES = ("organisations", "participations", "projects")
UNTIL = date(2016, 1, 1)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REAL.is_dir(), reason="the published lists are not on this machine"),
]


def lines(name: str) -> list[str]:
    with gzip.open(REAL / f"h2020_{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return file.readlines()


@pytest.fixture(scope="module")
def lists() -> Lists:
    return Lists(*(lines(name) for name in NAMES))


@pytest.fixture(scope="module")
def past(lists: Lists) -> Past:
    return read_past(lists, UNTIL)


def test_only_what_started_before_the_day_is_read(past: Past) -> None:
    assert max(one.start for one in past.collaborations) < UNTIL
    assert len(past.collaborations) == 379 + 4706  # of 2014 and of 2015


def test_all_figures_together_foretell_better_than_popularity(lists: Lists, past: Past) -> None:
    wanted = Wanted(UNTIL, last=date(2017, 1, 1), among="PRC", sample=150)

    found = {(who, one.method): one for who, one in judge(past, read_all(lists), wanted)}

    together, popular = found["known", TOGETHER], found["known", "popularity"]
    assert together.count == popular.count == 150
    assert together.recall > 1.1 * popular.recall
