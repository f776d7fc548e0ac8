"""Put letters of matchmaking into the tray; they leave in the background."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from raceme.access.actor import Actor
from raceme.foundation.errors import require
from raceme.foundation.mailing import Outbox
from raceme.meetings import rules
from raceme.meetings.models import (
    FurtherGuest,
    Matchmaking,
    Meeting,
    MeetingLetter,
    MeetingRequest,
    Profile,
)

State = MeetingLetter.State
# Of these, a newer one takes the place of an older one that still waits.
ONE_IS_ENOUGH = {
    MeetingLetter.Kind.OPENED,
    MeetingLetter.Kind.TO_ANSWER,
    MeetingLetter.Kind.TO_ASK,
    MeetingLetter.Kind.TIMETABLE,
    MeetingLetter.Kind.CHANGES,
}
OUTBOX = Outbox(
    letters=MeetingLetter,
    owners=Matchmaking,
    way="profile__matchmaking",
    work="meetings.send_letters",
    argument="matchmaking_id",
    read=(
        "profile__matchmaking",
        "profile__registration__event__cluster",
        "request__asking__registration",
        "request__asked__registration",
        "meeting__place",
        "meeting__request__asking__registration",
        "meeting__request__asked__registration",
        "guest__profile__registration",
    ),
)


def post(
    profiles: Iterable[Profile],
    kind: MeetingLetter.Kind,
    *,
    request: MeetingRequest | None = None,
    meeting: Meeting | None = None,
    guest: FurtherGuest | None = None,
    months: int | None = None,
    subject: Mapping[str, str] | None = None,
    text: Mapping[str, str] | None = None,
    at: datetime,
) -> list[MeetingLetter]:
    """Ask for a letter to each of them who has an address. Profiles come with registrations."""
    people = [one for one in profiles if one.registration.email]
    if not people:
        return []
    if kind in ONE_IS_ENOUGH:
        older = MeetingLetter.objects.filter(profile__in=people, kind=kind, state=State.WAITING)
        older.update(state=State.DROPPED)
    made = MeetingLetter.objects.bulk_create(
        [
            MeetingLetter(
                cluster_id=one.cluster_id,
                profile=one,
                kind=kind,
                request=request,
                meeting=meeting,
                guest=guest,
                months=months,
                email=one.registration.email,
                language=one.registration.language,
                subject=dict(subject or {}),
                text=dict(text or {}),
                asked_at=at,
            )
            for one in people
        ],
        batch_size=500,
    )
    OUTBOX.begin(people[0].matchmaking_id, at=at)
    return made


def send_waiting(matchmaking: Matchmaking, *, by: Actor, at: datetime) -> None:
    """Try again to send what waits, for instance after trouble with the mail server."""
    require(rules.may_arrange, by, matchmaking)
    OUTBOX.retry(matchmaking.pk, at=at)
