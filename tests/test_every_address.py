"""Every address and every API operation, asked for by everybody: who sees what, who may do what.

A new page or operation that is missing in the tables below fails these tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster, Role, Seat
from raceme.access.verbs import make_token
from raceme.catalogue.models import Service
from raceme.config.api import api
from raceme.members.models import Organisation
from raceme.needs.models import Need, Question
from raceme.portfolio.background import compute
from raceme.portfolio.verbs import compute_plan
from raceme.strategy.models import Indicator, Objective, Strategy
from raceme.strategy.verbs import add_indicator
from tests.browser.addresses import all_addresses
from tests.factories import NOW, make_actor, make_cluster
from tests.needs import addresses as asking
from tests.portfolio.small import furnish, make_scenario

SEATED = set(Role)
OFFICE = {Role.MANAGER, Role.ADVISER, Role.BOARD}
WORK = {Role.MANAGER, Role.ADVISER}
MANAGE = {Role.MANAGER}

READ_PAGES = {
    "catalogue:archetype": SEATED,
    "catalogue:detail": SEATED,
    "catalogue:library": SEATED,
    "catalogue:list": SEATED,
    "members:detail": SEATED,
    "members:list": SEATED,
    "needs:detail": SEATED,
    "needs:list": SEATED,
    "needs:members": SEATED,
    "needs:topic": SEATED,
    "needs:topics": SEATED,
    "portfolio:compare": SEATED,
    "portfolio:crossing": SEATED,
    "portfolio:download": SEATED,
    "portfolio:list": SEATED,
    "portfolio:plan": SEATED,
    "strategy:objective": SEATED,
    "strategy:page": SEATED,
    "strategy:version": SEATED,
    "thread:break": SEATED,
    "thread:home": SEATED,
    "access:about": SEATED,
    "access:history": OFFICE,
    "access:team": OFFICE,
    "access:tokens": SEATED,
    **asking.READ_PAGES,
}
FORM_PAGES = {
    "access:change_role": MANAGE,
    "access:edit_about": MANAGE,
    "access:give_seat": MANAGE,
    "catalogue:edit": WORK,
    "catalogue:new": WORK,
    "members:edit": WORK,
    "members:leaving": WORK,
    "members:new": WORK,
    "needs:edit": WORK,
    "needs:new": WORK,
    "needs:record": WORK,
    "portfolio:edit": WORK,
    "portfolio:new": WORK,
    "strategy:adopt": MANAGE,
    "strategy:edit": MANAGE,
    "strategy:edit_indicator": MANAGE,
    "strategy:edit_objective": MANAGE,
    "strategy:new_indicator": MANAGE,
    "strategy:new_objective": MANAGE,
    **asking.FORM_PAGES,
}
ACTS = {
    "access:end_seat": MANAGE,
    "access:end_token": MANAGE,  # its owner's; the one below is the manager's
    "access:make_token": SEATED,
    "catalogue:adopt": WORK,
    "catalogue:offer_again": WORK,
    "catalogue:retire": WORK,
    "members:readmit": WORK,
    "needs:restore": WORK,
    "needs:withdraw": WORK,
    "portfolio:compute": WORK,
    "portfolio:stop": WORK,
    "strategy:draft": MANAGE,
    "strategy:end_indicator": MANAGE,
    "strategy:end_objective": MANAGE,
    "strategy:reopen_indicator": MANAGE,
    "strategy:reopen_objective": MANAGE,
    **asking.ACTS,
}
# Nobody sees the tokens of others, and viewers do not see who else holds a seat.
NOT_EVEN_THERE = {
    *(("access:end_token", role) for role in Role),
    ("access:change_role", Role.VIEWER),
    ("access:end_seat", Role.VIEWER),
    *asking.NOT_EVEN_THERE,
}
DONE = {200, 302, 409, 422}  # what somebody gets who may do it, whether or not it can be done now

SCENARIO = {"name": "Other", "year": 2028, "budget_eur": 1, "person_days": 1}
SERVICE = {
    "code": "X", "name": "X", "category": "NET", "person_days": 1, "cost_eur": 1, "reach": 1,
}  # fmt: skip
NEED = {"organisation_id": 0, "topic": "x", "importance": 3, "recorded_on": "2026-01-01"}
ORGANISATION = {"code": "X", "name": "X", "role": "firm"}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    ("post", "/strategy"): (MANAGE, {"title": "Next"}),
    ("put", "/strategy/{pk}"): (MANAGE, {"title": "Other"}),
    ("post", "/strategy/{pk}/adopt"): (MANAGE, {"adopted_on": "2026-01-01"}),
    ("post", "/strategy/objectives"): (MANAGE, {"name": "Other"}),
    ("put", "/strategy/objectives/{pk}"): (MANAGE, {"code": "O9", "name": "Other"}),
    ("post", "/strategy/objectives/{pk}/end"): (MANAGE, None),
    ("post", "/strategy/objectives/{pk}/reopen"): (MANAGE, None),
    ("post", "/strategy/indicators"): (MANAGE, {"objective_id": 0, "name": "I", "unit": "firms"}),
    ("put", "/strategy/indicators/{pk}"): (
        MANAGE,
        {"objective_id": 0, "name": "I", "unit": "firms"},
    ),
    ("post", "/strategy/indicators/{pk}/end"): (MANAGE, None),
    ("post", "/strategy/indicators/{pk}/reopen"): (MANAGE, None),
    ("post", "/members"): (WORK, ORGANISATION),
    ("put", "/members/{pk}"): (WORK, ORGANISATION),
    ("post", "/needs"): (WORK, NEED),
    ("post", "/needs/several"): (WORK, [NEED]),
    ("put", "/needs/{pk}"): (WORK, NEED),
    ("post", "/needs/{pk}/withdraw"): (WORK, None),
    ("post", "/needs/{pk}/restore"): (WORK, None),
    **asking.WRITES,
    ("post", "/services"): (WORK, SERVICE),
    ("put", "/services/{pk}"): (WORK, SERVICE),
    ("post", "/services/library/adopt"): (WORK, {"archetypes": ["NET-01"]}),
    ("post", "/services/{pk}/retire"): (WORK, None),
    ("post", "/services/{pk}/offer-again"): (WORK, None),
    ("post", "/plan"): (WORK, SCENARIO),
    ("put", "/plan/{pk}"): (WORK, SCENARIO),
    ("post", "/plan/{pk}/compute"): (WORK, None),
    ("post", "/plan/{pk}/stop"): (WORK, None),
}
DONE_BY_API = {200, 201, 202, 204, 409, 422}


class Place:
    """A furnished cluster, and what stands for the values in its addresses."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster, system = cluster, system_of(cluster)
        furnish(cluster)
        scenario = make_scenario(cluster)
        compute_plan(scenario, by=system, at=NOW)
        compute(scenario.pk)
        objective = Objective.objects.get()
        add_indicator(objective, name="Firms", unit="firms", by=system, at=NOW)
        self.manager = make_actor(cluster)
        token, self.secret = make_token(name="Test", by=self.manager, at=NOW)
        make_actor(cluster, Role.BOARD)
        self.rows = {
            "access": Seat.objects.get(cluster=cluster, role=Role.BOARD).pk,
            "access:end_token": token.pk,
            "catalogue": Service.objects.filter(code="FAIR").get().pk,
            "members": Organisation.objects.order_by("pk")[0].pk,
            "needs": Need.objects.order_by("pk")[0].pk,
            "needs:record": Organisation.objects.order_by("pk")[0].pk,
            **{f"needs:{page}": pk for page, pk in asking.rows_of_asking(cluster).items()},
            "portfolio": scenario.pk,
            "strategy": Strategy.objects.get().pk,
            "objective": objective.pk,
            "indicator": Indicator.objects.get().pk,
        }

    def row_of(self, name: str) -> int:
        space, _, page = name.partition(":")
        if space == "strategy":
            about = "indicator" if "indicator" in page and page != "new_indicator" else "objective"
            is_part = "objective" in page or "indicator" in page
            return self.rows[about if is_part else "strategy"]
        return self.rows.get(name, self.rows.get(space, 0))

    def addresses(self) -> Iterator[tuple[str, str]]:
        for one in all_addresses():
            if one.is_of_a_cluster:
                values = {
                    "cluster": self.cluster.slug,
                    "pk": self.row_of(one.name),
                    "kind": "json",
                    "code": "needs-without-service",
                    "archetype": "NET-01",
                    "topic": "export-markets",
                }
                values |= asking.MORE_VALUES.get(one.name, {})
                if "part" in one.values:
                    values["part"] = Question.objects.get(
                        pk=self.rows["needs:edit_question"]
                    ).part_id
                yield one.name, one.filled(values)

    def operations(self) -> Iterator[tuple[str, str, str]]:
        """Give method, path as described, and path as called of every API operation."""
        for path, methods in api.get_openapi_schema()["paths"].items():
            told = path.removeprefix("/api/v1/c/{cluster}")
            space = told.strip("/").split("/")[0].replace("services", "catalogue")
            space = {"plan": "portfolio"}.get(space, space)
            row = self.rows.get(space, 0)
            for part in ("objective", "indicator", "needs/questionnaire", "needs/round"):
                row = self.rows[part.replace("/", ":")] if part in told else row
            called = path.format(cluster=self.cluster.slug, pk=row, archetype="NET-01")
            for method in methods:
                yield method, told, called


@pytest.fixture
def place(cluster: Cluster) -> Place:
    return Place(cluster)


def browser_of(actor: Actor) -> Client:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)
    return client


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, name: str, path: str) -> HttpResponse:
    with undone():
        answer: Any = client.post(path) if name in ACTS else client.get(path)
    return answer


def call(client: Client, place: Place, method: str, told: str, path: str) -> HttpResponse:
    body = WRITES.get((method, told), (set(), None))[1]
    filled = _with_rows(body, place)
    with undone():
        answer: Any = getattr(client, method)(path, filled, content_type="application/json")
    return answer


def _with_rows(body: Any, place: Place) -> Any:
    if isinstance(body, list):
        return [_with_rows(one, place) for one in body]
    if isinstance(body, dict):
        rows = {
            "organisation_id": place.rows["members"],
            "objective_id": place.rows["objective"],
            "questionnaire_id": place.rows["needs:questionnaire"],
        }
        return {key: rows.get(key, value) for key, value in body.items()}
    return body


def test_every_page_is_in_exactly_one_table(place: Place) -> None:
    listed = [*READ_PAGES, *FORM_PAGES, *ACTS]

    assert sorted(listed) == sorted(name for name, _ in place.addresses())


def test_every_operation_that_writes_is_in_the_table(place: Place) -> None:
    written = {(method, told) for method, told, _ in place.operations() if method != "get"}

    assert written == set(WRITES)


def test_a_visitor_is_sent_to_sign_in(place: Place) -> None:
    for name, path in place.addresses():
        answer = ask(Client(), name, path)

        assert (name, answer.status_code) == (name, 302)
        assert answer["Location"].startswith("/sign-in/login/")


def test_a_manager_of_another_cluster_finds_nothing(place: Place) -> None:
    stranger = browser_of(make_actor(make_cluster("there")))
    for name, path in place.addresses():
        assert (name, ask(stranger, name, path).status_code) == (name, 404)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_what_is_its_own(place: Place, role: Role) -> None:
    client = browser_of(make_actor(place.cluster, role))
    for name, path in place.addresses():
        status = ask(client, name, path).status_code

        allowed = READ_PAGES.get(name) or FORM_PAGES.get(name) or ACTS[name]
        if role not in allowed:
            assert (name, status) == (name, 404 if (name, role) in NOT_EVEN_THERE else 403)
        elif name in ACTS:
            assert (name, status in DONE) == (name, True)
        else:
            assert (name, status) == (name, 200)


def test_the_api_knows_no_visitor(place: Place) -> None:
    for method, told, path in place.operations():
        status = call(Client(), place, method, told, path).status_code
        assert (method, told, status) == (method, told, 401)


def test_the_api_shows_a_manager_of_another_cluster_nothing(place: Place) -> None:
    stranger = browser_of(make_actor(make_cluster("there")))
    for method, told, path in place.operations():
        status = call(stranger, place, method, told, path).status_code
        assert (method, told, status) == (method, told, 404)


@pytest.mark.parametrize("role", list(Role))
def test_the_api_gives_each_role_what_is_its_own(place: Place, role: Role) -> None:
    client = browser_of(make_actor(place.cluster, role))
    for method, told, path in place.operations():
        status = call(client, place, method, told, path).status_code

        if method == "get":
            assert (told, status) == (told, 200)
        elif role in WRITES[method, told][0]:
            assert (method, told, status in DONE_BY_API) == (method, told, True)
        else:
            assert (method, told, status) == (method, told, 403)


def test_a_token_acts_on_its_owners_seat(place: Place) -> None:
    client = Client(headers={"Authorization": f"Bearer {place.secret}"})
    for method, told, path in place.operations():
        status = call(client, place, method, told, path).status_code
        assert (method, told, status in DONE_BY_API) == (method, told, True)
