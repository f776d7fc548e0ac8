"""The member firms of a programme, each with its groups and what it took part in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from raceme.access.models import Cluster
from raceme.members.models import Organisation, Standing
from raceme.programmes.queries import Deeds
from raceme.vocabulary.groupings import REVISION, Groups, classes_of, groupings

NONE = "none"  # firms in no group of a grouping, or of unknown activity


@dataclass(frozen=True, slots=True)
class Firm:
    """A member firm: where it counts, and what counts of it. Never leaves the bridge."""

    cluster: str
    columns: frozenset[str]  # of all groupings
    was_reached: bool = False
    has_gained: bool = False
    cost: float = 0.0
    value: float = 0.0


def firms_of(clusters: Iterable[Cluster], deeds: Deeds) -> list[Firm]:
    """Gather the member firms; one that is a member of two clusters counts in both."""
    rows = Organisation.objects.filter(
        cluster__in=list(clusters), standing=Standing.MEMBER, role="firm"
    )
    found = []
    known: dict[str, frozenset[str]] = {}
    for pk, cluster, code, revision in rows.values_list(
        "pk", "cluster_id", "nace", "nace_revision"
    ):
        activity = code if revision == REVISION else ""
        if activity not in known:
            known[activity] = _columns_of(activity)
        found.append(
            Firm(
                cluster=str(cluster),
                columns=known[activity],
                was_reached=pk in deeds.reached,
                has_gained=pk in deeds.gained,
                cost=deeds.cost.get(pk, 0.0),
                value=deeds.value.get(pk, 0.0),
            )
        )
    return found


def column(grouping: str, group: str) -> str:
    """Name a group of a grouping in tables."""
    return f"{grouping}:{group}"


def columns_of_groupings() -> Mapping[str, list[str]]:
    """All groups of each grouping, and what is in none of them."""
    return {one.code: [column(one.code, code) for code in codes_of(one)] for one in groupings()}


def codes_of(grouping: Groups) -> list[str]:
    """The groups of a grouping in their order, and none of them."""
    return [*(one.code for one in grouping.groups), NONE]


def _columns_of(activity: str) -> frozenset[str]:
    classes = classes_of(activity)
    return frozenset(
        column(grouping.code, group)
        for grouping in groupings()
        for group in (_groups_of(classes, grouping) or [NONE])
    )


def _groups_of(classes: Collection[str], grouping: Groups) -> list[str]:
    """Name the groups that a main activity belongs to as a whole."""
    if not classes:
        return []
    return [
        group.code
        for group in grouping.groups
        if frozenset(classes) <= frozenset().union(*(classes_of(one) for one in group.nace))
    ]
