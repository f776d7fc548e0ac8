"""A participant's way on a phone: from the page of an event to a timetable with a meeting."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from raceme.access.models import Cluster
from raceme.meetings.models import Matchmaking, Meeting, Profile
from tests.browser.conftest import NARROW
from tests.browser.hands import Pointer
from tests.browser.looking import attentive_page, faults_of
from tests.events.making import make_open
from tests.factories import make_matchmaking, make_profile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINK = re.compile(r"https?://[^/\s]+(/\S+)")
WHY = "Wir suchen jemanden, der uns das Schweißen lehrt."
SECRETS = ("ben@sample.example", "+43 000 22")  # what nobody sees before both have agreed


def test_from_invitation_to_timetable_on_a_phone(
    phone: BrowserContext, visitor: BrowserContext, cluster: Cluster
):
    ben = make_ben(open_fair(cluster))
    mail.outbox.clear()

    with attentive_page(phone) as (page, complaints):
        hand = Look(page, complaints)
        register(hand, f"/events/{cluster.slug}/forum/")
        hand.open(path_in_letter_to("ada@beispiel.example"))
        hand.look()
        fill_in_profile(hand)
        ask_ben(hand)
        assert not any(secret in page.content() for secret in SECRETS)

        with attentive_page(visitor) as (other_page, other_complaints):
            other_page.set_viewport_size(NARROW)
            other = Look(other_page, other_complaints)
            accept(other, path_in_letter_to("ben@sample.example"))

        read_timetable(hand)

    meeting = Meeting.objects.get()
    assert {one.profile for one in meeting.participations.all()} == {
        ben,
        Profile.objects.get(registration__email="ada@beispiel.example"),
    }
    assert hand.faults + other.faults == []


class Look(Pointer):
    """A finger on a phone, and somebody who looks at each page that it comes to."""

    def __init__(self, page: Page, complaints: list[str]) -> None:
        super().__init__(page)
        self.complaints = complaints
        self.faults: list[str] = []

    def look(self) -> None:
        """Note what is wrong with the page as it stands."""
        self.faults += faults_of(self.page, self.complaints)


def open_fair(cluster: Cluster) -> Matchmaking:
    """An event that is to come whatever day it is today, at which people pick their times."""
    starts_at = timezone.now().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(
        days=5
    )
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=6)}
    return make_matchmaking(make_open(cluster, **times), mode="pick")


def make_ben(matchmaking: Matchmaking) -> Profile:
    """Somebody who comes, offers training, and has a telephone."""
    ben = make_profile(matchmaking, "Ben", offers=["training"], description="Teaches welding.")
    ben.registration.phone = SECRETS[1]
    ben.registration.save(update_fields=["phone"])
    return ben


def path_in_letter_to(address: str) -> str:
    """Give the path of the link in the newest letter to somebody."""
    letter = next(one for one in reversed(mail.outbox) if one.to == [address])
    found = LINK.search(str(letter.body))
    assert found
    return found.group(1)


def register(hand: Look, public_page: str) -> None:
    """Come to the public page, and register to be seen by others."""
    hand.open(public_page)
    hand.look()
    hand.follow("Anmelden")
    hand.look()
    hand.fill("Vorname", "Ada")
    hand.fill("Familienname", "Beispiel")
    hand.fill("E-Mail-Adresse", "ada@beispiel.example")
    hand.fill("Organisation", "Beispielwerk")
    hand.tick(re.compile("darf meine Angaben nutzen"))
    hand.tick(re.compile("Andere Teilnehm"))
    hand.press("Anmelden")
    hand.look()


def fill_in_profile(hand: Look) -> None:
    """Go on from the registration to who comes, and say who one is."""
    hand.follow("Wer kommt")
    hand.look()
    hand.follow("Sagen, was Sie bieten und suchen")
    hand.fill("In einem Satz", "Pumpen für kleine Bäche")
    hand.tick("Fachliche Weiterbildung", among="Was wir suchen")
    hand.look()
    hand.press("Speichern")


def ask_ben(hand: Look) -> None:
    """Find out who offers what one looks for, and ask for a meeting at two times."""
    hand.read("Bietet, was Sie suchen")
    hand.follow("Ben Sample, Ben Works")
    hand.look()
    hand.fill("Warum Sie ein Gespräch möchten", WHY)
    for time in hand.page.locator("[name=times]").all()[1:3]:
        time.check()
    hand.press("Anfragen")
    hand.read("Angefragt.")
    hand.look()
    hand.follow("Mein Zeitplan")
    hand.see("Noch kein Gespräch")
    hand.look()
    hand.follow("Anfragen")
    hand.follow("Ben Sample, Ben Works")
    hand.read("Vorgeschlagene Zeiten:")
    hand.look()


def accept(hand: Look, path: str) -> None:
    """Follow the letter, choose one of the proposed times, and see whom one meets."""
    hand.open(path)
    hand.read(WHY)
    assert "ada@beispiel.example" not in hand.page.content()
    hand.look()
    hand.follow("Accept and choose a time")
    hand.look()
    hand.page.locator("[name=time]").select_option(index=0)
    hand.press("Accept with this time")
    hand.read("The time is booked.")
    hand.look()
    hand.follow(re.compile("^Details"))
    hand.look()
    hand.follow("Contact details, and the request")
    hand.read("ada@beispiel.example")


def read_timetable(hand: Look) -> None:
    """Follow the letter that says yes: who, when, where, and all of it for the calendar."""
    hand.open(path_in_letter_to("ada@beispiel.example"))
    hand.follow("Mein Zeitplan")
    hand.read("Ben Sample")
    hand.look()
    calendar = hand.download("Einträge (ICS)").read_text()
    assert calendar.count("BEGIN:VEVENT") == 1
    hand.follow(re.compile("^Details"))
    hand.look()
    hand.follow("Kontaktdaten und Anfrage")
    for secret in SECRETS:
        hand.read(secret)
    hand.look()
