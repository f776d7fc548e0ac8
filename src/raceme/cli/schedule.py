"""`raceme schedule`: from a published instance to the schedule with the fewest breaks."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from raceme.cli.errors import CommandError
from raceme.cores.errors import BadInput
from raceme.cores.scheduling.published.dzn import read_dzn
from raceme.cores.scheduling.published.solve import schedule_meetings
from raceme.cores.scheduling.published.values import Outcome, Progress, Status

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_to(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its options."""
    parser = subparsers.add_parser(
        "schedule",
        description=_(
            "Place all meetings of a day (MiniZinc data of the B2B meeting scheduling problem)"
            " with as few breaks as possible, and prove it."
        ),
        epilog=_(
            "Exit code 0: a schedule, or the proof that there is none, was written."
            " 1: something is wrong with the input, or nothing was found in time."
            " 2: wrong usage."
        ),
    )
    parser.add_argument("file", type=Path, help=_("the instance (.dzn)"))
    parser.add_argument(
        "--fairness",
        type=_not_negative,
        default=2,
        metavar="D",
        help=_("by how much the breaks of two participants may differ (default: 2)"),
    )
    parser.add_argument(
        "--time-limit",
        type=_positive,
        default=300.0,
        metavar="S",
        help=_("after so many seconds the best schedule found is given (default: 300)"),
    )
    parser.add_argument("--out", type=Path, help=_("where to write the schedule (JSON)"))
    parser.add_argument("--quiet", action="store_true", help=_("show no progress"))


def run(arguments: argparse.Namespace) -> int:
    """Read, search, write, and say how it ended."""
    try:
        day = read_dzn(arguments.file.read_text(encoding="utf-8"))
        began = time.monotonic()
        outcome = schedule_meetings(
            day,
            fairness=arguments.fairness,
            time_limit=arguments.time_limit,
            report=None if arguments.quiet else _tell,
        )
    except (OSError, UnicodeDecodeError, BadInput) as error:
        raise CommandError(f"{arguments.file}: {_reason(error)}") from error
    told = json.dumps(_written(outcome, time.monotonic() - began), indent=1) + "\n"
    if arguments.out is None:
        print(told, end="")
    else:
        _write(arguments.out, told)
        print(_sentence(outcome))
    return 1 if outcome.status == Status.UNKNOWN else 0


def _written(outcome: Outcome, seconds: float) -> dict[str, object]:
    return {
        "status": outcome.status.value,
        "breaks": outcome.breaks,
        "bound": outcome.bound,
        "seconds": round(seconds, 3),
        "meetings": [
            {"meeting": one.meeting, "slot": one.slot, "table": one.table} for one in outcome.placed
        ],
    }


def _write(path: Path, text: str) -> None:
    """Write the file as a whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CommandError(f"{path}: {_reason(error)}") from error


def _sentence(outcome: Outcome) -> str:
    known = {"breaks": outcome.breaks, "bound": outcome.bound, "meetings": len(outcome.placed)}
    if outcome.status == Status.OPTIMAL:
        return _("%(meetings)s meetings, %(breaks)s breaks: no schedule has fewer.") % known
    if outcome.status == Status.FEASIBLE:
        return (
            _("%(meetings)s meetings, %(breaks)s breaks; none can have fewer than %(bound)s.")
            % known
        )
    if outcome.status == Status.INFEASIBLE:
        return _("There is no schedule that keeps to all conditions.")
    return _("No schedule was found in the time given, nor a proof that there is none.")


def _tell(progress: Progress) -> None:
    known = {"breaks": "?" if progress.breaks is None else progress.breaks, "bound": progress.bound}
    print(_("Breaks: %(breaks)s found, at least %(bound)s") % known, file=sys.stderr, flush=True)


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return _("the file is no text in UTF-8")
    return str(getattr(error, "strerror", None) or error)


def _not_negative(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(_("a whole number from 0 is expected"))
    return int(text)


def _positive(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e7:
        raise argparse.ArgumentTypeError(_("a positive number of seconds is expected"))
    return seconds
