"""From a scenario to the plan of the year in a real browser: with scripts, without, by keyboard."""

import pytest
from playwright.sync_api import BrowserContext, Page

from raceme.access.actor import Actor
from raceme.catalogue.models import Service
from raceme.portfolio.models import PlanLine, Ruling, Scenario, ServicePlan
from tests.browser.conftest import sign_in
from tests.browser.hands import Keyboard, Pointer
from tests.portfolio.small import furnish, make_scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fill_in(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Budget").fill("1000")
    page.get_by_label("Person-days").fill("10")


def open_the_list(page: Page) -> None:
    page.locator("details.rulings > summary").click()


def test_the_list_of_services_narrows_as_one_types(
    signed_in: BrowserContext, manager: Actor
) -> None:
    furnish(manager.cluster)
    page = signed_in.pages[0]
    page.goto("/c/here/plan/new/")
    open_the_list(page)
    rows = page.locator(".rulings-rows > li")

    before = rows.filter(visible=True).count()
    page.get_by_label("Look for a service").fill("JOINT")
    page.get_by_label("Look for a service").press("Enter")

    assert (before, rows.filter(visible=True).count()) == (3, 1)
    assert page.locator("[data-filter-count]").inner_text() == "1"
    assert page.url.endswith("/plan/new/")


def test_without_scripts_services_are_looked_for_and_nothing_is_lost(
    without_scripts: BrowserContext, manager: Actor
) -> None:
    furnish(manager.cluster)
    page = without_scripts.new_page()
    hand = Pointer(page)
    sign_in(page, manager)
    page.goto("/c/here/plan/new/")
    fill_in(page, "Careful")
    open_the_list(page)

    page.locator(".ruling", has_text="Evening talk").get_by_label("must not").check()
    page.get_by_label("Look for a service").fill("joint")
    with page.expect_navigation():
        page.get_by_label("Look for a service").press("Enter")
    shown = page.locator(".rulings-rows > li:visible").all_inner_texts()
    page.locator(".ruling", has_text="Joint stand").get_by_label("must", exact=True).check()
    hand.press("Save")

    assert [text.splitlines()[0] for text in shown] == ["Joint stand FAIR, 4 days"]
    assert page.locator("h1").inner_text() == "Careful"
    rulings = {one.service.code: one.kind for one in Ruling.objects.select_related("service")}
    assert rulings == {"TALK": "must_not", "FAIR": "must"}


def test_a_scenario_becomes_the_plan_of_the_year_by_keyboard_alone(
    signed_in: BrowserContext, manager: Actor
) -> None:
    furnish(manager.cluster)
    page = signed_in.pages[0]
    hand = Keyboard(page)
    hand.open("/c/here/plan/")

    hand.follow("New scenario")
    hand.fill("Name", "Base")
    hand.fill("Budget", "1000")
    hand.fill("Person-days", "10")
    hand.press("Save and compute")
    hand.follow("Adopt")
    hand.fill("Adopted by", "The board")
    hand.press("Adopt")
    hand.follow("Change Joint stand")
    hand.choose("Responsible", f"{manager.user} (manager)")
    hand.tick("March")
    hand.press("Save")

    plan, line = ServicePlan.objects.get(), PlanLine.objects.get()
    assert (plan.adopted_by, plan.year) == ("The board", Scenario.objects.get().year)
    assert line.months == [3]
    assert line.responsible is not None
    assert line.responsible.user == manager.user


def test_two_scenarios_are_ticked_and_compared(signed_in: BrowserContext, manager: Actor) -> None:
    furnish(manager.cluster)
    page = signed_in.pages[0]
    hand = Pointer(page)
    for name in ("Base", "Careful"):
        scenario = make_scenario(manager.cluster, name=name)
        page.goto(f"/c/here/plan/{scenario.pk}/")
        hand.press("Compute the plan")
        hand.see("The plan in short")

    page.goto("/c/here/plan/")
    page.get_by_label("Compare Base 2027").check()
    page.get_by_label("Compare Careful 2027").check()
    hand.press("Compare those ticked")

    assert page.locator("h1").inner_text() == "Scenarios side by side"
    assert page.locator("th .letter").first.inner_text() == "A"
    assert Service.objects.count() == 3


def test_a_cell_of_the_gap_matrix_opens_its_rows(signed_in: BrowserContext, manager: Actor) -> None:
    furnish(manager.cluster)
    scenario = make_scenario(manager.cluster)
    page = signed_in.pages[0]
    hand = Pointer(page)
    page.goto(f"/c/here/plan/{scenario.pk}/")
    hand.press("Compute the plan")
    hand.see("The plan in short")

    cell = page.locator('#gaps a[href*="topic=export-markets&service=FAIR"]')
    cell.first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.locator("h1").inner_text() == "Export markets \N{MULTIPLICATION SIGN} Joint stand"
    assert page.get_by_text("2 members have spoken on it").is_visible()
