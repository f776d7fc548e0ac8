"""Whole ways through the product, as people go them: from an empty installation to the answers."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import BrowserContext

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.cli.main import main
from raceme.needs.models import Answer, Invitation, Need, Questionnaire, Response, Round
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.looking import attentive_page, faults_of
from tests.factories import PASSWORD, make_need
from tests.needs.asking import make_questionnaire, make_reachable, make_running

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAST_DAY = timezone.localdate() + timedelta(days=30)
QUESTION = re.compile(r"^\s*Question")  # the part of the form with its wording
LINK = re.compile(r"https?://[^/\s]+(/\S+)")


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


def test_from_an_empty_installation_to_a_sent_questionnaire(
    visitor: BrowserContext, hands: type[Hands]
):
    assert main(["found", "Tal der Beispiele", "--manager", "manager@example.org"]) == 0
    page = visitor.new_page()
    hand = hands(page)

    choose_a_password(hand)
    hand.follow("Enter a member")
    enter_a_member(hand, "Example Works 1", email="one@example.org", language="English")
    hand.follow("Members")
    hand.follow("Enter a member")
    enter_a_member(hand, "Example Works 2", email="two@example.org", language="German")
    build_a_questionnaire(hand)
    see_it_as_a_member(hand)
    send_it(hand)

    letters = mail.outbox[1:]
    assert Round.objects.get().sent_at is not None
    assert Questionnaire.objects.get().is_frozen
    assert [letter.to for letter in letters] == [["one@example.org"], ["two@example.org"]]
    assert [letter.subject for letter in letters] == [
        "Tal der Beispiele: your needs, ten minutes",
        "Tal der Beispiele: Ihr Bedarf, zehn Minuten",
    ]
    hand.open(path_in_letter())
    hand.see("Needs of our members")
    assert page.locator("html").get_attribute("lang") == "de"


def choose_a_password(hand: Hands) -> None:
    """Follow the letter that `raceme found` wrote, and be in."""
    hand.open(path_in_letter())
    hand.see("Choose a password")
    hand.fill("New Password", PASSWORD)
    hand.fill("New Password (again)", PASSWORD)
    hand.press("Save the password and sign in")
    hand.see("Start here")


def enter_a_member(hand: Hands, name: str, *, email: str, language: str) -> None:
    """Write down a member, and who is written to there."""
    hand.fill("Name", name)
    hand.press("Save")
    hand.see(name)
    hand.follow("Add a person")
    hand.fill("Given name", "Ada")
    hand.fill("Family name", f"of {name}")
    hand.tick("Main contact")
    hand.fill("E-mail address", email)
    hand.choose("Language", language)
    hand.press("Save")
    hand.see(name)


def build_a_questionnaire(hand: Hands) -> None:
    """Choose topics, add a question of one's own, in two languages."""
    hand.follow("Questionnaires")
    hand.follow("Build a questionnaire")
    hand.fill("Title", "Needs of our members")
    hand.tick("German")
    hand.tick("8. Finance and funding")
    hand.press("Begin")
    hand.follow("Add a page")
    hand.fill("English", "About you")
    hand.press("Save")
    hand.unfold("Own question", among="2. About you")
    hand.follow("Yes or no", among="2. About you")
    hand.fill("English", "Do you export?", among=QUESTION)
    hand.fill("Deutsch", "Exportieren Sie?", among=QUESTION)
    hand.press("Save")


def see_it_as_a_member(hand: Hands) -> None:
    hand.follow("See it as a member")
    hand.follow("Begin")
    hand.see("Finance and funding")
    hand.follow("Back to the questionnaire")


def send_it(hand: Hands) -> None:
    hand.follow("Prepare a sending")
    hand.fill("Name", "Autumn")
    hand.fill("Last day to answer", LAST_DAY)
    hand.press("Save")
    hand.follow("Choose")
    hand.press("Ask all 2")
    hand.follow("Back to the round")
    hand.follow("Look through and send")
    hand.read("one@example.org")
    hand.press("Send 2 letters")
    hand.follow("Who has not answered")
    hand.read("Example Works 2")


def test_a_member_answers_in_german_on_the_phone(
    phone: BrowserContext, manager: Actor, hands: type[Hands]
):
    invitation = invite(manager.cluster)
    make_need(invitation.organisation, topic="training", importance=4, satisfaction=2)

    with attentive_page(phone) as (page, complaints):
        hand = hands(page)
        hand.open(f"/answer/{invitation.secret}/")
        faults = faults_of(page, complaints)
        hand.press("Beginnen")
        answer_the_topics(hand)
        faults += faults_of(page, complaints)
        hand.press("Weiter")
        answer_about_oneself(hand)
        hand.press("Antworten durchsehen")
        faults += faults_of(page, complaints)
        hand.press("Antworten abschicken")
        hand.see("Vielen Dank!")
        faults += faults_of(page, complaints)

    said = {one.topic: (one.importance, one.satisfaction) for one in Need.objects.order_by("pk")}
    where = Answer.objects.get(question__code="where")
    assert faults == []
    assert said == {"training": (4, 2), "cybersecurity": (5, None)}
    assert (where.text, where.counts) == ("Nach Chile", True)
    assert Response.objects.get().language == "de"


def answer_the_topics(hand: Hands) -> None:
    """Give an answer, see it saved; let another one stay as it was the last time."""
    hand.tick("5 entscheidend", among="Cybersicherheit")
    hand.read("Gespeichert.")
    assert Answer.objects.get().importance == 5
    hand.press(re.compile("^Noch genauso"))
    assert hand.page.locator("fieldset.question").nth(1).locator("input:checked").count() == 2


def answer_about_oneself(hand: Hands) -> None:
    """Say yes, and answer what comes up by it without leaving the page."""
    hand.tick("ja")
    hand.fill("Where to?", "Nach Chile")


def test_one_pauses_on_the_phone_and_goes_on_elsewhere(
    phone: BrowserContext, visitor: BrowserContext, manager: Actor
):
    invitation = invite(manager.cluster)
    page = phone.new_page()
    hand = Pointer(page)
    hand.open(f"/answer/{invitation.secret}/")
    hand.press("Beginnen")
    for question in page.locator("fieldset.question").all():
        question.locator("label.degree-none").first.tap()
    hand.press("Speichern, später weiter")
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
    hand = Pointer(page)
    hand.open(f"/answer/{invitation.secret}/")
    hand.press("Beginnen")
    phone.set_offline(True)

    page.locator("label.degree").first.tap()
    page.get_by_text("Noch nicht gespeichert").wait_for()
    phone.set_offline(False)
    hand.press("Weiter")

    assert Answer.objects.get().importance == 1


def test_enter_leads_on_from_an_answer(visitor: BrowserContext, manager: Actor):
    make_questionnaire(manager.cluster, code="unused")
    invitation = invite(manager.cluster)
    Invitation.objects.update(language="en")
    page = visitor.new_page()
    hand = Keyboard(page)
    hand.open(f"/answer/{invitation.secret}/")

    hand.press("Begin")
    hand.tick("2 slightly important", among="Cybersecurity")
    # As in every form; it must not press the first button of the page, which changes the language.
    with page.expect_navigation():
        page.keyboard.press("Enter")
    hand.see("About you")

    assert page.locator("html").get_attribute("lang") == "en"
    assert Answer.objects.get().importance == 2
