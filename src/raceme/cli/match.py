"""`raceme match`: who could work with whom, learnt from who worked with whom."""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from django.utils.translation import gettext as _

from raceme.cli.errors import CommandError
from raceme.cores.errors import BadInput
from raceme.cores.matching.evaluate import HIT_AT, RECALL_AT
from raceme.cores.matching.judge import Wanted, judge
from raceme.cores.matching.rank import Foreteller, Ranked
from raceme.cores.matching.reading import Lists, read_all, read_past
from raceme.cores.matching.values import Fact

if TYPE_CHECKING:
    from argparse import _SubParsersAction

EVALUATE = "evaluate"  # raceme match evaluate FOLDER
COLUMNS = ("query_pic", "rank", "partner_pic", "score", "reasons")
STEPS_TOLD = 500  # a line of progress after so many lists
DAMAGED = (OSError, EOFError, UnicodeDecodeError, csv.Error, BadInput)


def add_to(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its options."""
    parser = subparsers.add_parser(
        "match",
        description=_(
            "Propose partners: learn from projects that started before a day who could work with"
            " whom, and write the best partners of each organisation asked for, with reasons."
        ),
        epilog=_(
            "The folder holds three lists (CSV, also packed as .csv.gz) whose names end in"
            " organisations, participations and projects; see docs/formats.md."
        ),
    )
    parser.add_argument(
        "folder",
        nargs="+",
        metavar=_("[evaluate] FOLDER"),
        help=_("the folder of the three lists; evaluate: say how well partners are foretold"),
    )
    parser.add_argument(
        "--until",
        type=_day,
        required=True,
        metavar=_("DATE"),
        help=_("learn from projects that started before this day, and from nothing else"),
    )
    parser.add_argument(
        "--among", default="", metavar=_("TYPE"), help=_("propose organisations of one type: PRC")
    )
    parser.add_argument(
        "--queries",
        type=Path,
        help=_("who asks: a list (CSV) with a column pic"),
    )
    parser.add_argument(
        "--top",
        type=_positive,
        default=50,
        metavar="N",
        help=_("how many partners to propose to each (default: 50)"),
    )
    parser.add_argument("--out", type=Path, help=_("where to write the list (CSV)"))
    parser.add_argument("--quiet", action="store_true", help=_("show no progress"))
    _add_of_evaluate(parser)
    parser.set_defaults(refuse=parser.error)


def _add_of_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--last",
        type=_day,
        metavar=_("DATE"),
        help=_("of evaluate: judge by partners met before this day (default: all later ones)"),
    )
    parser.add_argument(
        "--sample",
        type=_positive,
        default=1500,
        metavar="N",
        help=_("of evaluate: ask for so many organisations (default: 1500)"),
    )
    parser.add_argument(
        "--seed",
        type=_not_negative,
        default=1,
        metavar="N",
        help=_("of evaluate: which organisations are asked for (default: 1)"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Propose partners, or say how well that goes."""
    words: list[str] = arguments.folder
    if len(words) == 2 and words[0] == EVALUATE:
        return _evaluate(Path(words[1]), arguments)
    if len(words) != 1:
        arguments.refuse(_("one folder is expected"))
    if arguments.queries is None:
        arguments.refuse(_("--queries is needed: who asks"))
    return _match(Path(words[0]), arguments)


def _match(folder: Path, arguments: argparse.Namespace) -> int:
    tell = _silent if arguments.quiet else _tell
    asking = _queries(arguments.queries)
    try:
        tell("read")
        with opened(folder) as lists:
            past = read_past(lists, arguments.until)
        foreteller = Foreteller(
            past.organisations,
            past.collaborations,
            arguments.until,
            asking=asking,
            among=arguments.among,
            report=tell,
        )
    except DAMAGED as error:
        raise CommandError(f"{folder}: {_reason(error)}") from error
    made = foreteller.lists(asking, arguments.top)
    _give(_table(_counted(made, len(asking), is_quiet=arguments.quiet)), arguments.out)
    if arguments.out is not None:
        print(_("%(count)s lists of partners were written.") % {"count": len(asking)})
    return 0


def _evaluate(folder: Path, arguments: argparse.Namespace) -> int:
    tell = _silent if arguments.quiet else _tell
    if arguments.last is not None and arguments.last <= arguments.until:
        raise CommandError(_("--last must be later than --until"))
    try:
        tell("read")
        with opened(folder) as lists:
            past = read_past(lists, arguments.until)
        with opened(folder) as lists:
            after = read_all(lists)
        wanted = Wanted(
            arguments.until, arguments.last, arguments.among, arguments.sample, arguments.seed
        )
        found = judge(past, after, wanted, report=tell)
    except DAMAGED as error:
        raise CommandError(f"{folder}: {_reason(error)}") from error
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["asking", "method", f"recall_{RECALL_AT}", f"hit_{HIT_AT}", "lists"])
    for who, one in found:
        writer.writerow([who, one.method, f"{one.recall:.4f}", f"{one.hit:.4f}", one.count])
    _give(written.getvalue(), arguments.out)
    return 0


@contextmanager
def opened(folder: Path) -> Iterator[Lists]:
    """Open the three lists of a folder, packed or not."""
    with ExitStack() as stack:
        files = [
            stack.enter_context(_open(_found(folder, name)))
            for name in ("organisations", "participations", "projects")
        ]
        yield Lists(*files)


def _found(folder: Path, name: str) -> Path:
    if not folder.is_dir():
        raise CommandError(_("%(folder)s: there is no such folder") % {"folder": folder})
    found = sorted(
        path
        for path in folder.iterdir()
        if path.name.endswith((f"{name}.csv", f"{name}.csv.gz")) and not path.name.startswith(".")
    )
    if len(found) != 1:
        known = {"folder": folder, "name": f"…{name}.csv", "count": len(found)}
        raise CommandError(_("%(folder)s: one list %(name)s is needed, %(count)s found") % known)
    return found[0]


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _queries(path: Path) -> list[str]:
    try:
        with _open(path) as file:
            reader = csv.DictReader(file)
            if "pic" not in (reader.fieldnames or ()):
                raise CommandError(_("%(file)s: there is no column pic") % {"file": path})
            asking = [row["pic"].strip() for row in reader if (row["pic"] or "").strip()]
    except DAMAGED as error:
        raise CommandError(f"{path}: {_reason(error)}") from error
    if not asking:
        raise CommandError(_("%(file)s: nobody asks") % {"file": path})
    return list(dict.fromkeys(asking))


def _counted(made: Iterator[Ranked], count: int, *, is_quiet: bool) -> Iterator[Ranked]:
    for number, one in enumerate(made, start=1):
        yield one
        if not is_quiet and number % STEPS_TOLD == 0:
            known = {"done": number, "count": count}
            print(_("%(done)s of %(count)s lists") % known, file=sys.stderr, flush=True)


def _table(made: Iterator[Ranked]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in made:
        for rank, partner in enumerate(one.partners, start=1):
            score = f"{partner.score:.6f}"
            writer.writerow([one.asking, rank, partner.id, score, said(partner.reasons)])
    return written.getvalue()


def said(reasons: Sequence[Fact]) -> str:
    """Facts as one cell: code, figure and what it is about; `common_partners=3:999|998`."""
    cells = []
    for fact in reasons:
        figure = "" if fact.figure is None else f"={fact.figure:g}"
        about = f":{'|'.join(fact.about)}" if fact.about else ""
        cells.append(f"{fact.code}{figure}{about}")
    return "; ".join(cells)


def _give(text: str, out: Path | None) -> None:
    if out is None:
        print(text, end="")
    else:
        _write(out, text)


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


def _tell(step: str) -> None:
    word, _space, year = step.partition(" ")
    sentences = {
        "read": _("Reading the lists …"),
        "index": _("Mapping who worked with whom …"),
        "learn": _("Learning from the partners first met from %(year)s …") % {"year": year},
        "ask": _("Asking for %(year)s lists …") % {"year": year},
        "fit": _("Weighing what foretold them …"),
    }
    print(sentences.get(word, step), file=sys.stderr, flush=True)


def _silent(step: str) -> None:
    """Say nothing."""


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return _("the file is no text in UTF-8")
    if isinstance(error, (gzip.BadGzipFile, EOFError)):
        return _("the file is damaged")
    return str(getattr(error, "strerror", None) or error)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("a date is expected: YYYY-MM-DD")) from None


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("a whole number from 1 is expected"))
    return int(text)


def _not_negative(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(_("a whole number from 0 is expected"))
    return int(text)
