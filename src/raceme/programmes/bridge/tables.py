"""Firms counted by cluster and group, so that no small cell can be seen or computed.

All counts of firms are protected together: members, those reached, those with a result, and what
each of these leaves over (who knows 12 members and 11 reached, knows that one was not). Amounts
are protected one by one, as if the number of firms behind each stood beside it, and are hidden as
well where one firm has nearly all (docs/decisions/0030-programmes-compared.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from raceme.access.models import Cluster
from raceme.cores.mapping.dominance import is_dominated
from raceme.cores.mapping.publication import TOTAL, Cell, Key, Publication, SmallCells, Sum
from raceme.cores.mapping.suppression import suppressed
from raceme.programmes.bridge.firms import Firm, codes_of, column, columns_of_groupings
from raceme.vocabulary.groupings import Groups, groupings

# Counts of firms; `left` is what a count leaves over of another: never shown.
COUNTS: Mapping[str, Callable[[Firm], bool]] = {
    "firms": lambda _firm: True,
    "reached": lambda firm: firm.was_reached,
    "gained": lambda firm: firm.has_gained,
}
LEFT: Mapping[str, tuple[str, str]] = {
    "not reached": ("firms", "reached"),
    "not gained": ("firms", "gained"),
}
# Each amount, and the count that it would tell something of: at least five, where it is shown.
AMOUNTS: Mapping[str, tuple[Callable[[Firm], float], str]] = {
    "cost": (lambda firm: firm.cost, "reached"),
    "value": (lambda firm: firm.value, "gained"),
}
Shown = Mapping[Key, float]  # (cluster, column, measure) → what may be shown


def shown_figures(firms: Iterable[Firm], clusters: Iterable[str], *, firms_min: int) -> Shown:
    """Decide what may be shown. ArithmeticError: the independent check could compute more."""
    rule = SmallCells(minimum=firms_min)
    places, there = _by_place(firms, clusters), list(clusters)
    if not there:
        return {}
    counted = suppressed(publication_of_counts(places, there), rule).shown
    shown: dict[Key, float] = {key: cell.firms for key, cell in counted.items()}
    for measure in AMOUNTS:
        publication = publication_of_amounts(places, there, measure, counted)
        amounts = suppressed(publication, rule).shown
        shown |= {(*key, measure): cell.amounts[measure] for key, cell in amounts.items()}
    return shown


def publication_of_counts(places: Mapping[Key, list[Firm]], clusters: list[str]) -> Publication:
    """Give all counts of firms with everything that an outsider knows to add up."""
    cells = {}
    for place, firms in places.items():
        numbers = {name: sum(map(counts, firms)) for name, counts in COUNTS.items()}
        for name, number in numbers.items():
            cells[*place, name] = Cell((*place, name), number)
        for name, (whole, part) in LEFT.items():
            left = numbers[whole] - numbers[part]
            cells[*place, name] = Cell((*place, name), left, is_auxiliary=True)
    sums = [one for name in (*COUNTS, *LEFT) for one in _sums(clusters, (name,))]
    sums += [
        Sum((*place, whole), ((*place, part), (*place, left)))
        for place in places
        for left, (whole, part) in LEFT.items()
    ]
    return Publication(cells, tuple(sums))


def publication_of_amounts(
    places: Mapping[Key, list[Firm]],
    clusters: list[str],
    measure: str,
    counted: Collection[Key],
) -> Publication:
    """Give an amount with the firms that contribute to it; hidden where their count is hidden."""
    amount_of, count = AMOUNTS[measure]
    cells = {}
    for place, firms in places.items():
        parts = [amount for amount in map(amount_of, firms) if amount > 0]
        is_confidential = is_dominated(parts) or (*place, count) not in counted
        cells[place] = Cell(
            place, len(parts), {measure: math.fsum(parts)}, is_confidential=is_confidential
        )
    return Publication(cells, tuple(_sums(clusters, ())))


def tables_of(clusters: Iterable[Cluster], shown: Shown) -> list[dict[str, Any]]:
    """Give tables as they are kept: what may be seen, and null for all else."""
    rows = [(str(one.pk), one.slug, one.name) for one in clusters] + [(TOTAL, TOTAL, TOTAL)]
    return [_table(one, rows, shown) for one in groupings()]


def _table(grouping: Groups, rows: list[tuple[str, str, str]], shown: Shown) -> dict[str, Any]:
    codes = codes_of(grouping)
    measures = (*COUNTS, *AMOUNTS)
    return {
        "grouping": grouping.code,
        "source": grouping.source,
        "columns": codes,
        "rows": [
            {
                "cluster": slug,
                "name": name,
                "figures": {
                    measure: [
                        _number(shown, (key, column(grouping.code, code), measure))
                        for code in codes
                    ]
                    for measure in measures
                },
                "totals": {measure: _number(shown, (key, TOTAL, measure)) for measure in measures},
            }
            for key, slug, name in rows
        ],
    }


def _number(shown: Shown, key: Key) -> int | None:
    number = shown.get(key)
    return None if number is None else round(number)


def _by_place(firms: Iterable[Firm], clusters: Iterable[str]) -> dict[Key, list[Firm]]:
    """Sort firms into (cluster or total, column or total)."""
    columns = [one for group in columns_of_groupings().values() for one in group]
    places: dict[Key, list[Firm]] = {
        (row, name): [] for row in (*clusters, TOTAL) for name in (*columns, TOTAL)
    }
    for firm in firms:
        for row in (firm.cluster, TOTAL):
            for name in (*firm.columns, TOTAL):
                places[row, name].append(firm)
    return places


def _sums(clusters: list[str], end: tuple[str, ...]) -> list[Sum]:
    """How places add up: clusters to all, and groups, which overlap, to a cluster."""
    groups = columns_of_groupings()
    columns = [one for group in groups.values() for one in group]
    down = [
        Sum((TOTAL, name, *end), tuple((row, name, *end) for row in clusters))
        for name in (*columns, TOTAL)
    ]
    across = [
        Sum((row, TOTAL, *end), tuple((row, name, *end) for name in group), overlaps=True)
        for row in (*clusters, TOTAL)
        for group in groups.values()
    ]
    return down + across
