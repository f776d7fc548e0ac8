"""Every page of the product, opened in a real browser: accessible, within the policy, in shape."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import APIResponse, BrowserContext, ViewportSize

from raceme.access.actor import Actor
from raceme.access.models import Role
from tests.browser import asking
from tests.browser.addresses import Address, all_addresses
from tests.browser.conftest import NARROW, WIDE, sign_in
from tests.browser.events import paths_of_those_who_come
from tests.browser.example import furnish
from tests.browser.looking import attentive_page, faults_of
from tests.factories import make_actor

# 405: an address that only takes what a form sends. 422: a choice in the address is nonsense.
ANSWERS = frozenset({200, 405, 422})
# Nothing there for this person: no codes yet, nobody to sign out, single sign-on that failed.
ANSWERS_ABOUT_ACCESS = ANSWERS | {401, 404}

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_of_a_cluster(signed_in: BrowserContext, manager: Actor):
    paths = furnish(manager).paths()

    assert len(paths) > 40
    assert_no_faults(signed_in, paths)


def test_every_page_of_a_cluster_in_german_on_a_phone(signed_in: BrowserContext, manager: Actor):
    # German words are longer: what fits in English may not fit.
    paths = furnish(manager).paths()

    assert_no_faults(in_german(signed_in), paths, sizes=(NARROW,))


def test_every_page_behind_a_personal_link(visitor: BrowserContext, manager: Actor):
    furnish(manager)
    paths = asking.paths_behind_links()

    assert len(paths) > 10
    assert_no_faults(visitor, [*paths, *(f"{path}?language=sl" for path in paths)])
    assert_no_faults(visitor, ["/answer/of-nobody/"], answers=frozenset({404}))


def test_every_page_of_those_who_come_to_an_event(visitor: BrowserContext, manager: Actor):
    furnish(manager)
    paths = paths_of_those_who_come()

    assert len(paths) > 8
    assert_no_faults(visitor, [*paths, *(f"{path}?language=de" for path in paths)])
    assert_no_faults(visitor, ["/registration/nobody/"], answers=frozenset({404}))


def test_every_page_of_an_empty_cluster(signed_in: BrowserContext, manager: Actor):
    bare = [one for one in all_addresses() if one.values == ("cluster",)]
    values = {"cluster": manager.cluster.slug}

    assert bare
    assert_no_faults(signed_in, [one.filled(values) for one in bare])


def test_every_page_of_a_visitor(visitor: BrowserContext):
    paths = [one.filled({}) for one in plain_addresses()]

    assert_no_faults(visitor, paths, answers=ANSWERS_ABOUT_ACCESS)


def test_every_page_about_ones_own_access(signed_in: BrowserContext, manager: Actor):
    # Signing out is looked at last, because nothing is left to look at afterwards.
    ordered = sorted(plain_addresses(), key=lambda one: one.name == "account_logout")
    paths = [one.filled({}) for one in ordered]

    assert_no_faults(signed_in, paths, answers=ANSWERS_ABOUT_ACCESS)


def test_the_pages_of_somebody_with_two_factors(visitor: BrowserContext, manager: Actor):
    viewer = make_actor(manager.cluster, Role.VIEWER)
    TOTP.activate(viewer.user, generate_totp_secret())
    RecoveryCodes.activate(viewer.user)

    with attentive_page(visitor) as (page, complaints):
        sign_in(page, viewer)
        asked = page.url
        faults = faults_of(page, complaints)

    assert asked.endswith("/2fa/authenticate/")
    assert faults == []


@pytest.mark.parametrize("path", ["/there/is/nothing/", "/c/not-mine/"])
def test_the_page_that_says_that_there_is_no_page(signed_in: BrowserContext, path: str):
    with attentive_page(signed_in) as (page, complaints):
        answer = page.goto(path)
        # The browser notes every 404 by itself.
        complaints.clear()
        faults = faults_of(page, complaints)

    assert answer is not None
    assert answer.status == 404
    assert faults == []


def plain_addresses() -> list[Address]:
    return [one for one in all_addresses() if one.values == ()]


def in_german(context: BrowserContext) -> BrowserContext:
    site = "/".join(context.pages[0].url.split("/")[:3])
    context.add_cookies([{"name": "django_language", "value": "de", "url": site}])
    return context


def assert_no_faults(
    context: BrowserContext,
    paths: list[str],
    *,
    answers: frozenset[int] = ANSWERS,
    sizes: tuple[ViewportSize, ...] = (WIDE, NARROW),
) -> None:
    """Open all these addresses; those that only take forms or give files are only asked."""
    faults: list[str] = []
    with attentive_page(context) as (page, complaints):
        for path in paths:
            answer = context.request.get(path)
            if answer.status not in answers:
                faults.append(f"{path}: answers {answer.status}")
            if answer.status in {405, 500} or not is_page(answer):
                continue
            page.goto(path)
            if answer.status != 200:
                # The browser notes by itself that the answer was an error.
                complaints.clear()
            faults += faults_of(page, complaints, sizes)
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def is_page(answer: APIResponse) -> bool:
    return "text/html" in answer.headers["content-type"]
