"""From which day an organisation of a list stands otherwise, and days that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from raceme.foundation.tabular.values import Problem
from raceme.intake.lists.values import MemberDraft
from raceme.intake.queries import sentences
from raceme.members.models import Standing

Changes = Mapping[str, tuple[Any, Any]]  # field → what stands, what would stand


def day_of_change(changes: Changes, today: date) -> date | None:
    """The day from which an organisation would stand otherwise; None where it stands as before.

    Of a day that the list does not say, today is the only one that can be meant.
    """
    if "standing" not in changes:
        return None
    return _day_said(changes) or today


def impossible_day(
    draft: MemberDraft, changes: Changes, period_began: date | None, today: date, *, file: str
) -> Problem | None:
    """Say what is wrong with the day an organisation joined, or with that of a new standing."""
    joined = draft.membership.get("joined_on")
    if joined is not None and joined > today:
        return sentences.joins_later(file, joined)
    if "standing" not in changes:
        return None
    day = _day_said(changes)
    was, becomes = changes["standing"]
    if was == Standing.MEMBER and becomes == Standing.LEFT and "joined_on" in changes:
        period_began = joined  # corrected first
    if day is not None and period_began is not None and day < period_began:
        return sentences.before_present_period(file, day, period_began)
    return None


def undated(draft: MemberDraft, changes: Changes, today: date, *, file: str) -> Problem | None:
    """Note that a change of standing is dated today, where the list says no day."""
    if "standing" not in changes or _day_said(changes) is not None:
        return None
    return sentences.dated_today(file, draft.rows[0], today)


def _day_said(changes: Changes) -> date | None:
    _was, becomes = changes["standing"]
    name = "left_on" if becomes == Standing.LEFT else "joined_on"
    day: date | None = changes[name][1] if name in changes else None
    return day
