"""Take back an act of several changes: rows it made go, rows it changed are as they were.

What somebody has changed since is never overwritten: it is a hindrance, and is named. The rights
are asked by the verb that calls this, in the capability that began the act.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from raceme.foundation import history
from raceme.foundation.errors import Refused
from raceme.foundation.history import Author
from raceme.foundation.models import Batch, Change
from raceme.foundation.records import lock

CHUNK = 500  # rows asked for at once
NAMED = 50  # rows that stand in the way, asked for their names


Thing = tuple[str, int]  # kind and number of a row


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A row that cannot be put back as it was, and why."""

    kind: str
    thing_id: int
    label: str
    reason: str


def hindrances_of(batch: Batch) -> list[Hindrance]:
    """Name the rows that cannot be put back: changed since, or something else points at them."""
    found = []
    made = _made_in(batch)
    for changes in _chunks(_last_change_of_each(batch)):
        later = _changed_since(changes, batch)
        pointed_at = _pointed_at(changes, made)
        for one in changes:
            thing = (one.kind, one.thing_id)
            if thing in later:
                reason = _("It was changed by %(who)s afterwards.") % {"who": later[thing]}
            elif thing in pointed_at:
                reason = _("Something was written about it afterwards: %(what)s.") % {
                    "what": pointed_at[thing]
                }
            else:
                continue
            found.append(Hindrance(one.kind, one.thing_id, one.thing_label, reason))
    return found


def kept_with(batch: Batch, hindrances: Iterable[Hindrance]) -> frozenset[Thing]:
    """Give all rows of an act that must stay if these stay, because they belong together.

    An organisation stays with its periods, its posts and the people who hold them.
    """
    ties: dict[Thing, set[Thing]] = defaultdict(set)
    things = {(one.kind, one.thing_id) for one in _last_change_of_each(batch)}
    for thing, other in _ties(things):
        ties[thing].add(other)
        ties[other].add(thing)
    kept: set[Thing] = set()
    waiting = [(one.kind, one.thing_id) for one in hindrances]
    while waiting:
        thing = waiting.pop()
        if thing not in kept:
            kept.add(thing)
            waiting += ties[thing]
    return frozenset(kept)


@transaction.atomic
def undo_batch(
    batch: Batch, *, verb: str, by: Author, at: datetime, leaving: frozenset[Thing] = frozenset()
) -> Batch:
    """Take back all changes of an act, the newest first, except to rows that are to stay."""
    batch = lock(batch)
    if batch.undone_at is not None:
        raise Refused(_("This has already been undone."))
    hindrances = [one for one in hindrances_of(batch) if (one.kind, one.thing_id) not in leaving]
    if hindrances:
        raise Refused(
            _("%(what)s: %(reason)s Undo that first, or leave all as it is.")
            % {"what": hindrances[0].label, "reason": hindrances[0].reason}
        )
    for changes in _runs(batch, leaving):
        _take_back(changes, verb=verb, by=by, at=at)
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    return batch


def _runs(batch: Batch, leaving: frozenset[Thing]) -> Iterator[list[Change]]:
    """Give the changes, newest first, in runs that can be taken back together."""
    run: list[Change] = []
    seen: set[int] = set()
    for change in batch.changes.order_by("-pk").iterator(CHUNK):
        if (change.kind, change.thing_id) in leaving:
            continue
        goes_on = run and (change.kind, change.effect) == (run[0].kind, run[0].effect)
        if run and (not goes_on or change.thing_id in seen or len(run) == CHUNK):
            yield run
            run, seen = [], set()
        run.append(change)
        seen.add(change.thing_id)
    if run:
        yield run


def _take_back(changes: list[Change], *, verb: str, by: Author, at: datetime) -> None:
    """Take back changes of one kind and one effect, each to another row."""
    model = apps.get_model(changes[0].kind)
    effect = changes[0].effect
    if effect == Change.Effect.GONE:
        for change in changes:
            row = model(pk=change.thing_id)
            _set(row, change)
            row.save(force_insert=True)
            history.record(verb, row, by=by, at=at)
        return
    numbers = [change.thing_id for change in changes]
    rows = model._default_manager.select_for_update().in_bulk(numbers)
    if effect == Change.Effect.NEW:
        _remove(changes, rows, verb=verb, by=by, at=at)
        return
    pairs = []
    for change in changes:
        row = rows[change.thing_id]
        before = history.values_of(row)
        _set(row, change)
        # One after the other, newest first: what must be unique is free again for the next.
        row.save()
        pairs.append((row, before))
    labels = {change.thing_id: change.thing_label for change in changes}
    history.record_changed(verb, pairs, by=by, at=at, labels=labels)


def _remove(
    changes: list[Change],
    rows: Mapping[int, models.Model],
    *,
    verb: str,
    by: Author,
    at: datetime,
) -> None:
    model = apps.get_model(changes[0].kind)
    labels = {one.thing_id: one.thing_label for one in changes}
    gone = [rows[one.thing_id] for one in changes]
    history.record_gone(verb, gone, by=by, at=at, labels=labels)
    try:
        model._default_manager.filter(pk__in=rows).delete()
    except (ProtectedError, RestrictedError) as error:
        raise Refused(
            _("%(what)s cannot be taken away: something else has been written about it since.")
            % {"what": changes[0].thing_label}
        ) from error


def _set(row: models.Model, change: Change) -> None:
    """Give a row the values it had before. Values that are no columns are not ours to restore."""
    columns: dict[str, Any] = {field.attname: field for field in row._meta.fields}
    for name, (before, _after) in change.values.items():
        if name not in columns:
            raise Refused(
                _("%(what)s cannot be put back as it was.") % {"what": change.thing_label}
            )
        setattr(row, name, columns[name].to_python(before))


def _last_change_of_each(batch: Batch) -> list[Change]:
    last: dict[tuple[str, int], Change] = {}
    for change in batch.changes.order_by("pk").iterator(CHUNK):
        last[change.kind, change.thing_id] = change
    return list(last.values())


def _changed_since(changes: list[Change], batch: Batch) -> dict[tuple[str, int], str]:
    """Name who changed these rows after the act."""
    found: dict[tuple[str, int], str] = {}
    for kind in {one.kind for one in changes}:
        places = {one.thing_id: one.pk for one in changes if one.kind == kind}
        later = Change.objects.filter(
            kind=kind, thing_id__in=places, pk__gt=min(places.values())
        ).exclude(batch=batch)
        for thing_id, pk, author in later.values_list("thing_id", "pk", "author"):
            if pk > places[thing_id]:
                found[kind, thing_id] = author
    return found


def _made_in(batch: Batch) -> frozenset[Thing]:
    new = batch.changes.filter(effect=Change.Effect.NEW).order_by()
    return frozenset(new.values_list("kind", "thing_id"))


def _pointed_at(changes: list[Change], made: frozenset[Thing]) -> dict[Thing, str]:
    """Name what others have written about rows that the act has made."""
    found: dict[Thing, str] = {}
    things = [(one.kind, one.thing_id) for one in changes]
    for kind in {kind for kind, _number in things}:
        numbers = [number for of, number in things if of == kind and (of, number) in made]
        for relation in _protecting(apps.get_model(kind)) if numbers else ():
            other = relation.related_model
            rows = other._default_manager.filter(**{f"{relation.field.name}__in": numbers})
            told = rows.values_list("pk", relation.field.attname)
            foreign = [(pk, at) for pk, at in told if (other._meta.label_lower, pk) not in made]
            named = other._default_manager.in_bulk([pk for pk, _at in foreign[:NAMED]])
            for pk, at in foreign:
                found[kind, at] = str(named.get(pk, other._meta.verbose_name))
    return found


def _protecting(model: type[models.Model]) -> list[Any]:
    relations = model._meta.related_objects
    return [one for one in relations if one.on_delete in {models.PROTECT, models.RESTRICT}]


def _ties(things: set[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Give pairs of rows of which one points at the other."""
    for kind in {kind for kind, _number in things}:
        model = apps.get_model(kind)
        keys = [one for one in model._meta.concrete_fields if one.is_relation]
        numbers = sorted(number for of, number in things if of == kind)
        for start in range(0, len(numbers), CHUNK):
            rows = model._default_manager.filter(pk__in=numbers[start : start + CHUNK])
            for values in rows.values("pk", *(one.attname for one in keys)):
                for key in keys:
                    other = (key.related_model._meta.label_lower, values[key.attname])
                    if other in things:
                        yield (kind, values["pk"]), other


def _chunks(changes: list[Change]) -> Iterable[list[Change]]:
    for start in range(0, len(changes), CHUNK):
        yield changes[start : start + CHUNK]
