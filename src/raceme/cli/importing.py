"""`raceme import`: a list, or a folder of tables, into the books of a cluster organisation."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import system_of
from raceme.cli import lists
from raceme.cli.errors import CommandError
from raceme.cli.plan import print_notes
from raceme.cli.store import make_ready, the_cluster
from raceme.foundation import figures
from raceme.foundation.errors import Refused
from raceme.foundation.tabular.reading import SUFFIXES
from raceme.intake.queries.outcomes import NEW, SAME, SKIP
from raceme.portfolio.folder.reading import read_plan_folder
from raceme.portfolio.folder.values import BadFolder, PlanFolder
from raceme.portfolio.imports import load_folder

if TYPE_CHECKING:
    from argparse import _SubParsersAction

# The stages of a load, and what it counts, by the names that `--json` uses.
WORDS: dict[str, Promise] = {
    "members": gettext_lazy("members"),
    "needs": gettext_lazy("needs"),
    "objectives": gettext_lazy("objectives"),
    "services": gettext_lazy("services"),
}


def add_to(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its options."""
    parser = subparsers.add_parser(
        "import",
        description=_(
            "Load a list of members or needs, or a whole plan folder (cluster.toml, members.*,"
            " needs.*, services.*), into the books of a cluster organisation: all of it, or"
            " nothing. Loading it again changes what differs and enters nothing twice. Formats:"
            " docs/formats.md."
        ),
        epilog=_(
            "Exit code 0: loaded, or with --dry-run understood. 1: it cannot be read, or has"
            " errors; nothing was changed."
        ),
    )
    parser.add_argument("path", type=Path, help=_("the list (CSV, XLSX, XLS, ODS) or the folder"))
    parser.add_argument("--cluster", help=_("name or address of the cluster organisation"))
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what was understood, and change nothing")
    )
    parser.add_argument("--json", action="store_true", help=_("print the result as JSON"))
    of_lists = parser.add_argument_group(_("for a list"))
    of_lists.add_argument(
        "--as", dest="holds", choices=("members", "needs"), help=_("what the list holds")
    )
    of_lists.add_argument("--sheet", help=_("the sheet to read"))
    of_lists.add_argument(
        "--header-row", type=int, help=_("the row of the header; 0 for a list without one")
    )
    of_lists.add_argument(
        "--alike",
        choices=(SAME, NEW, SKIP),
        help=_(
            "what organisations are that may be in the books already: the same, new, or left out"
            " (without it they are entered as new, and named)"
        ),
    )
    of_lists.add_argument(
        "--leave-out", action="store_true", help=_("leave rows with errors out, load the others")
    )


def run(arguments: argparse.Namespace) -> int:
    """Read everything, complain of everything, load everything."""
    if arguments.path.is_file() or arguments.path.suffix.lower() in SUFFIXES:
        return lists.run(arguments)
    try:
        folder = read_plan_folder(arguments.path)
    except BadFolder as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print(_("Nothing was changed."), file=sys.stderr)
        return 1
    print_notes(folder)
    if arguments.dry_run:
        _print(_counts(folder), as_json=arguments.json)
        return 0
    if arguments.cluster is None:
        raise CommandError(_("Say which cluster organisation: --cluster NAME (or --dry-run)."))
    _load(folder, arguments.cluster, arguments.path)
    _print(_counts(folder), as_json=arguments.json)
    return 0


def _load(folder: PlanFolder, cluster_name: str, path: Path) -> None:
    make_ready(lambda _said: None)
    cluster = the_cluster(cluster_name)
    try:
        load_folder(
            folder,
            scenario_name=path.resolve().name,
            strategy_title=_("Strategy of %(cluster)s") % {"cluster": cluster.name},
            by=system_of(cluster),
            at=timezone.now(),
            tell=lambda stage: print(f"{WORDS[stage]} …", file=sys.stderr),
        )
    except (Refused, ValidationError) as error:
        said = error.messages if isinstance(error, ValidationError) else [str(error.message)]
        raise CommandError(
            _("%(trouble)s Nothing was changed.") % {"trouble": " ".join(said)}
        ) from error


def _counts(folder: PlanFolder) -> dict[str, int]:
    return {
        "members": len(folder.members),
        "needs": len(folder.needs),
        "objectives": len(folder.objectives),
        "services": len(folder.services),
    }


def _print(counts: dict[str, int], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(counts))
        return
    for name, count in counts.items():
        print(f"{figures.number(count):>8} {WORDS[name]}")
