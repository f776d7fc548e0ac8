"""What the next version takes over, and what is different between two versions."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.strategy import queries, verbs
from raceme.strategy.bridge.comparison import Comparison, comparison_of
from raceme.strategy.models import (
    Challenge,
    FieldOfAction,
    Indicator,
    Measure,
    Objective,
    Strategy,
    SwotItem,
)
from raceme.strategy.signals import measure_taken_over, objective_taken_over
from tests.factories import NOW, TODAY, make_cluster, make_objective
from tests.strategy.whole import WholeRows, make_whole


@pytest.fixture
def whole(cluster: Cluster, manager: Actor) -> WholeRows:
    rows = make_whole(make_objective(cluster), by=manager)
    words = {"mission": "For firms", "vision": "Known", "from_year": 2026, "to_year": 2030}
    verbs.describe_strategy(rows.objective.strategy, **words, by=manager, at=NOW)
    return rows


def next_version(whole: WholeRows, by: Actor) -> Strategy:
    strategy = Strategy.objects.get(pk=whole.objective.strategy_id)
    verbs.adopt_strategy(strategy, adopted_on=TODAY, by=by, at=NOW)
    return verbs.draft_strategy(by=by, at=NOW)


def compared(by: Actor) -> Comparison:
    second, first = queries.strategies_visible_to(by)
    return comparison_of(by, first, second)


def part_of(comparison: Comparison, title: str) -> tuple[list[str], list[str], list[str], int]:
    part = next(one for one in comparison.parts if one.title == title)
    added, changed, dropped = (
        [line.name for line in lines] for lines in (part.added, part.changed, part.dropped)
    )
    return added, changed, dropped, part.same


def test_the_next_version_takes_over_all_that_is_open(whole: WholeRows, manager: Actor) -> None:
    draft = next_version(whole, manager)

    assert (draft.mission, draft.vision, draft.period) == ("For firms", "Known", "2026 to 2030")
    challenge = Challenge.objects.get(strategy=draft)
    assert (challenge.text, challenge.first) == (whole.challenge.text, whole.challenge)
    item = SwotItem.objects.get(strategy=draft)
    assert (item.evidence, item.first) == (whole.swot_item.evidence, whole.swot_item)
    objective = Objective.objects.get(strategy=draft)
    assert objective.first == whole.objective
    field = FieldOfAction.objects.get(strategy=draft)
    assert (field.first, field.objectives.get()) == (whole.field, objective)
    measure = Measure.objects.get(field=field)
    assert (measure.first, measure.budget_eur) == (whole.measure, 12000)
    indicator = Indicator.objects.get(objective=objective)
    assert (indicator.field, indicator.definition) == (field, whole.indicator.definition)
    assert [one.value for one in indicator.targets.all()] == [12]
    assert list(queries.observations_of(manager, indicator)) == [whole.observation]


def test_what_has_ended_is_not_taken_over(whole: WholeRows, manager: Actor) -> None:
    verbs.drop_challenge(whole.challenge, by=manager, at=NOW)
    verbs.drop_swot_item(whole.swot_item, by=manager, at=NOW)
    verbs.report_measure(whole.measure, status="done", by=manager, at=NOW)
    verbs.withdraw_target(whole.target, by=manager, at=NOW)

    draft = next_version(whole, manager)

    assert not Challenge.objects.filter(strategy=draft).exists()
    assert not SwotItem.objects.filter(strategy=draft).exists()
    assert not Measure.objects.filter(field__strategy=draft).exists()
    assert not Indicator.objects.get(objective__strategy=draft).targets.exists()


def test_an_indicator_of_an_ended_field_tells_of_its_objective(
    whole: WholeRows, manager: Actor
) -> None:
    verbs.end_field(whole.field, by=manager, at=NOW)

    draft = next_version(whole, manager)

    assert not FieldOfAction.objects.filter(strategy=draft).exists()
    assert Indicator.objects.get(objective__strategy=draft).field is None


def test_the_third_version_leads_back_to_the_first(whole: WholeRows, manager: Actor) -> None:
    second = next_version(whole, manager)
    verbs.adopt_strategy(second, adopted_on=TODAY, by=manager, at=NOW)

    third = verbs.draft_strategy(by=manager, at=NOW)

    assert Objective.objects.get(strategy=third).first == whole.objective
    assert Measure.objects.get(field__strategy=third).first == whole.measure


def test_words_given_for_a_draft_win(whole: WholeRows, manager: Actor) -> None:
    strategy = Strategy.objects.get(pk=whole.objective.strategy_id)
    verbs.adopt_strategy(strategy, adopted_on=TODAY, by=manager, at=NOW)

    draft = verbs.draft_strategy(title="Anew", to_year=2035, by=manager, at=NOW)

    assert (draft.title, draft.mission, draft.to_year) == ("Anew", "For firms", 2035)


def test_others_hear_what_was_taken_over(whole: WholeRows, manager: Actor) -> None:
    heard: list[tuple[object, object]] = []

    def listen(sender: type, *, old: object, new: object, **rest: object) -> None:
        heard.append((old, new))

    for signal in (objective_taken_over, measure_taken_over):
        signal.connect(listen)
    draft = next_version(whole, manager)
    for signal in (objective_taken_over, measure_taken_over):
        signal.disconnect(listen)

    assert heard == [
        (whole.measure, Measure.objects.get(field__strategy=draft)),
        (whole.objective, Objective.objects.get(strategy=draft)),
    ]


@pytest.mark.parametrize(
    ("years", "period"),
    [
        ((2026, 2030), "2026 to 2030"),
        ((2026, None), "from 2026"),
        ((None, 2030), "until 2030"),
        ((None, None), ""),
    ],
)
def test_the_period_is_told_as_far_as_it_is_known(
    years: tuple[int | None, int | None], period: str
) -> None:
    assert Strategy(from_year=years[0], to_year=years[1]).period == period


def test_versions_that_say_the_same_are_the_same(whole: WholeRows, manager: Actor) -> None:
    next_version(whole, manager)

    comparison = compared(manager)

    assert comparison.words == ()
    assert [one.is_same for one in comparison.parts] == [True] * 6
    assert [one.same for one in comparison.parts] == [1] * 6


def test_what_was_added_changed_and_dropped_is_told(whole: WholeRows, manager: Actor) -> None:
    draft = next_version(whole, manager)
    verbs.describe_strategy(draft, vision="Known everywhere", by=manager, at=NOW)
    challenge = Challenge.objects.get(strategy=draft)
    verbs.drop_challenge(challenge, by=manager, at=NOW)
    verbs.state_challenge(text="Why now?", why="x", by=manager, at=NOW)
    objective = Objective.objects.get(strategy=draft)
    verbs.describe_objective(objective, code="O9", weight=2.0, by=manager, at=NOW)
    field = FieldOfAction.objects.get(strategy=draft)
    verbs.describe_field(field, name="Other projects", by=manager, at=NOW)
    measure = Measure.objects.get(field=field)
    verbs.describe_measure(measure, ends_on=None, by=manager, at=NOW)
    indicator = Indicator.objects.get(objective=objective)
    verbs.set_target(indicator, value=20, due_on=date(2030, 1, 1), by=manager, at=NOW)
    item = SwotItem.objects.get(strategy=draft)
    verbs.describe_swot_item(item, kind="weakness", by=manager, at=NOW)

    comparison = compared(manager)
    differences = {
        (line.name, one.label): (one.before, one.after)
        for part in comparison.parts
        for line in part.changed
        for one in line.differences
    }

    assert [(one.label, one.before, one.after) for one in comparison.words] == [
        ("vision", "Known", "Known everywhere")
    ]
    text = whole.challenge.text
    assert part_of(comparison, "Challenges") == (["Why now?"], [], [text], 0)
    assert differences == {
        (item.text, "list"): ("strength", "weakness"),
        (f"O9 {objective.name}", "code"): ("O1", "O9"),
        (f"O9 {objective.name}", "weight"): ("1", "2"),
        ("F1 Other projects", "name"): ("Projects", "Other projects"),
        ("F1 Other projects", "objectives it serves"): ("O1", "O9"),
        ("F1.1 Four project workshops", "to"): ("31 December 2027", "empty"),
        ("Joint projects", "objective"): ("O1", "O9"),
        ("Joint projects", "targets"): (
            "12 by 2028-01-01",
            "12 by 2028-01-01; 20 by 2030-01-01",
        ),
    }


def test_a_measure_that_was_done_is_not_called_dropped(whole: WholeRows, manager: Actor) -> None:
    verbs.report_measure(whole.measure, status="done", by=manager, at=NOW)
    next_version(whole, manager)

    measures = next(one for one in compared(manager).parts if one.title == "Measures")

    assert [(line.name, line.is_done) for line in measures.dropped] == [
        ("F1.1 Four project workshops", True)
    ]


def test_the_page_compares_the_latest_two_unless_told_otherwise(
    browser: Client, cluster: Cluster, whole: WholeRows, manager: Actor
) -> None:
    page = f"/c/{cluster.slug}/strategy/compare/"
    one_version = browser.get(page).content.decode()
    draft = next_version(whole, manager)
    verbs.describe_strategy(draft, title="Anew", by=manager, at=NOW)
    stranger = make_objective(make_cluster("there")).strategy

    shown = browser.get(page).content.decode()
    turned = browser.get(page, {"first": draft.pk, "second": draft.pk}).content.decode()
    refused = browser.get(page, {"first": draft.pk, "second": stranger.pk})

    assert "There is nothing to compare yet" in one_version
    assert "<ins>Anew</ins>" in shown
    assert "<ins>" not in turned
    assert refused.status_code == 422


def test_comparing_asks_as_often_for_one_row_as_for_three(
    browser: Client, cluster: Cluster, whole: WholeRows, manager: Actor
) -> None:
    draft = next_version(whole, manager)

    def questions() -> int:
        objective = make_objective(cluster)
        field = verbs.open_field(name="x", objectives=[objective], by=manager, at=NOW)
        verbs.plan_measure(field, name="x", by=manager, at=NOW)
        verbs.add_indicator(objective, name="x", unit="firms", target=1, by=manager, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/c/{cluster.slug}/strategy/compare/")
        return len(asked)

    assert draft.version == 2
    for_one = questions()
    questions()
    assert questions() == for_one
