"""Where an organisation stands in the cluster: prospect, applicant, member, partner, left."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, refuse_future, require
from raceme.foundation.records import change, keep_new, lock, remove
from raceme.members import rules
from raceme.members.models import Membership, Organisation, Standing


@transaction.atomic
def change_standing(
    organisation: Organisation,
    *,
    standing: str,
    on: date,
    by: Actor,
    at: datetime,
    reason: str = "",
    note: str = "",
    fee_class: str = "",
    fee_eur: Decimal | None = None,
) -> Organisation:
    """Write down that an organisation stands otherwise to the cluster from a day on."""
    require(rules.may_edit, by, organisation)
    organisation = lock(organisation)
    if organisation.standing == standing:
        raise Refused(_("It stands so already."), field="standing")
    _end_period(organisation, on, by=by, at=at)
    period = Membership(
        cluster_id=organisation.cluster_id,
        organisation=organisation,
        standing=standing,
        starts_on=on,
        reason=reason,
        note=note,
        fee_class=fee_class,
        fee_eur=fee_eur,
    )
    keep_new(period, verb="begin_period", by=by, at=at)
    return settle_standing(organisation, verb="change_standing", by=by, at=at)


@transaction.atomic
def record_leaving(
    organisation: Organisation,
    *,
    left_on: date,
    by: Actor,
    at: datetime,
    reason: str = "",
    note: str = "",
) -> Organisation:
    """Write down that an organisation is a member no longer; all that is known of it stays."""
    require(rules.may_edit, by, organisation)
    if lock(organisation).has_left:
        raise Refused(_("This organisation has already left."))
    return change_standing(
        organisation,
        standing=Standing.LEFT,
        on=left_on,
        reason=reason,
        note=note,
        by=by,
        at=at,
    )


@transaction.atomic
def readmit_organisation(organisation: Organisation, *, by: Actor, at: datetime) -> Organisation:
    """Make an organisation a member from today on."""
    require(rules.may_edit, by, organisation)
    today = timezone.localdate(at)
    return change_standing(organisation, standing=Standing.MEMBER, on=today, by=by, at=at)


@transaction.atomic
def correct_period(
    period: Membership,
    *,
    starts_on: date | None,
    by: Actor,
    at: datetime,
    reason: str = "",
    note: str = "",
    fee_class: str = "",
    fee_eur: Decimal | None = None,
    standing: str = "",
) -> Membership:
    """Put right what was written of a period; the period before it ends where this one starts.

    An empty `standing` stays as it is.
    """
    require(rules.may_edit, by, period)
    lock(period.organisation)
    period = lock(period)
    before = _period_before(period)
    refuse_future(starts_on, at=at, field="starts_on")
    if before is not None and before.ends_on != starts_on:
        if starts_on is None or (before.starts_on is not None and starts_on < before.starts_on):
            raise Refused(_("It would start before the period ahead of it."), field="starts_on")
        change(before, {"ends_on": starts_on}, verb="correct_period", by=by, at=at)
    values = {
        "standing": standing or period.standing,
        "starts_on": starts_on,
        "reason": reason,
        "note": note,
        "fee_class": fee_class,
        "fee_eur": fee_eur,
    }
    corrected = change(period, values, verb="correct_period", by=by, at=at)
    settle_standing(period.organisation, verb="correct_period", by=by, at=at)
    return corrected


@transaction.atomic
def take_back_period(period: Membership, *, by: Actor, at: datetime) -> Organisation:
    """Take back the last change of standing, which was a slip: the period before it goes on."""
    require(rules.may_edit, by, period)
    organisation = lock(period.organisation)
    period = lock(period)
    before = _period_before(period)
    if period.ends_on is not None:
        raise Refused(_("Only the last change of standing can be taken back."))
    if before is None:
        raise Refused(_("This is the only period there is. Correct it instead."))
    remove(period, verb="take_back_period", by=by, at=at)
    change(before, {"ends_on": None}, verb="take_back_period", by=by, at=at)
    return settle_standing(organisation, verb="take_back_period", by=by, at=at)


def correct_joining(
    organisation: Organisation, joined_on: date | None, *, by: Actor, at: datetime
) -> Organisation:
    """Put right since when an organisation is a member. Of others there is nothing to put right."""
    period = organisation.memberships.filter(ends_on__isnull=True).first()
    if period is None or period.standing != Standing.MEMBER or period.starts_on == joined_on:
        return organisation
    correct_period(
        period,
        starts_on=joined_on,
        note=period.note,
        fee_class=period.fee_class,
        fee_eur=period.fee_eur,
        by=by,
        at=at,
    )
    return lock(organisation)


def _end_period(organisation: Organisation, on: date, *, by: Actor, at: datetime) -> None:
    """Close the open period; what has not happened yet cannot be written down."""
    refuse_future(on, at=at, field="on")
    period = organisation.memberships.filter(ends_on__isnull=True).first()
    if period is None:
        return
    if period.starts_on is not None and on < period.starts_on:
        raise Refused(_("This is before the present period began."), field="on")
    change(period, {"ends_on": on}, verb="end_period", by=by, at=at)


def _period_before(period: Membership) -> Membership | None:
    periods = list(period.organisation.memberships.all())
    place = [one.pk for one in periods].index(period.pk)
    return periods[place - 1] if place > 0 else None


def settle_standing(
    organisation: Organisation, *, verb: str, by: Actor, at: datetime
) -> Organisation:
    """Let the organisation say again what its periods say."""
    require(rules.may_edit, by, organisation)
    periods = list(Membership.objects.filter(organisation=organisation))
    now = periods[-1]
    as_member = [one for one in periods if one.standing == Standing.MEMBER]
    values = {
        "standing": now.standing,
        "joined_on": as_member[-1].starts_on if as_member else None,
        "left_on": now.starts_on if now.standing == Standing.LEFT else None,
    }
    return change(organisation, values, verb=verb, by=by, at=at)
