"""What two records say, field by field, and whose periods can stand: asked before merging."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from raceme.foundation.models import Batch, Change
from raceme.members.models import Membership, Organisation, Standing
from raceme.members.queries.hanging import is_empty

MERGED = "merge_organisations"
# Columns that only together mean something go together.
TOGETHER = (
    ("nace", "nace_revision"),
    ("nuts", "nuts_version"),
    ("latitude", "longitude"),
    ("legal_basis", "consented_on", "purposes"),
)
# Its own id stays with each record, and finds it again; when it joined, its periods say.
NEVER = {"id", "cluster", "code", "joined_on"}
SHOUTED = 5  # letters up to which capitals are a code or an acronym
# Who stands nearer to the cluster, where nothing else tells whose periods are right.
NEARNESS = (
    Standing.MEMBER,
    Standing.SUSPENDED,
    Standing.PARTNER,
    Standing.APPLICANT,
    Standing.LEFT,
    Standing.PROSPECT,
)


class Periods(models.TextChoices):
    """Whose periods of membership stand from now on."""

    KEEP = "keep", _("those of the record that stays")
    AWAY = "away", _("those of the other record")
    BOTH = "both", _("both, one after the other")


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in which two records may differ: its columns, and whose value is proposed."""

    name: str
    columns: tuple[models.Field[Any, Any], ...]
    differs: bool
    takes_away: bool  # the value of the record merged away is newer, or the only one


def choices_between(keep: models.Model, away: models.Model) -> list[Choice]:
    """Each field that at least one of two records has something to say in.

    Proposed is the only value there is; of two, the one written down later; else the longer. A
    text in capitals alone comes from a list, and gives way to one that somebody has written.
    """
    written = (_last_written(keep), _last_written(away))
    found = []
    for columns in _fields_of(type(keep)):
        ours, theirs = ([getattr(one, c.name) for c in columns] for one in (keep, away))
        lack = [_says_nothing(columns[0], values[0]) for values in (ours, theirs)]
        if all(lack):
            continue
        differs = ours != theirs
        takes_away = differs and (
            lack[0] or (not lack[1] and _is_newer(columns[0], ours[0], theirs[0], written))
        )
        found.append(Choice(columns[0].name, columns, differs, takes_away))
    return found


def columns_named(model: type[models.Model], names: Sequence[str]) -> list[str]:
    """All columns of the fields with these names; other names count for nothing."""
    return [c.name for columns in _fields_of(model) if columns[0].name in names for c in columns]


def ways_of_periods(keep: Organisation, away: Organisation) -> list[Periods]:
    """Whose periods can stand: the most sensible way first."""
    ours, theirs = list(keep.memberships.all()), list(away.memberships.all())
    if not theirs:
        return [Periods.KEEP]
    if not ours:
        return [Periods.AWAY]
    single = [Periods.KEEP, Periods.AWAY]
    if _is_nearer(theirs, ours):
        single.reverse()
    if earlier_first(ours, theirs) is None:
        return single
    if ours[-1].standing == theirs[-1].standing:
        return [*single, Periods.BOTH]
    return [Periods.BOTH, *single]


def earlier_first(
    ours: list[Membership], theirs: list[Membership]
) -> tuple[list[Membership], list[Membership]] | None:
    """Two rows of periods, the earlier first; None if they overlap, or nobody knows."""
    for first, second in ((ours, theirs), (theirs, ours)):
        start = second[0].starts_on
        ends = [one.ends_on or one.starts_on for one in first]
        is_over = start is not None and all(end is not None and end <= start for end in ends)
        if is_over and first[0].starts_on != start:
            return first, second
    return None


def merging_of(away: models.Model) -> Batch | None:
    """The act by which a record was merged into another, unless it has been undone."""
    change = (
        Change.objects.filter(
            kind=away._meta.label_lower,
            thing_id=away.pk,
            values__has_key="merged_into_id",
            batch__isnull=False,
            batch__undone_at__isnull=True,
        )
        .select_related("batch")
        .order_by("-pk")
        .first()
    )
    return change.batch if change is not None else None


def _is_nearer(theirs: list[Membership], ours: list[Membership]) -> bool:
    """Whether the second row of periods ties an organisation closer, or for longer."""

    def nearness(periods: list[Membership]) -> tuple[int, bool, date]:
        start = periods[0].starts_on
        standing = NEARNESS.index(Standing(periods[-1].standing))
        return standing, start is None, start or date.max

    return nearness(theirs) < nearness(ours)


def _fields_of(model: type[models.Model]) -> list[tuple[models.Field[Any, Any], ...]]:
    columns = {
        one.name: one
        for one in model._meta.concrete_fields
        if one.editable and one.name not in NEVER and not isinstance(one, models.ForeignKey)
    }
    followers = {name for names in TOGETHER for name in names[1:]}
    groups = {names[0]: names for names in TOGETHER}
    return [
        tuple(columns[one] for one in groups.get(name, (name,)) if one in columns)
        for name in columns
        if name not in followers
    ]


def _says_nothing(column: models.Field[Any, Any], value: object) -> bool:
    return is_empty(value) or (column.has_default() and value == column.get_default())


def _is_newer(
    column: models.Field[Any, Any],
    ours: object,
    theirs: object,
    written: tuple[dict[str, datetime], dict[str, datetime]],
) -> bool:
    if isinstance(ours, str) and isinstance(theirs, str) and ours.isupper() != theirs.isupper():
        return ours.isupper() and len(ours) > SHOUTED
    when = [each.get(column.attname) for each in written]
    if when[0] is not None and when[1] is not None and when[0] != when[1]:
        return when[1] > when[0]
    return len(str(theirs)) > len(str(ours))


def _last_written(row: models.Model) -> dict[str, datetime]:
    """When each column was last given the value it has."""
    changes = Change.objects.filter(kind=row._meta.label_lower, thing_id=row.pk)
    found: dict[str, datetime] = {}
    for values, at in changes.order_by("pk").values_list("values", "at"):
        found.update(dict.fromkeys(values, at))
    return found
