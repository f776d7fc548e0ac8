"""Put letters into the tray; they leave in the background."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from raceme.access.actor import Actor
from raceme.events import rules
from raceme.events.models import Event, EventLetter, Registration
from raceme.foundation.errors import require
from raceme.foundation.mailing import Outbox

State = EventLetter.State
OUTBOX = Outbox(
    letters=EventLetter,
    owners=Event,
    way="registration__event",
    work="events.send_letters",
    argument="event_id",
    read=("registration__event__cluster",),
)


def post(
    registrations: Iterable[Registration],
    kind: EventLetter.Kind,
    *,
    subject: Mapping[str, str] | None = None,
    text: Mapping[str, str] | None = None,
    at: datetime,
) -> list[EventLetter]:
    """Ask for a letter to each of them who has an address; of one kind they get the newest only."""
    people = [one for one in registrations if one.email]
    if not people:
        return []
    older = EventLetter.objects.filter(registration__in=people, kind=kind, state=State.WAITING)
    if kind != EventLetter.Kind.MESSAGE:
        older.update(state=State.DROPPED)
    made = EventLetter.objects.bulk_create(
        [
            EventLetter(
                cluster_id=one.cluster_id,
                registration=one,
                kind=kind,
                email=one.email,
                language=one.language,
                subject=dict(subject or {}),
                text=dict(text or {}),
                asked_at=at,
            )
            for one in people
        ],
        batch_size=500,
    )
    OUTBOX.begin(people[0].event_id, at=at)
    return made


def drop_waiting(event: Event, *, by: Actor) -> None:
    """Let letters that still wait not be sent: what they say is no longer so."""
    require(rules.may_organise, by, event)
    EventLetter.objects.filter(registration__event=event, state=State.WAITING).update(
        state=State.DROPPED
    )
