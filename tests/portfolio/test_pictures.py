"""The pictures of a plan are drawn once for each language, and not at each look."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.portfolio import verbs
from raceme.portfolio.background import draw_missing_pictures
from raceme.portfolio.bridge.pictures import drawn_pictures, pictures_of
from raceme.portfolio.models import Drawing, Scenario
from tests.factories import NOW
from tests.portfolio.small import LIMITS, furnish, make_scenario

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scenario(cluster: Cluster, manager: Actor) -> Scenario:
    furnish(cluster)
    scenario = make_scenario(cluster)
    verbs.compute_plan(scenario, by=manager, at=NOW)
    scenario.refresh_from_db()
    return scenario


def test_a_computed_plan_has_its_pictures_in_every_language(scenario: Scenario) -> None:
    languages = set(Drawing.objects.values_list("language", flat=True))

    assert languages == {code for code, _name in settings.LANGUAGES}


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_kept_is_what_would_be_drawn(
    scenario: Scenario, manager: Actor, language: str
) -> None:
    with translation.override(language):
        assert pictures_of(scenario, manager) == drawn_pictures(scenario, manager)


def test_the_page_shows_those_kept(browser: Client, scenario: Scenario) -> None:
    kept = Drawing.objects.get(language="en")
    kept.pictures["gaps"]["svg"] = '<svg id="kept"></svg>'
    kept.save()

    page = browser.get(f"/c/here/plan/{scenario.pk}/").content.decode()

    assert '<svg id="kept"></svg>' in page


def test_pictures_of_an_older_release_are_not_shown_and_drawn_anew(
    scenario: Scenario, manager: Actor
) -> None:
    Drawing.objects.update(drawn_by="0.0.1", pictures={})
    assert "gaps" in pictures_of(scenario, manager)

    assert draw_missing_pictures() == 1

    assert set(Drawing.objects.get(language="en").pictures) == set(pictures_of(scenario, manager))
    assert draw_missing_pictures() == 0


def test_another_plan_takes_the_pictures_of_the_one_before_away(
    scenario: Scenario, manager: Actor
) -> None:
    before = pictures_of(scenario, manager)
    verbs.revise_scenario(scenario, **(LIMITS | {"budget_eur": 2000}), by=manager, at=NOW)

    verbs.compute_plan(scenario, by=manager, at=NOW)

    scenario.refresh_from_db()
    assert pictures_of(scenario, manager)["gaps"] != before["gaps"]


def test_pictures_that_come_too_late_are_not_kept(scenario: Scenario) -> None:
    Drawing.objects.all().delete()
    late = Scenario.objects.get(pk=scenario.pk)
    Scenario.objects.update(answered_at=None)

    verbs.keep_pictures(late, language="en", pictures={}, drawn_by="1")

    assert not Drawing.objects.exists()
