"""The pages about regions, and what their API writes: who may, and with what they are called."""

from typing import Any

from raceme.access.models import Cluster, Role
from tests.region.making import COLUMNS, make_rows

SEATED = set(Role)
WORK = {Role.MANAGER, Role.ADVISER}
OF_RUN = ("region:run", "region:region", "region:figure", "region:download_regions", "region:brief")

READ_PAGES = {"region:list": SEATED, "region:dataset": SEATED, **dict.fromkeys(OF_RUN, SEATED)}
FORM_PAGES = dict.fromkeys(
    ("region:new", "region:boundaries", "region:edit", "region:columns", "region:map"), WORK
)
PLACE: dict[str, object] = {"place": "AT31"}
MORE_VALUES: dict[str, dict[str, object]] = {
    "region:region": PLACE,
    "region:figure": {**PLACE, "figure": "specialisations", "kind": "csv"},
    "region:brief": {**PLACE, "language": "en"},
    "region:download_regions": {"what": "regions", "kind": "csv"},
}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    ("post", "/region/datasets"): (WORK, None),
    ("post", "/region/datasets/{pk}/read"): (WORK, {"columns": COLUMNS}),
    ("post", "/region/datasets/{pk}/map"): (WORK, {"region_length": 9}),
}


def rows_of_region(cluster: Cluster) -> dict[str, int]:
    """Have a small panel measured, and say which page takes which row."""
    run = make_rows(cluster)
    return {"region": run.dataset_id, **dict.fromkeys(OF_RUN, run.pk)}


def page_of(told: str) -> str:
    """Say which page takes the same row as an operation; empty where that is not special."""
    return "region:run" if "/region/mappings" in told else ""


def pages_of_region(cluster: Cluster) -> dict[str, dict[str, object]]:
    """The same for the browser: what stands in the address of each page."""
    rows = rows_of_region(cluster)
    return {name: {"pk": pk, **MORE_VALUES.get(name, {})} for name, pk in rows.items()}
