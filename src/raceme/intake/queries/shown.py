"""What a person sees before confirming: counts, examples, errors; kept beside the file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from raceme.foundation.tabular.values import Problem
from raceme.intake.lists.reading import ReadList
from raceme.intake.queries.outcomes import (
    Doubt,
    Fate,
    MemberOutcome,
    NeedOutcome,
    Outcome,
)

# More than this nobody reads on a page; counts and the file of errors hold all.
MOST_PROBLEMS = 1_000
MOST_ROWS = 200


def seen(read: ReadList, outcome: Outcome) -> dict[str, Any]:
    """Put down what the preview shows, as plain values."""
    table = read.understood.table
    return {
        "digest": digest_of(outcome),
        "rows": len(table.rows),
        "form": read.understood.form,
        "encoding": read.understood.encoding or "",
        "separator": table.separator or "",
        "sheet": table.sheet or "",
        "header_rows": list(read.understood.header_rows),
        "asides": [[one.row, one.why.value, one.text] for one in read.understood.asides],
        "repeated": len(read.understood.repeated),
        "repairs": [plain(note) for note in read.understood.notes],
        "columns_aside": [place.heading for place in read.aside],
        "counts": outcome.counts,
        "errors": [plain(one) for one in outcome.errors[:MOST_PROBLEMS]],
        "errors_count": len(outcome.errors),
        "notes": [plain(one) for one in outcome.notes[:MOST_PROBLEMS]],
        "notes_count": len(outcome.notes),
        "new": _examples(outcome.members, Fate.NEW),
        "changed": [_changed(one) for one in _of(outcome.members, Fate.CHANGED)[:MOST_ROWS]],
        "alike": [_alike(one) for one in outcome.doubts[:MOST_ROWS]],
        "words": [_word(one) for one in outcome.needs if one.fate == Fate.NEW][:MOST_ROWS],
    }


def digest_of(outcome: Outcome) -> str:
    """Tell one outcome from another: what is loaded must be what was shown."""
    digest = hashlib.sha256()
    for member in outcome.members:
        known = None if member.known is None else member.known.pk
        people = [(one.touches, sorted(one.changes)) for one in member.people]
        told = (member.draft.rows, known, sorted(map(str, member.changes.items())), people)
        digest.update(repr((told, member.changes_on)).encode())
    for need in outcome.needs:
        digest.update(repr((need.draft.row, need.organisation, need.fate)).encode())
    digest.update(repr(sorted(outcome.refused)).encode())
    return digest.hexdigest()


def plain(problem: Problem) -> dict[str, Any]:
    """Put a problem down as plain values."""
    return {
        "row": problem.row,
        "column": problem.column or "",
        "value": problem.value or "",
        "message": problem.message,
        "remedy": problem.remedy,
    }


def _of(members: Iterable[MemberOutcome], fate: Fate) -> list[MemberOutcome]:
    return [one for one in members if one.fate == fate]


def _examples(members: Iterable[MemberOutcome], fate: Fate) -> list[dict[str, Any]]:
    return [
        {
            "row": one.draft.rows[0],
            "name": one.draft.name,
            "code": one.draft.values.get("code", ""),
            "city": one.draft.values.get("city", ""),
            "people": [contact.label for contact in one.draft.contacts],
        }
        for one in _of(members, fate)[:MOST_ROWS]
    ]


def _changed(one: MemberOutcome) -> dict[str, Any]:
    assert one.known is not None
    return {
        "row": one.draft.rows[0],
        "pk": one.known.pk,
        "name": one.known.name,
        "changes": [
            [_field_of(name), _text(before), _text(after)]
            for name, (before, after) in one.changes.items()
        ],
        "people": [
            {
                "name": fate.draft.label,
                "is_new": fate.is_new,
                "changes": [
                    [f"{about}.{name}", _text(before), _text(after)]
                    for about, changes in (("person", fate.changes), ("post", fate.post_changes))
                    for name, (before, after) in changes.items()
                ],
            }
            for fate in one.people
            if fate.touches
        ],
    }


def _alike(one: Doubt) -> dict[str, Any]:
    return {
        "row": one.draft.rows[0],
        "name": one.draft.name,
        "code": one.draft.values.get("code", ""),
        "city": one.draft.values.get("city", ""),
        "pk": one.alike.number,
        "alike": one.alike.name,
        "reasons": list(one.alike.reasons),
    }


def _word(one: NeedOutcome) -> dict[str, Any]:
    draft = one.draft
    return {
        "row": draft.row,
        "organisation": one.organisation,
        "name": draft.member.label,
        "topic": draft.topic,
        "importance": draft.importance,
        "satisfaction": draft.satisfaction,
        "recorded_on": draft.recorded_on.isoformat(),
    }


_OF_MEMBERSHIP = {"standing", "joined_on", "left_on", "fee_eur", "fee_class"}


def _field_of(name: str) -> str:
    return f"{'membership' if name in _OF_MEMBERSHIP else 'organisation'}.{name}"


def _text(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)
