"""`raceme import FILE`: a list of members or needs, understood, told, and loaded."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raceme.access.actor import Actor, system_of
from raceme.cli.errors import CommandError
from raceme.cli.store import make_ready, the_cluster
from raceme.foundation import figures
from raceme.foundation.errors import Refused
from raceme.foundation.tabular.values import Problem, UnreadableTable
from raceme.intake import verbs
from raceme.intake.lists.fields import field_named
from raceme.intake.lists.reading import ReadList, drafts_of, look_at
from raceme.intake.lists.values import Drafts, Holds, Said
from raceme.intake.models import Upload
from raceme.intake.queries.outcomes import EVERY
from raceme.intake.queries.shown import plain
from raceme.intake.verbs.loading import what_is_wrong
from raceme.intake.words import TRUST, facts_of, remarks

WENT_WELL, WENT_WRONG = 0, 1


def run(arguments: argparse.Namespace) -> int:
    """Understand the file; tell what was understood, or load it."""
    try:
        read = look_at(arguments.path, arguments.path.name, _said(arguments))
    except UnreadableTable as error:
        print(error.problem, file=sys.stderr)
        return WENT_WRONG
    if arguments.dry_run:
        drafts = drafts_of(read)
        told = _as_json(read, drafts) if arguments.json else _in_words(read, drafts)
        print(told)
        return WENT_WELL
    if arguments.cluster is None:
        raise CommandError(_("Say which cluster organisation: --cluster NAME (or --dry-run)."))
    return _load(arguments)


def _said(arguments: argparse.Namespace) -> Said:
    return Said(
        holds=Holds(arguments.holds) if arguments.holds else None,
        sheet=arguments.sheet,
        header_row=arguments.header_row,
    )


def _load(arguments: argparse.Namespace) -> int:
    make_ready(lambda _said: None)
    by = system_of(the_cluster(arguments.cluster))
    try:
        upload = _taken(arguments, by)
        if upload.file.seen["errors_count"] and not arguments.leave_out:
            return _refuse_errors(upload, by)
        alike = [] if arguments.alike else upload.file.seen["alike"]
        if not upload.counts["new"] and not upload.counts["changed"]:
            verbs.drop_upload(upload, by=by, at=timezone.now())
        else:
            upload = _loaded(upload, by)
    except (Refused, ValidationError) as error:
        trouble = _("%(trouble)s Nothing was changed.") % {"trouble": what_is_wrong(error)}
        raise CommandError(trouble) from error
    _name_alike(alike, upload.counts["alike"])
    _print_counts(upload, as_json=arguments.json)
    return WENT_WELL


def _taken(arguments: argparse.Namespace, by: Actor) -> Upload:
    upload = verbs.take_upload(
        file_name=arguments.path.name,
        content=arguments.path.read_bytes(),
        holds=arguments.holds or "",
        by=by,
        at=timezone.now(),
    )
    upload = verbs.map_upload(
        upload,
        targets=None,
        sheet=arguments.sheet or "",
        header_row=arguments.header_row,
        by=by,
        at=timezone.now(),
    )
    if arguments.leave_out or arguments.alike:
        decisions = {EVERY: arguments.alike} if arguments.alike else {}
        upload = verbs.decide_upload(
            upload,
            decisions=decisions,
            leaves_out=arguments.leave_out,
            by=by,
            at=timezone.now(),
        )
    return upload


def _loaded(upload: Upload, by: Actor) -> Upload:
    """Load it here and now, whether or not a worker looks after the queue."""
    upload = verbs.confirm_upload(upload, by=by, at=timezone.now())
    upload.refresh_from_db()
    if upload.is_loading:
        upload = verbs.load_upload(upload, by=by, at=timezone.now())
    if not upload.is_loaded:
        raise Refused(upload.trouble)
    return upload


def _refuse_errors(upload: Upload, by: Actor) -> int:
    for problem in upload.file.seen["errors"]:
        print(Problem(upload.file_name, **_of_problem(problem)), file=sys.stderr)
    verbs.drop_upload(upload, by=by, at=timezone.now())
    print(
        _("Nothing was changed. Correct these rows, or leave them out with --leave-out."),
        file=sys.stderr,
    )
    return WENT_WRONG


def _name_alike(alike: Sequence[Mapping[str, Any]], count: int) -> None:
    """Name those that may be in the books already, and say how they were entered."""
    for one in alike:
        reasons = f" ({'; '.join(one['reasons'])})" if one["reasons"] else ""
        told = {"row": one["row"], "name": one["name"], "other": one["alike"]}
        said = _("Row %(row)d: “%(name)s” may be “%(other)s”.") % told
        print(f"{said}{reasons}", file=sys.stderr)
    if alike:
        message = ngettext(
            "%(count)d such organisation was entered as new. Merge it in the books if it is the"
            " same, or say --alike next time.",
            "%(count)d such organisations were entered as new. Merge them in the books if they are"
            " the same, or say --alike next time.",
            count,
        )
        print(message % {"count": count}, file=sys.stderr)


def _of_problem(told: dict[str, Any]) -> dict[str, Any]:
    return told | {"column": told["column"] or None, "value": told["value"] or None}


def _print_counts(upload: Upload, *, as_json: bool) -> None:
    counts = upload.counts
    if as_json:
        print(json.dumps(counts))
        return
    words = {
        "new": _("new"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
        "refused": _("rows refused"),
        "alike": _("possible duplicates"),
        "people_new": _("new people"),
    }
    for name, word in words.items():
        print(f"{figures.number(counts[name]):>8} {word}")


def _as_json(read: ReadList, drafts: Drafts) -> str:
    understood = read.understood
    told = {
        "file": understood.table.name,
        "holds": read.holds.value,
        "form": understood.form,
        "encoding": understood.encoding,
        "separator": understood.table.separator,
        "sheet": understood.table.sheet,
        "sheets": list(understood.sheets),
        "header_rows": list(understood.header_rows),
        "rows": len(understood.table.rows),
        "repeated_rows": len(understood.repeated),
        "rows_left_aside": [
            {"row": one.row, "why": one.why.value, "text": one.text} for one in understood.asides
        ],
        "columns": [
            {
                "letter": place.letter,
                "heading": place.heading,
                "field": place.target,
                "why": place.trust.value,
                "values": list(place.values),
            }
            for place in read.places
        ],
        "organisations": len(drafts.members),
        "people": sum(len(member.contacts) for member in drafts.members),
        "needs": len(drafts.needs),
        "missing": read.missing,
        "problems": [plain(problem) for problem in drafts.errors],
        "notes": [plain(note) for note in (*understood.notes, *drafts.notes)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _in_words(read: ReadList, drafts: Drafts) -> str:
    understood = read.understood
    facts = facts_of(
        form=understood.form,
        encoding=understood.encoding or "",
        separator=understood.table.separator or "",
        sheet=understood.table.sheet or "",
        header_rows=understood.header_rows,
        rows=len(understood.table.rows),
    )
    lines = [understood.table.name]
    lines += [f"  {fact.label}: {fact.value}" for fact in facts]
    lines += [f"  {remark}" for remark in remarks(read)]
    lines += ["", _("Columns")]
    lines += [
        _column(place.letter, place.heading, place.target, TRUST[place.trust])
        for place in read.places
    ]
    lines += ["", _("What it holds"), *_holds(read, drafts)]
    for title, problems in ((_("Problems"), drafts.errors), (_("Remarks"), drafts.notes)):
        if problems:
            lines += ["", title, *(f"  {problem}" for problem in problems)]
    return "\n".join([*lines, "", _("Nothing was written.")])


def _column(letter: str, heading: str, target: str, why: object) -> str:
    field = field_named(target)
    taken_for = _("left aside") if field is None else f"{field.label} ({field.group}), {why}"
    return f"  {letter:>3}  {heading} → {taken_for}"


def _holds(read: ReadList, drafts: Drafts) -> list[str]:
    if read.missing:
        return [f"  {read.missing}"]
    if read.holds == Holds.NEEDS:
        return [f"  {figures.number(len(drafts.needs))} {_('needs')}"]
    people = sum(len(member.contacts) for member in drafts.members)
    return [
        f"  {figures.number(len(drafts.members))} {_('organisations')}",
        f"  {figures.number(people)} {_('people')}",
    ]
