"""`raceme worker`: does the work that pages have asked for."""

from __future__ import annotations

import argparse
import logging
import os
import threading
import time
from typing import TYPE_CHECKING

# Read by the settings, which main.py loads after this module is known by name only.
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from raceme.cli.errors import CommandError
from raceme.collaboration.verbs.posting import OUTBOX as LETTERS_ABOUT_PARTNERS
from raceme.collaboration.verbs.reminding import look_after_suggestions
from raceme.collaboration.verbs.saved import OUTBOX_OF_SEARCHES
from raceme.collaboration.verbs.searching import resume_cut_off_searches
from raceme.events.verbs.places import settle_offers
from raceme.events.verbs.posting import OUTBOX as LETTERS_OF_EVENTS
from raceme.intake.verbs import put_away_old_files, resume_cut_off_uploads
from raceme.meetings.verbs.afterwards import ask_when_due
from raceme.meetings.verbs.posting import OUTBOX as LETTERS_OF_MEETINGS
from raceme.meetings.verbs.requests import expire_requests
from raceme.meetings.verbs.timetables import resume_cut_off_timetables
from raceme.needs.verbs.letters import OUTBOX as LETTERS_OF_ROUNDS
from raceme.portfolio.background import draw_missing_pictures
from raceme.portfolio.models import SILENCE
from raceme.portfolio.verbs import resume_cut_off_plans
from raceme.region.verbs import resume_cut_off_mappings

if TYPE_CHECKING:
    from argparse import _SubParsersAction

log = logging.getLogger(__name__)


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
    """Work from the queue, and take up again and again what was cut off elsewhere."""
    if not settings.HAS_WORKER:
        raise CommandError(_("Set RACEME_WORKER=1 so that pages leave their work to workers."))
    _resume()
    # A new release may draw otherwise; those kept from before are drawn anew, not at each look.
    draw_missing_pictures()
    if not arguments.once:
        threading.Thread(target=_look_after_the_cut_off, daemon=True).start()
    call_command("db_worker", batch=arguments.once, interval=0.5, verbosity=0, reload=False)
    return os.EX_OK


def _look_after_the_cut_off() -> None:
    """Take up what fell silent since: a worker that was killed and is back cannot know at once."""
    while True:
        time.sleep(SILENCE.total_seconds())
        try:
            _resume()
        except DatabaseError:
            # A database that is away for a moment must not end this for good.
            log.exception("looking for what was cut off failed; it is tried again")
        finally:
            close_old_connections()


def _resume() -> None:
    resume_cut_off_plans(at=timezone.now())
    resume_cut_off_mappings(at=timezone.now())
    resume_cut_off_timetables(at=timezone.now())
    LETTERS_OF_ROUNDS.resume(at=timezone.now())
    resume_cut_off_uploads(at=timezone.now())
    put_away_old_files(at=timezone.now())
    LETTERS_OF_EVENTS.resume(at=timezone.now())
    settle_offers(at=timezone.now())
    LETTERS_OF_MEETINGS.resume(at=timezone.now())
    expire_requests(at=timezone.now())
    ask_when_due(at=timezone.now())
    resume_cut_off_searches(at=timezone.now())
    LETTERS_ABOUT_PARTNERS.resume(at=timezone.now())
    OUTBOX_OF_SEARCHES.resume(at=timezone.now())
    look_after_suggestions(at=timezone.now())
