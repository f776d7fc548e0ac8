"""An installation of before keeps its indicators and targets when it is brought up to date."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

BEFORE, NOW = [("strategy", "0001_initial")], [("strategy", "0004_only_series_and_targets")]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def migrate(targets: list[tuple[str, str]]) -> StateApps:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def before() -> Iterator[StateApps]:
    yield migrate(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_indicators_keep_what_was_said_and_continue_through_versions(before: StateApps) -> None:
    cluster = before.get_model("access", "Cluster").objects.create(slug="old", name="Old")
    other = before.get_model("access", "Cluster").objects.create(slug="other", name="Other")
    for home, version in ((cluster, 1), (cluster, 2), (other, 1)):
        strategy = before.get_model("strategy", "Strategy").objects.create(
            cluster=home, version=version, title="Old", vision="Known"
        )
        objective = before.get_model("strategy", "Objective").objects.create(
            cluster=home, strategy=strategy, code="O1", name="Grow"
        )
        for name, target in (("Firms", version * 10), ("Firms", None), ("Sales", 5)):
            before.get_model("strategy", "Indicator").objects.create(
                cluster=home,
                objective=objective,
                name=name,
                unit="firms",
                baseline=3,
                target=target,
                target_on=date(2029, 12, 31) if target == 5 else None,
                source="Survey",
            )

    now = migrate(NOW)

    rows = now.get_model("strategy", "Indicator").objects.order_by("cluster", "pk")
    codes = [one.definition.series.code for one in rows]
    assert codes == ["I1", "I2", "I3", "I1", "I2", "I3", "I1", "I2", "I3"]
    assert rows[0].definition == rows[3].definition
    assert rows[0].definition != rows[6].definition
    first = rows[0]
    assert (first.definition.unit, first.definition.number) == ("firms", 1)
    assert (first.baseline, first.source, first.direction) == (Decimal(3), "Survey", "increase")
    targets = [[(one.value, one.due_on) for one in row.targets.all()] for row in rows[:4]]
    assert targets == [
        [(10, None)],
        [],
        [(5, date(2029, 12, 31))],
        [(20, None)],
    ]
    objectives = now.get_model("strategy", "Objective").objects.order_by("cluster", "pk")
    assert [one.first_id for one in objectives] == [None, objectives[0].pk, None]
