"""Keep groupings of industries: found one, copy one, change a group. Each change is a version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.members.models.codes import activity_meant
from raceme.region import rules
from raceme.region.models import GroupingVersion, OwnGrouping
from raceme.region.queries import Groups, groupings_visible_to, newest_version_of
from raceme.vocabulary.groupings import REVISION, grouping_named

MOST_GROUPS, MOST_CODES = 100, 1000


@transaction.atomic
def found_grouping(
    *, name: str, source: str, nace_revision: str = REVISION, copy_of: str = "",
    by: Actor, at: datetime,
) -> OwnGrouping:  # fmt: skip
    """Begin a grouping of one's own: empty, or with the groups of another.

    `copy_of`: the code of a list that comes with Raceme, the number of an own grouping, or nothing.
    """
    require(rules.may_map, by)
    groups, copied_from, revision = _copied(copy_of, by)
    grouping = OwnGrouping(
        cluster=by.cluster,
        name=name,
        source=source,
        nace_revision=revision or nace_revision,
        copied_from=copied_from,
    )
    keep_new(grouping, verb="found_grouping", by=by, at=at)
    _keep_version(grouping, 1, groups, copied_from, by=by, at=at)
    return grouping


@transaction.atomic
def describe_grouping(
    grouping: OwnGrouping, *, name: str, source: str, by: Actor, at: datetime
) -> OwnGrouping:
    """Correct the name of a grouping, or where its definition comes from."""
    require(rules.may_map, by, grouping)
    values = {"name": name, "source": source}
    return change(grouping, values, verb="describe_grouping", by=by, at=at)


@transaction.atomic
def write_group(
    grouping: OwnGrouping,
    *,
    code: str = "",
    label: str,
    activities: Iterable[str],
    by: Actor,
    at: datetime,
) -> GroupingVersion:
    """Add a group (no `code`), or give one another name or other activities: a new version.

    `activities`: codes of NACE, or names of which one can tell what is meant.
    """
    require(rules.may_map, by, grouping)
    grouping = _in_use(grouping)
    groups = newest_version_of(grouping).groups
    if code and code not in {one["code"] for one in groups}:
        raise Refused(_("This group is no longer in the grouping."))
    written = {
        "code": code or _free_code(groups),
        "label": label.strip(),
        "codes": _codes(activities, grouping.nace_revision),
    }
    changed = [written if one["code"] == code else one for one in groups]
    if not code:
        changed = [*groups, written]
    return _next_version(grouping, changed, label.strip(), by=by, at=at)


@transaction.atomic
def take_group_out(grouping: OwnGrouping, *, code: str, by: Actor, at: datetime) -> GroupingVersion:
    """Take a group out of a grouping: a new version. Earlier ones, and their figures, keep it."""
    require(rules.may_map, by, grouping)
    grouping = _in_use(grouping)
    groups = newest_version_of(grouping).groups
    gone = next((one for one in groups if one["code"] == code), None)
    if gone is None:
        raise Refused(_("This group is no longer in the grouping."))
    left = [one for one in groups if one["code"] != code]
    note = _("without %(group)s") % {"group": gone["label"]}
    return _next_version(grouping, left, note[:250], by=by, at=at)


@transaction.atomic
def write_groups(
    grouping: OwnGrouping, *, groups: Iterable[dict[str, Any]], note: str = "",
    by: Actor, at: datetime,
) -> GroupingVersion:  # fmt: skip
    """Say anew all that is in a grouping: a new version. A group keeps the code it has."""
    require(rules.may_map, by, grouping)
    grouping = _in_use(grouping)
    written: Groups = []
    for one in groups:
        written.append(
            {
                "code": one.get("code") or _free_code(written),
                "label": one["label"].strip(),
                "codes": _codes(one["codes"], grouping.nace_revision),
            }
        )
    if len({one["code"] for one in written}) < len(written):
        raise Refused(_("Two groups have the same code."))
    return _next_version(grouping, written, note, by=by, at=at)


@transaction.atomic
def end_grouping(grouping: OwnGrouping, *, by: Actor, at: datetime) -> OwnGrouping:
    """Take a grouping off the list; what was measured with it stays, and it can be taken up."""
    require(rules.may_map, by, grouping)
    _in_use(grouping)
    return change(grouping, {"ended_at": at}, verb="end_grouping", by=by, at=at)


@transaction.atomic
def restore_grouping(grouping: OwnGrouping, *, by: Actor, at: datetime) -> OwnGrouping:
    """Take a grouping up again that had ended."""
    require(rules.may_map, by, grouping)
    if lock(grouping).ended_at is None:
        raise Refused(_("This grouping is in use."))
    return change(grouping, {"ended_at": None}, verb="restore_grouping", by=by, at=at)


def _in_use(grouping: OwnGrouping) -> OwnGrouping:
    grouping = lock(grouping)
    if grouping.ended_at is not None:
        raise Refused(_("This grouping has ended. Take it up again first."))
    return grouping


def _next_version(
    grouping: OwnGrouping, groups: Groups, note: str, *, by: Actor, at: datetime
) -> GroupingVersion:
    """Save a version, unless nothing was changed."""
    newest = newest_version_of(grouping)
    if newest.groups == groups:
        return newest
    return _keep_version(grouping, newest.number + 1, groups, note, by=by, at=at)


def _keep_version(
    grouping: OwnGrouping, number: int, groups: Groups, note: str, *, by: Actor, at: datetime
) -> GroupingVersion:
    if len(groups) > MOST_GROUPS:
        raise Refused(_("A grouping has at most %(most)d groups.") % {"most": MOST_GROUPS})
    version = GroupingVersion(
        cluster=grouping.cluster,
        grouping=grouping,
        number=number,
        groups=groups,
        note=note[:250],
        saved_at=at,
        saved_by=by.user,
    )
    return keep_new(version, verb="save_grouping_version", by=by, at=at)


def _copied(copy_of: str, by: Actor) -> tuple[Groups, str, str]:
    """Give the groups of what is copied, how it is called, and its edition of NACE."""
    if not copy_of:
        return [], "", ""
    known = grouping_named(copy_of)
    if known is not None:
        groups = [
            {"code": one.code, "label": one.label, "codes": sorted(one.nace)}
            for one in known.groups
        ]
        return groups, known.label, REVISION
    own = groupings_visible_to(by).filter(pk=copy_of).first() if copy_of.isdecimal() else None
    if own is None:
        raise Refused(_("There is no such grouping to copy."), field="copy_of")
    version = newest_version_of(own)
    return version.groups, str(version), own.nace_revision


def _codes(activities: Iterable[str], revision: str) -> list[str]:
    found: list[str] = []
    for text in activities:
        try:
            code = activity_meant(text, revision)
        except ValidationError as error:
            raise Refused(" ".join(error.messages), field="activities") from error
        if code and code not in found:
            found.append(code)
    if len(found) > MOST_CODES:
        raise Refused(_("A group has at most %(most)d activities.") % {"most": MOST_CODES})
    return sorted(found)


def _free_code(groups: Groups) -> str:
    taken = {one["code"] for one in groups}
    return next(f"g{number}" for number in range(1, MOST_GROUPS + 2) if f"g{number}" not in taken)
