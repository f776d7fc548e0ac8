"""The servers a measurement needs: granian with two workers, and PostgreSQL where it is installed.

All of them listen on the loopback address only, on free ports, and end with the measurement.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
WORKERS = 2
PATIENCE_S = 60


def free_port() -> int:
    """Give a port that nobody uses now."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def granian(environment: dict[str, str]) -> Iterator[int]:
    """Serve the product and the plain list beside it; give the port."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", "4", "--log-level", "warning",
        "bench.members.wsgi:application",
    ]  # fmt: skip
    with subprocess.Popen(command, env=environment, cwd=ROOT) as serving:
        try:
            wait_for(port)
            yield port
        finally:
            serving.terminate()


def wait_for(port: int) -> None:
    """Wait until somebody answers there."""
    for _ in range(PATIENCE_S * 10):
        with socket.socket() as one:
            if one.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nobody answers on port {port}")


def environment_of(home: Path, database_url: str = "") -> dict[str, str]:
    """Give the environment of the product with this database."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "PYTHONWARNINGS": "ignore",
        "DJANGO_SETTINGS_MODULE": "bench.members.settings",
        "RACEME_MODE": "demo",
        "RACEME_HOME": str(home),
    }
    environment.pop("DATABASE_URL", None)
    return environment | ({"DATABASE_URL": database_url} if database_url else {})


@contextmanager
def postgresql(folder: Path) -> Iterator[str | None]:
    """Give the address of a PostgreSQL: the one in DATABASE_URL, or one of our own, or none."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given.rsplit("/", 1)[0]
        return
    programs = _programs()
    if programs is None:
        yield None
        return
    # PostgreSQL refuses to run as root.
    owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder.mkdir(parents=True, exist_ok=True)
    if owner:
        shutil.chown(folder, "postgres")
    port = free_port()
    kept = folder / "data"
    options = f"-p {port} -c listen_addresses={HOST} -c unix_socket_directories={folder}"
    if not kept.exists():
        _run([*owner, str(programs / "initdb"), "-D", str(kept), "-U", "raceme", "--auth=trust",
              "-E", "UTF8", "--locale=C.UTF-8"])  # fmt: skip
    start = [*owner, str(programs / "pg_ctl"), "-D", str(kept), "-l", str(folder / "log"), "-w"]
    _run([*start, "-o", options, "start"])
    try:
        yield f"postgres://raceme@{HOST}:{port}"
    finally:
        _run([*start, "-m", "immediate", "stop"])


def _programs() -> Path | None:
    """Find the folder with PostgreSQL's programs: the newest there is."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if installed:
        return installed[-1].parent
    found = shutil.which("initdb")
    return None if found is None else Path(found).resolve().parent


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
