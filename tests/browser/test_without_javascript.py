"""The product works in a browser that runs no script at all."""

import pytest
from playwright.sync_api import BrowserContext

from raceme.access.actor import Actor
from raceme.members.models import Organisation
from tests.browser.conftest import sign_in
from tests.browser.hands import Pointer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_form_says_what_is_wrong_and_then_takes_it(
    without_scripts: BrowserContext, manager: Actor
):
    page = without_scripts.new_page()
    hand = Pointer(page)
    sign_in(page, manager)
    page.goto(f"/c/{manager.cluster.slug}/members/new/")

    page.get_by_label("Website", exact=True).fill("https://works.example.org")
    hand.press("Save")
    refused = page.locator("[data-summary] a").all_inner_texts()
    kept = page.get_by_label("Website", exact=True).input_value()
    page.get_by_role("textbox", name="Name").fill("Example Works 1")
    hand.press("Save")

    assert refused == ["Name"]
    assert kept == "https://works.example.org"
    assert page.locator("h1").inner_text() == "Example Works 1"
    assert [one.name for one in Organisation.objects.all()] == ["Example Works 1"]


def test_the_menu_of_the_phone_opens(without_scripts: BrowserContext, manager: Actor):
    page = without_scripts.new_page()
    hand = Pointer(page)
    sign_in(page, manager)
    page.goto(f"/c/{manager.cluster.slug}/members/new/")
    link = page.locator(".frame-top").get_by_role("link", name="Members", exact=True)

    before = link.is_visible()
    page.locator(".frame-top details > summary").first.click()
    after = link.is_visible()
    hand.follow("Members")

    assert (before, after) == (False, True)
    assert page.url.endswith("/members/")


def test_the_language_is_changed(without_scripts: BrowserContext, manager: Actor):
    page = without_scripts.new_page()
    hand = Pointer(page)
    page.goto("/sign-in/login/")

    hand.press("Deutsch")

    assert page.locator("html").get_attribute("lang") == "de"
    assert page.url.endswith("/sign-in/login/")


def test_one_signs_out(without_scripts: BrowserContext, manager: Actor):
    page = without_scripts.new_page()
    hand = Pointer(page)
    sign_in(page, manager)
    page.goto(f"/c/{manager.cluster.slug}/members/")

    page.locator(".frame-top details > summary").first.click()
    page.locator(".frame-top .who summary").click()
    hand.press("Sign out")
    page.goto(f"/c/{manager.cluster.slug}/members/")

    assert "/sign-in/login/" in page.url
