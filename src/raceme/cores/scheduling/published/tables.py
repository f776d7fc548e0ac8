"""Which meeting sits at which table, once the slots are known: people move as little as can be.

Any assignment is a valid schedule. In each slot, in order, meetings are matched to tables so that
as many participants as possible stay where they sat in their meeting before (a linear assignment);
of equal ones, the table with the lower number goes to the meeting with the lower number.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.optimize import linear_sum_assignment

from raceme.cores.scheduling.published.values import MeetingDay, Placed


def seated(day: MeetingDay, slot_of: Mapping[int, int]) -> tuple[Placed, ...]:
    """Give every meeting a table; `slot_of`: from number of the meeting to its slot."""
    sat_at: dict[int, int] = {}  # participant -> the table it sat at last
    placed = []
    for slot in sorted(set(slot_of.values())):
        here = sorted(number for number, its in slot_of.items() if its == slot)
        for number, table in zip(here, _tables_for(day, here, sat_at), strict=True):
            placed.append(Placed(number, slot, table))
            meeting = day.meetings[number - 1]
            sat_at[meeting.first] = sat_at[meeting.second] = table
    return tuple(sorted(placed, key=lambda one: one.meeting))


def _tables_for(day: MeetingDay, here: list[int], sat_at: Mapping[int, int]) -> list[int]:
    stays = np.zeros((len(here), day.tables))
    for row, number in enumerate(here):
        meeting = day.meetings[number - 1]
        for participant in (meeting.first, meeting.second):
            if participant in sat_at:
                stays[row, sat_at[participant] - 1] += 1.0
    # A little less than one person for all ties together, so that they never outweigh anybody.
    order = np.outer(np.arange(len(here), 0, -1), np.arange(day.tables)) * 1.0
    tie = order / (order.sum() + 1.0) * 0.5
    _, tables = linear_sum_assignment(tie - stays)
    return [int(table) + 1 for table in tables]
