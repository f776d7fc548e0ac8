"""Which datasets and mappings there are, and what stands in the tables of a mapping."""

from raceme.region.queries.groupings import (
    Groups,
    differences,
    groupings_visible_to,
    newest_version_of,
    newest_versions,
    runs_with,
    versions_in,
    versions_visible_to,
)
from raceme.region.queries.own import OwnCell, own_cells, own_regions
from raceme.region.queries.runs import (
    boundaries_for,
    boundaries_visible_to,
    datasets_visible_to,
    latest_run,
    runs_visible_to,
)

__all__ = [
    "Groups",
    "OwnCell",
    "boundaries_for",
    "boundaries_visible_to",
    "datasets_visible_to",
    "differences",
    "groupings_visible_to",
    "latest_run",
    "newest_version_of",
    "newest_versions",
    "own_cells",
    "own_regions",
    "runs_visible_to",
    "runs_with",
    "versions_in",
    "versions_visible_to",
]
