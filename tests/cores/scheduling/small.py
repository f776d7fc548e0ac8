"""Events for tests: small ones by hand and by hypothesis, and trying everything."""

from datetime import datetime, timedelta
from itertools import product

from hypothesis import strategies as st

from raceme.cores.scheduling.check import faults_of, values_of
from raceme.cores.scheduling.slots import slots_of
from raceme.cores.scheduling.values import (
    MORE_IS_BETTER,
    Attendance,
    Block,
    Event,
    Goal,
    Limit,
    Lock,
    Parameters,
    Participant,
    Place,
    Placed,
    PlaceKind,
    Request,
    Span,
    Walk,
    Wish,
)

NINE = datetime(2027, 5, 20, 9)  # noqa: DTZ001


def minutes(start: int, end: int) -> Span:
    """Give a stretch in minutes after nine."""
    return Span(NINE + timedelta(minutes=start), NINE + timedelta(minutes=end))


def block(name: str = "am", *, slots: int = 3, start: int = 0, **values: object) -> Block:
    """Give a block of slots of 20 minutes."""
    span = minutes(start, start + 20 * slots)
    return Block(name, span.starts, span.ends, 20, **values)  # type: ignore[arg-type]


def event_of(
    *pairs: str, people: str = "abcdef", slots: int = 3, tables: int = 2, **values: object
) -> Event:
    """Give an event whose requests are named by those who meet: "ab" is a meeting of a and b."""
    usual: dict[str, object] = {
        "blocks": (block(slots=slots),),
        "places": tuple(Place(f"T{number + 1}") for number in range(tables)),
        "participants": tuple(Participant(name) for name in people),
        "requests": tuple(Request(pair, tuple(pair)) for pair in pairs),
    }
    return Event(**{**usual, **values})  # type: ignore[arg-type]


def best_values(event: Event, parameters: Parameters) -> list[int] | None:
    """Try every schedule there is; None: none keeps the locks."""
    cells = [(slot.id, place.id) for slot in slots_of(event.blocks) for place in event.places]
    best = None
    for chosen in product([None, *cells], repeat=len(event.requests)):
        placed = [
            Placed(request.id, *cell)
            for request, cell in zip(event.requests, chosen, strict=True)
            if cell is not None
        ]
        if not faults_of(event, placed):
            costs = as_costs(parameters, values_of(event, placed, parameters))
            best = costs if best is None else min(best, costs)
    return None if best is None else as_costs(parameters, best)


def as_costs(parameters: Parameters, values: list[int]) -> list[int]:
    """Turn values into costs, and costs into values."""
    return [
        -value if goal in MORE_IS_BETTER else value
        for goal, value in zip(parameters.goals, values, strict=True)
    ]


@st.composite
def events(draw: st.DrawFn, *, people: int = 5, requests: int = 4) -> Event:
    """Events with a bit of everything, small enough to be understood."""
    names = "abcdefgh"[: draw(st.integers(2, people))]
    places = draw(st.lists(st.sampled_from("TUV"), min_size=1, max_size=2, unique=True))
    blocks = [block(slots=draw(st.integers(1, 3)), closed=frozenset(draw(st.sets(st.just(2)))))]
    if draw(st.booleans()):  # at the same time as the first, or right after it
        blocks.append(block("pm", slots=1, start=draw(st.sampled_from([10, 60, 80]))))
    groups = st.lists(st.sampled_from(names), min_size=2, max_size=3, unique=True)
    event = Event(
        blocks=tuple(blocks),
        places=tuple(draw(_place(name, names)) for name in places),
        participants=tuple(draw(_participant(name)) for name in names),
        requests=tuple(
            draw(_request(f"r{at}", tuple(group)))
            for at, group in enumerate(draw(st.lists(groups, max_size=requests)))
        ),
        walks=(Walk("", "hall", 15),) if draw(st.booleans()) else (),
        limits=tuple(draw(st.lists(st.sampled_from(LIMITS), max_size=1))),
        rest_after=draw(st.sampled_from([None, None, 1])),
        already_met=tuple(draw(st.sampled_from([(), (frozenset("ab"),)]))),
    )
    areas = {place.area for place in event.places}
    return event if areas == {"", "hall"} else _without_walks(event)


LIMITS = (
    Limit(least=1),
    Limit(most=1),
    Limit(least=1, most=2, kind="k"),
    Limit(most=1, block="am"),
)


def _without_walks(event: Event) -> Event:
    values = {name: getattr(event, name) for name in Event.__dataclass_fields__}
    return Event(**{**values, "walks": ()})


def _place(name: str, people: str) -> st.SearchStrategy[Place]:
    return st.builds(
        Place,
        id=st.just(name),
        kind=st.sampled_from([PlaceKind.TABLE, PlaceKind.TABLE, PlaceKind.ONLINE]),
        capacity=st.sampled_from([1, 1, 2, None]),
        seats=st.sampled_from([None, None, 2]),
        area=st.sampled_from(["", "hall"]),
        host=st.sampled_from([None, None, people[0]]),
        closed=st.sampled_from([(), (), (minutes(0, 20),)]),
    )


def _participant(name: str) -> st.SearchStrategy[Participant]:
    return st.builds(
        Participant,
        id=st.just(name),
        absent=st.sampled_from([(), (), (minutes(20, 40),)]),
        attends=st.sampled_from([*Attendance, Attendance.BOTH]),
        limits=st.sampled_from([(), (), (Limit(least=1, most=1),)]),
        rest_after=st.sampled_from([None, None, 2]),
    )


def _request(name: str, group: tuple[str, ...]) -> st.SearchStrategy[Request]:
    wishes = st.dictionaries(st.sampled_from(group), st.sampled_from(list(Wish)), max_size=1)
    return st.builds(
        Request,
        id=st.just(name),
        participants=st.just(group),
        wishes=wishes,
        priority=st.integers(1, 2),
        kind=st.sampled_from(["", "k"]),
        again=st.booleans(),
        blocks=st.sampled_from([None, None, frozenset({"am"})]),
    )


@st.composite
def locked_events(draw: st.DrawFn) -> Event:
    """Events in which one meeting may be locked somewhere."""
    event = draw(events())
    if not event.requests or not draw(st.booleans()):
        return event
    slots = [None, *(slot.id for slot in slots_of(event.blocks))]
    lock = Lock(
        draw(st.sampled_from([one.id for one in event.requests])),
        draw(st.sampled_from(slots)),
        draw(st.sampled_from([None, *(place.id for place in event.places)])),
    )
    values = {name: getattr(event, name) for name in Event.__dataclass_fields__}
    return Event(**{**values, "locks": (lock,)})


GOALS = st.permutations(
    [Goal.TARGETS, Goal.MEETINGS, Goal.WISHES, Goal.FAIRNESS, Goal.GAPS, Goal.TABLE_CHANGES]
).map(tuple)
