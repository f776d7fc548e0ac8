"""Make one record of two that mean the same organisation or person, and take that back."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock, remove
from raceme.foundation.undoing import undo_batch
from raceme.members import rules
from raceme.members.models import Membership, Organisation, Person
from raceme.members.queries.hanging import hanging_on, what_it_learns
from raceme.members.queries.merging import (
    MERGED,
    Periods,
    columns_named,
    earlier_first,
    merging_of,
    ways_of_periods,
)
from raceme.members.verbs.memberships import settle_standing

MERGED_PEOPLE = "merge_people"
Mergeable = TypeVar("Mergeable", Organisation, Person)


@transaction.atomic
def merge_organisations(
    keep: Organisation,
    away: Organisation,
    *,
    take: Collection[str] = (),
    periods: str = "",
    by: Actor,
    at: datetime,
) -> Organisation:
    """Let one organisation stand for both: all that hangs on the other goes over to it.

    `take`: the fields whose value the other record gives. `periods`: whose periods stand (the most
    sensible way unless told). What cannot go over stays with the other record, which stays in the
    books as part of this one; its id and address lead here.
    """
    require(rules.may_edit, by, keep)
    require(rules.may_edit, by, away)
    keep, away = _lock_both(keep, away)
    way = _way(keep, away, periods)
    batch = history.begin_batch(MERGED, f"{away} → {keep}", by=by, at=at)
    within = by.within(batch)
    _go_over(keep, away, verb=MERGED, by=within, at=at)
    _join_periods(keep, away, way, by=within, at=at)
    _point(away, {"merged_into": keep}, verb=MERGED, by=within, at=at)
    values = {name: getattr(away, name) for name in columns_named(Organisation, tuple(take))}
    contacts = filter(None, (keep.last_contact_on, away.last_contact_on))
    values["last_contact_on"] = max(contacts, default=None)
    change(keep, values, verb=MERGED, by=within, at=at)
    return settle_standing(keep, verb=MERGED, by=within, at=at)


@transaction.atomic
def merge_people(
    keep: Person, away: Person, *, take: Collection[str] = (), by: Actor, at: datetime
) -> Person:
    """Let one person stand for both records; posts, contacts and whatever else go over to it."""
    require(rules.may_edit, by, keep)
    require(rules.may_edit, by, away)
    keep, away = _lock_both(keep, away)
    if keep.is_erased or away.is_erased:
        raise Refused(_("Of a person who was erased nothing is known any more."))
    batch = history.begin_batch(MERGED_PEOPLE, f"{away} → {keep}", by=by, at=at)
    within = by.within(batch)
    _go_over(keep, away, verb=MERGED_PEOPLE, by=within, at=at)
    # First: an e-mail address stands once among those who stand for themselves.
    _point(away, {"merged_into": keep}, verb=MERGED_PEOPLE, by=within, at=at)
    values = {name: getattr(away, name) for name in columns_named(Person, tuple(take))}
    return change(keep, values, verb=MERGED_PEOPLE, by=within, at=at)


@transaction.atomic
def undo_merging(away: Mergeable, *, by: Actor, at: datetime) -> Mergeable:
    """Take a merging back as a whole: both records are again as they were."""
    require(rules.may_edit, by, away)
    batch = merging_of(away)
    if batch is None:
        raise Refused(_("This record is not part of another."))
    undo_batch(batch, verb="undo_merging", by=by, at=at)
    return lock(away)


def _lock_both(keep: Mergeable, away: Mergeable) -> tuple[Mergeable, Mergeable]:
    """Lock two records, always in the same order, so that nobody waits for each other."""
    if keep.pk == away.pk:
        raise Refused(_("This is one record only."))
    locked = {one.pk: lock(one) for one in sorted((keep, away), key=lambda one: one.pk)}
    for one in locked.values():
        if one.merged_into_id is not None:
            raise Refused(_("%(what)s is part of another record already.") % {"what": one})
    return locked[keep.pk], locked[away.pk]


def _go_over(keep: models.Model, away: models.Model, *, verb: str, by: Actor, at: datetime) -> None:
    for hanging in hanging_on(away, keep):
        for going in hanging.going:
            values = {going.key.name: keep, **going.changes}
            _point(going.row, values, verb=verb, by=by, at=at)
        for staying in hanging.staying:
            if staying.twin is not None:
                learned = what_it_learns(staying.twin, staying.row)
                change(staying.twin, learned, verb=verb, by=by, at=at)


def _point(
    row: models.Model, values: Mapping[str, Any], *, verb: str, by: Actor, at: datetime
) -> None:
    """Let a row point elsewhere. Whether it may was asked before.

    Its other values are not looked at: an old row that would not be accepted today hinders nobody.
    """
    row = lock(row)
    before = history.values_of(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    history.record(verb, row, by=by, at=at, before=before)


def _way(keep: Organisation, away: Organisation, periods: str) -> Periods:
    ways = ways_of_periods(keep, away)
    if not periods:
        return ways[0]
    if periods not in ways:
        raise Refused(
            _("These periods cannot stand together. Choose those of one record."), field="periods"
        )
    return Periods(periods)


def _join_periods(
    keep: Organisation, away: Organisation, way: Periods, *, by: Actor, at: datetime
) -> None:
    """Let the periods chosen stand with the record that stays, and the others with the other."""
    ours, theirs = list(keep.memberships.all()), list(away.memberships.all())
    if way == Periods.KEEP:
        return
    if way == Periods.BOTH:
        _end_the_earlier(ours, theirs, by=by, at=at)
    else:
        _hand_over(ours, away, by=by, at=at)
    for period in theirs:
        _point(period, {"organisation": keep}, verb=MERGED, by=by, at=at)
    if way == Periods.AWAY:
        _reopen(ours, away, by=by, at=at)


def _end_the_earlier(
    ours: list[Membership], theirs: list[Membership], *, by: Actor, at: datetime
) -> None:
    in_order = earlier_first(ours, theirs)
    assert in_order is not None  # this way was offered only where they follow each other
    earlier, later = in_order
    if earlier[-1].ends_on is None:
        _point(earlier[-1], {"ends_on": later[0].starts_on}, verb=MERGED, by=by, at=at)


def _hand_over(ours: list[Membership], away: Organisation, *, by: Actor, at: datetime) -> None:
    """Give periods that no longer stand to the other record; the open one makes room first."""
    for period in ours:
        if period.ends_on is None:
            remove(period, verb=MERGED, by=by, at=at)
        else:
            _point(period, {"organisation": away}, verb=MERGED, by=by, at=at)


def _reopen(ours: list[Membership], away: Organisation, *, by: Actor, at: datetime) -> None:
    """Write down with the other record the open period that had to make room."""
    for period in ours:
        if period.ends_on is None:
            period.pk, period.organisation = None, away
            period._state.adding = True
            keep_new(period, verb=MERGED, by=by, at=at)
