"""The home page: the chain with its numbers, what is torn, first steps, and the last days."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.portfolio import verbs
from raceme.portfolio.background import compute
from raceme.thread.queries import news_of
from tests.factories import (
    NOW,
    TODAY,
    make_cluster,
    make_need,
    make_objective,
    make_organisation,
    make_service,
)
from tests.portfolio.small import furnish, make_scenario

pytestmark = pytest.mark.django_db


def test_a_newcomer_is_shown_the_first_steps(browser: Client, cluster: Cluster) -> None:
    page = browser.get("/c/here/").content.decode()

    assert "0 of 5 steps done" in page
    assert "Nothing hangs on the thread yet" in page
    assert "/c/here/needs/questionnaires/" in page
    # Each step that can be gone in two ways offers both.
    assert 'href="/c/here/members/new/">Enter a member</a>' in page
    assert 'href="/c/here/needs/members/">Record needs</a>' in page


def test_every_number_of_the_chain_opens_its_rows(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    furnish(cluster)
    scenario = make_scenario(cluster)
    compute(verbs.compute_plan(scenario, by=manager, at=NOW).pk)
    plan = verbs.adopt_plan(scenario, adopted_on=TODAY, adopted_by="The board", by=manager, at=NOW)

    page = browser.get("/c/here/").content.decode()

    chain = page[page.index('<ol class="thread"') : page.index("</ol>")]
    assert [f'href="/c/here/{part}"' in chain for part in (
        "strategy/", "members/", "needs/", "services/", f"plan/adopted/{plan.pk}/",
    )] == [True] * 5  # fmt: skip
    assert "2 of 2 topics have a service" in chain
    assert 'href="#objectives-without-indicator"' not in chain  # a more urgent break goes first
    assert 'href="#strategy-not-adopted"' in chain


def test_breaks_are_counted_with_their_first_rows(browser: Client, cluster: Cluster) -> None:
    for _number in range(7):
        make_organisation(cluster)

    page = browser.get("/c/here/").content.decode()

    assert '<li class="break" id="members-not-contacted">' in page
    assert "Show all 7" in page


def test_home_asks_the_database_as_often_for_one_row_as_for_three(
    browser: Client, cluster: Cluster
) -> None:
    asked = []
    for _rows in range(2):
        for number in range(len(asked) * 2 + 1):
            make_need(make_organisation(cluster), topic=f"Own topic {len(asked)} {number}")
            make_objective(cluster)
            make_service(cluster)
            make_scenario(cluster, name=f"Scenario {len(asked)} {number}")
        cache.clear()
        with CaptureQueriesContext(connection) as questions:
            browser.get("/c/here/")
        asked.append(len(questions))

    assert asked[0] == asked[1]


def test_many_acts_of_one_kind_are_one_piece_of_news(cluster: Cluster, manager: Actor) -> None:
    needs = [make_need(make_organisation(cluster)) for _number in range(3)]

    recorded, entered = news_of(manager, TODAY)

    assert (recorded.more, entered.more) == (2, 2)
    assert str(needs[-1]) in recorded.sentence
    assert not recorded.is_cut


def test_news_says_when_there_may_be_more_than_were_looked_through(
    cluster: Cluster, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("raceme.thread.queries.news.LOOKED_THROUGH", 2)
    for _number in range(3):
        make_organisation(cluster)

    (one,) = news_of(manager, TODAY)

    assert one.is_cut


def test_news_is_of_the_last_days_and_of_this_cluster(cluster: Cluster, manager: Actor) -> None:
    make_organisation(make_cluster("there"))
    make_organisation(cluster)

    assert len(news_of(manager, TODAY)) == 1
    assert news_of(manager, TODAY + timedelta(days=7)) == []


def test_a_viewer_hears_no_news(cluster: Cluster, viewer: Actor, viewer_browser: Client) -> None:
    make_organisation(cluster)

    assert news_of(viewer, TODAY) == []
    assert "What happened in the last days" not in viewer_browser.get("/c/here/").content.decode()
