"""Figures of networks: worked by hand, by law, against a plainer way, and nonsense."""

from collections import deque
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from raceme.cores.connecting.figures import Pair, around, figures_of
from raceme.cores.connecting.placing import places_of
from raceme.cores.errors import BadInput

# Two triangles 0 1 2 and 4 5 6 that only 3 holds together, tied to 2 and 4; 7 stands alone.
BOW_TIE = [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (4, 6)]


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[Pair]]:
    count = draw(st.integers(3, 9))
    possible = list(combinations(range(count), 2))
    return count, draw(st.lists(st.sampled_from(possible), unique=True))


def test_the_bow_tie_worked_by_hand() -> None:
    found = figures_of(8, BOW_TIE)

    assert [one.partners for one in found] == [2, 2, 3, 2, 3, 2, 2, 0]
    assert [place for place, one in enumerate(found) if one.is_bridge] == [2, 3, 4]
    assert [one.part for one in found] == [0] * 7 + [1]
    assert [one.part_size for one in found] == [7] * 7 + [1]
    assert [one.is_alone for one in found] == [False] * 7 + [True]
    # Of the 7 * 6 / 2 = 21 pairs without 3, the 3 * 3 from one triangle to the other lead through
    # 3. Through 2 lead those of 0 and 1 with 3, 4, 5, 6: 2 * 4 = 8, and 4 for the same reason.
    between = [one.between for one in found]
    assert between == pytest.approx([0, 0, 8 / 21, 9 / 21, 8 / 21, 0, 0, 0])


def test_two_ways_of_equal_length_count_half_each() -> None:
    # A square: 0 and 2 are joined through 1 and through 3. Of 3 pairs without 1, half of one.
    square = figures_of(4, [(0, 1), (1, 2), (2, 3), (3, 0)])

    assert [one.between for one in square] == pytest.approx([1 / 6] * 4)
    assert not any(one.is_bridge for one in square)


def test_all_ways_of_a_star_lead_through_its_middle() -> None:
    star = figures_of(300, [(0, other) for other in range(1, 300)])

    assert (star[0].between, star[0].is_bridge) == (pytest.approx(1), True)
    assert {(one.between, one.is_bridge) for one in star[1:]} == {(0.0, False)}


def test_twice_the_same_tie_counts_once() -> None:
    assert figures_of(3, [(0, 1), (1, 0), (1, 2)]) == figures_of(3, [(0, 1), (1, 2)])


def test_between_two_stands_nobody() -> None:
    assert [one.between for one in figures_of(2, [(0, 1)])] == [None, None]
    assert figures_of(0, []) == ()


def test_larger_parts_come_first() -> None:
    found = figures_of(5, [(0, 1), (2, 3), (3, 4)])

    assert [one.part for one in found] == [1, 1, 0, 0, 0]


@given(networks())
def test_as_counted_plainly(network: tuple[int, list[Pair]]) -> None:
    count, pairs = network
    found = figures_of(count, pairs)

    assert [one.between for one in found] == pytest.approx(_between_plainly(count, pairs))
    for place, one in enumerate(found):
        assert one.is_bridge == (_parts_without(count, pairs, place) > _parts(count, pairs, place))


@given(networks())
def test_all_that_is_between_adds_up_to_the_steps_in_between(
    network: tuple[int, list[Pair]],
) -> None:
    # A way of d steps passes d - 1 places: summed over pairs that is what all places share.
    count, pairs = network
    steps = sum(
        length - 1
        for one, other in combinations(range(count), 2)
        if (length := _distances(count, pairs, one)[0][other]) is not None
    )
    shared = sum(one.between or 0 for one in figures_of(count, pairs))

    assert shared * (count - 1) * (count - 2) / 2 == pytest.approx(steps)


def test_around_a_place_step_by_step() -> None:
    assert around(8, BOW_TIE, 3, steps=0) == [3]
    assert around(8, BOW_TIE, 3, steps=1) == [2, 3, 4]
    assert around(8, BOW_TIE, 3, steps=2) == [0, 1, 2, 3, 4, 5, 6]
    assert around(8, BOW_TIE, 7, steps=2) == [7]


def test_places_are_the_same_each_time_and_tied_ones_are_nearer() -> None:
    points = places_of(8, BOW_TIE)

    assert np.array_equal(points, places_of(8, BOW_TIE))
    assert points.min() == 0
    assert points.max() == 1
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    tied = np.mean([apart[pair] for pair in BOW_TIE])
    others = np.mean([apart[p] for p in combinations(range(8), 2) if p not in BOW_TIE])
    assert tied < 0.6 * others
    assert apart[np.triu_indices(8, 1)].min() > 0.03
    assert places_of(0, []).shape == (0, 2)
    assert np.isfinite(places_of(1, [])).all()


@pytest.mark.parametrize("pair", [(0, 3), (-1, 1), (1, 1)])
def test_ties_that_cannot_be_are_refused(pair: Pair) -> None:
    with pytest.raises(BadInput):
        figures_of(3, [pair])


def test_places_that_are_not_there_are_refused() -> None:
    with pytest.raises(BadInput):
        around(3, [], 3, steps=1)
    with pytest.raises(BadInput):
        around(3, [], 0, steps=-1)
    with pytest.raises(BadInput):
        places_of(2, [(0, 2)])


def _neighbours(count: int, pairs: list[Pair], without: int = -1) -> list[set[int]]:
    found: list[set[int]] = [set() for _ in range(count)]
    for one, other in pairs:
        if without not in (one, other):
            found[one].add(other)
            found[other].add(one)
    return found


def _distances(count: int, pairs: list[Pair], start: int) -> tuple[list[int | None], list[int]]:
    """Steps to each place, and number of shortest ways: plain search in breadth."""
    neighbours = _neighbours(count, pairs)
    steps: list[int | None] = [None] * count
    ways = [0] * count
    steps[start], ways[start] = 0, 1
    waiting = deque([start])
    while waiting:
        place = waiting.popleft()
        here = steps[place]
        assert here is not None
        for other in neighbours[place]:
            if steps[other] is None:
                steps[other] = here + 1
                waiting.append(other)
            if steps[other] == here + 1:
                ways[other] += ways[place]
    return steps, ways


def _between_plainly(count: int, pairs: list[Pair]) -> list[float]:
    """By its definition: for each pair the share of shortest ways through the place."""
    far = [_distances(count, pairs, start) for start in range(count)]
    found = [0.0] * count
    for one, other in combinations(range(count), 2):
        length = far[one][0][other]
        for place in range(count):
            there, back = far[one][0][place], far[other][0][place]
            if place in (one, other) or length is None or there is None or back is None:
                continue
            if there + back == length:
                found[place] += far[one][1][place] * far[other][1][place] / far[one][1][other]
    return [one / ((count - 1) * (count - 2) / 2) for one in found]


def _parts(count: int, pairs: list[Pair], place: int) -> int:
    """How many parts there are, not counting the place if it stands alone."""
    alone = not any(place in pair for pair in pairs)
    return _count_parts(_neighbours(count, pairs), set(range(count))) - alone


def _parts_without(count: int, pairs: list[Pair], place: int) -> int:
    return _count_parts(_neighbours(count, pairs, place), set(range(count)) - {place})


def _count_parts(neighbours: list[set[int]], left: set[int]) -> int:
    number = 0
    while left:
        number += 1
        waiting = [left.pop()]
        while waiting:
            near = neighbours[waiting.pop()] & left
            left -= near
            waiting += near
    return number
