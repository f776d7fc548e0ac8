"""The list of services in the form of a scenario: three choices each, and looking for some."""

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue.models import Service
from raceme.portfolio.models import Ruling, Scenario
from raceme.portfolio.queries import services_ruled
from tests.portfolio.small import LIMITS, furnish, make_scenario, retire

pytestmark = pytest.mark.django_db
HERE = "/c/here/plan"
TYPED = LIMITS | {
    "name": "Typed",
    "alignment_weight": "0.4",
    "cross_sectoral_min": "0",
    "seed": "1",
}


@pytest.fixture
def services(cluster: Cluster) -> dict[str, Service]:
    furnish(cluster)
    return {one.code: one for one in Service.objects.all()}


def test_each_service_is_left_to_the_plan_a_must_or_a_must_not(
    browser: Client, services: dict[str, Service]
) -> None:
    rulings = {
        f"rulings-{services['FAIR'].pk}": "must",
        f"rulings-{services['TALK'].pk}": "must_not",
        f"rulings-{services['COURSE'].pk}": "",
    }

    browser.post(f"{HERE}/new/", TYPED | rulings)

    scenario = Scenario.objects.get()
    assert services_ruled(scenario, Ruling.Kind.MUST) == ["FAIR"]
    assert services_ruled(scenario, Ruling.Kind.MUST_NOT) == ["TALK"]


def test_a_fourth_choice_is_refused(browser: Client, services: dict[str, Service]) -> None:
    answer = browser.post(f"{HERE}/new/", TYPED | {f"rulings-{services['FAIR'].pk}": "perhaps"})

    assert answer.status_code == 422
    assert "Choose one of the three for each service." in answer.content.decode()


@pytest.mark.parametrize("button", [{"look": "1"}, {"enter": "1", "found": ""}])
def test_looking_for_services_saves_nothing_and_loses_nothing(
    browser: Client, services: dict[str, Service], button: dict[str, str]
) -> None:
    talk, fair = services["TALK"], services["FAIR"]
    sent = TYPED | {"name": "", "find": "Joint", f"rulings-{talk.pk}": "must"} | button

    answer = browser.post(f"{HERE}/new/", sent)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert not Scenario.objects.exists()
    assert f'name="rulings-{talk.pk}" value="must" checked' in page
    assert '<li data-words="evening talk talk networking and community" hidden>' in page
    assert f'name="rulings-{fair.pk}"' in page
    assert 'value="1000"' in page
    assert "must be filled in" in page
    assert "This field is required" not in page


def test_enter_saves_when_nothing_new_is_looked_for(
    browser: Client, services: dict[str, Service]
) -> None:
    browser.post(f"{HERE}/new/", TYPED | {"enter": "1", "find": "Joint", "found": "Joint"})

    assert Scenario.objects.get().name == "Typed"


def test_a_must_that_is_retired_stays_in_the_list_until_it_is_lifted(
    browser: Client, cluster: Cluster, manager: Actor, services: dict[str, Service]
) -> None:
    fair = services["FAIR"]
    scenario = make_scenario(cluster, must=[fair])
    retire(fair, by=manager)

    page = browser.get(f"{HERE}/{scenario.pk}/edit/").content.decode()
    browser.post(f"{HERE}/{scenario.pk}/edit/", TYPED | {f"rulings-{fair.pk}": "must"})
    kept = services_ruled(Scenario.objects.get(), Ruling.Kind.MUST)
    browser.post(f"{HERE}/{scenario.pk}/edit/", TYPED)

    assert f'name="rulings-{fair.pk}" value="must" checked' in page
    assert kept == ["FAIR"]
    assert services_ruled(Scenario.objects.get(), Ruling.Kind.MUST) == []


def test_an_objective_may_weigh_otherwise_here(
    browser: Client, services: dict[str, Service]
) -> None:
    browser.post(f"{HERE}/new/", TYPED | {"weight-O1": "9"})

    assert [str(one) for one in Scenario.objects.get().weighings.all()] == ["O1 9"]


def test_a_weight_below_nought_is_refused_beside_its_field(
    browser: Client, services: dict[str, Service]
) -> None:
    answer = browser.post(f"{HERE}/new/", TYPED | {"weight-O1": "-1"})

    assert answer.status_code == 422
    assert not Scenario.objects.exists()
