"""Everything can be reached and done by keyboard, and one sees where one is."""

import pytest
from playwright.sync_api import BrowserContext, Page

from raceme.access.actor import Actor
from raceme.members.models import Organisation
from tests.browser.addresses import all_addresses
from tests.browser.conftest import sign_in
from tests.browser.example import furnished

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Numbers everything that can be used; of a group of radio buttons Tab reaches only one.
NUMBER_THEM = """() => {
  const kinds = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const all = document.querySelectorAll(kinds);
  const groups = new Set();
  const usable = [...all].filter((one) => {
    if (one.disabled || one.type === 'hidden' || !one.checkVisibility()) return false;
    if (one.type !== 'radio') return true;
    const first = !groups.has(one.name);
    groups.add(one.name);
    return first;
  });
  usable.forEach((one, number) => { one.dataset.number = number; });
  return usable.map((one) => one.outerHTML.slice(0, 120));
}"""
WHERE = """() => {
  const here = document.activeElement;
  const numbered = `[name="${here.name}"][data-number]`;
  const group = here.type === 'radio' && document.querySelector(numbered);
  const style = getComputedStyle(here);
  return {
    number: (group || here).dataset.number ?? null,
    seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  };
}"""


def unreached_in(page: Page) -> list[str]:
    """Press Tab through the page; say what was not reached, or reached without being seen."""
    usable = page.evaluate(NUMBER_THEM)
    missing = dict(enumerate(usable))
    unseen: list[str] = []
    # A date is three stops of Tab, and its calendar a fourth.
    for _press in range(4 * len(usable) + 4):
        page.keyboard.press("Tab")
        here = page.evaluate(WHERE)
        if here["number"] is None:
            continue
        number = int(here["number"])
        missing.pop(number, None)
        if not here["seen"]:
            unseen.append(f"focus is not seen: {usable[number]}")
        if not missing:
            break
    return [*unseen, *missing.values()]


def test_tab_reaches_everything_on_every_page(signed_in: BrowserContext, manager: Actor):
    values = furnished(manager, members=3)
    page = signed_in.pages[0]
    found: list[str] = []
    for address in all_addresses():
        path = address.filled(values) if address.is_of_a_cluster else ""
        answer = signed_in.request.get(path) if path else None
        if answer is None or answer.status != 200 or "html" not in answer.headers["content-type"]:
            continue
        page.goto(path)
        found += [f"{path}: {text}" for text in unreached_in(page)]

    assert "\n".join(found) == ""


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
    sign_in(page, manager)
    page.goto(f"/c/{manager.cluster.slug}/members/")

    page.get_by_role("link", name="Enter a member", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/members/new/")
    page.get_by_label("Name").focus()
    page.keyboard.type("Example Works 1")
    page.keyboard.press("Enter")
    page.wait_for_load_state()

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
