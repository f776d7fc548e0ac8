"""Who sits at the table of a cluster: firms, research, education, public bodies and others.

Size classes follow the head-count limits of the EU definition of micro, small and medium-sized
enterprises (Commission Recommendation 2003/361/EC). Its limits for turnover, balance sheet and
ownership are not looked at here: a size class is not a proof of being an SME.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from raceme.vocabulary.terms import Term, folded, rows_of_reference, words_of

VERSION = 1
REFERENCE = "raceme.vocabulary.reference"
MICRO_BELOW = 10
SMALL_BELOW = 50
MEDIUM_BELOW = 250


@dataclass(frozen=True, slots=True)
class Role(Term):
    """The part an organisation plays in the cluster, and other words people use for it."""

    also_written: tuple[str, ...]


class SizeClass(StrEnum):
    """How large a firm is by the number of its employees."""

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
    rows = rows_of_reference(REFERENCE, f"size_classes-{VERSION}.csv")
    return tuple(Term(row["code"], row["label_en"], row["label_de"]) for row in rows)


def size_class(employees: int | None) -> SizeClass | None:
    """Say how large a firm is by its head count; None where the head count is unknown."""
    if employees is None:
        return None
    if employees < MICRO_BELOW:
        return SizeClass.MICRO
    if employees < SMALL_BELOW:
        return SizeClass.SMALL
    if employees < MEDIUM_BELOW:
        return SizeClass.MEDIUM
    return SizeClass.LARGE
