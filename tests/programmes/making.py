"""Three clusters with firms that take part in events, for tests of programmes."""

from datetime import timedelta
from itertools import count
from typing import Any

from raceme.access.actor import system_of
from raceme.access.models import Cluster
from raceme.cores.mapping.publication import TOTAL
from raceme.events.verbs.attending import check_in
from raceme.members.models import Organisation
from raceme.programmes import bridge
from tests.events.making import come, make_open
from tests.factories import NOW, make_service

# How many firms of a cluster work in automotive (29.10), software (62.01), tourism (55.10), other.
FIRMS_OF = {"north": (12, 9, 8, 7), "south": (11, 3, 14, 6), "west": (15, 10, 2, 9)}
NACE = ("29.10", "62.01", "55.10", "84.11")
DECEMBER = NOW + timedelta(days=27)  # 20 December; the events of tests are over
_numbers = count(1)


def add_firms(cluster: Cluster, numbers: tuple[int, ...]) -> None:
    Organisation.objects.bulk_create(
        Organisation(
            cluster=cluster, code=f"M{next(_numbers)}", name=f"Secret Works {next(_numbers)}",
            role="firm", standing="member", nace=code, nace_revision="2",
        )
        for code, number in zip(NACE, numbers, strict=True)
        for _one in range(number)
    )  # fmt: skip


def hold_event(cluster: Cluster, numbers: tuple[int, ...], *, strangers: int = 0) -> None:
    """Hold an event of a service of 1,000 to which so many firms of each activity send somebody."""
    service = make_service(cluster, cost_eur=1000)
    event = make_open(cluster, code=f"event-{next(_numbers)}", service=service)
    names = [
        name
        for code, number in zip(NACE, numbers, strict=True)
        for name in Organisation.objects.filter(cluster=cluster, nace=code)
        .order_by("pk")
        .values_list("name", flat=True)[:number]
    ]
    by = system_of(cluster)
    for name in [*names, *[f"Stranger {one}" for one in range(strangers)]]:
        (one,) = come(event, f"P{next(_numbers)}", organisation_name=name, source="office", by=by)
        check_in(one, by=by, at=event.starts_at)


def tables_of(clusters: list[Cluster], *, firms_min: int = 5, at: Any = DECEMBER) -> list[dict]:
    return bridge.edition_values(clusters, firms_min=firms_min, at=at)["tables"]


def cells_of(
    tables: list[dict], grouping: str = "ecosystems", measure: str = "firms"
) -> dict[tuple[str, str], int | None]:
    """The cells of a stored table: (name of the cluster, group) → figure."""
    table = next(one for one in tables if one["grouping"] == grouping)
    return {
        (row["name"], column): figure
        for row in table["rows"]
        for column, figure in zip([*table["columns"], TOTAL],
                                  [*row["figures"][measure], row["totals"][measure]], strict=True)
    }  # fmt: skip
