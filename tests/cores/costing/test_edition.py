"""Costing one edition: worked by hand (docs/algorithms/costing.md), by law, and by nonsense."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raceme.cores.costing.edition import cost_edition, if_so_many_come
from raceme.cores.costing.values import (
    BreakEven,
    CostingCase,
    EditionCosting,
    Line,
    Per,
    Point,
    Turn,
)
from raceme.cores.errors import BadInput

D = Decimal

# A workshop: 20 members pay 90, 5 guests 150; room 600, catering 35 a head, a sponsor gives 500.
WORKSHOP = CostingCase(
    person_days=D(6),
    day_rate_eur=D(400),
    members=20,
    guests=5,
    price_member_eur=D(90),
    price_guest_eur=D(150),
    reach=D(20),
    costs=(Line(D(600)), Line(D(35), Per.PARTICIPANT)),
    incomes=(Line(D(500)),),
)


def test_worked_by_hand() -> None:
    # Cost: 6 x 400 = 2,400; room 600; 35 x 25 = 875; together 3,875.
    # Income: 20 x 90 + 5 x 150 = 2,550, and 500; together 3,050.
    # Contribution 3,050 - 875 = 2,175; result 3,050 - 3,875 = -825; covered 3,050 / 3,875.
    # A participant pays 2,550 / 25 = 102 on average, and leaves 102 - 35 = 67.
    # To cover: 2,400 + 600 - 500 = 2,500; 2,500 / 67 = 37.3, so 38 must come.
    # One price for all 25: 2,500 / 25 + 35 = 135. A member: 3,875 / 20; net 825 / 20.
    assert cost_edition(WORKSHOP) == EditionCosting(
        team_eur=D(2400),
        bought_in_eur=D(600),
        variable_eur=D(875),
        cost_eur=D(3875),
        fees_eur=D(2550),
        support_eur=D(500),
        income_eur=D(3050),
        contribution_eur=D(2175),
        result_eur=D(-825),
        covered_share=D(3050) / D(3875),
        participants=25,
        break_even=BreakEven(Turn.FROM, 38),
        break_even_price_eur=D(135),
        cost_per_member_eur=D("193.75"),
        net_cost_per_member_eur=D("41.25"),
    )


def test_what_if_so_many_come_is_worked_by_hand() -> None:
    # 37 x 67 = 2,479 is 21 short of 2,500; 38 x 67 = 2,546 is 46 over.
    points = if_so_many_come(WORKSHOP, (0, 37, 38))

    assert points == (
        Point(0, D(3000), D(500)),
        Point(37, D(3000 + 37 * 35), D(500 + 37 * 102)),
        Point(38, D(3000 + 38 * 35), D(500 + 38 * 102)),
    )
    assert [point.result_eur for point in points] == [D(-2500), D(-21), D(46)]


@pytest.mark.parametrize(
    ("changes", "turn"),
    [
        # A sponsor of 3,000 pays for everything that does not depend on who comes.
        ({"incomes": (Line(D(3000)),)}, BreakEven(Turn.ALWAYS)),
        # Free of charge, each head costs 35: 3,500 - 3,000 = 500 carry 14 of them.
        (
            {"price_member_eur": D(0), "price_guest_eur": D(0), "incomes": (Line(D(3500)),)},
            BreakEven(Turn.UP_TO, 14),
        ),
        ({"price_member_eur": D(35), "price_guest_eur": D(35)}, BreakEven(Turn.NEVER)),
        # Nobody is expected yet: the price for members counts, 90 - 35 = 55; 2,500 / 55 = 45.5.
        ({"members": 0, "guests": 0}, BreakEven(Turn.FROM, 46)),
        # How many members come is unknown, but nobody else does: the same.
        ({"members": None, "guests": 0}, BreakEven(Turn.FROM, 46)),
        # How many of each is unknown, but all pay 85: 2,500 / 50 = 50.
        (
            {"members": None, "price_member_eur": D(85), "price_guest_eur": D(85)},
            BreakEven(Turn.FROM, 50),
        ),
        ({"members": None}, None),
        ({"day_rate_eur": None}, None),
    ],
)
def test_when_an_edition_pays_for_itself(
    changes: dict[str, object], turn: BreakEven | None
) -> None:
    assert cost_edition(replace(WORKSHOP, **changes)).break_even == turn  # type: ignore[arg-type]


def test_what_is_unknown_makes_unknown_only_what_follows_from_it() -> None:
    without_rate = cost_edition(replace(WORKSHOP, day_rate_eur=None))
    without_members = cost_edition(replace(WORKSHOP, members=None))

    assert (without_rate.cost_eur, without_rate.income_eur) == (None, D(3050))
    assert (without_rate.result_eur, without_rate.contribution_eur) == (None, D(2175))
    assert (without_members.team_eur, without_members.cost_eur) == (D(2400), None)
    assert (without_members.participants, without_members.break_even_price_eur) == (None, None)


def test_what_nobody_pays_or_takes_needs_not_be_known() -> None:
    newsletter = CostingCase(D(2), D(300), None, 0, D(0), None, None)

    costing = cost_edition(newsletter)

    # 2 x 300, free for all: how many read it changes neither cost nor income.
    assert (costing.cost_eur, costing.income_eur) == (D(600), D(0))
    assert (costing.participants, costing.cost_per_member_eur) == (None, None)


def test_a_share_of_no_cost_is_unknown() -> None:
    free = CostingCase(D(0), None, 5, 0, D(0), None, D(0))

    costing = cost_edition(free)

    assert (costing.cost_eur, costing.covered_share, costing.cost_per_member_eur) == (0, None, None)


def test_without_a_price_or_a_rate_there_is_no_picture() -> None:
    assert if_so_many_come(replace(WORKSHOP, day_rate_eur=None), (1,)) == ()
    assert if_so_many_come(replace(WORKSHOP, price_member_eur=None), (1,)) == ()


amounts = st.decimals(0, 10_000, places=2)
lines = st.lists(st.builds(Line, amounts, st.sampled_from(Per)), max_size=3).map(tuple)
cases = st.builds(
    CostingCase,
    person_days=st.decimals(0, 100, places=2),
    day_rate_eur=amounts,
    members=st.integers(0, 300),
    guests=st.integers(0, 300),
    price_member_eur=amounts,
    price_guest_eur=amounts,
    reach=st.decimals(1, 100, places=1),
    costs=lines,
    incomes=lines,
)


@given(cases)
def test_the_expected_number_of_participants_gives_the_expected_result(case: CostingCase) -> None:
    costing = cost_edition(case)
    (point,) = if_so_many_come(case, (costing.participants or 0,))

    assert point.cost_eur == costing.cost_eur
    assert abs(point.income_eur - (costing.income_eur or 0)) < D("1E-9")


@given(cases)
def test_from_the_break_even_on_and_not_before_it_pays_for_itself(case: CostingCase) -> None:
    break_even = cost_edition(case).break_even
    assert break_even is not None
    turn = break_even.participants or 0
    before, there, after = if_so_many_come(case, (max(0, turn - 1), turn, turn + 1))
    slack = D("1E-6")

    match break_even.turn:
        case Turn.FROM:
            assert before.result_eur < slack
            assert there.result_eur > -slack
        case Turn.UP_TO:
            assert there.result_eur > -slack
            assert after.result_eur < slack
        case Turn.ALWAYS:
            assert min(there.result_eur, after.result_eur) >= 0
        case Turn.NEVER:
            assert max(there.result_eur, after.result_eur) < 0


@given(cases)
def test_at_the_break_even_price_nothing_is_lost(case: CostingCase) -> None:
    price = cost_edition(case).break_even_price_eur
    if price is None:
        assert not cost_edition(case).participants
        return

    costing = cost_edition(replace(case, price_member_eur=price, price_guest_eur=price))

    assert costing.result_eur is not None
    assert costing.result_eur > D("-1E-6")
    assert price == 0 or costing.result_eur < D("1E-6")


@pytest.mark.parametrize(
    "nonsense",
    [
        {"person_days": D(-1)},
        {"members": -1},
        {"price_guest_eur": D("NaN")},
        {"reach": D("Infinity")},
        {"costs": (Line(D(-5)),)},
        {"incomes": (Line(D("NaN")),)},
    ],
)
def test_nonsense_is_refused(nonsense: dict[str, object]) -> None:
    case = replace(WORKSHOP, **nonsense)  # type: ignore[arg-type]

    with pytest.raises(BadInput):
        cost_edition(case)
    with pytest.raises(BadInput):
        if_so_many_come(case, (1,))


def test_fewer_than_nobody_cannot_come() -> None:
    with pytest.raises(BadInput):
        if_so_many_come(WORKSHOP, (-1,))
