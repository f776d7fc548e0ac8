"""An event with accepted requests, made through the verbs, for tests of the board."""

from datetime import timedelta
from typing import Any

from raceme.access.actor import system_of
from raceme.access.models import Cluster
from raceme.meetings.models import Matchmaking, MeetingRequest, Profile, Timetable
from raceme.meetings.queries.board import floor_of, placings_of
from raceme.meetings.queries.slots import Slot, blocks_of, slots_in
from raceme.meetings.verbs.publishing import publish_timetable
from raceme.meetings.verbs.timetables import compute_timetable
from tests.events.making import SOON, make_open
from tests.factories import NOW, make_matchmaking, make_profile, make_request

NAMES = ("Ann", "Ben", "Cleo", "Dan")
IN_THE_MORNING = SOON + timedelta(minutes=2)  # the first slot has begun


class Fair:
    """Two tables, five slots (0:00, 0:25 … after SOON), four people who all want to meet."""

    def __init__(self, cluster: Cluster, *, names: tuple[str, ...] = NAMES, **values: Any) -> None:
        self.cluster, self.system = cluster, system_of(cluster)
        self.event = make_open(cluster, code=values.pop("code", "fair"))
        self.matchmaking: Matchmaking = make_matchmaking(self.event, **values)
        self.people: dict[str, Profile] = {
            name: make_profile(self.matchmaking, name) for name in names
        }
        self.requests: dict[str, MeetingRequest] = {}

    def ask(self, *pairs: str, **values: Any) -> None:
        """Have meetings asked for and accepted, named by two first letters such as `AB`."""
        by_letter = {name[0]: profile for name, profile in self.people.items()}
        for pair in pairs:
            one, other = (by_letter[letter] for letter in pair)
            self.requests[pair] = make_request(one, other, **values)

    def compute(self, scope: str = "all", *, at: Any = NOW, **values: Any) -> Timetable:
        """Have a version computed; without a worker that is done at once."""
        made = compute_timetable(
            self.matchmaking,
            scope=Timetable.Scope(scope),
            seconds=values.pop("seconds", 60),
            **values,
            by=self.system,
            at=at,
        )
        return Timetable.objects.get(pk=made.pk)

    def publish(self, timetable: Timetable, *, at: Any = NOW, **values: Any) -> Timetable:
        return publish_timetable(timetable, **values, by=self.system, at=at).timetable

    def slot(self, number: int) -> Slot:
        slots = slots_in(blocks_of(self.matchmaking))
        return next(one for one in slots if one.number == number)

    def free_slot(self, timetable: Timetable) -> Slot:
        """A slot in which a version has no meeting."""
        taken = {one.number for one in placings_of(timetable).values()}
        return next(one for one in slots_in(blocks_of(self.matchmaking)) if one.number not in taken)

    @property
    def places(self) -> list[Any]:
        return list(self.matchmaking.places.all())

    def told(self) -> dict[str, tuple[int, int]]:
        """Slot and place of each meeting that people know, by the letters of its request."""
        floor = floor_of(self.matchmaking)
        names = {one.pk: pair for pair, one in self.requests.items()}
        return {names[one.request]: (one.number, one.place) for one in floor.told.values()}
