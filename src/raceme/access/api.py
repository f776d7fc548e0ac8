"""Who calls the API: a program with a token, or a page of a signed-in person."""

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema
from ninja.security import HttpBearer, SessionAuth

from raceme.access.actor import Actor
from raceme.access.models import User
from raceme.access.queries import actor_for, actor_with_token, is_known_token

router = Router(tags=["access"])


class TokenAuth(HttpBearer):
    """`Authorization: Bearer raceme_…`; a valid token of another cluster finds nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        if not is_known_token(token):
            return None
        actor = actor_with_token(token, _cluster_of(request))
        if actor is None:
            raise Http404
        return actor


class SeatAuth(SessionAuth):
    """The sign-in of the web pages, with their protection against forged requests."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        if not isinstance(request.user, User):
            return None
        actor = actor_for(request.user, _cluster_of(request))
        if actor is None:
            raise Http404
        return actor


class ApiRequest(HttpRequest):
    """An API request after it is known who calls."""

    auth: Actor


class Whoami(Schema):
    """The seat on which a call acts."""

    name: str
    cluster: str
    role: str


@router.get("/me", response=Whoami, summary="On which seat do I act?")
def whoami(request: ApiRequest, cluster: Path[str]) -> Whoami:
    return Whoami(name=request.auth.label, cluster=cluster, role=str(request.auth.role))


def _cluster_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return str(match.kwargs["cluster"]) if match else ""
