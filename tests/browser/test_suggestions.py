"""A field that suggests while somebody types: by keyboard, by mouse, and without script."""

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from raceme.access.actor import Actor
from raceme.members.models import Organisation
from tests.browser.conftest import sign_in
from tests.browser.hands import Pointer
from tests.factories import make_organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(signed_in: BrowserContext, manager: Actor) -> Page:
    organisation = make_organisation(manager.cluster)
    page = signed_in.pages[0]
    page.goto(f"/c/{manager.cluster.slug}/members/{organisation.pk}/edit/")
    return page


def activity(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Main activity (NACE)")


def options(page: Page) -> Locator:
    # A list to choose from has options, too.
    return page.locator(".suggestions [role=option]")


def test_a_suggestion_is_taken_by_keyboard_alone(page: Page):
    field = activity(page)
    field.focus()
    page.keyboard.type("computer pro")
    expect(options(page).first).to_be_visible()

    opened = field.get_attribute("aria-expanded")
    page.keyboard.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    chosen = page.locator('.suggestions [aria-selected="true"]')
    chosen_id, chosen_value = chosen.get_attribute("id"), chosen.get_attribute("data-value")
    page.keyboard.press("Enter")

    assert (opened, active) == ("true", chosen_id)
    assert field.input_value() == chosen_value
    assert field.get_attribute("aria-expanded") == "false"
    # Enter took the suggestion and did not send the form.
    assert page.url.endswith("/edit/")

    Pointer(page).press("Save")
    assert chosen_value.startswith(Organisation.objects.get().nace)
    assert Organisation.objects.get().nace != ""


def test_escape_closes_and_keeps_what_was_typed(page: Page):
    field = activity(page)
    field.focus()
    page.keyboard.type("comput")
    expect(options(page).first).to_be_visible()

    page.keyboard.press("Escape")

    expect(options(page)).to_have_count(0)
    assert field.input_value() == "comput"
    assert field.get_attribute("aria-activedescendant") is None


def test_the_arrows_go_around(page: Page):
    field = activity(page)
    field.focus()
    page.keyboard.type("62.0")
    expect(options(page)).to_have_count(5)  # 62.0, and its four classes

    page.keyboard.press("ArrowUp")
    last = page.locator('.suggestions [aria-selected="true"]').get_attribute("data-value")
    page.keyboard.press("ArrowDown")
    first = page.locator('.suggestions [aria-selected="true"]').get_attribute("data-value")

    assert (last[:5], first[:5]) == ("62.09", "62.0 ")


def test_a_suggestion_is_taken_by_mouse(page: Page):
    activity(page).press_sequentially("25.62")
    options(page).first.click()

    assert activity(page).input_value() == "25.62 Machining"


def test_it_suggests_from_the_edition_that_is_chosen(page: Page):
    page.get_by_label("Edition of NACE").select_option("2.1")
    activity(page).press_sequentially("25.62")

    expect(options(page).first).to_contain_text("Manufacture of locks and hinges")


def test_how_many_there_are_is_said_aloud(page: Page):
    activity(page).press_sequentially("25.62")

    expect(page.get_by_role("status").filter(has_text="1 suggestion")).to_have_count(1)


def test_without_script_the_field_takes_a_name_and_says_what_is_unclear(
    without_scripts: BrowserContext, manager: Actor
):
    organisation = make_organisation(manager.cluster)
    page = without_scripts.new_page()
    hand = Pointer(page)
    sign_in(page, manager)
    page.goto(f"/c/{manager.cluster.slug}/members/{organisation.pk}/edit/")
    field = page.get_by_label("Main activity (NACE)")

    field.fill("software publish")
    hand.press("Save")
    said = page.locator(".field-error").inner_text()
    kept = field.input_value()
    field.fill("58.29")
    hand.press("Save")

    assert "58.29 Other software publishing" in said
    assert kept == "software publish"
    assert page.locator("h1").inner_text() == organisation.name
    assert Organisation.objects.get().nace == "58.29"
