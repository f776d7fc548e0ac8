"""What becomes of letters: taken up, sent, refused, cut off; messages written by the office."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.events import rules
from raceme.events.models import SILENCE, Event, EventLetter, Registration
from raceme.events.verbs.posting import post
from raceme.foundation import background, history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import lock

State = EventLetter.State
ATTEMPTS = 5  # a server that says “later” is asked so often
_TO_TRY = Q(state=State.WAITING, attempts__lt=ATTEMPTS)


def next_waiting(event_id: int, *, not_tried_since: datetime) -> EventLetter | None:
    """Give the letter of an event that has waited longest; none twice in one go."""
    waiting = EventLetter.objects.filter(_TO_TRY, registration__event=event_id)
    fresh = Q(taken_at__isnull=True) | Q(taken_at__lt=not_tried_since)
    rows = waiting.filter(fresh).select_related("registration__event__cluster")
    return rows.order_by("pk").first()


def take_letter(letter: EventLetter, *, at: datetime) -> bool:
    """Write down that a letter is being sent now; False if somebody else has taken it up."""
    waiting = EventLetter.objects.filter(pk=letter.pk, state=State.WAITING)
    taken = waiting.update(state=State.SENDING, taken_at=at, attempts=F("attempts") + 1, trouble="")
    Event.objects.filter(pk=letter.registration.event_id).update(mailing_at=at)
    return taken == 1


def note_outcome(letter: EventLetter, state: State, *, trouble: str = "", at: datetime) -> None:
    """Write down what became of a letter that was taken up."""
    taken = EventLetter.objects.filter(pk=letter.pk, state=State.SENDING)
    sent_at = at if state == State.SENT else None
    taken.update(state=state, trouble=trouble[:1000], sent_at=sent_at)


def end_mailing(event_id: int, *, trouble: str, at: datetime) -> None:
    """Write down that letters go out no more, or that some wait for another try."""
    _mark_uncertain(event_id, at)
    waits = EventLetter.objects.filter(_TO_TRY, registration__event=event_id).exists()
    Event.objects.filter(pk=event_id).update(
        mailing_at=at if waits else None, mail_trouble=trouble[:1000]
    )


@transaction.atomic
def resume_cut_off_event_letters(*, at: datetime) -> int:
    """Go on with letters that were going out when the machine stopped; say of how many events.

    A letter that was just being sent then may have left or not: it is not sent a second time.
    """
    silent = Event.objects.select_for_update().filter(mailing_at__lt=at - SILENCE)
    cut_off = list(silent)
    for event in cut_off:
        _mark_uncertain(event.pk, at)
        Event.objects.filter(pk=event.pk).update(mailing_at=at)
        background.start("events.send_letters", event_id=event.pk)
    return len(cut_off)


@transaction.atomic
def send_waiting(event: Event, *, by: Actor, at: datetime) -> None:
    """Try again to send the letters that still wait, for instance after trouble with the server."""
    require(rules.may_organise, by, event)
    event = lock(event)
    waiting = EventLetter.objects.filter(registration__event=event, state=State.WAITING)
    if not waiting.exists():
        raise Refused(_("No letter is waiting."))
    waiting.update(attempts=0)
    Event.objects.filter(pk=event.pk).update(mailing_at=at, mail_trouble="")
    background.start("events.send_letters", event_id=event.pk)


@transaction.atomic
def write_to(
    event: Event,
    registrations: Iterable[Registration],
    *,
    subject: dict[str, str],
    text: dict[str, str],
    by: Actor,
    at: datetime,
) -> list[EventLetter]:
    """Send a message to these people, in the language of each."""
    require(rules.may_organise, by, event)
    event = lock(event)
    people = [one for one in registrations if one.event_id == event.pk]
    kind = EventLetter.Kind.MESSAGE
    letters = post(people, kind, subject=subject, text=text, at=at)
    if not letters:
        raise Refused(_("None of them has an e-mail address."))
    history.record("write_to", event, by=by, at=at, before=history.values_of(event))
    return letters


@transaction.atomic
def remind(event: Event, *, by: Actor, at: datetime) -> list[EventLetter]:
    """Remind those who have a place that the event is near; nobody more than once."""
    require(rules.may_organise, by, event)
    event = lock(event)
    if not event.is_published or event.starts_at <= at:
        raise Refused(_("A reminder is sent before the event."))
    confirmed = Registration.objects.filter(event=event, state=Registration.State.CONFIRMED)
    letters = post(
        confirmed.exclude(letters__kind=EventLetter.Kind.REMINDER),
        EventLetter.Kind.REMINDER,
        at=at,
    )
    if not letters:
        raise Refused(_("Nobody is to be reminded now."))
    history.record("remind", event, by=by, at=at, before=history.values_of(event))
    return letters


@transaction.atomic
def send_again(registration: Registration, *, by: Actor, at: datetime) -> EventLetter:
    """Send the letter about the state of a registration once more, with its personal link."""
    require(rules.may_organise, by, registration)
    lock(registration.event)
    registration = lock(registration)
    kinds = {
        Registration.State.APPLIED: EventLetter.Kind.RECEIVED,
        Registration.State.CONFIRMED: EventLetter.Kind.CONFIRMED,
        Registration.State.WAITING: EventLetter.Kind.WAITING,
    }
    kind = kinds.get(Registration.State(registration.state))
    if kind is None:
        raise Refused(_("This registration has ended."))
    if registration.is_offered:
        kind = EventLetter.Kind.OFFERED
    if not registration.email:
        raise Refused(_("No e-mail address is known."))
    (letter,) = post([registration], kind, at=at)
    before = history.values_of(registration)
    history.record("send_again", registration, by=by, at=at, before=before)
    return letter


def _mark_uncertain(event_id: int, at: datetime) -> None:
    sending = EventLetter.objects.filter(registration__event=event_id, state=State.SENDING)
    sending.filter(taken_at__lt=at - SILENCE).update(state=State.UNCERTAIN)
