"""Enter and describe organisations."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import refuse_future, require
from raceme.foundation.records import change, keep_new
from raceme.members import rules
from raceme.members.models import Membership, Organisation, Standing
from raceme.members.verbs.memberships import correct_joining


@transaction.atomic
def enter_organisation(
    *,
    by: Actor,
    at: datetime,
    standing: str = Standing.MEMBER,
    joined_on: date | None = None,
    **values: Any,
) -> Organisation:
    """Take a new organisation into the books; `joined_on`: since when it stands so to us.

    Without a `code` of its own it gets the next number.
    """
    require(rules.may_edit, by)
    refuse_future(joined_on, at=at, field="joined_on")
    lock_books(by)
    code = values.pop("code", "") or _next_code(by)
    is_member = standing == Standing.MEMBER
    organisation = Organisation(
        cluster=by.cluster,
        code=code,
        standing=standing,
        joined_on=joined_on if is_member else None,
        left_on=joined_on if standing == Standing.LEFT else None,
        **values,
    )
    keep_new(organisation, verb="enter_organisation", by=by, at=at)
    period = Membership(
        cluster=by.cluster, organisation=organisation, standing=standing, starts_on=joined_on
    )
    keep_new(period, verb="begin_period", by=by, at=at)
    return organisation


@transaction.atomic
def describe_organisation(
    organisation: Organisation, *, by: Actor, at: datetime, **values: Any
) -> Organisation:
    """Change what is known about an organisation; `joined_on` puts right since when.

    An empty `code` stays what it is: an organisation always has one.
    """
    require(rules.may_edit, by, organisation)
    if not values.get("code", organisation.code):
        values.pop("code")
    if "joined_on" in values:
        organisation = correct_joining(organisation, values.pop("joined_on"), by=by, at=at)
    return change(organisation, values, verb="describe_organisation", by=by, at=at)


def lock_books(by: Actor) -> None:
    """Let organisations be entered by one at a time: their ids are counted on.

    Everything else of the cluster organisation can be written meanwhile.
    """
    assert by.cluster is not None  # `require` has seen to it
    Cluster.objects.select_for_update(no_key=True).get(pk=by.cluster.pk)


def _next_code(by: Actor) -> str:
    """Give a number that no organisation has: usually one more than there are organisations."""
    organisations = Organisation.objects.filter(cluster=by.cluster)
    number = organisations.count() + 1
    while organisations.filter(code=str(number)).exists():
        number += 1
    return str(number)
