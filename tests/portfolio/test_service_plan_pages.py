"""The pages and files of the service plan of a year, and what hangs on the pages of services."""

import csv
import io

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Seat
from raceme.catalogue.models import Service
from raceme.foundation.tabular.reading import read_table
from raceme.portfolio import verbs
from raceme.portfolio.documents.service_plan import service_plan_report
from raceme.portfolio.models import PlanLine, Scenario, ServicePlan
from raceme.portfolio.queries import year_plan
from tests.factories import NOW, TODAY
from tests.portfolio.small import furnish, make_scenario, retire

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/c/here/plan"


@pytest.fixture
def scenario(cluster: Cluster, manager: Actor) -> Scenario:
    furnish(cluster)
    scenario = make_scenario(cluster)
    verbs.compute_plan(scenario, by=manager, at=NOW)
    scenario.refresh_from_db()
    return scenario


@pytest.fixture
def plan(scenario: Scenario, manager: Actor) -> ServicePlan:
    return verbs.adopt_plan(
        scenario, adopted_on=TODAY, adopted_by="The board", note="Agreed.", by=manager, at=NOW
    )


@pytest.fixture
def line(plan: ServicePlan) -> PlanLine:
    return plan.lines.get()


def test_a_plan_is_adopted_by_form(browser: Client, scenario: Scenario) -> None:
    form = browser.get(f"{HERE}/{scenario.pk}/adopt/").content.decode()
    answer = browser.post(
        f"{HERE}/{scenario.pk}/adopt/", {"adopted_on": "2026-11-23", "adopted_by": "The board"}
    )

    plan = ServicePlan.objects.get()
    assert "The plan offers 1 service" in form
    assert answer["Location"] == f"{HERE}/adopted/{plan.pk}/"


def test_the_form_asks_why_only_of_outdated_plans(
    browser: Client, scenario: Scenario, manager: Actor
) -> None:
    address = f"{HERE}/{scenario.pk}/adopt/"
    assert "why_outdated" not in browser.get(address).content.decode()
    retire(Service.objects.get(code="TALK"), by=manager)
    typed = {"adopted_on": "2026-11-23", "adopted_by": "The board"}

    refused = browser.post(address, typed)
    adopted = browser.post(address, typed | {"why_outdated": "The talk does not matter."})

    assert refused.status_code == 422
    assert "why_outdated" in refused.content.decode()
    assert adopted.status_code == 302


def test_what_a_verb_refuses_is_said_on_the_form(browser: Client, scenario: Scenario) -> None:
    typed = {"adopted_on": "2999-01-01", "adopted_by": "The board"}

    answer = browser.post(f"{HERE}/{scenario.pk}/adopt/", typed)

    assert answer.status_code == 422
    assert "This day is still to come." in answer.content.decode()


def test_the_form_says_what_will_be_superseded(browser: Client, plan: ServicePlan) -> None:
    page = browser.get(f"{HERE}/{plan.scenario_id}/adopt/").content.decode()

    assert "It will be superseded" in page


def test_the_plan_reads_as_the_plan_of_the_year(browser: Client, plan: ServicePlan) -> None:
    page = browser.get(f"{HERE}/adopted/{plan.pk}/").content.decode()

    for words in ("Service plan 2027", "Agreed.", "The board", "Joint stand", "nobody yet"):
        assert words in page
    assert "4 days belong to services without a month yet" in page
    assert "adopted on" in browser.get(f"{HERE}/").content.decode().lower()


def test_a_line_is_changed_by_form(browser: Client, manager: Actor, line: PlanLine) -> None:
    seat = Seat.objects.get(user=manager.user)
    typed = {
        "responsible": seat.pk,
        "months": ["3", "9"],
        "editions": "2",
        "person_days": "4",
        "cost_eur": "900",
        "income_eur": "0",
        "reach": "2",
        "reason": "",
    }
    address = f"{HERE}/adopted/line/{line.pk}/"

    refused = browser.post(address, typed)
    saved = browser.post(address, typed | {"reason": "Two fairs."})

    page = browser.get(saved["Location"]).content.decode()
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert "Editions: 2 instead of 1." in page
    assert "Two fairs." in page
    line.refresh_from_db()
    assert (line.months, line.responsible) == ([3, 9], seat)


def test_a_service_is_added_by_form(browser: Client, plan: ServicePlan) -> None:
    course = Service.objects.get(code="COURSE")
    typed = {"service": course.pk, "editions": "1", "reason": "Asked for.", "months": ["5"]}

    browser.post(f"{HERE}/adopted/{plan.pk}/add/", typed)
    again = browser.post(f"{HERE}/adopted/{plan.pk}/add/", typed)

    assert set(plan.lines.values_list("service__code", flat=True)) == {"FAIR", "COURSE"}
    assert again.status_code == 422  # what stands there is not offered a second time


def test_when_all_services_are_in_the_plan_the_page_says_what_to_do(
    browser: Client, plan: ServicePlan, manager: Actor
) -> None:
    for code in ("COURSE", "TALK"):
        service = Service.objects.get(code=code)
        verbs.add_line(plan, service, editions=1, reason="All.", by=manager, at=NOW)

    page = browser.get(f"{HERE}/adopted/{plan.pk}/add/").content.decode()

    assert "Open the library" in page


def test_an_adoption_is_taken_back_and_put_in_force_again(
    browser: Client, plan: ServicePlan
) -> None:
    address = f"{HERE}/adopted/{plan.pk}/"

    browser.post(f"{address}take-back/")
    taken_back = browser.get(address).content.decode()
    browser.post(f"{address}take-back/")
    twice = browser.get(address).content.decode()
    browser.post(f"{address}in-force/")
    again = browser.get(address).content.decode()

    assert "was taken back on" in taken_back
    assert "not in force, so there is nothing to take back" in twice
    assert "Take adoption back" in again


def test_a_viewer_reads_the_plan_and_changes_nothing(
    viewer_browser: Client, plan: ServicePlan, line: PlanLine
) -> None:
    page = viewer_browser.get(f"{HERE}/adopted/{plan.pk}/").content.decode()

    assert "Joint stand" in page
    assert "Take adoption back" not in page
    assert f"{HERE}/adopted/line/{line.pk}/" not in page


def test_the_page_asks_as_often_for_one_line_as_for_three(
    browser: Client, plan: ServicePlan, manager: Actor
) -> None:
    asked = []
    for codes in ([], ["COURSE", "TALK"]):
        for code in codes:
            service = Service.objects.get(code=code)
            verbs.add_line(plan, service, editions=1, reason="x", by=manager, at=NOW)
        with CaptureQueriesContext(connection) as questions:
            browser.get(f"{HERE}/adopted/{plan.pk}/")
        asked.append(len(questions))

    assert asked[0] == asked[1]


def test_the_list_to_take_away_has_ids_and_reasons(
    browser: Client, plan: ServicePlan, line: PlanLine, manager: Actor
) -> None:
    verbs.change_line(line, editions=0, reason="No money.", months=[3], by=manager, at=NOW)

    answer = browser.get(f"{HERE}/adopted/{plan.pk}/service-plan.csv")

    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["Id"], row["Service"], row["Editions"]) == ("FAIR", "Joint stand", "0")
    assert (row["Editions as computed"], row["Months"]) == ("1", "Mar")
    assert row["Why it is otherwise than computed"] == "No money."
    assert answer["Content-Disposition"] == 'attachment; filename="service-plan-here-2027.csv"'


def test_the_workbook_tells_services_months_people_and_where_it_comes_from(
    browser: Client, plan: ServicePlan, line: PlanLine, manager: Actor
) -> None:
    verbs.change_line(line, months=[3, 4], by=manager, at=NOW)

    content = browser.get(f"{HERE}/adopted/{plan.pk}/service-plan.xlsx").content

    def rows(sheet: str) -> list[tuple[object, ...]]:
        return [row.cells for row in read_table(content, "plan.xlsx", sheet=sheet).rows]

    assert rows("Services")[0][:5] == ("FAIR", "Joint stand", "Internationalisation", 1, "Mar, Apr")
    assert [row[1] for row in rows("Months")] == [0, 0, 2, 2, *[0] * 8]
    assert rows("People") == [("nobody yet", 4)]
    assert ("Adopted by", "The board") in rows("About")


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Service plan 2027"), ("de", "Dienstleistungsplan 2027")]
)
def test_the_paper_is_tagged_titled_and_in_the_readers_language(
    plan: ServicePlan, line: PlanLine, manager: Actor, language: str, title: str
) -> None:
    verbs.change_line(line, editions=2, reason="Two fairs.", months=[3], by=manager, at=NOW)

    with translation.override(language):
        content = service_plan_report(year_plan(plan, manager), here=plan.cluster, on=TODAY)

    paper = pypdf.PdfReader(io.BytesIO(content))
    text = " ".join(page.extract_text() for page in paper.pages)
    assert paper.metadata["/Title"] == f"{title} \N{EN DASH} Cluster here"
    assert paper.trailer["/Root"]["/Lang"] == language
    assert "/StructTreeRoot" in paper.trailer["/Root"]
    for words in ("Joint stand", "Two fairs.", "The board", "Agreed."):
        assert words in text


def test_a_service_tells_in_which_plans_it_stands(browser: Client, plan: ServicePlan) -> None:
    fair, talk = (Service.objects.get(code=code) for code in ("FAIR", "TALK"))

    told, silent = (
        browser.get(f"/c/here/services/{one.pk}/").content.decode() for one in (fair, talk)
    )

    assert f'href="{HERE}/adopted/{plan.pk}/"' in told
    assert "In no service plan in force, and a must in no scenario." in silent


def test_who_could_retire_a_service_is_warned_that_others_rely_on_it(
    browser: Client, viewer_browser: Client, cluster: Cluster, plan: ServicePlan, manager: Actor
) -> None:
    fair, talk = (Service.objects.get(code=code) for code in ("FAIR", "TALK"))
    make_scenario(cluster, name="Talks", must=[talk])

    in_plan, is_must = (
        browser.get(f"/c/here/services/{one.pk}/").content.decode() for one in (fair, talk)
    )
    looked_at = viewer_browser.get(f"/c/here/services/{fair.pk}/").content.decode()
    retire(talk, by=manager)
    retired = browser.get(f"/c/here/services/{talk.pk}/").content.decode()

    assert "It stands in the service plan 2027, which is in force." in in_plan
    assert "Talks 2027" in is_must
    assert "Before you retire it" in is_must
    assert "Before you retire it" not in looked_at
    assert "and others still rely on it" in retired
