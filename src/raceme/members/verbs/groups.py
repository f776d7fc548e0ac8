"""What is done to working groups, boards and committees."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.members import rules
from raceme.members.models import GroupSeat, Organisation, Person, WorkingGroup


@transaction.atomic
def found_group(*, by: Actor, at: datetime, **values: Any) -> WorkingGroup:
    """Write down a working group, a board or a committee."""
    require(rules.may_edit, by)
    assert by.cluster is not None
    return keep_new(WorkingGroup(cluster=by.cluster, **values), verb="found_group", by=by, at=at)


@transaction.atomic
def describe_group(group: WorkingGroup, *, by: Actor, at: datetime, **values: Any) -> WorkingGroup:
    """Change what is known about a group; with `ended_on` it meets no more."""
    require(rules.may_edit, by, group)
    return change(group, values, verb="describe_group", by=by, at=at)


@transaction.atomic
def give_group_seat(
    group: WorkingGroup,
    organisation: Organisation,
    *,
    person: Person | None = None,
    by: Actor,
    at: datetime,
    **values: Any,
) -> GroupSeat:
    """Give an organisation a seat in a group."""
    require(rules.may_edit, by, group)
    group = lock(group)
    if group.ended_on is not None:
        raise Refused(_("This group meets no more."))
    _refuse_strangers(organisation, person)
    seat = GroupSeat(
        cluster_id=group.cluster_id,
        group=group,
        organisation=organisation,
        person=person,
        **values,
    )
    return keep_new(seat, verb="give_group_seat", by=by, at=at)


@transaction.atomic
def describe_group_seat(seat: GroupSeat, *, by: Actor, at: datetime, **values: Any) -> GroupSeat:
    """Change who takes a seat, as what, and from when to when."""
    require(rules.may_edit, by, seat)
    _refuse_strangers(seat.organisation, values.get("person"))
    return change(seat, values, verb="describe_group_seat", by=by, at=at)


@transaction.atomic
def end_group_seat(seat: GroupSeat, *, until: date, by: Actor, at: datetime) -> GroupSeat:
    """Write down that an organisation has left a group."""
    require(rules.may_edit, by, seat)
    if lock(seat).until is not None:
        raise Refused(_("This seat in the group has already ended."))
    return change(seat, {"until": until}, verb="end_group_seat", by=by, at=at)


def _refuse_strangers(organisation: Organisation, person: Person | None) -> None:
    if person is not None and not person.posts.filter(organisation=organisation).exists():
        raise Refused(_("This person has no post in the organisation."), field="person")
