"""The strategy as a whole: overview, logframe, tree, and the tables to take along."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.strategy import verbs
from raceme.strategy.bridge.logframe import logframe_of
from raceme.strategy.bridge.tree import tree_of
from raceme.strategy.bridge.whole import Whole, whole_of
from raceme.strategy.documents.tree import Twig, narrow_tree, wide_tree
from raceme.strategy.models import FieldOfAction
from tests.factories import NOW, TODAY, make_objective
from tests.strategy.whole import WholeRows, make_whole


@pytest.fixture
def rows(cluster: Cluster, manager: Actor) -> WholeRows:
    return make_whole(make_objective(cluster, name="Innovate"), by=manager)


def shared_field(rows: WholeRows, by: Actor) -> FieldOfAction:
    """Let the field serve a second objective, of which it has an indicator, too."""
    second = make_objective(rows.objective.cluster, name="Grow")
    verbs.describe_field(rows.field, objectives=[rows.objective, second], by=by, at=NOW)
    verbs.add_indicator(
        second, name="Sales", unit="EUR", field=rows.field, assumption="Books open.", by=by, at=NOW
    )
    return rows.field


def whole(rows: WholeRows, by: Actor) -> Whole:
    return whole_of(by, rows.objective.strategy, TODAY)


def level_and_code(rows: WholeRows, by: Actor) -> list[tuple[str, str]]:
    return [(one.level, one.row.code) for one in logframe_of(whole(rows, by))]


def words_of(link: str) -> str:
    """Give the words of a link as they are read out."""
    return " ".join(re.sub(r"<[^>]*>", "", f"<{link.split('</a>', maxsplit=1)[0]}").split())


def test_measures_of_a_shared_field_are_told_once(rows: WholeRows, manager: Actor) -> None:
    shared_field(rows, manager)

    lines = logframe_of(whole(rows, manager))

    assert [(one.level, one.row.code, one.told_at) for one in lines] == [
        ("objective", "O1", None),
        ("field", "F1", None),
        ("measure", "F1.1", None),
        ("objective", "O2", None),
        ("field", "F1", rows.objective),
    ]
    assert [one.assumptions for one in lines] == [
        (),
        ("Money is there.", "Firms tell us."),
        ("Rooms are free.",),
        (),
        ("Books open.",),
    ]
    assert [[each.indicator.code for each in one.indicators] for one in lines] == [
        [],
        ["I1"],
        [],
        [],
        ["I2"],
    ]


def test_dropped_measures_and_ended_rows_are_left_out(rows: WholeRows, manager: Actor) -> None:
    verbs.report_measure(rows.measure, status="dropped", by=manager, at=NOW)
    assert level_and_code(rows, manager) == [("objective", "O1"), ("field", "F1")]

    verbs.end_field(rows.field, by=manager, at=NOW)
    assert level_and_code(rows, manager) == [("objective", "O1")]
    assert [one.indicator.code for one in whole(rows, manager).objectives[0].indicators] == ["I1"]

    verbs.end_objective(rows.objective, by=manager, at=NOW)
    assert level_and_code(rows, manager) == []


def test_a_field_whose_objectives_have_ended_stands_at_the_end(
    rows: WholeRows, manager: Actor
) -> None:
    other = make_objective(rows.objective.cluster, name="Grow")
    verbs.end_objective(rows.objective, by=manager, at=NOW)

    assert other.code == "O2"
    assert level_and_code(rows, manager) == [
        ("objective", "O2"),
        ("field", "F1"),
        ("measure", "F1.1"),
    ]


def test_the_tree_shows_a_shared_field_once_and_joins_it_twice(
    rows: WholeRows, manager: Actor
) -> None:
    field = shared_field(rows, manager)

    tree = tree_of(whole(rows, manager), manager)

    address = f"/c/here/strategy/fields/{field.pk}/"
    assert [twig.text for twig in tree.twigs] == ["O1 Innovate", "O2 Grow"]
    assert tree.wide.count(f'href="{address}"') == 1
    # O1 to F1 to indicator and measure, O2 to F1 to its indicator
    assert tree.wide.count("<path") == 5
    assert tree.narrow.count(f'href="{address}"') == 2
    assert tree.twigs[1].children[0].is_elsewhere
    assert tree.twigs[1].children[0].state == "field of action · measures: see O1"


def test_the_tree_says_aloud_what_it_shows(rows: WholeRows, manager: Actor) -> None:
    tree = tree_of(whole(rows, manager), manager)

    assert (
        'aria-label="Tree of the strategy: 1 objective, 1 field of action, 1 measure,'
        ' 1 indicator"' in tree.wide
    )
    assert [words_of(link) for link in tree.wide.split("<a ")[1:]] == [
        "O1 Innovate objective · on course",
        "F1 Projects field of action",
        "I1 Joint projects indicator · on course",
        "F1.1 Four project workshops measure · planned",
    ]


def test_names_cannot_break_out_of_the_picture() -> None:
    twig = Twig("a", "objective", '<script>"x"</script>', '"><b>', "/x/?a=1&b=2")

    for svg in (wide_tree((twig,), description='"<'), narrow_tree((twig,), description='"<')):
        assert "<script" not in svg
        assert "<b>" not in svg
        assert 'href="/x/?a=1&amp;b=2"' in svg


def test_long_names_are_cut_and_boxes_do_not_overlap() -> None:
    leaves = tuple(
        Twig(f"m{number}", "measure", "long words " * 40, "planned", "/") for number in range(3)
    )
    root = Twig("o", "objective", "O1", "on course", "/", leaves)

    svg = narrow_tree((root,), description="x")

    tops = [float(part.split('"')[0]) for part in svg.split(' y="')[1:] if "rx=" in part[:60]]
    heights = [
        float(part.split('"')[0]) for part in svg.split(' height="')[1:] if "rx" in part[:16]
    ]
    assert len(tops) == len(heights) == 4
    bottoms = [top + height for top, height in zip(tops, heights, strict=True)]
    assert all(bottom < below for bottom, below in zip(bottoms[:-1], tops[1:], strict=True))
    assert svg.count("…") == 3


def test_the_logframe_is_a_table_with_codes_ids_and_dates(browser: Client, rows: WholeRows) -> None:
    base = f"/c/here/strategy/versions/{rows.objective.strategy_id}"

    answer = browser.get(f"{base}/logframe.xlsx")

    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    header, *lines = sheet.to_python()
    told = [dict(zip(header, line, strict=True)) for line in lines]
    assert answer["Content-Disposition"] == 'attachment; filename="logframe.xlsx"'
    assert [line["code"] for line in told] == ["O1", "F1", "F1.1"]
    assert [line["id"] for line in told] == [
        rows.objective.pk,
        rows.field.pk,
        rows.measure.pk,
    ]
    indicator, measure = told[1], told[2]
    assert (indicator["indicator code"], indicator["unit"]) == ("I1", "projects")
    assert (indicator["baseline"], indicator["date of the baseline"]) == (4, date(2026, 1, 1))
    assert (indicator["targets"], indicator["figure now"]) == ("12 by 2028-01-01", 7)
    assert (indicator["date"], indicator["state"]) == (TODAY, "on course")
    assert (measure["budget"], measure["person-days"]) == (12000, 15)
    assert (measure["from"], measure["to"]) == (date(2027, 1, 1), date(2027, 12, 31))
    assert (measure["state"], measure["assumptions"]) == ("planned", "Rooms are free.")


def test_the_measures_that_are_shown_are_taken_along(
    browser: Client, rows: WholeRows, manager: Actor
) -> None:
    verbs.plan_measure(rows.field, name="=Fund", responsible="Anna", by=manager, at=NOW)
    table = f"/c/here/strategy/versions/{rows.objective.strategy_id}/measures.csv"

    everything = browser.get(table).content.decode("utf-8-sig").splitlines()
    annas = browser.get(table, {"text": "anna"}).content.decode("utf-8-sig").splitlines()

    assert len(everything) == 3
    assert len(annas) == 2
    assert annas[1].split(",")[1:7] == ["F1", "Projects", "F1.2", "'=Fund", "planned", "Anna"]


def test_all_values_are_taken_along_withdrawn_ones_marked(
    browser: Client, rows: WholeRows, manager: Actor
) -> None:
    second = verbs.record_observation(
        rows.indicator, value=1, observed_on=date(2026, 2, 1), note="First", by=manager, at=NOW
    )
    verbs.withdraw_observation(second, by=manager, at=NOW)
    table = f"/c/here/strategy/versions/{rows.objective.strategy_id}/values.csv"

    header, *lines = browser.get(table).content.decode("utf-8-sig").splitlines()

    assert header.split(",")[:4] == ["id", "indicator code", "indicator", "definition"]
    assert [line.split(",")[7:9] for line in lines] == [["2026-02-01", "1"], ["2026-11-23", "3"]]
    assert lines[0].endswith(",First,2026-11-23")
    assert lines[1].endswith(f",Contracts,{manager.label},,")


@pytest.mark.parametrize("page", ["", "logframe/", "tree/", "action-plan/", "indicators/"])
def test_every_page_asks_as_often_for_one_objective_as_for_three(
    browser: Client, cluster: Cluster, manager: Actor, page: str
) -> None:
    def questions() -> int:
        objective = make_objective(cluster)
        field = verbs.open_field(name="x", objectives=[objective], by=manager, at=NOW)
        verbs.plan_measure(field, name="x", by=manager, at=NOW)
        indicator = verbs.add_indicator(
            objective, name="x", unit="firms", field=field, target=1, by=manager, at=NOW
        )
        verbs.record_observation(indicator, value=1, observed_on=TODAY, by=manager, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/c/here/strategy/versions/{objective.strategy_id}/{page}")
        return len(asked)

    for_one = questions()
    questions()
    assert questions() == for_one


def test_the_overview_shows_lights_fields_and_challenges(browser: Client, rows: WholeRows) -> None:
    page = browser.get("/c/here/strategy/").content.decode()

    assert "on course" in page
    assert rows.challenge.text in page
    assert f"/c/here/strategy/fields/{rows.field.pk}/" in page
    assert "How the states are told" in page


def test_too_many_fields_are_gently_remarked(
    browser: Client, rows: WholeRows, manager: Actor
) -> None:
    for _ in range(6):
        verbs.open_field(name="x", objectives=[rows.objective], by=manager, at=NOW)
    assert "nobody knows what comes first" not in browser.get("/c/here/strategy/").content.decode()

    verbs.open_field(name="x", objectives=[rows.objective], by=manager, at=NOW)

    assert "nobody knows what comes first" in browser.get("/c/here/strategy/").content.decode()


@pytest.mark.parametrize("page", ["logframe", "tree", "indicators"])
def test_empty_pages_lead_to_the_objectives(
    browser: Client, manager: Actor, cluster: Cluster, page: str
) -> None:
    draft = verbs.draft_strategy(by=manager, at=NOW)

    shown = browser.get(f"/c/here/strategy/versions/{draft.pk}/{page}/").content.decode()

    assert f'href="/c/here/strategy/versions/{draft.pk}/">Go to the' in shown


def test_the_strategy_of_others_has_no_pages(browser: Client, rows: WholeRows) -> None:
    stranger = f"/c/here/strategy/versions/{rows.objective.strategy_id + 1000}"

    for page in ("logframe/", "tree/", "analysis/", "action-plan/", "indicators/", "values.csv"):
        assert browser.get(f"{stranger}/{page}").status_code == 404
