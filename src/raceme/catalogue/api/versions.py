"""The versions of services, for programs."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from ninja import Path, Schema
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.catalogue import queries, verbs
from raceme.catalogue.api.services import ServiceOut, router, service_at
from raceme.catalogue.models import Service, Version


class VersionOut(Schema):
    """What a service was in one version, what changed in it, and why."""

    number: int
    concept: dict[str, Any]
    changed: list[str]
    why: str
    restored_from: int | None
    author: str
    made_at: datetime
    is_settled: bool


class Restoring(Schema):
    """Why an old version is restored."""

    why: str


@router.get("/{int:pk}/versions", response=list[VersionOut], summary="What was it before?")
@paginate
def list_versions(request: ApiRequest, cluster: Path[str], pk: int) -> QuerySet[Version]:
    return queries.versions_of(request.auth, service_at(request, pk))


@router.post(
    "/{int:pk}/versions/{int:number}/restore",
    response=ServiceOut,
    summary="Make an old version the newest one again",
)
def restore_version(
    request: ApiRequest, cluster: Path[str], pk: int, number: int, values: Restoring
) -> Service:
    service = service_at(request, pk)
    return verbs.restore_version(
        service, number=number, why=values.why, by=request.auth, at=timezone.now()
    )
