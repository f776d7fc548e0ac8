"""Size classes and the EU definition of an SME; young and fast-growing firms."""

from decimal import Decimal

import pytest

from raceme.vocabulary.growth import Segment, growth_segment
from raceme.vocabulary.helix import SizeClass, SizeVerdict, Unchecked, size_class, size_verdict

MILLION = Decimal(1_000_000)


def money(millions: float | None) -> Decimal | None:
    return None if millions is None else Decimal(str(millions)) * MILLION


@pytest.mark.parametrize(
    ("employees", "turnover", "balance", "size"),
    [
        # 8 people, but 2.5 millions of both: over the limits of micro, within those of small.
        (8, 2.5, 2.5, SizeClass.SMALL),
        # One of the two within the limit is enough.
        (8, 2.5, 2.0, SizeClass.MICRO),
        (8, 2.0, 9.0, SizeClass.MICRO),
        # The other one unknown: open, so the head count decides.
        (8, 2.5, None, SizeClass.MICRO),
        (30, 12, 11, SizeClass.MEDIUM),
        (200, 51, 43, SizeClass.MEDIUM),
        (200, 51, 44, SizeClass.LARGE),
        (300, 1, 1, SizeClass.LARGE),
        # Too rich to be an SME, whatever its staff.
        (None, 51, 44, SizeClass.LARGE),
        (None, 1, 1, None),
    ],
)
def test_a_size_class_looks_at_staff_and_money(employees, turnover, balance, size):
    assert size_class(employees, money(turnover), money(balance)) is size


def test_more_staff_or_money_never_makes_a_firm_smaller():
    order = list(SizeClass)
    for employees in (5, 20, 100, 400):
        for turnover in (1, 5, 30, 60):
            here = order.index(size_class(employees, money(turnover), money(turnover)))
            more = order.index(size_class(employees * 2, money(turnover * 2), money(turnover * 2)))
            assert more >= here


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (
            (40, money(8), None, "autonomous"),
            SizeVerdict(SizeClass.SMALL, True, frozenset()),
        ),
        (
            (40, None, None, "autonomous"),
            SizeVerdict(SizeClass.SMALL, None, frozenset({Unchecked.MONEY})),
        ),
        (
            (40, money(8), None, ""),
            SizeVerdict(SizeClass.SMALL, None, frozenset({Unchecked.INDEPENDENCE})),
        ),
        (
            (40, money(8), None, "linked"),
            SizeVerdict(SizeClass.SMALL, None, frozenset({Unchecked.OTHERS})),
        ),
        (
            (None, None, None, ""),
            SizeVerdict(
                None,
                None,
                frozenset({Unchecked.EMPLOYEES, Unchecked.MONEY, Unchecked.INDEPENDENCE}),
            ),
        ),
        ((250, None, None, ""), SizeVerdict(SizeClass.LARGE, False, frozenset())),
        (
            (200, money(51), money(44), "autonomous"),
            SizeVerdict(SizeClass.LARGE, False, frozenset()),
        ),
    ],
)  # fmt: skip
def test_an_sme_is_one_only_if_all_that_can_be_looked_at_says_so(facts, verdict):
    assert size_verdict(*facts) == verdict


@pytest.mark.parametrize(
    ("age", "employees", "turnover", "segment"),
    [
        (0, 1, None, Segment.YOUNG),
        (5, 9, 9, Segment.YOUNG),
        (6, 50, 9, None),
        (2, 10, 1, Segment.HIGH_GROWTH),
        (2, 9, 1, Segment.YOUNG),
        (3, 10, 2, Segment.YOUNG),  # a gazelle has more than two millions
        (3, 10, 2.01, Segment.GAZELLE),
        (5, 10, 3, Segment.GAZELLE),
        (None, 10, 3, None),
        (-1, 10, 3, None),
        (2, None, 3, None),  # neither size nor growth is known
        (2, 300, None, None),  # large, and nobody knows its turnover
        (2, 300, 60, Segment.HIGH_GROWTH),
    ],
)
def test_young_firms_by_age_staff_and_turnover(age, employees, turnover, segment):
    size = size_class(employees, money(turnover))

    assert (
        growth_segment(age=age, size=size, employees=employees, turnover_eur=money(turnover))
        is segment
    )
