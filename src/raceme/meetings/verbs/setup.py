"""Matchmaking of an event: prepared, described, opened, closed; who may ask whom."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.events.models import Event, Quota, Registration
from raceme.events.verbs.events import describe_event, letters_with
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, keep_several, lock, remove
from raceme.meetings import rules
from raceme.meetings.models import AskRule, KindLimit, Matchmaking, MeetingLetter, Profile
from raceme.meetings.queries.choices import sector_of
from raceme.meetings.queries.profiles import shown_profiles
from raceme.meetings.queries.slots import blocks_of, slots_in
from raceme.meetings.verbs.posting import post
from raceme.meetings.words import LETTERS

State = Matchmaking.State


@transaction.atomic
def prepare_matchmaking(event: Event, *, by: Actor, at: datetime, **values: Any) -> Matchmaking:
    """Begin matchmaking of an event; whoever is registered asks for consent to being seen."""
    require(rules.may_arrange, by, event)
    event = lock(event)
    if event.is_cancelled:
        raise Refused(_("This event is cancelled."))
    if Matchmaking.objects.filter(event=event).exists():
        raise Refused(_("This event has matchmaking already."))
    if not event.has_networking:
        event = describe_event(event, has_networking=True, by=by, at=at)
    row = Matchmaking(cluster_id=event.cluster_id, event=event, **values)
    matchmaking = keep_new(row, verb="prepare_matchmaking", by=by, at=at)
    enter_profiles(matchmaking, by=by, at=at)
    return matchmaking


@transaction.atomic
def describe_matchmaking(
    matchmaking: Matchmaking, *, by: Actor, at: datetime, **values: Any
) -> Matchmaking:
    """Change how matchmaking goes; meetings that are arranged stay, new ones follow the rules."""
    require(rules.may_arrange, by, matchmaking)
    values = {**values, "moved_at": at}
    return change(matchmaking, values, verb="describe_matchmaking", by=by, at=at)


@transaction.atomic
def write_letter(
    matchmaking: Matchmaking,
    kind: str,
    *,
    subject: dict[str, str],
    text: dict[str, str],
    by: Actor,
    at: datetime,
) -> Matchmaking:
    """Put a letter about meetings into the office's own words; empty ones are the usual again."""
    require(rules.may_arrange, by, matchmaking)
    if kind not in LETTERS:
        raise Refused(_("There is no such letter."))
    letters = letters_with(lock(matchmaking).letters, kind, subject=subject, text=text)
    return change(matchmaking, {"letters": letters}, verb="write_letter", by=by, at=at)


@transaction.atomic
def open_matchmaking(
    matchmaking: Matchmaking, *, tell: bool = False, by: Actor, at: datetime
) -> Matchmaking:
    """Let participants ask for meetings. `tell`: write to all who want to be seen."""
    require(rules.may_arrange, by, matchmaking)
    matchmaking = lock(matchmaking)
    if matchmaking.is_open:
        raise Refused(_("Meetings can be asked for already."))
    if not slots_in(blocks_of(matchmaking)):
        raise Refused(_("Say first when people can meet: there is no slot yet."))
    if matchmaking.is_picked and not matchmaking.places.filter(closed_at__isnull=True).exists():
        raise Refused(_("Say first where people can meet: there is no place yet."))
    values = {"state": State.OPEN, "opened_at": matchmaking.opened_at or at, "closed_at": None}
    matchmaking = change(matchmaking, values, verb="open_matchmaking", by=by, at=at)
    if tell:
        post(shown_profiles(matchmaking), MeetingLetter.Kind.OPENED, at=at)
    return matchmaking


@transaction.atomic
def close_matchmaking(matchmaking: Matchmaking, *, by: Actor, at: datetime) -> Matchmaking:
    """End the asking; requests that wait can still be answered until they expire."""
    require(rules.may_arrange, by, matchmaking)
    matchmaking = lock(matchmaking)
    if not matchmaking.is_open:
        raise Refused(_("Matchmaking is not open."))
    values = {"state": State.CLOSED, "closed_at": at}
    return change(matchmaking, values, verb="close_matchmaking", by=by, at=at)


@transaction.atomic
def settle_ask_rules(
    matchmaking: Matchmaking,
    pairs: Collection[tuple[Quota, Quota]],
    *,
    everybody: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Say which kinds of participants may ask which; `everybody`: the table does not count."""
    require(rules.may_arrange, by, matchmaking)
    matchmaking = lock(matchmaking)
    wanted = {(one.pk, other.pk) for one, other in pairs}
    standing = {(one.asking_id, one.asked_id): one for one in matchmaking.ask_rules.all()}
    for pair, rule in standing.items():
        if pair not in wanted:
            remove(rule, verb="forbid_asking", by=by, at=at)
    new = [
        AskRule(cluster_id=matchmaking.cluster_id, matchmaking=matchmaking, asking=one, asked=other)
        for one, other in pairs
        if (one.pk, other.pk) not in standing
    ]
    keep_several(new, verb="allow_asking", by=by, at=at)
    describe_matchmaking(matchmaking, everybody_may_ask=everybody, by=by, at=at)


@transaction.atomic
def settle_limits(
    matchmaking: Matchmaking,
    limits: Iterable[tuple[Quota, int, int | None]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Say how many meetings each kind has at least and at most; none said: what all have."""
    require(rules.may_arrange, by, matchmaking)
    standing = {one.quota_id: one for one in lock(matchmaking).limits.all()}
    for quota, least, most in limits:
        row = standing.get(quota.pk)
        if not least and most is None:
            if row is not None:
                remove(row, verb="drop_limit", by=by, at=at)
            continue
        values = {"least": least, "most": most}
        if row is None:
            row = KindLimit(
                cluster_id=matchmaking.cluster_id, matchmaking=matchmaking, quota=quota, **values
            )
            keep_new(row, verb="add_limit", by=by, at=at)
        else:
            change(row, values, verb="change_limit", by=by, at=at)


@transaction.atomic
def enter_profiles(
    matchmaking: Matchmaking,
    registrations: Iterable[Registration] | None = None,
    *,
    by: Actor,
    at: datetime,
) -> list[Profile]:
    """Give everybody who has a place an empty profile; run twice, it finds nobody new."""
    require(rules.may_arrange, by, matchmaking)
    if registrations is None:
        registrations = Registration.objects.filter(
            event_id=matchmaking.event_id, state=Registration.State.CONFIRMED
        ).select_related("organisation")
    known = set(
        Profile.objects.filter(matchmaking=matchmaking).values_list("registration", flat=True)
    )
    rows = [
        Profile(
            cluster_id=matchmaking.cluster_id,
            matchmaking=matchmaking,
            registration=one,
            country=one.organisation.country if one.organisation else "",
            sector=sector_of(one.organisation),
        )
        for one in registrations
        if one.pk not in known
    ]
    return keep_several(rows, verb="enter_profile", by=by, at=at)
