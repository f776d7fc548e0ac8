"""A large event in a database of its own, for what is measured of it."""

import os
import random
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("RACEME_MODE", "demo")
os.environ["DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp()}/event.sqlite3"
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
from django.utils import timezone
from tests.events.making import make_open
from tests.factories import make_cluster, make_matchmaking

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.events.models import Registration
from raceme.meetings.models import Matchmaking, MeetingRequest, Profile
from raceme.meetings.verbs.places import add_places

START = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
SLOT = timedelta(minutes=25)  # with the pause behind it


def build(
    people: int, requests: int, tables: int, slots: int
) -> tuple[Cluster, Actor, Matchmaking]:
    """Make the tables, and an event with people and accepted requests."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    cluster = make_cluster("bench")
    system = system_of(cluster)
    times = {"starts_at": START, "ends_at": START + SLOT * slots}
    event = make_open(cluster, code="bench", **times)
    matchmaking = make_matchmaking(event)
    add_places(matchmaking, [f"Table {n}" for n in range(3, tables + 1)], by=system, at=START)
    matchmaking.blocks.update(**times)
    quota = event.quotas.get()
    registrations = Registration.objects.bulk_create(
        Registration(
            cluster=cluster, event=event, number=n, quota=quota, state="confirmed",
            given_name=f"Given{n}", family_name=f"Family{n}", organisation_name=f"Works {n}",
            registered_at=START, digest=f"{n:064d}", ticket=f"{n:016d}",
        )
        for n in range(1, people + 1)
    )  # fmt: skip
    profiles = Profile.objects.bulk_create(
        Profile(cluster=cluster, matchmaking=matchmaking, registration=one) for one in registrations
    )
    draw, pairs = random.Random(1), set()
    while len(pairs) < requests:
        one, other = draw.sample(range(people), 2)
        pairs.add((min(one, other), max(one, other)))
    MeetingRequest.objects.bulk_create(
        MeetingRequest(
            cluster=cluster, matchmaking=matchmaking, number=n, asking=profiles[one],
            asked=profiles[other], state="accepted", asked_at=START, settled_at=START,
        )
        for n, (one, other) in enumerate(sorted(pairs), start=1)
    )  # fmt: skip
    return cluster, system, matchmaking
