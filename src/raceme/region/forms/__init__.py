"""What people say about regional statistics, and which region and year they look for."""

from raceme.region.forms.datasets import BoundariesForm, ColumnsForm, DatasetForm, NewDatasetForm
from raceme.region.forms.mapping import MappingForm, PlaceForm

__all__ = [
    "BoundariesForm",
    "ColumnsForm",
    "DatasetForm",
    "MappingForm",
    "NewDatasetForm",
    "PlaceForm",
]
