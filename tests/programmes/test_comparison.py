"""Two editions are compared by the same definitions only, and it says where they differ."""

import copy
from datetime import timedelta

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.members.models import Organisation
from raceme.programmes import verbs
from raceme.programmes.documents.comparison import EVERYBODY, Comparison, comparison_of
from raceme.programmes.models import Agreement, Edition, Programme
from tests.factories import make_actor
from tests.programmes.making import DECEMBER, add_firms, hold_event

A_YEAR = timedelta(days=365)


@pytest.fixture
def editions(
    programme: Programme, officer: Actor, clusters: list[Cluster]
) -> tuple[Edition, Edition]:
    """Two editions; in between the north gained six firms in tourism."""
    before = verbs.make_edition(programme, by=officer, at=DECEMBER)
    add_firms(clusters[0], (0, 0, 6, 0))
    return before, verbs.make_edition(programme, by=officer, at=DECEMBER + A_YEAR)


def rows_of(comparison: Comparison, title: str = "Industrial ecosystems") -> dict[str, tuple]:
    table = next(one for one in comparison.tables if one.title == title)
    return {row.label: (row.before, row.after, row.change, row.note) for row in table.rows}


def test_figures_of_the_same_definition_are_compared(editions: tuple[Edition, Edition]):
    comparison = comparison_of(*editions, measure="firms", who="north")

    assert comparison.differences == []
    rows = rows_of(comparison)
    assert rows["all firms"] == (36, 42, 6, "")
    assert rows["Tourism"] == (8, 14, 6, "")


def test_what_one_of_them_hides_has_no_change(editions: tuple[Edition, Edition]):
    rows = rows_of(comparison_of(*editions, measure="firms", who="south"))

    # 3 firms of the south are digital.
    assert rows["Digital"][2] is None


def test_a_group_with_other_codes_is_named_and_not_compared(editions: tuple[Edition, Edition]):
    before, after = editions
    after.definitions = copy.deepcopy(after.definitions)
    groups = after.definitions["groupings"]["ecosystems"]["groups"]
    groups["tourism"]["codes"] = [*groups["tourism"]["codes"], "93.2"]

    rows = rows_of(comparison_of(before, after, measure="firms", who="north"))

    assert rows["Tourism"] == (8, 14, None, "defined otherwise: +93.2")
    assert rows["all firms"][2] == 6
    assert rows["in none of them, or unknown"][2:] == (None, "other groups then")


def test_a_measure_of_another_version_is_not_shown_but_both_definitions(
    editions: tuple[Edition, Edition],
):
    before, after = editions
    after.definitions = copy.deepcopy(after.definitions)
    after.definitions["measures"]["firms"] |= {"version": 2, "text": {"en": "Firms that paid."}}

    comparison = comparison_of(before, after, measure="firms", who=EVERYBODY)

    assert comparison.tables == []
    assert comparison.differences == [
        "2026: Firms that are members of a cluster organisation on the day of freezing.",
        "2027: Firms that paid.",
    ]


def test_sums_of_other_clusters_are_not_compared(
    programme: Programme, officer: Actor, clusters: list[Cluster]
):
    before = verbs.make_edition(programme, by=officer, at=DECEMBER)
    west = Agreement.objects.get(cluster=clusters[2])
    verbs.end_agreement(west, by=make_actor(clusters[2]), at=DECEMBER)
    after = verbs.make_edition(programme, by=officer, at=DECEMBER + A_YEAR)

    comparison = comparison_of(before, after, measure="firms", who=EVERYBODY)

    assert comparison.differences == [
        "No longer there: Cluster west. Sums of all clusters are not compared."
    ]
    assert {row.change for table in comparison.tables for row in table.rows} == {None}
    north = rows_of(comparison_of(before, after, measure="firms", who="north"))
    assert north["all firms"] == (36, 36, 0, "")


def test_half_a_year_is_not_compared_with_a_whole_one(
    programme: Programme, officer: Actor, clusters: list[Cluster]
):
    hold_event(clusters[0], (6, 0, 6, 0))
    before = verbs.make_edition(programme, by=officer, at=DECEMBER)
    after = verbs.make_edition(programme, by=officer, at=DECEMBER + A_YEAR / 2)

    reached = comparison_of(before, after, measure="reached", who="north")
    firms = comparison_of(before, after, measure="firms", who="north")

    assert "2026-12-20, the other until 2027-06-21" in reached.differences[0]
    assert rows_of(reached)["all firms"] == (12, 0, None, "")
    assert rows_of(firms)["all firms"] == (36, 36, 0, "")
    own = rows_of(firms, "What it tells of itself")
    assert own["Events"] == (1, 0, None, "")
    assert own["Indicators on course"] == (0, 0, 0, "")


def test_without_definitions_nothing_is_compared(editions: tuple[Edition, Edition]):
    before, after = editions
    before.definitions = {}

    comparison = comparison_of(before, after, measure="firms", who=EVERYBODY)

    assert comparison.tables == []
    assert "2026 did not write down its definitions" in comparison.differences[0]


def test_the_page_and_its_files_compare(editions: tuple[Edition, Edition], officer: Actor):
    browser = browser_of(officer)

    page = browser.get("/programme/growth/compare/").content.decode()
    chosen = "?before=2026&after=2027&measure=firms&who=north"
    north = browser.get(f"/programme/growth/compare/{chosen}").content.decode()
    file = browser.get(f"/programme/growth/compare.csv{chosen}").content.decode("utf-8-sig")

    assert "+6" in page
    assert "Secret" not in page + north + file
    assert "Industrial ecosystems,Tourism,8,14,6," in file


def test_years_in_the_wrong_order_are_refused(editions: tuple[Edition, Edition], officer: Actor):
    browser, wrong = browser_of(officer), "?before=2027&after=2026&measure=firms&who=total"

    answer = browser.get(f"/programme/growth/compare/{wrong}")

    assert answer.status_code == 422
    assert "Choose a later year" in answer.content.decode()
    assert browser.get(f"/programme/growth/compare.csv{wrong}").status_code == 404


def test_one_edition_cannot_be_compared(programme: Programme, officer: Actor):
    verbs.make_edition(programme, by=officer, at=DECEMBER)

    page = browser_of(officer).get("/programme/growth/compare/")

    assert "Two years are needed" in page.content.decode()
    assert browser_of(officer).get("/programme/growth/compare.csv").status_code == 404


def test_nobody_else_compares(editions: tuple[Edition, Edition], clusters: list[Cluster]):
    manager = browser_of(make_actor(clusters[0]))

    assert manager.get("/programme/growth/compare/").status_code == 404
    assert manager.get("/programme/growth/compare.csv").status_code == 404


def test_members_that_left_since_do_not_change_what_is_compared(
    editions: tuple[Edition, Edition],
):
    Organisation.objects.update(standing="left")

    rows = rows_of(comparison_of(*editions, measure="firms", who="north"))

    assert rows["all firms"] == (36, 42, 6, "")


def browser_of(actor: Actor) -> Client:
    assert actor.user is not None
    client = Client()
    client.force_login(actor.user)
    return client
