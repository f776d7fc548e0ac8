"""Two pairs of hands that do the same: one points and clicks, one has the keyboard alone.

A journey is written once against `Hands`. Nothing here knows an address, except where somebody
opens the product or a link in a letter: what is not found from page to page is not found by people.
"""

from abc import ABC, abstractmethod
from datetime import date
from pathlib import Path
from re import Pattern
from typing import Literal

import pytest
from playwright.sync_api import Download, Locator, Page, TimeoutError, expect

Name = str | Pattern[str]
Role = Literal["checkbox", "combobox", "radio", "searchbox", "spinbutton", "textbox"]

# Whoever must press Tab more often than this has been forgotten.
STOPS_MAX = 150
IS_THERE = """() => {
  const [wanted, active] = [document.querySelector('[data-wanted]'), document.activeElement];
  if (wanted.type !== 'radio') return wanted === active;
  return active.type === 'radio' && active.name === wanted.name && active.form === wanted.form;
}"""


class Hands(ABC):
    """What a person does on a page, in the words of the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> None:
        """Type an address, or follow the link of a letter."""
        self.page.goto(address)

    def follow(self, name: Name, *, among: Name = "") -> None:
        """Follow a link to its page."""
        target = self._one(self._within(among).get_by_role("link", name=name, exact=True))
        self._go_by(target)

    def press(self, name: Name, *, among: Name = "") -> None:
        """Press a button that leads to another page, or to this one anew."""
        target = self._one(self._within(among).get_by_role("button", name=name, exact=True))
        self._go_by(target)

    def unfold(self, name: Name, *, among: Name = "") -> None:
        """Open what is folded away."""
        target = self._one(self._within(among).locator("summary", has_text=name))
        self._reach(target)
        self._use(target)

    def download(self, name: Name) -> Path:
        """Follow a link that gives a file."""
        target = self._one(self.page.get_by_role("link", name=name, exact=True))
        self._reach(target)
        with self.page.expect_download() as given:
            self._use(target)
        download: Download = given.value
        return download.path()

    def tick(self, label: Name, *, among: Name = "") -> None:
        """Tick a box, or the answer of a group, where it is not ticked yet."""
        box = self._one(self._labelled(label, ("checkbox", "radio"), among))
        self._tick(box)
        expect(box).to_be_checked()

    def fill(self, label: Name, text: str | date, *, among: Name = "") -> None:
        """Write into a field, in place of what stands there."""
        field = self._one(self._labelled(label, ("textbox", "spinbutton", "searchbox"), among))
        self._fill(field, text)
        expect(field).to_have_value(str(text))

    def choose(self, label: Name, option: str) -> None:
        """Choose from a list."""
        field = self._one(self._labelled(label, ("combobox",), ""))
        self._choose(field, option)
        expect(field.locator("option:checked")).to_have_text(option)

    def see(self, heading: Name) -> None:
        """Read what the page is about."""
        self._one(self.page.get_by_role("heading", name=heading, exact=True))

    def read(self, text: Name) -> None:
        """Read something that stands on the page, or comes up on it."""
        self._one(self.page.get_by_text(text))

    def _within(self, part: Name) -> Page | Locator:
        """Give the row, the answers or the part of the page that says this, the innermost."""
        kinds = "tr, li, fieldset, section, .card"
        return self.page.locator(kinds, has_text=part).last if part else self.page

    def _labelled(self, label: Name, roles: tuple[Role, ...], part: Name) -> Locator:
        within = self._within(part)
        found = within.locator("input[type=password]").and_(within.get_by_label(label, exact=True))
        for role in roles:
            found = found.or_(within.get_by_role(role, name=label, exact=True))
        return found

    def _one(self, found: Locator) -> Locator:
        """Give what is meant; say what the page shows if it is not there."""
        one = found.filter(visible=True).first
        try:
            one.wait_for()
        except TimeoutError:
            shown = self.page.locator("body").aria_snapshot()
            pytest.fail(f"{found} is not on {self.page.url}:\n{shown}", pytrace=False)
        return one

    def _go_by(self, target: Locator) -> None:
        """Wait for the page to which it leads: the old one would still answer for a while."""
        self._reach(target)
        with self.page.expect_navigation():
            self._use(target)

    @abstractmethod
    def _reach(self, target: Locator) -> None:
        """Go to something on the page."""

    @abstractmethod
    def _use(self, target: Locator) -> None:
        """Click, or press Enter on, what was reached."""

    @abstractmethod
    def _tick(self, box: Locator) -> None: ...

    @abstractmethod
    def _fill(self, field: Locator, text: str | date) -> None: ...

    @abstractmethod
    def _choose(self, field: Locator, option: str) -> None: ...


class Pointer(Hands):
    """A mouse, or a finger."""

    def _reach(self, target: Locator) -> None:
        target.scroll_into_view_if_needed()

    def _use(self, target: Locator) -> None:
        target.click()

    def _tick(self, box: Locator) -> None:
        box.check()

    def _fill(self, field: Locator, text: str | date) -> None:
        field.fill(str(text))

    def _choose(self, field: Locator, option: str) -> None:
        field.select_option(label=option)


class Keyboard(Hands):
    """Tab, the arrows, Space, Enter and letters; nothing is reached in any other way."""

    def _use(self, target: Locator) -> None:
        self.page.keyboard.press("Enter")

    def _tick(self, box: Locator) -> None:
        self._reach(box)
        if box.get_attribute("type") == "radio":
            self._move_to(box)
        elif not box.is_checked():
            self.page.keyboard.press("Space")

    def _move_to(self, radio: Locator) -> None:
        """Go through a group of answers by its arrows; they choose what they reach."""
        for _ in range(STOPS_MAX):
            if radio.is_checked():
                return
            is_here = radio.evaluate("one => one === document.activeElement")
            self.page.keyboard.press("Space" if is_here else "ArrowDown")
        pytest.fail(f"The arrows never reach {radio}")

    def _fill(self, field: Locator, text: str | date) -> None:
        self._reach(field)
        if isinstance(text, date):
            # In the order of the browser, whatever the language of the page: see `FLAGS`.
            self.page.keyboard.type(f"{text:%m%d%Y}")
            return
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def _choose(self, field: Locator, option: str) -> None:
        self._reach(field)
        self.page.keyboard.type(option)  # a list goes to what one types

    def _reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus, or its group of answers."""
        target.evaluate("one => { one.dataset.wanted = ''; }")
        try:
            for _ in range(STOPS_MAX):
                if self.page.evaluate(IS_THERE):
                    return
                self.page.keyboard.press("Tab")
        finally:
            target.evaluate("one => { delete one.dataset.wanted; }")
        shown = self.page.locator("body").aria_snapshot()
        pytest.fail(f"Tab never reaches {target} on {self.page.url}:\n{shown}", pytrace=False)
