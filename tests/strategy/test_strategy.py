"""The strategy as a whole: versions, what is taken over, and who may steer."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raceme.access.actor import VISITOR, Actor
from raceme.access.models import Cluster, Role
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.strategy import queries, verbs
from raceme.strategy.models import Objective, Strategy
from raceme.strategy.signals import objective_taken_over
from tests.factories import NOW, TODAY, make_actor, make_cluster, make_objective


def test_the_first_objective_drafts_a_strategy(manager: Actor) -> None:
    objective = verbs.state_objective(name="More joint projects", by=manager, at=NOW)

    strategy = queries.strategy_in_force(manager)
    assert objective.strategy == strategy
    assert strategy is not None
    assert (strategy.version, strategy.status) == (1, Strategy.Status.DRAFT)
    assert strategy.title == "Strategy of Cluster here"
    said = set(Change.objects.filter(at=NOW).values_list("verb", flat=True))
    assert said >= {"draft_strategy", "state_objective"}


def test_objectives_get_the_next_free_code(cluster: Cluster) -> None:
    make_objective(cluster, code="O2")

    assert [make_objective(cluster).code, make_objective(cluster).code] == ["O1", "O3"]


def test_adopting_retires_the_version_before(cluster: Cluster, manager: Actor) -> None:
    first = make_objective(cluster).strategy
    first = verbs.adopt_strategy(first, adopted_on=TODAY, by=manager, at=NOW)
    second = verbs.draft_strategy(title="The next five years", by=manager, at=NOW)

    verbs.adopt_strategy(second, adopted_on=TODAY, by=manager, at=NOW)

    states = queries.strategies_visible_to(manager).values_list("version", "status")
    assert list(states) == [(2, "adopted"), (1, "retired")]
    assert Strategy.objects.get(pk=first.pk).adopted_on == TODAY


def test_a_new_version_takes_over_what_is_still_wanted(cluster: Cluster, manager: Actor) -> None:
    kept = make_objective(cluster, name="Kept", weight=2.0, categories=["NET"])
    verbs.add_indicator(kept, name="firms reached", unit="firms", by=manager, at=NOW)
    dropped = verbs.add_indicator(kept, name="old figure", unit="firms", by=manager, at=NOW)
    verbs.end_indicator(dropped, by=manager, at=NOW)
    verbs.end_objective(make_objective(cluster, name="Ended"), by=manager, at=NOW)
    verbs.adopt_strategy(kept.strategy, adopted_on=TODAY, by=manager, at=NOW)

    draft = verbs.draft_strategy(by=manager, at=NOW)

    taken = queries.objectives_in_force(manager).get()
    assert taken.strategy == draft
    assert taken.pk != kept.pk
    assert (taken.code, taken.name, taken.weight) == ("O1", "Kept", 2.0)
    assert taken.categories == ["NET"]
    assert [indicator.name for indicator in taken.indicators.all()] == ["firms reached"]


def test_others_hear_of_an_objective_taken_over(cluster: Cluster, manager: Actor) -> None:
    heard: list[tuple[Objective, Objective]] = []

    def listen(sender: type, *, old: Objective, new: Objective, **rest: object) -> None:
        heard.append((old, new))

    objective = make_objective(cluster)
    verbs.adopt_strategy(objective.strategy, adopted_on=TODAY, by=manager, at=NOW)
    objective_taken_over.connect(listen)
    verbs.draft_strategy(by=manager, at=NOW)
    objective_taken_over.disconnect(listen)

    assert heard == [(objective, queries.objectives_in_force(manager).get())]


def test_there_is_one_draft_at_a_time(cluster: Cluster, manager: Actor) -> None:
    make_objective(cluster)

    with pytest.raises(Refused):
        verbs.draft_strategy(by=manager, at=NOW)


def test_an_empty_strategy_is_not_adopted(manager: Actor) -> None:
    draft = verbs.draft_strategy(by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.adopt_strategy(draft, adopted_on=TODAY, by=manager, at=NOW)


def test_only_a_draft_is_adopted(cluster: Cluster, manager: Actor) -> None:
    strategy = make_objective(cluster).strategy
    verbs.adopt_strategy(strategy, adopted_on=TODAY, by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.adopt_strategy(strategy, adopted_on=TODAY, by=manager, at=NOW)


def test_a_retired_version_stays_as_it_was(cluster: Cluster, manager: Actor) -> None:
    objective = make_objective(cluster)
    indicator = verbs.add_indicator(objective, name="x", unit="firms", by=manager, at=NOW)
    verbs.adopt_strategy(objective.strategy, adopted_on=TODAY, by=manager, at=NOW)
    draft = verbs.draft_strategy(by=manager, at=NOW)
    verbs.adopt_strategy(draft, adopted_on=TODAY, by=manager, at=NOW)
    old = Objective.objects.get(pk=objective.pk)
    indicator.refresh_from_db()

    attempts = [
        lambda: verbs.describe_strategy(old.strategy, title="x", vision="", by=manager, at=NOW),
        lambda: verbs.describe_objective(old, name="x", by=manager, at=NOW),
        lambda: verbs.end_objective(old, by=manager, at=NOW),
        lambda: verbs.reopen_objective(old, by=manager, at=NOW),
        lambda: verbs.add_indicator(old, name="x", unit="firms", by=manager, at=NOW),
        lambda: verbs.describe_indicator(indicator, name="y", by=manager, at=NOW),
        lambda: verbs.end_indicator(indicator, by=manager, at=NOW),
        lambda: verbs.reopen_indicator(indicator, by=manager, at=NOW),
    ]

    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()


@pytest.mark.parametrize("role", [Role.ADVISER, Role.BOARD, Role.VIEWER])
def test_only_managers_steer(cluster: Cluster, role: Role) -> None:
    objective = make_objective(cluster)
    somebody = make_actor(cluster, role)

    with pytest.raises(NotAllowed):
        verbs.state_objective(name="x", by=somebody, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.describe_objective(objective, name="x", by=somebody, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.draft_strategy(by=somebody, at=NOW)
    assert queries.objectives_visible_to(somebody).get() == objective


def test_nobody_steers_another_cluster(manager: Actor) -> None:
    stranger = make_objective(make_cluster("there"))

    with pytest.raises(NotAllowed):
        verbs.end_objective(stranger, by=manager, at=NOW)
    assert not queries.objectives_visible_to(manager).exists()


def test_a_visitor_sees_nothing(cluster: Cluster, manager: Actor) -> None:
    objective = make_objective(cluster)
    verbs.add_indicator(objective, name="x", unit="firms", by=manager, at=NOW)

    assert queries.strategy_in_force(VISITOR) is None
    assert not queries.objectives_visible_to(VISITOR).exists()
    assert not queries.objectives_in_force(VISITOR).exists()
    assert not queries.indicators_visible_to(VISITOR).exists()


def test_the_empty_page_says_how_to_begin(browser: Client, cluster: Cluster) -> None:
    page = browser.get(f"/c/{cluster.slug}/strategy/").content.decode()

    assert "State three objectives" in page
    assert f"/c/{cluster.slug}/strategy/objectives/new/" in page


def test_the_page_describes_and_adopts(browser: Client, cluster: Cluster, manager: Actor) -> None:
    strategy = make_objective(cluster).strategy
    base = f"/c/{cluster.slug}/strategy/versions/{strategy.pk}"

    described = browser.post(f"{base}/edit/", {"title": "Ahead", "vision": "Everybody meets."})
    adopted = browser.post(f"{base}/adopt/", {"adopted_on": "2026-11-20"})

    strategy.refresh_from_db()
    assert (described.status_code, adopted.status_code) == (302, 302)
    assert (strategy.title, strategy.adopted_on) == ("Ahead", date(2026, 11, 20))
    again = browser.post(f"{base}/adopt/", {"adopted_on": "2026-11-20"})
    assert again.status_code == 422
    assert "Only a draft can be adopted." in again.content.decode()


def test_the_page_drafts_the_next_version_once(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    strategy = make_objective(cluster).strategy
    verbs.adopt_strategy(strategy, adopted_on=TODAY, by=manager, at=NOW)
    address = f"/c/{cluster.slug}/strategy/draft/"

    browser.post(address)
    answer = browser.post(address, follow=True)

    assert queries.strategies_visible_to(manager).count() == 2
    assert "There is a draft already." in answer.content.decode()
    assert browser.get(address).status_code == 405


def test_a_viewer_reads_but_finds_no_button(viewer_browser: Client, cluster: Cluster) -> None:
    strategy = make_objective(cluster).strategy
    base = f"/c/{cluster.slug}/strategy"

    assert "objectives/new" not in viewer_browser.get(f"{base}/").content.decode()
    assert viewer_browser.get(f"{base}/versions/{strategy.pk}/").status_code == 200
    assert viewer_browser.get(f"{base}/versions/{strategy.pk}/edit/").status_code == 403
    assert viewer_browser.get(f"{base}/versions/{strategy.pk}/adopt/").status_code == 403
    assert viewer_browser.post(f"{base}/draft/").status_code == 403


def test_versions_of_another_cluster_are_not_there(browser: Client, cluster: Cluster) -> None:
    stranger = make_objective(make_cluster("there")).strategy

    page = browser.get(f"/c/{cluster.slug}/strategy/versions/{stranger.pk}/")

    assert page.status_code == 404


def test_the_page_asks_as_often_for_one_objective_as_for_three(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    def questions() -> int:
        objective = make_objective(cluster, categories=["NET", "MAT"])
        verbs.add_indicator(objective, name="reached", unit="firms", by=manager, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/c/{cluster.slug}/strategy/")
        return len(asked)

    for_one = questions()
    questions()

    assert questions() == for_one


def test_the_api_drafts_describes_and_adopts(browser: Client, cluster: Cluster) -> None:
    base = f"/api/v1/c/{cluster.slug}/strategy"

    def send(method: str, address: str, **values: object) -> tuple[int, dict[str, object]]:
        answer = browser.generic(method, address, json.dumps(values))
        return answer.status_code, answer.json()

    status, drafted = send("POST", base, title="Ahead")
    assert (status, drafted["version"], drafted["status"]) == (201, 1, "draft")
    mine = f"{base}/{drafted['id']}"
    assert send("PUT", mine, title="Far ahead", vision="x")[1]["title"] == "Far ahead"
    assert send("POST", f"{mine}/adopt", adopted_on="2026-11-20")[0] == 409
    send("POST", f"{base}/objectives", name="More joint projects")
    assert send("POST", f"{mine}/adopt", adopted_on="2026-11-20")[1]["status"] == "adopted"
    assert browser.get(mine).json()["adopted_on"] == "2026-11-20"
    assert [one["id"] for one in browser.get(base).json()["items"]] == [drafted["id"]]


def test_a_strategy_is_not_adopted_on_a_day_to_come(cluster: Cluster, manager: Actor) -> None:
    strategy = make_objective(cluster).strategy

    with pytest.raises(Refused, match="still to come"):
        verbs.adopt_strategy(strategy, adopted_on=date(2026, 11, 24), by=manager, at=NOW)


def test_a_version_that_was_retired_meanwhile_stays_as_it_was(
    cluster: Cluster, manager: Actor
) -> None:
    seen = make_objective(cluster).strategy
    Strategy.objects.filter(pk=seen.pk).update(status=Strategy.Status.RETIRED, adopted_on=TODAY)

    with pytest.raises(Refused, match="retired"):
        verbs.describe_strategy(seen, title="Anew", by=manager, at=NOW)
