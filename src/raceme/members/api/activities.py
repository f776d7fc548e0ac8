"""Further activities, competences, figures and relations of organisations, for programs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Schema, Status
from pydantic import FiniteFloat

from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.members import queries, verbs
from raceme.members.api.routing import router
from raceme.members.models import Activity, Competence, Organisation, Relation, YearFigures
from raceme.members.models.codes import activity_meant


class ActivityIn(Schema):
    """A further activity, by code or name in an edition of NACE."""

    nace: str
    revision: str = "2"


class ActivityOut(ActivityIn):
    """A further activity as it stands in the books."""

    id: int


class CompetenceIn(Schema):
    """Something an organisation can do or has."""

    term: str
    kind: str = Competence.Kind.OTHER.value
    level: int | None = None
    readiness: int | None = None
    note: str = ""


class CompetenceOut(CompetenceIn):
    """A competence as it stands in the books."""

    id: int
    ended_at: datetime | None


class FiguresIn(Schema):
    """The figures of a year; what nobody knows is left out. Shares go from 0 to 1.

    `is_present`: employees and turnover are also those that count today.
    """

    year: int
    employees: int | None = None
    turnover_eur: Decimal | None = None
    export_share: FiniteFloat | None = None
    rd_spending_eur: Decimal | None = None
    rd_staff: int | None = None
    value_added_eur: Decimal | None = None
    investment_eur: Decimal | None = None
    source: str = ""
    is_present: bool = False


class FiguresOut(Schema):
    """The figures of a year as they stand in the books."""

    id: int
    year: int
    employees: int | None
    turnover_eur: Decimal | None
    export_share: float | None
    rd_spending_eur: Decimal | None
    rd_staff: int | None
    value_added_eur: Decimal | None
    investment_eur: Decimal | None
    source: str


class RelationChange(Schema):
    """What can be changed of a relation."""

    kind: str
    share: FiniteFloat | None = None
    since: date | None = None
    note: str = ""


class RelationIn(RelationChange):
    """How an organisation is tied to another; a share, from 0 to 1, where it holds shares."""

    other_id: RowId


class RelationOut(Schema):
    """A relation as it stands in the books: `organisation_id` owns, supplies, works with."""

    id: int
    organisation_id: int
    other_id: int
    kind: str
    share: float | None
    since: date | None
    note: str
    ended_at: datetime | None


@router.get("/{int:pk}/activities", response=list[ActivityOut], summary="What does it do besides?")
def list_activities(request: ApiRequest, cluster: Path[str], pk: int) -> QuerySet[Activity]:
    return queries.activities_visible_to(request.auth).filter(organisation=_one(request, pk))


@router.post("/{int:pk}/activities", response={201: ActivityOut}, summary="Add an activity")
def add_activity(
    request: ApiRequest, cluster: Path[str], pk: int, values: ActivityIn
) -> Status[Activity]:
    organisation = _one(request, pk)
    added = verbs.add_activity(
        organisation,
        nace=activity_meant(values.nace, values.revision),
        revision=values.revision,
        by=request.auth,
        at=timezone.now(),
    )
    return Status(201, added)


@router.post("/activities/{int:pk}/remove", response={204: None}, summary="Remove an activity")
def remove_activity(request: ApiRequest, cluster: Path[str], pk: int) -> Status[None]:
    activity = get_object_or_404(queries.activities_visible_to(request.auth), pk=pk)
    verbs.remove_activity(activity, by=request.auth, at=timezone.now())
    return Status(204, None)


@router.get("/{int:pk}/competences", response=list[CompetenceOut], summary="What can it do?")
def list_competences(request: ApiRequest, cluster: Path[str], pk: int) -> QuerySet[Competence]:
    return queries.competences_visible_to(request.auth).filter(organisation=_one(request, pk))


@router.post("/{int:pk}/competences", response={201: CompetenceOut}, summary="Add a competence")
def add_competence(
    request: ApiRequest, cluster: Path[str], pk: int, values: CompetenceIn
) -> Status[Competence]:
    added = verbs.add_competence(
        _one(request, pk), **values.model_dump(), by=request.auth, at=timezone.now()
    )
    return Status(201, added)


@router.put("/competences/{int:pk}", response=CompetenceOut, summary="Change a competence")
def describe_competence(
    request: ApiRequest, cluster: Path[str], pk: int, values: CompetenceIn
) -> Competence:
    competence = get_object_or_404(queries.competences_visible_to(request.auth), pk=pk)
    return verbs.describe_competence(
        competence, **values.model_dump(), by=request.auth, at=timezone.now()
    )


@router.post("/competences/{int:pk}/end", response=CompetenceOut, summary="End a competence")
def end_competence(request: ApiRequest, cluster: Path[str], pk: int) -> Competence:
    competence = get_object_or_404(queries.competences_visible_to(request.auth), pk=pk)
    return verbs.end_competence(competence, by=request.auth, at=timezone.now())


@router.post("/competences/{int:pk}/reopen", response=CompetenceOut, summary="Let it stand again")
def reopen_competence(request: ApiRequest, cluster: Path[str], pk: int) -> Competence:
    competence = get_object_or_404(queries.competences_visible_to(request.auth), pk=pk)
    return verbs.reopen_competence(competence, by=request.auth, at=timezone.now())


@router.get("/{int:pk}/figures", response=list[FiguresOut], summary="What are its figures?")
def list_figures(request: ApiRequest, cluster: Path[str], pk: int) -> QuerySet[YearFigures]:
    return queries.figures_visible_to(request.auth).filter(organisation=_one(request, pk))


@router.post("/{int:pk}/figures", response={201: FiguresOut}, summary="Record figures of a year")
def record_figures(
    request: ApiRequest, cluster: Path[str], pk: int, values: FiguresIn
) -> Status[YearFigures]:
    recorded = verbs.record_figures(
        _one(request, pk), **values.model_dump(), by=request.auth, at=timezone.now()
    )
    return Status(201, recorded)


@router.put("/figures/{int:pk}", response=FiguresOut, summary="Correct figures of a year")
def correct_figures(
    request: ApiRequest, cluster: Path[str], pk: int, values: FiguresIn
) -> YearFigures:
    figures = get_object_or_404(queries.figures_visible_to(request.auth), pk=pk)
    return verbs.correct_figures(figures, **values.model_dump(), by=request.auth, at=timezone.now())


@router.get("/{int:pk}/relations", response=list[RelationOut], summary="To whom is it tied?")
def list_relations(request: ApiRequest, cluster: Path[str], pk: int) -> QuerySet[Relation]:
    return queries.ties_of(request.auth, _one(request, pk))


@router.post("/{int:pk}/relations", response={201: RelationOut}, summary="Add a relation")
def add_relation(
    request: ApiRequest, cluster: Path[str], pk: int, values: RelationIn
) -> Status[Relation]:
    facts: dict[str, Any] = values.model_dump()
    other = _one(request, facts.pop("other_id"))
    added = verbs.add_relation(
        _one(request, pk), other, **facts, by=request.auth, at=timezone.now()
    )
    return Status(201, added)


@router.put("/relations/{int:pk}", response=RelationOut, summary="Change a relation")
def describe_relation(
    request: ApiRequest, cluster: Path[str], pk: int, values: RelationChange
) -> Relation:
    relation = get_object_or_404(queries.relations_visible_to(request.auth), pk=pk)
    return verbs.describe_relation(
        relation, **values.model_dump(), by=request.auth, at=timezone.now()
    )


@router.post("/relations/{int:pk}/end", response=RelationOut, summary="End a relation")
def end_relation(request: ApiRequest, cluster: Path[str], pk: int) -> Relation:
    relation = get_object_or_404(queries.relations_visible_to(request.auth), pk=pk)
    return verbs.end_relation(relation, by=request.auth, at=timezone.now())


def _one(request: ApiRequest, pk: int) -> Organisation:
    return get_object_or_404(queries.organisations_visible_to(request.auth), pk=pk)
