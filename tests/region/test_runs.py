"""Datasets come in with their provenance, and are measured in the background."""

import pytest
from django.core.exceptions import ValidationError

from raceme.access.actor import Actor
from raceme.foundation.errors import NotAllowed, Refused
from raceme.region import queries
from raceme.region.bridge.tables import rows_of
from raceme.region.models import Dataset, MappingRun
from raceme.region.verbs import map_dataset, read_dataset, resume_cut_off_mappings, take_dataset
from tests.factories import NOW, make_actor, make_cluster
from tests.region.making import COLUMNS, FACTS, make_dataset, make_rows, make_run, panel_csv


def test_a_dataset_is_measured(manager: Actor):
    run = make_run(manager)

    assert (run.state, run.trouble, run.years) == ("done", "", [2018, 2019, 2020])
    assert run.counts["regions"] == ["AT11", "AT12", "AT13", "AT21", "AT31", "SI03"]
    assert (run.counts["cells"], run.counts["known"]) == (108, 105)
    # AT31 in 2018: 1200 of 3710 jobs are in C25, of all known 2590 of 14060 (C25 of AT12 hidden):
    # (1200/3710) / (2590/14060) = 1.7559
    cell = rows_of(run, "cells", region="AT31", industry="C25", year=2018)[0]
    assert cell["location_quotient"] == pytest.approx(1.7559, abs=5e-5)


def test_a_hidden_cell_stays_unknown_and_carries_its_flag(manager: Actor):
    run = make_rows(manager.cluster)

    cell = rows_of(run, "cells", region="AT12", industry="C25", year=2020)[0]

    assert (cell["value"], cell["location_quotient"], cell["flag"]) == (None, None, "c")


def test_a_file_without_source_or_licence_is_refused(manager: Actor):
    with pytest.raises(ValidationError) as error:
        take_dataset(
            file_name="jobs.csv", content=panel_csv(), by=manager, at=NOW,
            **(FACTS | {"source": "", "licence": ""}),
        )  # fmt: skip

    assert set(error.value.message_dict) == {"source", "licence"}
    assert not Dataset.objects.exists()


def test_an_empty_file_is_refused(manager: Actor):
    with pytest.raises(Refused, match="empty"):
        take_dataset(file_name="jobs.csv", content=b"", by=manager, at=NOW, **FACTS)


def test_columns_must_be_named_before_anything_is_measured(manager: Actor):
    dataset = take_dataset(file_name="jobs.csv", content=panel_csv(), by=manager, at=NOW, **FACTS)

    with pytest.raises(Refused, match="columns"):
        map_dataset(dataset, by=manager, at=NOW)


def test_a_dataset_is_measured_once_at_a_time(manager: Actor):
    dataset = make_dataset(manager)
    map_dataset(dataset, by=manager, at=NOW)

    with pytest.raises(Refused, match="already"):
        map_dataset(dataset, by=manager, at=NOW)


def test_a_level_that_no_code_has_is_refused(manager: Actor):
    with pytest.raises(Refused, match="no codes of this length"):
        map_dataset(make_dataset(manager), region_length=5, by=manager, at=NOW)


def test_a_panel_of_which_nothing_is_left_fails_and_says_why(manager: Actor):
    content = b"geo,nace_r2,year,jobs,flag\nAT31,TOTAL,2020,5,\n"

    run = make_run(manager, make_dataset(manager, content))

    assert (run.state, run.tables.count()) == ("failed", 0)
    assert "no row is left" in run.trouble


def test_a_run_that_was_cut_off_is_taken_up_again(manager: Actor):
    run = map_dataset(make_dataset(manager), by=manager, at=NOW)
    MappingRun.objects.filter(pk=run.pk).update(state="running", heard_of_at=NOW)

    assert resume_cut_off_mappings(at=NOW) == 0
    assert resume_cut_off_mappings(at=NOW.replace(hour=NOW.hour + 1)) == 1
    assert MappingRun.objects.get().state == "waiting"


def test_an_earlier_mapping_stays_as_it_was_when_a_file_is_read_anew(manager: Actor):
    run = make_rows(manager.cluster)
    before = rows_of(run, "cells", region="AT31")

    read_dataset(run.dataset, columns=COLUMNS, only={"flag": ""}, by=manager, at=NOW)

    assert rows_of(run, "cells", region="AT31") == before


def test_a_viewer_may_bring_nothing_in(viewer: Actor):
    with pytest.raises(NotAllowed):
        take_dataset(file_name="jobs.csv", content=panel_csv(), by=viewer, at=NOW, **FACTS)


def test_another_cluster_sees_nothing(manager: Actor):
    make_rows(manager.cluster)
    stranger = make_actor(make_cluster("there"))

    assert not queries.datasets_visible_to(stranger).exists()
    assert not queries.runs_visible_to(stranger).exists()
    assert queries.latest_run(stranger) is None
