"""Let a service pass the gates on its way; send it back; retire it, and offer it again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.catalogue import gates, rules
from raceme.catalogue.gates import Gate
from raceme.catalogue.models import DRAFTING, Service, Stage, StageChange
from raceme.catalogue.verbs.versions import settle_version
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, lock


@transaction.atomic
def pass_gate(service: Service, *, to: str, by: Actor, at: datetime, reason: str = "") -> Service:
    """Let a service come to a stage further on, past all gates between.

    The team decides: without all evidence it may pass, with a reason that is kept.
    """
    require(rules.may_edit, by, service)
    service = lock(service)
    stage = _stage_called(to)
    if stage not in service.stands_at.up_to(Stage.REVIEWED):
        raise Refused(_("Choose a stage that lies ahead of the service."), field="to")
    passed = gates_between(service, service.stands_at, stage, by=by, at=at)
    if not reason.strip() and not all(gate.is_met for gate in passed):
        raise Refused(
            _("Not all evidence is there. Say why the gate is passed all the same."), field="reason"
        )
    began_at = service.stage
    service = change(service, {"stage": stage}, verb="pass_gate", by=by, at=at)
    if stage not in DRAFTING:
        settle_version(service, by=by, at=at)
    note_stage(
        service,
        act=StageChange.Act.PASSED,
        from_stage=began_at,
        reason=reason,
        passed=passed,
        by=by,
        at=at,
    )
    return service


@transaction.atomic
def send_back(service: Service, *, to: str, reason: str, by: Actor, at: datetime) -> Service:
    """Let a service go back to an earlier stage, to be worked on again; with a reason."""
    require(rules.may_edit, by, service)
    service = lock(service)
    stage, began_at = _stage_called(to), service.stands_at
    if began_at == Stage.RETIRED or stage.place >= began_at.place:
        raise Refused(_("Choose a stage that lies behind the service."), field="to")
    _require_reason(reason)
    service = change(service, {"stage": stage}, verb="send_back", by=by, at=at)
    note_stage(
        service,
        act=StageChange.Act.SENT_BACK,
        from_stage=began_at,
        reason=reason,
        by=by,
        at=at,
    )
    return service


@transaction.atomic
def retire_service(service: Service, *, reason: str, by: Actor, at: datetime) -> Service:
    """Offer a service no longer. It leaves plans and lists; all that is known of it stays."""
    require(rules.may_edit, by, service)
    service = lock(service)
    if not service.is_offered:
        raise Refused(_("This service is already retired."))
    _require_reason(reason)
    began_at = service.stage
    values = {"retired_at": at, "stage": Stage.RETIRED}
    service = change(service, values, verb="retire_service", by=by, at=at)
    note_stage(
        service, act=StageChange.Act.RETIRED, from_stage=began_at, reason=reason, by=by, at=at
    )
    return service


@transaction.atomic
def offer_again(service: Service, *, by: Actor, at: datetime, reason: str = "") -> Service:
    """Take a retired service back to the stage at which it was retired."""
    require(rules.may_edit, by, service)
    service = lock(service)
    if service.is_offered:
        return service
    retired = service.stage_changes.filter(act=StageChange.Act.RETIRED).first()
    stage = retired.from_stage if retired and retired.from_stage else Stage.IN_PORTFOLIO
    values: dict[str, Any] = {"retired_at": None, "stage": stage}
    service = change(service, values, verb="offer_again", by=by, at=at)
    note_stage(
        service,
        act=StageChange.Act.OFFERED_AGAIN,
        from_stage=Stage.RETIRED,
        reason=reason,
        by=by,
        at=at,
    )
    return service


def note_stage(
    service: Service,
    *,
    act: str,
    from_stage: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    passed: Sequence[Gate] | None = None,
) -> StageChange:
    """Write down that a service came to its stage, with the evidence of the gates it passed.

    Without gates nobody looked for evidence; whether there was all of it is then unknown.
    """
    require(rules.may_edit, by, service)
    kept = [gates.as_kept(gate.stage, one) for gate in passed or () for one in gate.evidence]
    row = StageChange(
        service=service,
        act=act,
        from_stage=from_stage,
        to_stage=service.stage,
        reason=reason.strip(),
        evidence=kept,
        has_all_evidence=None if passed is None else all(gate.is_met for gate in passed),
        author=by.label[:200],
        user=by.user,
        at=at,
    )
    row.full_clean()
    row.save()
    return row


def gates_between(
    service: Service, first: Stage, last: Stage, *, by: Actor, at: datetime
) -> Sequence[Gate]:
    """Look at the evidence of the gates between two stages, as it stands at this moment."""
    require(rules.may_edit, by, service)
    looked_at = gates.with_evidence(Service.objects.filter(pk=service.pk)).get()
    known = gates.Circumstances([looked_at], by, at)
    return gates.gates_from(first, last, looked_at, known)


def _stage_called(code: str) -> Stage:
    if code not in Stage.values:
        raise Refused(_("There is no such stage."), field="to")
    return Stage(code)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why in a sentence."), field="reason")
