"""How long the server takes for the pages of a large board: 600 people, 5,000 requests, 120 tables.

python bench/meetings/board.py [people] [requests] [tables] [slots]

The schedule is filled slot by slot, first come, first served: how good it is does not matter here.
"""

import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("RACEME_MODE", "demo")
os.environ["DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp()}/board.sqlite3"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django
from django.conf import settings


class _NoMigrations:
    """The tables as the models say, without their history: only the end matters here."""

    def __contains__(self, _name: str) -> bool:
        return True

    def __getitem__(self, _name: str) -> None:
        return None


settings.MIGRATION_MODULES = _NoMigrations()
django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.events.making import make_open
from tests.factories import make_actor, make_cluster, make_matchmaking

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.events.models import Registration
from raceme.meetings.bridge.board import troubles_of
from raceme.meetings.models import Matchmaking, Meeting, MeetingRequest, Profile, Timetable
from raceme.meetings.queries.board import Seated, floor_of, placings_of
from raceme.meetings.verbs.places import add_places
from raceme.meetings.verbs.timetables import draft_by_hand, write_placings

USUAL = (600, 5000, 120, 30)
GIVEN = [int(one) for one in sys.argv[1:5]]
PEOPLE, REQUESTS, TABLES, SLOTS = (*GIVEN, *USUAL[len(GIVEN) :])
START = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)


def build() -> tuple[Cluster, Actor, Matchmaking]:
    """Fill an event with people, accepted requests and a draft."""
    cluster = make_cluster("bench")
    system = system_of(cluster)
    times = {"starts_at": START, "ends_at": START + timedelta(minutes=25 * SLOTS)}
    event = make_open(cluster, code="bench", **times)
    matchmaking = make_matchmaking(event)
    add_places(matchmaking, [f"Table {n}" for n in range(3, TABLES + 1)], by=system, at=START)
    matchmaking.blocks.update(**times)
    quota = event.quotas.get()
    registrations = Registration.objects.bulk_create(
        Registration(
            cluster=cluster, event=event, number=n, quota=quota, state="confirmed",
            given_name=f"Given{n}", family_name=f"Family{n}", organisation_name=f"Works {n}",
            registered_at=START, digest=f"{n:064d}", ticket=f"{n:016d}",
        )
        for n in range(1, PEOPLE + 1)
    )  # fmt: skip
    people = Profile.objects.bulk_create(
        Profile(cluster=cluster, matchmaking=matchmaking, registration=one) for one in registrations
    )
    draw, pairs = random.Random(1), set()
    while len(pairs) < REQUESTS:
        one, other = draw.sample(range(PEOPLE), 2)
        pairs.add((min(one, other), max(one, other)))
    MeetingRequest.objects.bulk_create(
        MeetingRequest(
            cluster=cluster, matchmaking=matchmaking, number=n, asking=people[one],
            asked=people[other], state="accepted", asked_at=START, settled_at=START,
        )
        for n, (one, other) in enumerate(sorted(pairs), start=1)
    )  # fmt: skip
    return cluster, system, matchmaking


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
    call_command("migrate", run_syncdb=True, verbosity=0)
    cluster, system, matchmaking = build()
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
