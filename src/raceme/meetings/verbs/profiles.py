"""Profiles of participants: written, hidden, and when somebody cannot meet."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock, remove
from raceme.meetings import rules
from raceme.meetings.models import Absence, Profile


@transaction.atomic
def write_profile(profile: Profile, *, by: Actor, at: datetime, **values: Any) -> Profile:
    """Say what somebody offers and looks for."""
    require(rules.may_act_as, by, profile)
    values = {**values, "written_at": at}
    return _again(change(profile, values, verb="write_profile", by=by, at=at), profile)


@transaction.atomic
def set_targets(
    profile: Profile,
    *,
    least: int | None,
    most: int | None,
    rest_after: int | None = None,
    by: Actor,
    at: datetime,
) -> Profile:
    """Say how many meetings one participant has at least and at most, such as a sold package."""
    require(rules.may_arrange, by, profile)
    values = {"least": least, "most": most, "rest_after": rest_after}
    return _again(change(profile, values, verb="set_targets", by=by, at=at), profile)


@transaction.atomic
def hide_profile(profile: Profile, *, by: Actor, at: datetime) -> Profile:
    """Let other participants not see somebody; meetings that are arranged stay."""
    require(rules.may_arrange, by, profile)
    return _again(change(profile, {"hidden_at": at}, verb="hide_profile", by=by, at=at), profile)


@transaction.atomic
def show_profile(profile: Profile, *, by: Actor, at: datetime) -> Profile:
    """Let other participants see somebody again, if they have agreed to it."""
    require(rules.may_arrange, by, profile)
    return _again(change(profile, {"hidden_at": None}, verb="show_profile", by=by, at=at), profile)


@transaction.atomic
def share_timetable(profile: Profile, owner: Profile | None, *, by: Actor, at: datetime) -> Profile:
    """Let colleagues share one timetable: they are in one meeting at a time. None: no more."""
    require(rules.may_arrange, by, profile)
    lock(profile.matchmaking)
    if owner is not None:
        _refuse_to_share(profile, owner)
    values = {"timetable_of": owner}
    return _again(change(profile, values, verb="share_timetable", by=by, at=at), profile)


@transaction.atomic
def be_absent(
    profile: Profile, spans: Iterable[tuple[datetime, datetime]], *, by: Actor, at: datetime
) -> None:
    """Say anew when somebody cannot meet; at all other times they can. Meetings there stay."""
    require(rules.may_act_as, by, profile)
    lock(profile.matchmaking)
    wanted = set(spans)
    for one in profile.absences.all():
        if (one.starts_at, one.ends_at) in wanted:
            wanted.discard((one.starts_at, one.ends_at))
        else:
            remove(one, verb="be_back", by=by, at=at)
    for starts_at, ends_at in sorted(wanted):
        row = Absence(
            cluster_id=profile.cluster_id, profile=profile, starts_at=starts_at, ends_at=ends_at
        )
        keep_new(row, verb="be_absent", by=by, at=at)


def _refuse_to_share(profile: Profile, owner: Profile) -> None:
    if owner.pk == profile.pk or owner.matchmaking_id != profile.matchmaking_id:
        raise Refused(_("Choose somebody else of the same event."))
    if owner.timetable_of_id is not None:
        raise Refused(_("%(name)s shares somebody's timetable already.") % {"name": owner})
    if profile.delegates.exists():
        raise Refused(_("Others share the timetable of %(name)s.") % {"name": profile})
    if profile.participations.filter(meeting__state="planned").exists():
        raise Refused(_("%(name)s has meetings already. Cancel them first.") % {"name": profile})


def _again(changed: Profile, read: Profile) -> Profile:
    """Give what was changed together with what was read with it before."""
    changed.registration, changed.matchmaking = read.registration, read.matchmaking
    return changed
