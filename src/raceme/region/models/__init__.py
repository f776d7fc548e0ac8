"""Regional statistics that were brought in, and what was measured from them."""

from raceme.region.models.boundaries import Boundaries, Outlines
from raceme.region.models.dataset import LEVELS, Dataset, DatasetFile
from raceme.region.models.grouping import GroupingVersion, OwnGrouping
from raceme.region.models.mapping import MappingRun, ResultTable

__all__ = [
    "LEVELS",
    "Boundaries",
    "Dataset",
    "DatasetFile",
    "GroupingVersion",
    "MappingRun",
    "Outlines",
    "OwnGrouping",
    "ResultTable",
]
