"""Versions of the schedule: computed, drafted by hand, thrown away, taken up again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation import background, history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.foundation.writing import insert_all
from raceme.meetings import rules
from raceme.meetings.models import Matchmaking, MeetingRequest, Placing, Timetable
from raceme.meetings.queries.board import Seated, placings_of, told_meetings
from raceme.meetings.queries.slots import blocks_of, slots_in

State = Timetable.State
Scope = Timetable.Scope
SECONDS_OF_THE_DAY = 4  # people stand at the desk and wait


@transaction.atomic
def compute_timetable(
    matchmaking: Matchmaking,
    *,
    scope: Timetable.Scope,
    based_on: Timetable | None = None,
    seed: int = 1,
    seconds: int = 60,
    by: Actor,
    at: datetime,
) -> Timetable:
    """Have a new version computed, in the background; what is there stays.

    `based_on`: whose locks count, and beside whose meetings the rest is placed; None: those that
    people know.
    """
    require(rules.may_arrange, by, matchmaking)
    matchmaking = lock(matchmaking)
    _refuse_while_computing(matchmaking, by=by, at=at)
    if not slots_in(blocks_of(matchmaking)):
        raise Refused(_("Say first when people can meet: there is no slot yet."))
    if not matchmaking.places.filter(closed_at__isnull=True).exists():
        raise Refused(_("Say first where people can meet: there is no place yet."))
    if not matchmaking.requests.filter(state=MeetingRequest.State.ACCEPTED).exists():
        raise Refused(_("No request is accepted yet: there is nothing to arrange."))
    row = Timetable(
        cluster_id=matchmaking.cluster_id,
        matchmaking=matchmaking,
        number=_next_number(matchmaking),
        scope=scope,
        based_on=based_on,
        seed=seed,
        seconds=seconds,
        asked_at=at,
        asked_by=by.label,
    )
    timetable = keep_new(row, verb="compute_timetable", by=by, at=at)
    background.start("meetings.compute_timetable", timetable_id=timetable.pk)
    return timetable


@transaction.atomic
def repair_timetable(matchmaking: Matchmaking, *, by: Actor, at: datetime) -> Timetable:
    """Have the published schedule repaired with as few changes as can be, within seconds."""
    require(rules.may_arrange, by, matchmaking)
    return compute_timetable(matchmaking, scope=Scope.DAY, seconds=SECONDS_OF_THE_DAY, by=by, at=at)


@transaction.atomic
def draft_by_hand(
    matchmaking: Matchmaking, based_on: Timetable | None, *, by: Actor, at: datetime
) -> Timetable:
    """Begin a version to change by hand: a copy of another one, or of what people know."""
    require(rules.may_arrange, by, matchmaking)
    matchmaking = lock(matchmaking)
    rows = told_meetings(matchmaking) if based_on is None else placings_of(based_on)
    known = set(
        matchmaking.requests.filter(pk__in=rows, state=MeetingRequest.State.ACCEPTED).values_list(
            "pk", flat=True
        )
    )
    row = Timetable(
        cluster_id=matchmaking.cluster_id,
        matchmaking=matchmaking,
        number=_next_number(matchmaking),
        state=State.DRAFT,
        scope=Scope.HAND,
        based_on=based_on,
        goals=based_on.goals if based_on else [],
        unplaced=based_on.unplaced if based_on else [],
        asked_at=at,
        asked_by=by.label,
        done_at=at,
    )
    timetable = keep_new(row, verb="draft_by_hand", by=by, at=at)
    write_placings(timetable, [one for one in rows.values() if one.request in known])
    return timetable


@transaction.atomic
def drop_timetable(timetable: Timetable, *, by: Actor, at: datetime) -> Timetable:
    """Throw a draft away; it can be taken up again."""
    require(rules.may_arrange, by, timetable)
    timetable = lock(timetable)
    if not timetable.is_draft:
        raise Refused(_("Only a draft can be thrown away."))
    return change(timetable, {"state": State.DROPPED}, verb="drop_timetable", by=by, at=at)


@transaction.atomic
def restore_timetable(timetable: Timetable, *, by: Actor, at: datetime) -> Timetable:
    """Take a draft up again that was thrown away."""
    require(rules.may_arrange, by, timetable)
    timetable = lock(timetable)
    if timetable.state != State.DROPPED:
        raise Refused(_("Only a draft that was thrown away can be taken up again."))
    return change(timetable, {"state": State.DRAFT}, verb="restore_timetable", by=by, at=at)


@transaction.atomic
def stop_timetable(timetable: Timetable, *, by: Actor, at: datetime) -> Timetable:
    """Ask a computation to stop: it ends with the best schedule found so far."""
    require(rules.may_arrange, by, timetable)
    timetable = lock(timetable)
    if not timetable.is_going_on:
        raise Refused(_("Nothing is being computed here."))
    values: dict[str, object] = {"stop_asked_at": at}
    if timetable.state == State.WAITING or timetable.is_silent(at):
        values |= {"state": State.FAILED, "trouble": "stopped", "done_at": at}
    return change(timetable, values, verb="stop_timetable", by=by, at=at)


@transaction.atomic
def begin_timetable(timetable_id: int, *, at: datetime) -> Timetable | None:
    """Take up a waiting computation; None if another has taken it up, or it was stopped."""
    timetable = Timetable.objects.select_for_update().get(pk=timetable_id)
    if timetable.state != State.WAITING and not timetable.is_silent(at):
        return None
    timetable.state, timetable.started_at, timetable.heartbeat_at = State.COMPUTING, at, at
    timetable.save(update_fields=["state", "started_at", "heartbeat_at"])
    return timetable


def report_timetable(timetable: Timetable, *, stage: str, share: float, at: datetime) -> bool:
    """Write down how far a computation is; say whether it may go on."""
    mine = Timetable.objects.filter(
        pk=timetable.pk, started_at=timetable.started_at, state=State.COMPUTING
    )
    mine.update(stage=stage, progress=share, heartbeat_at=at)
    return mine.filter(stop_asked_at__isnull=True).exists()


@transaction.atomic
def keep_timetable(
    timetable: Timetable,
    rows: Sequence[Seated],
    *,
    by: Actor,
    at: datetime,
    **result: Any,
) -> Timetable | None:
    """Store a version that was computed; None if the computation was given up meanwhile."""
    require(rules.may_arrange, by, timetable)
    kept = _finish(timetable, State.DRAFT, verb="keep_timetable", values=result, by=by, at=at)
    if kept is not None:
        write_placings(kept, rows)
    return kept


@transaction.atomic
def give_up_timetable(
    timetable: Timetable, *, trouble: str, by: Actor, at: datetime
) -> Timetable | None:
    """Write down that a computation ended without a schedule; the versions before it stay."""
    require(rules.may_arrange, by, timetable)
    values = {"trouble": trouble}
    return _finish(timetable, State.FAILED, verb="give_up_timetable", values=values, by=by, at=at)


def resume_cut_off_timetables(*, at: datetime) -> int:
    """Take up again what was being computed when the machine stopped; say how many there are."""
    running = Timetable.objects.filter(state=State.COMPUTING)
    cut_off = [one.pk for one in running if one.is_silent(at)]
    for pk in cut_off:
        background.start("meetings.compute_timetable", timetable_id=pk)
    return len(cut_off)


def write_placings(timetable: Timetable, rows: Iterable[Seated]) -> None:
    """Store what a new version says; its history is that of the version."""
    insert_all(
        [
            Placing(
                cluster_id=timetable.cluster_id,
                timetable=timetable,
                request_id=one.request,
                block_id=one.block,
                number=one.number,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                place_id=one.place,
                is_locked=one.is_locked,
            )
            for one in rows
        ]
    )


def _finish(
    timetable: Timetable,
    state: Timetable.State,
    *,
    verb: str,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> Timetable | None:
    locked = lock(timetable)
    if locked.started_at != timetable.started_at or locked.state != State.COMPUTING:
        return None
    before = history.values_of(locked)
    locked.state, locked.done_at, locked.progress = state, at, 1.0
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save()
    history.record(verb, locked, by=by, at=at, before=before)
    return locked


def _next_number(matchmaking: Matchmaking) -> int:
    last = matchmaking.timetables.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _refuse_while_computing(matchmaking: Matchmaking, *, by: Actor, at: datetime) -> None:
    """One computation at a time; one that was cut off is given up."""
    for one in matchmaking.timetables.filter(state__in=[State.WAITING, State.COMPUTING]):
        if not one.is_silent(at):
            raise Refused(_("A schedule is being computed already. Wait for it, or stop it."))
        values = {"state": State.FAILED, "trouble": "cut off", "done_at": at}
        change(one, values, verb="give_up_timetable", by=by, at=at)
