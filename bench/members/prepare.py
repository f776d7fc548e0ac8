"""Fill a database with invented members: python bench/members/prepare.py NUMBER

Prints the key of a session in which the manager has signed in. A database that is full already is
only given a new session.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SLUG = "bench"


def main() -> None:
    """Bring the database to today's form, fill it, sign in."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.members.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    members = fill_once(int(sys.argv[1]))
    print(f"{members} {time.perf_counter() - began:.1f} {session_key()}")


def fill_once(members: int) -> int:
    """Found a cluster organisation with so many members; its number of members, if it is there."""
    from bench.members.invented import fill
    from django.db import transaction
    from django.utils import timezone

    from raceme.access.models import Cluster, User
    from raceme.access.verbs import found_cluster
    from raceme.members.models import Organisation

    if not Cluster.objects.filter(slug=SLUG).exists():
        manager = User.objects.create_user("manager@example.org")
        with transaction.atomic():
            cluster = found_cluster(slug=SLUG, name="Bench", manager=manager, at=timezone.now())
            fill(cluster, members)
    return Organisation.objects.count()


def session_key() -> str:
    """Sign the manager in, and give the key of the session."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from raceme.access.models import User

    user = User.objects.get(email="manager@example.org")
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


if __name__ == "__main__":
    main()
