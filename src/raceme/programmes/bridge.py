"""Members of several clusters become tables in which no small cell can be seen or computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from raceme.access.models import Cluster
from raceme.cores.mapping.publication import TOTAL, Cell, Key, Publication, SmallCells, crossed
from raceme.cores.mapping.suppression import suppressed
from raceme.members.models import Organisation, Standing
from raceme.vocabulary.groupings import REVISION, Groups, classes_of, groupings

NONE = "none"  # firms in no group of a grouping, or of unknown activity
Counts = Mapping[int, Mapping[str, int]]  # cluster → column → firms


def tables_of(clusters: Iterable[Cluster], *, firms_min: int) -> list[dict[str, Any]]:
    """Count firms by cluster and group, and hide what must be hidden.

    One table for each grouping; all are protected together, for their totals are the same. What
    is hidden is not in the answer at all: null. A firm that is a member of two clusters counts in
    both. Raises ArithmeticError if the independent check can compute what is hidden.
    """
    there = list(clusters)
    counted = {one.code: _counts(there, one) for one in groupings()}
    publication = None
    for counts in counted.values():
        table = _publication(counts)
        publication = table if publication is None else publication.joined(table)
    shown: Mapping[Key, Cell] = {}
    if there and publication is not None:
        shown = suppressed(publication, SmallCells(minimum=firms_min)).shown
    return [_as_stored(one, there, shown) for one in groupings()]


def _counts(clusters: list[Cluster], grouping: Groups) -> Counts:
    columns = [_column(grouping.code, one.code) for one in grouping.groups]
    columns.append(_column(grouping.code, NONE))
    counts = {one.pk: dict.fromkeys((*columns, TOTAL), 0) for one in clusters}
    firms = Organisation.objects.filter(cluster__in=clusters, standing=Standing.MEMBER, role="firm")
    for cluster_id, code, revision in firms.values_list("cluster_id", "nace", "nace_revision"):
        row = counts[cluster_id]
        row[TOTAL] += 1
        groups = _groups_of(code, grouping) if revision == REVISION else []
        for group in groups or [NONE]:
            row[_column(grouping.code, group)] += 1
    return counts


def _groups_of(code: str, grouping: Groups) -> list[str]:
    """Name the groups that a main activity belongs to as a whole."""
    classes = classes_of(code)
    if not classes:
        return []
    return [
        group.code
        for group in grouping.groups
        if classes <= frozenset().union(*(classes_of(one) for one in group.nace))
    ]


def _publication(counts: Counts) -> Publication:
    cells = [
        Cell((str(cluster), column), firms)
        for cluster, row in counts.items()
        for column, firms in row.items()
        if column != TOTAL
    ]
    totals = [Cell((str(cluster), TOTAL), row[TOTAL]) for cluster, row in counts.items()]
    return crossed(cells, row_totals=totals)


def _as_stored(
    grouping: Groups, clusters: list[Cluster], shown: Mapping[Key, Cell]
) -> dict[str, Any]:
    """Give a table as it is kept and shown: numbers that may be seen, null for all others."""
    codes = [*(one.code for one in grouping.groups), NONE]
    rows = [(str(one.pk), one.name) for one in clusters] + [(TOTAL, TOTAL)]
    return {
        "grouping": grouping.code,
        "source": grouping.source,
        "columns": codes,
        "rows": [
            {
                "name": name,
                "firms": [_number(shown, (key, _column(grouping.code, code))) for code in codes],
                "total": _number(shown, (key, TOTAL)),
            }
            for key, name in rows
        ],
    }


def _number(shown: Mapping[Key, Cell], key: Key) -> int | None:
    cell = shown.get(key)
    return None if cell is None else cell.firms


def _column(grouping: str, group: str) -> str:
    return f"{grouping}:{group}"
