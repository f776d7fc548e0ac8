"""The network of a cluster, and technologies beside what is asked for, for programs."""

from datetime import date

from django.utils import timezone
from ninja import Path, Query, Router, Schema

from raceme.access.api import ApiRequest
from raceme.collaboration import rules
from raceme.collaboration.bridge.network import figured
from raceme.collaboration.queries.network import NetworkWanted, network_of
from raceme.collaboration.queries.technologies import technology_matrix
from raceme.foundation.errors import require

router = Router(tags=["partners"])


class NetworkQuery(Schema):
    """kinds: of ties; sector: edition and division of NACE, as in 2:25; roles: of organisations."""

    kinds: list[str] = []
    sector: str = ""
    roles: list[str] = []
    with_others: bool = False


class NodeOut(Schema):
    """An organisation; between is null where it was not reckoned."""

    organisation_id: int
    partners: int
    part: int
    between: float | None
    is_bridge: bool


class TieOut(Schema):
    """A pair of organisations: by what they are tied, how often, when last."""

    one: int
    other: int
    kinds: list[str]
    times: int
    last: date | None


class NetworkOut(Schema):
    """Organisations and ties, as far as whoever asks may see them."""

    organisations: list[NodeOut]
    ties: list[TieOut]


@router.get("/network", response=NetworkOut, summary="Who works with whom?")
def show_network(request: ApiRequest, cluster: Path[str], query: Query[NetworkQuery]) -> NetworkOut:
    wanted = NetworkWanted(
        kinds=tuple(query.kinds),
        sector=query.sector,
        roles=tuple(query.roles),
        with_others=query.with_others,
    )
    network = network_of(request.auth, wanted, at=timezone.localdate())
    return NetworkOut(
        organisations=[
            NodeOut(
                organisation_id=one.organisation.pk,
                partners=one.figures.partners,
                part=one.figures.part + 1,
                between=one.figures.between,
                is_bridge=one.figures.is_bridge,
            )
            for one in figured(network).known
        ],
        ties=[
            TieOut(
                one=one.one, other=one.other, kinds=list(one.kinds), times=one.times, last=one.last
            )
            for one in network.knots
        ],
    )


class SpotOut(Schema):
    """A technology in a sector that asks for it: hot, inside or white."""

    technology: str
    revision: str
    division: str
    heat: str
    requests: list[int]
    helpers: list[int]
    inside: list[int]
    value: float


@router.get("/technologies", response=list[SpotOut], summary="What is asked for, who could help?")
def list_technologies(request: ApiRequest, cluster: Path[str]) -> list[SpotOut]:
    require(rules.may_see_brokerage, request.auth)
    matrix = technology_matrix(request.auth, on=timezone.localdate())
    return [
        SpotOut(
            technology=one.term,
            revision=field.sector[0],
            division=field.sector[1],
            heat=spot.heat,
            requests=[other.pk for other in spot.requests],
            helpers=[other.pk for other in spot.helpers],
            inside=[other.pk for other in spot.inside],
            value=spot.value,
        )
        for one in matrix.asked_for
        for field, spot in zip(matrix.fields, one.spots, strict=True)
        if spot.requests
    ]
