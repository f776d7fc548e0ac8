"""`raceme worker`: does the work that pages have asked for."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

# Read by the settings, which main.py loads after this module is known by name only.
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext as _

from raceme.cli.errors import CommandError
from raceme.portfolio.verbs import resume_cut_off_plans

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_to(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its options."""
    parser = subparsers.add_parser(
        "worker",
        description=_(
            "Do background work from the database until stopped. `raceme serve` starts one by"
            " itself; start more where plans of many clusters are computed."
        ),
    )
    parser.add_argument(
        "--once", action="store_true", help=_("do what is waiting now, and end by itself")
    )


def run(arguments: argparse.Namespace) -> int:
    """Take up what was cut off, then work from the queue."""
    if not settings.HAS_WORKER:
        raise CommandError(_("Set RACEME_WORKER=1 so that pages leave their work to workers."))
    resume_cut_off_plans(at=timezone.now())
    call_command("db_worker", batch=arguments.once, interval=0.5, verbosity=0, reload=False)
    return os.EX_OK
