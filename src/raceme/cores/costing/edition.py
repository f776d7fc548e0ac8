"""Cost, income, contribution and break-even of one edition: docs/algorithms/costing.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

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

NOTHING = Decimal(0)


def cost_edition(case: CostingCase) -> EditionCosting:
    """Say what one edition costs and brings; what follows from something unknown is unknown."""
    _refuse_nonsense(case)
    participants = _participants(case)
    team = _times(case.person_days, case.day_rate_eur)
    bought_in = _sum_of(case.costs, Per.EDITION)
    variable = _times(_sum_of(case.costs, Per.PARTICIPANT), participants)
    cost = _plus(team, bought_in, variable)
    fees = _fees(case)
    support = _plus(
        _sum_of(case.incomes, Per.EDITION),
        _times(_sum_of(case.incomes, Per.PARTICIPANT), participants),
    )
    income = _plus(fees, support)
    return EditionCosting(
        team_eur=team,
        bought_in_eur=bought_in,
        variable_eur=variable,
        cost_eur=cost,
        fees_eur=fees,
        support_eur=support,
        income_eur=income,
        contribution_eur=_minus(income, variable),
        result_eur=_minus(income, cost),
        covered_share=_share(income, cost),
        participants=None if participants is None else int(participants),
        break_even=_break_even(case),
        break_even_price_eur=_break_even_price(case),
        cost_per_member_eur=_share(cost, case.reach),
        net_cost_per_member_eur=_share(_minus(cost, income), case.reach),
    )


def if_so_many_come(case: CostingCase, numbers: Sequence[int]) -> tuple[Point, ...]:
    """Say what an edition costs and brings for each number of participants.

    Members and guests come in the expected proportion. Empty where something is unknown.
    """
    _refuse_nonsense(case)
    if any(number < 0 for number in numbers):
        raise BadInput("fewer than no participants cannot come")
    fixed = _plus(_times(case.person_days, case.day_rate_eur), _sum_of(case.costs, Per.EDITION))
    price = _mean_price(case)
    if fixed is None or price is None:
        return ()
    brings = price + _sum_of(case.incomes, Per.PARTICIPANT)
    costs = _sum_of(case.costs, Per.PARTICIPANT)
    support = _sum_of(case.incomes, Per.EDITION)
    return tuple(Point(one, fixed + costs * one, support + brings * one) for one in numbers)


def _break_even(case: CostingCase) -> BreakEven | None:
    to_cover, price = _to_cover(case), _mean_price(case)
    if to_cover is None or price is None:
        return None
    margin = price + _margin_without_price(case)
    if to_cover <= 0:
        if margin >= 0:
            return BreakEven(Turn.ALWAYS)
        most = (to_cover / margin).to_integral_value(ROUND_FLOOR)
        return BreakEven(Turn.UP_TO, int(most))
    if margin <= 0:
        return BreakEven(Turn.NEVER)
    return BreakEven(Turn.FROM, int((to_cover / margin).to_integral_value(ROUND_CEILING)))


def _break_even_price(case: CostingCase) -> Decimal | None:
    to_cover, participants = _to_cover(case), _participants(case)
    if to_cover is None or not participants:
        return None
    return max(NOTHING, to_cover / participants - _margin_without_price(case))


def _to_cover(case: CostingCase) -> Decimal | None:
    """Say what must be paid whoever comes: work and bought-in cost, less support."""
    team = _times(case.person_days, case.day_rate_eur)
    bought_in = _sum_of(case.costs, Per.EDITION)
    return _minus(_plus(team, bought_in), _sum_of(case.incomes, Per.EDITION))


def _margin_without_price(case: CostingCase) -> Decimal:
    """Say what a participant brings beside the price, less what it costs."""
    return _sum_of(case.incomes, Per.PARTICIPANT) - _sum_of(case.costs, Per.PARTICIPANT)


def _mean_price(case: CostingCase) -> Decimal | None:
    """Give what a participant pays on average, in the expected mix of members and guests."""
    if case.guests == 0 or case.price_member_eur == case.price_guest_eur:
        return case.price_member_eur
    participants = _participants(case)
    if participants is None:
        return None
    return _share(_fees(case), participants)


def _fees(case: CostingCase) -> Decimal | None:
    members = _times(case.price_member_eur, _whole(case.members))
    guests = _times(case.price_guest_eur, _whole(case.guests))
    return _plus(members, guests)


def _participants(case: CostingCase) -> Decimal | None:
    return _plus(_whole(case.members), _whole(case.guests))


def _sum_of(lines: Iterable[Line], per: Per) -> Decimal:
    return sum((line.amount_eur for line in lines if line.per == per), NOTHING)


def _whole(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _times(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    """Multiply; nothing times something unknown is nothing: no guests pay no price."""
    if first == 0 or second == 0:
        return NOTHING
    return None if first is None or second is None else first * second


def _plus(*parts: Decimal | None) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, NOTHING) if len(known) == len(parts) else None


def _minus(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else first - second


def _share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Divide; a share of nothing is unknown."""
    return None if part is None or not whole else part / whole


def _refuse_nonsense(case: CostingCase) -> None:
    figures = {
        "person_days": case.person_days,
        "day_rate_eur": case.day_rate_eur,
        "members": _whole(case.members),
        "guests": _whole(case.guests),
        "price_member_eur": case.price_member_eur,
        "price_guest_eur": case.price_guest_eur,
        "reach": case.reach,
    }
    amounts = [line.amount_eur for line in (*case.costs, *case.incomes)]
    named = [*figures.items(), *(("amount_eur", amount) for amount in amounts)]
    for name, figure in named:
        if figure is not None and (not figure.is_finite() or figure < 0):
            raise BadInput(f"{name} must be finite and not negative, not {figure}")
