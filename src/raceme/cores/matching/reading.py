"""The three lists of the published data folder as organisations and collaborations.

This is the one place where the past is parted from what came after: `read_past` gives nothing of a
project that starts on `until` or later, and no project whose start is unknown. The list of
organisations has no dates: it is read as it stands (kind, country, town), and an organisation is
known only by what it did before.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from raceme.cores.errors import BadInput
from raceme.cores.matching.sanity import check_collaborations, check_organisations
from raceme.cores.matching.values import Collaboration, Organisation

_STEM = re.compile(r"(?:(?:LC|H2020|DT|CE|SU|MG)-)?[A-Z&]+")
_LEADS = "coordinator"
_NEEDED = {
    "organisations": ("pic", "org_type", "country"),
    "participations": ("project_rcn", "pic", "role"),
    "projects": ("project_rcn", "start_date"),
}


@dataclass(frozen=True, slots=True)
class Lists:
    """The lines of the three lists, each with its header, as a door opened them."""

    organisations: Iterable[str]
    participations: Iterable[str]
    projects: Iterable[str]


@dataclass(frozen=True, slots=True)
class Past:
    """What was known before a day."""

    organisations: tuple[Organisation, ...]
    collaborations: tuple[Collaboration, ...]


def read_past(lists: Lists, until: date) -> Past:
    """Read what started before `until`, and nothing else."""
    return _read(lists, lambda start: start < until)


def read_all(lists: Lists) -> Past:
    """Read everything: for judging a ranking afterwards, never for making one."""
    return _read(lists, lambda start: True)


def _read(lists: Lists, keep: Callable[[date], bool]) -> Past:
    projects = {
        row["project_rcn"]: (start, row)
        for row in _rows("projects", lists.projects)
        if (start := _day(row["start_date"], "start_date")) is not None and keep(start)
    }
    members: dict[str, list[str]] = defaultdict(list)
    leads: dict[str, str] = {}
    for row in _rows("participations", lists.participations):
        rcn, pic = row["project_rcn"], row["pic"]
        if rcn in projects and pic not in members[rcn]:
            members[rcn].append(pic)
            if row["role"] == _LEADS:
                leads.setdefault(rcn, pic)
    organisations = tuple(_organisations(_rows("organisations", lists.organisations)))
    check_organisations(organisations)
    collaborations = tuple(
        _collaboration(rcn, start, row, tuple(sorted(members[rcn])), leads.get(rcn, ""))
        for rcn, (start, row) in sorted(projects.items())
        if members[rcn]
    )
    check_collaborations(collaborations, organisations)
    return Past(organisations, collaborations)


def _organisations(rows: Iterable[dict[str, str]]) -> Iterator[Organisation]:
    seen: set[str] = set()
    for row in rows:
        if row["pic"] and row["pic"] not in seen:
            seen.add(row["pic"])
            yield Organisation(
                id=row["pic"],
                kind=row["org_type"],
                country=row["country"],
                city=row.get("city", ""),
                point=_point(row.get("geolocation", "")),
            )


def _collaboration(
    rcn: str, start: date, row: dict[str, str], members: tuple[str, ...], lead: str
) -> Collaboration:
    end = _day(row.get("end_date", ""), "end_date")
    return Collaboration(
        id=rcn,
        start=start,
        end=None if end is None or end < start else end,
        members=members,
        lead=lead,
        fields=tuple(_fields(row)),
        text=f"{row.get('title', '')} {row.get('topic_description', '')}".strip(),
    )


def _fields(row: dict[str, str]) -> Iterator[str]:
    """Codes of what a project is about: its topic, then broader and broader."""
    topic = row.get("topic_code", "").upper()
    if topic:
        yield f"topic {topic}"
        stem = _STEM.match(topic)
        yield f"stem {stem.group() if stem else topic}"
    for name in ("theme", "type_of_action"):
        if row.get(name, ""):
            yield f"{name} {row[name]}"
    parts = [part for part in row.get("programme_parts", "").split("|") if part]
    yield from (f"part {part}" for part in parts)
    if len(parts) > 1:
        yield f"parts {'|'.join(parts)}"


def _rows(name: str, lines: Iterable[str]) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(lines)
    missing = [column for column in _NEEDED[name] if column not in (reader.fieldnames or ())]
    if missing:
        raise BadInput(f"the list of {name} has no column {missing[0]}")
    for row in reader:
        yield {key: value or "" for key, value in row.items() if isinstance(key, str)}


def _day(text: str, column: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise BadInput(f"{column} {text} is no date (YYYY-MM-DD)") from None


def _point(text: str) -> tuple[float, float] | None:
    north, _, east = text.partition(",")
    try:
        point = (float(north), float(east))
    except ValueError:
        return None
    return point if -90 <= point[0] <= 90 and -180 <= point[1] <= 180 else None
