"""Record what was tried with a few members, and what the yearly review said.

Nothing is deleted: pilots and reviews are corrected, or withdrawn and restored.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.catalogue import rules
from raceme.catalogue.models import Pilot, PilotMember, Review, Service, Stage
from raceme.catalogue.verbs.stages import gates_between, pass_gate
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.members.models import Organisation


@dataclass(frozen=True, slots=True)
class TookPart:
    """That a member took part in a pilot, and what it thought of it."""

    organisation: Organisation
    feedback: int | None = None
    comment: str = ""


@transaction.atomic
def record_pilot(
    service: Service,
    *,
    by: Actor,
    at: datetime,
    participants: Iterable[TookPart] = (),
    **values: Any,
) -> Pilot:
    """Record that a service is being tried, or was, with a few members."""
    require(rules.may_edit, by, service)
    _refuse_retired(service)
    pilot = Pilot(cluster_id=service.cluster_id, service=service, **values)
    _refuse_future(pilot.began_on, "began_on", at)
    _refuse_future(pilot.ended_on, "ended_on", at)
    pilot.full_clean()
    pilot.save(force_insert=True)
    _write_participants(pilot, participants)
    _remember("record_pilot", pilot, before={}, by=by, at=at)
    return pilot


@transaction.atomic
def correct_pilot(
    pilot: Pilot,
    *,
    by: Actor,
    at: datetime,
    participants: Iterable[TookPart] | None = None,
    **values: Any,
) -> Pilot:
    """Complete a pilot, or put right what was recorded; participants left out stay."""
    require(rules.may_edit, by, pilot)
    pilot = lock(pilot)
    before = _values_of(pilot)
    for name, value in values.items():
        setattr(pilot, name, value)
    _refuse_future(pilot.began_on, "began_on", at)
    _refuse_future(pilot.ended_on, "ended_on", at)
    pilot.full_clean()
    pilot.save()
    if participants is not None:
        _write_participants(pilot, participants)
    _remember("correct_pilot", pilot, before=before, by=by, at=at)
    return pilot


@transaction.atomic
def withdraw_pilot(pilot: Pilot, *, by: Actor, at: datetime) -> Pilot:
    """Let a pilot count no longer; it was recorded by mistake."""
    require(rules.may_edit, by, pilot)
    return change(pilot, {"withdrawn_at": at}, verb="withdraw_pilot", by=by, at=at)


@transaction.atomic
def restore_pilot(pilot: Pilot, *, by: Actor, at: datetime) -> Pilot:
    """Let a withdrawn pilot count again."""
    require(rules.may_edit, by, pilot)
    return change(pilot, {"withdrawn_at": None}, verb="restore_pilot", by=by, at=at)


@transaction.atomic
def record_review(service: Service, *, by: Actor, at: datetime, **values: Any) -> Review:
    """Record the yearly review of a service. In the portfolio it has then passed that gate."""
    require(rules.may_edit, by, service)
    _refuse_retired(service)
    review = Review(cluster_id=service.cluster_id, service=service, **values)
    _refuse_future(review.reviewed_on, "reviewed_on", at)
    keep_new(review, verb="record_review", by=by, at=at)
    stage = lock(service).stands_at
    if stage == Stage.IN_PORTFOLIO:
        ahead = gates_between(service, stage, Stage.REVIEWED, by=by, at=at)
        if all(gate.is_met for gate in ahead):
            pass_gate(service, to=Stage.REVIEWED, reason=review.reason, by=by, at=at)
    return review


@transaction.atomic
def correct_review(review: Review, *, by: Actor, at: datetime, **values: Any) -> Review:
    """Put right what was recorded of a review."""
    require(rules.may_edit, by, review)
    _refuse_future(values.get("reviewed_on", review.reviewed_on), "reviewed_on", at)
    return change(review, values, verb="correct_review", by=by, at=at)


@transaction.atomic
def withdraw_review(review: Review, *, by: Actor, at: datetime) -> Review:
    """Let a review count no longer; it was recorded by mistake."""
    require(rules.may_edit, by, review)
    return change(review, {"withdrawn_at": at}, verb="withdraw_review", by=by, at=at)


@transaction.atomic
def restore_review(review: Review, *, by: Actor, at: datetime) -> Review:
    """Let a withdrawn review count again."""
    require(rules.may_edit, by, review)
    return change(review, {"withdrawn_at": None}, verb="restore_review", by=by, at=at)


def _write_participants(pilot: Pilot, participants: Iterable[TookPart]) -> None:
    pilot.participants.all().delete()
    for one in participants:
        if one.organisation.cluster_id != pilot.cluster_id:
            raise Refused(_("This organisation is not in our books."), field="participants")
        row = PilotMember(
            pilot=pilot,
            organisation=one.organisation,
            feedback=one.feedback,
            comment=one.comment,
        )
        try:
            row.full_clean()
        except ValidationError as error:
            raise ValidationError({"participants": error.messages}) from error
        row.save(force_insert=True)


def _values_of(pilot: Pilot) -> dict[str, Any]:
    """Give the values of a pilot for history, with who took part."""
    rows = PilotMember.objects.filter(pilot=pilot).select_related("organisation")
    return history.values_of(pilot) | {
        "participants": {str(one): one.feedback for one in rows},
        "comments": {str(one): one.comment for one in rows if one.comment},
    }


def _remember(verb: str, pilot: Pilot, *, before: dict[str, Any], by: Actor, at: datetime) -> None:
    now = _values_of(pilot)
    if now == before:
        return
    act = history.record(verb, pilot, by=by, at=at, before=before)
    for name in ("participants", "comments"):
        was = before.get(name, {})
        if now[name] != was:
            act.values[name] = [was, now[name]]
    act.save(update_fields=["values"])


def _refuse_retired(service: Service) -> None:
    if not lock(service).is_offered:
        raise Refused(_("This service is retired. Offer it again first."))


def _refuse_future(day: Any, field: str, at: datetime) -> None:
    """What has not happened yet cannot be written down."""
    if day is not None and day > timezone.localdate(at):
        raise Refused(_("This day is still to come."), field=field)
