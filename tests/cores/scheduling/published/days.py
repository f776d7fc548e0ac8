"""Days of meetings for tests: small ones by hand, random ones by hypothesis, published ones."""

from itertools import product
from pathlib import Path

from hypothesis import strategies as st

from raceme.cores.scheduling.published.check import breaks_of, faults_of
from raceme.cores.scheduling.published.values import Meeting, MeetingDay, Placed, Session

PUBLISHED = Path(__file__).resolve().parents[5] / "shared" / "data" / "scheduling"


def day_of(*meetings: Meeting, tables: int = 2, slots: int = 4, **values: object) -> MeetingDay:
    """Give a day with as many participants as the meetings name, and nobody absent."""
    participants = max((max(one.first, one.second) for one in meetings), default=0)
    absent = values.get("forbidden", {})
    assert isinstance(absent, dict)
    morning = values.get("morning_slots", slots)
    assert isinstance(morning, int)
    return MeetingDay(
        participants=participants,
        tables=tables,
        slots=slots,
        morning_slots=morning,
        meetings=meetings,
        forbidden=tuple(frozenset(absent.get(p + 1, ())) for p in range(participants)),
    )


@st.composite
def small_days(draw: st.DrawFn) -> MeetingDay:
    """Days small enough that all their schedules can be tried."""
    participants = draw(st.integers(2, 5))
    slots = draw(st.integers(2, 4))
    pairs = [(a, b) for a in range(1, participants + 1) for b in range(a + 1, participants + 1)]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=5, unique=True))
    meetings = []
    for at, (first, second) in enumerate(chosen):
        after = draw(st.sets(st.integers(1, at), max_size=1)) if at else set()
        meetings.append(
            Meeting(
                first,
                second,
                draw(st.sampled_from(list(Session))) if at % 2 else Session.ANY,
                draw(st.sampled_from([None, None, None, *range(1, slots + 1)])),
                frozenset(after),
            )
        )
    forbidden = [
        frozenset(draw(st.sets(st.integers(1, slots), max_size=1))) for _ in range(participants)
    ]
    return MeetingDay(
        participants=participants,
        tables=draw(st.integers(1, 2)),
        slots=slots,
        morning_slots=draw(st.integers(0, slots)),
        meetings=tuple(meetings),
        forbidden=tuple(forbidden),
    )


def fewest_breaks(day: MeetingDay, *, fairness: int | None) -> int | None:
    """Try every placing there is; None: none keeps to all rules."""
    best = None
    numbers = range(1, len(day.meetings) + 1)
    for slots in product(range(1, day.slots + 1), repeat=len(day.meetings)):
        tables = [slots[:at].count(slot) + 1 for at, slot in enumerate(slots)]
        placed = [Placed(*one) for one in zip(numbers, slots, tables, strict=True)]
        if not faults_of(day, placed, fairness=fairness):
            breaks = sum(breaks_of(day, placed))
            best = breaks if best is None else min(best, breaks)
    return best
