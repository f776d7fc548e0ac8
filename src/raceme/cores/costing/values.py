"""What one edition of a service is costed from, and what comes out. Unknown is None, never 0."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Per(StrEnum):
    """What an amount is counted for."""

    EDITION = "edition"
    PARTICIPANT = "participant"


@dataclass(frozen=True, slots=True)
class Line:
    """An amount of money, once for the edition or for each participant."""

    amount_eur: Decimal
    per: Per = Per.EDITION


@dataclass(frozen=True, slots=True)
class CostingCase:
    """What is known of one edition: work, what is bought in, who comes, who pays."""

    person_days: Decimal | None
    day_rate_eur: Decimal | None
    members: int | None  # participants that are members of the cluster
    guests: int | None  # participants that are not
    price_member_eur: Decimal | None
    price_guest_eur: Decimal | None
    reach: Decimal | None  # members whose need one edition answers
    costs: tuple[Line, ...] = ()  # beside the work of the team
    incomes: tuple[Line, ...] = ()  # beside the prices: funding, sponsors


class Turn(StrEnum):
    """When an edition pays for itself."""

    FROM = "from"  # as soon as so many come
    UP_TO = "up_to"  # as long as no more than so many come: each costs more than it brings
    ALWAYS = "always"  # even if nobody comes
    NEVER = "never"  # however many come


@dataclass(frozen=True, slots=True)
class BreakEven:
    """When an edition pays for itself, and the number of participants at which this turns."""

    turn: Turn
    participants: int | None = None  # of FROM and UP_TO


@dataclass(frozen=True, slots=True)
class EditionCosting:
    """What one edition costs and brings, and how far it pays for itself."""

    team_eur: Decimal | None
    bought_in_eur: Decimal  # cost lines of the edition
    variable_eur: Decimal | None  # cost lines of the participants, for all of them
    cost_eur: Decimal | None
    fees_eur: Decimal | None  # prices
    support_eur: Decimal | None  # funding and sponsors
    income_eur: Decimal | None
    contribution_eur: Decimal | None  # income less what arises with the participants only
    result_eur: Decimal | None  # income less cost
    covered_share: Decimal | None  # of the cost, by income
    participants: int | None
    break_even: BreakEven | None
    break_even_price_eur: Decimal | None  # if everybody pays the same
    cost_per_member_eur: Decimal | None
    net_cost_per_member_eur: Decimal | None


@dataclass(frozen=True, slots=True)
class Point:
    """What an edition costs and brings if so many come."""

    participants: int
    cost_eur: Decimal
    income_eur: Decimal

    @property
    def result_eur(self) -> Decimal:
        return self.income_eur - self.cost_eur
