"""Reference sheets: codes, definitions that change openly, and targets."""

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
from raceme.strategy.models import Definition, Indicator, Objective, Target
from tests.factories import NOW, TODAY, make_actor, make_cluster, make_objective
from tests.strategy.whole import DEFINED, SHEET

ANEW = {
    "definition": "Projects of at least three members.",
    "unit": "projects",
    "adds_up": "sum",
    "evidence": "counted",
    "valid_from": date(2027, 1, 1),
    "why": "The funder asks for three.",
}
TYPED = {
    "name": "Joint projects",
    "code": "P1",
    "definition": "Signed ones.",
    "unit": "Projekte",
    "direction": "increase",
    "adds_up": "sum",
    "evidence": "counted",
    "level": "outcome",
    "frequency": "year",
}


def add(objective: Objective, by: Actor, **values: object) -> Indicator:
    return verbs.add_indicator(objective, by=by, at=NOW, **SHEET | values)


def measure(indicator: Indicator, by: Actor, value: int = 1) -> None:
    verbs.record_observation(indicator, value=value, observed_on=TODAY, by=by, at=NOW)


def test_an_indicator_gets_a_code_that_no_other_ever_had(cluster: Cluster, manager: Actor) -> None:
    objective = make_objective(cluster)

    first = add(objective, manager)
    verbs.end_indicator(first, by=manager, at=NOW)
    second = add(objective, manager, code="P7")
    third = add(objective, manager)

    assert [one.code for one in (first, second, third)] == ["I1", "P7", "I2"]
    with pytest.raises(ValidationError):
        add(objective, manager, code="P7")


def test_the_same_code_may_stand_in_two_clusters(cluster: Cluster, manager: Actor) -> None:
    there = make_cluster("there")

    mine = add(make_objective(cluster), manager)
    theirs = add(make_objective(there), make_actor(there))

    assert mine.code == theirs.code == "I1"


def test_a_unit_is_a_code_however_it_is_written(cluster: Cluster, manager: Actor) -> None:
    indicator = add(make_objective(cluster), manager, unit="Unternehmen")

    assert (indicator.definition.unit, indicator.unit_label) == ("firms", "firms")


def test_the_first_target_is_set_along_with_the_indicator(cluster: Cluster, manager: Actor) -> None:
    objective = make_objective(cluster)

    target = add(objective, manager).targets.get()

    assert (target.value, target.due_on) == (Decimal(12), date(2028, 1, 1))
    assert not add(objective, manager, target=None).targets.exists()


@pytest.mark.parametrize(
    "nonsense",
    [
        {"name": ""},
        {"unit": ""},
        {"adds_up": "somehow"},
        {"evidence": "hearsay"},
        {"level": "high"},
        {"direction": "sideways"},
        {"frequency": "never"},
    ],
)
def test_nonsense_is_refused(cluster: Cluster, manager: Actor, nonsense: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        add(make_objective(cluster), manager, **nonsense)
    assert not Indicator.objects.exists()


def test_as_long_as_nothing_is_measured_code_and_definition_are_put_right(
    cluster: Cluster, manager: Actor
) -> None:
    indicator = add(make_objective(cluster), manager)

    indicator = verbs.describe_indicator(
        indicator, code="P1", definition="Signed ones.", unit="firms", by=manager, at=NOW
    )

    assert (indicator.code, indicator.definition.number) == ("P1", 1)
    assert (indicator.definition.text, indicator.definition.unit) == ("Signed ones.", "firms")
    act = Change.objects.get(verb="describe_indicator")
    assert act.values["code"] == ["I1", "P1"]
    assert act.values["unit"] == ["projects", "firms"]
    assert "adds_up" not in act.values


def test_after_a_value_was_measured_code_and_definition_stay(
    cluster: Cluster, manager: Actor
) -> None:
    indicator = add(make_objective(cluster), manager)
    measure(indicator, manager)

    with pytest.raises(Refused) as refusal:
        verbs.describe_indicator(indicator, unit="firms", by=manager, at=NOW)
    assert refusal.value.field == "unit"
    with pytest.raises(Refused) as refusal:
        verbs.describe_indicator(indicator, code="P1", by=manager, at=NOW)
    assert refusal.value.field == "code"
    same = verbs.describe_indicator(
        indicator, **DEFINED | {"unit": "Projekte"}, code="I1", by=manager, at=NOW
    )

    assert same.definition == indicator.definition
    assert not Change.objects.filter(verb="describe_indicator").exists()


def test_a_new_definition_leaves_the_past_as_it_was(cluster: Cluster, manager: Actor) -> None:
    indicator = add(make_objective(cluster), manager)
    measure(indicator, manager)

    changed = verbs.redefine_indicator(indicator, **ANEW, baseline=2, by=manager, at=NOW)

    value = queries.observations_of(manager, changed).get()
    assert (changed.definition.number, changed.definition.text) == (2, ANEW["definition"])
    assert (changed.baseline, changed.baseline_on) == (2, None)
    assert (value.definition.number, value.definition.text) == (1, DEFINED["definition"])
    act = Change.objects.get(verb="redefine_indicator")
    assert act.values["definition"] == [DEFINED["definition"], ANEW["definition"]]
    assert act.values["baseline"] == ["4", "2"]


def test_a_new_definition_says_why_and_what_changes(cluster: Cluster, manager: Actor) -> None:
    indicator = add(make_objective(cluster), manager)

    with pytest.raises(Refused) as refusal:
        verbs.redefine_indicator(indicator, **ANEW | {"why": " "}, by=manager, at=NOW)
    assert refusal.value.field == "why"
    with pytest.raises(Refused, match="Nothing"):
        verbs.redefine_indicator(indicator, **ANEW | DEFINED, by=manager, at=NOW)


def test_better_words_begin_no_new_definition(cluster: Cluster, manager: Actor) -> None:
    indicator = add(make_objective(cluster), manager)
    measure(indicator, manager)

    words = "Contracts signed by two members or more."
    reworded = verbs.reword_definition(indicator, definition=words, by=manager, at=NOW)
    verbs.reword_definition(indicator, definition=words, by=manager, at=NOW)

    assert (reworded.definition.number, reworded.definition.text) == (1, words)
    assert Change.objects.get(verb="reword_definition").values == {
        "definition": [DEFINED["definition"], words]
    }


def test_what_a_retired_version_defined_is_not_touched(cluster: Cluster, manager: Actor) -> None:
    old = add(make_objective(cluster), manager)
    verbs.adopt_strategy(old.objective.strategy, adopted_on=TODAY, by=manager, at=NOW)
    verbs.draft_strategy(by=manager, at=NOW)
    new = queries.indicators_in_force(manager).get()

    verbs.describe_indicator(new, unit="firms", by=manager, at=NOW)

    assert Indicator.objects.get(pk=old.pk).unit_label == "projects"
    assert Indicator.objects.get(pk=new.pk).unit_label == "firms"
    assert [one.number for one in Definition.objects.order_by("number")] == [1, 2]


def test_a_field_of_another_version_is_refused(cluster: Cluster, manager: Actor) -> None:
    indicator = add(make_objective(cluster), manager)
    there = make_objective(make_cluster("there"))
    stranger = verbs.open_field(name="x", objectives=[there], by=make_actor(there.cluster), at=NOW)

    with pytest.raises(Refused) as refusal:
        verbs.describe_indicator(indicator, field=stranger, by=manager, at=NOW)

    assert refusal.value.field == "field"


def test_there_is_one_target_a_day_and_one_without(cluster: Cluster, manager: Actor) -> None:
    indicator = add(make_objective(cluster), manager)

    with pytest.raises(ValidationError):
        verbs.set_target(indicator, value=9, due_on=date(2028, 1, 1), by=manager, at=NOW)
    undated = verbs.set_target(indicator, value=9, by=manager, at=NOW)
    with pytest.raises(ValidationError):
        verbs.set_target(indicator, value=10, by=manager, at=NOW)
    verbs.withdraw_target(undated, by=manager, at=NOW)
    verbs.set_target(indicator, value=10, by=manager, at=NOW)
    with pytest.raises(ValidationError):
        verbs.restore_target(undated, by=manager, at=NOW)

    assert [one.value for one in indicator.targets.filter(withdrawn_at=None)] == [12, 10]


def test_a_target_is_changed_withdrawn_once_and_restored(cluster: Cluster, manager: Actor) -> None:
    target = add(make_objective(cluster), manager).targets.get()

    target = verbs.change_target(target, value=15, due_on=None, by=manager, at=NOW)
    target = verbs.withdraw_target(target, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.withdraw_target(target, by=manager, at=NOW)
    target = verbs.restore_target(target, by=manager, at=NOW)

    assert (target.value, target.due_on, target.withdrawn_at) == (15, None, None)


def test_only_managers_define_and_set_targets(cluster: Cluster, manager: Actor) -> None:
    indicator = add(make_objective(cluster), manager)
    target = indicator.targets.get()
    adviser = make_actor(cluster, Role.ADVISER)

    for attempt in (
        lambda: add(indicator.objective, adviser),
        lambda: verbs.describe_indicator(indicator, name="x", by=adviser, at=NOW),
        lambda: verbs.redefine_indicator(indicator, **ANEW, by=adviser, at=NOW),
        lambda: verbs.reword_definition(indicator, definition="x", by=adviser, at=NOW),
        lambda: verbs.set_target(indicator, value=1, by=adviser, at=NOW),
        lambda: verbs.change_target(target, value=1, due_on=None, by=adviser, at=NOW),
        lambda: verbs.withdraw_target(target, by=adviser, at=NOW),
        lambda: verbs.restore_target(target, by=adviser, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert not queries.targets_visible_to(VISITOR).exists()
    assert not queries.indicators_in_force(VISITOR).exists()


def test_a_retired_version_keeps_sheets_and_targets(cluster: Cluster, manager: Actor) -> None:
    indicator = add(make_objective(cluster), manager)
    strategy = indicator.objective.strategy
    verbs.adopt_strategy(strategy, adopted_on=TODAY, by=manager, at=NOW)
    draft = verbs.draft_strategy(by=manager, at=NOW)
    verbs.adopt_strategy(draft, adopted_on=TODAY, by=manager, at=NOW)
    old = Indicator.objects.get(pk=indicator.pk)
    target = Target.objects.get(indicator=old)

    for attempt in (
        lambda: verbs.redefine_indicator(old, **ANEW, by=manager, at=NOW),
        lambda: verbs.reword_definition(old, definition="x", by=manager, at=NOW),
        lambda: verbs.set_target(old, value=1, by=manager, at=NOW),
        lambda: verbs.change_target(target, value=1, due_on=None, by=manager, at=NOW),
        lambda: verbs.withdraw_target(target, by=manager, at=NOW),
        lambda: verbs.restore_target(target, by=manager, at=NOW),
    ):
        with pytest.raises(Refused, match="retired"):
            attempt()


def test_the_page_adds_a_whole_sheet(browser: Client, cluster: Cluster, manager: Actor) -> None:
    objective = make_objective(cluster)
    field = verbs.open_field(name="Projects", objectives=[objective], by=manager, at=NOW)
    address = f"/c/{cluster.slug}/strategy/objectives/{objective.pk}/indicators/new/"
    typed = TYPED | {"field": field.pk, "baseline": "4", "target": "12", "target_on": "2028-01-01"}

    prepared = browser.get(f"{address}?field={field.pk}").content.decode()
    half = browser.post(address, TYPED | {"target_on": "2028-01-01"})
    added = browser.post(address, typed)
    again = browser.post(address, typed)

    indicator = Indicator.objects.get()
    assert f'<option value="{field.pk}" selected>' in prepared
    assert '<option value="cases of advice">' in prepared
    assert "Say which value is to be reached by this day." in half.content.decode()
    assert added["Location"] == f"/c/{cluster.slug}/strategy/indicators/{indicator.pk}/"
    assert (indicator.code, indicator.definition.unit, indicator.field) == ("P1", "projects", field)
    assert indicator.targets.get().due_on == date(2028, 1, 1)
    assert again.status_code == 422
    assert "Another indicator has this code." in again.content.decode()


def test_the_page_asks_for_the_definition_only_until_something_is_measured(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    indicator = add(make_objective(cluster), manager)
    address = f"/c/{cluster.slug}/strategy/indicators/{indicator.pk}/edit/"

    before = browser.get(address).content.decode()
    measure(indicator, manager)
    after = browser.get(address).content.decode()
    browser.post(address, {"name": "Renamed", "direction": "increase", "frequency": "month"})

    assert 'name="unit"' in before
    assert 'name="unit"' not in after
    assert "use “Change the definition”" in after
    indicator.refresh_from_db()
    assert (indicator.name, indicator.frequency) == ("Renamed", "month")


def test_the_page_changes_the_definition_or_only_its_words(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    indicator = add(make_objective(cluster), manager)
    measure(indicator, manager)
    mine = f"/c/{cluster.slug}/strategy/indicators/{indicator.pk}"
    words = DEFINED | {"kind": "words", "definition": "In better words."}

    sneaked = browser.post(f"{mine}/definition/", words | {"unit": "firms"})
    reworded = browser.post(f"{mine}/definition/", words)
    dateless = browser.post(f"{mine}/definition/", words | {"kind": "anew", "why": "x"})
    anew = {"kind": "anew", "unit": "firms", "valid_from": "2027-01-01", "why": "Firms count."}
    changed = browser.post(f"{mine}/definition/", words | anew)
    page = browser.get(f"{mine}/").content.decode()

    assert "A change here is more than better words." in sneaked.content.decode()
    assert (reworded.status_code, changed.status_code) == (302, 302)
    assert "Say from which day the new definition is valid." in dateless.content.decode()
    indicator.refresh_from_db()
    assert (indicator.definition.number, indicator.definition.unit) == (2, "firms")
    assert "Firms count." in page
    assert "by an earlier definition" in page


def test_the_page_sets_changes_and_withdraws_targets(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    indicator = add(make_objective(cluster), manager)
    base = f"/c/{cluster.slug}/strategy"
    new = f"{base}/indicators/{indicator.pk}/targets/new/"

    twice = browser.post(new, {"value": "9", "due_on": "2028-01-01"})
    browser.post(new, {"value": "20", "due_on": "2030-01-01"})
    target = Target.objects.get(value=20)
    form = browser.get(f"{base}/targets/{target.pk}/edit/").content.decode()
    browser.post(f"{base}/targets/{target.pk}/edit/", {"value": "21", "due_on": ""})
    browser.post(f"{base}/targets/{target.pk}/withdraw/")
    page = browser.get(f"{base}/indicators/{indicator.pk}/").content.decode()
    browser.post(f"{base}/targets/{target.pk}/restore/")

    assert "There is already a target for this day." in twice.content.decode()
    assert 'value="20"' in form
    assert "Restore the target of 21" in page
    target.refresh_from_db()
    assert (target.value, target.due_on, target.withdrawn_at) == (21, None, None)


def test_the_sheet_names_what_it_does_not_say(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    bare = verbs.add_indicator(make_objective(cluster), name="x", unit="firms", by=manager, at=NOW)
    whole = add(bare.objective, manager)
    base = f"/c/{cluster.slug}/strategy/indicators"

    assert (
        "does not say yet: definition, level, kind of evidence, source, responsible, baseline,"
        " target." in browser.get(f"{base}/{bare.pk}/").content.decode()
    )
    assert "does not say yet" not in browser.get(f"{base}/{whole.pk}/").content.decode()
