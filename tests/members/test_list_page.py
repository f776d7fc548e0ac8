"""The page that lists members: filters in words, order, columns, files."""

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import load_workbook

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.models import ShownColumns
from raceme.members import verbs
from raceme.members.columns import MEMBERS, PEOPLE, members_list
from raceme.members.models import Organisation, Standing
from tests.factories import NOW, make_cluster, make_organisation


@pytest.fixture
def address(cluster: Cluster) -> str:
    return f"/c/{cluster.slug}/members/"


def names_on(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', page)


def shown(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def count_on(page: str) -> str:
    found = re.search(r"<div><h2>\s*(.*?)\s*</h2>", page)
    assert found
    return found[1]


def make_with_contact(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)
    person = verbs.enter_person(family_name="Novák", by=manager, at=NOW)
    verbs.give_post(person, organisation, is_main_contact=True, by=manager, at=NOW)


@pytest.mark.parametrize("query", ["", "?text=works&standing=member&sort=-contact&silent=never"])
@pytest.mark.parametrize("columns", [[], [one.name for one in MEMBERS.columns]])
def test_the_list_asks_the_database_as_often_for_one_row_as_for_three(
    browser: Client, address: str, manager: Actor, query: str, columns: list[str]
) -> None:
    assert manager.cluster is not None
    assert manager.user_id is not None
    MEMBERS.remember(columns, user_id=manager.user_id)
    asked = []
    for _ in range(3):
        make_with_contact(manager.cluster, manager)
        with CaptureQueriesContext(connection) as captured:
            shown(browser, f"{address}{query}")
        asked.append(len(captured))

    assert asked[0] == asked[2] < 15


def test_members_stand_in_the_order_in_which_people_read_names(
    browser: Client, address: str, cluster: Cluster
) -> None:
    for name in ("Zug", "ostwind", "Österreich", "Ostsee"):
        make_organisation(cluster, name=name)

    assert names_on(shown(browser, address)) == ["Österreich", "Ostsee", "ostwind", "Zug"]
    assert names_on(shown(browser, f"{address}?sort=-name")) == [
        "Zug",
        "ostwind",
        "Ostsee",
        "Österreich",
    ]


def test_unknown_stands_last_either_way(browser: Client, address: str, cluster: Cluster) -> None:
    for name, employees in (("Few", 3), ("Unknown", None), ("Many", 70), ("Also unknown", None)):
        make_organisation(cluster, name=name, employees=employees)

    assert names_on(shown(browser, f"{address}?sort=employees")) == [
        "Few",
        "Many",
        "Also unknown",
        "Unknown",
    ]
    assert names_on(shown(browser, f"{address}?sort=-employees")) == [
        "Many",
        "Few",
        "Also unknown",
        "Unknown",
    ]


@pytest.mark.parametrize("column", [one.name for one in MEMBERS.columns if one.order])
def test_every_column_sorts_both_ways(
    browser: Client, address: str, cluster: Cluster, column: str
) -> None:
    for number in range(3):
        make_organisation(cluster, employees=number, city=f"Town {number}")

    there, back = (names_on(shown(browser, f"{address}?sort={sign}{column}")) for sign in ("", "-"))
    assert len(there) == 3
    assert sorted(there) == sorted(back)


def test_the_heading_says_how_the_list_is_sorted_and_turns_it_round(
    browser: Client, address: str, cluster: Cluster
) -> None:
    make_organisation(cluster)

    page = shown(browser, f"{address}?sort=employees&role=firm")

    assert page.count("aria-sort=") == 1
    assert 'class="number" aria-sort="ascending"' in page
    assert 'href="?sort=-employees&amp;role=firm"' in page


def test_the_filter_is_said_in_words_with_a_way_to_take_each_away(
    browser: Client, address: str, cluster: Cluster
) -> None:
    make_organisation(cluster, name="Laser Works", country="SI")

    page = shown(
        browser,
        f"{address}?text=laser&standing=member&standing=partner&country=si,+AT&silent=12&page=2",
    )

    chips = re.findall(r'class="chip"><span>(.*?)</span><a href="(.*?)"', page)
    assert [words for words, _ in chips] == [
        "Search: laser",
        "Standing: Member",
        "Standing: Partner",
        "Country: Slovenia",
        "Country: Austria",
        "No contact: for a year or longer",
    ]
    rest = dict(chips)["Country: Slovenia"].replace("&amp;", "&")
    assert rest == "?text=laser&standing=member&standing=partner&country=AT&silent=12"
    assert count_on(page) == "1 organisation"


def test_without_a_filter_those_that_have_left_are_said_to_be_missing(
    browser: Client, address: str, cluster: Cluster
) -> None:
    make_organisation(cluster, name="Here")
    make_organisation(cluster, name="Gone", standing=Standing.LEFT)

    page = shown(browser, address)

    assert (names_on(page), count_on(page)) == (["Here"], "1 organisation")
    assert "Without those that have left." in page
    everybody = shown(browser, f"{address}?with_former=on")
    assert (names_on(everybody), count_on(everybody)) == (["Gone", "Here"], "2 organisations")


def test_nobody_found_says_what_to_do(browser: Client, address: str, cluster: Cluster) -> None:
    make_organisation(cluster)

    page = shown(browser, f"{address}?text=zzz")

    assert "Nobody fits all of that" in page
    assert f'href="{address}">Show all' in page
    assert count_on(page) == "0 organisations"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("nace=quark", "“quark” is not known. Write codes such as C, 25, 62.0."),
        ("country=Atlantis", "“Atlantis” is not known."),
        ("joined_from=yesterday", "Enter a valid date."),
        ("standing=king", "Select a valid choice. king is not one of the available choices."),
    ],
)
def test_what_is_nonsense_is_said_and_finds_nobody(
    browser: Client, address: str, cluster: Cluster, query: str, said: str
) -> None:
    make_organisation(cluster, name="Wrongly shown")

    answer = browser.get(f"{address}?{query}")

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert names_on(answer.content.decode()) == []


def test_no_file_is_made_of_a_filter_that_is_nonsense(
    browser: Client, address: str, cluster: Cluster
) -> None:
    answer = browser.get(f"{address}export/csv/?nace=quark")

    assert (answer.status_code, answer["Location"]) == (302, f"{address}?nace=quark")


def test_columns_are_chosen_and_remembered(
    browser: Client, viewer_browser: Client, address: str, cluster: Cluster
) -> None:
    make_organisation(cluster, country="SI", city="Musterstadt")

    answer = browser.post(
        f"{address}columns/", {"columns": ["country", "city"], "query": "role=firm&next=//evil"}
    )

    assert answer["Location"] == f"{address}?role=firm&next=%2F%2Fevil"
    labels = re.findall(r'data-label="(.*?)">(.*?)</td>', shown(browser, address))
    assert labels == [("Town", "Musterstadt"), ("Country", "Slovenia")]
    # Others see what they saw before; and one's own choice is taken back.
    assert 'data-label="Employees"' in shown(viewer_browser, address)
    browser.post(f"{address}columns/", {"usual": "yes", "columns": ["country"], "query": ""})
    assert 'data-label="Employees"' in shown(browser, address)
    assert not ShownColumns.objects.exists()


def test_only_the_name_can_be_chosen_too(browser: Client, address: str, cluster: Cluster) -> None:
    make_organisation(cluster, name="Alone")

    browser.post(f"{address}columns/", {"columns": ["nonsense"], "query": ""})

    page = shown(browser, address)
    assert (names_on(page), "data-label" in page) == (["Alone"], False)


def test_people_are_no_column_for_those_who_may_not_know_them(
    viewer_browser: Client, viewer: Actor, manager: Actor, address: str, cluster: Cluster
) -> None:
    organisation = make_organisation(cluster)
    person = verbs.enter_person(family_name="Novák", by=manager, at=NOW)
    verbs.give_post(person, organisation, is_main_contact=True, by=manager, at=NOW)
    viewer_browser.post(f"{address}columns/", {"columns": list(PEOPLE), "query": ""})

    assert "Novák" not in shown(viewer_browser, address)
    assert "Novák" not in viewer_browser.get(f"{address}export/csv/").content.decode()
    assert [one.name for one in members_list(viewer).columns if one.name in PEOPLE] == []


def table_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_file_holds_exactly_what_is_shown_on_all_pages(
    browser: Client, address: str, cluster: Cluster
) -> None:
    for number in range(60):
        make_organisation(cluster, code=f"M{number:02d}", employees=number)
    make_organisation(cluster, code="left", standing=Standing.LEFT)
    make_organisation(cluster, code="lab", role="research")
    browser.post(f"{address}columns/", {"columns": ["employees"], "query": ""})

    content = browser.get(f"{address}export/csv/?role=firm&sort=-employees").content

    table = table_of(content)
    assert table[0] == ["id", "name", "employees"]
    assert [row[0] for row in table[1:]] == [f"M{number:02d}" for number in reversed(range(60))]


def test_a_workbook_holds_real_numbers_and_days(
    browser: Client, address: str, cluster: Cluster
) -> None:
    organisation = make_organisation(
        cluster, code="M1", name="=Works", employees=12, is_start_up=True, country="SI"
    )
    Organisation.objects.filter(pk=organisation.pk).update(last_contact_on="2026-03-01")
    browser.post(
        f"{address}columns/",
        {"columns": ["code", "employees", "country", "last_contact_on", "vat"], "query": ""},
    )

    answer = browser.get(f"{address}export/xlsx/")

    rows = load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["name", "id", "employees", "country", "last contact", "VAT number"]
    name, code, employees, country, contact, vat = rows[1]
    assert (name, code, employees, country, vat) == ("=Works", "M1", 12.0, "Slovenia", "")
    assert str(contact) == "2026-03-01"
    assert re.search(
        rf'filename="members-{cluster.slug}-\d{{4}}-\d\d-\d\d.xlsx"', answer["Content-Disposition"]
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_a_file_asks_the_database_as_often_for_one_row_as_for_three(
    browser: Client, address: str, cluster: Cluster, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make_organisation(cluster)

    with django_assert_num_queries(6):
        browser.get(f"{address}export/csv/")


def test_no_other_kind_of_file_is_there(browser: Client, address: str, cluster: Cluster) -> None:
    assert browser.get(f"{address}export/pdf/").status_code == 404


def test_the_file_knows_nothing_of_another_cluster(
    browser: Client, address: str, cluster: Cluster
) -> None:
    make_organisation(make_cluster("there"))

    assert len(table_of(browser.get(f"{address}export/csv/").content)) == 1


def test_filters_that_are_kept_for_a_while_never_hide_what_was_asked(
    browser: Client, address: str, cluster: Cluster
) -> None:
    make_organisation(cluster)
    ticked = re.compile(r'name="(\w+)" value="(\w+)"[^>]* checked')
    chosen = re.compile(r'<option value="(-?\w+)" selected>')

    for query, boxes, order in [
        ("", [], []),
        ("?role=firm", [("role", "firm")], []),
        ("?text=works", [], []),
        ("?sort=-employees", [], ["-employees"]),
        ("?sort=-employees&size=micro", [("size", "micro")], ["-employees"]),
        ("", [], []),
    ]:
        page = shown(browser, f"{address}{query}").partition("search-panel")[2]
        panel = page.partition("</details>")[0]
        assert (ticked.findall(panel), chosen.findall(panel)) == (boxes, order)
