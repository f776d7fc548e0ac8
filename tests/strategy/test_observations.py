"""Values: recorded, corrected with history, withdrawn; and who is asked for the next one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import VISITOR, Actor
from raceme.access.models import Cluster, Role
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.strategy import queries, verbs
from raceme.strategy.models import Indicator, Observation
from tests.factories import NOW, TODAY, make_actor, make_cluster, make_objective


@pytest.fixture
def indicator(cluster: Cluster, manager: Actor) -> Indicator:
    return verbs.add_indicator(
        make_objective(cluster), name="Firms", unit="firms", by=manager, at=NOW
    )


def record(indicator: Indicator, by: Actor, on: date = TODAY, **values: object) -> Observation:
    facts: dict[str, object] = {"value": 3}
    return verbs.record_observation(indicator, observed_on=on, by=by, at=NOW, **facts | values)


def due(actor: Actor, on: date = TODAY) -> list[Indicator]:
    return list(queries.indicators_without_observation(actor, on))


def test_a_value_keeps_where_it_comes_from_and_who_says_so(
    indicator: Indicator, manager: Actor
) -> None:
    mine = record(indicator, manager, source="Survey")
    theirs = record(indicator, manager, date(2026, 1, 1), told_by="The chamber")

    assert (mine.source, mine.told_by) == ("Survey", manager.label)
    assert theirs.told_by == "The chamber"
    assert mine.definition == indicator.definition


def test_there_is_one_value_a_day(indicator: Indicator, manager: Actor) -> None:
    value = record(indicator, manager)

    with pytest.raises(ValidationError):
        record(indicator, manager)
    verbs.withdraw_observation(value, by=manager, at=NOW)
    record(indicator, manager, value=4)
    with pytest.raises(ValidationError):
        verbs.restore_observation(value, by=manager, at=NOW)


def test_a_day_to_come_is_refused(indicator: Indicator, manager: Actor) -> None:
    value = record(indicator, manager)
    tomorrow = TODAY + timedelta(days=1)

    with pytest.raises(Refused) as refusal:
        record(indicator, manager, tomorrow)
    with pytest.raises(Refused):
        verbs.correct_observation(value, observed_on=tomorrow, by=manager, at=NOW)

    assert refusal.value.field == "observed_on"


def test_a_negative_weight_is_refused(indicator: Indicator, manager: Actor) -> None:
    with pytest.raises(ValidationError):
        record(indicator, manager, weight=-1)


def test_a_correction_stays_in_history(indicator: Indicator, manager: Actor) -> None:
    value = record(indicator, manager)

    value = verbs.correct_observation(value, value=Decimal(5), told_by="", by=manager, at=NOW)

    assert (value.value, value.told_by) == (5, manager.label)
    assert Change.objects.get(verb="correct_observation").values == {"value": ["3", "5"]}


def test_a_value_is_withdrawn_once_and_restored(indicator: Indicator, manager: Actor) -> None:
    value = verbs.withdraw_observation(record(indicator, manager), by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.withdraw_observation(value, by=manager, at=NOW)

    assert verbs.restore_observation(value, by=manager, at=NOW).withdrawn_at is None


def test_an_ended_indicator_takes_no_value(indicator: Indicator, manager: Actor) -> None:
    ended = verbs.end_indicator(indicator, by=manager, at=NOW)

    with pytest.raises(Refused):
        record(ended, manager)


def test_a_retired_version_still_takes_last_years_figures(
    indicator: Indicator, manager: Actor
) -> None:
    verbs.adopt_strategy(indicator.objective.strategy, adopted_on=TODAY, by=manager, at=NOW)
    draft = verbs.draft_strategy(by=manager, at=NOW)
    verbs.adopt_strategy(draft, adopted_on=TODAY, by=manager, at=NOW)

    value = record(indicator, manager)

    newest = queries.indicators_in_force(manager).get()
    assert list(queries.observations_of(manager, newest)) == [value]
    assert queries.latest_indicator_of(manager, value) == newest


def test_the_team_records_and_nobody_else(
    cluster: Cluster, indicator: Indicator, manager: Actor
) -> None:
    value = record(indicator, make_actor(cluster, Role.ADVISER))

    for somebody in (
        make_actor(cluster, Role.BOARD),
        make_actor(cluster, Role.VIEWER),
        make_actor(make_cluster("there")),
        VISITOR,
    ):
        for attempt in (
            lambda by=somebody: record(indicator, by, date(2026, 1, 1)),
            lambda by=somebody: verbs.correct_observation(value, value=1, by=by, at=NOW),
            lambda by=somebody: verbs.withdraw_observation(value, by=by, at=NOW),
            lambda by=somebody: verbs.restore_observation(value, by=by, at=NOW),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    assert not queries.observations_visible_to(VISITOR).exists()


def test_an_indicator_that_was_never_measured_is_named(
    indicator: Indicator, manager: Actor
) -> None:
    assert due(manager) == [indicator]

    value = record(indicator, manager)
    assert due(manager) == []

    verbs.withdraw_observation(value, by=manager, at=NOW)
    assert due(manager) == [indicator]


@pytest.mark.parametrize(
    ("frequency", "latest", "last_good_day"),
    [
        ("month", date(2026, 1, 31), date(2026, 2, 28)),
        ("quarter", date(2025, 11, 30), date(2026, 2, 28)),
        ("half_year", date(2026, 3, 31), date(2026, 9, 30)),
        ("year", date(2024, 2, 29), date(2025, 2, 28)),
        ("two_years", date(2024, 2, 29), date(2026, 2, 28)),
    ],
)
def test_a_value_is_due_one_period_after_the_latest(
    indicator: Indicator, manager: Actor, frequency: str, latest: date, last_good_day: date
) -> None:
    verbs.describe_indicator(indicator, frequency=frequency, by=manager, at=NOW)
    record(indicator, manager, latest)

    assert due(manager, last_good_day) == []
    assert due(manager, last_good_day + timedelta(days=1)) == [indicator]


def test_what_is_measured_once_is_never_due_again(indicator: Indicator, manager: Actor) -> None:
    verbs.describe_indicator(indicator, frequency="once", by=manager, at=NOW)
    record(indicator, manager, date(2001, 1, 1))

    assert due(manager) == []


def test_a_value_of_a_later_day_is_not_there_yet(indicator: Indicator, manager: Actor) -> None:
    record(indicator, manager, TODAY)

    assert due(manager, TODAY - timedelta(days=1)) == [indicator]


def test_only_what_is_in_force_is_asked_for(
    cluster: Cluster, indicator: Indicator, manager: Actor
) -> None:
    there = make_objective(make_cluster("there"))
    verbs.add_indicator(there, name="x", unit="firms", by=make_actor(there.cluster), at=NOW)
    verbs.end_indicator(indicator, by=manager, at=NOW)
    ended = make_objective(cluster)
    verbs.add_indicator(ended, name="x", unit="firms", by=manager, at=NOW)
    verbs.end_objective(ended, by=manager, at=NOW)

    assert due(manager) == []
    assert due(VISITOR) == []


def test_a_value_goes_on_through_versions(indicator: Indicator, manager: Actor) -> None:
    record(indicator, manager)
    verbs.adopt_strategy(indicator.objective.strategy, adopted_on=TODAY, by=manager, at=NOW)

    verbs.draft_strategy(by=manager, at=NOW)

    assert due(manager) == []
    assert due(manager, TODAY + timedelta(days=366)) == [queries.indicators_in_force(manager).get()]


def test_the_page_records_corrects_withdraws_and_restores(
    browser: Client, cluster: Cluster, indicator: Indicator
) -> None:
    base = f"/c/{cluster.slug}/strategy"
    typed = {"value": "3.5", "observed_on": "2026-01-02", "source": "https://example.org/list"}

    refused = browser.post(
        f"{base}/indicators/{indicator.pk}/values/new/", typed | {"observed_on": "2999-01-01"}
    )
    recorded = browser.post(f"{base}/indicators/{indicator.pk}/values/new/", typed)
    value = Observation.objects.get()
    mine = f"{base}/values/{value.pk}"
    form = browser.get(f"{mine}/edit/").content.decode()
    browser.post(f"{mine}/edit/", typed | {"value": "4"})
    page = browser.get(f"{mine}/").content.decode()
    browser.post(f"{mine}/withdraw/")
    withdrawn = browser.get(f"{mine}/").content.decode()
    listed = browser.get(f"{base}/indicators/{indicator.pk}/").content.decode()
    browser.post(f"{mine}/restore/")

    assert "This day lies in the future." in refused.content.decode()
    assert recorded["Location"] == f"{base}/indicators/{indicator.pk}/"
    assert 'value="3.5"' in form
    assert '<a href="https://example.org/list" rel="noreferrer">' in page
    assert "corrected the value" in page
    assert "It no longer counts." in withdrawn
    assert "does not count" in listed
    value.refresh_from_db()
    assert (value.value, value.withdrawn_at) == (4, None)


def test_only_a_mean_is_asked_for_its_weight(
    browser: Client, cluster: Cluster, indicator: Indicator, manager: Actor
) -> None:
    mean = verbs.add_indicator(
        indicator.objective, name="x", unit="points", adds_up="mean", by=manager, at=NOW
    )
    base = f"/c/{cluster.slug}/strategy/indicators"

    asks = [
        'name="weight"' in browser.get(f"{base}/{one.pk}/values/new/").content.decode()
        for one in (indicator, mean)
    ]

    assert asks == [False, True]


def test_the_list_narrows_to_what_is_due(
    browser: Client, cluster: Cluster, indicator: Indicator, manager: Actor
) -> None:
    verbs.add_indicator(
        indicator.objective, name="Never measured", unit="firms", by=manager, at=NOW
    )
    record(indicator, manager)
    page = f"/c/{cluster.slug}/strategy/versions/{indicator.objective.strategy_id}/indicators/"

    everything = browser.get(page).content.decode()
    is_due = browser.get(page, {"show": "due"}).content.decode()
    behind = browser.get(page, {"show": "behind"}).content.decode()

    assert f"Record: {indicator.name}" in everything
    assert f"Record: {indicator.name}" not in is_due
    assert "Record: Never measured" in is_due
    assert "Nothing fits what you look for." in behind
