"""The day itself: who does not come or comes late, what is closed, who came unannounced.

Each verb notes what is so. What the schedule makes of it is another act, `repair_timetable`: a
draft that somebody looks at before people are sent to other tables.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.events.models import Quota
from raceme.events.verbs.attending import walk_in
from raceme.events.verbs.registrations import Newcomer, Wish
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, lock
from raceme.meetings import rules
from raceme.meetings.models import (
    Matchmaking,
    Meeting,
    MeetingBlock,
    MeetingRequest,
    Place,
    PlaceClosing,
    Profile,
)
from raceme.meetings.queries.profiles import profiles_visible_to
from raceme.meetings.queries.slots import slots_of
from raceme.meetings.verbs.meetings import mark_held
from raceme.meetings.verbs.places import close_place_for_a_while
from raceme.meetings.verbs.profiles import be_absent
from raceme.meetings.verbs.requests import book
from raceme.meetings.verbs.setup import enter_profiles

CONSENTS = ("data", "networking")


@transaction.atomic
def mark_absent(profile: Profile, *, by: Actor, at: datetime) -> Profile:
    """Note that somebody does not come, or does not come again; meetings to come are in the way."""
    require(rules.may_arrange, by, profile)
    if lock(profile).is_absent:
        raise Refused(_("That is noted already."))
    return change(profile, {"absent_at": at}, verb="mark_absent", by=by, at=at)


@transaction.atomic
def mark_present(profile: Profile, *, by: Actor, at: datetime) -> Profile:
    """Note that somebody has come after all."""
    require(rules.may_arrange, by, profile)
    if not lock(profile).is_absent:
        raise Refused(_("Nobody noted that this person is missing."))
    return change(profile, {"absent_at": None}, verb="mark_present", by=by, at=at)


@transaction.atomic
def come_late(profile: Profile, *, until: datetime, by: Actor, at: datetime) -> None:
    """Note until when somebody cannot meet; what was said before of other times stays."""
    require(rules.may_arrange, by, profile)
    if until <= at:
        raise Refused(_("This time is over."), field="until")
    spans = [(one.starts_at, one.ends_at) for one in profile.absences.all()]
    be_absent(profile, [*spans, (at, until)], by=by, at=at)


@transaction.atomic
def close_place_now(place: Place, *, by: Actor, at: datetime) -> PlaceClosing:
    """Close a place for the rest of the event; meetings planned there need another one."""
    require(rules.may_arrange, by, place)
    blocks = MeetingBlock.objects.filter(matchmaking=place.matchmaking_id, ends_at__gt=at)
    last = blocks.order_by("-ends_at").first()
    if last is None:
        raise Refused(_("No meeting takes place any more."))
    return close_place_for_a_while(place, starts_at=at, ends_at=last.ends_at, by=by, at=at)


@transaction.atomic
def close_slot_now(block: MeetingBlock, number: int, *, by: Actor, at: datetime) -> MeetingBlock:
    """Close a slot in which meetings may be planned; they need another time."""
    require(rules.may_arrange, by, block)
    matchmaking = lock(block.matchmaking)
    block = lock(block)
    slot = next((one for one in slots_of(block) if one.number == number), None)
    if slot is None or slot.is_closed or slot.starts_at < at:
        raise Refused(_("This time is closed already, or over."))
    change(matchmaking, {"moved_at": at}, verb="describe_matchmaking", by=by, at=at)
    closed = sorted({*block.closed_slots, number})
    return change(block, {"closed_slots": closed}, verb="close_slots", by=by, at=at)


@transaction.atomic
def welcome(
    matchmaking: Matchmaking,
    newcomer: Newcomer,
    *,
    quota: Quota,
    by: Actor,
    at: datetime,
) -> Profile:
    """Register somebody who stands at the desk and agrees to be seen, and let them take part."""
    require(rules.may_arrange, by, matchmaking)
    wish = Wish(consents=CONSENTS)
    registration = walk_in(matchmaking.event, newcomer, quota=quota, wish=wish, by=by, at=at)
    enter_profiles(matchmaking, [registration], by=by, at=at)
    return profiles_visible_to(by).get(registration=registration)


@transaction.atomic
def ask_at_the_desk(asking: Profile, asked: Profile, *, by: Actor, at: datetime) -> MeetingRequest:
    """Note that two who are there want to meet; no letter: they are told at the desk."""
    require(rules.may_arrange, by, asking)
    source = MeetingRequest.Source.WALK_IN
    return book(asking, asked, source=source, tell=False, by=by, at=at)


@transaction.atomic
def serve_walk_in(
    matchmaking: Matchmaking,
    who: Profile | Newcomer,
    *,
    asked: Profile,
    quota: Quota | None = None,
    by: Actor,
    at: datetime,
) -> MeetingRequest:
    """Do all for somebody at the desk in one go: register them if need be, and note the wish."""
    require(rules.may_arrange, by, matchmaking)
    if isinstance(who, Newcomer):
        if quota is None:
            raise Refused(_("Say what kind of participant it is."), field="quota")
        who = welcome(matchmaking, who, quota=quota, by=by, at=at)
    return ask_at_the_desk(who, asked, by=by, at=at)


@transaction.atomic
def mark_all_held(matchmaking: Matchmaking, starts_at: datetime, *, by: Actor, at: datetime) -> int:
    """Note that all meetings of a slot took place of which nobody has said otherwise."""
    require(rules.may_arrange, by, matchmaking)
    rows = Meeting.objects.filter(
        matchmaking=matchmaking, starts_at=starts_at, state=Meeting.State.PLANNED
    )
    meetings = list(rows)
    for meeting in meetings:
        mark_held(meeting, by=by, at=at)
    return len(meetings)
