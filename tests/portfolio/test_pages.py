"""The pages of scenarios and plans, and their files."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.portfolio.models import Scenario
from raceme.portfolio.verbs import compute_plan
from tests.factories import NOW
from tests.portfolio.small import furnish, make_scenario

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/c/here/plan"


@pytest.fixture
def scenario(cluster: Cluster, manager: Actor) -> Scenario:
    furnish(cluster)
    scenario = make_scenario(cluster)
    compute_plan(scenario, by=manager, at=NOW)
    scenario.refresh_from_db()
    return scenario


def test_the_list_of_a_new_cluster_says_what_to_do(browser: Client) -> None:
    assert "Set up the first scenario" in browser.get(f"{HERE}/").content.decode()


def test_a_scenario_is_set_up_by_form(browser: Client, cluster: Cluster) -> None:
    typed = {
        "name": "Careful",
        "year": 2027,
        "budget_eur": "1000",
        "person_days": "10",
        "alignment_weight": "0.4",
        "cross_sectoral_min": "0",
        "seed": "1",
    }

    answer = browser.post(f"{HERE}/new/", typed)

    scenario = Scenario.objects.get(name="Careful")
    assert answer["Location"] == f"{HERE}/{scenario.pk}/"


def test_the_form_says_what_is_wrong(browser: Client, cluster: Cluster) -> None:
    answer = browser.post(f"{HERE}/new/", {"name": "", "budget_eur": "-1"})

    assert answer.status_code == 422


def test_the_plan_tells_what_is_offered_and_why(browser: Client, scenario: Scenario) -> None:
    page = browser.get(f"{HERE}/{scenario.pk}/").content.decode()

    assert "Joint stand" in page
    # Two members have answered: nobody can call anything core.
    assert "too few answers" in page
    assert "2 services are left out" in page
    assert page.count("<svg role=") == 5


def test_a_cell_opens_its_rows(browser: Client, scenario: Scenario) -> None:
    page = browser.get(f"{HERE}/{scenario.pk}/").content.decode()
    cell = f"{HERE}/{scenario.pk}/crossing/?topic=export-markets&amp;service=FAIR"
    assert cell in page

    rows = browser.get(cell.replace("&amp;", "&")).content.decode()

    assert "2 members have spoken on it" in rows


def test_computing_sends_back_to_the_plan(browser: Client, scenario: Scenario) -> None:
    answer = browser.post(f"{HERE}/{scenario.pk}/compute/")

    assert (answer.status_code, answer["Location"]) == (302, f"{HERE}/{scenario.pk}/")


def test_stopping_nothing_is_refused_in_words(browser: Client, scenario: Scenario) -> None:
    answer = browser.post(f"{HERE}/{scenario.pk}/stop/")

    assert answer.status_code == 409
    assert "Nothing is being computed here." in answer.content.decode()


def test_while_computing_the_page_shows_progress_and_asks_again(
    browser: Client, scenario: Scenario
) -> None:
    Scenario.objects.update(state="running", stage="resample", share_done=0.4, heard_of_at=NOW)
    # NOW lies in the past of whoever runs this test; the page takes the real time.
    Scenario.objects.update(heard_of_at=timezone.now())

    page = browser.get(f"{HERE}/{scenario.pk}/").content.decode()

    assert 'hx-trigger="every 2s"' in page
    assert "<progress" in page


def test_whoever_waits_is_told_how_far_it_is_without_the_plan_being_drawn_anew(
    browser: Client, scenario: Scenario
) -> None:
    Scenario.objects.update(state="running", share_done=0.5, heard_of_at=timezone.now())
    path = f"{HERE}/{scenario.pk}/"

    whole, part = browser.get(path), browser.get(path, headers={"HX-Request": "true"})

    assert [b"<progress" in page.content for page in (whole, part)] == [True, True]
    assert [b"graphics-document" in page.content for page in (whole, part)] == [True, False]


def test_when_the_plan_stands_the_page_comes_anew(browser: Client, scenario: Scenario) -> None:
    answer = browser.get(f"{HERE}/{scenario.pk}/", headers={"HX-Request": "true"})

    assert answer["HX-Refresh"] == "true"


@pytest.mark.parametrize(("kind", "begins"), [("json", b"{"), ("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_the_plan_can_be_taken_away(
    browser: Client, scenario: Scenario, kind: str, begins: bytes
) -> None:
    answer = browser.get(f"{HERE}/{scenario.pk}/plan.{kind}")

    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == f'attachment; filename="plan-here-2027-base.{kind}"'


def test_the_api_gives_the_same_plan_as_the_file(browser: Client, scenario: Scenario) -> None:
    file = json.loads(browser.get(f"{HERE}/{scenario.pk}/plan.json").content)

    assert browser.get(f"/api/v1{HERE}/{scenario.pk}/plan").json() == file


def test_two_scenarios_are_laid_side_by_side(
    browser: Client, scenario: Scenario, cluster: Cluster, manager: Actor
) -> None:
    richer = make_scenario(cluster, name="Richer", budget_eur=2000)
    compute_plan(richer, by=manager, at=NOW)

    page = browser.get(
        f"{HERE}/compare/?scenario={scenario.pk}&scenario={richer.pk}"
    ).content.decode()

    assert "Short course" in page


@pytest.mark.parametrize(
    ("name", "stem"), [("Žabec & co., 2nd try!", "zabec-co-2nd-try"), ("谨慎 🚀", "{pk}")]
)
def test_the_file_bears_the_name_of_its_scenario(
    browser: Client, scenario: Scenario, name: str, stem: str
) -> None:
    Scenario.objects.update(name=name)

    answer = browser.get(f"{HERE}/{scenario.pk}/plan.pdf")

    expected = f"plan-here-2027-{stem.format(pk=scenario.pk)}.pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{expected}"'
