"""Places: given, offered, taken, passed on. Whoever calls these has locked the event."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor, system_for, system_of
from raceme.events import rules
from raceme.events.models import LAPSED, Event, EventLetter, Registration
from raceme.events.queries.places import Room, parties_waiting, party_of, passed_over_by, room_of
from raceme.events.signals import registration_settled
from raceme.events.verbs.posting import post
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, lock

Kind, State = EventLetter.Kind, Registration.State


@transaction.atomic
def hand_over(event: Event, *, by: Actor, at: datetime) -> list[Registration]:
    """Give what is free to those who wait, the next first; say who has got or is offered a place.

    A group too large for what is left is passed over and told so. Places that were offered in
    vain are free again.
    """
    require(rules.may_organise, by, event)
    event = lock(event)
    _lapse(event, by=by, at=at)
    if not event.is_published or event.is_over(at):
        return []
    room, given = room_of(event), []
    blocked: list[list[Registration]] = []
    for party in parties_waiting(event):
        if not room.fits(party):
            blocked.append(party)
            continue
        room.take(party)
        tell_passed_over(party, blocked, by=by, at=at)
        given += _give_or_offer(event, party, by=by, at=at)
    return given


@transaction.atomic
def settle_offers(*, at: datetime) -> int:
    """Pass on the places that were offered in vain, in all events; say in how many."""
    events = Event.objects.filter(registrations__offered_until__lte=at).distinct()
    due = list(events.select_related("cluster"))
    for event in due:
        hand_over(event, by=system_of(event.cluster), at=at)
    return len(due)


@transaction.atomic
def accept_offer(registration: Registration, *, by: Actor, at: datetime) -> list[Registration]:
    """Take the place that is kept; a group takes its places together."""
    require(rules.may_attend, by, registration)
    event = lock(registration.event)
    hand_over(event, by=_system(event), at=at)
    registration = lock(registration)
    if registration.is_confirmed:
        return [registration]
    if not registration.is_offered:
        raise Refused(_("This place is no longer kept for you."))
    party = [one for one in party_of(registration) if one.is_offered]
    # Whoever takes it acts for the whole group.
    acting = system_for(by) if by.link else by
    confirmed = [confirm(one, by=acting, at=at, verb="accept_offer") for one in party]
    post(confirmed, Kind.CONFIRMED, at=at)
    return confirmed


def place_newcomers(
    event: Event, party: Sequence[Registration], *, by: Actor, at: datetime
) -> Room | None:
    """Say whether new ones get places at once: the room without them, or None if they wait.

    Nobody who waits and fits is overtaken: all that fit were given their places before.
    """
    hand_over(event, by=_system(event), at=at)
    room = room_of(event)
    if not room.fits(party):
        return None
    tell_passed_over(party, parties_waiting(event), by=_system(event), at=at)
    return room


def confirm(
    registration: Registration, *, by: Actor, at: datetime, verb: str, because: str = ""
) -> Registration:
    """Write down that somebody has a place."""
    require(rules.may_attend, by, registration)
    values = {
        "state": State.CONFIRMED,
        "offered_until": None,
        "passed_over_at": None,
        "settled_at": at,
        "settled_because": because,
    }
    return settle(registration, values, verb=verb, by=by, at=at)


def settle(
    registration: Registration, values: Mapping[str, object], *, verb: str, by: Actor, at: datetime
) -> Registration:
    """Give a registration another state, and tell whoever builds on it."""
    require(rules.may_attend, by, registration)
    was = registration.state
    registration = change(registration, values, verb=verb, by=by, at=at)
    if registration.state != was:
        registration_settled.send(
            sender=Registration, registration=registration, was=was, by=by, at=at
        )
    return registration


def tell_passed_over(
    party: Sequence[Registration],
    earlier: Iterable[Sequence[Registration]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Write down who is passed over because a group needs more places, and tell them once."""
    require(rules.may_organise, by, party[0])
    over = [one for one in passed_over_by(party, earlier) if one.passed_over_at is None]
    told = [change(one, {"passed_over_at": at}, verb="pass_over", by=by, at=at) for one in over]
    for one, now in zip(over, told, strict=True):
        one.passed_over_at = now.passed_over_at
    post(told, Kind.PASSED_OVER, at=at)


def _give_or_offer(
    event: Event, party: Sequence[Registration], *, by: Actor, at: datetime
) -> list[Registration]:
    """Let a group have its places: at once, or after it has said that it still wants them."""
    until = min(at + timedelta(hours=event.offer_hours), event.starts_at)
    if event.offer_hours == 0 or until <= at:
        given = [confirm(one, by=by, at=at, verb="hand_over_place") for one in party]
        post(given, Kind.CONFIRMED, at=at)
        return given
    values = {"offered_until": until, "passed_over_at": None}
    given = [change(one, values, verb="offer_place", by=by, at=at) for one in party]
    post(given, Kind.OFFERED, at=at)
    return given


def _lapse(event: Event, *, by: Actor, at: datetime) -> None:
    """End the offers that nobody has taken in time. They are told how to come back."""
    due = Registration.objects.filter(event=event, offered_until__lte=at)
    lapsed = list(due.select_related("event"))
    kept_until = {one.pk: one.offered_until for one in lapsed}
    for one in lapsed:
        values: dict[str, object] = {
            "state": State.WITHDRAWN,
            "offered_until": None,
            "settled_at": kept_until[one.pk],
            "settled_because": LAPSED,
        }
        settle(one, values, verb="lapse_offer", by=by, at=at)
    post(lapsed, Kind.LAPSED, at=at)


def _system(event: Event) -> Actor:
    """Whoever comes or goes by a personal link does not pass places on; the system does."""
    return system_of(event.cluster)
