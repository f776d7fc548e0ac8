"""Strategic challenges and the SWOT: stating, ordering, dropping; by verb and by page."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import VISITOR, Actor
from raceme.access.models import Cluster, Role
from raceme.foundation.errors import NotAllowed, Refused
from raceme.strategy import queries, verbs
from raceme.strategy.models import Challenge, Strategy, SwotItem
from tests.factories import NOW, TODAY, make_actor, make_cluster, make_objective
from tests.strategy.whole import LINE

TYPED = {"kind": "threat", "text": "Owners retire", "evidence": "11 are older than 60."}
DATED = TYPED | {"evidence_on": "2026-05-04"}


def state(by: Actor, text: str = "Why us?") -> Challenge:
    return verbs.state_challenge(text=text, why="Because.", by=by, at=NOW)


def note(by: Actor, text: str = "Short ways", kind: str = "strength") -> SwotItem:
    return verbs.note_swot_item(kind=kind, text=text, evidence="30 of 36.", by=by, at=NOW)


def texts_of(by: Actor) -> list[str]:
    strategy = queries.strategy_in_force(by)
    assert strategy is not None
    return [one.text for one in queries.challenges_of(by, strategy)]


def lines_of(by: Actor, kind: str = "strength") -> list[str]:
    strategy = queries.strategy_in_force(by)
    assert strategy is not None
    return [one.text for one in queries.swot_of(by, strategy).filter(kind=kind)]


def test_the_first_challenge_drafts_a_strategy(manager: Actor) -> None:
    challenge = state(manager)

    assert challenge.strategy == queries.strategy_in_force(manager)
    assert challenge.strategy.status == Strategy.Status.DRAFT


def test_the_first_line_of_the_swot_drafts_a_strategy(manager: Actor) -> None:
    assert note(manager).strategy == queries.strategy_in_force(manager)


def test_five_challenges_are_the_most(manager: Actor) -> None:
    rows = [state(manager, f"Question {number}") for number in range(5)]

    with pytest.raises(Refused):
        state(manager, "One more")
    dropped = verbs.drop_challenge(rows[0], by=manager, at=NOW)
    state(manager, "One more")
    with pytest.raises(Refused):
        verbs.restore_challenge(dropped, by=manager, at=NOW)


@pytest.mark.parametrize("nonsense", [{"text": ""}, {"why": ""}])
def test_a_challenge_says_what_and_why(manager: Actor, nonsense: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        verbs.state_challenge(**{"text": "x", "why": "y"} | nonsense, by=manager, at=NOW)


@pytest.mark.parametrize("nonsense", [{"evidence": ""}, {"text": ""}, {"kind": "weather"}])
def test_a_line_of_the_swot_has_evidence(manager: Actor, nonsense: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        verbs.note_swot_item(**LINE | nonsense, by=manager, at=NOW)


def test_challenges_change_places(manager: Actor) -> None:
    first, second, third = (state(manager, text) for text in ("1", "2", "3"))

    verbs.move_challenge(third, is_up=True, by=manager, at=NOW)
    assert texts_of(manager) == ["1", "3", "2"]
    verbs.move_challenge(first, is_up=False, by=manager, at=NOW)
    assert texts_of(manager) == ["3", "1", "2"]
    verbs.move_challenge(second, is_up=False, by=manager, at=NOW)
    verbs.move_challenge(third, is_up=True, by=manager, at=NOW)
    assert texts_of(manager) == ["3", "1", "2"]


def test_a_dropped_challenge_is_taken_back_at_the_end(manager: Actor) -> None:
    first = state(manager, "1")
    state(manager, "2")

    first = verbs.drop_challenge(first, by=manager, at=NOW)
    assert texts_of(manager) == ["2"]
    with pytest.raises(Refused):
        verbs.drop_challenge(first, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.move_challenge(first, is_up=True, by=manager, at=NOW)
    first = verbs.restore_challenge(first, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.restore_challenge(first, by=manager, at=NOW)

    assert texts_of(manager) == ["2", "1"]


def test_lines_change_places_within_their_list(manager: Actor) -> None:
    first, second = note(manager, "1"), note(manager, "2")
    note(manager, "outside", kind="threat")

    verbs.move_swot_item(second, is_up=True, by=manager, at=NOW)
    verbs.move_swot_item(first, is_up=False, by=manager, at=NOW)

    assert lines_of(manager) == ["2", "1"]
    assert lines_of(manager, "threat") == ["outside"]


def test_a_line_goes_to_the_end_of_another_list(manager: Actor) -> None:
    note(manager, "1", kind="weakness")
    moved = note(manager, "2")

    verbs.describe_swot_item(moved, kind="weakness", text="2", by=manager, at=NOW)

    assert lines_of(manager) == []
    assert lines_of(manager, "weakness") == ["1", "2"]


def test_a_dropped_line_is_taken_back_at_the_end(manager: Actor) -> None:
    first = note(manager, "1")
    note(manager, "2")

    first = verbs.drop_swot_item(first, by=manager, at=NOW)
    assert lines_of(manager) == ["2"]
    with pytest.raises(Refused):
        verbs.drop_swot_item(first, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.move_swot_item(first, is_up=True, by=manager, at=NOW)
    first = verbs.restore_swot_item(first, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.restore_swot_item(first, by=manager, at=NOW)

    assert lines_of(manager) == ["2", "1"]


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("javascript:alert(1)", ""),
        ("Survey 2026", ""),
    ],
)
def test_only_addresses_of_the_web_become_links(manager: Actor, source: str, link: str) -> None:
    item = verbs.note_swot_item(**LINE | {"source": source}, by=manager, at=NOW)

    assert item.link == link


def test_a_retired_version_keeps_its_analysis(cluster: Cluster, manager: Actor) -> None:
    challenge, item = state(manager), note(manager)
    strategy = make_objective(cluster).strategy
    verbs.adopt_strategy(strategy, adopted_on=TODAY, by=manager, at=NOW)
    draft = verbs.draft_strategy(by=manager, at=NOW)
    verbs.adopt_strategy(draft, adopted_on=TODAY, by=manager, at=NOW)
    challenge.refresh_from_db()
    item.refresh_from_db()

    attempts = [
        lambda: verbs.describe_challenge(challenge, text="x", by=manager, at=NOW),
        lambda: verbs.drop_challenge(challenge, by=manager, at=NOW),
        lambda: verbs.restore_challenge(challenge, by=manager, at=NOW),
        lambda: verbs.move_challenge(challenge, is_up=True, by=manager, at=NOW),
        lambda: verbs.describe_swot_item(item, text="x", by=manager, at=NOW),
        lambda: verbs.drop_swot_item(item, by=manager, at=NOW),
        lambda: verbs.restore_swot_item(item, by=manager, at=NOW),
        lambda: verbs.move_swot_item(item, is_up=True, by=manager, at=NOW),
    ]

    for attempt in attempts:
        with pytest.raises(Refused, match="retired"):
            attempt()


def test_only_managers_state_challenges_and_lines(cluster: Cluster, manager: Actor) -> None:
    challenge, item = state(manager), note(manager)
    adviser = make_actor(cluster, Role.ADVISER)

    attempts = [
        lambda: state(adviser),
        lambda: note(adviser),
        lambda: verbs.describe_challenge(challenge, text="x", by=adviser, at=NOW),
        lambda: verbs.describe_swot_item(item, text="x", by=adviser, at=NOW),
        lambda: verbs.drop_swot_item(item, by=make_actor(make_cluster("there")), at=NOW),
    ]

    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert queries.challenges_visible_to(adviser).get() == challenge
    assert queries.swot_visible_to(adviser).get() == item
    assert not queries.challenges_visible_to(VISITOR).exists()
    assert not queries.swot_visible_to(VISITOR).exists()


def test_the_page_states_changes_drops_and_takes_back_a_challenge(
    browser: Client, cluster: Cluster
) -> None:
    base = f"/c/{cluster.slug}/strategy"

    stated = browser.post(f"{base}/challenges/new/", {"text": "Why us?", "why": "Because."})
    challenge = Challenge.objects.get()
    mine, page = f"{base}/challenges/{challenge.pk}", stated["Location"]
    refused = browser.post(f"{mine}/edit/", {"text": "", "why": "x"})
    browser.post(f"{mine}/edit/", {"text": "Why not?", "why": "So."})
    shown = browser.get(page).content.decode()
    browser.post(f"{mine}/drop/")
    dropped = browser.get(page).content.decode()
    browser.post(f"{mine}/restore/")

    assert page == f"{base}/versions/{challenge.strategy_id}/analysis/"
    assert refused.status_code == 422
    assert "Why not?" in shown
    assert "Take back: Why not?" in dropped
    challenge.refresh_from_db()
    assert challenge.ended_at is None


def test_the_page_notes_moves_and_drops_a_line(browser: Client, cluster: Cluster) -> None:
    base = f"/c/{cluster.slug}/strategy"

    prepared = browser.get(f"{base}/swot/new/?kind=threat").content.decode()
    browser.post(f"{base}/swot/new/", DATED)
    browser.post(f"{base}/swot/new/", TYPED | {"text": "Prices rise"})
    first, second = SwotItem.objects.order_by("pk")
    browser.post(f"{base}/swot/{second.pk}/move/", {"to": "up"})
    browser.post(f"{base}/swot/{first.pk}/edit/", DATED | {"text": "Owners give up"})
    browser.post(f"{base}/swot/{second.pk}/drop/")
    again = browser.post(f"{base}/swot/{second.pk}/drop/", follow=True).content.decode()

    assert '<option value="threat" selected>' in prepared
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, first.evidence_on) == ("Owners give up", date(2026, 5, 4))
    assert (second.position, first.position) == (1, 2)
    assert second.ended_at is not None
    assert "This line has already been dropped." in again


def test_a_viewer_reads_the_analysis_without_buttons(
    viewer_browser: Client, cluster: Cluster, manager: Actor
) -> None:
    item = note(manager)

    page = viewer_browser.get(
        f"/c/{cluster.slug}/strategy/versions/{item.strategy_id}/analysis/"
    ).content.decode()

    assert "Short ways" in page
    assert "swot/new/" not in page
    assert "/drop/" not in page
