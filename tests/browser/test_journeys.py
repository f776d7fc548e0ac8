"""Whole ways through the product, as people go them: from an empty installation to the answers."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.cli.main import main
from raceme.members.models import Organisation
from raceme.needs.models import Answer, Invitation, Need, Questionnaire, Response, Round
from tests.browser.conftest import AXE, NARROW, PATIENCE_MS
from tests.browser.looking import attentive_page, faults_of
from tests.factories import PASSWORD, make_need
from tests.needs.asking import make_contact, make_questionnaire, make_reachable, make_running

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAST_DAY = timezone.localdate() + timedelta(days=30)
LINK = re.compile(r"https?://[^/\s]+(/\S+)")


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


def invite(cluster: Cluster, **values: object) -> Invitation:
    """Send the questionnaire to one member, whose contact reads German."""
    organisation = make_reachable(cluster, name="Beispielwerk 1")
    _round, (invitation,) = make_running(cluster, organisation, closes_on=LAST_DAY, **values)
    return invitation


def path_in_letter() -> str:
    """Give the path of the link in the newest letter."""
    found = LINK.search(mail.outbox[-1].body)
    assert found
    return found.group(1)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_from_an_empty_installation_to_a_sent_questionnaire(visitor: BrowserContext):
    assert main(["found", "Tal der Beispiele", "--manager", "manager@example.org"]) == 0
    page = visitor.new_page()

    choose_a_password(page)
    enter_a_member(page, "Example Works 1", "W1")
    enter_a_member(page, "Example Works 2", "W2")
    give_contacts()
    build_a_questionnaire(page)
    send_it(page)

    letters = mail.outbox[1:]
    assert Round.objects.get().sent_at is not None
    assert Questionnaire.objects.get().is_frozen
    assert [letter.to for letter in letters] == [["one@example.org"], ["two@example.org"]]
    assert [letter.subject for letter in letters] == [
        "Tal der Beispiele: your needs, ten minutes",
        "Tal der Beispiele: Ihr Bedarf, zehn Minuten",
    ]
    page.goto(path_in_letter())
    assert page.locator("h1").inner_text() == "Needs of our members"
    assert page.locator("html").get_attribute("lang") == "de"


def choose_a_password(page: Page) -> None:
    """Follow the letter that `raceme found` wrote, and be in."""
    page.goto(path_in_letter())
    page.locator("input[type=password]").nth(0).fill(PASSWORD)
    page.locator("input[type=password]").nth(1).fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()
    page.goto("/")
    page.get_by_role("heading", name="Tal der Beispiele").wait_for()


def enter_a_member(page: Page, name: str, code: str) -> None:
    page.goto("/c/tal-der-beispiele/members/")
    page.get_by_role("link", name=re.compile("^Enter ")).first.click()
    page.get_by_label("Name", exact=False).first.fill(name)
    if (own_id := page.locator("#id_code")).is_visible():
        own_id.fill(code)
    press(page, "Save")
    page.get_by_role("heading", name=name).wait_for()


def give_contacts() -> None:
    """Write down whom to ask, as the pages about people do."""
    first, second = Organisation.objects.order_by("code")
    make_contact(first, email="one@example.org", language="en")
    make_contact(second, email="two@example.org", language="de")


def build_a_questionnaire(page: Page) -> None:
    page.goto("/c/tal-der-beispiele/needs/")
    page.get_by_role("link", name="Questionnaires", exact=True).first.click()
    page.get_by_role("link", name="Build a questionnaire").first.click()
    page.get_by_label("Title").fill("Needs of our members")
    page.get_by_label("German", exact=True).check()
    page.get_by_label("8. Finance and funding").check()
    press(page, "Begin")
    page.get_by_role("link", name="Add a page").click()
    page.get_by_label("English").first.fill("About you")
    press(page, "Save")
    page.locator("summary", has_text="Own question").last.click()
    page.get_by_role("link", name="Yes or no").last.click()
    page.get_by_label("English").first.fill("Do you export?")
    page.get_by_label("Deutsch").first.fill("Exportieren Sie?")
    press(page, "Save")
    assert page.get_by_text("Do you export?", exact=True).is_visible()
    page.get_by_role("link", name="See it as a member").click()
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("heading", name="Finance and funding").wait_for()
    page.get_by_role("link", name="Back to the questionnaire").click()


def send_it(page: Page) -> None:
    page.get_by_role("link", name="Prepare a sending").click()
    page.get_by_label("Name", exact=False).first.fill("Autumn")
    page.get_by_label("Last day to answer", exact=False).fill(str(LAST_DAY))
    press(page, "Save")
    page.get_by_role("link", name="Choose", exact=True).click()
    press(page, "Ask all 2")
    page.get_by_role("link", name="Back to the round").click()
    page.get_by_role("link", name="Look through and send").click()
    assert page.get_by_text("one@example.org").is_visible()
    press(page, "Send 2 letters")
    page.get_by_role("link", name="Who has not answered").wait_for()


def test_a_member_answers_in_german_on_the_phone(phone: BrowserContext, manager: Actor):
    invitation = invite(manager.cluster)
    make_need(invitation.organisation, topic="training", importance=4, satisfaction=2)

    with attentive_page(phone) as (page, complaints):
        page.goto(f"/answer/{invitation.secret}/")
        faults = faults_of(page, complaints, sizes=(NARROW,))
        page.set_viewport_size(NARROW)
        press(page, "Beginnen")
        answer_the_topics(page)
        faults += faults_of(page, complaints, sizes=(NARROW,))
        page.set_viewport_size(NARROW)
        press(page, "Weiter")
        answer_about_oneself(page)
        press(page, "Antworten durchsehen")
        faults += faults_of(page, complaints, sizes=(NARROW,))
        page.set_viewport_size(NARROW)
        press(page, "Antworten abschicken")
        faults += faults_of(page, complaints, sizes=(NARROW,))
        thanks = page.locator("h1").inner_text()

    said = {one.topic: (one.importance, one.satisfaction) for one in Need.objects.order_by("pk")}
    where = Answer.objects.get(question__code="where")
    assert faults == []
    assert thanks == "Vielen Dank!"
    assert said == {"training": (4, 2), "cybersecurity": (5, None)}
    assert (where.text, where.counts) == ("Nach Chile", True)
    assert Response.objects.get().language == "de"


def answer_the_topics(page: Page) -> None:
    """Tap an answer, see it saved; let another one stay as it was the last time."""
    first, second = page.locator("fieldset.question").all()
    first.locator("label.degree").nth(4).tap()
    page.locator("#saved", has_text="Gespeichert.").wait_for()
    assert Answer.objects.get().importance == 5
    with page.expect_navigation():
        second.get_by_role("button", name=re.compile("Noch genauso")).tap()
    assert page.locator("fieldset.question").nth(1).locator("input:checked").count() == 2


def answer_about_oneself(page: Page) -> None:
    """Say yes, and answer what comes up by it without leaving the page."""
    page.get_by_label("ja", exact=True).check()
    page.get_by_role("textbox", name="Where to?").wait_for()
    page.get_by_role("textbox", name="Where to?").fill("Nach Chile")


def test_one_pauses_on_the_phone_and_goes_on_elsewhere(
    phone: BrowserContext, visitor: BrowserContext, manager: Actor
):
    invitation = invite(manager.cluster)
    page = phone.new_page()
    page.goto(f"/answer/{invitation.secret}/")
    press(page, "Beginnen")
    for question in page.locator("fieldset.question").all():
        question.locator("label.degree-none").first.tap()
    press(page, "Speichern, später weiter")
    assert page.get_by_text("Gespeichert. Kommen Sie über denselben Link zurück").is_visible()

    desk = visitor.new_page()
    desk.goto(f"/answer/{invitation.secret}/")
    desk.locator(".answering-go").click()

    desk.get_by_role("heading", name="Über Sie").wait_for()
    assert Answer.objects.filter(is_declined=True).count() == 2


def test_without_a_connection_the_page_says_that_nothing_is_saved(
    phone: BrowserContext, manager: Actor
):
    invitation = invite(manager.cluster)
    page = phone.new_page()
    page.goto(f"/answer/{invitation.secret}/")
    press(page, "Beginnen")
    phone.set_offline(True)

    page.locator("label.degree").first.tap()
    page.get_by_text("Noch nicht gespeichert").wait_for()
    phone.set_offline(False)
    press(page, "Weiter")

    assert Answer.objects.get().importance == 1


def test_a_questionnaire_is_answered_by_keyboard_alone(visitor: BrowserContext, manager: Actor):
    make_questionnaire(manager.cluster, code="unused")
    invitation = invite(manager.cluster)
    Invitation.objects.update(language="en")
    page = visitor.new_page()
    page.goto(f"/answer/{invitation.secret}/")

    tab_to(page, "button", "Begin")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\d+/$"))
    tab_to_group(page, "importance")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    # Enter leads on, as in every form; it must not press the first button of the page.
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="About you").wait_for()
    tab_to_group(page, "value", within="Do you export?")
    page.keyboard.press("ArrowDown")
    page.locator("#saved", has_text="Saved.").wait_for()
    tab_to(page, "button", "Look through your answers")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Look through your answers").wait_for()
    tab_to(page, "button", "Send the answers")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Thank you!").wait_for()

    exports = Answer.objects.get(question__code="exports")
    assert [(one.topic, one.importance) for one in Need.objects.all()] == [("cybersecurity", 2)]
    assert exports.is_yes is not None


ACTIVE = "() => [document.activeElement.tagName.toLowerCase(), document.activeElement.innerText]"


def tab_to(page: Page, kind: str, text: str) -> None:
    """Press Tab until the thing with this text has the focus; fail if it never does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        tag, said = page.evaluate(ACTIVE)
        if tag == kind and said.strip() == text:
            return
    pytest.fail(f"Tab never reaches {text}")


def tab_to_group(page: Page, field: str, *, within: str = "") -> None:
    """Press Tab until an answer of a question has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        name, question = page.evaluate(
            "() => [document.activeElement.name || '',"
            " document.activeElement.closest('.question')?.innerText || '']"
        )
        if name.endswith(field) and question.startswith(within):
            return
    pytest.fail(f"Tab never reaches an answer to {within or field}")
