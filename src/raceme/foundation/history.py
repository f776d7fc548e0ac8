"""Who changed what, when: one row for each act, with what was before and what is now."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, Protocol

from django.db import models
from django.db.models import QuerySet

from raceme.foundation.models import Batch, Change
from raceme.foundation.writing import insert_all

Values = dict[str, Any]
CHUNK = 500  # rows read or changed at once
_PLAIN = frozenset({str, int, float, bool, type(None)})  # stand in JSON as they are


class Author(Protocol):
    """Whoever acts, as far as history needs to know."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def cluster_id(self) -> int | None: ...
    @property
    def label(self) -> str: ...
    @property
    def batch_id(self) -> int | None: ...


def values_of(thing: models.Model) -> Values:
    """Give the row's values in a form that can be kept as JSON; not what the database derives."""
    names, given = _columns_of(type(thing))
    return {
        name: value if type(value) in _PLAIN else _plain(value)
        for name, value in zip(names, given(thing), strict=True)
    }


def record(
    verb: str,
    thing: models.Model,
    *,
    by: Author,
    at: datetime,
    before: Mapping[str, Any] | None = None,
) -> Change:
    """Write down that `by` did `verb` to `thing`; `before` is `values_of` it beforehand."""
    change = _change(verb, thing, before or {}, by=by, at=at)
    change.save(force_insert=True)
    return change


def record_new(verb: str, things: Iterable[models.Model], *, by: Author, at: datetime) -> None:
    """Write down that `by` made many rows at once: one question to the database for hundreds."""
    changes = [_change(verb, thing, {}, by=by, at=at) for thing in things]
    insert_all(changes)


def record_changed(
    verb: str,
    things: Iterable[tuple[models.Model, Mapping[str, Any]]],
    *,
    by: Author,
    at: datetime,
    labels: Mapping[int, str] | None = None,
) -> None:
    """Write down that `by` changed many rows at once; each comes with its values beforehand.

    `labels` says what the rows are called, by number, where asking each would take too long.
    """
    names = labels or {}
    changes = [
        _change(verb, thing, before, by=by, at=at, label=names.get(thing.pk))
        for thing, before in things
    ]
    insert_all(changes)


def record_gone(
    verb: str,
    things: Iterable[models.Model],
    *,
    by: Author,
    at: datetime,
    labels: Mapping[int, str] | None = None,
) -> None:
    """Write down that `by` took many rows away; their last values stay in the history."""
    names = labels or {}
    changes = []
    for thing in things:
        change = _change(verb, thing, {}, by=by, at=at, label=names.get(thing.pk))
        change.effect = Change.Effect.GONE
        change.values = {
            name: [value, None] for name, value in values_of(thing).items() if name != "id"
        }
        changes.append(change)
    insert_all(changes)


def begin_batch(verb: str, label: str, *, by: Author, at: datetime) -> Batch:
    """Begin an act of several changes. Whoever acts `within` it has them undone together."""
    return Batch.objects.create(
        verb=verb,
        label=label[:200],
        cluster_id=by.cluster_id,
        user_id=by.user_id,
        author=by.label[:200],
        at=at,
    )


def forget(changes: QuerySet[Change], *, columns: Collection[str], label: str) -> None:
    """Forget what some columns held, for good; the acts stay, with who did them and when.

    The rows are called `label` from now on. For what the law asks, such as erasing a person; an
    act in which values were forgotten is undone without them.
    """
    touched = []
    for change in changes.iterator(CHUNK):
        change.thing_label = label
        change.values = {
            name: value for name, value in change.values.items() if name not in columns
        }
        touched.append(change)
    Change.objects.bulk_update(touched, ["thing_label", "values"], batch_size=CHUNK)


def take_out(changes: QuerySet[Change], words: Sequence[str], *, instead: str) -> None:
    """Take words, such as a name, out of the labels and values of what is kept of the past."""
    touched = []
    for change in changes.iterator(CHUNK):
        label = without(change.thing_label, words, instead=instead)[:200]
        values = _without(change.values, words, instead)
        if (label, values) != (change.thing_label, change.values):
            change.thing_label, change.values = label, values
            touched.append(change)
    Change.objects.bulk_update(touched, ["thing_label", "values"], batch_size=CHUNK)


def without(text: str, words: Sequence[str], *, instead: str) -> str:
    """Put `instead` in the place of each of the words where it stands by itself."""
    # The longest first: a name must not be left over because its first half went already.
    found = "|".join(sorted((re.escape(word) for word in words if word), key=len, reverse=True))
    if not found:
        return text
    return re.sub(rf"(?<!\w)(?:{found})(?!\w)", lambda _: instead, text, flags=re.IGNORECASE)


def _without(value: Any, words: Sequence[str], instead: str) -> Any:
    if isinstance(value, str):
        return without(value, words, instead=instead)
    if isinstance(value, list):
        return [_without(one, words, instead) for one in value]
    if isinstance(value, dict):
        return {name: _without(one, words, instead) for name, one in value.items()}
    return value


def _change(
    verb: str,
    thing: models.Model,
    before: Mapping[str, Any],
    *,
    by: Author,
    at: datetime,
    label: str | None = None,
) -> Change:
    now = values_of(thing)
    if before:
        changed = {name: [before.get(name), now[name]] for name in now if before[name] != now[name]}
    else:
        # Of a new row only what it says: that it says nothing else goes without saying.
        changed = {
            name: [None, value]
            for name, value in now.items()
            if name != "id" and value is not None and value != ""
        }
    return Change(
        verb=verb,
        effect=Change.Effect.CHANGED if before else Change.Effect.NEW,
        batch_id=by.batch_id,
        kind=thing._meta.label_lower,
        thing_id=thing.pk,
        thing_label=str(thing)[:200] if label is None else label,
        values=changed,
        cluster_id=getattr(thing, "cluster_id", None) or by.cluster_id,
        user_id=by.user_id,
        author=by.label[:200],
        at=at,
    )


@cache
def _columns_of(
    table: type[models.Model],
) -> tuple[tuple[str, ...], Callable[[models.Model], tuple[Any, ...]]]:
    """Name the columns that history keeps, not those that the database derives; and read them."""
    fields = [one for one in table._meta.fields if not getattr(one, "is_derived", False)]
    names = tuple(field.attname for field in fields)
    return names, attrgetter(*names)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        # 1000 and 1000.00 are one value: what was typed must not look changed against the table.
        return format(value.normalize(), "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value
