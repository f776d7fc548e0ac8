"""Who has come: check-in at the door, people without registration, attendance of sessions."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.events import rules
from raceme.events.models import Attendance, Event, Quota, Registration, Session
from raceme.events.verbs.registrations import (
    Newcomer,
    Wish,
    approve,
    decline,
    give_place,
    register,
)
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock, remove


@transaction.atomic
def check_in(registration: Registration, *, by: Actor, at: datetime) -> Registration:
    """Write down that somebody has come. Whoever is there already stays so, with the first time."""
    require(rules.may_check_in, by, registration)
    registration = lock(registration)
    if registration.is_there:
        return registration
    if not registration.is_confirmed:
        raise Refused(
            _("%(name)s has no place: %(state)s. Give a place first.")
            % {"name": registration, "state": registration.get_state_display()}
        )
    values = {"checked_in_at": at, "checked_in_by": by.label[:200], "excused_at": None}
    return change(registration, values, verb="check_in", by=by, at=at)


@transaction.atomic
def undo_check_in(registration: Registration, *, by: Actor, at: datetime) -> Registration:
    """Take back that somebody has come: it was somebody else."""
    require(rules.may_check_in, by, registration)
    registration = lock(registration)
    if not registration.is_there:
        raise Refused(_("%(name)s is not checked in.") % {"name": registration})
    values = {"checked_in_at": None, "checked_in_by": ""}
    return change(registration, values, verb="undo_check_in", by=by, at=at)


@transaction.atomic
def excuse(registration: Registration, *, by: Actor, at: datetime) -> Registration:
    """Write down that somebody has said beforehand not to come; asked again, take it back."""
    require(rules.may_check_in, by, registration)
    registration = lock(registration)
    if registration.is_there or not registration.is_confirmed:
        raise Refused(_("Only who has a place and has not come can be excused."))
    value = at if registration.excused_at is None else None
    return change(registration, {"excused_at": value}, verb="excuse", by=by, at=at)


@transaction.atomic
def walk_in(
    event: Event,
    newcomer: Newcomer,
    *,
    quota: Quota,
    wish: Wish | None = None,
    by: Actor,
    at: datetime,
) -> Registration:
    """Register somebody who stands at the desk, place or not, and check them in."""
    require(rules.may_check_in, by, event)
    (made,) = register(
        event,
        [newcomer],
        quota=quota,
        wish=wish,
        source=Registration.Source.WALK_IN,
        with_letter=False,
        by=by,
        at=at,
    )
    return check_in(made, by=by, at=at)


@transaction.atomic
def note_attendance(
    session: Session, outcomes: Mapping[int, str], *, by: Actor, at: datetime
) -> int:
    """Write down who was in a session; "" takes back what was noted. Says how many changed."""
    require(rules.may_check_in, by, session)
    lock(session)
    people = Registration.objects.filter(
        event=session.event_id, state=Registration.State.CONFIRMED
    ).in_bulk(list(outcomes))
    kept = {one.registration_id: one for one in session.attendances.all()}
    changed = 0
    for pk, outcome in outcomes.items():
        old, person = kept.get(pk), people.get(pk)
        if person is None or outcome == ("" if old is None else old.outcome):
            continue
        changed += 1
        if old is not None and not outcome:
            remove(old, verb="note_attendance", by=by, at=at)
        elif old is not None:
            values = {"outcome": outcome, "noted_at": at}
            change(old, values, verb="note_attendance", by=by, at=at)
        else:
            new = Attendance(
                cluster_id=session.cluster_id,
                registration=person,
                session=session,
                outcome=outcome,
                noted_at=at,
            )
            keep_new(new, verb="note_attendance", by=by, at=at)
    return changed


@transaction.atomic
def decide_together(
    registrations: Sequence[Registration], act: str, *, because: str = "", by: Actor, at: datetime
) -> None:
    """Do the same to all of these, or to none if one of them forbids it."""
    if act == "approve":
        approve(registrations, by=by, at=at)
    elif act == "decline":
        decline(registrations, because=because, by=by, at=at)
    elif act == "give-place":
        for one in registrations:
            give_place(one, by=by, at=at)
    elif act == "check-in":
        for one in registrations:
            check_in(one, by=by, at=at)
    else:
        raise Refused(_("Nobody knows how to do this."))
