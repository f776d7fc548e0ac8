"""Services and the library, for programs."""

from decimal import Decimal
from typing import Annotated

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.catalogue import queries, verbs
from raceme.catalogue.archetypes import Archetype, archetype_named
from raceme.catalogue.models import Service

router = Router(tags=["catalogue"])

Amount = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
Figure = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Strength = Annotated[float, Field(ge=0, le=1)]
Mark = Annotated[float, Field(ge=0, le=4)]


class ServiceFacts(Schema):
    """What can be said about a service, per edition."""

    code: str
    name: str
    category: str
    description: str = ""
    person_days: Amount
    cost_eur: Amount
    income_eur: Amount = Decimal(0)
    reach: Figure
    max_editions: Annotated[int, Field(ge=0, le=32767)] = 1
    is_cross_sectoral: bool = False
    is_for_emerging: bool = False


class ServiceIn(ServiceFacts):
    """A service to write down. `answers` or `serves` left out: as they are, or none."""

    answers: dict[str, Strength] | None = None
    serves: dict[str, Mark] | None = None


class ServiceOut(ServiceFacts):
    """A service as it stands in the books; `serves` holds what somebody stated."""

    id: int
    archetype: str
    is_offered: bool
    answers: dict[str, float]
    serves: dict[str, float]

    @staticmethod
    def resolve_answers(service: Service) -> dict[str, float]:
        return {one.topic: one.strength for one in service.answers.all()}

    @staticmethod
    def resolve_serves(service: Service) -> dict[str, float]:
        return {one.objective.code: one.strength for one in service.contributions.all()}


class ArchetypeOut(Schema):
    """A kind of service in the library. Its figures are estimates, per edition."""

    id: str
    name: str
    category: str
    description: str
    need: str
    kpis: list[str]
    format: str
    funding: list[str]
    targets: list[str]
    is_cross_sectoral: bool
    is_for_emerging_industries: bool
    effort_days: float
    cost_eur: float
    income_eur: float
    reach: float
    max_editions: int
    answers: dict[str, float]


class EntryOut(Schema):
    """An archetype, and the id of the service we made of it, if we offer one."""

    archetype: ArchetypeOut
    service_id: int | None

    @staticmethod
    def resolve_service_id(entry: queries.LibraryEntry) -> int | None:
        return entry.service.pk if entry.service else None


class Adoption(Schema):
    """The ids of archetypes to adopt: all of them, or none if one cannot be."""

    archetypes: list[str]


@router.get("", response=list[ServiceOut], summary="Which services are there?")
@paginate
def list_services(
    request: ApiRequest,
    cluster: Path[str],
    *,
    text: str = "",
    category: str = "",
    topic: str = "",
    objective: str = "",
    with_retired: bool = False,
) -> QuerySet[Service]:
    return queries.found_among(
        queries.with_links(queries.services_visible_to(request.auth)),
        text=text,
        category=category,
        topic=topic,
        objective=objective,
        with_retired=with_retired,
        by=request.auth,
    )


@router.post("", response={201: ServiceOut}, summary="Write down a service of one's own")
def create_service(request: ApiRequest, cluster: Path[str], values: ServiceIn) -> Status[Service]:
    made = verbs.create_service(**values.model_dump(), by=request.auth, at=timezone.now())
    return Status(201, made)


@router.get("/library", response=list[EntryOut], summary="What does the library hold?")
@paginate
def list_library(
    request: ApiRequest,
    cluster: Path[str],
    *,
    text: str = "",
    category: str = "",
    format: str = "",
    cross_sectoral: bool = False,
    emerging: bool = False,
    topic: str = "",
) -> list[queries.LibraryEntry]:
    return queries.library_for(
        request.auth,
        text=text,
        category=category,
        format=format,
        cross_sectoral=cross_sectoral,
        emerging=emerging,
        topic=topic,
    )


@router.post("/library/adopt", response={201: list[ServiceOut]}, summary="Adopt archetypes")
def adopt_archetypes(
    request: ApiRequest, cluster: Path[str], values: Adoption
) -> Status[list[Service]]:
    chosen = [_archetype(one) for one in values.archetypes]
    return Status(201, verbs.adopt_archetypes(chosen, by=request.auth, at=timezone.now()))


@router.get("/library/{archetype}", response=ArchetypeOut, summary="What is this archetype?")
def show_archetype(request: ApiRequest, cluster: Path[str], archetype: str) -> Archetype:
    return _archetype(archetype)


@router.get("/{int:pk}", response=ServiceOut, summary="What is known of a service?")
def show_service(request: ApiRequest, cluster: Path[str], pk: int) -> Service:
    return get_object_or_404(queries.services_visible_to(request.auth), pk=pk)


@router.put("/{int:pk}", response=ServiceOut, summary="Change what is known of it")
def describe_service(
    request: ApiRequest, cluster: Path[str], pk: int, values: ServiceIn
) -> Service:
    service = get_object_or_404(queries.services_visible_to(request.auth), pk=pk)
    return verbs.describe_service(
        service, **values.model_dump(), by=request.auth, at=timezone.now()
    )


@router.post("/{int:pk}/retire", response=ServiceOut, summary="Offer it no longer")
def retire_service(request: ApiRequest, cluster: Path[str], pk: int) -> Service:
    service = get_object_or_404(queries.services_visible_to(request.auth), pk=pk)
    return verbs.retire_service(service, by=request.auth, at=timezone.now())


@router.post("/{int:pk}/offer-again", response=ServiceOut, summary="Offer it again")
def offer_again(request: ApiRequest, cluster: Path[str], pk: int) -> Service:
    service = get_object_or_404(queries.services_visible_to(request.auth), pk=pk)
    return verbs.offer_again(service, by=request.auth, at=timezone.now())


def _archetype(id_: str) -> Archetype:
    found = archetype_named(id_)
    if found is None:
        raise Http404
    return found
