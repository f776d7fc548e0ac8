"""How long the office waits on the day: from what it notes to the list of what would change.

python bench/meetings/day.py [people] [requests] [tables] [slots]

A schedule is computed for two minutes and published; then a third of the event is over. Each
disturbance is posted as the page *The day* posts it, and the page that the answer leads to is
read. What it did is taken back before the next.
"""

import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from large import SLOT, START, build

# isort: split
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import make_actor

from raceme.meetings.models import Matchmaking, Meeting, Participation, Profile, Timetable
from raceme.meetings.queries.slots import blocks_of, slots_in
from raceme.meetings.verbs.publishing import publish_timetable
from raceme.meetings.verbs.timetables import compute_timetable

USUAL = (200, 1000, 40, 24)
GIVEN = [int(one) for one in sys.argv[1:5]]
PEOPLE, REQUESTS, TABLES, SLOTS = (*GIVEN, *USUAL[len(GIVEN) :])
SECONDS = 120


@contextmanager
def taken_back() -> Iterator[None]:
    """Leave the books afterwards as they were before: what runs after a commit must run."""
    books = Path(connection.settings_dict["NAME"])
    kept = books.with_suffix(".kept")
    connection.close()
    shutil.copy(books, kept)
    yield
    connection.close()
    shutil.copy(kept, books)


def let_a_third_pass(matchmaking: Matchmaking) -> None:
    """Move everything so that a third of the event is over now."""
    by = START - timezone.now() + SLOT * SLOTS / 3
    moved = {"starts_at": F("starts_at") - by, "ends_at": F("ends_at") - by}
    matchmaking.blocks.update(**moved)
    Meeting.objects.filter(matchmaking=matchmaking).update(**moved)
    type(matchmaking.event).objects.update(starts_at=timezone.now() - timedelta(hours=8))


def busiest(matchmaking: Matchmaking) -> list[Profile]:
    """Give participants with most meetings to come first."""
    ahead = Participation.objects.filter(meeting__starts_at__gt=timezone.now())
    count: dict[int, int] = {}
    for number in ahead.values_list("profile_id", flat=True):
        count[number] = count.get(number, 0) + 1
    return sorted(matchmaking.profiles.all(), key=lambda one: (-count.get(one.pk, 0), one.pk))


def main() -> None:
    """Print one line for each disturbance."""
    cluster, system, matchmaking = build(PEOPLE, REQUESTS, TABLES, SLOTS)
    made = compute_timetable(
        matchmaking, scope=Timetable.Scope.ALL, seconds=SECONDS, by=system, at=timezone.now()
    )
    made.refresh_from_db()
    publish_timetable(made, tell=False, by=system, at=timezone.now())
    let_a_third_pass(matchmaking)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(make_actor(cluster).user)
    first, second = busiest(matchmaking)[:2]
    slots = slots_in(blocks_of(matchmaking))
    later = slots[len(slots) * 2 // 3]
    in_an_hour = timezone.localtime() + timedelta(minutes=100)
    acts = {
        "nothing, the first of a process": ("repair", {}),
        "no-show": ("absent", {"profile": first.pk}),
        "100 minutes late": (
            "absent", {"profile": second.pk, "until": in_an_hour.strftime("%H:%M")}
        ),
        "table closed": ("close-place", {"place": matchmaking.places.order_by("pk").first().pk}),
        "slot closed": ("close-slot", {"slot": later.code}),
    }  # fmt: skip
    told = Meeting.objects.filter(matchmaking=matchmaking).count()
    print(f"{PEOPLE} people, {REQUESTS} requests, {told} meetings published, {TABLES} tables")
    print(f"{platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| what happened | answered after | page of changes | together | of the processor |")
    print("|---|---|---|---|---|")
    for name, (act, said) in acts.items():
        with taken_back():
            place = {"cluster": "bench", "pk": matchmaking.pk, "act": act}
            begun, worked = time.perf_counter(), time.process_time()
            answer = browser.post(reverse("meetings:day_act", kwargs=place), said)
            answered = time.perf_counter() - begun
            assert "publish" in answer["Location"], answer["Location"]
            page = browser.get(answer["Location"])
            assert page.status_code == 200
            both, cpu = time.perf_counter() - begun, time.process_time() - worked
            took = (answered, both - answered, both, cpu)
            print(f"| {name} |", " | ".join(f"{one:.2f} s" for one in took), "|", flush=True)


if __name__ == "__main__":
    main()
