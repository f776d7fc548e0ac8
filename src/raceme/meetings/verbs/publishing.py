"""A draft becomes what people know: meetings follow it, and whoever is concerned is told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor, system_of
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, change_several, keep_several, lock
from raceme.foundation.writing import insert_all
from raceme.meetings import rules
from raceme.meetings.bridge.board import Shift, shifts_of, troubles_of
from raceme.meetings.models import (
    Matchmaking,
    Meeting,
    MeetingLetter,
    MeetingRequest,
    Participation,
    Profile,
    Timetable,
)
from raceme.meetings.queries.asking import requests_visible_to
from raceme.meetings.queries.board import (
    Floor,
    Seated,
    floor_of,
    placings_of,
    published_version,
)
from raceme.meetings.verbs.posting import post

State = Timetable.State
Kind = MeetingLetter.Kind
CHUNK = 500  # requests read at once


@dataclass(frozen=True)
class Published:
    """What publishing has done: how many meetings it made, moved and cancelled, whom it told."""

    timetable: Timetable
    shifts: Sequence[Shift]
    letters: int


@transaction.atomic
def publish_timetable(
    timetable: Timetable, *, tell: bool = True, by: Actor, at: datetime
) -> Published:
    """Make a draft the schedule that people know; `tell`: write to all whom it concerns.

    What has begun stays as it was. A draft that breaks a rule by now is refused: it was made
    before somebody left or a place was closed.
    """
    require(rules.may_arrange, by, timetable)
    matchmaking = lock(timetable.matchmaking)
    timetable = lock(timetable)
    timetable.matchmaking = matchmaking
    if not timetable.is_draft:
        raise Refused(_("Only a draft can be published."))
    floor, rows = floor_of(matchmaking), placings_of(timetable)
    _refuse_broken(floor, rows, at=at)
    shifts = shifts_of(floor, rows, now=at)
    before = published_version(matchmaking)
    if before is not None:
        change(before, {"state": State.REPLACED}, verb="replace_timetable", by=by, at=at)
    values = {"state": State.PUBLISHED, "published_at": at}
    timetable = change(timetable, values, verb="publish_timetable", by=by, at=at)
    timetable.matchmaking = matchmaking
    requests = _requests_of(matchmaking, [one.request for one in shifts])
    meetings = _follow(timetable, requests, shifts, by=by, at=at)
    _insert_people(floor, [one for one in shifts if one.before is None], meetings)
    _carry_locks(floor, rows)
    is_first = before is None
    letters = _tell(floor, shifts, meetings, is_first=is_first, at=at) if tell else 0
    return Published(timetable, shifts, letters)


def _follow(
    timetable: Timetable,
    requests: Mapping[int, MeetingRequest],
    shifts: Sequence[Shift],
    *,
    by: Actor,
    at: datetime,
) -> dict[int, Meeting]:
    """Make, move and cancel meetings as the version says; give them by request."""
    told = [one.before.meeting for one in shifts if one.before is not None]
    old = Meeting.objects.in_bulk([pk for pk in told if pk is not None])
    labels = {pk: str(requests[one.request_id]) for pk, one in old.items()}
    changes = []
    for shift in shifts:
        if shift.before is None:
            continue
        meeting = old[shift.before.meeting or 0]
        edition = {"calendar_edition": meeting.calendar_edition + 1, "timetable_id": timetable.pk}
        if shift.after is None:
            gone = {"state": Meeting.State.CANCELLED, "settled_at": at, "cancelled_by": by.label}
            changes.append((meeting, {**gone, **edition}))
        else:
            changes.append((meeting, {**_cell(shift.after), **edition}))
    for verb, is_gone in (("cancel_meeting", True), ("move_meeting", False)):
        some = [pair for pair in changes if ("state" in pair[1]) == is_gone]
        change_several(some, verb=verb, by=by, at=at, labels=labels)
    new = [
        Meeting(
            cluster_id=timetable.cluster_id,
            matchmaking_id=timetable.matchmaking_id,
            request=requests[shift.request],
            timetable=timetable,
            made_at=at,
            is_locked=shift.after.is_locked,
            **_cell(shift.after),
        )
        for shift in shifts
        if shift.before is None and shift.after is not None
    ]
    kept = keep_several(new, verb="arrange_meeting", by=by, at=at)
    again = Meeting.objects.in_bulk(list(old))
    return {one.request_id: one for one in [*again.values(), *kept]}


def _insert_people(floor: Floor, shifts: Sequence[Shift], meetings: Mapping[int, Meeting]) -> None:
    insert_all(
        [
            Participation(
                cluster_id=floor.matchmaking.cluster_id,
                meeting=meetings[shift.request],
                profile_id=who,
            )
            for shift in shifts
            for who in floor.requests[shift.request].people
        ]
    )


def _carry_locks(floor: Floor, rows: Mapping[int, Seated]) -> None:
    """Meetings that stay where they are take over what the version says of locks."""
    for is_locked in (True, False):
        differs = [
            told.meeting
            for request, told in floor.told.items()
            if told.meeting is not None
            and request in rows
            and rows[request].is_locked == is_locked != told.is_locked
        ]
        Meeting.objects.filter(pk__in=differs).update(is_locked=is_locked)


def concerned_by(floor: Floor, shifts: Sequence[Shift]) -> list[tuple[Profile, list[Shift]]]:
    """Give everybody whose meetings change, by name, with what changes."""
    own: dict[int, list[Shift]] = {}
    for shift in shifts:
        for who in floor.requests[shift.request].people:
            own.setdefault(who, []).append(shift)
    found = [(floor.profiles[who], its) for who, its in own.items()]
    return sorted(
        found,
        key=lambda one: (
            one[0].registration.family_name,
            one[0].registration.given_name,
            one[0].pk,
        ),
    )


def _tell(
    floor: Floor,
    shifts: Sequence[Shift],
    meetings: Mapping[int, Meeting],
    *,
    is_first: bool,
    at: datetime,
) -> int:
    """Write to whom it concerns: the timetable, or what has become of it.

    A cancelled meeting has a letter of its own, which takes the entry out of the calendar.
    """
    for profile in floor.profiles.values():
        profile.matchmaking = floor.matchmaking
    told, letters = [], 0
    for profile, own in concerned_by(floor, shifts):
        if any(one.after is not None for one in own):
            told.append(profile)
    kind = Kind.TIMETABLE if is_first else Kind.CHANGES
    letters += len(post(told, kind, at=at))
    for shift in shifts:
        if shift.after is None:
            people = [floor.profiles[who] for who in floor.requests[shift.request].people]
            meeting = meetings[shift.request]
            letters += len(
                post(people, Kind.CANCELLED, request=meeting.request, meeting=meeting, at=at)
            )
    return letters


def _cell(seated: Seated) -> dict[str, object]:
    return {
        "block_id": seated.block,
        "number": seated.number,
        "starts_at": seated.starts_at,
        "ends_at": seated.ends_at,
        "place_id": seated.place,
    }


def _requests_of(matchmaking: Matchmaking, wanted: Collection[int]) -> dict[int, MeetingRequest]:
    rows = requests_visible_to(system_of(matchmaking.cluster))
    found: dict[int, MeetingRequest] = {}
    numbers = sorted(wanted)
    for start in range(0, len(numbers), CHUNK):
        found |= rows.in_bulk(numbers[start : start + CHUNK])
    return found


def _refuse_broken(floor: Floor, rows: Mapping[int, Seated], *, at: datetime) -> None:
    troubles = troubles_of(floor, rows, now=at)
    if not troubles:
        return
    message = _("This draft cannot be published any more (%(number)d reasons). %(first)s")
    raise Refused(message % {"number": len(troubles), "first": troubles[0].sentence})
