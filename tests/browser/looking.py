"""What is looked for on every page: accessibility, security policy, room on a phone, and Tab."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import NARROW

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """rules => axe.run(document, {
  runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'], preload: false,
})"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# Numbers everything that can be used; all radio buttons of a group share a number, because Tab
# reaches only one of them. A group is all of one name in one form.
NUMBER_THEM = """() => {
  const kinds = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const groups = new Map();
  const usable = [];
  for (const one of document.querySelectorAll(kinds)) {
    if (one.disabled || one.type === 'hidden' || !one.checkVisibility()) continue;
    // In a grid Tab stops once; arrows lead from cell to cell.
    if (one.tabIndex < 0 && one.closest('[data-grid]')) continue;
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


@contextmanager
def attentive_page(context: BrowserContext) -> Iterator[tuple[Page, list[str]]]:
    """Open a page that notes every complaint of the browser, refused by the policy or broken."""
    complaints: list[str] = []
    page = context.new_page()
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page, complaints
    page.close()


def faults_of(page: Page, complaints: list[str], *, with_axe: bool = True) -> list[str]:
    """Say everything that is wrong with the page as it stands, in the size at which it stands."""
    faults = [f"the browser says: {text}" for text in complaints]
    complaints.clear()
    if with_axe:
        faults += [_said(fault) for fault in page.evaluate(RUN_AXE, RULES)["violations"]]
    if page.viewport_size == NARROW:
        faults += too_wide(page)
    return [f"{_where(page)}: {one}" for one in faults]


def faults_on_the_phone_too(page: Page) -> list[str]:
    """Say what does not fit on the phone; the page is as wide afterwards as it was before."""
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size(NARROW)
    faults = too_wide(page)
    page.set_viewport_size(before)
    return [f"{_where(page)}: {one}" for one in faults]


def too_wide(page: Page) -> list[str]:
    pixels = page.evaluate(TOO_WIDE)
    return [f"{pixels} pixels wider than the phone"] if pixels > 0 else []


def unreached_in(page: Page) -> list[str]:
    """Press Tab through the page; say what was not reached, or reached without being seen."""
    usable = page.evaluate(NUMBER_THEM)
    page.evaluate(TAKE_NOTES)
    reached: dict[str, bool] = {}
    # A date is three stops of Tab, and its calendar a fourth.
    for press in range(4 * len(usable) + 4):
        page.keyboard.down("Tab")
        if press % 20 == len(usable) % 20:
            reached = page.evaluate("window.reached")
            if len(reached.keys() - {"undefined"}) == len(usable):
                break
    page.keyboard.up("Tab")
    missing = [text for number, text in enumerate(usable) if str(number) not in reached]
    unseen = [usable[int(number)] for number, seen in reached.items() if not seen]
    return [
        *(f"{_where(page)}: Tab does not reach {text}" for text in missing),
        *(f"{_where(page)}: one does not see that Tab is at {text}" for text in unseen),
    ]


def _said(fault: dict[str, Any]) -> str:
    places = "; ".join(" ".join(map(str, node["target"])) for node in fault["nodes"][:4])
    first = fault["nodes"][0]["failureSummary"].replace("\n", " ")
    return f"{fault['id']}: {places}: {first}"


def _where(page: Page) -> str:
    return "/" + page.url.split("/", 3)[-1]
