"""A plan folder is loaded into the books, and loaded again without spoiling what stands there."""

from datetime import timedelta
from pathlib import Path

import pytest

from raceme.access.actor import Actor
from raceme.catalogue.models import Service
from raceme.catalogue.verbs import describe_service
from raceme.foundation.errors import NotAllowed
from raceme.members.models import Organisation
from raceme.members.verbs import merge_organisations
from raceme.needs.models import Need
from raceme.portfolio.folder.reading import read_plan_folder
from raceme.portfolio.imports import Loaded, load_folder
from raceme.portfolio.models import Scenario
from tests.factories import NOW
from tests.portfolio.folder.test_reading import CLUSTER, MEMBERS, NEEDS, SERVICES, write

LIBRARY_CLUSTER = CLUSTER.replace('must = ["S1"]\n', "")


def load(folder: Path, by: Actor, *, days_later: int = 0) -> Loaded:
    return load_folder(
        read_plan_folder(folder),
        scenario_name="Example",
        strategy_title="Example strategy",
        by=by,
        at=NOW + timedelta(days=days_later),
    )


def test_what_differs_is_changed_and_what_is_new_is_added(tmp_path: Path, manager: Actor) -> None:
    write(tmp_path, cluster=CLUSTER, members=MEMBERS, needs=NEEDS, services=SERVICES)
    first = load(tmp_path, manager)
    more = NEEDS + "M2,funding,4,2,2026-05-01,survey\n"
    write(tmp_path, members=MEMBERS.replace("Example Parts 01", "Example Parts 02"), needs=more)

    second = load(tmp_path, manager, days_later=1)

    assert Organisation.objects.get(code="M1").name == "Example Parts 02"
    assert (Need.objects.count(), Scenario.objects.count()) == (3, 1)
    assert second.scenario == first.scenario


def test_our_own_figures_are_not_overwritten_by_the_library(tmp_path: Path, manager: Actor) -> None:
    write(tmp_path, cluster=LIBRARY_CLUSTER, members=MEMBERS, needs=NEEDS)
    load(tmp_path, manager)
    ours = Service.objects.get(code="NET-01")
    describe_service(ours, cost_eur=4321, serves={"O1": 4}, by=manager, at=NOW)

    load(tmp_path, manager, days_later=1)

    ours.refresh_from_db()
    assert ours.cost_eur == 4321
    assert [one.strength for one in ours.contributions.all()] == [4]
    assert Service.objects.count() == 93


def test_a_folders_own_services_are_offered_and_the_librarys_are_ideas(
    tmp_path: Path, manager: Actor
) -> None:
    write(tmp_path, cluster=CLUSTER, members=MEMBERS, needs=NEEDS, services=SERVICES)
    load(tmp_path, manager)
    ours = Service.objects.get(code="S1")
    assert (ours.stage, ours.stage_changes.get().reason) == (
        "in_portfolio",
        "Loaded from a plan folder.",
    )

    library = tmp_path / "library"
    library.mkdir()
    write(library, cluster=LIBRARY_CLUSTER, members=MEMBERS, needs=NEEDS)
    load(library, manager, days_later=1)

    adopted = Service.objects.get(code="NET-01")
    assert (adopted.stage, adopted.format, adopted.archetype_version) == ("idea", "advisory", 1)


def test_a_changed_offer_loaded_again_is_its_next_version(tmp_path: Path, manager: Actor) -> None:
    write(tmp_path, cluster=CLUSTER, members=MEMBERS, needs=NEEDS, services=SERVICES)
    load(tmp_path, manager)
    load(tmp_path, manager, days_later=1)
    assert Service.objects.get(code="S1").version == 1
    write(tmp_path, services=SERVICES.replace(Service.objects.get(code="S1").name, "Other name"))

    load(tmp_path, manager, days_later=2)

    newest = Service.objects.get(code="S1").versions.first()
    assert newest is not None
    assert (newest.number, newest.changed) == (2, ["name"])
    assert newest.why == "Loaded again from a plan folder."


def test_a_viewer_loads_nothing(tmp_path: Path, viewer: Actor) -> None:
    write(tmp_path, cluster=CLUSTER, members=MEMBERS, needs=NEEDS, services=SERVICES)

    with pytest.raises(NotAllowed):
        load(tmp_path, viewer)
    assert not Organisation.objects.exists()


def test_the_id_of_a_merged_record_leads_to_the_one_that_stays(
    tmp_path: Path, manager: Actor
) -> None:
    write(tmp_path, cluster=CLUSTER, members=MEMBERS, needs=NEEDS, services=SERVICES)
    load(tmp_path, manager)
    keep, away = Organisation.objects.get(code="M1"), Organisation.objects.get(code="M2")
    count = Organisation.objects.count()
    merge_organisations(keep, away, by=manager, at=NOW)

    load(tmp_path, manager, days_later=1)

    assert Organisation.objects.count() == count
    assert not Need.objects.filter(organisation=away).exists()
