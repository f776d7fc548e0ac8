"""Which groupings there are, what is in them, and how versions differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Max, QuerySet

from raceme.access.actor import Actor
from raceme.region.models import GroupingVersion, MappingRun, OwnGrouping

Groups = list[dict[str, Any]]


def groupings_visible_to(actor: Actor) -> QuerySet[OwnGrouping]:
    """All groupings of the actor's cluster organisation; those that ended, too."""
    if not actor.is_seated:
        return OwnGrouping.objects.none()
    return OwnGrouping.objects.filter(cluster=actor.cluster)


def versions_visible_to(actor: Actor) -> QuerySet[GroupingVersion]:
    """All versions of them, the newest of each first."""
    versions = GroupingVersion.objects.filter(grouping__in=groupings_visible_to(actor))
    return versions.select_related("grouping", "saved_by")


def newest_versions(actor: Actor) -> QuerySet[GroupingVersion]:
    """The newest version of each grouping in use."""
    versions = versions_visible_to(actor).filter(grouping__ended_at__isnull=True)
    newest = versions.annotate(newest=Max("grouping__versions__number"))
    return newest.filter(number=F("newest")).order_by("grouping__name", "pk")


def newest_version_of(grouping: OwnGrouping) -> GroupingVersion:
    """What is in a grouping today; every grouping has a first version."""
    return GroupingVersion.objects.filter(grouping=grouping).order_by("-number")[0]


def versions_in(run: MappingRun) -> list[GroupingVersion]:
    """The versions that a mapping was measured with."""
    found = GroupingVersion.objects.filter(pk__in=run.groupings, cluster=run.cluster)
    return list(found.select_related("grouping").order_by("grouping__name", "pk"))


def runs_with(actor: Actor, grouping: OwnGrouping) -> list[tuple[MappingRun, int]]:
    """The mappings that were measured with a grouping, and with which version."""
    numbers = dict(grouping.versions.values_list("pk", "number"))
    runs = MappingRun.objects.filter(cluster=actor.cluster).select_related("dataset")
    return [(run, numbers[pk]) for run in runs for pk in run.groupings if pk in numbers]


def differences(before: Groups, after: Groups) -> list[tuple[str, list[str], list[str]]]:
    """Say of each group that changed which codes came and which went."""
    labels = {one["code"]: one["label"] for one in (*before, *after)}
    then, now = _codes(before), _codes(after)
    found = []
    for code, label in labels.items():
        came = sorted(now.get(code, set()) - then.get(code, set()))
        went = sorted(then.get(code, set()) - now.get(code, set()))
        if came or went:
            found.append((label, came, went))
    return found


def _codes(groups: Iterable[dict[str, Any]]) -> dict[str, set[str]]:
    return {one["code"]: set(one["codes"]) for one in groups}
