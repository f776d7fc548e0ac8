"""Bring a consortium on its way: idea, go or no-go, proposal, handed in, answered."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.collaboration import rules
from raceme.collaboration.models import Call, Consortium, ConsortiumPartner, Requirement
from raceme.foundation.errors import Refused, refuse_future, require
from raceme.foundation.records import change, keep_new, lock

Stage = Consortium.Stage
# Where a consortium stood before, and what is known no more if it goes back there.
BACK: dict[Consortium.Stage, tuple[Consortium.Stage, dict[str, object]]] = {
    Stage.PROPOSAL: (Stage.IDEA, {"decided_on": None, "reason": ""}),
    Stage.DROPPED: (Stage.IDEA, {"decided_on": None, "reason": ""}),
    Stage.SUBMITTED: (Stage.PROPOSAL, {"submitted_on": None, "asked_eur": None}),
    Stage.GRANTED: (Stage.SUBMITTED, {"answered_on": None, "granted_eur": None}),
    Stage.REFUSED: (Stage.SUBMITTED, {"answered_on": None}),
}


@transaction.atomic
def begin_consortium(
    call: Call, *, title: str, idea: str = "", by: Actor, at: datetime
) -> Consortium:
    """Begin with an idea for a call. It needs the competences that the call asks for."""
    require(rules.may_broker, by, call)
    if lock(call).is_withdrawn:
        raise Refused(_("This call has been put aside. Take it up again first."))
    consortium = Consortium(
        cluster_id=call.cluster_id, call=call, title=title, idea=idea, begun_at=at
    )
    keep_new(consortium, verb="begin_consortium", by=by, at=at)
    for term in call.terms:
        needed = Requirement(cluster_id=call.cluster_id, consortium=consortium, title=term)
        keep_new(needed, verb="need_competence", by=by, at=at)
    return consortium


@transaction.atomic
def describe_consortium(
    consortium: Consortium, *, title: str, idea: str, by: Actor, at: datetime
) -> Consortium:
    """Put the idea in other words."""
    require(rules.may_broker, by, consortium)
    values = {"title": title, "idea": idea}
    return change(consortium, values, verb="describe_consortium", by=by, at=at)


@transaction.atomic
def decide_consortium(
    consortium: Consortium, *, is_go: bool, reason: str, by: Actor, at: datetime
) -> Consortium:
    """Go or no-go: a proposal is written, or the idea is not pursued. A no needs its reason."""
    require(rules.may_broker, by, consortium)
    stage = lock(consortium).stage
    if stage not in (Stage.IDEA, Stage.PROPOSAL):
        raise Refused(_("There is nothing to decide any more."))
    if is_go and stage == Stage.PROPOSAL:
        raise Refused(_("It was decided already that a proposal is written."))
    if not is_go and not reason.strip():
        raise Refused(_("Say why not: the next time this is worth knowing."), field="reason")
    values = {
        "stage": Stage.PROPOSAL if is_go else Stage.DROPPED,
        "decided_on": timezone.localdate(at),
        "reason": reason,
    }
    verb = "go_for_consortium" if is_go else "drop_consortium"
    return change(consortium, values, verb=verb, by=by, at=at)


@transaction.atomic
def submit_consortium(
    consortium: Consortium,
    *,
    submitted_on: date,
    asked_eur: Decimal | None = None,
    by: Actor,
    at: datetime,
) -> Consortium:
    """Record that the proposal was handed in. Whether all rules were kept, people decide."""
    require(rules.may_broker, by, consortium)
    refuse_future(submitted_on, at=at, field="submitted_on")
    if lock(consortium).stage != Stage.PROPOSAL:
        raise Refused(_("Only a proposal that is being written can be handed in. Decide first."))
    if not _has_lead(consortium):
        raise Refused(_("Nobody leads yet who takes part. A proposal needs a lead partner."))
    values = {"stage": Stage.SUBMITTED, "submitted_on": submitted_on, "asked_eur": asked_eur}
    return change(consortium, values, verb="submit_consortium", by=by, at=at)


@transaction.atomic
def record_answer(
    consortium: Consortium,
    *,
    is_granted: bool,
    answered_on: date,
    granted_eur: Decimal | None = None,
    by: Actor,
    at: datetime,
) -> Consortium:
    """Record what the funder answered."""
    require(rules.may_broker, by, consortium)
    refuse_future(answered_on, at=at, field="answered_on")
    if lock(consortium).stage != Stage.SUBMITTED:
        raise Refused(_("Only a proposal that was handed in is answered."))
    if not is_granted and granted_eur:
        raise Refused(_("Nothing is granted of what was refused."), field="granted_eur")
    values = {
        "stage": Stage.GRANTED if is_granted else Stage.REFUSED,
        "answered_on": answered_on,
        "granted_eur": granted_eur if is_granted else None,
    }
    verb = "grant_consortium" if is_granted else "refuse_consortium"
    return change(consortium, values, verb=verb, by=by, at=at)


@transaction.atomic
def step_back(consortium: Consortium, *, by: Actor, at: datetime) -> Consortium:
    """Take the last step back: it was a slip, or the idea is taken up again."""
    require(rules.may_broker, by, consortium)
    stage = Stage(lock(consortium).stage)
    if stage not in BACK:
        raise Refused(_("There is no step to take back."))
    before, forgotten = BACK[stage]
    values: dict[str, object] = {"stage": before, **forgotten}
    return change(consortium, values, verb="step_back", by=by, at=at)


def _has_lead(consortium: Consortium) -> bool:
    leads = consortium.partners.filter(
        role=ConsortiumPartner.Role.LEAD, state=ConsortiumPartner.State.AGREED
    )
    return leads.exists()
