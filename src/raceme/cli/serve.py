"""`raceme serve`: the pages and the API, with a worker beside them."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _
from granian.constants import Interfaces
from granian.server import Server

from raceme.cli.store import make_ready

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_to(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its options."""
    parser = subparsers.add_parser(
        "serve",
        description=_(
            "Serve the pages and the API, and do background work beside them. Put a web server"
            " that speaks HTTPS in front; settings come from the environment (docs/guide)."
        ),
    )
    parser.add_argument("--host", default="127.0.0.1", help=_("address (default: 127.0.0.1)"))
    parser.add_argument("--port", type=int, default=8000, help=_("port (default: 8000)"))
    parser.add_argument("--workers", type=int, default=1, help=_("web processes (default: 1)"))
    parser.add_argument(
        "--no-worker", action="store_true", help=_("start no worker for background work")
    )


def run(arguments: argparse.Namespace) -> int:
    """Bring the database to today's form, then serve until stopped."""
    make_ready(print)
    serve(
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        with_worker=not arguments.no_worker,
    )
    return 0


def serve(*, host: str, port: int, workers: int = 1, with_worker: bool = True) -> None:
    """Serve until stopped; the worker ends with the server."""
    if not settings.IS_DEMO:
        call_command("collectstatic", interactive=False, verbosity=0)
    os.environ["RACEME_WORKER"] = "1"
    worker = _start_worker() if with_worker else None
    try:
        Server(
            "raceme.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
        ).serve()
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait(timeout=20)


def _start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "raceme.cli.main", "worker"]
    return subprocess.Popen(command, env=os.environ.copy())
