"""When people are free: what they have planned, where they cannot be, and how much they want."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.events.models import SessionChoice
from raceme.meetings.models import Absence, KindLimit, Meeting, Participation, Profile
from raceme.meetings.queries.slots import Slot

Stretch = tuple[datetime, datetime]
STANDING = (Meeting.State.PLANNED, Meeting.State.HELD, Meeting.State.NO_SHOW)


@dataclass(frozen=True)
class Diary:
    """What decides when somebody has room; colleagues who share a timetable share the meetings.

    `most` is None where there is no limit, `rest_after` where no break is needed.
    """

    profile: Profile
    absent: Sequence[Stretch] = field(default=())
    sessions: Sequence[Stretch] = field(default=())
    meetings: Sequence[Meeting] = field(default=())
    most: int | None = None
    rest_after: int | None = None


def diaries_of(profiles: Collection[Profile], *, besides: Meeting | None = None) -> list[Diary]:
    """Read the diaries of some participants of one event, with the same few questions for all.

    `besides`: a meeting that is to be moved, and so is in nobody's way.
    """
    matchmaking = next(iter(profiles)).matchmaking
    absent, sessions = _absences(profiles), _sessions(profiles)
    meetings = _meetings({one.owner_id for one in profiles}, besides)
    most = _most_by_kind(matchmaking.pk)
    return [
        Diary(
            profile=one,
            absent=absent[one.pk],
            sessions=sessions[one.registration_id],
            meetings=meetings[one.owner_id],
            most=_first(one.most, most.get(one.registration.quota_id), matchmaking.most),
            rest_after=_first(one.rest_after, matchmaking.rest_after),
        )
        for one in profiles
    ]


def why_busy(diary: Diary, slot: Slot) -> str | Promise | None:
    """Say why somebody cannot meet in a slot; None where they can."""
    profile = diary.profile
    kinds = {one.pk for one in slot.block.kinds.all()}
    if profile.is_absent or overlaps(slot, diary.absent):
        return _("%(name)s is not there then.") % {"name": profile}
    if kinds and profile.registration.quota_id not in kinds:
        return _("This block is not for %(name)s.") % {"name": profile}
    if overlaps(slot, diary.sessions):
        return _("%(name)s is in a session then.") % {"name": profile}
    if overlaps(slot, [(one.starts_at, one.ends_at) for one in diary.meetings]):
        return _("%(name)s has a meeting then.") % {"name": profile}
    return _why_enough(diary, slot)


def overlaps(slot: Slot, stretches: Iterable[Stretch]) -> bool:
    """Whether a slot has any moment in common with one of the stretches."""
    return any(starts < slot.ends_at and slot.starts_at < ends for starts, ends in stretches)


def _why_enough(diary: Diary, slot: Slot) -> str | Promise | None:
    name = {"name": diary.profile}
    if diary.most is not None and len(diary.meetings) >= diary.most:
        return _("%(name)s has as many meetings as wanted.") % name
    if diary.rest_after is not None and _in_a_row(diary, slot) > diary.rest_after:
        return _("%(name)s needs a break by then.") % name
    return None


def _in_a_row(diary: Diary, slot: Slot) -> int:
    """Count the meetings in adjacent slots of a block, the new one among them."""
    taken = {one.number for one in diary.meetings if one.block_id == slot.block.pk}
    first = last = slot.number
    while first - 1 in taken:
        first -= 1
    while last + 1 in taken:
        last += 1
    return last - first + 1


def _absences(profiles: Collection[Profile]) -> dict[int, list[Stretch]]:
    found: dict[int, list[Stretch]] = defaultdict(list)
    for one in Absence.objects.filter(profile__in=profiles):
        found[one.profile_id].append((one.starts_at, one.ends_at))
    return found


def _sessions(profiles: Collection[Profile]) -> dict[int, list[Stretch]]:
    """The sessions that people chose; blocks of meetings on the agenda are no obstacle."""
    rows = SessionChoice.objects.filter(
        registration__in=[one.registration_id for one in profiles],
        session__dropped_at__isnull=True,
    ).exclude(session__kind="meetings")
    found: dict[int, list[Stretch]] = defaultdict(list)
    for one in rows.select_related("session"):
        found[one.registration_id].append((one.session.starts_at, one.session.ends_at))
    return found


def _meetings(owners: Collection[int], besides: Meeting | None) -> dict[int, list[Meeting]]:
    mine = Q(profile__in=owners) | Q(profile__timetable_of__in=owners)
    rows = Participation.objects.filter(mine, meeting__state__in=STANDING)
    found: dict[int, list[Meeting]] = defaultdict(list)
    for one in rows.select_related("meeting__place", "profile"):
        known = found[one.profile.owner_id]
        if (besides is None or one.meeting_id != besides.pk) and one.meeting not in known:
            known.append(one.meeting)
    return found


def _most_by_kind(matchmaking_id: int) -> dict[int, int | None]:
    rows = KindLimit.objects.filter(matchmaking=matchmaking_id)
    return dict(rows.values_list("quota", "most"))


def _first(*values: int | None) -> int | None:
    """The first value that somebody has said."""
    return next((one for one in values if one is not None), None)
