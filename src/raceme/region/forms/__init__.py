"""What people say about regional statistics, and which region and year they look for."""

from raceme.region.forms.datasets import ColumnsForm, DatasetForm, NewDatasetForm
from raceme.region.forms.mapping import MappingForm, PlaceForm

__all__ = ["ColumnsForm", "DatasetForm", "MappingForm", "NewDatasetForm", "PlaceForm"]
