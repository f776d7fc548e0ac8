"""What is done with regional statistics: bring in, say what columns mean, measure."""

from raceme.region.verbs.boundaries import take_boundaries
from raceme.region.verbs.datasets import (
    convert_regions,
    describe_dataset,
    read_dataset,
    take_dataset,
)
from raceme.region.verbs.groupings import (
    describe_grouping,
    end_grouping,
    found_grouping,
    restore_grouping,
    take_group_out,
    write_group,
    write_groups,
)
from raceme.region.verbs.mapping import (
    begin_mapping,
    give_up_mapping,
    keep_tables,
    map_dataset,
    report_progress,
    resume_cut_off_mappings,
)

__all__ = [
    "begin_mapping",
    "convert_regions",
    "describe_dataset",
    "describe_grouping",
    "end_grouping",
    "found_grouping",
    "give_up_mapping",
    "keep_tables",
    "map_dataset",
    "read_dataset",
    "report_progress",
    "restore_grouping",
    "resume_cut_off_mappings",
    "take_boundaries",
    "take_dataset",
    "take_group_out",
    "write_group",
    "write_groups",
]
