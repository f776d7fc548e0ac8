"""The organiser's way: from accepted requests to a published board by keyboard; a no-show."""

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Page, expect

from raceme.access.models import Cluster
from raceme.meetings.models import Meeting, Placing
from raceme.meetings.queries.board import placings_of
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


def test_a_meeting_is_dragged_to_a_free_cell_and_onto_another_to_swap(
    signed_in: BrowserContext, cluster: Cluster
):
    fair = Fair(cluster)
    fair.ask("AB", "CD")
    version = fair.compute()
    page = signed_in.pages[0]
    one, other = (fair.requests[pair].pk for pair in ("AB", "CD"))
    page.goto(f"/c/{cluster.slug}/meetings/{fair.matchmaking.pk}/board/")
    before = placings_of(version)

    # A cell that is in sight: the board is wider than its part of the screen.
    free = "[data-grid] tr:last-child td:nth-of-type(3)"
    drag(page, seat(one), free)
    expect(page.locator(f"{free} {seat(one)}")).to_be_visible()
    moved = placings_of(version)
    drag(page, seat(one), seat(other))
    expect(page.locator(f"{free} {seat(other)}")).to_be_visible()
    swapped = placings_of(version)

    assert moved[one].cell != before[one].cell
    assert moved[other].cell == before[other].cell
    assert (swapped[one].cell, swapped[other].cell) == (moved[other].cell, moved[one].cell)


def seat(request: int) -> str:
    """Where a meeting is on the board."""
    return f'.seat[data-request="{request}"]'


def drag(page: Page, what: str, where: str) -> None:
    """Take something up by the mouse, wait until it shows where it fits, and let go of it there."""
    start, end = page.locator(what).bounding_box(), page.locator(where).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + 25, steps=3)
    expect(page.locator("[data-grid] td.is-free").first).to_be_visible()
    page.mouse.move(end["x"] + 20, end["y"] + 20, steps=6)
    page.mouse.up()
