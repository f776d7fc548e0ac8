"""Fields of action and measures: what is done for the objectives, by whom and with what."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import VISITOR, Actor
from raceme.access.models import Cluster, Role
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.strategy import queries, verbs
from raceme.strategy.bridge.whole import totals_of
from raceme.strategy.models import FieldOfAction, Measure, Objective
from tests.factories import NOW, TODAY, make_actor, make_cluster, make_objective

PLANNED = {"name": "Workshops", "code": "F1.1", "status": "planned"}


def open_field(*objectives: Objective, by: Actor, **values: object) -> FieldOfAction:
    facts: dict[str, object] = {"name": "Joint development"}
    return verbs.open_field(objectives=objectives, by=by, at=NOW, **facts | values)


def plan(field: FieldOfAction, by: Actor, **values: object) -> Measure:
    return verbs.plan_measure(field, by=by, at=NOW, **{"name": "Workshops"} | values)


def test_a_field_serves_one_objective_or_several(cluster: Cluster, manager: Actor) -> None:
    first, second = make_objective(cluster), make_objective(cluster)

    field = open_field(first, second, by=manager)

    assert list(field.objectives.all()) == [first, second]
    assert (field.code, field.strategy) == ("F1", first.strategy)
    act = Change.objects.get(verb="open_field")
    assert act.values["objectives"] == [None, ["O1", "O2"]]


def test_a_field_serves_at_least_one_objective_of_one_version(
    cluster: Cluster, manager: Actor
) -> None:
    old = make_objective(cluster)
    verbs.adopt_strategy(old.strategy, adopted_on=TODAY, by=manager, at=NOW)
    verbs.draft_strategy(by=manager, at=NOW)
    new = queries.objectives_in_force(manager).get()
    field = open_field(new, by=manager)

    with pytest.raises(Refused, match="which objective"):
        open_field(by=manager)
    with pytest.raises(Refused, match="same version"):
        open_field(old, new, by=manager)
    with pytest.raises(Refused, match="same version"):
        verbs.describe_field(field, objectives=[old], by=manager, at=NOW)
    with pytest.raises(Refused, match="which objective"):
        verbs.describe_field(field, objectives=[], by=manager, at=NOW)


def test_codes_of_fields_and_measures_go_on(cluster: Cluster, manager: Actor) -> None:
    objective = make_objective(cluster)
    fields = [open_field(objective, by=manager) for _ in range(2)]

    codes = [plan(fields[1], manager).code for _ in range(2)]

    assert [field.code for field in fields] == ["F1", "F2"]
    assert codes == ["F2.1", "F2.2"]
    with pytest.raises(ValidationError):
        open_field(objective, by=manager, code="F1")
    with pytest.raises(ValidationError):
        plan(fields[1], manager, code="F2.1")


def test_the_tenth_comes_after_the_second(cluster: Cluster, manager: Actor) -> None:
    objective = make_objective(cluster)
    for code in ("F10", "F2", "F1"):
        open_field(objective, by=manager, code=code)

    assert [one.code for one in queries.fields_in_force(manager)] == ["F1", "F2", "F10"]


def test_what_a_field_serves_is_changed_with_history(cluster: Cluster, manager: Actor) -> None:
    first, second = make_objective(cluster), make_objective(cluster)
    field = open_field(first, by=manager)

    verbs.describe_field(field, objectives=[second], name="People", by=manager, at=NOW)
    verbs.describe_field(field, name="People", by=manager, at=NOW)

    field.refresh_from_db()
    assert (field.name, field.objectives.get()) == ("People", second)
    act = Change.objects.get(verb="describe_field")
    assert act.values == {
        "name": ["Joint development", "People"],
        "objectives": [["O1"], ["O2"]],
    }


def test_an_ended_field_takes_no_measure_until_it_is_reopened(
    cluster: Cluster, manager: Actor
) -> None:
    field = open_field(make_objective(cluster), by=manager)
    measure = plan(field, manager)

    field = verbs.end_field(field, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.end_field(field, by=manager, at=NOW)
    with pytest.raises(Refused):
        plan(field, manager)
    assert not queries.measures_of(manager, field.strategy).exists()
    field = verbs.reopen_field(field, by=manager, at=NOW)

    assert list(queries.measures_of(manager, field.strategy)) == [measure]


@pytest.mark.parametrize(
    "nonsense",
    [
        {"budget_eur": -1},
        {"person_days": -1},
        {"begins_on": date(2027, 2, 1), "ends_on": date(2027, 1, 1)},
        {"status": "somehow"},
        {"name": ""},
    ],
)
def test_nonsense_is_refused(cluster: Cluster, manager: Actor, nonsense: dict[str, object]) -> None:
    field = open_field(make_objective(cluster), by=manager)

    with pytest.raises(ValidationError):
        plan(field, manager, **nonsense)


def test_a_measure_moves_to_another_field_of_the_same_version(
    cluster: Cluster, manager: Actor
) -> None:
    objective = make_objective(cluster)
    measure = plan(open_field(objective, by=manager), manager)
    other = open_field(objective, by=manager)
    elsewhere = make_objective(make_cluster("there"))
    stranger = open_field(elsewhere, by=make_actor(elsewhere.cluster))

    verbs.describe_measure(measure, field=other, by=manager, at=NOW)

    measure.refresh_from_db()
    assert measure.field == other
    with pytest.raises(Refused):
        verbs.describe_measure(measure, field=stranger, by=manager, at=NOW)


def test_the_team_reports_how_far_a_measure_is_and_only_managers_drop_it(
    cluster: Cluster, manager: Actor
) -> None:
    measure = plan(open_field(make_objective(cluster), by=manager), manager)
    adviser, viewer = make_actor(cluster, Role.ADVISER), make_actor(cluster, Role.VIEWER)

    measure = verbs.report_measure(measure, status="under_way", by=adviser, at=NOW)
    assert measure.status == Measure.Status.UNDER_WAY
    with pytest.raises(NotAllowed):
        verbs.report_measure(measure, status="done", by=viewer, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.report_measure(measure, status="dropped", by=adviser, at=NOW)
    measure = verbs.report_measure(measure, status="dropped", by=manager, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.report_measure(measure, status="planned", by=adviser, at=NOW)

    assert measure.is_dropped


def test_only_managers_open_fields_and_plan_measures(cluster: Cluster, manager: Actor) -> None:
    objective = make_objective(cluster)
    field = open_field(objective, by=manager)
    adviser, stranger = make_actor(cluster, Role.ADVISER), make_actor(make_cluster("there"))

    for attempt in (
        lambda: open_field(objective, by=adviser),
        lambda: open_field(objective, by=stranger),
        lambda: plan(field, adviser),
        lambda: verbs.describe_field(field, name="x", by=adviser, at=NOW),
        lambda: verbs.end_field(field, by=stranger, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert not queries.fields_visible_to(stranger).exists()
    assert not queries.fields_visible_to(VISITOR).exists()
    assert not queries.measures_visible_to(VISITOR).exists()
    assert not queries.fields_in_force(stranger).exists()


def test_a_retired_version_keeps_its_fields(cluster: Cluster, manager: Actor) -> None:
    objective = make_objective(cluster)
    field = open_field(objective, by=manager)
    measure = plan(field, manager)
    verbs.adopt_strategy(field.strategy, adopted_on=TODAY, by=manager, at=NOW)
    draft = verbs.draft_strategy(by=manager, at=NOW)
    verbs.adopt_strategy(draft, adopted_on=TODAY, by=manager, at=NOW)
    field = FieldOfAction.objects.get(pk=field.pk)
    measure = Measure.objects.get(pk=measure.pk)

    for attempt in (
        lambda: open_field(Objective.objects.get(pk=objective.pk), by=manager),
        lambda: verbs.describe_field(field, name="x", by=manager, at=NOW),
        lambda: verbs.end_field(field, by=manager, at=NOW),
        lambda: verbs.reopen_field(field, by=manager, at=NOW),
        lambda: plan(field, manager),
        lambda: verbs.describe_measure(measure, name="x", by=manager, at=NOW),
        lambda: verbs.report_measure(measure, status="done", by=manager, at=NOW),
    ):
        with pytest.raises(Refused, match="retired"):
            attempt()


def test_unknown_budgets_are_counted_apart() -> None:
    measures = [
        Measure(budget_eur=Decimal(100), person_days=None),
        Measure(budget_eur=Decimal("0.5"), person_days=Decimal(3)),
        Measure(budget_eur=None, person_days=None),
    ]

    totals = totals_of(measures)

    assert (totals.budget_eur, totals.without_budget) == (Decimal("100.5"), 1)
    assert (totals.person_days, totals.without_days) == (Decimal(3), 2)


def test_the_page_opens_changes_ends_and_reopens_a_field(browser: Client, cluster: Cluster) -> None:
    objective = make_objective(cluster)
    base = f"/c/{cluster.slug}/strategy/fields"
    typed = {"name": "People", "code": "F1", "objectives": [objective.pk]}

    prepared = browser.get(f"{base}/new/?objective={objective.pk}").content.decode()
    refused = browser.post(f"{base}/new/", typed | {"objectives": []})
    opened = browser.post(f"{base}/new/", typed)
    field = FieldOfAction.objects.get()
    mine = f"{base}/{field.pk}"
    browser.post(f"{mine}/edit/", typed | {"name": "People first"})
    browser.post(f"{mine}/end/")
    ended = browser.get(f"{mine}/").content.decode()
    browser.post(f"{mine}/reopen/")

    assert f'value="{objective.pk}"' in prepared
    assert " checked" in prepared
    assert refused.status_code == 422
    assert opened["Location"] == f"{mine}/"
    assert "Its measures no longer count." in ended
    field.refresh_from_db()
    assert (field.name, field.ended_at) == ("People first", None)


def test_without_an_objective_the_page_says_what_comes_first(
    browser: Client, cluster: Cluster
) -> None:
    page = browser.get(f"/c/{cluster.slug}/strategy/fields/new/").content.decode()

    assert "State an objective first" in page


def test_the_page_plans_changes_and_reports_a_measure(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    field = open_field(make_objective(cluster), by=manager)
    base = f"/c/{cluster.slug}/strategy"
    typed = PLANNED | {"field": field.pk, "budget_eur": "1200.50", "person_days": "3"}

    refused = browser.post(f"{base}/fields/{field.pk}/measures/new/", typed | {"budget_eur": "x"})
    planned = browser.post(f"{base}/fields/{field.pk}/measures/new/", typed)
    measure = Measure.objects.get()
    mine = f"{base}/measures/{measure.pk}"
    form = browser.get(f"{mine}/edit/").content.decode()
    browser.post(f"{mine}/edit/", typed | {"budget_eur": "1300"})
    browser.post(f"{mine}/report/", {"status": "done"})
    nonsense = browser.post(f"{mine}/report/", {"status": "somehow"}, follow=True)
    shown = browser.get(f"{mine}/").content.decode()

    assert refused.status_code == 422
    assert planned["Location"] == f"{mine}/"
    assert 'value="1200.5"' in form
    measure.refresh_from_db()
    assert (measure.budget_eur, measure.status) == (Decimal(1300), "done")
    assert "is not a valid choice" in nonsense.content.decode()
    assert "€1,300" in shown


def test_the_action_plan_narrows_and_adds_up(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    field = open_field(make_objective(cluster), by=manager)
    plan(field, manager, name="Workshops", responsible="Anna", budget_eur=100, person_days=2)
    plan(field, manager, name="Fund", budget_eur=50)
    dropped = plan(field, manager, name="Magazine", budget_eur=999)
    verbs.report_measure(dropped, status="dropped", by=manager, at=NOW)
    page = f"/c/{cluster.slug}/strategy/versions/{field.strategy_id}/action-plan/"

    everything = browser.get(page).content.decode()
    annas = browser.get(page, {"text": "anna"}).content.decode()
    gone = browser.get(page, {"status": "dropped"}).content.decode()
    nothing = browser.get(page, {"text": "nobody"}).content.decode()

    assert "2 measures: together €150 and 2 days." in everything
    assert "The person-days of 1 are unknown." in everything
    assert "Magazine" not in everything
    assert "1 measure: €100 and 2 days." in annas
    assert "Fund" not in annas
    assert "Magazine" in gone
    assert "Nothing fits what you look for." in nothing


def test_an_empty_action_plan_says_how_to_begin(browser: Client, cluster: Cluster) -> None:
    strategy = make_objective(cluster).strategy

    page = browser.get(f"/c/{cluster.slug}/strategy/versions/{strategy.pk}/action-plan/")

    assert "Open the first field of action" in page.content.decode()
