"""The library, for programs."""

from django.http import Http404
from django.utils import timezone
from ninja import Path, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.catalogue import queries, verbs
from raceme.catalogue.api.services import ServiceOut, router
from raceme.catalogue.archetypes import LIBRARY_VERSION, Archetype, archetype_named
from raceme.catalogue.models import Service


class ArchetypeOut(Schema):
    """A kind of service in the library. Its figures are estimates, per edition."""

    id: str
    library_version: int
    name: str
    category: str
    description: str
    need: str
    kpis: list[str]
    format: str
    level: str
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

    @staticmethod
    def resolve_library_version(_archetype: Archetype) -> int:
        return LIBRARY_VERSION


class DifferenceOut(Schema):
    """Something that our service says otherwise than its archetype."""

    label: str
    ours: str
    usual: str


class EntryOut(Schema):
    """An archetype, the id of the service we made of it if we offer one, and how that differs."""

    archetype: ArchetypeOut
    service_id: int | None
    differences: list[DifferenceOut]

    @staticmethod
    def resolve_service_id(entry: queries.LibraryEntry) -> int | None:
        return entry.service.pk if entry.service else None


class Adoption(Schema):
    """The ids of archetypes to adopt: all of them, or none if one cannot be."""

    archetypes: list[str]


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
    funding: str = "",
    target: str = "",
    days_min: float | None = None,
    days_max: float | None = None,
    adopted: str = "",
) -> list[queries.LibraryEntry]:
    return queries.library_for(
        request.auth,
        text=text,
        category=category,
        format=format,
        cross_sectoral=cross_sectoral,
        emerging=emerging,
        topic=topic,
        funding=funding,
        target=target,
        days_min=days_min,
        days_max=days_max,
        adopted=adopted,
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


def _archetype(id_: str) -> Archetype:
    found = archetype_named(id_)
    if found is None:
        raise Http404
    return found
