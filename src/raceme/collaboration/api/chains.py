"""Value chains, for programs."""

from collections.abc import Iterable

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.collaboration import rules
from raceme.collaboration.models import ValueChain
from raceme.collaboration.queries.chains import chain_map, chains_visible_to
from raceme.collaboration.verbs import chains as verbs
from raceme.foundation.api import RowId
from raceme.foundation.errors import require

router = Router(tags=["partners"])


class ChainStepIn(Schema):
    """A step: its name, and key words; those that begin with a digit are codes of NACE."""

    title: str
    terms: list[str] = []


class ChainIn(Schema):
    """A value chain, its steps in order."""

    title: str
    steps: list[ChainStepIn]

    def said(self) -> list[verbs.StepSaid]:
        """The steps, as a verb takes them."""
        return [verbs.StepSaid(one.title, tuple(one.terms)) for one in self.steps]


class ChainOut(ChainIn):
    """A value chain as it is kept."""

    id: int


class StepOnMapOut(Schema):
    """A step with its members: filled, one or gap; how many of them supply the next step."""

    title: str
    strength: str
    members: list[int]
    supplies_next: int | None


@router.get("/chains", response=list[ChainOut], summary="Which value chains are there?")
@paginate
def list_chains(request: ApiRequest, cluster: Path[str]) -> Iterable[ValueChain]:
    return chains_visible_to(request.auth).filter(dropped_at__isnull=True).order_by("pk")


@router.get("/chains/{pk}", response=list[StepOnMapOut], summary="Who stands where in a chain?")
def show_chain(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> list[StepOnMapOut]:
    chain = get_object_or_404(chains_visible_to(request.auth), pk=pk)
    return [
        StepOnMapOut(
            title=one.title,
            strength=one.strength,
            members=[member.pk for member in one.members],
            supplies_next=one.supplies_next,
        )
        for one in chain_map(chain, request.auth).steps
    ]


@router.post("/chains", response={201: ChainOut}, summary="Draw a value chain.")
def draw_chain(request: ApiRequest, cluster: Path[str], body: ChainIn) -> Status[ValueChain]:
    require(rules.may_broker, request.auth)
    assert request.auth.cluster is not None
    here, by, at = request.auth.cluster, request.auth, timezone.now()
    made = verbs.draw_chain(here, title=body.title, steps=body.said(), by=by, at=at)
    return Status(201, made)


@router.put("/chains/{pk}", response=ChainOut, summary="Change the steps of a value chain.")
def describe_chain(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], body: ChainIn
) -> ValueChain:
    chain = get_object_or_404(chains_visible_to(request.auth), pk=pk)
    by, at = request.auth, timezone.now()
    return verbs.describe_chain(chain, title=body.title, steps=body.said(), by=by, at=at)
