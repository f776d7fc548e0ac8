"""The network of a cluster, for programs."""

from datetime import date

from django.utils import timezone
from ninja import Path, Query, Router, Schema

from raceme.access.api import ApiRequest
from raceme.collaboration.bridge.network import figured
from raceme.collaboration.queries.network import NetworkWanted, network_of

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
