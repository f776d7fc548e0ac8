"""Workbook, pictures and report say the same as the plan, and can be opened by everybody."""

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pypdf
import pytest
from django.utils import translation

from raceme.cores.planning.values import GapCell
from raceme.foundation.tabular.reading import read_table
from raceme.portfolio.documents.charts import demand_chart, frontier_chart, gap_chart
from raceme.portfolio.documents.report import plan_report
from raceme.portfolio.documents.workbook import plan_workbook
from tests.portfolio.documents.plans import HEADING, INFEASIBLE, NOBODY_ASKS, PLAN

SVG = "{http://www.w3.org/2000/svg}"


def rows_of(content: bytes, sheet: str) -> list[tuple]:
    return [row.cells for row in read_table(content, "plan.xlsx", sheet=sheet).rows]


def test_the_workbook_holds_the_same_numbers():
    content = plan_workbook(PLAN, HEADING)

    assert rows_of(content, "Plan") == [
        ("S1", "Funding check", 3, 6, 2399.5, 1, "core"),
        ("S2", "=Trade & mission <abroad>", 1, 10, 6000, 0.55, "swing"),
    ]
    assert [row[2:8] for row in rows_of(content, "Services")] == [
        (3, 6, 2700, 300.5, 2399.5, 1),
        (1, 10, 6000, 0, 6000, 0.55),
        (0, 0, 0, 0, 0, 0.05),
    ]
    assert [row[2:8] for row in rows_of(content, "Topics")] == [
        (0.25, 0.125, 0.375, 8, 0.9, 0.9),
        (0.5, 0.4, 0.625, 10, 0.24, 0.24),
        (0, 0, 0, 0, "", ""),
    ]
    assert rows_of(content, "Objectives") == [
        ("O1", "More joint innovation", 3, 0.25),
        ("O2", "More markets", 1, 1),
    ]
    assert len(rows_of(content, "Gap matrix")) == 3
    assert rows_of(content, "Frontier") == [(2000, ""), (12000, 0.5625)]


def test_the_workbook_of_an_infeasible_plan_says_why():
    told = [row[1] for row in rows_of(plan_workbook(INFEASIBLE, HEADING), "About")]

    assert told[-2:] == [
        "“Large fair” is a must.",
        "The budget is €12,000; the other limits need at least €13,500.",
    ]


def test_every_cell_of_the_gap_matrix_leads_to_its_rows():
    def links(*, topic=None, service=None):
        return f"/gap/?topic={topic}&service={service}"

    root = ElementTree.fromstring(gap_chart(PLAN, links=links).svg)

    assert sorted(link.get("href") for link in root.iter(f"{SVG}a")) == [
        "/gap/?topic=Own topic #1&service=None",
        "/gap/?topic=Own topic #1&service=S2",
        "/gap/?topic=funding-search&service=None",
        "/gap/?topic=funding-search&service=S1",
    ]
    assert sorted(link.get("aria-label") for link in root.iter(f"{SVG}a"))[0] == (
        "Finding public funding, All together: 24%"
    )


@pytest.mark.parametrize("plan", [PLAN, INFEASIBLE, NOBODY_ASKS])
def test_pictures_stand_in_a_page_without_styles_scripts_or_foreign_addresses(plan):
    drawn = [
        demand_chart(plan),
        gap_chart(plan),
        frontier_chart(plan, budget_eur=12000, currency="EUR"),
    ]

    for picture in drawn:
        root = ElementTree.fromstring(picture.svg)
        assert root.get("aria-label") == picture.description
        assert not [
            each for each in root.iter() if each.get("style") or each.tag.endswith("script")
        ]
        assert set(re.findall(r"https?://[^\"]+", picture.svg)) <= {
            "http://www.w3.org/2000/svg",
            "http://www.w3.org/1999/xlink",
        }


def test_axes_are_written_in_the_language_of_the_reader():
    with translation.override("de"):
        german = demand_chart(PLAN).svg

    assert ">0,2<" in german
    assert ">0.2<" in demand_chart(PLAN).svg


def words_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture(scope="module")
def report() -> bytes:
    return plan_report(PLAN, HEADING)


def test_the_report_is_tagged_and_has_title_and_language(report):
    reader = pypdf.PdfReader(io.BytesIO(report))
    catalogue = reader.trailer["/Root"]

    assert reader.metadata.title == "Service plan 2027 – Cluster Example Valley"  # noqa: RUF001
    assert catalogue["/MarkInfo"]["/Marked"].value is True
    assert catalogue["/Lang"] == "en"
    assert "/StructTreeRoot" in catalogue
    assert b"pdfuaid:part" in reader.xmp_metadata.stream.get_data()


def test_every_picture_of_the_report_has_a_description(report):
    alternatives = []

    def walk(node):
        node = node.get_object()
        if "/Alt" in node:
            alternatives.append(str(node["/Alt"]))
        children = node.get("/K", [])
        children = children.get_object() if hasattr(children, "get_object") else children
        for child in children if isinstance(children, list) else [children]:
            if hasattr(child.get_object(), "get"):
                walk(child)

    walk(pypdf.PdfReader(io.BytesIO(report)).trailer["/Root"]["/StructTreeRoot"])

    assert alternatives == [
        demand_chart(PLAN).description,
        gap_chart(PLAN).description,
        frontier_chart(PLAN, budget_eur=12000, currency="EUR").description,
    ]


def test_the_report_says_what_is_offered_and_what_stays_open(report):
    words = words_of(report)

    assert "=Trade & mission <abroad>" in words
    assert "Services that were nearly chosen" in words
    assert "One edition costs €9,000 net; €3,600 of the budget are left." in words


def test_the_same_plan_gives_the_same_report(report):
    assert plan_report(PLAN, HEADING) == report


def test_an_infeasible_plan_has_a_report_that_says_why():
    words = words_of(plan_report(INFEASIBLE, HEADING))

    assert "Which limits contradict each other" in words
    assert "the other limits need at least €13,500" in words
    assert "What is offered" not in words


def test_a_plan_that_nobody_asked_for_has_a_report():
    assert "No service is offered." in words_of(plan_report(NOBODY_ASKS, HEADING))


def test_a_matrix_too_wide_for_paper_is_drawn_in_parts():
    services = tuple(
        replace(PLAN.services[0], id=f"S{number:02}", name=f"Service {number:02}")
        for number in range(20)
    )
    cells = tuple(GapCell("funding-search", each.id, 0.1, 1, 0.01) for each in services)

    words = words_of(plan_report(replace(PLAN, services=services, cells=cells), HEADING))

    assert words.count("Percent of each topic that a service covers.") == 2
    assert words.count("Which service answers which topic") == 1


def test_names_with_signs_that_no_font_has_do_not_hinder_the_report():
    services = (replace(PLAN.services[0], name="Rocket 🚀 check 服务"), *PLAN.services[1:])

    words = words_of(
        plan_report(replace(PLAN, services=services), replace(HEADING, cluster="山谷 Valley"))
    )

    assert "Rocket □ check □□" in words
    assert words.startswith("□□ Valley")


def test_papers_say_which_scenario_they_are_of(report):
    named = replace(HEADING, name="Careful #1")

    assert "Scenario “Careful #1”" in words_of(plan_report(PLAN, named))
    assert ("Scenario", "Careful #1") in rows_of(plan_workbook(PLAN, named), "About")
    assert "Scenario" not in words_of(report)
    assert ("Scenario", "") in rows_of(plan_workbook(PLAN, HEADING), "About")


def test_with_few_answers_nothing_is_called_sure():
    few = replace(HEADING, answering=9)

    told = [row[-1] for row in rows_of(plan_workbook(PLAN, few), "Plan")]

    assert told == ["too few answers", "too few answers"]
