"""Read the published instances: MiniZinc data as Bofill et al. wrote it.

Names and shapes are described in the paper (JAIR 74, 2022). `meetingsxBusiness` repeats what
`requested` says and is not read.
"""

from __future__ import annotations

import re

from raceme.cores.errors import BadInput
from raceme.cores.scheduling.published.values import Meeting, MeetingDay, Session

SESSIONS = {1: Session.MORNING, 2: Session.AFTERNOON, 3: Session.ANY}
_ITEM = re.compile(r"\b([A-Za-z]\w*)\s*=\s*([^;]*)(?:;|$)")  # the last one may lack its end
_COMMENT = re.compile(r"%[^\n]*|/\*.*?\*/", re.DOTALL)
_SET = re.compile(r"\{([^}]*)\}|(\d+)\s*\.\.\s*(\d+)")


def read_dzn(text: str) -> MeetingDay:
    """Turn MiniZinc data into a day of meetings. Raises BadInput that names what is wrong."""
    items = {name: value.strip() for name, value in _ITEM.findall(_COMMENT.sub("", text))}
    rows = _rows(items)
    fixed = _numbers(_inside(items.get("fixed", "[]")))
    after = _sets(_inside(items.get("precedences", "[]")))
    participants = _number(items, "nBusiness")
    forbidden = _sets(_inside(items.get("forbidden", "[]")))
    _same_length("nMeetings", _number(items, "nMeetings"), len(rows), "requested")
    _same_length("nMeetings", len(rows), len(fixed) or len(rows), "fixed")
    _same_length("nMeetings", len(rows), len(after) or len(rows), "precedences")
    _same_length("nBusiness", participants, len(forbidden) or participants, "forbidden")
    return MeetingDay(
        participants=participants,
        tables=_number(items, "nTables"),
        slots=_number(items, "nTotalSlots"),
        morning_slots=_number(items, "nMorningSlots"),
        meetings=tuple(
            Meeting(
                first,
                second,
                _session(session),
                fixed[at] or None if fixed else None,
                after[at] if after else frozenset(),
            )
            for at, (first, second, session) in enumerate(rows)
        ),
        forbidden=tuple(forbidden or [frozenset()] * participants),
    )


def _number(items: dict[str, str], name: str) -> int:
    if not re.fullmatch(r"\d+", items.get(name, "")):
        raise BadInput(f"{name} must be a whole number, as in {name} = 12;")
    return int(items[name])


def _rows(items: dict[str, str]) -> list[tuple[int, int, int]]:
    if "requested" not in items:
        raise BadInput(
            "requested is missing: the array of meetings [|participant,participant,session|…|]"
        )
    listed = _inside(items["requested"])
    rows = [_numbers(row) for row in listed.split("|")]
    if "|" not in listed:  # array2d(1..n, 1..3, [ … ]): row after row
        rows = [rows[0][at : at + 3] for at in range(0, len(rows[0]), 3)]
    found = [row for row in rows if row]
    for at, row in enumerate(found, start=1):
        if len(row) != 3:
            raise BadInput(f"requested, row {at}: expected participant, participant, session")
    return [(row[0], row[1], row[2]) for row in found]


def _inside(text: str) -> str:
    """Give what stands between the brackets of an array, also of array1d(1..n, [ … ])."""
    return text[text.find("[") + 1 : text.rfind("]")] if "[" in text else ""


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", text)]


def _sets(text: str) -> list[frozenset[int]]:
    """Read an array of sets; 0 stands in them for nobody and is left out."""
    found = []
    for listed, low, high in _SET.findall(text):
        members = range(int(low), int(high) + 1) if low else _numbers(listed)
        found.append(frozenset(members) - {0})
    return found


def _session(number: int) -> Session:
    if number not in SESSIONS:
        raise BadInput(f"session {number}: expected 1 (morning), 2 (afternoon) or 3 (any)")
    return SESSIONS[number]


def _same_length(name: str, expected: int, found: int, array: str) -> None:
    if expected != found:
        raise BadInput(f"{array} has {found} entries, {name} calls for {expected}")
