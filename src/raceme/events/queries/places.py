"""How many places are taken and left, who waits, and who is next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from raceme.events.models import Event, Quota, Registration, Session, SessionChoice

# Who holds a place: confirmed, or asked whether they take one that is kept for them.
HOLDS_A_PLACE = Q(state=Registration.State.CONFIRMED) | Q(
    state=Registration.State.WAITING, offered_until__isnull=False
)
Whose = tuple[int, str]  # a kind of participant, and an organisation in it


@dataclass(slots=True)
class Room:
    """What is left of an event's places; `None` where there is no limit."""

    left: int | None
    by_quota: dict[int, int | None]
    per_organisation: dict[int, int | None]
    of_organisation: Counter[Whose] = field(default_factory=Counter)

    def fits(self, party: Iterable[Registration]) -> bool:
        """Whether all of them get a place."""
        people = list(party)
        needed = Counter(one.quota_id for one in people)
        if self.left is not None and len(people) > self.left:
            return False
        if any(_is_more(number, self.by_quota[quota]) for quota, number in needed.items()):
            return False
        organisations = Counter(whose for one in people if (whose := whose_place(one)))
        return not any(
            _is_more(number + self.of_organisation[whose], self.per_organisation[whose[0]])
            for whose, number in organisations.items()
        )

    def take(self, party: Iterable[Registration]) -> None:
        """Let them have their places."""
        for one in party:
            if self.left is not None:
                self.left -= 1
            quota_left = self.by_quota[one.quota_id]
            if quota_left is not None:
                self.by_quota[one.quota_id] = quota_left - 1
            if whose := whose_place(one):
                self.of_organisation[whose] += 1


@dataclass(frozen=True, slots=True)
class QuotaPlaces:
    """A kind of participant with its places, as a page shows it."""

    quota: Quota
    taken: int
    left: int | None  # None: no limit

    @property
    def is_full(self) -> bool:
        return self.left is not None and self.left <= 0


def whose_place(registration: Registration) -> Whose | None:
    """Say from which organisation's share of a kind of participant a place comes."""
    if registration.organisation_id is not None:
        return registration.quota_id, str(registration.organisation_id)
    name = " ".join(registration.organisation_name.casefold().split())
    return (registration.quota_id, name) if name else None


def room_of(event: Event) -> Room:
    """Count the places of an event that are left. A verb locks the event first."""
    holders = Registration.objects.filter(HOLDS_A_PLACE, event=event).only(
        "quota_id", "organisation_id", "organisation_name"
    )
    quotas = list(Quota.objects.filter(event=event))
    room = Room(
        left=event.capacity,
        by_quota={one.pk: one.places for one in quotas},
        per_organisation={one.pk: one.per_organisation for one in quotas},
    )
    room.take(holders)
    return room


def places_by_quota(event: Event, quotas: Iterable[Quota] | None = None) -> list[QuotaPlaces]:
    """Say of each kind of participant how many places are taken and left."""
    room = room_of(event)
    rows = Registration.objects.filter(HOLDS_A_PLACE, event=event).order_by().values_list("quota")
    taken = dict(rows.annotate(number=Count("pk")))
    shown = Quota.objects.filter(event=event) if quotas is None else quotas
    return [
        QuotaPlaces(one, taken.get(one.pk, 0), _least(room.left, room.by_quota[one.pk]))
        for one in shown
    ]


def waiting_list(event: Event) -> QuerySet[Registration]:
    """Who waits for a place, the next first; those asked already, too."""
    waiting = Registration.objects.filter(event=event, state=Registration.State.WAITING)
    return waiting.select_related("quota").order_by("waiting_since", "number")


def parties_waiting(event: Event) -> list[list[Registration]]:
    """The groups that wait without an offer, the next first. Who comes alone is a group of one.

    A group stands where its first member stands.
    """
    waiting = [one for one in waiting_list(event) if one.offered_until is None]
    place: dict[int, int] = {}
    for rank, one in enumerate(waiting):
        place.setdefault(one.party_id, rank)
    ordered = sorted(waiting, key=lambda one: (place[one.party_id], one.number))
    return [list(party) for _place, party in groupby(ordered, key=lambda one: one.party_id)]


def position_of(registration: Registration) -> int | None:
    """Say which number somebody has on the waiting list; None where nobody waits."""
    if not registration.is_waiting or registration.waiting_since is None:
        return None
    before = Q(waiting_since__lt=registration.waiting_since) | Q(
        waiting_since=registration.waiting_since, number__lt=registration.number
    )
    return waiting_list(registration.event).filter(before).count() + 1


def party_of(registration: Registration) -> list[Registration]:
    """Those who registered together and still want to come, whoever began first."""
    together = Q(pk=registration.party_id) | Q(lead=registration.party_id)
    return list(
        Registration.objects.filter(together, state__in=Registration.OPEN).order_by("number")
    )


def passed_over_by(
    party: Sequence[Registration], earlier: Iterable[Sequence[Registration]]
) -> list[Registration]:
    """Say which earlier groups see somebody behind them get a place only because they are many."""
    quotas = {one.quota_id for one in party}
    return [
        one
        for group in earlier
        if len(group) > len(party) and quotas & {one.quota_id for one in group}
        for one in group
    ]


def choices_counted(sessions: Iterable[Session]) -> dict[int, int]:
    """Count who has chosen each session, of those who still come."""
    rows = SessionChoice.objects.filter(
        session__in=[one.pk for one in sessions], registration__state__in=Registration.OPEN
    )
    return dict(rows.order_by().values_list("session").annotate(number=Count("pk")))


def _is_more(number: int, limit: int | None) -> bool:
    return limit is not None and number > limit


def _least(*limits: int | None) -> int | None:
    known = [max(limit, 0) for limit in limits if limit is not None]
    return min(known) if known else None
