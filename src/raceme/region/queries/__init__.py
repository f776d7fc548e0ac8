"""Which datasets and mappings there are, and what stands in the tables of a mapping."""

from raceme.region.queries.own import OwnCell, own_cells, own_regions
from raceme.region.queries.runs import (
    boundaries_for,
    boundaries_visible_to,
    datasets_visible_to,
    latest_run,
    runs_visible_to,
)

__all__ = [
    "OwnCell",
    "boundaries_for",
    "boundaries_visible_to",
    "datasets_visible_to",
    "latest_run",
    "own_cells",
    "own_regions",
    "runs_visible_to",
]
