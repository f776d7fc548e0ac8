"""From a request of a member to an introduction: a mill, the office, a maker of sensors."""

import re

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Page

from raceme.access.models import Cluster
from raceme.collaboration.models import Suggestion
from raceme.members.models import Organisation
from tests.browser.conftest import NARROW
from tests.browser.looking import attentive_page
from tests.browser.test_meetings import Look, path_in_letter_to
from tests.collaboration.partners import make_contact
from tests.factories import make_notice, make_organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MILL, PROBE = "Quernstone Mills", "Hygroscope Sensors"
WORD = "Both of you fight with moisture."
SECRETS = {MILL: ("Quernstone", "Mahler", "+43 000 11"), PROBE: ("Hygroscope", "+43 000 22")}


def test_from_a_request_to_an_introduction(
    signed_in: BrowserContext, phone: BrowserContext, visitor: BrowserContext, cluster: Cluster
):
    mill = make_mill(cluster)
    make_probe(cluster)
    mail.outbox.clear()

    with (
        attentive_page(signed_in) as (desk, at_desk),
        attentive_page(phone) as (mills, at_mill),
        attentive_page(visitor) as (probes, at_probe),
    ):
        probes.set_viewport_size(NARROW)
        office, miller, prober = Look(desk, at_desk), Look(mills, at_mill), Look(probes, at_probe)
        send_link(office, mill)
        write_request(miller)
        review_and_release(office)
        say_yes_in_german(miller)
        say_yes_in_english(prober)
        miller.open(path_in_letter_to("mahler@sample.example"))
        miller.read("feuchter@sample.example")
        miller.look()
        note_that_they_met(miller)
        read_what_came_of_it(office)

    assert Suggestion.objects.get().state == "met"
    assert office.faults + miller.faults + prober.faults == []


def make_mill(cluster: Cluster) -> Organisation:
    mill = make_organisation(cluster, name=MILL, nace="10.61", country="AT", employees=30)
    make_contact(mill, "Mahler", language="de", phone="+43 000 11")
    return mill


def make_probe(cluster: Cluster) -> None:
    probe = make_organisation(cluster, name=PROBE, nace="26.51", country="AT", employees=20)
    make_contact(probe, "Feuchter", phone="+43 000 22")
    make_notice(probe, kind="offer", title="We measure moisture", terms=["Feuchtesensoren"])


def send_link(office: Look, mill: Organisation) -> None:
    """Send a member the link to its page, from the page about it."""
    office.open(f"/c/here/members/{mill.pk}/")
    office.press("Send the link to its page about partners")
    office.read("The link is on its way.")


def write_request(miller: Look) -> None:
    """Follow the letter, and write what one looks for."""
    miller.open(path_in_letter_to("mahler@sample.example"))
    miller.see("Noch kein Vorschlag")
    miller.look()
    miller.follow("Aufschreiben")
    miller.look()
    miller.fill("In einem Satz", "Wir bei Quernstone Mills suchen Feuchtesensoren")
    miller.fill("Stichwörter", "Feuchtesensoren")
    miller.press("Senden")
    miller.read("zu prüfen")
    miller.look()


def review_and_release(office: Look) -> None:
    """Look at what the member wrote, find who fits, read why, and ask both."""
    office.follow("Partners")
    office.look()
    office.follow("1 offer or request of a member waits to be reviewed")
    office.follow("Wir bei Quernstone Mills suchen Feuchtesensoren")
    office.press("Let it stand")
    office.follow("Look for who fits")
    office.look()
    office.press("Look for partners")
    office.look()
    office.follow(f"{MILL} / {PROBE}")
    office.see("Why these partners")
    office.read("Hygroscope Sensors has what is looked for: Feuchtesensoren")
    office.look()
    office.follow("Release: ask both")
    office.fill("A word of yours to both", "Ask Hygroscope Sensors.")
    office.press("Ask both")
    office.read(re.compile("would tell who it is"))
    office.complaints.clear()  # the browser notes every 422 by itself
    office.fill("A word of yours to both", WORD)
    office.press("See how it reads")
    office.look()
    office.press("Ask both")
    office.read("Both have been asked.")
    office.look()


def say_yes_in_german(miller: Look) -> None:
    miller.open(path_in_letter_to("mahler@sample.example"))
    miller.see("Warum dieser Partner")
    miller.read("Der Partner hat, was Sie suchen: Feuchtesensoren")
    miller.read(WORD)
    miller.look()
    miller.press("Ja, gern")
    miller.read("Wir warten auf den Partner")
    miller.look()
    assert told_of(PROBE, miller.page) == []


def say_yes_in_english(prober: Look) -> None:
    prober.open(path_in_letter_to("feuchter@sample.example"))
    prober.read("You have what the partner looks for: Feuchtesensoren")
    prober.look()
    assert told_of(MILL, prober.page) == []
    prober.press("Yes, I would")
    prober.see(MILL)
    prober.read("mahler@sample.example")
    prober.look()


def note_that_they_met(miller: Look) -> None:
    miller.follow("Sagen, was daraus geworden ist")
    miller.tick("haben sich getroffen")
    miller.look()
    miller.press("Speichern")
    miller.read("haben sich getroffen")


def read_what_came_of_it(office: Look) -> None:
    office.page.reload()
    office.read("mahler@sample.example")
    office.look()
    office.follow("Suggestions")
    office.look()
    office.follow("What comes of it")
    office.look()


def told_of(name: str, page: Page) -> list[str]:
    return [word for word in SECRETS[name] if word in page.content()]
