"""People and their posts, for programs that act for the team or the board."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.foundation.errors import require
from raceme.members import queries, rules, verbs
from raceme.members.api.routing import router
from raceme.members.models import Person, Post
from raceme.members.queries.keeping import as_plain_values, sheets_about


class PersonIn(Schema):
    """What can be said about a person."""

    given_name: str = ""
    family_name: str
    title: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    topics: list[str] = []
    legal_basis: str = ""
    consented_on: date | None = None
    purposes: list[str] = []
    wants_news: bool = False
    is_not_to_contact: bool = False
    note: str = ""


class PersonOut(PersonIn):
    """A person as it stands in the books."""

    id: int
    erased_at: datetime | None


class PostChange(Schema):
    """What can be changed of a post."""

    function: str = ""
    department: str = ""
    level: str = ""
    is_main_contact: bool = False
    starts_on: date | None = None
    ended_on: date | None = None


class PostIn(PostChange):
    """What a person does in an organisation."""

    organisation_id: RowId


class PostOut(PostIn):
    """A post as it stands in the books."""

    id: int
    person_id: int


class EndIn(Schema):
    """The day until which somebody held a post."""

    ended_on: date


class EraseIn(Schema):
    """Words that are taken out of notes besides name, e-mail address and telephone number."""

    also: list[str] = []


@router.get("/people", response=list[PersonOut], summary="Which people are there?")
@paginate
def list_people(
    request: ApiRequest, cluster: Path[str], text: str = "", show: str = "", topic: str = ""
) -> QuerySet[Person]:
    require(rules.may_see_people, request.auth)
    return queries.people_found(request.auth, text=text, show=show, topic=topic)


@router.post("/people", response={201: PersonOut}, summary="Enter a person")
def enter_person(request: ApiRequest, cluster: Path[str], values: PersonIn) -> Status[Person]:
    entered = verbs.enter_person(**values.model_dump(), by=request.auth, at=timezone.now())
    return Status(201, entered)


@router.get("/people/{int:pk}", response=PersonOut, summary="What is known of a person?")
def show_person(request: ApiRequest, cluster: Path[str], pk: int) -> Person:
    return _person(request, pk)


@router.put("/people/{int:pk}", response=PersonOut, summary="Change what is known of a person")
def describe_person(request: ApiRequest, cluster: Path[str], pk: int, values: PersonIn) -> Person:
    person = _person(request, pk)
    return verbs.describe_person(person, **values.model_dump(), by=request.auth, at=timezone.now())


@router.get(
    "/people/{int:pk}/kept",
    response=dict[str, list[dict[str, Any]]],
    summary="All that is kept on a person",
)
def hand_out_person(
    request: ApiRequest, cluster: Path[str], pk: int
) -> dict[str, list[dict[str, Any]]]:
    person = _person(request, pk)
    require(rules.may_edit, request.auth, person)
    return as_plain_values(sheets_about(request.auth, person))


@router.post("/people/{int:pk}/erase", response=PersonOut, summary="Erase a person, for good")
def erase_person(request: ApiRequest, cluster: Path[str], pk: int, values: EraseIn) -> Person:
    person = _person(request, pk)
    return verbs.erase_person(person, also=values.also, by=request.auth, at=timezone.now())


@router.get("/{int:pk}/posts", response=list[PostOut], summary="Who works there?")
def list_posts(request: ApiRequest, cluster: Path[str], pk: int) -> QuerySet[Post]:
    require(rules.may_see_people, request.auth)
    organisation = get_object_or_404(queries.organisations_visible_to(request.auth), pk=pk)
    return queries.posts_at(request.auth, organisation)


@router.post("/people/{int:pk}/posts", response={201: PostOut}, summary="Give a person a post")
def give_post(request: ApiRequest, cluster: Path[str], pk: int, values: PostIn) -> Status[Post]:
    person, facts = _person(request, pk), values.model_dump()
    organisations = queries.organisations_visible_to(request.auth)
    organisation = get_object_or_404(organisations, pk=facts.pop("organisation_id"))
    given = verbs.give_post(person, organisation, **facts, by=request.auth, at=timezone.now())
    return Status(201, given)


@router.put("/posts/{int:pk}", response=PostOut, summary="Change a post")
def describe_post(request: ApiRequest, cluster: Path[str], pk: int, values: PostChange) -> Post:
    post = _post(request, pk)
    return verbs.describe_post(post, **values.model_dump(), by=request.auth, at=timezone.now())


@router.post("/posts/{int:pk}/end", response=PostOut, summary="End a post")
def end_post(request: ApiRequest, cluster: Path[str], pk: int, values: EndIn) -> Post:
    post = _post(request, pk)
    return verbs.end_post(post, ended_on=values.ended_on, by=request.auth, at=timezone.now())


def _person(request: ApiRequest, pk: int) -> Person:
    require(rules.may_see_people, request.auth)
    return get_object_or_404(queries.people_visible_to(request.auth), pk=pk)


def _post(request: ApiRequest, pk: int) -> Post:
    require(rules.may_see_people, request.auth)
    return get_object_or_404(queries.posts_visible_to(request.auth), pk=pk)
