"""Is this a schedule at all, and how many breaks has it? Plain counting, nothing borrowed.

Written without looking at how schedules are searched for: it reads the day and the placed meetings
only, and repeats every rule in the simplest words there are.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from raceme.cores.scheduling.published.values import MeetingDay, Placed, Session


def faults_of(
    day: MeetingDay, placed: Sequence[Placed], *, fairness: int | None = None
) -> list[str]:
    """List every rule that the schedule breaks, each in a sentence; none: the schedule is valid."""
    slot_of = {one.meeting: one.slot for one in placed}
    faults = [
        f"meeting {number} is placed {times} times"
        for number, times in Counter(one.meeting for one in placed).items()
        if times > 1
    ]
    faults += [f"there is no meeting {number}" for number in slot_of if not _exists(day, number)]
    for number, meeting in enumerate(day.meetings, start=1):
        if number not in slot_of:
            faults.append(f"meeting {number} is not placed")
            continue
        slot = slot_of[number]
        if not 1 <= slot <= day.slots:
            faults.append(f"meeting {number}: there is no slot {slot}")
        if meeting.session == Session.MORNING and slot > day.morning_slots:
            faults.append(f"meeting {number} belongs to the morning")
        if meeting.session == Session.AFTERNOON and slot <= day.morning_slots:
            faults.append(f"meeting {number} belongs to the afternoon")
        if meeting.fixed_slot not in (None, slot):
            faults.append(f"meeting {number} is fixed in slot {meeting.fixed_slot}")
        for participant in (meeting.first, meeting.second):
            if slot in day.forbidden[participant - 1]:
                faults.append(f"meeting {number}: participant {participant} is absent in {slot}")
        for earlier in meeting.after:
            if slot_of.get(earlier, slot) >= slot:
                faults.append(f"meeting {number} must come after meeting {earlier}")
    return faults + _clashes(day, placed) + _unfair(day, placed, fairness)


def breaks_of(day: MeetingDay, placed: Sequence[Placed]) -> list[int]:
    """Count each participant's breaks: runs of idle slots between two of its meetings."""
    busy: list[set[int]] = [set() for _ in range(day.participants)]
    for one in placed:
        meeting = day.meetings[one.meeting - 1]
        busy[meeting.first - 1].add(one.slot)
        busy[meeting.second - 1].add(one.slot)
    counted = []
    for slots in busy:
        ordered = sorted(slots)
        gaps = [later - earlier > 1 for earlier, later in itertools.pairwise(ordered)]
        counted.append(sum(gaps))
    return counted


def _exists(day: MeetingDay, number: int) -> bool:
    return 1 <= number <= len(day.meetings)


def _clashes(day: MeetingDay, placed: Sequence[Placed]) -> list[str]:
    people: Counter[tuple[int, int]] = Counter()
    tables: Counter[tuple[int, int]] = Counter()
    for one in placed:
        if _exists(day, one.meeting):
            meeting = day.meetings[one.meeting - 1]
            people[meeting.first, one.slot] += 1
            people[meeting.second, one.slot] += 1
        tables[one.table, one.slot] += 1
    faults = [
        f"participant {participant} has {times} meetings in slot {slot}"
        for (participant, slot), times in people.items()
        if times > 1
    ]
    faults += [
        f"table {table} has {times} meetings in slot {slot}"
        for (table, slot), times in tables.items()
        if times > 1
    ]
    return faults + [
        f"there is no table {table}" for table, _ in tables if not 1 <= table <= day.tables
    ]


def _unfair(day: MeetingDay, placed: Sequence[Placed], fairness: int | None) -> list[str]:
    if fairness is None or any(not _exists(day, one.meeting) for one in placed):
        return []
    counted = breaks_of(day, placed)
    if not counted or max(counted) - min(counted) <= fairness:
        return []
    return [f"one participant has {max(counted)} breaks, another {min(counted)}"]
