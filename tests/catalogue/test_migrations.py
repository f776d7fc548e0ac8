"""Services from before there were stages keep all they had, and get a sensible stage."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from raceme.catalogue.archetypes import archetype_named
from raceme.catalogue.models import Service
from raceme.catalogue.queries import concept_of
from tests.factories import NOW, make_cluster

BEFORE = [("catalogue", "0001_initial")]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def migrate(target: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return executor.loader.project_state(target).apps


@pytest.fixture
def old() -> Iterator[Any]:
    """The tables as they were before stages; afterwards as they are now."""
    now = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield migrate(BEFORE).get_model("catalogue", "Service")
    migrate(now)


def test_services_keep_what_they_had(old: Any) -> None:
    facts = {"cluster_id": make_cluster().pk, "category": "NET", "person_days": 2, "cost_eur": 9}
    german = archetype_named("NET-05")
    assert german is not None
    old.objects.create(code="OWN", name="Own", reach=1, description="Ours", **facts)
    old.objects.create(code="GONE", name="Gone", reach=1, retired_at=NOW, **facts)
    old.objects.create(code="NET-05", name=german.name_de, archetype="NET-05", reach=1, **facts)

    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes("catalogue"))

    own, gone, adopted = (Service.objects.get(code=code) for code in ("OWN", "GONE", "NET-05"))
    assert (own.stage, own.is_offered, own.cost_eur) == ("in_portfolio", True, 9)
    assert (gone.stage, gone.retired_at) == ("retired", NOW)
    assert (adopted.stage, adopted.archetype_version) == ("in_portfolio", 1)
    assert (adopted.need, adopted.format) == (german.need_de, german.format)
    assert (adopted.targets, adopted.funding) == (list(german.targets), list(german.funding))
    ways = {one.code: one.stage_changes.get() for one in (own, gone, adopted)}
    assert {code: (one.act, one.author) for code, one in ways.items()} == dict.fromkeys(
        ("OWN", "GONE", "NET-05"), ("taken_over", "system")
    )
    assert (ways["GONE"].at, ways["OWN"].has_all_evidence) == (NOW, None)
    version = own.versions.get()
    assert (version.number, version.is_settled) == (1, True)
    assert (version.concept["description"], version.concept["providers"]) == ("Ours", [])
    # The first version says what the service says.
    assert version.concept == concept_of(own)
