"""Services, for programs."""

from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.actor import Actor
from raceme.access.api import ApiRequest
from raceme.catalogue import queries, verbs
from raceme.catalogue.models import Service, Stage
from raceme.catalogue.verbs import Partner
from raceme.foundation.api import RowId
from raceme.foundation.errors import Refused
from raceme.members.queries import organisations_visible_to

router = Router(tags=["catalogue"])

Amount = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
Figure = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Strength = Annotated[float, Field(ge=0, le=1)]
Mark = Annotated[float, Field(ge=0, le=4)]


class ServiceFacts(Schema):
    """What can be said about a service; its figures are per edition."""

    code: str
    name: str
    category: str
    need: str = ""
    description: str = ""
    targets: list[str] = []
    level: str = ""
    format: str = ""
    delivered_by: str = ""
    funding: list[str] = []
    price_member_eur: Amount | None = None
    price_guest_eur: Amount | None = None
    kpis: str = ""
    mandate: str = ""
    owner_id: RowId | None = None
    calendar: str = ""
    aid_basis: str = ""
    confidentiality: str = ""
    person_days: Amount
    cost_eur: Amount
    income_eur: Amount = Decimal(0)
    reach: Figure
    max_editions: Annotated[int, Field(ge=0, le=32767)] = 1
    is_cross_sectoral: bool = False
    is_for_emerging: bool = False


class ProviderIn(Schema):
    """Who takes part in delivering a service: an organisation of the books, or a name."""

    role: str
    organisation_id: RowId | None = None
    name: str = ""
    note: str = ""


class ServiceIn(ServiceFacts):
    """What to write down of a service. What is left out stays as it is, or empty if it is new."""

    answers: dict[str, Strength] | None = None
    serves: dict[str, Mark] | None = None
    providers: list[ProviderIn] | None = None


class NewService(ServiceIn):
    """A service to write down. One that begins further on than an idea says why."""

    stage: str = str(Stage.IDEA)
    reason: str = ""


class ChangedService(ServiceIn):
    """What to change of a service. A change of a settled offer makes a new version and says why."""

    why: str = ""


class ProviderOut(Schema):
    """Who takes part in delivering a service."""

    role: str
    organisation_id: int | None
    name: str
    note: str


class ServiceOut(ServiceFacts):
    """A service as it stands in the books; `serves` holds what somebody stated."""

    id: int
    archetype: str
    archetype_version: int | None
    stage: str
    version: int
    is_offered: bool
    answers: dict[str, float]
    serves: dict[str, float]
    providers: list[ProviderOut]

    @staticmethod
    def resolve_answers(service: Service) -> dict[str, float]:
        return {one.topic: one.strength for one in service.answers.all()}

    @staticmethod
    def resolve_serves(service: Service) -> dict[str, float]:
        return {one.objective.code: one.strength for one in service.contributions.all()}


class NeedBehind(Schema):
    """A need of a member that asks for what a service answers."""

    id: int
    organisation_id: int
    topic: str
    importance: int
    satisfaction: int | None
    score: float


@router.get("", response=list[ServiceOut], summary="Which services are there?")
@paginate
def list_services(
    request: ApiRequest,
    cluster: Path[str],
    *,
    text: str = "",
    category: str = "",
    stage: str = "",
    format: str = "",
    delivered_by: str = "",
    owner: str = "",
    topic: str = "",
    objective: str = "",
    cross_sectoral: bool = False,
    emerging: bool = False,
    review_due: bool = False,
    with_retired: bool = False,
    sort: str = "code",
) -> QuerySet[Service]:
    return queries.found_among(
        queries.with_links(queries.services_visible_to(request.auth)),
        text=text,
        category=category,
        stage=stage,
        format=format,
        delivered_by=delivered_by,
        owner=owner,
        topic=topic,
        objective=objective,
        cross_sectoral=cross_sectoral,
        emerging=emerging,
        review_due_on=timezone.localdate() if review_due else None,
        with_retired=with_retired,
        sort=sort,
        by=request.auth,
    )


@router.post("", response={201: ServiceOut}, summary="Write down a service of one's own")
def create_service(request: ApiRequest, cluster: Path[str], values: NewService) -> Status[Service]:
    facts = _facts(values, request.auth)
    return Status(201, verbs.create_service(**facts, by=request.auth, at=timezone.now()))


@router.get("/{int:pk}", response=ServiceOut, summary="What is known of a service?")
def show_service(request: ApiRequest, cluster: Path[str], pk: int) -> Service:
    return service_at(request, pk)


@router.put("/{int:pk}", response=ServiceOut, summary="Change what is known of it")
def describe_service(
    request: ApiRequest, cluster: Path[str], pk: int, values: ChangedService
) -> Service:
    service, facts = service_at(request, pk), _facts(values, request.auth)
    return verbs.describe_service(service, **facts, by=request.auth, at=timezone.now())


@router.get("/{int:pk}/needs", response=list[NeedBehind], summary="Who asks for it?")
@paginate
def list_needs_behind(request: ApiRequest, cluster: Path[str], pk: int) -> QuerySet[Any]:
    return queries.needs_behind(request.auth, service_at(request, pk))


def service_at(request: ApiRequest, pk: int) -> Service:
    """Give the service that a call is about; not there for those of another cluster."""
    return get_object_or_404(queries.services_visible_to(request.auth), pk=pk)


def _facts(values: ServiceIn, actor: Actor) -> dict[str, Any]:
    """Give what was sent as the arguments of a verb; what was left out is not touched."""
    sent = values.model_dump(exclude_unset=True)
    if "owner_id" in sent:
        pk = sent.pop("owner_id")
        sent["owner"] = None if pk is None else queries.seats_of_team(actor).filter(pk=pk).first()
        if pk is not None and sent["owner"] is None:
            raise Refused(_("Whoever answers for it must have a seat here."), field="owner")
    if sent.get("providers") is not None:
        sent["providers"] = [_partner(one, actor) for one in sent["providers"]]
    return sent


def _partner(sent: dict[str, Any], actor: Actor) -> Partner:
    pk = sent.pop("organisation_id", None)
    ours = None if pk is None else organisations_visible_to(actor).filter(pk=pk).first()
    if pk is not None and ours is None:
        raise Refused(_("This organisation is not in our books."), field="providers")
    return Partner(organisation=ours, **sent)
