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
from raceme.catalogue.verbs import record_review
from raceme.config.api import api
from raceme.members.models import Organisation
from raceme.members.queries import Wanted
from raceme.members.verbs import end_segment, keep_segment
from raceme.needs.models import Need, Question
from raceme.portfolio.background import compute
from raceme.portfolio.models import Scenario
from raceme.portfolio.verbs import compute_plan
from raceme.strategy.models import Objective, Strategy
from tests.browser.addresses import all_addresses
from tests.browser.member_life import live
from tests.catalogue.complete import cost, try_out
from tests.collaboration.addresses import OF_PARTNERS, rows_of_collaboration
from tests.events import addresses as events
from tests.events.making import make_open
from tests.factories import NOW, make_actor, make_cluster
from tests.intake.lists import load, make_upload
from tests.meetings.addresses import rows_of_meetings
from tests.members import who_may
from tests.needs import addresses as asking
from tests.portfolio import operations as plans
from tests.portfolio.small import furnish, make_scenario
from tests.portfolio.whole import make_service_plan, rows_of_plans
from tests.programmes.addresses import make_agreement
from tests.region import addresses as regions
from tests.strategy.operations import page_of
from tests.strategy.whole import make_whole
from tests.who_may import (
    ACTS,
    DONE,
    DONE_BY_API,
    FORM_PAGES,
    MORE_VALUES,
    NOT_EVEN_THERE,
    READ_PAGES,
    READS,
    SEATED,
    WRITES,
)


class Place:
    """A furnished cluster, and what stands for the values in its addresses."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster, system = cluster, system_of(cluster)
        furnish(cluster)
        scenario = make_scenario(cluster)
        compute_plan(scenario, by=system, at=NOW)
        compute(scenario.pk)
        plan = make_service_plan(Scenario.objects.get(pk=scenario.pk), by=system)
        whole = make_whole(Objective.objects.get(), by=system)
        self.manager = make_actor(cluster)
        first, second = Organisation.objects.order_by("pk")[:2]
        self.member_pages = live(first, second, by=self.manager)
        token, self.secret = make_token(name="Test", by=self.manager, at=NOW)
        make_actor(cluster, Role.BOARD)
        service = Service.objects.get(code="FAIR")
        cost(service, system)
        pilot = try_out(service, system, (4,))
        review = record_review(
            service, reviewed_on=NOW.date(), decision="keep", reason="Liked.", by=system, at=NOW
        )
        segment, ended = (
            keep_segment(
                name=name, is_shared=True, wanted=Wanted(role=("firm",)), by=system, at=NOW
            )
            for name in ("Firms", "Firms of old")
        )
        end_segment(ended, by=system, at=NOW)
        self.rows = {
            "access": Seat.objects.get(cluster=cluster, role=Role.BOARD).pk,
            "access:end_token": token.pk,
            "catalogue": service.pk,
            "pilots": pilot.pk,
            "reviews": review.pk,
            "members": Organisation.objects.order_by("pk")[0].pk,
            "segments": segment.pk,
            **{f"members:{act}_segment": segment.pk for act in ("edit", "narrow", "end")},
            "members:restore_segment": ended.pk,
            "needs": Need.objects.order_by("pk")[0].pk,
            "needs:record": Organisation.objects.order_by("pk")[0].pk,
            **{f"needs:{page}": pk for page, pk in asking.rows_of_asking(cluster).items()},
            "intake": make_upload(cluster).pk,
            "intake:undo": load(make_upload(cluster, name="More Works")).pk,
            **{
                name: values["pk"]
                for name, values in rows_of_plans(scenario, plan).items()
                if "pk" in values
            },
            "strategy": Strategy.objects.get().pk,
            "other": second.pk,
            **whole.pages(),
        }

    def hold_event(self) -> None:
        rows, self.registration = events.rows_of_events(self.cluster)
        self.rows |= rows | regions.rows_of_region(self.cluster)
        self.rows["programmes"] = make_agreement(self.cluster).pk
        other = make_open(self.cluster, code="no-meetings")
        self.rows |= rows_of_meetings(self.registration.event, other)
        self.rows |= rows_of_collaboration(*Organisation.objects.order_by("pk")[:2])

    def row_of(self, name: str) -> int:
        space, _, page = name.partition(":")
        if space == "catalogue" and page.endswith(("pilot", "review")) and page[:4] != "new_":
            return self.rows[f"{page.rpartition('_')[2]}s"]
        return self.rows.get(name, self.rows.get(space, 0))

    def addresses(self) -> Iterator[tuple[str, str]]:
        for one in all_addresses():
            if one.is_of_a_cluster:
                values = {
                    "cluster": self.cluster.slug,
                    "pk": self.row_of(one.name),
                    "what": "logframe",
                    "form": "csv",
                    "kind": "csv" if one.name == "catalogue:export" else "json",
                    "number": 1,
                    "ending": "csv",
                    "code": "needs-without-service",
                    "archetype": "NET-01",
                    "holds": "members",
                    "topic": "export-markets",
                    "ticket": self.registration.ticket,
                } | self.member_pages.get(one.name, {})
                values |= MORE_VALUES.get(one.name, {})
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
            space = {"plan": "portfolio", "imports": "intake"}.get(space, space)
            row = self.rows.get(f"{space}:{told.split('/')[-1]}", self.rows.get(space, 0))
            row = self.rows.get(page_of(told), row)
            row = self.rows.get(plans.page_of(told), row)
            row = self.rows.get(regions.page_of(told), row)
            row = self.member_pages.get(who_may.page_with_the_row(told), {}).get("pk", row)
            for part in ("pilots/", "reviews/", "segments/"):
                row = self.rows[part.strip("/")] if part in told else row
            for part, page in (OF_MEETINGS | OF_PARTNERS).items():
                row = self.rows[page] if part in told else row
            if "events/registrations/" in told:
                row = self.registration.pk
            for part in ("needs/questionnaire", "needs/round"):
                row = self.rows[part.replace("/", ":")] if part in told else row
            values = {
                "pk": row,
                "archetype": "NET-01",
                "number": 1,
                "what": "nace",
                "holds": "members",
                "place": "AT31",
            }
            called = path.format(cluster=self.cluster.slug, **values)
            for method in methods:
                yield method, told, called


@pytest.fixture
def place(cluster: Cluster) -> Place:
    made = Place(cluster)
    made.hold_event()
    return made


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


# Operations on a meeting, a request or a further guest, and a page about the same row.
OF_MEETINGS = {
    "meetings/meeting/": "meetings:outcome",
    "meetings/request/": "meetings:request",
    "meetings/further/": "meetings:act_on_guest",
}
LEAD_ON = {"meetings:request_of_meeting"}  # shows nothing itself: leads to another page


def ask(client: Client, name: str, path: str) -> HttpResponse:
    with undone():
        acts = name in ACTS and name not in LEAD_ON
        answer: Any = client.post(path) if acts else client.get(path)
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
        parts = ("objective", "field", "indicator")
        rows: dict[str, Any] = {f"{part}_id": place.rows[f"strategy:{part}"] for part in parts}
        rows["objective_ids"] = [rows["objective_id"]]
        rows["organisation_id"] = place.rows["members"]
        rows["other_id"] = place.rows["other"]
        rows["person_id"] = place.member_pages["members:merge_people"]["other"]
        rows["asking_id"] = rows["asked_id"] = rows["profile_id"] = place.rows[
            "meetings:participant"
        ]
        rows["quota_id"] = place.registration.quota_id
        rows["call_id"] = place.rows["collaboration:call"]
        rows["questionnaire_id"] = place.rows["needs:questionnaire"]
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
            may_read = role in READS.get(told, SEATED)
            assert (told, status) == (told, 200 if may_read else 403)
        elif role in WRITES[method, told][0]:
            assert (method, told, status in DONE_BY_API) == (method, told, True)
        else:
            assert (method, told, status) == (method, told, 403)


def test_a_token_acts_on_its_owners_seat(place: Place) -> None:
    client = Client(headers={"Authorization": f"Bearer {place.secret}"})
    for method, told, path in place.operations():
        status = call(client, place, method, told, path).status_code
        assert (method, told, status in DONE_BY_API) == (method, told, True)
