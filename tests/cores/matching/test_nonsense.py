"""Nonsense is refused, in words."""

from datetime import date

import pytest

from raceme.cores.errors import BadInput
from raceme.cores.matching.match import Matcher
from raceme.cores.matching.values import (
    Collaboration,
    Controls,
    Gap,
    Organisation,
    Request,
    Weights,
)
from tests.cores.matching.small import AT, matcher

A, B = Organisation("a"), Organisation("b")
DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("organisations", "said"),
    [
        ([Organisation("")], "an organisation has no id"),
        ([A, A], "organisation a is there twice"),
        ([Organisation("a", size="huge")], "none of micro, small, medium, large"),
        ([Organisation("a", capacity=1.5)], "the capacity of organisation a"),
        ([Organisation("a", point=(91, 0))], "organisation a is at no place on earth"),
    ],
)
def test_organisations(organisations: list[Organisation], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        Matcher(organisations, at=AT)


@pytest.mark.parametrize(
    ("collaborations", "said"),
    [
        ([Collaboration("x", DAY, ())], "collaboration x has no members"),
        ([Collaboration("x", DAY, ("a", "a"))], "collaboration x has a member twice"),
        ([Collaboration("x", DAY, ("a", "c"))], "member c of collaboration x"),
        ([Collaboration("x", DAY, ("a",), lead="b")], "the lead of collaboration x"),
        ([Collaboration("x", DAY, ("a",), end=date(2025, 1, 1))], "x ends before it starts"),
        ([Collaboration("x", DAY, ("a",))] * 2, "collaboration x is there twice"),
    ],
)
def test_collaborations(collaborations: list[Collaboration], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        Matcher([A, B], collaborations, at=AT)


@pytest.mark.parametrize(
    "weights", [Weights(need=-1), Weights(topic=float("nan")), Weights(*([0.0] * 8))]
)
def test_weights(weights: Weights) -> None:
    with pytest.raises(BadInput, match="weight"):
        matcher(weights=weights)


@pytest.mark.parametrize("controls", [Controls(cross_sector=1.1), Controls(diversity=-0.1)])
def test_controls(controls: Controls) -> None:
    with pytest.raises(BadInput, match="between 0 and 1"):
        matcher().partners("mill", 3, controls)


def test_questions() -> None:
    with pytest.raises(BadInput, match="organisation nobody is not in the list"):
        matcher().partners("nobody")
    with pytest.raises(BadInput, match="at least one partner"):
        matcher().partners("mill", 0)
    with pytest.raises(BadInput, match="a request needs terms or a text"):
        matcher().answers(Request())
    with pytest.raises(BadInput, match="gap x needs terms or a text"):
        matcher().fill(("mill",), (Gap("x"),))
