"""What a person types about members, made clean."""

from raceme.members.forms.organisations import LeavingForm, OrganisationForm
from raceme.members.forms.search import SearchForm
from raceme.members.forms.segments import SegmentForm

__all__ = ["LeavingForm", "OrganisationForm", "SearchForm", "SegmentForm"]
