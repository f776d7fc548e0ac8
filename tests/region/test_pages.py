"""The page of a region: every part, its table, its files, and the cluster beside it."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Role
from raceme.meetings.verbs.afterwards import record_outcome
from raceme.members.verbs.relations import add_relation
from raceme.region.bridge.page import FIGURES, figure_named, region_page
from raceme.region.models import MappingRun
from raceme.region.verbs import map_dataset
from tests.factories import NOW, make_actor, make_organisation, make_profile, make_request
from tests.meetings.making import LATER, hold, make_matching
from tests.region.making import make_rows, panel_csv


@pytest.fixture
def run(manager: Actor) -> MappingRun:
    assert manager.cluster is not None
    manager.cluster.nuts = "AT31"
    manager.cluster.save()
    return make_rows(manager.cluster)


def address(run: MappingRun, rest: str = "") -> str:
    return f"/c/here/region/mappings/{run.pk}/{rest}"


def test_every_part_says_its_source_and_explains_itself(run: MappingRun, manager: Actor):
    shown = region_page(run, "AT31", manager, year=2020)

    assert [one.code for one in shown.figures] == list(FIGURES)
    for figure in shown.figures:
        assert figure.source.startswith("Example office, table 1 · CC BY 4.0")
        assert figure.sentence.endswith(".")
        assert figure.draw is not None
        assert figure.draw(330).startswith("<svg")


def test_strengths_are_ranked_and_hidden_cells_stand_last(run: MappingRun, manager: Actor):
    figure = figure_named(run, "AT12", manager, "specialisations", year=2020)

    assert figure is not None
    assert [row[0] for row in figure.sheet.rows] == ["C28", "C10", "G47", "M71", "J62", "C25"]
    assert figure.rows[-1][2].text == "unknown"
    assert figure.told[0] == "1 of 6 industries are confidential or missing."


def test_growth_parts_add_up(run: MappingRun, manager: Actor):
    figure = figure_named(run, "AT31", manager, "shift_share", year=2020)

    assert figure is not None
    *parts, total = [row[1] for row in figure.sheet.rows]
    assert sum(parts) == pytest.approx(total)


def test_the_cluster_is_shown_in_the_same_cells(run: MappingRun, manager: Actor):
    assert manager.cluster is not None
    for nace, nuts in (("25.62", "AT312"), ("62.01", "AT31"), ("28.99", ""), ("25.62", "AT211")):
        make_organisation(manager.cluster, nace=nace, nuts=nuts, country="AT")

    figure = figure_named(run, "AT31", manager, "presence", year=2020)

    # AT312 lies in AT31; no region written down: at home, AT31; AT211 lies elsewhere.
    assert figure is not None
    assert {row[0]: (row[2], row[5]) for row in figure.sheet.rows} == {
        "C25": ("region strong, cluster present", 1),
        "C28": ("region strong, cluster present", 1),
        "J62": ("cluster present, region not strong", 1),
    }


def test_joint_projects_and_ties_stand_in_the_cells_of_both(run: MappingRun, manager: Actor):
    assert manager.cluster is not None
    metal = make_organisation(manager.cluster, nace="25.62", nuts="AT312", country="AT")
    soft = make_organisation(manager.cluster, nace="62.01", nuts="AT31", country="AT")
    add_relation(metal, soft, kind="partner", by=manager, at=NOW)
    matching = make_matching(manager.cluster)
    ann = make_profile(matching, "Ann", organisation_name=metal.name)
    ben = make_profile(matching, "Ben", organisation_name="Stranger Works")
    meeting = hold(make_request(ann, ben), 1, at=NOW)
    record_outcome(meeting, months=0, kind="follow-up", by=manager, at=LATER)
    record_outcome(meeting, months=3, kind="project", by=manager, at=LATER)
    record_outcome(meeting, months=6, kind="project", by=manager, at=LATER)

    def shown_to(actor: Actor) -> dict[str, tuple[int | None, int]]:
        figure = figure_named(run, "AT31", actor, "presence", year=2020)
        assert figure is not None
        return {row[0]: row[8:] for row in figure.sheet.rows}

    # One project, told twice; one tie, counted in both industries.
    assert shown_to(manager) == {"C25": (1, 1), "C28": (0, 0), "J62": (0, 1)}
    # What came of meetings is for team and board.
    assert shown_to(make_actor(manager.cluster, Role.VIEWER))["C25"] == (None, 1)


def test_a_table_can_be_taken_along(run: MappingRun, browser: Client):
    answer = browser.get(address(run, "AT31/peers.csv"))

    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    # AT31 itself, and the five others; AT21 lives from the most alike mix.
    assert [row[0] for row in rows[1:3]] == ["AT31", "AT21"]
    assert len(rows) == 7


@pytest.mark.parametrize(
    ("kind", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("xlsx", b"PK")]
)
def test_a_picture_can_be_taken_along(run: MappingRun, browser: Client, kind: str, start: bytes):
    answer = browser.get(address(run, f"AT31/opportunities.{kind}"))

    assert (answer.status_code, answer.content[: len(start)]) == (200, start)


@pytest.mark.parametrize("rest", ["XX99/", "AT31/nothing.csv", "XX99/peers.csv"])
def test_what_is_not_there_is_not_found(run: MappingRun, browser: Client, rest: str):
    assert browser.get(address(run, rest)).status_code == 404


def test_regions_are_found_by_name_and_country(run: MappingRun, browser: Client):
    page = browser.get(address(run), {"text": "oberoster", "year": "2019"})

    assert [one.place.code for one in page.context["shown"].rows] == ["AT31"]
    assert page.context["shown"].year == 2019
    assert browser.get(address(run), {"year": "1815"}).status_code == 422


def test_a_waiting_run_says_how_far_it_is(run: MappingRun, browser: Client, manager: Actor):
    waiting = map_dataset(run.dataset, by=manager, at=NOW)

    page = browser.get(address(waiting))

    assert "Waiting for its turn" in page.content.decode()
    assert browser.get(address(waiting, "AT31/")).status_code == 404


def test_a_file_is_brought_in_named_and_measured_on_pages(
    browser: Client, manager: Actor, django_capture_on_commit_callbacks
):
    facts = {"title": "Jobs", "source": "Office", "licence": "CC0", "measure": "jobs",
             "nace_revision": "2", "nuts_version": "2013"}  # fmt: skip
    file = SimpleUploadedFile("jobs.csv", panel_csv())
    taken = browser.post("/c/here/region/new/", facts | {"file": file})
    columns = browser.get(taken["Location"]).context["form"].initial
    read = browser.post(taken["Location"], columns)
    with django_capture_on_commit_callbacks(execute=True):
        begun = browser.post(f"{read['Location']}map/", {
            "region_length": 4, "industry_length": 3, "stars": "panorama-2014",
            "minimum_region_size": 0,
        })  # fmt: skip

    assert MappingRun.objects.get().state == "done"
    assert browser.get(begun["Location"]).context["shown"].year == 2020


def test_a_wrong_file_is_told_beside_the_field(browser: Client):

    facts = {"title": "Jobs", "source": "Office", "licence": "CC0", "measure": "jobs"}
    answer = browser.post(
        "/c/here/region/new/", facts | {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}
    )

    assert answer.status_code == 422
    assert "is no table that is known here" in str(answer.context["form"].errors["file"])
