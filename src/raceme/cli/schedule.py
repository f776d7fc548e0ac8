"""`raceme schedule`: from an event, or a published instance, to its schedule."""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from raceme.cli.errors import CommandError
from raceme.cores.errors import BadInput
from raceme.cores.scheduling import values as events
from raceme.cores.scheduling.day import changes_between, news_of
from raceme.cores.scheduling.published.dzn import read_dzn
from raceme.cores.scheduling.published.solve import schedule_meetings as schedule_day
from raceme.cores.scheduling.published.values import Outcome, Progress, Status
from raceme.cores.scheduling.reading import read_event
from raceme.cores.scheduling.solve import schedule_meetings
from raceme.cores.scheduling.values import Schedule
from raceme.cores.scheduling.writing import changes_data, schedule_data

if TYPE_CHECKING:
    from argparse import _SubParsersAction

SECONDS_BETWEEN = 2.0  # lines of progress


def add_to(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its options."""
    parser = subparsers.add_parser(
        "schedule",
        description=_(
            "Schedule the meetings of an event (TOML or JSON, see docs/formats.md) as well as can"
            " be, with proven bounds; or all meetings of a published day (MiniZinc data, .dzn) with"
            " as few breaks as possible."
        ),
        epilog=_(
            "Exit code 0: a schedule, or the proof that there is none, was written."
            " 1: something is wrong with the input, or nothing was found in time."
            " 2: wrong usage."
        ),
    )
    parser.add_argument(
        "file", type=Path, help=_("the event (.toml, .json) or the instance (.dzn)")
    )
    parser.add_argument(
        "--fairness",
        type=_not_negative,
        default=2,
        metavar="D",
        help=_("of .dzn: by how much the breaks of two participants may differ (default: 2)"),
    )
    parser.add_argument(
        "--time-limit",
        type=_positive,
        default=300.0,
        metavar="S",
        help=_("after so many seconds the best schedule found is given (default: 300)"),
    )
    parser.add_argument(
        "--seed",
        type=_not_negative,
        metavar="N",
        help=_(
            "of an event: another seed, another schedule among equals (default: as in the file)"
        ),
    )
    parser.add_argument("--out", type=Path, help=_("where to write the schedule (JSON)"))
    parser.add_argument("--quiet", action="store_true", help=_("show no progress"))


def run(arguments: argparse.Namespace) -> int:
    """Read, search, write, and say how it ended."""
    try:
        text = arguments.file.read_text(encoding="utf-8-sig")
        schedule = _published if arguments.file.suffix.lower() == ".dzn" else _event
        written, sentence, is_found = schedule(text, arguments)
    except (OSError, UnicodeDecodeError, BadInput) as error:
        raise CommandError(f"{arguments.file}: {_reason(error)}") from error
    told = json.dumps(written, indent=1, ensure_ascii=False) + "\n"
    if arguments.out is None:
        print(told, end="")
    else:
        _write(arguments.out, told)
        print(sentence)
    return 0 if is_found else 1


def _published(text: str, arguments: argparse.Namespace) -> tuple[dict[str, object], str, bool]:
    day = read_dzn(text)
    began = time.monotonic()
    outcome = schedule_day(
        day,
        fairness=arguments.fairness,
        time_limit=arguments.time_limit,
        report=None if arguments.quiet else _tell,
    )
    written = _written(outcome, time.monotonic() - began)
    return written, _sentence(outcome), outcome.status != Status.UNKNOWN


def _event(text: str, arguments: argparse.Namespace) -> tuple[dict[str, object], str, bool]:
    asked = read_event(text)
    parameters = asked.parameters
    if arguments.seed is not None:
        parameters = replace(parameters, seed=arguments.seed)
    began = time.monotonic()
    schedule = schedule_meetings(
        asked.event,
        parameters=parameters,
        before=asked.before,
        time_limit=arguments.time_limit,
        report=None if arguments.quiet else Telling(began).tell,
    )
    written = schedule_data(asked.event, schedule)
    if asked.before and schedule.goals:
        changes = changes_between(asked.event, asked.before, schedule.meetings)
        written |= changes_data(changes, news_of(asked.event, changes))
    written["seconds"] = round(time.monotonic() - began, 3)
    return written, _sentence_of(schedule), schedule.status != events.Status.UNKNOWN


def _sentence_of(schedule: Schedule) -> str:
    known = {"meetings": len(schedule.meetings), "unplaced": len(schedule.unplaced)}
    if schedule.status == events.Status.OPTIMAL:
        return (
            _("%(meetings)s meetings, %(unplaced)s requests without one: no schedule is better.")
            % known
        )
    if schedule.status == events.Status.FEASIBLE:
        return (
            _(
                "%(meetings)s meetings, %(unplaced)s requests without one;"
                " the bounds are in the file."
            )
            % known
        )
    if schedule.status == events.Status.INFEASIBLE:
        return _("There is no schedule that keeps to all locked meetings.")
    return _("No schedule that keeps to all locked meetings was found in the time given.")


@dataclass
class Telling:
    """Says on the error stream how far the search is, a line every few seconds."""

    began: float
    told_at: float = -math.inf

    def tell(self, progress: events.Progress) -> None:
        """Tell what each goal has reached, and its bound."""
        now = time.monotonic()
        if now - self.told_at < SECONDS_BETWEEN:
            return
        self.told_at = now
        reached = ", ".join(f"{one.goal} {one.value} ({one.bound})" for one in progress.goals)
        known = {"seconds": round(now - self.began), "share": round(100 * progress.share)}
        line = _("%(seconds)s s, %(share)s %% of the work") % known
        print(f"{line} {reached}".rstrip(), file=sys.stderr, flush=True)


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
