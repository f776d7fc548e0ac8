"""Enter, describe, and part from organisations."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.members import rules
from raceme.members.models import Organisation


@transaction.atomic
def enter_organisation(*, by: Actor, at: datetime, **values: Any) -> Organisation:
    """Take a new organisation into the books."""
    require(rules.may_edit, by)
    organisation = Organisation(cluster=by.cluster, **values)
    return keep_new(organisation, verb="enter_organisation", by=by, at=at)


@transaction.atomic
def describe_organisation(
    organisation: Organisation, *, by: Actor, at: datetime, **values: Any
) -> Organisation:
    """Change what is known about an organisation."""
    require(rules.may_edit, by, organisation)
    return change(organisation, values, verb="describe_organisation", by=by, at=at)


@transaction.atomic
def record_leaving(
    organisation: Organisation, *, left_on: date, by: Actor, at: datetime
) -> Organisation:
    """Write down that an organisation is a member no longer; all that is known of it stays."""
    require(rules.may_edit, by, organisation)
    organisation = lock(organisation)
    if not organisation.is_member:
        raise Refused(_("This organisation has already left."))
    return change(organisation, {"left_on": left_on}, verb="record_leaving", by=by, at=at)


@transaction.atomic
def readmit_organisation(organisation: Organisation, *, by: Actor, at: datetime) -> Organisation:
    """Make an organisation that has left a member again."""
    require(rules.may_edit, by, organisation)
    return change(organisation, {"left_on": None}, verb="readmit_organisation", by=by, at=at)
