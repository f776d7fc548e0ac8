"""A real Chromium that opens the real pages, served by a live server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from raceme.access.actor import Actor
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.factories import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--headless",
    "--lang=en-US",  # in what order the parts of a date are typed
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
]
# Only what is broken waits that long; the first page of a process and a busy machine are slow.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=390, height=844)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright keeps an event loop in this thread, where Django would refuse to read the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as running:
        yield running
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    program = os.environ.get("RACEME_CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.fail("Chromium is missing: install it, or say where it is in RACEME_CHROMIUM.")
    if not AXE.is_file() or not settings.STATICFILES_DIRS:
        pytest.fail("The browser assets are missing: run python tools/build_assets.py first.")
    running = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield running
    running.close()


@pytest.fixture
def visitor(chromium: Browser, live_server) -> Iterator[BrowserContext]:
    """A browser in which nobody has signed in."""
    context = chromium.new_context(
        base_url=live_server.url, viewport=WIDE, locale="en-GB", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(path=AXE)
    yield context
    context.close()


@pytest.fixture
def phone(chromium: Browser, live_server) -> Iterator[BrowserContext]:
    """The phone of a member who reads German."""
    context = chromium.new_context(
        base_url=live_server.url,
        viewport=NARROW,
        locale="de-DE",
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(path=AXE)
    yield context
    context.close()


@pytest.fixture
def without_scripts(chromium: Browser, live_server) -> Iterator[BrowserContext]:
    """A browser that runs no JavaScript at all, on a phone."""
    context = chromium.new_context(
        base_url=live_server.url, viewport=NARROW, locale="en-GB", java_script_enabled=False
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture(params=[Pointer, Keyboard], ids=["by pointer", "by keyboard"])
def hands(request: pytest.FixtureRequest) -> type[Hands]:
    """Each journey is gone twice: with the pointer, and by keyboard alone."""
    kind: type[Hands] = request.param
    return kind


@pytest.fixture
def signed_in(visitor: BrowserContext, manager: Actor) -> BrowserContext:
    """A browser in which the manager has signed in, through the sign-in page."""
    sign_in(visitor.new_page(), manager)
    return visitor


def sign_in(page: Page, actor: Actor) -> None:
    """Sign in as somebody would: address, password, button."""
    confirm_address(actor)
    assert actor.user is not None
    page.goto("/sign-in/login/")
    page.get_by_label("Email").fill(actor.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


def confirm_address(actor: Actor) -> None:
    """Let somebody's address count as confirmed, as after following the link in a letter."""
    user = actor.user
    assert user is not None
    known, _made = EmailAddress.objects.get_or_create(user=user, email=user.email)
    known.verified = known.primary = True
    known.save()
