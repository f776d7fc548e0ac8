"""Young and fast-growing firms, by the limits with which emerging industries were mapped.

The segments are those of the European Cluster Observatory: start-ups and young SMEs, high-growth
start-ups, gazelles. A year of foundation is all that is known of a firm's age, so its age is a
number of whole calendar years. Unknown figures put a firm into no segment they would decide about.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from raceme.vocabulary.helix import SizeClass


class Segment(StrEnum):
    """What a young firm is called by its growth."""

    YOUNG = "young"
    HIGH_GROWTH = "high-growth"
    GAZELLE = "gazelle"


@dataclass(frozen=True, slots=True)
class Limits:
    """Up to which age, and from which size on. Ages in years since foundation."""

    young_up_to: int = 5
    high_growth_below: int = 3
    employees_from: int = 10
    high_growth_turnover_eur: int = 1_000_000  # this much or more
    gazelle_turnover_above_eur: int = 2_000_000  # more than this


def growth_segment(
    *,
    age: int | None,
    size: SizeClass | None,
    employees: int | None,
    turnover_eur: Decimal | None,
    limits: Limits = Limits(),
) -> Segment | None:
    """Put a firm into a segment; None for one that is none of these, or unknown to be one."""
    if age is None or not 0 <= age <= limits.young_up_to:
        return None
    has_staff = employees is not None and employees >= limits.employees_from
    if has_staff and turnover_eur is not None:
        is_early = age < limits.high_growth_below
        if is_early and turnover_eur >= limits.high_growth_turnover_eur:
            return Segment.HIGH_GROWTH
        if not is_early and turnover_eur > limits.gazelle_turnover_above_eur:
            return Segment.GAZELLE
    return Segment.YOUNG if size is not None and size != SizeClass.LARGE else None
