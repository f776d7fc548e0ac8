"""Write, review, prolong and withdraw what members offer and look for."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.collaboration import rules
from raceme.collaboration.models import Notice
from raceme.collaboration.models.notices import DAYS_OPEN
from raceme.collaboration.models.terms import clean_terms
from raceme.foundation import background
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.members.models import Organisation

WAITING_MAX = 20  # so many notices of a member may wait to be reviewed


@transaction.atomic
def enter_notice(
    organisation: Organisation,
    *,
    kind: str,
    title: str,
    text: str = "",
    terms: Iterable[str] = (),
    showing: str = Notice.Showing.VISIBLE,
    expires_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Notice:
    """Write down what a member offers or looks for; entered by the office, it stands at once."""
    require(rules.may_broker, by, organisation)
    notice = _new(organisation, expires_on or usual_end(at), terms, at=at)
    notice.kind, notice.title, notice.text, notice.showing = kind, title, text, showing
    notice.reviewed_at = at
    notice = keep_new(notice, verb="enter_notice", by=by, at=at)
    background.start("collaboration.tell_who_looks_for", notice_id=notice.pk)
    return notice


@transaction.atomic
def write_notice(
    organisation: Organisation,
    *,
    kind: str,
    title: str,
    text: str = "",
    terms: Iterable[str] = (),
    showing: str,
    expires_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Notice:
    """Take what a member writes on its own page; it stands once the office has looked at it."""
    require(rules.may_speak_for, by, organisation)
    waiting = Notice.objects.filter(
        organisation=organisation, reviewed_at__isnull=True, withdrawn_at__isnull=True
    )
    if waiting.count() >= WAITING_MAX:
        raise Refused(_("So much is waiting for the office already. Please come back later."))
    notice = _new(organisation, expires_on or usual_end(at), terms, at=at)
    notice.kind, notice.title, notice.text, notice.showing = kind, title, text, showing
    notice.source = Notice.Source.MEMBER
    return keep_new(notice, verb="write_notice", by=by, at=at)


@transaction.atomic
def describe_notice(
    notice: Notice,
    *,
    kind: str,
    title: str,
    text: str,
    terms: Iterable[str],
    showing: str,
    expires_on: date,
    by: Actor,
    at: datetime,
) -> Notice:
    """Change what a notice says, who sees it and until when it holds."""
    require(rules.may_broker, by, notice)
    notice = lock(notice)
    if expires_on != notice.expires_on:
        _refuse_past(expires_on, at)
    values = {
        "kind": kind,
        "title": title,
        "text": text,
        "terms": clean_terms(terms),
        "showing": showing,
        "expires_on": expires_on,
    }
    notice = change(notice, values, verb="describe_notice", by=by, at=at)
    background.start("collaboration.tell_who_looks_for", notice_id=notice.pk)
    return notice


@transaction.atomic
def review_notice(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """Let a notice stand that a member wrote by itself."""
    require(rules.may_broker, by, notice)
    notice = lock(notice)
    if notice.is_withdrawn or notice.is_reviewed:
        raise Refused(_("There is nothing to review here any more."))
    notice = change(notice, {"reviewed_at": at}, verb="review_notice", by=by, at=at)
    background.start("collaboration.tell_who_looks_for", notice_id=notice.pk)
    return notice


@transaction.atomic
def prolong_notice(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """Let a notice hold for another half year from today."""
    require(rules.may_speak_for, by, notice.organisation)
    notice = lock(notice)
    if notice.is_withdrawn:
        raise Refused(_("This notice has been withdrawn."))
    values = {"expires_on": max(notice.expires_on, usual_end(at))}
    return change(notice, values, verb="prolong_notice", by=by, at=at)


@transaction.atomic
def withdraw_notice(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """Take a notice back; what was suggested because of it stays."""
    require(rules.may_speak_for, by, notice.organisation)
    if lock(notice).is_withdrawn:
        raise Refused(_("This notice has been withdrawn."))
    return change(notice, {"withdrawn_at": at}, verb="withdraw_notice", by=by, at=at)


@transaction.atomic
def restore_notice(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """Let a notice stand again that was withdrawn."""
    require(rules.may_broker, by, notice)
    if not lock(notice).is_withdrawn:
        raise Refused(_("This notice has not been withdrawn."))
    return change(notice, {"withdrawn_at": None}, verb="restore_notice", by=by, at=at)


def usual_end(at: datetime) -> date:
    """The last day on which a notice of today holds."""
    return timezone.localdate(at) + timedelta(days=DAYS_OPEN)


def _new(
    organisation: Organisation, expires_on: date, terms: Iterable[str], *, at: datetime
) -> Notice:
    if organisation.has_left:
        raise Refused(_("%(who)s has left the cluster.") % {"who": organisation})
    _refuse_past(expires_on, at)
    return Notice(
        cluster_id=organisation.cluster_id,
        organisation=organisation,
        terms=clean_terms(terms),
        expires_on=expires_on,
        written_at=at,
    )


def _refuse_past(day: date, at: datetime) -> None:
    if day < timezone.localdate(at):
        raise Refused(_("This day is over already."), field="expires_on")
