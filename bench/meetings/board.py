"""How long the server takes for the pages of a large board: 600 people, 5,000 requests, 120 tables.

python bench/meetings/board.py [people] [requests] [tables] [slots]

The schedule is filled slot by slot, first come, first served: how good it is does not matter here.
"""

import os
import platform
import sys
import time
from collections.abc import Callable
from typing import Any

from large import build

# isort: split
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories import make_actor

from raceme.access.actor import Actor
from raceme.meetings.bridge.board import troubles_of
from raceme.meetings.models import Matchmaking, Meeting, Timetable
from raceme.meetings.queries.board import Seated, floor_of, placings_of
from raceme.meetings.verbs.timetables import draft_by_hand, write_placings

USUAL = (600, 5000, 120, 30)
GIVEN = [int(one) for one in sys.argv[1:5]]
PEOPLE, REQUESTS, TABLES, SLOTS = (*GIVEN, *USUAL[len(GIVEN) :])


def fill(matchmaking: Matchmaking, system: Actor) -> tuple[Timetable, int]:
    """Make a draft, filled first come, first served."""
    draft = draft_by_hand(matchmaking, None, by=system, at=timezone.now())
    floor = floor_of(matchmaking)
    slots, places = floor.slots(), floor.places
    busy, used, rows = set(), {slot.code: 0 for slot in slots}, []
    for asked in floor.requests.values():
        for slot in slots:
            keys = {(who, slot.code) for who in asked.people}
            if used[slot.code] < len(places) and not keys & busy:
                place = places[used[slot.code]]
                used[slot.code] += 1
                busy |= keys
                times = (slot.starts_at, slot.ends_at)
                rows.append(Seated(asked.pk, slot.block.pk, slot.number, place.pk, *times))
                break
    write_placings(draft, rows)
    return draft, len(rows)


def measure(name: str, call: Callable[[], Any]) -> None:
    """Say how long something takes, how many questions it asks, how large the answer is."""
    call()
    with CaptureQueriesContext(connection) as asked:
        begun, worked = time.perf_counter(), time.process_time()
        answer = call()
        took, worked = time.perf_counter() - begun, time.process_time() - worked
    size = len(answer.content) / 1000 if hasattr(answer, "content") else 0
    print(f"| {name} | {took:.2f} s | {worked:.2f} s | {len(asked)} | {size:,.0f} kB |", flush=True)


def main() -> None:
    cluster, system, matchmaking = build(PEOPLE, REQUESTS, TABLES, SLOTS)
    draft, placed = fill(matchmaking, system)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(make_actor(cluster).user)
    board = reverse("meetings:board", kwargs={"cluster": "bench", "pk": matchmaking.pk})
    floor, rows = floor_of(matchmaking), placings_of(draft)
    print(f"{PEOPLE} people, {REQUESTS} requests, {placed} placed, {TABLES} tables, {SLOTS} slots")
    print(f"{platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| what | time | of the processor | questions | size |\n|---|---|---|---|---|")
    measure("reading the rows", lambda: floor_of(matchmaking))
    measure("the check of the whole", lambda: troubles_of(floor, rows, now=timezone.now()))
    measure("the board", lambda: browser.get(board))
    request = next(iter(rows))
    htmx = {"HX-Request": "true", "HX-Target": "choice"}
    chosen = f"{board}?choose={request}"
    measure("a meeting chosen (htmx)", lambda: browser.get(chosen, headers=htmx))
    act = {"cluster": "bench", "pk": draft.pk, "act": "lock"}
    lock = reverse("meetings:board_act", kwargs=act)
    measure("a meeting locked", lambda: browser.post(lock, {"request": request}))
    page = reverse("meetings:publish", kwargs={"cluster": "bench", "pk": draft.pk})
    measure("the changes before publishing", lambda: browser.get(page))
    begun = time.perf_counter()
    browser.post(page, {"tell": "no"})
    told = Meeting.objects.count()
    print(f"\nPublishing {told} meetings: {time.perf_counter() - begun:.1f} s")
    assert Timetable.objects.get(pk=draft.pk).is_published


if __name__ == "__main__":
    main()
