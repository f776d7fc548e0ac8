"""Consortia, for programs: where each stands, who is at its table, what is missing."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.collaboration import rules
from raceme.collaboration.bridge.consortia import candidates_for
from raceme.collaboration.models import Consortium
from raceme.collaboration.queries.calls import calls_visible_to
from raceme.collaboration.queries.checks import checks_of
from raceme.collaboration.queries.consortia import (
    consortia_visible_to,
    pipeline_of,
    requirements_visible_to,
)
from raceme.collaboration.queries.workshop import matrix_of
from raceme.collaboration.verbs import consortia as verbs
from raceme.collaboration.verbs import partners as partner_verbs
from raceme.foundation.api import RowId
from raceme.foundation.errors import require
from raceme.members.queries import organisations_visible_to

router = Router(tags=["partners"])


class ConsortiumValues(Schema):
    """What a consortium says of itself."""

    title: str
    idea: str = ""


class ConsortiumIn(ConsortiumValues):
    """A new consortium for one call."""

    call_id: RowId


class ConsortiumOut(ConsortiumIn):
    """A consortium and how far it has come."""

    id: int
    stage: str
    decided_on: date | None
    submitted_on: date | None
    asked_eur: Decimal | None
    answered_on: date | None
    granted_eur: Decimal | None


class ConsortiumPartnerIn(Schema):
    """A candidate; role is lead, partner or associated."""

    organisation_id: RowId
    role: str = "partner"
    task: str = ""
    budget_eur: Decimal | None = None


class ConsortiumPartnerOut(ConsortiumPartnerIn):
    """A partner and whether it takes part."""

    id: int
    state: str


class CallRuleOut(Schema):
    """A rule of the call: kept, if-all-agree, unknown or broken."""

    rule: str
    wanted: int | None
    have: int
    hoped: int
    unknown: int
    verdict: str
    against: list[int]


class NeededOut(Schema):
    """A competence that is needed, how far it is there, and by which partners (their ids)."""

    id: int
    title: str
    terms: list[str]
    filling: str
    partners: list[int]


class WorkshopOut(Schema):
    """All that is known of a consortium."""

    consortium: ConsortiumOut
    partners: list[ConsortiumPartnerOut]
    checks: list[CallRuleOut]
    needed: list[NeededOut]


class CandidateOut(Schema):
    """An organisation that could fill a gap, and what speaks for it."""

    organisation_id: int
    score: float
    has: list[str]
    worked_with_lead: bool
    is_other_sector: bool
    helps: list[str]


class PipelineOut(Schema):
    """How many consortia stand where; the success rate is null before the first answer."""

    stages: dict[str, int]
    refused: int
    dropped: int
    success_rate: float | None
    asked_eur: Decimal | None
    granted_eur: Decimal | None


@router.get("/consortia", response=list[ConsortiumOut], summary="Which consortia are there?")
@paginate
def list_consortia(request: ApiRequest, cluster: Path[str]) -> Iterable[Consortium]:
    require(rules.may_see_brokerage, request.auth)
    return consortia_visible_to(request.auth).order_by("pk")


@router.get("/consortia/pipeline", response=PipelineOut, summary="How far are they, how many win?")
def show_pipeline(request: ApiRequest, cluster: Path[str]) -> PipelineOut:
    require(rules.may_see_brokerage, request.auth)
    found = pipeline_of(consortia_visible_to(request.auth))
    return PipelineOut(
        stages={stage.value: number for stage, number in found.counts},
        refused=found.refused,
        dropped=found.dropped,
        success_rate=found.success_rate,
        asked_eur=found.asked_eur,
        granted_eur=found.granted_eur,
    )


@router.get("/consortia/{pk}", response=WorkshopOut, summary="What has it, what does it lack?")
def show_consortium(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> WorkshopOut:
    require(rules.may_see_brokerage, request.auth)
    consortium = get_object_or_404(consortia_visible_to(request.auth), pk=pk)
    partners = list(consortium.partners.select_related("organisation"))
    matrix = matrix_of(consortium, actor=request.auth, on=timezone.localdate())
    return WorkshopOut(
        consortium=ConsortiumOut.from_orm(consortium),
        partners=[ConsortiumPartnerOut.from_orm(one) for one in partners],
        checks=[
            CallRuleOut(
                rule=one.rule,
                wanted=one.wanted,
                have=one.have,
                hoped=one.hoped,
                unknown=one.unknown,
                verdict=one.verdict,
                against=[other.pk for other in one.against],
            )
            for one in checks_of(consortium.call, partners)
        ],
        needed=[
            NeededOut(
                id=row.requirement.pk,
                title=row.requirement.title,
                terms=row.requirement.terms,
                filling=row.filling,
                partners=[cell.partner.pk for cell in row.cells if cell.state],
            )
            for row in matrix.rows
        ],
    )


@router.post("/consortia", response={201: ConsortiumOut}, summary="Begin a consortium for a call.")
def begin_consortium(
    request: ApiRequest, cluster: Path[str], body: ConsortiumIn
) -> Status[Consortium]:
    require(rules.may_broker, request.auth)
    call = get_object_or_404(calls_visible_to(request.auth), pk=body.call_id)
    values, at = body.dict(exclude={"call_id"}), timezone.now()
    return Status(201, verbs.begin_consortium(call, **values, by=request.auth, at=at))


@router.put("/consortia/{pk}", response=ConsortiumOut, summary="Put the idea in other words.")
def describe_consortium(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], body: ConsortiumValues
) -> Consortium:
    require(rules.may_broker, request.auth)
    consortium = get_object_or_404(consortia_visible_to(request.auth), pk=pk)
    values, at = body.dict(), timezone.now()
    return verbs.describe_consortium(consortium, **values, by=request.auth, at=at)


@router.post(
    "/consortia/{pk}/partners",
    response={201: ConsortiumPartnerOut},
    summary="Put a candidate on the table.",
)
def add_partner(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], body: ConsortiumPartnerIn
) -> Status[object]:
    require(rules.may_broker, request.auth)
    consortium = get_object_or_404(consortia_visible_to(request.auth), pk=pk)
    members = organisations_visible_to(request.auth)
    organisation = get_object_or_404(members, pk=body.organisation_id)
    values, at = body.dict(exclude={"organisation_id"}), timezone.now()
    made = partner_verbs.add_partner(consortium, organisation, **values, by=request.auth, at=at)
    return Status(201, made)


@router.get("/needed/{pk}/candidates", response=list[CandidateOut], summary="Who could fill a gap?")
def list_candidates(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> list[CandidateOut]:
    require(rules.may_see_brokerage, request.auth)
    needed = get_object_or_404(requirements_visible_to(request.auth), pk=pk)
    return [
        CandidateOut(
            organisation_id=one.organisation.pk,
            score=one.score,
            has=list(one.has),
            worked_with_lead=one.worked_with_lead,
            is_other_sector=one.is_other_sector,
            helps=list(one.helps),
        )
        for one in candidates_for(needed, actor=request.auth, on=timezone.localdate())
    ]
