"""Weights learnt from an invented past, and the trial of them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from raceme.cores.errors import BadInput
from raceme.cores.matching.judge import TOGETHER, Wanted, judge
from raceme.cores.matching.learn import learn
from raceme.cores.matching.rank import Foreteller
from raceme.cores.matching.reading import Lists, Past, read_all, read_past
from tests.cores.matching import invented

UNTIL = date(2019, 1, 1)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Lists:
    folder = invented.folder(tmp_path_factory.mktemp("lists"))
    return Lists(*(lines(folder / f"x_{name}.csv") for name in Lists.__slots__))


@pytest.fixture(scope="module")
def past(lists: Lists) -> Past:
    return read_past(lists, UNTIL)


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_groups_are_found_again(lists: Lists, past: Past) -> None:
    found = {
        (who, one.method): one
        for who, one in judge(past, read_all(lists), Wanted(UNTIL, sample=60))
    }

    together, popular = found["known", TOGETHER], found["known", "popularity"]
    assert together.recall > 2 * popular.recall
    assert {who for who, _ in found} == {
        "known",
        "cold start, worked alone",
        "cold start, never seen",
        "across sectors",
    }


def test_what_is_learnt_knows_nothing_of_the_day_and_after(lists: Lists, past: Past) -> None:
    every = read_all(lists)
    everybody = np.ones(len(past.organisations), dtype=bool)

    first, whole = (
        learn(
            UNTIL,
            lists.organisations,
            lists.collaborations,
            warm_asking=everybody,
            cold_asking=everybody,
            allowed=everybody,
        )
        for lists in (past, every)
    )

    assert first.warm is not None
    assert first == whole
    assert sum(first.warm.gains().values()) == pytest.approx(1)


def test_without_a_lesson_adamic_adar_ranks(past: Past) -> None:
    """Everything on one day: there is no earlier year to learn from."""
    day = date(2018, 6, 1)
    at_once = [replace(one, start=day, end=None) for one in past.collaborations]

    asked = Foreteller(past.organisations, at_once, date(2018, 6, 2), asking=["p1"])

    assert asked.rankings.warm is None
    assert len(next(asked.lists(["p1"], 5)).partners) == 5


def test_nobody_to_propose_is_refused(past: Past) -> None:
    with pytest.raises(BadInput, match="no organisation of the kind XYZ"):
        Foreteller(past.organisations, past.collaborations, UNTIL, asking=["p1"], among="XYZ")
    with pytest.raises(BadInput, match="worked with others before 2001-01-01"):
        Foreteller(past.organisations, past.collaborations, date(2001, 1, 1), asking=["p1"])
