"""What is looked for on every page: accessibility, security policy, and room on a phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.browser.conftest import NARROW, WIDE

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """rules => axe.run(document, {
  runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'],
})"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


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


def faults_of(
    page: Page, complaints: list[str], sizes: tuple[ViewportSize, ...] = (WIDE, NARROW)
) -> list[str]:
    """Say everything that is wrong with the page as it stands, on the screen and on the phone."""
    faults = [f"{_where(page)}: the browser says: {text}" for text in complaints]
    complaints.clear()
    for size in sizes:
        page.set_viewport_size(size)
        result = page.evaluate(RUN_AXE, RULES)
        faults += [_said(page, size, fault) for fault in result["violations"]]
        if size is NARROW and (pixels := page.evaluate(TOO_WIDE)) > 0:
            faults.append(f"{_where(page)}: {pixels} pixels wider than the phone")
    page.set_viewport_size(WIDE)
    return faults


def _said(page: Page, size: ViewportSize, fault: dict[str, Any]) -> str:
    places = "; ".join(" ".join(map(str, node["target"])) for node in fault["nodes"][:4])
    first = fault["nodes"][0]["failureSummary"].replace("\n", " ")
    return f"{_where(page)} at {size['width']}: {fault['id']}: {places}: {first}"


def _where(page: Page) -> str:
    return "/" + page.url.split("/", 3)[-1]
