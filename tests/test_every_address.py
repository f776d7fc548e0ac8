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
from tests.factories import NOW, make_actor, make_cluster
from tests.intake.lists import load, make_upload
from tests.members import who_may
from tests.needs import addresses as asking
from tests.portfolio import operations as plans
from tests.portfolio.small import furnish, make_scenario
from tests.portfolio.whole import make_service_plan, rows_of_plans
from tests.strategy.operations import page_of, written
from tests.strategy.whole import make_whole

SEATED = set(Role)
OFFICE = {Role.MANAGER, Role.ADVISER, Role.BOARD}
WORK = {Role.MANAGER, Role.ADVISER}
MANAGE = {Role.MANAGER}

READ_PAGES = {
    **plans.READ_PAGES,
    "catalogue:archetype": SEATED,
    "catalogue:board": SEATED,
    "catalogue:costing": SEATED,
    "catalogue:detail": SEATED,
    "catalogue:export": SEATED,
    "catalogue:gates": SEATED,
    "catalogue:library": SEATED,
    "catalogue:list": SEATED,
    "catalogue:needs": SEATED,
    "catalogue:trials": SEATED,
    "catalogue:versions": SEATED,
    "intake:errors": WORK,
    "intake:list": WORK,
    "intake:template": WORK,
    "intake:upload": WORK,
    "members:detail": SEATED,
    "members:export": SEATED,
    "members:list": SEATED,
    "members:segments": SEATED,
    "needs:detail": SEATED,
    "needs:list": SEATED,
    "needs:members": SEATED,
    "needs:topic": SEATED,
    "needs:topics": SEATED,
    "strategy:action_plan": SEATED,
    "strategy:analysis": SEATED,
    "strategy:compare": SEATED,
    "strategy:field": SEATED,
    "strategy:indicator": SEATED,
    "strategy:indicators": SEATED,
    "strategy:logframe": SEATED,
    "strategy:measure": SEATED,
    "strategy:objective": SEATED,
    "strategy:observation": SEATED,
    "strategy:page": SEATED,
    "strategy:table": SEATED,
    "strategy:tree": SEATED,
    "strategy:version": SEATED,
    "thread:break": SEATED,
    "thread:home": SEATED,
    "access:about": SEATED,
    "access:history": OFFICE,
    "access:team": OFFICE,
    "access:tokens": SEATED,
    **who_may.READ_PAGES,
    **asking.READ_PAGES,
}
FORM_PAGES = {
    **plans.FORM_PAGES,
    "access:change_role": MANAGE,
    "access:edit_about": MANAGE,
    "access:give_seat": MANAGE,
    "catalogue:arrange": WORK,
    "catalogue:back": WORK,
    "catalogue:day_rate": WORK,
    "catalogue:edit": WORK,
    "catalogue:edit_costing": WORK,
    "catalogue:edit_pilot": WORK,
    "catalogue:edit_review": WORK,
    "catalogue:new": WORK,
    "catalogue:new_pilot": WORK,
    "catalogue:new_review": WORK,
    "catalogue:pass": WORK,
    "catalogue:restore": WORK,
    "catalogue:retire": WORK,
    "intake:columns": WORK,
    "intake:new": WORK,
    "intake:undo": WORK,
    "members:edit": WORK,
    "members:edit_segment": WORK,
    "members:leaving": WORK,
    "members:new": WORK,
    "members:new_segment": SEATED,
    "needs:edit": WORK,
    "needs:new": WORK,
    "needs:record": WORK,
    "strategy:adopt": MANAGE,
    "strategy:correct_observation": WORK,
    "strategy:edit": MANAGE,
    "strategy:edit_challenge": MANAGE,
    "strategy:edit_field": MANAGE,
    "strategy:edit_indicator": MANAGE,
    "strategy:edit_measure": MANAGE,
    "strategy:edit_objective": MANAGE,
    "strategy:edit_swot_item": MANAGE,
    "strategy:edit_target": MANAGE,
    "strategy:new_challenge": MANAGE,
    "strategy:new_field": MANAGE,
    "strategy:new_indicator": MANAGE,
    "strategy:new_measure": MANAGE,
    "strategy:new_objective": MANAGE,
    **who_may.FORM_PAGES,
    **asking.FORM_PAGES,
    "strategy:new_observation": WORK,
    "strategy:new_swot_item": MANAGE,
    "strategy:new_target": MANAGE,
    "strategy:redefine_indicator": MANAGE,
}
ACTS = {
    **plans.ACTS,
    "access:end_seat": MANAGE,
    "access:end_token": MANAGE,  # its owner's; the one below is the manager's
    "access:make_token": SEATED,
    "catalogue:adopt": WORK,
    "catalogue:offer_again": WORK,
    "catalogue:restore_pilot": WORK,
    "catalogue:restore_review": WORK,
    "catalogue:use_costing": WORK,
    "catalogue:withdraw_pilot": WORK,
    "catalogue:withdraw_review": WORK,
    "catalogue:retire": WORK,
    "members:columns": SEATED,
    "members:end_segment": WORK,
    "members:narrow_segment": WORK,
    "intake:confirm": WORK,
    "intake:decide": WORK,
    "intake:drop": WORK,
    "members:readmit": WORK,
    "members:restore_segment": WORK,
    "needs:restore": WORK,
    "needs:withdraw": WORK,
    "strategy:draft": MANAGE,
    "strategy:drop_challenge": MANAGE,
    "strategy:drop_swot_item": MANAGE,
    "strategy:end_field": MANAGE,
    "strategy:end_indicator": MANAGE,
    "strategy:end_objective": MANAGE,
    "strategy:move_challenge": MANAGE,
    "strategy:move_swot_item": MANAGE,
    "strategy:reopen_field": MANAGE,
    "strategy:reopen_indicator": MANAGE,
    "strategy:reopen_objective": MANAGE,
    **who_may.ACTS,
    **asking.ACTS,
    "strategy:report_measure": WORK,
    "strategy:restore_challenge": MANAGE,
    "strategy:restore_observation": WORK,
    "strategy:restore_swot_item": MANAGE,
    "strategy:restore_target": MANAGE,
    "strategy:withdraw_observation": WORK,
    "strategy:withdraw_target": MANAGE,
}
# Nobody sees the tokens of others, and viewers do not see who else holds a seat.
NOT_EVEN_THERE = {
    *(("access:end_token", role) for role in Role),
    ("access:change_role", Role.VIEWER),
    ("access:end_seat", Role.VIEWER),
    *who_may.NOT_EVEN_THERE,
    *asking.NOT_EVEN_THERE,
}
# What stands in addresses besides the number of a row.
MORE_VALUES: dict[str, dict[str, object]] = {
    **plans.MORE_VALUES,
    **asking.MORE_VALUES,
}
DONE = {200, 302, 409, 422}  # what somebody gets who may do it, whether or not it can be done now

SERVICE = {
    "code": "X", "name": "X", "category": "NET", "person_days": 1, "cost_eur": 1, "reach": 1,
}  # fmt: skip
NEED = {"organisation_id": 0, "topic": "x", "importance": 3, "recorded_on": "2026-01-01"}
STEP = {"to": "concept", "reason": "Why not."}
PILOT = {"tried": "One workshop", "began_on": "2026-01-01"}
REVIEW = {"reviewed_on": "2026-01-01", "decision": "keep", "reason": "Liked."}
SEGMENT = {"name": "Firms", "wanted": {"role": ["firm"]}}
ORGANISATION = {"code": "X", "name": "X", "role": "firm"}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    **written(manage=MANAGE, work=WORK),
    **plans.WRITES,
    ("post", "/members"): (WORK, ORGANISATION),
    ("put", "/members/{pk}"): (WORK, ORGANISATION),
    ("post", "/members/segments"): (SEATED, SEGMENT),
    ("put", "/members/segments/{pk}"): (WORK, SEGMENT | {"is_shared": True}),
    ("post", "/members/segments/{pk}/end"): (WORK, None),
    ("post", "/members/segments/{pk}/restore"): (WORK, None),
    ("post", "/needs"): (WORK, NEED),
    ("post", "/needs/several"): (WORK, [NEED]),
    ("put", "/needs/{pk}"): (WORK, NEED),
    ("post", "/needs/{pk}/withdraw"): (WORK, None),
    ("post", "/needs/{pk}/restore"): (WORK, None),
    ("post", "/services"): (WORK, SERVICE),
    ("put", "/services/{pk}"): (WORK, SERVICE),
    ("post", "/services/library/adopt"): (WORK, {"archetypes": ["NET-01"]}),
    ("post", "/services/{pk}/pass"): (WORK, STEP),
    ("post", "/services/{pk}/back"): (WORK, STEP),
    ("post", "/services/{pk}/retire"): (WORK, {"reason": "Why not."}),
    ("post", "/services/{pk}/offer-again"): (WORK, None),
    ("put", "/services/day-rate"): (WORK, {"day_rate_eur": 1}),
    ("put", "/services/{pk}/costing"): (WORK, {"person_days": 1}),
    ("post", "/services/{pk}/costing/use"): (WORK, None),
    ("post", "/services/{pk}/pilots"): (WORK, PILOT),
    ("put", "/services/pilots/{pk}"): (WORK, PILOT),
    ("post", "/services/pilots/{pk}/withdraw"): (WORK, None),
    ("post", "/services/pilots/{pk}/restore"): (WORK, None),
    ("post", "/services/{pk}/reviews"): (WORK, REVIEW),
    ("put", "/services/reviews/{pk}"): (WORK, REVIEW),
    ("post", "/services/reviews/{pk}/withdraw"): (WORK, None),
    ("post", "/services/reviews/{pk}/restore"): (WORK, None),
    ("post", "/services/{pk}/versions/{number}/restore"): (WORK, {"why": "Why not."}),
    ("post", "/imports"): (WORK, None),
    ("put", "/imports/{pk}/columns"): (WORK, {}),
    ("post", "/imports/{pk}/decide"): (WORK, {}),
    ("post", "/imports/{pk}/confirm"): (WORK, None),
    ("post", "/imports/{pk}/drop"): (WORK, None),
    ("post", "/imports/{pk}/undo"): (WORK, None),
    **who_may.WRITES,
    **asking.WRITES,
}
# What programs may read; everybody with a seat, where nothing else is said. Lists that were sent
# in hold what is not in the books yet: they are for those who work with them.
READS = {"/imports": WORK}
DONE_BY_API = {200, 201, 202, 204, 409, 422}


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
            row = self.member_pages.get(who_may.page_with_the_row(told), {}).get("pk", row)
            for part in ("pilots/", "reviews/", "segments/"):
                row = self.rows[part.strip("/")] if part in told else row
            for part in ("needs/questionnaire", "needs/round"):
                row = self.rows[part.replace("/", ":")] if part in told else row
            values = {
                "pk": row,
                "archetype": "NET-01",
                "number": 1,
                "what": "nace",
                "holds": "members",
            }
            called = path.format(cluster=self.cluster.slug, **values)
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
        parts = ("objective", "field", "indicator")
        rows: dict[str, Any] = {f"{part}_id": place.rows[f"strategy:{part}"] for part in parts}
        rows["objective_ids"] = [rows["objective_id"]]
        rows["organisation_id"] = place.rows["members"]
        rows["other_id"] = place.rows["other"]
        rows["person_id"] = place.member_pages["members:merge_people"]["other"]
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

        readers = next((who for start, who in READS.items() if told.startswith(start)), SEATED)
        if method == "get" and role in readers:
            assert (told, status) == (told, 200)
        elif method == "get":
            assert (told, status) == (told, 403)
        if method == "get":
            may_read = role in who_may.READS.get(told, SEATED)
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
