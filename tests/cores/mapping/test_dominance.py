"""When one contributor can be told from a sum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raceme.cores.errors import BadInput
from raceme.cores.mapping.dominance import is_dominated

PARTS = st.lists(st.floats(0, 1e6), max_size=8)


def test_worked_by_hand():
    # Who has 100 takes it from 1,108: 1,008 is the largest, 1,000, to within 0.8 % of it.
    assert is_dominated([1000, 100, 8])
    # 150 more: 1,150 is 15 % above the largest.
    assert not is_dominated([1000, 100, 100, 50])


def test_one_or_two_contributors_are_always_told():
    assert is_dominated([5])
    assert is_dominated([5, 5])


def test_nothing_is_no_secret():
    assert not is_dominated([])
    assert not is_dominated([0, 0])


@given(PARTS, st.floats(0, 1e6))
def test_one_more_small_contributor_never_makes_it_worse(parts: list[float], more: float):
    smaller = min([more, *parts])

    assert is_dominated(parts) or not is_dominated([*parts, smaller]) or not any(parts)


@pytest.mark.parametrize("nonsense", [[-1.0], [float("nan")], [float("inf")]])
def test_nonsense_is_refused(nonsense: list[float]):
    with pytest.raises(BadInput):
        is_dominated(nonsense)


def test_a_share_that_is_none_is_refused():
    with pytest.raises(BadInput):
        is_dominated([1.0], share=1.0)
