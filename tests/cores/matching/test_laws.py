"""What must always hold, whatever the network."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raceme.cores.matching.evaluate import answers_after, quality, sampled
from raceme.cores.matching.figures import Atlas
from raceme.cores.matching.history import history_before
from raceme.cores.matching.match import Matcher
from raceme.cores.matching.values import Collaboration, Organisation, Weights
from tests.cores.matching.small import AT, MEMBERS, PAST, matcher

ORGANISATIONS = [Organisation(str(number), kind="PRC") for number in range(8)]
EVERYBODY = frozenset(range(8))

projects = st.lists(
    st.tuples(st.integers(2015, 2019), st.frozensets(st.integers(0, 7), min_size=1, max_size=5)),
    max_size=12,
)


def collaborations(drawn: list[tuple[int, frozenset[int]]]) -> list[Collaboration]:
    return [
        Collaboration(str(number), date(year, 1, 1), tuple(map(str, sorted(members))))
        for number, (year, members) in enumerate(drawn)
    ]


@settings(max_examples=30, deadline=None)
@given(projects)
def test_common_partners_are_those_one_can_count(drawn: list[tuple[int, frozenset[int]]]) -> None:
    past = [members for year, members in drawn if year < 2018 and len(members) > 1]
    partners = {one: set().union(*(m for m in past if one in m)) - {one} for one in range(8)}
    network = Atlas(history_before(date(2018, 1, 1), ORGANISATIONS, collaborations(drawn))).network

    common = network.common(np.arange(8))

    for one in range(8):
        for other in range(8):
            if one != other:
                assert common[one, other] == len(partners[one] & partners[other])


@settings(max_examples=30, deadline=None)
@given(projects)
def test_ties_do_not_depend_on_who_asks(drawn: list[tuple[int, frozenset[int]]]) -> None:
    network = Atlas(history_before(date(2018, 1, 1), ORGANISATIONS, collaborations(drawn))).network

    for near in (network.aged_adamic_adar(np.arange(8)), network.adamic_adar(np.arange(8))):
        assert near == pytest.approx(near.T, abs=1e-5)


@settings(max_examples=20, deadline=None)
@given(projects, st.integers(0, 7))
def test_what_is_later_changes_nothing(drawn: list[tuple[int, frozenset[int]]], one: int) -> None:
    day = date(2018, 1, 1)
    every = collaborations(drawn)
    before = [each for each in every if each.start < day]

    whole = Matcher(ORGANISATIONS, every, at=day).partners(str(one), 8)

    assert whole == Matcher(ORGANISATIONS, before, at=day).partners(str(one), 8)


def test_scores_are_between_0_and_1_and_fall() -> None:
    found = matcher().partners("mill", 9)

    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_one_weight_alone_ranks_by_its_part_alone() -> None:
    only_size = Weights(0, 0, 0, 0, 0, 1, 0, 0)

    found = matcher(weights=only_size).partners("mill", 9)

    assert [one.id for one in found if dict(one.parts)["size"] is not None] == ["probe", "cart"]


def test_a_list_does_not_depend_on_the_order_of_the_past() -> None:
    turned = Matcher(MEMBERS, PAST[::-1], at=AT).partners("mill", 9)

    assert [(one.id, one.score) for one in turned] == [
        (one.id, pytest.approx(one.score, rel=1e-5)) for one in matcher().partners("mill", 9)
    ]


def test_organisations_without_any_past_are_matched() -> None:
    found = Matcher(MEMBERS, at=AT).partners("mill", 3)

    assert {one.id for one in found[:2]} == {"probe", "lab"}  # all that need something


def test_the_protocol_by_hand() -> None:
    """1 and 2 knew each other; 1, 2, 3, 4 meet in 2019: 3 is known in general, 4 is new."""
    drawn = [(2017, {1, 2}), (2017, {3, 5}), (2019, {1, 2, 3, 4}), (2016, {4})]
    every = collaborations([(year, frozenset(members)) for year, members in drawn])

    answers = answers_after(date(2019, 1, 1), ORGANISATIONS, every)

    assert answers.warm == {"1": {"3"}, "2": {"3"}, "3": {"1", "2"}}
    assert answers.cold == {"4": {"1", "2", "3"}}
    judged = quality("by hand", {"1": ["5", "3"], "3": ["2", "5"]}, answers.warm)
    assert (judged.recall, judged.hit, judged.count) == ((1 + 1 / 2) / 2, 1.0, 2)
    assert sampled(answers.warm, 2, 7) == sampled(answers.warm, 2, 7)
