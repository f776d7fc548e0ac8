"""Keep a filter as a segment, change it, end it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.members import rules
from raceme.members.models import Segment
from raceme.members.queries import Wanted


@transaction.atomic
def keep_segment(*, name: str, is_shared: bool, wanted: Wanted, by: Actor, at: datetime) -> Segment:
    """Keep a filter under a name: for oneself, or for everybody in the cluster organisation."""
    require(rules.may_keep_segments, by)
    _ask_whether_it_may_be_shared(is_shared, by)
    segment = Segment(
        cluster=by.cluster,
        owner=by.user,
        name=name,
        is_shared=is_shared,
        wanted=_something(wanted),
    )
    return keep_new(segment, verb="keep_segment", by=by, at=at)


@transaction.atomic
def describe_segment(
    segment: Segment, *, name: str, is_shared: bool, wanted: Wanted, by: Actor, at: datetime
) -> Segment:
    """Give a segment another name or another filter, or let others see it, or not any more."""
    segment = lock(segment)
    require(rules.may_change_segment, by, segment)
    if segment.ended_at is not None:
        raise Refused(_("This segment has ended."))
    if is_shared != segment.is_shared:
        _ask_whether_it_may_be_shared(is_shared, by, segment)
    values = {"name": name, "is_shared": is_shared, "wanted": _something(wanted)}
    return change(segment, values, verb="describe_segment", by=by, at=at)


@transaction.atomic
def end_segment(segment: Segment, *, by: Actor, at: datetime) -> Segment:
    """Take a segment off the list; it can be taken up again."""
    segment = lock(segment)
    require(rules.may_change_segment, by, segment)
    if segment.ended_at is not None:
        raise Refused(_("This segment has already ended."))
    return change(segment, {"ended_at": at}, verb="end_segment", by=by, at=at)


@transaction.atomic
def restore_segment(segment: Segment, *, by: Actor, at: datetime) -> Segment:
    """Take a segment up again that had ended."""
    segment = lock(segment)
    require(rules.may_change_segment, by, segment)
    if segment.ended_at is None:
        raise Refused(_("This segment has not ended."))
    return change(segment, {"ended_at": None}, verb="restore_segment", by=by, at=at)


def _something(wanted: Wanted) -> dict[str, list[str]]:
    stored = wanted.stored()
    if not stored:
        raise Refused(_("Narrow the list down first: a segment of everybody is the list itself."))
    return stored


def _ask_whether_it_may_be_shared(
    is_shared: bool, by: Actor, segment: Segment | None = None
) -> None:
    """Only the team says what everybody sees; nobody takes over what is another person's."""
    if is_shared and not rules.may_share_segments(by):
        raise Refused(_("Only the team may keep segments for everybody."), field="is_shared")
    if segment is not None and not is_shared and segment.owner_id != by.user_id:
        raise Refused(_("Somebody else keeps this segment for everybody."), field="is_shared")
