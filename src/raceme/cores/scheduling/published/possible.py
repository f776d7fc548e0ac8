"""In which slots each meeting could be, before anything is searched."""

from __future__ import annotations

from raceme.cores.errors import BadInput
from raceme.cores.scheduling.published.values import Meeting, MeetingDay, Session

Slots = list[set[int]]


def refuse_nonsense(day: MeetingDay) -> None:
    """Raise BadInput where numbers point at nothing, or a meeting waits for itself."""
    if min(day.participants, day.slots, day.tables) < 0 or not 0 <= day.morning_slots <= day.slots:
        raise BadInput("numbers of participants, tables and slots must not be negative")
    if len(day.forbidden) != day.participants:
        raise BadInput("forbidden slots must be given for every participant")
    for number, meeting in enumerate(day.meetings, start=1):
        _refuse_strangers(day, number, meeting)


def possible_slots(day: MeetingDay) -> Slots:
    """Give for each meeting the slots that session, absences, fixing and order leave to it.

    An empty set proves that there is no schedule. The order is followed to its end: a meeting
    after three others cannot be in the first three slots.
    """
    slots = [_own_slots(day, meeting) for meeting in day.meetings]
    changed = True
    while changed and all(slots):
        changed = False
        for at, meeting in enumerate(day.meetings):
            for earlier in meeting.after:
                changed |= _tighten(slots, earlier - 1, at)
    return slots


def meetings_of(day: MeetingDay) -> list[list[int]]:
    """Give for each participant the places (from 0) of its meetings."""
    found: list[list[int]] = [[] for _ in range(day.participants)]
    for at, meeting in enumerate(day.meetings):
        found[meeting.first - 1].append(at)
        found[meeting.second - 1].append(at)
    return found


def _refuse_strangers(day: MeetingDay, number: int, meeting: Meeting) -> None:
    for participant in (meeting.first, meeting.second):
        if not 1 <= participant <= day.participants:
            raise BadInput(f"meeting {number}: there is no participant {participant}")
    if meeting.first == meeting.second:
        raise BadInput(f"meeting {number}: participant {meeting.first} would meet itself")
    if meeting.fixed_slot is not None and not 1 <= meeting.fixed_slot <= day.slots:
        raise BadInput(f"meeting {number}: there is no slot {meeting.fixed_slot}")
    for earlier in meeting.after:
        if not 1 <= earlier <= len(day.meetings) or earlier == number:
            raise BadInput(f"meeting {number} cannot come after meeting {earlier}")


def _own_slots(day: MeetingDay, meeting: Meeting) -> set[int]:
    first = day.morning_slots + 1 if meeting.session == Session.AFTERNOON else 1
    last = day.morning_slots if meeting.session == Session.MORNING else day.slots
    slots = set(range(first, last + 1))
    slots -= day.forbidden[meeting.first - 1] | day.forbidden[meeting.second - 1]
    return slots if meeting.fixed_slot is None else slots & {meeting.fixed_slot}


def _tighten(slots: Slots, earlier: int, later: int) -> bool:
    """Let one meeting come before another; say whether that took slots away from either."""
    if not slots[earlier] or not slots[later]:
        return False
    before = len(slots[earlier]) + len(slots[later])
    slots[later] = {slot for slot in slots[later] if slot > min(slots[earlier])}
    if slots[later]:
        slots[earlier] = {slot for slot in slots[earlier] if slot < max(slots[later])}
    return len(slots[earlier]) + len(slots[later]) != before
