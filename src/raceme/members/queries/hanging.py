"""What hangs on an organisation or a person, and what of it can go over to another.

Every foreign key of every capability is found by itself, also one that is added years from now. A
row goes over unless the tables forbid it there (figures of that year stand there already); then it
stays with the record that it belongs to, which stays, too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from raceme.members.models import Competence, Lookalike, Membership, Post, YearFigures

# Periods follow their own rule (one of the two rows of periods is chosen); pairs are of the books.
APART = {Membership, Lookalike}
# What may be changed in a row so that it can go over: an organisation has one main contact.
GIVES_WAY: Mapping[type[models.Model], Mapping[str, Any]] = {Post: {"is_main_contact": False}}
# Rows of one kind that are told apart by these; the one that stands there learns what it lacks.
LEARNS: Mapping[type[models.Model], tuple[str, ...]] = {
    YearFigures: ("year",),
    Competence: ("kind", "term"),
}
Key = models.ForeignKey[Any, Any]


@dataclass(slots=True)
class Going:
    """A row that goes over, by which of its columns, and what else must change in it."""

    row: models.Model
    key: Key
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Staying:
    """A row that stays where it is, why, and the row over there that learns from it, if any."""

    row: models.Model
    reason: str
    twin: models.Model | None = None


@dataclass(slots=True)
class Hanging:
    """All rows of one table that point at a record by one column."""

    model: type[models.Model]
    key: Key
    going: list[Going] = field(default_factory=list)
    staying: list[Staying] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.model._meta.label_lower


def keys_to(model: type[models.Model]) -> list[Key]:
    """Every foreign key to a table, but for those that follow a rule of their own."""
    found = [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
        and relation.related_model not in APART
        and relation.related_model._meta.managed
        and not (relation.related_model is model and relation.field.name == "merged_into")
    ]
    return sorted(found, key=lambda key: (key.model._meta.label_lower, key.name))


def hanging_on(away: models.Model, keep: models.Model) -> list[Hanging]:
    """All that points at one record, and whether it can point at another instead."""
    found = []
    for key in keys_to(type(away)):
        hanging = Hanging(key.model, key)
        for row in key.model._default_manager.filter(**{key.name: away}).order_by("pk"):
            _sort(row, key, keep, hanging)
        if hanging.going or hanging.staying:
            found.append(hanging)
    _leave_what_depends(found)
    return found


def _sort(row: models.Model, key: Key, keep: models.Model, hanging: Hanging) -> None:
    reason = ""
    for changes in ({}, GIVES_WAY.get(type(row), {})):
        reason = _hindrance(row, key, keep, changes)
        if not reason:
            hanging.going.append(Going(row, key, changes))
            return
    hanging.staying.append(Staying(row, reason, _twin_of(row, key, keep)))


def _hindrance(row: models.Model, key: Key, keep: models.Model, changes: Mapping[str, Any]) -> str:
    """Why a row cannot point at another record; empty if it can."""
    if not _may_clash(type(row), key):
        return ""
    moved = type(row)._default_manager.get(pk=row.pk)
    for name, value in {key.name: keep, **changes}.items():
        setattr(moved, name, value)
    try:
        moved.validate_unique()
        moved.validate_constraints()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _may_clash(model: type[models.Model], key: Key) -> bool:
    """Whether any rule of a table names the column; without one, nothing need be asked."""
    rules = (str(one.deconstruct()) for one in model._meta.constraints)
    together = (name for names in model._meta.unique_together for name in names)
    return key.unique or key.name in together or any(key.name in rule for rule in rules)


def _twin_of(row: models.Model, key: Key, keep: models.Model) -> models.Model | None:
    names = LEARNS.get(type(row))
    if names is None:
        return None
    same = {name: getattr(row, name) for name in names}
    open_ones = type(row)._default_manager.filter(**{key.name: keep}, **same)
    if hasattr(row, "ended_at"):
        open_ones = open_ones.filter(ended_at__isnull=True)
    return open_ones.first()


def what_it_learns(twin: models.Model, row: models.Model) -> dict[str, Any]:
    """Values that one row lacks and the other has."""
    columns = [one for one in twin._meta.concrete_fields if one.editable and one.blank]
    return {
        one.name: getattr(row, one.name)
        for one in columns
        if is_empty(getattr(twin, one.name)) and not is_empty(getattr(row, one.name))
    }


def is_empty(value: object) -> bool:
    return value is None or value in ("", [], {})


def _leave_what_depends(found: list[Hanging]) -> None:
    """Leave rows that belong to a row that stays: an answer to an invitation that stays."""
    stays = {(type(one.row), one.row.pk): one.reason for each in found for one in each.staying}
    has_changed = bool(stays)
    while has_changed:
        has_changed = False
        for hanging in found:
            for going in list(hanging.going):
                reason = next(_reasons_to_stay(going.row, stays), "")
                if reason:
                    hanging.going.remove(going)
                    hanging.staying.append(Staying(going.row, reason))
                    stays[type(going.row), going.row.pk] = reason
                    has_changed = True


def _reasons_to_stay(
    row: models.Model, stays: Mapping[tuple[type[models.Model], Any], str]
) -> Iterator[str]:
    for column in row._meta.concrete_fields:
        if isinstance(column, models.ForeignKey):
            reason = stays.get((column.related_model, getattr(row, column.attname)))
            if reason:
                yield reason
