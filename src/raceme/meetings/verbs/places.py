"""When and where people can meet: blocks, places, hours in which they are closed, ways to walk."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.events.models import Quota
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, keep_several, lock, remove
from raceme.meetings import rules
from raceme.meetings.models import Matchmaking, MeetingBlock, Place, PlaceClosing, Walk
from raceme.meetings.queries.slots import slots_of


@transaction.atomic
def add_block(
    matchmaking: Matchmaking,
    *,
    kinds: Collection[Quota] = (),
    places: Collection[Place] = (),
    by: Actor,
    at: datetime,
    **values: Any,
) -> MeetingBlock:
    """Say when people can meet: a stretch of time and how long a meeting is."""
    require(rules.may_arrange, by, matchmaking)
    _note_change(matchmaking, at)
    row = MeetingBlock(cluster_id=matchmaking.cluster_id, matchmaking=matchmaking, **values)
    _refuse_no_slot(row)
    block = keep_new(row, verb="add_block", by=by, at=at)
    block.kinds.set(kinds)
    block.places.set(places)
    return block


@transaction.atomic
def describe_block(
    block: MeetingBlock,
    *,
    kinds: Collection[Quota] | None = None,
    places: Collection[Place] | None = None,
    by: Actor,
    at: datetime,
    **values: Any,
) -> MeetingBlock:
    """Change a block. While meetings are planned in it, its slots stay where they are."""
    require(rules.may_arrange, by, block)
    _note_change(block.matchmaking, at)
    block = lock(block)
    was = [(one.starts_at, one.ends_at) for one in slots_of(block)]
    block = change(block, values, verb="describe_block", by=by, at=at)
    _refuse_no_slot(block)
    _refuse_lost_slots(block, was)
    if kinds is not None:
        block.kinds.set(kinds)
    if places is not None:
        block.places.set(places)
    return block


@transaction.atomic
def close_slots(
    block: MeetingBlock, numbers: Iterable[int], *, by: Actor, at: datetime
) -> MeetingBlock:
    """Say in which slots of a block nobody meets; meetings planned there must be moved first."""
    require(rules.may_arrange, by, block)
    _note_change(block.matchmaking, at)
    closed = sorted(set(numbers))
    if set(closed) - {one.number for one in slots_of(block)}:
        raise Refused(_("This block has no such slot."))
    hit = block.meetings.filter(state="planned", number__in=closed).count()
    if hit:
        raise Refused(
            _("%(number)d meetings are planned there. Move them first.") % {"number": hit}
        )
    return change(block, {"closed_slots": closed}, verb="close_slots", by=by, at=at)


@transaction.atomic
def drop_block(block: MeetingBlock, *, by: Actor, at: datetime) -> None:
    """Take a block away in which no meeting is planned; what was there stays known."""
    require(rules.may_arrange, by, block)
    _note_change(block.matchmaking, at)
    hit = block.meetings.filter(state="planned").count()
    if hit:
        raise Refused(
            _("%(number)d meetings are planned there. Move them first.") % {"number": hit}
        )
    change(block, {"dropped_at": at}, verb="drop_block", by=by, at=at)


@transaction.atomic
def add_places(
    matchmaking: Matchmaking,
    names: Collection[str],
    *,
    by: Actor,
    at: datetime,
    **values: Any,
) -> list[Place]:
    """Add places of the same kind, such as ten tables."""
    require(rules.may_arrange, by, matchmaking)
    _note_change(matchmaking, at)
    taken = set(matchmaking.places.filter(name__in=names).values_list("name", flat=True))
    if taken or len(set(names)) != len(names):
        raise Refused(_("Another place has this name."), field="name")
    last = matchmaking.places.aggregate(last=Max("rank"))["last"] or 0
    rows = [
        Place(
            cluster_id=matchmaking.cluster_id,
            matchmaking=matchmaking,
            name=name,
            rank=last + number,
            **values,
        )
        for number, name in enumerate(names, start=1)
    ]
    return keep_several(rows, verb="add_place", by=by, at=at)


@transaction.atomic
def describe_place(place: Place, *, by: Actor, at: datetime, **values: Any) -> Place:
    """Change a place."""
    require(rules.may_arrange, by, place)
    _note_change(place.matchmaking, at)
    return change(place, values, verb="describe_place", by=by, at=at)


@transaction.atomic
def close_place(place: Place, *, by: Actor, at: datetime) -> Place:
    """Say that nobody meets there any more; meetings planned there must be moved by the board."""
    require(rules.may_arrange, by, place)
    _note_change(place.matchmaking, at)
    return change(place, {"closed_at": at}, verb="close_place", by=by, at=at)


@transaction.atomic
def reopen_place(place: Place, *, by: Actor, at: datetime) -> Place:
    """Take back that a place is closed."""
    require(rules.may_arrange, by, place)
    _note_change(place.matchmaking, at)
    return change(place, {"closed_at": None}, verb="reopen_place", by=by, at=at)


@transaction.atomic
def close_place_for_a_while(
    place: Place, *, starts_at: datetime, ends_at: datetime, by: Actor, at: datetime
) -> PlaceClosing:
    """Say that nobody meets at a place for some time."""
    require(rules.may_arrange, by, place)
    _note_change(place.matchmaking, at)
    row = PlaceClosing(
        cluster_id=place.cluster_id, place=place, starts_at=starts_at, ends_at=ends_at
    )
    return keep_new(row, verb="close_place_for_a_while", by=by, at=at)


@transaction.atomic
def end_closing(closing: PlaceClosing, *, by: Actor, at: datetime) -> None:
    """Take back that a place is closed for some time."""
    require(rules.may_arrange, by, closing)
    _note_change(closing.place.matchmaking, at)
    remove(closing, verb="end_closing", by=by, at=at)


@transaction.atomic
def settle_walks(
    matchmaking: Matchmaking,
    minutes: Iterable[tuple[str, str, int]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Say how many minutes one walks between areas; 0 or nothing said: no time is needed."""
    require(rules.may_arrange, by, matchmaking)
    _note_change(matchmaking, at)
    wanted = {(min(pair), max(pair)): time for *pair, time in minutes if time}
    standing = {(one.one, one.other): one for one in matchmaking.walks.all()}
    for pair, walk in standing.items():
        if pair not in wanted:
            remove(walk, verb="drop_walk", by=by, at=at)
    for (one, other), time in wanted.items():
        known = standing.get((one, other))
        if known is not None:
            change(known, {"minutes": time}, verb="change_walk", by=by, at=at)
            continue
        row = Walk(
            cluster_id=matchmaking.cluster_id,
            matchmaking=matchmaking,
            one=one,
            other=other,
            minutes=time,
        )
        keep_new(row, verb="add_walk", by=by, at=at)


def _note_change(matchmaking: Matchmaking, at: datetime) -> None:
    """Lock matchmaking, and note that a schedule made before may be outdated."""
    Matchmaking.objects.select_for_update().filter(pk=matchmaking.pk).update(moved_at=at)


def _refuse_no_slot(block: MeetingBlock) -> None:
    if not slots_of(block):
        raise Refused(_("Not even one meeting fits into this stretch of time."), field="ends_at")


def _refuse_lost_slots(block: MeetingBlock, was: list[tuple[datetime, datetime]]) -> None:
    """Refuse to move the slots of meetings that people have been told of."""
    now = {one.number: (one.starts_at, one.ends_at) for one in slots_of(block)}
    planned = set(block.meetings.filter(state="planned").values_list("number", flat=True))
    moved = [number for number in planned if now.get(number) != was[number - 1]]
    if moved:
        message = _("%(number)d slots with planned meetings would move. Move the meetings first.")
        raise Refused(message % {"number": len(moved)}, field="starts_at")
