"""Whoever pulls the plug, at whatever moment: the books stay whole, and work goes on."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "mustertal"
MEMBERS, NEEDS = 36, 737
PARTS_OF_THE_WAY = (0.2, 0.5, 0.7, 0.85, 0.95)
LISTED = 4000  # rows of the list; long enough to be hit in the middle

pytestmark = pytest.mark.slow

COMPUTE = """
import django; django.setup()
from django.utils import timezone
from raceme.access.actor import system_of
from raceme.portfolio.background import compute
from raceme.portfolio.models import Scenario
from raceme.portfolio.verbs import compute_plan
scenario = Scenario.objects.get()
if not scenario.is_under_way or scenario.is_cut_off(timezone.now()):
    compute_plan(scenario, by=system_of(scenario.cluster), at=timezone.now())
print("begun", flush=True)
compute(scenario.pk)
"""

CONFIRM = """
import sys
import django; django.setup()
from pathlib import Path
from django.utils import timezone
from raceme.access.actor import system_of
from raceme.access.models import Cluster
from raceme.intake import verbs
path, by = Path(sys.argv[1]), system_of(Cluster.objects.get())
upload = verbs.take_upload(file_name=path.name, content=path.read_bytes(), by=by, at=timezone.now())
upload = verbs.map_upload(upload, targets=None, by=by, at=timezone.now())
verbs.confirm_upload(upload, by=by, at=timezone.now())
"""

UNDO = """
import django; django.setup()
from django.utils import timezone
from raceme.access.actor import system_of
from raceme.intake import verbs
from raceme.intake.models import Upload
upload = Upload.objects.get()
verbs.undo_upload(upload, by=system_of(upload.cluster), at=timezone.now())
"""


class Installation:
    """A product of its own in a folder of its own, driven from outside like a person would."""

    def __init__(self, home: Path) -> None:
        self.database = home / "raceme.sqlite3"
        self.environment = os.environ | {
            "RACEME_MODE": "demo",
            "RACEME_HOME": str(home),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "DJANGO_SETTINGS_MODULE": "raceme.config.settings",
        }

    def raceme(self, *words: str) -> subprocess.Popen[str]:
        return self.start("-m", "raceme.cli.main", *words)

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *words],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def count(self, table: str) -> int:
        return int(self.ask(f"select count(*) from {table}"))

    def ask(self, question: str) -> str:
        with closing(sqlite3.connect(self.database)) as connection:
            return str(connection.execute(question).fetchone()[0])


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of an installation in which a cluster was founded."""
    made = Installation(tmp_path_factory.mktemp("founded"))
    found = made.raceme("found", "Valley", "--manager", "manager@raceme.example")
    output, _ = found.communicate()
    assert found.returncode == 0, output
    return made.database


@pytest.fixture
def installation(founded: Path, tmp_path: Path) -> Installation:
    made = Installation(tmp_path)
    shutil.copy(founded, made.database)
    return made


def another_like(one: Installation, home: Path) -> Installation:
    """Give an installation of its own with the same books; nothing may be at work in them."""
    made = Installation(home)
    home.mkdir(exist_ok=True)
    shutil.copy(one.database, made.database)
    return made


def load(installation: Installation) -> subprocess.Popen[str]:
    return installation.raceme("import", str(FOLDER), "--cluster", "valley")


def kill_after(process: subprocess.Popen[str], seconds: float) -> bool:
    """Kill without warning; say whether there was still something to kill."""
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return True
    process.communicate()
    return False


def test_a_killed_load_leaves_all_or_nothing(installation: Installation, tmp_path: Path) -> None:
    rehearsal = another_like(installation, tmp_path / "rehearsal")
    began = time.monotonic()
    output, _ = load(rehearsal).communicate()
    whole = time.monotonic() - began
    assert rehearsal.count("needs_need") == NEEDS, output

    was_killed = []
    for part in PARTS_OF_THE_WAY:
        was_killed.append(kill_after(load(installation), whole * part))

        counts = (installation.count("members_organisation"), installation.count("needs_need"))
        assert installation.ask("pragma integrity_check") == "ok"
        assert counts in {(0, 0), (MEMBERS, NEEDS)}

    assert any(was_killed)
    output, _ = load(installation).communicate()
    assert installation.count("needs_need") == NEEDS, output


def test_a_killed_computation_is_taken_up_again(installation: Installation) -> None:
    load(installation).communicate()

    for seconds in (0.2, 1.5, 4.0):
        process = installation.start("-c", COMPUTE)
        assert process.stdout is not None
        process.stdout.readline()
        was_killed = kill_after(process, seconds)

        state = installation.ask("select state from portfolio_scenario")
        assert installation.ask("pragma integrity_check") == "ok"
        assert state in ({"waiting", "running", "done"} if was_killed else {"done"})
        # The next one need not wait a minute to know that nobody works on it any more.
        with closing(sqlite3.connect(installation.database)) as connection:
            connection.execute("update portfolio_scenario set heard_of_at = '2026-01-01 00:00:00'")
            connection.commit()

    output, _ = installation.start("-c", COMPUTE).communicate()
    assert installation.ask("select state from portfolio_scenario") == "done", output


def test_a_killed_plan_leaves_no_half_document(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for seconds in (1.0, 3.0):
        process = subprocess.Popen(
            [sys.executable, "-m", "raceme.cli.main", "plan", str(FOLDER), "--out", str(out)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        if kill_after(process, seconds):
            assert not out.exists() or {path.name for path in out.glob("plan.*")} in (
                set(),
                {"plan.json", "plan.xlsx", "plan.pdf"},
            )


def list_of_members(folder: Path) -> Path:
    """Write a list that is loaded in the background, with a contact for every member."""
    lines = ["id;name;city;employees;member since;contact;e-mail"]
    lines += [
        f"K{n};Sample Mill {n};Ulm;{n % 90 + 1};2019;Ann Sample{n};ann@mill{n}.example"
        for n in range(LISTED)
    ]
    path = folder / "members.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def entered(installation: Installation) -> tuple[int, ...]:
    """Count what one row of the list brings into the books, and the lists that are loaded."""
    tables = ("organisation", "membership", "person", "post")
    counts = [installation.count(f"members_{table}") for table in tables]
    loaded = installation.count("intake_upload where state = 'loaded'")
    return (*counts, loaded)


NOTHING, ALL = (0, 0, 0, 0, 0), (LISTED, LISTED, LISTED, LISTED, 1)


def test_a_killed_import_of_a_list_leaves_all_or_nothing(
    installation: Installation, tmp_path: Path
) -> None:
    path = str(list_of_members(tmp_path))
    rehearsal = another_like(installation, tmp_path / "rehearsal")
    began = time.monotonic()
    output, _ = rehearsal.raceme("import", path, "--cluster", "valley").communicate()
    whole = time.monotonic() - began
    assert entered(rehearsal) == ALL, output

    moments = random.Random(3)
    was_killed = []
    for _time in range(8):
        process = installation.raceme("import", path, "--cluster", "valley")
        was_killed.append(kill_after(process, whole * moments.uniform(0.3, 1.0)))

        assert installation.ask("pragma integrity_check") == "ok"
        assert entered(installation) in {NOTHING, ALL}

    assert any(was_killed)
    output, _ = installation.raceme("import", path, "--cluster", "valley").communicate()
    assert entered(installation) == ALL, output


def test_a_list_whose_loading_was_cut_off_is_loaded_by_the_next_worker(
    installation: Installation, tmp_path: Path
) -> None:
    installation.environment |= {"RACEME_WORKER": "1"}
    process = installation.start("-c", CONFIRM, str(list_of_members(tmp_path)))
    output, _ = process.communicate()
    assert process.returncode == 0, output

    moments = random.Random(5)
    for _time in range(4):
        kill_after(installation.raceme("worker", "--once"), moments.uniform(2.0, 8.0))

        state = installation.ask("select state from intake_upload")
        assert (state, entered(installation)) in {("loading", NOTHING), ("loaded", ALL)}
        with closing(sqlite3.connect(installation.database)) as connection:
            connection.execute("update intake_upload set heard_of_at = '2026-01-01 00:00:00'")
            connection.commit()

    output, _ = installation.raceme("worker", "--once").communicate()
    assert entered(installation) == ALL, output


def test_a_killed_undoing_leaves_all_or_nothing(installation: Installation, tmp_path: Path) -> None:
    path = str(list_of_members(tmp_path))
    output, _ = installation.raceme("import", path, "--cluster", "valley").communicate()
    assert entered(installation) == ALL, output
    installation.environment |= {"RACEME_WORKER": "1"}
    output, _ = installation.start("-c", UNDO).communicate()
    assert installation.ask("select state from intake_upload") == "undoing", output
    rehearsal = another_like(installation, tmp_path / "rehearsal")
    rehearsal.environment |= {"RACEME_WORKER": "1"}
    began = time.monotonic()
    output, _ = rehearsal.raceme("worker", "--once").communicate()
    whole = time.monotonic() - began
    assert (rehearsal.ask("select state from intake_upload"), entered(rehearsal)) == (
        "undone",
        NOTHING,
    ), output

    was_killed = []
    for part in (0.4, 0.7, 0.9):
        was_killed.append(kill_after(installation.raceme("worker", "--once"), whole * part))

        state = installation.ask("select state from intake_upload")
        there = entered(installation)[:4]
        assert installation.ask("pragma integrity_check") == "ok"
        assert (state, there) in {("undoing", ALL[:4]), ("undone", NOTHING[:4])}
        with closing(sqlite3.connect(installation.database)) as connection:
            connection.execute("update intake_upload set heard_of_at = '2026-01-01 00:00:00'")
            connection.commit()

    assert any(was_killed)
    output, _ = installation.raceme("worker", "--once").communicate()
    assert entered(installation) == NOTHING, output
