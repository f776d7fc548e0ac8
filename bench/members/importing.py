"""Measure how lists are imported: python bench/members/importing.py

10,000 rows into books that hold as many already, on SQLite and, where PostgreSQL is installed or
DATABASE_URL leads to one, on that: a list of organisations, then one that names a person with each.
A tenth of the rows is in the books under the same id and says otherwise since when it is a member,
a tenth is there in other words. Rows entered one by one, by the verbs for one, stand beside it.
Writes importing.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "src"), str(HERE.parents[1])]

from bench.members.servers import environment_of, postgresql

T = TypeVar("T")
ROWS = 10_000
ONE_BY_ONE = 500  # rows; their time is told for as many as the list has
GOAL = 2000  # rows a second, duplicates looked for
HEADER = "Nr;Firma;UID;Website;Straße;PLZ;Ort;Land;Mitarbeiter;NACE;Beitritt"
PERSON = ";Name;E-Mail;Telefon"
SEED = 7
PREVIEWED = "sent in, read, compared, duplicates looked for: the preview"
LOADED = "confirmed and loaded"


def main() -> int:
    """Measure everything, print it, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--out", type=Path, default=HERE / "importing.md")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        print(json.dumps(measure(arguments.rows)))
        return 0
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="raceme-bench-") as temporary:
        # The user that PostgreSQL runs as must be able to enter.
        Path(temporary).chmod(0o755)
        measured = _measure_all(Path(temporary), arguments.rows)
    text = "\n".join([*_head(load), *(line for one in measured for line in _table(*one))]) + "\n"
    arguments.out.write_text(text, encoding="utf-8")
    print(text)
    return 0


def _measure_all(home: Path, rows: int) -> list[tuple[str, dict[str, Any]]]:
    measured = [("SQLite", _told(rows, environment_of(home)))]
    with postgresql(home / "postgresql") as server:
        if server is None:
            print("PostgreSQL is not installed, and DATABASE_URL leads to none: left out.")
            return measured
        import psycopg

        name = f"raceme_importing_{os.getpid()}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
            try:
                told = _told(rows, environment_of(home, f"{server}/{name}"))
            finally:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    return [*measured, ("PostgreSQL", told)]


def _told(rows: int, environment: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "importing.py"), "--inside", "--rows", str(rows)]
    said = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return told


def measure(rows: int) -> dict[str, Any]:
    """Bring the database to today's form, fill it, and import the list into it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.members.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from bench.members.invented import fill
    from django.utils import timezone

    from raceme.access.actor import system_of
    from raceme.access.models import Cluster, User
    from raceme.access.verbs import found_cluster
    from raceme.members.models import Organisation

    now = timezone.now()
    manager = User.objects.create_user("manager@example.org")
    cluster: Cluster = found_cluster(slug="bench", name="Bench", manager=manager, at=now)
    fill(cluster, rows)
    known = list(Organisation.objects.order_by("pk").values_list("code", "name", "city"))
    by = system_of(cluster)
    lists = {
        "a list of organisations": written(rows, known, with_people=False),
        "the same, a person with each": written(rows, known, with_people=True),
    }
    told = {name: _import(content, by, now) for name, content in lists.items()}
    began = time.perf_counter()
    _one_by_one(by, now)
    return {"rows": rows, "lists": told, "one by one": time.perf_counter() - began}


def _import(content: bytes, by: Any, now: datetime) -> dict[str, Any]:
    from raceme.intake import verbs

    took: dict[str, list[float]] = {}

    def timed(what: str, act: Callable[[], T]) -> T:
        began, processor = time.perf_counter(), time.process_time()
        result = act()
        took[what] = [time.perf_counter() - began, time.process_time() - processor]
        return result

    def sent() -> Any:
        upload = verbs.take_upload(file_name="list.csv", content=content, by=by, at=now)
        return verbs.map_upload(upload, targets=None, by=by, at=now)

    timed("the first preview of a process", sent)  # the books are made ready once in each process
    upload = timed(PREVIEWED, sent)
    timed(LOADED, lambda: verbs.confirm_upload(upload, by=by, at=now))
    upload.refresh_from_db()
    if not upload.is_loaded:
        raise RuntimeError(upload.trouble)
    counts = upload.counts
    again = timed("the same list again, previewed", sent)
    timed("undone", lambda: verbs.undo_upload(upload, by=by, at=now))
    return {"counts": counts, "again": again.counts, "took": took}


def _one_by_one(by: Any, now: datetime) -> None:
    from raceme.members import verbs

    for n in range(ONE_BY_ONE):
        organisation = verbs.enter_organisation(
            code=f"single-{n}", name=f"Single Sample {n}", city="Ulm", employees=7, by=by, at=now
        )
        person = verbs.enter_person(
            given_name="Ann", family_name=f"Single{n}", email=f"s{n}@example.org", by=by, at=now
        )
        verbs.give_post(person, organisation, by=by, at=now)


def written(rows: int, known: list[tuple[str, str, str]], *, with_people: bool) -> bytes:
    """Write a list as clusters send it: a tenth known by id, a tenth known in other words."""
    chance = random.Random(SEED)
    header = HEADER + (PERSON if with_people else "")
    lines = ["Mitgliederliste 2026" + ";" * header.count(";"), header]
    for n in range(rows):
        code, name, city = f"N{n:06d}", f"Beispielwerk {n} GmbH", f"Ort {n % 300}"
        if n % 10 == 0:
            code, name, city = known[n % len(known)]
        elif n % 10 == 1:
            _code, name, city = known[n % len(known)]
            name = name.upper().replace("Ü", "UE")
        lines.append(
            f"{code};{name};ATU{n:08d};www.beispiel{n}.example;Weg {n % 200};{1000 + n % 9000};"
            f"{city};AT;{chance.randint(1, 400)};{28 + n % 5}.{1 + n % 9};"
            f"{1 + n % 28:02d}.{1 + n % 12:02d}.{2000 + n % 20}"
            + (f";Vor{n} Nach{n};p{n}@beispiel{n}.example;+43 1 {n}" if with_people else "")
        )
    return "\r\n".join(lines).encode("cp1252", errors="replace")


def _head(load: float) -> list[str]:
    return [
        "# Imports: measured",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.system()},"
        f" Python {platform.python_version()}, Django {version('django')}."
        f" Load average at the start {load:.1f} (other work on the machine lengthens wall time).",
        "",
        f"The goal is {GOAL} rows a second, duplicates looked for.",
        "Made again by `python bench/members/importing.py`.",
    ]


def _table(database: str, told: dict[str, Any]) -> list[str]:
    rows = told["rows"]
    lines = [
        "",
        f"## {database}, {rows:,} rows into books of {rows:,}",
        "",
        "| | wall s | CPU s of this process | rows a second (wall) |",
        "|---|---|---|---|",
    ]
    for name, one in told["lists"].items():
        lines.append(f"| **{name}** | | | |")
        took = one["took"]
        took["preview and loading together"] = [
            sum(pair) for pair in zip(took[PREVIEWED], took[LOADED], strict=True)
        ]
        for what, (wall, processor) in took.items():
            lines.append(f"| {what} | {wall:.2f} | {processor:.2f} | {rows / wall:,.0f} |")
    singly = told["one by one"]
    lines.append(f"| **rows one by one, by the verbs for one** | | | {ONE_BY_ONE / singly:,.0f} |")
    for name, one in told["lists"].items():
        counts = ", ".join(f"{number:,} {what}" for what, number in one["counts"].items() if number)
        lines += ["", f"{name[0].upper()}{name[1:]}: {counts}; again: {one['again']['new']:,} new."]
    return lines


if __name__ == "__main__":
    sys.exit(main())
