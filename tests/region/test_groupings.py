"""Groupings of one's own: every change is a version, and figures keep the one they rest on."""

import csv
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Role
from raceme.foundation.errors import NotAllowed, Refused
from raceme.region import queries, verbs
from raceme.region.bridge.page import figure_named, region_page
from raceme.region.bridge.tables import rows_of
from raceme.region.models import GroupingVersion, OwnGrouping
from raceme.vocabulary.groupings import grouping_named
from tests.factories import NOW, make_actor, make_cluster
from tests.region.making import make_dataset, make_grouping, make_run


@pytest.fixture
def grouping(manager: Actor) -> OwnGrouping:
    assert manager.cluster is not None
    return make_grouping(manager.cluster)


def codes(version: GroupingVersion) -> dict[str, list[str]]:
    return {one["label"]: one["codes"] for one in version.groups}


def newest(grouping: OwnGrouping) -> GroupingVersion:
    return queries.newest_version_of(grouping)


def test_every_change_is_a_version_and_earlier_ones_stay(grouping: OwnGrouping, manager: Actor):
    verbs.write_group(grouping, code="g1", label="Metal", activities=["25"], by=manager, at=NOW)

    versions = {one.number: codes(one) for one in grouping.versions.all()}
    assert versions == {
        1: {},
        2: {"Metal": ["25", "28"]},
        3: {"Metal": ["25", "28"], "Makers": ["10", "62.01"]},
        4: {"Metal": ["25"], "Makers": ["10", "62.01"]},
    }
    before, after = grouping.versions.get(number=3), newest(grouping)
    assert queries.differences(before.groups, after.groups) == [("Metal", [], ["28"])]


def test_saving_without_a_change_makes_no_version(grouping: OwnGrouping, manager: Actor):
    same = ["28", "25"]
    verbs.write_group(grouping, code="g1", label="Metal", activities=same, by=manager, at=NOW)

    assert newest(grouping).number == 3


def test_a_copy_of_a_known_list_has_its_groups_and_says_so(manager: Actor):
    made = verbs.found_grouping(
        name="Ours", source="Copy", copy_of="ecosystems", by=manager, at=NOW
    )

    known = grouping_named("ecosystems")
    assert known is not None
    assert made.copied_from == "Industrial ecosystems"
    assert codes(newest(made)) == {one.label: sorted(one.nace) for one in known.groups}


def test_a_copy_of_an_own_one_keeps_its_edition(grouping: OwnGrouping, manager: Actor):
    made = verbs.found_grouping(
        name="Copy",
        source="Copy",
        nace_revision="2.1",
        copy_of=str(grouping.pk),
        by=manager,
        at=NOW,
    )

    assert (made.nace_revision, made.copied_from) == ("2", "Value chains (3)")
    assert newest(made).groups == newest(grouping).groups


def test_activities_are_meant_by_code_or_name(grouping: OwnGrouping, manager: Actor):
    version = verbs.write_group(
        grouping, label="More", activities=["2562", "25.62 Machining", "Machining"], by=manager,
        at=NOW,
    )  # fmt: skip

    assert codes(version)["More"] == ["25.62"]


@pytest.mark.parametrize("wrong", [["99.99"], ["no such thing at all"]])
def test_what_is_no_activity_is_refused(grouping: OwnGrouping, manager: Actor, wrong: list[str]):
    with pytest.raises(Refused):
        verbs.write_group(grouping, label="More", activities=wrong, by=manager, at=NOW)


def test_groups_have_names_of_their_own_and_activities(grouping: OwnGrouping, manager: Actor):
    with pytest.raises(ValidationError, match="name of its own"):
        verbs.write_group(grouping, label="metal", activities=["25"], by=manager, at=NOW)
    with pytest.raises(ValidationError, match="no activity"):
        verbs.write_group(grouping, label="Empty", activities=[], by=manager, at=NOW)
    with pytest.raises(Refused, match="no longer"):
        verbs.write_group(grouping, code="g9", label="X", activities=["25"], by=manager, at=NOW)


def test_a_group_is_taken_out_and_earlier_versions_keep_it(grouping: OwnGrouping, manager: Actor):
    verbs.take_group_out(grouping, code="g1", by=manager, at=NOW)

    assert codes(newest(grouping)) == {"Makers": ["10", "62.01"]}
    assert newest(grouping).note == "without Metal"
    assert "Metal" in codes(grouping.versions.get(number=3))
    with pytest.raises(Refused, match="no longer"):
        verbs.take_group_out(grouping, code="g1", by=manager, at=NOW)


def test_a_grouping_that_ended_is_not_changed_until_it_is_taken_up(
    grouping: OwnGrouping, manager: Actor
):
    verbs.end_grouping(grouping, by=manager, at=NOW)

    assert list(queries.newest_versions(manager)) == []
    with pytest.raises(Refused, match="has ended"):
        verbs.take_group_out(grouping, code="g1", by=manager, at=NOW)
    verbs.restore_grouping(grouping, by=manager, at=NOW)
    assert [one.number for one in queries.newest_versions(manager)] == [3]
    with pytest.raises(Refused, match="in use"):
        verbs.restore_grouping(grouping, by=manager, at=NOW)


def test_only_the_team_keeps_groupings_and_only_its_own(grouping: OwnGrouping, manager: Actor):
    assert manager.cluster is not None
    stranger = make_actor(make_cluster("elsewhere"))
    for actor in (make_actor(manager.cluster, Role.VIEWER), stranger):
        with pytest.raises(NotAllowed):
            verbs.write_group(grouping, label="X", activities=["25"], by=actor, at=NOW)
    assert list(queries.groupings_visible_to(stranger)) == []
    with pytest.raises(Refused, match="no such grouping"):
        verbs.found_grouping(name="X", source="X", copy_of=str(grouping.pk), by=stranger, at=NOW)


def test_a_mapping_keeps_the_version_it_was_measured_with(grouping: OwnGrouping, manager: Actor):
    version = newest(grouping)
    run = make_run(manager, groupings=[version.pk])
    verbs.take_group_out(grouping, code="g1", by=manager, at=NOW)

    figure = figure_named(run, "AT31", manager, f"own_{version.pk}", year=2020)

    assert figure is not None
    assert figure.title == "Value chains (version 3)"
    rows = {row[1]: row for row in figure.sheet.rows}
    # Metal is C25 and C28 as a whole; of J62 a quarter (one class of four) belongs to Makers.
    by_industry = {
        row["industry"]: row["value"]
        for row in rows_of(run, "cells", region="AT31") if row["year"] == 2020
    }  # fmt: skip
    assert rows["Metal"][3] == pytest.approx(by_industry["C25"] + by_industry["C28"])
    assert rows["Makers"][3] == pytest.approx(by_industry["C10"] + by_industry["J62"] / 4)
    assert any("version 3 of 2026-11-23" in one and "A study of ours" in one for one in figure.told)
    shown = [one.code for one in region_page(run, "AT31", manager, year=2020).figures]
    assert shown.index(f"own_{version.pk}") == shown.index("ecosystems") + 1
    assert queries.runs_with(manager, grouping) == [(run, 3)]


def test_a_grouping_of_another_edition_or_cluster_does_not_fit(manager: Actor):
    other = verbs.found_grouping(
        name="New edition", source="X", nace_revision="2.1", by=manager, at=NOW
    )
    verbs.write_group(other, label="Metal", activities=["25"], by=manager, at=NOW)
    foreign = newest(make_grouping(make_cluster("elsewhere")))
    dataset = make_dataset(manager)

    for version in (newest(other), foreign):
        with pytest.raises(Refused, match="does not fit"):
            verbs.map_dataset(dataset, groupings=[version.pk], by=manager, at=NOW)


def test_the_pages_lead_from_a_copy_to_a_measured_version(manager: Actor, client: Client):
    assert manager.user is not None
    client.force_login(manager.user)
    base = "/c/here/region/groupings/"
    empty = client.get(base).content.decode()
    client.post(
        f"{base}new/", {"name": "Ours", "source": "We", "nace_revision": "2", "copy_of": ""}
    )
    grouping = OwnGrouping.objects.get()
    form = {"label": "Metal", "codes": "25 Manufacture of fabricated metal products\n28",
            "add": "62.01 Computer programming activities", "revision": "2"}  # fmt: skip
    client.post(f"{base}{grouping.pk}/group/", form)
    page = client.get(f"{base}{grouping.pk}/").content.decode()
    edit = client.get(f"{base}{grouping.pk}/group/g1/").content.decode()
    dataset = make_dataset(manager)
    measure = client.get(f"/c/here/region/data/{dataset.pk}/map/").content.decode()

    assert "No grouping of your own yet" in empty
    assert codes(newest(grouping)) == {"Metal": ["25", "28", "62.01"]}
    assert "+62.01" in page
    assert "data-suggest" in edit
    assert "Ours (2)" in measure


def test_a_form_without_activities_is_refused(
    grouping: OwnGrouping, manager: Actor, client: Client
):
    assert manager.user is not None
    client.force_login(manager.user)
    there = f"/c/here/region/groupings/{grouping.pk}/group/"

    answer = client.post(there, {"label": "Nothing", "codes": "", "add": "", "revision": "2"})

    assert answer.status_code == 422
    assert "Name at least one activity." in answer.content.decode()
    assert client.get(f"{there}g77/").status_code == 404


def test_a_version_is_handed_out_as_a_list(grouping: OwnGrouping, manager: Actor, client: Client):
    assert manager.user is not None
    client.force_login(manager.user)

    answer = client.get(f"/c/here/region/groupings/{grouping.pk}/version-2.csv")

    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[3:6] for row in rows[1:]] == [["Metal", "2", "25"], ["Metal", "2", "28"]]
