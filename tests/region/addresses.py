"""The pages about regions, and what their API writes: who may, and with what they are called."""

from typing import Any

from raceme.access.actor import system_of
from raceme.access.models import Cluster, Role
from raceme.region.verbs import end_grouping
from tests.factories import NOW
from tests.region.making import COLUMNS, make_grouping, make_rows

SEATED = set(Role)
WORK = {Role.MANAGER, Role.ADVISER}
OF_GROUPING = tuple(
    f"region:{one}"
    for one in (
        "grouping", "download_grouping", "edit_grouping", "new_group", "edit_group", "group_out",
        "end_grouping",
    )
)  # fmt: skip
OF_RUN = ("region:run", "region:region", "region:figure", "region:download_regions", "region:brief")

READ_PAGES = {"region:list": SEATED, "region:dataset": SEATED, **dict.fromkeys(OF_RUN, SEATED)}
READ_PAGES |= dict.fromkeys(
    ("region:groupings", "region:grouping", "region:download_grouping"), SEATED
)
FORM_PAGES = dict.fromkeys(
    (
        "region:new",
        "region:boundaries",
        "region:edit",
        "region:columns",
        "region:map",
        "region:new_grouping",
        "region:edit_grouping",
        "region:new_group",
        "region:edit_group",
    ),
    WORK,
)
ACTS = dict.fromkeys(
    (
        "region:group_out",
        "region:end_grouping",
        "region:restore_grouping",
        "region:convert",
    ),
    WORK,
)
PLACE: dict[str, object] = {"place": "AT31"}
MORE_VALUES: dict[str, dict[str, object]] = {
    "region:region": PLACE,
    "region:figure": {**PLACE, "figure": "specialisations", "kind": "csv"},
    "region:brief": {**PLACE, "language": "en"},
    "region:download_regions": {"what": "regions", "kind": "csv"},
    "region:download_grouping": {"number": 1, "kind": "csv"},
    "region:edit_group": {"code": "g1"},
    "region:group_out": {"code": "g1"},
}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    ("post", "/region/datasets"): (WORK, None),
    ("post", "/region/datasets/{pk}/read"): (WORK, {"columns": COLUMNS}),
    ("post", "/region/datasets/{pk}/convert"): (WORK, {"to": "2024"}),
    ("post", "/region/datasets/{pk}/map"): (WORK, {"region_length": 9}),
    ("post", "/region/groupings"): (WORK, {"name": "Again", "source": "A study"}),
    ("post", "/region/groupings/{pk}/versions"): (
        WORK,
        {"groups": [{"label": "Metal", "codes": ["25"]}]},
    ),
    ("post", "/region/groupings/{pk}/end"): (WORK, None),
    ("post", "/region/groupings/{pk}/restore"): (WORK, None),
}


def rows_of_region(cluster: Cluster) -> dict[str, int]:
    """Have a small panel measured, and say which page takes which row."""
    run = make_rows(cluster)
    grouping, ended = make_grouping(cluster), make_grouping(cluster, name="Ended")
    end_grouping(ended, by=system_of(cluster), at=NOW)
    return {
        "region": run.dataset_id,
        **dict.fromkeys(OF_RUN, run.pk),
        **dict.fromkeys(OF_GROUPING, grouping.pk),
        "region:restore_grouping": ended.pk,
    }


def page_of(told: str) -> str:
    """Say which page takes the same row as an operation; empty where that is not special."""
    if "/region/groupings" in told:
        return "region:restore_grouping" if told.endswith("/restore") else "region:grouping"
    return "region:run" if "/region/mappings" in told else ""


def pages_of_region(cluster: Cluster) -> dict[str, dict[str, object]]:
    """The same for the browser: what stands in the address of each page."""
    rows = rows_of_region(cluster)
    return {name: {"pk": pk, **MORE_VALUES.get(name, {})} for name, pk in rows.items()}
