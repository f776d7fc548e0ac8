"""Who sits at the table of a cluster: firms, research, education, public bodies and others.

Size classes and the question whether a firm is an SME follow Commission Recommendation
2003/361/EC: head count, and turnover or balance sheet total. What it asks besides is named, not
guessed: see `SizeVerdict`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from raceme.vocabulary.terms import Term, folded, rows_of_reference, words_of

VERSION = 1
VERSION_OF_SIZES = 2
REFERENCE = "raceme.vocabulary.reference"


@dataclass(frozen=True, slots=True)
class Role(Term):
    """The part an organisation plays in the cluster, and other words people use for it."""

    also_written: tuple[str, ...]


class SizeClass(StrEnum):
    """How large a firm is by the EU definition of micro, small and medium-sized enterprises."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@cache
def roles() -> tuple[Role, ...]:
    """List the roles, firms first."""
    rows = rows_of_reference(REFERENCE, f"helix_roles-{VERSION}.csv")
    return tuple(
        Role(row["code"], row["label_en"], row["label_de"], tuple(row["also_written"].split(";")))
        for row in rows
    )


@cache
def _by_word() -> dict[str, Role]:
    found = words_of(roles())
    for role in roles():
        for word in role.also_written:
            found.setdefault(folded(word), role)
    return found


def role_matching(text: str) -> Role | None:
    """Find the role somebody means: code, label, EU code (PRC, HES …) or a usual word for it."""
    return _by_word().get(folded(text))


@cache
def size_classes() -> tuple[Term, ...]:
    """List the size classes with their labels, smallest first."""
    rows = rows_of_reference(REFERENCE, f"size_classes-{VERSION_OF_SIZES}.csv")
    return tuple(Term(row["code"], row["label_en"], row["label_de"]) for row in rows)


class Unchecked(StrEnum):
    """What the definition asks, and the books do not say."""

    EMPLOYEES = "employees"
    MONEY = "money"  # turnover and balance sheet total, or the one that decides
    INDEPENDENCE = "independence"  # whether it belongs to others at all
    OTHERS = "others"  # staff and money of partner or linked enterprises


@dataclass(frozen=True, slots=True)
class SizeVerdict:
    """How large a firm is, whether it is an SME, and what could not be looked at.

    `is_sme` is None while the figures leave it open. Nobody can read from a register whether the
    limits were kept for two years running (article 4), or whether public bodies hold a quarter of
    the firm (article 3.4); both are for the firm to declare.
    """

    size: SizeClass | None
    is_sme: bool | None
    unchecked: frozenset[Unchecked]


@dataclass(frozen=True, slots=True)
class _Ceiling:
    size: SizeClass
    employees_below: int
    turnover_eur: int
    balance_eur: int


# Article 2 of the annex: head count, and turnover *or* balance sheet total.
_CEILINGS = (
    _Ceiling(SizeClass.MICRO, 10, 2_000_000, 2_000_000),
    _Ceiling(SizeClass.SMALL, 50, 10_000_000, 10_000_000),
    _Ceiling(SizeClass.MEDIUM, 250, 50_000_000, 43_000_000),
)
AUTONOMOUS = "autonomous"


def size_class(
    employees: int | None,
    turnover_eur: Decimal | None = None,
    balance_eur: Decimal | None = None,
) -> SizeClass | None:
    """Say how large a firm is; None where too little is known.

    Money that nobody knows speaks for no class and against none. Where both turnover and balance
    sheet exceed the limits of medium-sized firms, the head count is not needed.
    """
    money = [_fits(ceiling, turnover_eur, balance_eur) for ceiling in _CEILINGS]
    if money[-1] is False:
        return SizeClass.LARGE
    if employees is None:
        return None
    for ceiling, fits in zip(_CEILINGS, money, strict=True):
        if employees < ceiling.employees_below and fits is not False:
            return ceiling.size
    return SizeClass.LARGE


def size_verdict(
    employees: int | None,
    turnover_eur: Decimal | None = None,
    balance_eur: Decimal | None = None,
    independence: str = "",
) -> SizeVerdict:
    """Say how large a firm is and whether it is an SME, and name what could not be looked at."""
    size = size_class(employees, turnover_eur, balance_eur)
    if size == SizeClass.LARGE:
        # What belongs to others only adds to it.
        return SizeVerdict(size, False, frozenset())
    fits = _fits(_CEILINGS[-1], turnover_eur, balance_eur)
    unchecked = {
        Unchecked.EMPLOYEES: employees is None,
        Unchecked.MONEY: fits is None,
        Unchecked.INDEPENDENCE: not independence,
        Unchecked.OTHERS: bool(independence) and independence != AUTONOMOUS,
    }
    missing = frozenset(what for what, is_missing in unchecked.items() if is_missing)
    return SizeVerdict(size, None if missing else True, missing)


def _fits(
    ceiling: _Ceiling, turnover_eur: Decimal | None, balance_eur: Decimal | None
) -> bool | None:
    """Whether the money lies within a class: one of two is enough; None while it is open."""
    known = [
        (turnover_eur, ceiling.turnover_eur),
        (balance_eur, ceiling.balance_eur),
    ]
    if any(amount is not None and amount <= limit for amount, limit in known):
        return True
    return None if any(amount is None for amount, _limit in known) else False
