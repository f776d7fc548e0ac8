"""What people say about regional statistics, and which region and year they look for."""

from raceme.region.forms.datasets import BoundariesForm, ColumnsForm, DatasetForm, NewDatasetForm
from raceme.region.forms.groupings import GroupForm, GroupingForm, NewGroupingForm
from raceme.region.forms.mapping import MappingForm, PlaceForm

__all__ = [
    "BoundariesForm",
    "ColumnsForm",
    "DatasetForm",
    "GroupForm",
    "GroupingForm",
    "MappingForm",
    "NewDatasetForm",
    "NewGroupingForm",
    "PlaceForm",
]
