"""The pages about the way of a service: board, gates, passing, going back, needs behind it."""

from datetime import timedelta

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue import verbs
from raceme.catalogue.models import Service, Stage
from tests.catalogue.complete import CONCEPT, ask_for, bring_to, cost, make_ready, try_out
from tests.factories import NOW, make_cluster, make_objective, make_service


def text_of(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_the_page_says_what_is_met_what_is_missing_and_where_it_is_mended(
    browser: Client, cluster: Cluster
) -> None:
    service = make_service(cluster, answers={"information": 1}, **CONCEPT)
    address = f"/c/{cluster.slug}/services/{service.pk}/"

    page = text_of(browser, f"{address}gates/")

    assert "It serves no objective in force." in page
    assert f'href="{address}edit/#serves"' in page
    assert "Needs: 0, members: 0." in page
    assert f'href="/c/{cluster.slug}/needs/"' in page
    assert f'href="{address}needs/"' in page
    assert "It is described." in page
    assert f'href="{address}costing/edit/"' in page
    assert f'href="{address}pilots/new/"' in page
    assert f'href="{address}offer/#id_owner"' in page
    assert f'href="{address}reviews/new/"' in page


def test_the_overview_shows_what_the_way_to_the_next_stage_asks_for(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    service = make_service(cluster)
    address = f"/c/{cluster.slug}/services/{service.pk}/"

    ahead = browser.get(address).context["ahead"]
    assert [one.gate.stage for one in ahead] == [Stage.IDEA, Stage.NEED_CONFIRMED]

    bring_to(service, Stage.CONCEPT, manager)
    ahead = browser.get(address).context["ahead"]
    assert [one.gate.stage for one in ahead] == [Stage.BUSINESS_CASE]

    bring_to(service, Stage.REVIEWED, manager)
    assert browser.get(address).context["ahead"] == []


def test_a_gate_is_passed_by_page_and_the_furthest_possible_stage_is_suggested(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    service = make_ready(cluster, manager)
    address = f"/c/{cluster.slug}/services/{service.pk}/pass/"

    assert browser.get(address).context["form"]["to"].value() == "in_portfolio"
    answer = browser.post(address, {"to": "in_portfolio", "reason": ""})

    service.refresh_from_db()
    assert answer["Location"] == f"/c/{cluster.slug}/services/{service.pk}/gates/"
    assert service.stage == "in_portfolio"


def test_without_all_evidence_the_page_asks_for_a_reason_and_keeps_what_was_typed(
    browser: Client, cluster: Cluster
) -> None:
    service = make_service(cluster)
    address = f"/c/{cluster.slug}/services/{service.pk}/pass/"
    assert browser.get(address).context["form"]["to"].value() == "need_confirmed"

    refused = browser.post(address, {"to": "concept", "reason": ""})
    assert refused.status_code == 422
    assert "Not all evidence is there." in refused.content.decode()
    assert refused.context["form"]["to"].value() == "concept"
    assert browser.post(address, {"to": "retired", "reason": "x"}).status_code == 422
    assert (
        browser.post(address, {"to": "concept", "reason": "The board insists."}).status_code == 302
    )

    page = text_of(browser, f"/c/{cluster.slug}/services/{service.pk}/gates/")
    assert "gate passed, from idea to concept" in page
    assert "The board insists." in page
    assert "not all evidence was there" in page


def test_a_service_is_sent_back_by_page(browser: Client, cluster: Cluster, manager: Actor) -> None:
    service = bring_to(make_service(cluster), Stage.PILOT, manager)
    address = f"/c/{cluster.slug}/services/{service.pk}/back/"

    assert browser.get(address).status_code == 200
    assert browser.post(address, {"to": "concept", "reason": ""}).status_code == 422
    assert browser.post(address, {"to": "concept", "reason": "It failed."}).status_code == 302

    service.refresh_from_db()
    assert service.stage == "concept"
    assert "sent back, from pilot to concept" in text_of(
        browser, f"/c/{cluster.slug}/services/{service.pk}/gates/"
    )


def test_where_there_is_no_way_the_pages_say_so(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    idea = make_service(cluster)
    reviewed = bring_to(make_service(cluster), Stage.REVIEWED, manager)
    services = f"/c/{cluster.slug}/services"

    assert "No stage lies behind this service" in text_of(browser, f"{services}/{idea.pk}/back/")
    assert "No gate lies ahead" in text_of(browser, f"{services}/{reviewed.pk}/pass/")


def test_retiring_after_a_review_that_said_stop_takes_over_its_reason(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    service = bring_to(make_service(cluster), Stage.IN_PORTFOLIO, manager)
    address = f"/c/{cluster.slug}/services/{service.pk}"
    assert browser.get(f"{address}/retire/").context["form"]["reason"].value() == ""

    facts = {"reviewed_on": NOW.date(), "decision": "stop", "reason": "Too dear."}
    verbs.record_review(service, **facts, by=manager, at=NOW)

    assert browser.get(f"{address}/retire/").context["form"]["reason"].value() == "Too dear."
    assert f'href="{address}/retire/"' in text_of(browser, f"{address}/trials/")


def test_the_needs_behind_a_service_are_listed_row_by_row(
    browser: Client, cluster: Cluster
) -> None:
    service = make_service(cluster, answers={"information": 1, "energy": 0})
    address = f"/c/{cluster.slug}/services/{service.pk}/needs/"
    assert "Nobody has asked for it yet" in text_of(browser, address)

    ask_for(cluster, "information", members=3)
    ask_for(cluster, "energy", members=2)
    page = browser.get(address)

    assert (len(page.context["page"]), page.context["asked"].needs) == (3, 3)
    need = page.context["page"][0]
    assert f'href="/c/{cluster.slug}/needs/records/{need.pk}/"' in page.content.decode()


def test_the_board_has_a_column_for_each_stage(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    idea = make_service(cluster, code="A", answers={"information": 1})
    ask_for(cluster, "information", members=5)
    facts = {"name": "B", "category": "NET", "person_days": 1, "cost_eur": 1, "reach": 1}
    facts |= {"stage": "in_portfolio", "reason": "Since 2019."}
    verbs.create_service(code="B", **facts, by=manager, at=NOW - timedelta(days=400))
    try_out(idea, manager, (None,), ended_on=None)
    gone = make_service(cluster, code="C")
    verbs.retire_service(gone, reason="Nobody came.", by=manager, at=NOW)
    address = f"/c/{cluster.slug}/services/board/"

    page = browser.get(address)
    columns = {
        stage: [(one.code, ahead.met, ahead.asked, due) for one, ahead, due in cards]
        for stage, cards in page.context["columns"]
    }
    assert list(columns) == [one for one in Stage if one != Stage.RETIRED]
    # The needs are there, the objective that every idea serves is not.
    assert columns[Stage.IDEA] == [("A", 1, 2, False)]
    assert columns[Stage.IN_PORTFOLIO] == [("B", 0, 1, True)]
    assert "pilot under way" in page.content.decode()
    assert "since 19 October 2025" in page.content.decode()

    with_gone = browser.get(f"{address}?with_retired=on").context["columns"]
    assert [one.code for one, _, _ in dict(with_gone)[Stage.RETIRED]] == ["C"]
    narrowed = browser.get(f"{address}?text=nobody-is-called-so")
    assert "No service fits what you look for." in narrowed.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_asks_the_database_as_often_for_one_row_as_for_three(
    browser: Client,
    cluster: Cluster,
    manager: Actor,
    rows: int,
    django_assert_num_queries: object,
) -> None:
    make_objective(cluster, code="O1")
    ask_for(cluster, "information", members=1)
    for _ in range(rows):
        service = make_service(cluster, answers={"information": 1}, serves={"O1": 2})
        cost(service, manager)
        try_out(service, manager, (4,))
        bring_to(service, Stage.CONCEPT, manager)

    with django_assert_num_queries(18):  # type: ignore[operator]
        browser.get(f"/c/{cluster.slug}/services/board/")


def test_the_board_says_what_is_ready_to_go_on(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    make_ready(cluster, manager)

    page = browser.get(f"/c/{cluster.slug}/services/board/").content.decode()

    assert "For “need confirmed”: 2 of 2" in page
    assert "ready" in page


def test_services_of_others_have_no_way_here(browser: Client, cluster: Cluster) -> None:
    stranger = make_service(make_cluster("there"))
    address = f"/c/{cluster.slug}/services/{stranger.pk}/"

    for page in (
        "gates/",
        "pass/",
        "back/",
        "retire/",
        "needs/",
        "costing/",
        "trials/",
        "versions/",
    ):
        assert browser.get(f"{address}{page}").status_code == 404


def test_a_viewer_sees_the_gates_and_no_buttons(viewer_browser: Client, cluster: Cluster) -> None:
    service = make_service(cluster)
    address = f"/c/{cluster.slug}/services/{service.pk}/"

    page = text_of(viewer_browser, f"{address}gates/")

    assert "It serves no objective in force." in page
    assert f"{address}pass/" not in page
    assert f"{address}edit/" not in page
    assert Service.objects.get().stage == "idea"
