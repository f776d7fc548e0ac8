"""Everything can be reached and done by keyboard, and one sees where one is."""

import pytest
from playwright.sync_api import BrowserContext, Page

from raceme.access.actor import Actor
from raceme.members.models import Organisation
from tests.browser.conftest import sign_in
from tests.browser.example import furnish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Numbers everything that can be used; all radio buttons of a group share a number, because Tab
# reaches only one of them. A group is all of one name in one form.
NUMBER_THEM = """() => {
  const kinds = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const groups = new Map();
  const usable = [];
  for (const one of document.querySelectorAll(kinds)) {
    if (one.disabled || one.type === 'hidden' || !one.checkVisibility()) continue;
    const owner = one.type === 'radio' ? one.form : one;
    const names = groups.get(owner) || groups.set(owner, new Map()).get(owner);
    if (!names.has(one.name)) names.set(one.name, usable.push(one) - 1);
    one.dataset.number = names.get(one.name);
  }
  return usable.map((one) => one.outerHTML.slice(0, 120));
}"""
# Notes what Tab reaches, and whether one sees it: the answer of each stop would take too long.
TAKE_NOTES = """() => {
  window.reached = {};
  document.addEventListener('focusin', ({target}) => {
    const style = getComputedStyle(target);
    const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    window.reached[target.dataset.number] = seen;
  });
}"""


def unreached_in(page: Page) -> list[str]:
    """Press Tab through the page; say what was not reached, or reached without being seen."""
    usable = page.evaluate(NUMBER_THEM)
    page.evaluate(TAKE_NOTES)
    reached: dict[str, bool] = {}
    # A date is three stops of Tab, and its calendar a fourth.
    for press in range(4 * len(usable) + 4):
        page.keyboard.press("Tab")
        if press % 20 == len(usable) % 20:
            reached = page.evaluate("window.reached")
            if len(reached.keys() - {"undefined"}) == len(usable):
                break
    missing = [text for number, text in enumerate(usable) if str(number) not in reached]
    unseen = [usable[int(number)] for number, seen in reached.items() if not seen]
    return [
        *(f"is not reached: {text}" for text in missing),
        *(f"unseen: {text}" for text in unseen),
    ]


def test_tab_reaches_everything_on_every_page(signed_in: BrowserContext, manager: Actor):
    page = signed_in.pages[0]
    found: list[str] = []
    for path in furnish(manager).paths():
        answer = signed_in.request.get(path)
        if answer.status == 200 and "text/html" in answer.headers["content-type"]:
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
    page.get_by_role("heading", name="Example Works 1").wait_for()

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
