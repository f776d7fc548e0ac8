"""Regions with a like structure: by hand, by law, nonsense refused."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.numpy import arrays
from hypothesis.strategies import integers

from raceme.cores.errors import BadInput
from raceme.cores.mapping.peers import nearest, overlaps

# Rows: town, valley, port. Columns: shipping, food, steel.
REGIONS = np.array([[30.0, 10, 60], [10, 30, 60], [80, 20, 0]])


def test_worked_by_hand():
    same, _compared = overlaps(REGIONS)

    # Town and valley: min(.3, .1) + min(.1, .3) + min(.6, .6) = 0.8
    assert same[0, 1] == pytest.approx(0.8)
    # Town and port: min(.3, .8) + min(.1, .2) + 0 = 0.4; valley and port .1 + .2 = 0.3
    assert [same[0, 2], same[1, 2]] == pytest.approx([0.4, 0.3])


def test_it_is_one_less_half_of_krugmans_distance():
    shares = REGIONS / REGIONS.sum(axis=1, keepdims=True)
    distance = np.abs(shares[0] - shares[1]).sum()

    assert overlaps(REGIONS)[0][0, 1] == pytest.approx(1 - distance / 2)


def test_the_example_of_the_formulas():
    # Town and valley of docs/algorithms/mapping.md in 2015: min(.8, .18) + min(.2, .82) = 0.38
    assert overlaps([[40, 10], [10, 45]])[0][0, 1] == pytest.approx(10 / 55 + 0.2)


def test_what_is_unknown_in_one_is_compared_in_neither():
    same, compared = overlaps([[30, 10, np.nan], [10, 30, 60]])

    # Of shipping and food alone: (.75, .25) and (.25, .75) have 0.5 in common.
    assert same[0, 1] == pytest.approx(0.5)
    # Compared are 40 + 40 of 40 + 100.
    assert compared[0, 1] == pytest.approx(80 / 140)


def test_regions_of_which_too_little_is_known_are_nobodys_peers():
    rows = [[30, 10, 60], [30, np.nan, np.nan], [10, 30, 60]]

    assert [at for at, _overlap in nearest(rows, count=5)[0]] == [2]
    assert nearest(rows, count=5)[1] == []


def test_the_most_alike_stand_first_and_nobody_is_its_own_peer():
    assert [at for at, _overlap in nearest(REGIONS, count=2)[0]] == [1, 2]


def test_a_region_without_anything_has_no_peer_and_disturbs_nobody():
    with_empty = np.vstack([REGIONS, [0, 0, 0]])

    assert nearest(with_empty, count=3)[3] == []
    assert overlaps(with_empty)[0][:3, :3] == pytest.approx(overlaps(REGIONS)[0])


@settings(suppress_health_check=[HealthCheck.too_slow])  # machines are sometimes busy
@given(arrays(int, (4, 5), elements=integers(1, 1000)))
def test_it_is_the_same_both_ways_between_0_and_1_and_whole_with_itself(jobs):
    same, compared = overlaps(jobs)

    assert same == pytest.approx(same.T)
    assert ((same >= 0) & (same <= 1 + 1e-12)).all()
    assert np.diag(same) == pytest.approx(np.ones(4))
    assert compared == pytest.approx(np.ones((4, 4)))


@pytest.mark.parametrize("nonsense", [[[1, -1]], [[1, np.inf]], [1, 2]])
def test_nonsense_is_refused(nonsense):
    with pytest.raises(BadInput):
        overlaps(nonsense)
    with pytest.raises(BadInput):
        nearest(REGIONS, count=0)
