"""The way of services through their gates, for programs."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Schema
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.catalogue import gates, queries, verbs
from raceme.catalogue.api.services import ServiceOut, router, service_at
from raceme.catalogue.models import Service, StageChange


class EvidenceOut(Schema):
    """One thing a gate asks for, and what is known of it."""

    code: str
    is_met: bool
    facts: dict[str, Any]
    label: str
    sentence: str


class GateOut(Schema):
    """The gate to a stage, with its evidence as it stands now."""

    stage: str
    is_behind: bool
    is_met: bool
    evidence: list[EvidenceOut]


class StageChangeOut(Schema):
    """That a service came to a stage: who let it, when, why, and the evidence there was then."""

    act: str
    from_stage: str
    to_stage: str
    reason: str
    has_all_evidence: bool | None
    evidence: list[dict[str, Any]]
    author: str
    at: datetime


class Step(Schema):
    """Where a service shall come to, and why."""

    to: str
    reason: str = ""


class Reason(Schema):
    """Why something is done."""

    reason: str = ""


@router.get("/{int:pk}/gates", response=list[GateOut], summary="What do its gates ask for?")
def show_gates(request: ApiRequest, cluster: Path[str], pk: int) -> list[GateOut]:
    visible = queries.services_visible_to(request.auth)
    service = get_object_or_404(gates.with_evidence(visible), pk=pk)
    known = gates.Circumstances([service], request.auth, timezone.now())
    return [_gate(one, service.cluster.currency) for one in gates.gates_of(service, known)]


@router.get("/{int:pk}/way", response=list[StageChangeOut], summary="How did it come so far?")
@paginate
def list_stage_changes(request: ApiRequest, cluster: Path[str], pk: int) -> QuerySet[StageChange]:
    return service_at(request, pk).stage_changes.all()


@router.post("/{int:pk}/pass", response=ServiceOut, summary="Let it come to a stage further on")
def pass_gate(request: ApiRequest, cluster: Path[str], pk: int, values: Step) -> Service:
    service = service_at(request, pk)
    return verbs.pass_gate(service, **values.model_dump(), by=request.auth, at=timezone.now())


@router.post("/{int:pk}/back", response=ServiceOut, summary="Send it back to an earlier stage")
def send_back(request: ApiRequest, cluster: Path[str], pk: int, values: Step) -> Service:
    service = service_at(request, pk)
    return verbs.send_back(service, **values.model_dump(), by=request.auth, at=timezone.now())


@router.post("/{int:pk}/retire", response=ServiceOut, summary="Offer it no longer")
def retire_service(request: ApiRequest, cluster: Path[str], pk: int, values: Reason) -> Service:
    service = service_at(request, pk)
    return verbs.retire_service(service, reason=values.reason, by=request.auth, at=timezone.now())


@router.post("/{int:pk}/offer-again", response=ServiceOut, summary="Offer it again")
def offer_again(request: ApiRequest, cluster: Path[str], pk: int) -> Service:
    return verbs.offer_again(service_at(request, pk), by=request.auth, at=timezone.now())


def _gate(gate: gates.Gate, currency: str) -> GateOut:
    evidence = [(one, gates.tell(one, currency)) for one in gate.evidence]
    return GateOut(
        stage=str(gate.stage),
        is_behind=gate.is_behind,
        is_met=gate.is_met,
        evidence=[
            EvidenceOut(
                code=one.code,
                is_met=one.is_met,
                facts=dict(one.facts),
                label=str(told.label),
                sentence=told.sentence,
            )
            for one, told in evidence
        ],
    )
