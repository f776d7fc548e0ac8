"""Registrations: taken, changed, approved, declined, withdrawn."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor, system_of
from raceme.events import rules
from raceme.events.models import Event, EventLetter, Question, Quota, Registration, Session
from raceme.events.queries.matching import known_as, twin_of
from raceme.events.queries.places import party_of, room_of
from raceme.events.signals import registration_settled
from raceme.events.verbs.details import Answered, agree, answer, choose_sessions
from raceme.events.verbs.places import confirm, hand_over, place_newcomers, settle
from raceme.events.verbs.posting import post
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock

Kind, State, Source = EventLetter.Kind, Registration.State, Registration.Source
LETTER_OF = {
    State.APPLIED: Kind.RECEIVED,
    State.CONFIRMED: Kind.CONFIRMED,
    State.WAITING: Kind.WAITING,
}


@dataclass(frozen=True)
class Newcomer:
    """Somebody who is to be registered."""

    family_name: str
    given_name: str = ""
    email: str = ""
    phone: str = ""
    organisation_name: str = ""
    function: str = ""
    note: str = ""


@dataclass(frozen=True)
class Wish:
    """What a registration says besides the person: answers, consents, sessions."""

    answers: Mapping[Question, Answered] = field(default_factory=dict)
    consents: Collection[str] = ()
    sessions: Collection[Session] = ()


@transaction.atomic
def register(
    event: Event,
    people: Sequence[Newcomer],
    *,
    quota: Quota,
    language: str = "",
    wish: Wish | None = None,
    source: Registration.Source = Source.PUBLIC,
    with_letter: bool = True,
    by: Actor,
    at: datetime,
) -> list[Registration]:
    """Register one person, or several who come together; the first speaks for the others.

    They get places if there are any, else they wait; or they are looked at first. Somebody who is
    registered already gets the letter again, and nothing else happens.
    """
    require(rules.may_register, by, event)
    event = lock(event)
    _refuse_unless_open(event, quota, len(people), source=source, at=at)
    twins = [twin_of(event, one.email, one.given_name, one.family_name) for one in people]
    known = [one for one in twins if one is not None]
    _tell_again(known, source=source, at=at)
    new = [one for one, twin in zip(people, twins, strict=True) if twin is None]
    if not new:
        return known
    party = _party(event, new, quota=quota, language=language, source=source, at=at)
    acting = system_of(event.cluster) if by.link else by
    decided = _decided(event, party, source=source, by=acting, at=at)
    made: list[Registration] = []
    for one in party:
        one.lead = made[0] if made else None
        for name, value in decided.items():
            setattr(one, name, value)
        made.append(keep_new(one, verb="register", by=by, at=at))
    _keep_wish(made[0], wish or Wish(), by=acting, at=at)
    for one in made:
        registration_settled.send(sender=Registration, registration=one, was="", by=by, at=at)
    if with_letter:
        post(made, LETTER_OF[State(made[0].state)], at=at)
    return made


@transaction.atomic
def describe_registration(
    registration: Registration,
    *,
    wish: Wish | None = None,
    by: Actor,
    at: datetime,
    **values: object,
) -> Registration:
    """Change what a registration says. The address of the letters is changed by the team only."""
    require(rules.may_attend, by, registration)
    registration = lock(registration)
    if by.link:
        _refuse_if_over(registration.event, at)
        values.pop("email", None)
        values.pop("note", None)
    name = str(values.get("organisation_name", registration.organisation_name))
    if name != registration.organisation_name:
        known = known_as(registration.event.cluster, registration.email, name)
        values.setdefault("organisation", known.organisation)
    registration = change(registration, values, verb="describe_registration", by=by, at=at)
    if wish is not None:
        _keep_wish(registration, wish, by=by, at=at)
    return registration


@transaction.atomic
def approve(
    registrations: Iterable[Registration], *, by: Actor, at: datetime
) -> list[Registration]:
    """Let people come who were to be looked at: those for whom there is no place wait for one."""
    approved: list[Registration] = []
    for one in registrations:
        require(rules.may_organise, by, one)
        event = lock(one.event)
        _refuse_if_over(event, at)
        registration = lock(one)
        if registration.state != State.APPLIED:
            raise Refused(_("%(name)s need not be looked at any more.") % {"name": registration})
        if place_newcomers(event, [registration], by=by, at=at) is not None:
            registration = confirm(registration, by=by, at=at, verb="approve")
        else:
            # Who came first is first, however long the office took to look.
            values: dict[str, object] = {
                "state": State.WAITING, "waiting_since": registration.registered_at,
            }  # fmt: skip
            registration = settle(registration, values, verb="approve", by=by, at=at)
        post([registration], LETTER_OF[State(registration.state)], at=at)
        approved.append(registration)
    return approved


@transaction.atomic
def give_place(registration: Registration, *, by: Actor, at: datetime) -> Registration:
    """Give somebody a place although there may be none left: the office decides."""
    require(rules.may_organise, by, registration)
    _refuse_if_over(lock(registration.event), at)
    registration = lock(registration)
    if registration.is_confirmed:
        raise Refused(_("%(name)s has a place already.") % {"name": registration})
    registration = confirm(registration, by=by, at=at, verb="give_place")
    post([registration], Kind.CONFIRMED, at=at)
    return registration


@transaction.atomic
def decline(
    registrations: Iterable[Registration], *, because: str = "", by: Actor, at: datetime
) -> list[Registration]:
    """Say that people cannot come, and why; a place they held goes to the next."""
    declined: list[Registration] = []
    for one in registrations:
        require(rules.may_organise, by, one)
        event = lock(one.event)
        registration = lock(one)
        if not registration.is_open:
            raise Refused(_("%(name)s does not come anyway.") % {"name": registration})
        _refuse_if_there(registration)
        declined.append(_end(registration, State.DECLINED, because, "decline", by=by, at=at))
        hand_over(event, by=by, at=at)
    post(declined, Kind.DECLINED, at=at)
    return declined


@transaction.atomic
def withdraw(registration: Registration, *, by: Actor, at: datetime) -> Registration:
    """Take a registration back; the place goes to the next who waits. It can be undone."""
    require(rules.may_attend, by, registration)
    event = lock(registration.event)
    registration = lock(registration)
    if not registration.is_open:
        raise Refused(_("This registration has ended already."))
    if by.link:
        _refuse_if_over(event, at)
    _refuse_if_there(registration)
    registration = _end(registration, State.WITHDRAWN, "", "withdraw", by=by, at=at)
    hand_over(event, by=system_of(event.cluster), at=at)
    post([registration], Kind.WITHDRAWN, at=at)
    return registration


@transaction.atomic
def register_again(registration: Registration, *, by: Actor, at: datetime) -> Registration:
    """Take up a registration that had ended: as if somebody registered now, at the end of the list.

    Who was declined by the office is taken up by the office only.
    """
    require(rules.may_attend, by, registration)
    event = lock(registration.event)
    registration = lock(registration)
    if registration.is_open:
        raise Refused(_("This registration has not ended."))
    if by.link and registration.state == State.DECLINED:
        raise Refused(_("Please write to the organisers: they have declined this registration."))
    source = Source.PUBLIC if by.link else Source.OFFICE
    _refuse_unless_open(event, registration.quota, 1, source=source, at=at)
    acting = system_of(event.cluster) if by.link else by
    decided = _decided(event, [registration], source=source, by=acting, at=at)
    values = {**decided, "settled_because": "", "passed_over_at": None}
    registration = settle(registration, values, verb="register_again", by=by, at=at)
    post([registration], LETTER_OF[State(registration.state)], at=at)
    return registration


@transaction.atomic
def move_to_quota(
    registration: Registration, *, quota: Quota, by: Actor, at: datetime
) -> Registration:
    """Count somebody as another kind of participant, if there is a place."""
    require(rules.may_organise, by, registration)
    event = lock(registration.event)
    registration = lock(registration)
    if quota.event_id != event.pk:
        raise Refused(_("This kind of participant belongs to another event."), field="quota")
    holds = registration.is_confirmed or registration.is_offered
    if holds and quota.pk != registration.quota_id:
        _refuse_full_quota(event, registration, quota)
    registration = change(registration, {"quota": quota}, verb="move_to_quota", by=by, at=at)
    hand_over(event, by=by, at=at)
    return lock(registration)


@transaction.atomic
def leave_party(registration: Registration, *, by: Actor, at: datetime) -> list[Registration]:
    """Let the people of a group come each for themselves, so that one place is enough for one."""
    require(rules.may_attend, by, registration)
    event = lock(registration.event)
    party = party_of(registration)
    acting = system_of(event.cluster) if by.link else by
    for one in party:
        if one.lead_id is not None:
            change(one, {"lead": None}, verb="leave_party", by=acting, at=at)
    hand_over(event, by=system_of(event.cluster), at=at)
    return list(Registration.objects.filter(pk__in=[one.pk for one in party]))


def _party(
    event: Event,
    people: Sequence[Newcomer],
    *,
    quota: Quota,
    language: str,
    source: Registration.Source,
    at: datetime,
) -> list[Registration]:
    last = Registration.objects.filter(event=event).aggregate(last=Max("number"))["last"] or 0
    party = []
    for number, one in enumerate(people, start=last + 1):
        known = known_as(event.cluster, one.email, one.organisation_name)
        registration = Registration(
            cluster_id=event.cluster_id,
            event=event,
            number=number,
            quota=quota,
            given_name=one.given_name,
            family_name=one.family_name,
            email=one.email,
            phone=one.phone,
            organisation_name=one.organisation_name or known.organisation_name,
            function=one.function,
            note=one.note,
            organisation=known.organisation,
            person=known.person,
            language=language if language in event.languages else event.language,
            source=source,
            registered_at=at,
        )
        registration.digest = Registration.digest_of(registration.secret)
        party.append(registration)
    return party


def _decided(
    event: Event, party: Sequence[Registration], *, source: str, by: Actor, at: datetime
) -> dict[str, object]:
    """Say whether they are looked at first, have a place, or wait for one."""
    if source == Source.WALK_IN:
        state = State.CONFIRMED
    elif source == Source.PUBLIC and any(_is_to_be_looked_at(event, one) for one in party):
        state = State.APPLIED
    elif place_newcomers(event, party, by=by, at=at) is not None:
        state = State.CONFIRMED
    elif event.has_waiting_list:
        state = State.WAITING
    elif source == Source.PUBLIC:
        raise Refused(_("There are not enough places left."))
    else:
        raise Refused(
            _("There are not enough places left, and this event has no waiting list. Give it more.")
        )
    return {
        "state": state,
        "waiting_since": at if state == State.WAITING else None,
        "settled_at": at if state == State.CONFIRMED else None,
    }


def _is_to_be_looked_at(event: Event, registration: Registration) -> bool:
    quota, organisation = registration.quota, registration.organisation
    is_member = organisation is not None and organisation.is_member
    is_not_for_them = quota.is_for_members and not is_member
    return event.needs_approval or quota.needs_approval or is_not_for_them


def _keep_wish(registration: Registration, wish: Wish, *, by: Actor, at: datetime) -> None:
    answer(registration, wish.answers, by=by, at=at)
    agree(registration, wish.consents, by=by, at=at)
    choose_sessions(registration, wish.sessions, by=by, at=at)


def _tell_again(known: Sequence[Registration], *, source: str, at: datetime) -> None:
    """Send the letter again to those who are registered already: on the page nobody learns it."""
    if known and source != Source.PUBLIC:
        raise Refused(_("%(name)s is registered already.") % {"name": known[0]})
    for one in known:
        post([one], LETTER_OF[State(one.state)], at=at)


def _end(
    registration: Registration, state: str, because: str, verb: str, *, by: Actor, at: datetime
) -> Registration:
    values = {
        "state": state,
        "offered_until": None,
        "passed_over_at": None,
        "settled_at": at,
        "settled_because": because,
    }
    return settle(registration, values, verb=verb, by=by, at=at)


def _refuse_unless_open(
    event: Event, quota: Quota, number: int, *, source: str, at: datetime
) -> None:
    if quota.event_id != event.pk or quota.is_closed:
        raise Refused(_("Choose another kind of participant."), field="quota")
    if not 1 <= number <= max(event.party_max, 1) and source == Source.PUBLIC:
        raise Refused(_("So many people cannot be registered at once."))
    if source != Source.PUBLIC:
        if event.is_cancelled:
            raise Refused(_("This event is cancelled."))
        return
    if not event.takes_registrations(at):
        raise Refused(_("Registration is not open."))
    if not quota.is_public:
        raise Refused(_("Choose another kind of participant."), field="quota")


def _refuse_if_over(event: Event, at: datetime) -> None:
    if event.is_cancelled:
        raise Refused(_("This event is cancelled."))
    if event.is_over(at):
        raise Refused(_("This event is over."))


def _refuse_if_there(registration: Registration) -> None:
    if registration.is_there:
        raise Refused(_("%(name)s has been checked in already.") % {"name": registration})


def _refuse_full_quota(event: Event, registration: Registration, quota: Quota) -> None:
    room = room_of(event)
    moved = Registration(
        quota=quota,
        organisation_id=registration.organisation_id,
        organisation_name=registration.organisation_name,
    )
    room.left = None  # the place itself stays
    if not room.fits([moved]):
        raise Refused(_("There is no place left for this kind of participant."), field="quota")
