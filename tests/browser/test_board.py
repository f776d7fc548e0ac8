"""The organiser's way: from accepted requests to a published board by keyboard; a no-show."""

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, expect

from raceme.access.models import Cluster
from raceme.meetings.models import Meeting, Placing
from tests.browser.hands import Keyboard
from tests.meetings.floor import Fair
from tests.meetings.test_board_pages import happens_now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_requests_to_a_published_board_and_a_no_show(
    signed_in: BrowserContext, cluster: Cluster
):
    fair = Fair(cluster)
    fair.ask("AB", "AC", "AD", "BC", "BD", "CD")
    happens_now(fair)
    mail.outbox.clear()
    page = signed_in.pages[0]
    hand = Keyboard(page)

    hand.open(f"/c/{cluster.slug}/events/")
    hand.follow("Example forum")
    hand.follow("Meetings")
    hand.follow("Schedule")
    hand.follow("Compute")
    hand.tick("all anew, but what is locked")
    hand.press("Compute")
    hand.see("Version 1")
    move_by_arrows(page)
    hand.follow("Look at the changes and publish")
    hand.press("Publish and write to them")
    hand.read("Published.")

    assert Meeting.objects.filter(state="planned").count() == 6
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        f"{name.lower()}@sample.example" for name in ("Ann", "Ben", "Cleo", "Dan")
    ]
    hand.follow("The day")
    hand.choose("Who", "Ann Sample (Ann Works)")
    hand.press("Note it and repair")
    hand.see("Who must be told")
    hand.press("Publish and write to them")
    hand.read("Published.")
    assert sorted(fair.told()) == ["BC", "BD", "CD"]


def move_by_arrows(page) -> None:
    """Take a meeting up with Enter, go to a free cell with the arrows, put it down with Enter."""
    seat = page.locator("[data-grid] .seat").first
    request = seat.get_attribute("data-request")
    seat.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f'#choice[data-chosen="{request}"]')).to_be_visible()
    free = page.locator("[data-grid] td.is-free").first
    expect(free).to_be_visible()
    before = Placing.objects.get(request=request)
    here = page.evaluate(
        "() => { const cell = document.activeElement.closest('td');"
        " return [cell.parentElement.rowIndex, cell.cellIndex]; }"
    )
    there = free.evaluate("cell => [cell.parentElement.rowIndex, cell.cellIndex]")
    for key, steps in (
        ("ArrowDown" if there[0] > here[0] else "ArrowUp", abs(there[0] - here[0])),
        ("ArrowRight" if there[1] > here[1] else "ArrowLeft", abs(there[1] - here[1])),
    ):
        for _step in range(steps):
            page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take back")).to_be_visible()

    after = Placing.objects.get(request=request)
    assert (after.number, after.place_id) != (before.number, before.place_id)
