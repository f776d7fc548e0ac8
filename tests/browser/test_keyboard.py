"""What is done by keyboard on single pages. That Tab reaches all, `test_every_page` tries out."""

import pytest
from playwright.sync_api import BrowserContext

from raceme.access.actor import Actor
from raceme.members.models import Organisation
from tests.browser.conftest import sign_in
from tests.browser.hands import Keyboard
from tests.browser.looking import unreached_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_tab_reaches_everything_when_signing_in(visitor: BrowserContext):
    page = visitor.new_page()
    page.goto("/sign-in/login/")

    assert unreached_in(page) == []


def test_the_first_tab_leads_past_the_menu(signed_in: BrowserContext, manager: Actor):
    page = signed_in.pages[0]
    page.goto(f"/c/{manager.cluster.slug}/members/")

    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")

    assert skip == "skip-link"
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_member_is_entered_by_keyboard_alone(visitor: BrowserContext, manager: Actor):
    page = visitor.new_page()
    hand = Keyboard(page)
    sign_in(page, manager)
    hand.open(f"/c/{manager.cluster.slug}/members/")

    hand.follow("Enter a member")
    hand.fill("Name", "Example Works 1")
    # Enter sends the form from any of its fields.
    with page.expect_navigation():
        page.keyboard.press("Enter")
    hand.see("Example Works 1")

    assert [one.name for one in Organisation.objects.all()] == ["Example Works 1"]


def test_escape_closes_the_menu_of_the_phone(signed_in: BrowserContext, manager: Actor):
    page = signed_in.pages[0]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/c/{manager.cluster.slug}/members/")
    menu = page.locator("details[data-menu]")

    page.locator("details[data-menu] > summary").focus()
    page.keyboard.press("Enter")
    opened = menu.evaluate("one => one.open")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    assert opened is True
    assert menu.evaluate("one => one.open") is False
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
