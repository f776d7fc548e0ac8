"""`raceme plan`: from a folder of tables to a service plan as data, workbook and report."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raceme.cli.errors import CommandError
from raceme.cli.progress import ProgressLine
from raceme.cores.errors import BadInput, NoSolution
from raceme.cores.planning.plan import make_plan
from raceme.cores.planning.values import Plan, PlanCase, Progress, Status
from raceme.foundation.tabular.values import Problem
from raceme.portfolio.documents import figures, summary
from raceme.portfolio.documents.heading import PlanHeading, heading_of_folder
from raceme.portfolio.documents.plan_json import plan_text
from raceme.portfolio.documents.report import plan_report
from raceme.portfolio.documents.sentences import names_in, sentence
from raceme.portfolio.documents.workbook import plan_workbook
from raceme.portfolio.folder.reading import read_plan_folder
from raceme.portfolio.folder.values import BadFolder, PlanFolder

if TYPE_CHECKING:
    # The class has no public name at run time.
    from argparse import _SubParsersAction

RESAMPLES_MAX = 10_000
_NAME_WIDTH = 46  # letters of a service in the table on the screen


def add_to(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its options."""
    parser = subparsers.add_parser(
        "plan",
        description=_(
            "Compute which services to offer, from cluster.toml, members.*, needs.* and, if you"
            " have it, services.* in a folder. Writes plan.json, plan.xlsx and plan.pdf."
        ),
        epilog=_(
            "Exit code 0: a plan, or the proof that no plan keeps all limits, was written."
            " 1: something is wrong with the input; nothing was written. 2: wrong usage."
        ),
    )
    parser.add_argument("folder", type=Path, help=_("the folder with the tables"))
    parser.add_argument(
        "--out", type=Path, required=True, help=_("where to write the documents; made if missing")
    )
    parser.add_argument(
        "--seed", type=_whole(0, 2**32 - 1), help=_("seed of the random draws (default: 1)")
    )
    parser.add_argument(
        "--resamples",
        type=_whole(0, RESAMPLES_MAX),
        help=_("how many random draws of members tell how sure the plan is (default: 200)"),
    )
    parser.add_argument("--json", action="store_true", help=_("print plan.json, not a table"))
    parser.add_argument("--quiet", action="store_true", help=_("show no progress"))
    parser.add_argument(
        "--language", choices=["en", "de"], default="en", help=_("language of the documents")
    )


class _whole:  # noqa: N801  argparse shows the name of the type in its messages
    """A whole number within limits, as argparse wants to be told of it."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def __call__(self, text: str) -> int:
        number = int(text) if text.lstrip("-").isdigit() else None
        if number is None or not self.low <= number <= self.high:
            raise argparse.ArgumentTypeError(
                _("a whole number between %(low)s and %(high)s is expected")
                % {"low": self.low, "high": self.high}
            )
        return number


def run(arguments: argparse.Namespace) -> int:
    """Read, compute, write all documents or none, and print the plan."""
    with translation.override(arguments.language):
        try:
            folder = read_plan_folder(arguments.folder)
        except BadFolder as error:
            _complain(error.problems)
            return 1
        case = _case(folder.case, arguments)
        line = ProgressLine(is_quiet=arguments.quiet)
        try:
            plan = make_plan(case, report=line.tell)
            heading = _heading(folder, case)
            line.tell(Progress("write", 1.0))
            written = _write(plan, heading, arguments.out)
        except (BadInput, NoSolution) as error:
            raise CommandError(str(error)) from error
        finally:
            line.end()
        if arguments.json:
            print(plan_text(plan, heading))
            return 0
        print_notes(folder)
        print_plan(plan, heading)
        print(_("Written: %(files)s") % {"files": ", ".join(str(path) for path in written)})
        return 0


def _case(case: PlanCase, arguments: argparse.Namespace) -> PlanCase:
    parameters = case.parameters
    if arguments.seed is not None:
        parameters = replace(parameters, seed=arguments.seed)
    if arguments.resamples is not None:
        parameters = replace(parameters, resamples=arguments.resamples)
    return replace(case, parameters=parameters)


def _heading(folder: PlanFolder, case: PlanCase) -> PlanHeading:
    return heading_of_folder(folder, case, made_on=timezone.localdate())


def _complain(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)
    told = ngettext(
        "%(count)s problem; nothing was written.",
        "%(count)s problems; nothing was written.",
        len(problems),
    )
    print(told % {"count": len(problems)}, file=sys.stderr)


def _write(plan: Plan, heading: PlanHeading, out: Path) -> list[Path]:
    """Make all documents before any of them appears under its name.

    They are written beside their places and then renamed: neither a crash nor a full disk leaves
    half a document behind.
    """
    documents = {
        "plan.json": plan_text(plan, heading).encode(),
        "plan.xlsx": plan_workbook(plan, heading),
        "plan.pdf": plan_report(plan, heading),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".raceme-", dir=out) as name:
            for title, content in documents.items():
                _write_to_disk(Path(name) / title, content)
            for title in documents:
                (Path(name) / title).replace(out / title)
    except OSError as error:
        message = _("The documents cannot be written to %(folder)s: %(reason)s.")
        reason = error.strerror or str(error)
        raise CommandError(message % {"folder": out, "reason": reason}) from error
    return [out / title for title in documents]


def _write_to_disk(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def print_notes(folder: PlanFolder) -> None:
    """Say what was left aside, each kind of note once: a thousand rows may share it."""
    told: dict[tuple[str, str | None, str], Problem] = {}
    for note in folder.notes:
        told.setdefault((note.file, note.column, note.message), note)
    for note in told.values():
        print(note, file=sys.stderr)


def print_plan(plan: Plan, heading: PlanHeading) -> None:
    """Print a plan as people read it on a screen."""
    print(heading.cluster if heading.year is None else f"{heading.cluster}, {heading.year}")
    print()
    for told in summary.five_sentences(plan, heading):
        print(told)
    if plan.status == Status.INFEASIBLE:
        names = names_in(plan, heading.currency)
        for fact in plan.conflicts:
            print(f"- {sentence(fact, names)}")
        print()
        return
    print()
    head = (_("Service"), _("Editions"), _("Days"), _("Net cost"), _("How sure"))
    rows = [
        (
            _short(service.name),
            figures.number(service.editions),
            figures.days(service.person_days),
            figures.money(service.net_cost_eur, heading.currency),
            f"{summary.how_sure(service, heading)} {figures.percent(service.frequency)}",
        )
        for service in summary.offered(plan)
    ]
    _print_table([head, *rows])
    print()


def _short(name: str) -> str:
    return name if len(name) <= _NAME_WIDTH else name[: _NAME_WIDTH - 1] + "…"


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        first, *others = row
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        print("  ".join([first.ljust(widths[0]), *cells]).rstrip())
