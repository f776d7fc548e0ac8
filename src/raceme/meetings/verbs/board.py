"""The organiser's hand on a draft: meetings placed, moved, swapped, locked, taken off, undone.

Each act is one batch of the history, so that the last ones can be taken back one after the other.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.models import Batch, Change
from raceme.foundation.records import change, keep_new, lock, remove
from raceme.meetings import rules
from raceme.meetings.bridge.board import begun_of, why_not_in
from raceme.meetings.models import Place, Placing, Timetable
from raceme.meetings.queries.board import Floor, Seated, floor_of, placings_of
from raceme.meetings.queries.slots import Slot

KIND = Timetable._meta.label_lower
UNDO_MOST = 50  # acts offered to be taken back; older ones are history


@transaction.atomic
def place_meeting(
    timetable: Timetable, request: int, slot: Slot, place: Place, *, by: Actor, at: datetime
) -> Placing:
    """Put a meeting where it is free: from the tray, or from another slot or place."""
    require(rules.may_arrange, by, timetable)
    timetable = _draft(timetable)
    floor, rows = floor_of(timetable.matchmaking), placings_of(timetable)
    if request not in floor.requests:
        raise Refused(_("This request does not count any more."))
    old = rows.get(request)
    if old is not None and old.is_locked:
        raise Refused(_("This meeting is locked. Unlock it first."))
    new = _seated(request, slot, place)
    _refuse_if_wrong(floor, rows, [new], at=at)
    by = _begin(timetable, "place_meeting", floor, request, by=by, at=at)
    if old is None:
        row = Placing(
            cluster_id=timetable.cluster_id,
            timetable=timetable,
            request_id=request,
            block=slot.block,
            number=slot.number,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            place=place,
        )
        return keep_new(row, verb="place_meeting", by=by, at=at)
    return _move(timetable, new, verb="place_meeting", by=by, at=at)


@transaction.atomic
def swap_meetings(timetable: Timetable, one: int, other: int, *, by: Actor, at: datetime) -> None:
    """Let two meetings change slots and places with each other."""
    require(rules.may_arrange, by, timetable)
    timetable = _draft(timetable)
    floor, rows = floor_of(timetable.matchmaking), placings_of(timetable)
    if one == other or one not in rows or other not in rows:
        raise Refused(_("Choose two meetings that have a time."))
    if rows[one].is_locked or rows[other].is_locked:
        raise Refused(_("A locked meeting is not swapped. Unlock it first."))
    new = [_there(one, rows[other]), _there(other, rows[one])]
    _refuse_if_wrong(floor, rows, new, at=at)
    by = _begin(timetable, "swap_meetings", floor, one, by=by, at=at)
    for seated in new:
        _move(timetable, seated, verb="swap_meetings", by=by, at=at)


@transaction.atomic
def lift_meeting(timetable: Timetable, request: int, *, by: Actor, at: datetime) -> None:
    """Take a meeting off the board, back into the tray."""
    require(rules.may_arrange, by, timetable)
    timetable = _draft(timetable)
    placing = _placing(timetable, request)
    if placing.is_locked:
        raise Refused(_("This meeting is locked. Unlock it first."))
    floor = floor_of(timetable.matchmaking)
    if request in begun_of(floor, now=at):
        raise Refused(_("This meeting has begun or is over: it stays where it was."))
    by = _begin(timetable, "lift_meeting", floor, request, by=by, at=at)
    remove(placing, verb="lift_meeting", by=by, at=at)


@transaction.atomic
def lock_meeting(
    timetable: Timetable, request: int, *, is_locked: bool, by: Actor, at: datetime
) -> Placing:
    """Keep a meeting where it is, whatever is computed; or let it move again."""
    require(rules.may_arrange, by, timetable)
    timetable = _draft(timetable)
    placing = _placing(timetable, request)
    verb = "lock_meeting" if is_locked else "unlock_meeting"
    floor = floor_of(timetable.matchmaking)
    by = _begin(timetable, verb, floor, request, by=by, at=at)
    return change(placing, {"is_locked": is_locked}, verb=verb, by=by, at=at)


@transaction.atomic
def undo_move(timetable: Timetable, *, by: Actor, at: datetime) -> Batch:
    """Take back what was last done on the board of this draft."""
    require(rules.may_arrange, by, timetable)
    timetable = _draft(timetable)
    batch = next(iter(moves_of(timetable)), None)
    if batch is None:
        raise Refused(_("There is nothing to take back."))
    kind = Placing._meta.label_lower
    for one in batch.changes.filter(kind=kind).order_by("-pk"):
        _take_back(timetable, one, by=by, at=at)
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    return batch


def moves_of(timetable: Timetable) -> Sequence[Batch]:
    """Give what was done on the board of a draft and can be taken back, the last first."""
    mine = Change.objects.filter(kind=KIND, thing_id=timetable.pk, batch__isnull=False)
    rows = Batch.objects.filter(pk__in=mine.values("batch"), undone_at__isnull=True)
    return list(rows.order_by("-pk")[:UNDO_MOST])


def _draft(timetable: Timetable) -> Timetable:
    matchmaking = lock(timetable.matchmaking)
    timetable = lock(timetable)
    timetable.matchmaking = matchmaking
    if not timetable.is_draft:
        raise Refused(_("Only a draft is changed. Make a draft of this version first."))
    return timetable


def _begin(
    timetable: Timetable, verb: str, floor: Floor, request: int, *, by: Actor, at: datetime
) -> Actor:
    """Begin an act on this draft: what is done within it is taken back together."""
    names = [floor.name(one) for one in floor.requests[request].people]
    batch = history.begin_batch(verb, " + ".join(names), by=by, at=at)
    within = by.within(batch)
    history.record(verb, timetable, by=within, at=at, before=history.values_of(timetable))
    return within


def _refuse_if_wrong(
    floor: Floor, rows: dict[int, Seated], new: Sequence[Seated], *, at: datetime
) -> None:
    reasons = why_not_in(floor, rows, new, now=at)
    if reasons:
        raise Refused(reasons[0])


def _move(timetable: Timetable, seated: Seated, *, verb: str, by: Actor, at: datetime) -> Placing:
    values = {
        "block_id": seated.block,
        "number": seated.number,
        "place_id": seated.place,
        "starts_at": seated.starts_at,
        "ends_at": seated.ends_at,
    }
    return change(_placing(timetable, seated.request), values, verb=verb, by=by, at=at)


def _placing(timetable: Timetable, request: int) -> Placing:
    placing = Placing.objects.filter(timetable=timetable, request=request).first()
    if placing is None:
        raise Refused(_("This meeting has no time in this version."))
    return placing


def _seated(request: int, slot: Slot, place: Place) -> Seated:
    return Seated(
        request=request,
        block=slot.block.pk,
        number=slot.number,
        place=place.pk,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )


def _there(request: int, cell: Seated) -> Seated:
    return Seated(request, cell.block, cell.number, cell.place, cell.starts_at, cell.ends_at)


def _take_back(timetable: Timetable, one: Change, *, by: Actor, at: datetime) -> None:
    """Give a placing the values it had: a draft is changed by nobody but the board."""
    if one.effect == Change.Effect.NEW:
        remove(Placing.objects.get(pk=one.thing_id), verb="undo_move", by=by, at=at)
        return
    columns = {field.attname: field for field in Placing._meta.concrete_fields}
    was = {name: columns[name].to_python(pair[0]) for name, pair in one.values.items()}
    if one.effect == Change.Effect.GONE:
        keep_new(Placing(pk=one.thing_id, **was), verb="undo_move", by=by, at=at)
        return
    change(Placing.objects.get(pk=one.thing_id), was, verb="undo_move", by=by, at=at)
