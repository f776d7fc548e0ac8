"""Every page of the product, opened in a real browser.

It is accessible (axe), within the policy, not wider than a phone; Tab reaches everything, and one
sees where it is. The screen is looked at in English, the phone in German, whose words are longer.
"""

from collections.abc import Callable

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import APIResponse, BrowserContext, Page

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role
from tests.browser import asking
from tests.browser.addresses import Address, all_addresses
from tests.browser.conftest import NARROW, sign_in
from tests.browser.events import paths_of_those_who_come
from tests.browser.example import furnish
from tests.browser.looking import (
    attentive_page,
    faults_of,
    faults_on_the_phone_too,
    unreached_in,
)
from tests.browser.meetings import paths_of_participants
from tests.browser.partners import paths_of_members
from tests.factories import make_actor

# 405: an address that only takes what a form sends. 422: a choice in the address is nonsense.
ANSWERS = frozenset({200, 405, 422})
# Nothing there for this person: no codes yet, nobody to sign out, single sign-on that failed.
ANSWERS_ABOUT_ACCESS = ANSWERS | {401, 404}
# So many tests share the pages of a cluster, one for each process that `.ci/run` starts.
SHARES = 2

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Look = Callable[[Page], list[str]]


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_of_a_cluster(signed_in: BrowserContext, manager: Actor, share: int):
    paths = furnish(manager).paths()[share::SHARES]

    assert len(paths) > 100
    faults, pages = faults_among(signed_in, paths, also=(unreached_in,))
    faults += faults_in_german_on_a_phone(signed_in, pages)
    say(faults)


def test_every_page_behind_a_personal_link(visitor: BrowserContext, manager: Actor):
    furnish(manager)
    paths = asking.paths_behind_links()

    assert len(paths) > 10
    faults, pages = faults_among(visitor, paths)
    faults += faults_on_a_phone(visitor, [f"{path}?language=sl" for path in pages])
    faults += faults_among(visitor, ["/answer/of-nobody/"], answers=frozenset({404}))[0]
    say(faults)


def test_every_page_of_those_who_come_to_an_event(visitor: BrowserContext, manager: Actor):
    furnish(manager)
    paths = paths_of_those_who_come()

    assert len(paths) > 8
    faults, pages = faults_among(visitor, paths)
    faults += faults_on_a_phone(visitor, [f"{path}?language=de" for path in pages])
    faults += faults_among(visitor, ["/registration/nobody/"], answers=frozenset({404}))[0]
    say(faults)


def test_every_page_of_those_who_meet_others(visitor: BrowserContext, manager: Actor):
    furnish(manager)
    paths = paths_of_participants()

    assert len(paths) > 20
    faults, pages = faults_among(visitor, paths)
    faults += faults_on_a_phone(visitor, [f"{path}{join(path)}language=de" for path in pages])
    faults += faults_among(visitor, ["/meet/nobody/"], answers=frozenset({404}))[0]
    say(faults)


def test_every_page_of_members_with_suggestions(
    visitor: BrowserContext, manager: Actor, cluster: Cluster
):
    paths = paths_of_members(cluster)

    assert len(paths) > 10
    faults, pages = faults_among(visitor, paths)
    faults += faults_on_a_phone(visitor, [f"{path}?language=de" for path in pages])
    faults += faults_among(visitor, ["/partner/nobody/"], answers=frozenset({404}))[0]
    say(faults)


def test_every_page_of_an_empty_cluster(signed_in: BrowserContext, manager: Actor):
    assert manager.cluster is not None
    bare = [one for one in all_addresses() if one.values == ("cluster",)]
    values: dict[str, object] = {"cluster": manager.cluster.slug}

    assert bare
    say(faults_among(signed_in, [one.filled(values) for one in bare])[0])


def test_every_page_of_a_visitor(visitor: BrowserContext):
    paths = [one.filled({}) for one in plain_addresses()]

    say(faults_among(visitor, paths, answers=ANSWERS_ABOUT_ACCESS)[0])


def test_every_page_about_ones_own_access(signed_in: BrowserContext, manager: Actor):
    # Signing out is looked at last, because nothing is left to look at afterwards.
    ordered = sorted(plain_addresses(), key=lambda one: one.name == "account_logout")
    paths = [one.filled({}) for one in ordered]

    say(faults_among(signed_in, paths, answers=ANSWERS_ABOUT_ACCESS)[0])


def test_the_pages_of_somebody_with_two_factors(visitor: BrowserContext, manager: Actor):
    assert manager.cluster is not None
    viewer = make_actor(manager.cluster, Role.VIEWER)
    TOTP.activate(viewer.user, generate_totp_secret())
    RecoveryCodes.activate(viewer.user)

    with attentive_page(visitor) as (page, complaints):
        sign_in(page, viewer)
        asked = page.url
        faults = faults_of(page, complaints) + faults_on_the_phone_too(page)

    assert asked.endswith("/2fa/authenticate/")
    assert faults == []


@pytest.mark.parametrize("path", ["/there/is/nothing/", "/c/not-mine/"])
def test_the_page_that_says_that_there_is_no_page(signed_in: BrowserContext, path: str):
    with attentive_page(signed_in) as (page, complaints):
        answer = page.goto(path)
        # The browser notes every 404 by itself.
        complaints.clear()
        faults = faults_of(page, complaints) + faults_on_the_phone_too(page)

    assert answer is not None
    assert answer.status == 404
    assert faults == []


def join(path: str) -> str:
    """Say what stands between an address and one more choice in it."""
    return "&" if "?" in path else "?"


def plain_addresses() -> list[Address]:
    return [one for one in all_addresses() if one.values == ()]


def faults_among(
    context: BrowserContext,
    paths: list[str],
    *,
    answers: frozenset[int] = ANSWERS,
    also: tuple[Look, ...] = (),
) -> tuple[list[str], list[str]]:
    """Open all these addresses on the screen; say what is wrong, and which of them are pages.

    Those that only take forms or give files are only asked.
    """
    faults: list[str] = []
    pages: list[str] = []
    with attentive_page(context) as (page, complaints):
        for path in paths:
            answer = context.request.get(path)
            if answer.status not in answers:
                faults.append(f"{path}: answers {answer.status}")
            if answer.status in {405, 500} or not is_page(answer):
                continue
            pages.append(path)
            page.goto(path)
            if answer.status != 200:
                # The browser notes by itself that the answer was an error.
                complaints.clear()
            faults += faults_of(page, complaints) + faults_on_the_phone_too(page)
            # Choices in the address change what is listed, not what can be reached.
            if "?" not in path:
                faults += [fault for look in also for fault in look(page)]
    return faults, pages


def faults_on_a_phone(
    context: BrowserContext, pages: list[str], *, axe_every: int = 1
) -> list[str]:
    """Open these pages as narrow as a phone, and say what is wrong with them."""
    faults: list[str] = []
    with attentive_page(context) as (page, complaints):
        page.set_viewport_size(NARROW)
        for number, path in enumerate(pages):
            answer = page.goto(path)
            assert answer is not None
            if answer.status != 200:
                complaints.clear()
            faults += faults_of(page, complaints, with_axe=number % axe_every == 0)
    return faults


def faults_in_german_on_a_phone(context: BrowserContext, pages: list[str]) -> list[str]:
    site = "/".join(context.pages[0].url.split("/")[:3])
    context.add_cookies([{"name": "django_language", "value": "de", "url": site}])
    context.pages[0].goto(pages[0])
    assert context.pages[0].locator("html").get_attribute("lang") == "de"
    # axe has seen all of them on the screen, and takes longest: here it looks at every fourth one.
    faults = faults_on_a_phone(context, pages, axe_every=4)
    return [f"in German: {fault}" for fault in faults]


def is_page(answer: APIResponse) -> bool:
    return "text/html" in answer.headers["content-type"]


def say(faults: list[str]) -> None:
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)
