"""What a person types about members, made clean."""

from raceme.members.forms.activities import (
    CompetenceForm,
    FiguresForm,
    NewRelationForm,
    RelationForm,
)
from raceme.members.forms.groups import (
    EndSeatForm,
    GroupForm,
    NewSeatForm,
    SeatForm,
)
from raceme.members.forms.memberships import (
    LeavingForm,
    PeriodForm,
    StandingForm,
)
from raceme.members.forms.merging import (
    MergeForm,
)
from raceme.members.forms.organisations import (
    ActivityForm,
    NewOrganisationForm,
    OrganisationForm,
)
from raceme.members.forms.people import (
    EndPostForm,
    EraseForm,
    NewPersonForm,
    NewPostForm,
    PeopleSearchForm,
    PersonForm,
    PostForm,
)
from raceme.members.forms.search import (
    SearchForm,
)
from raceme.members.forms.segments import (
    SegmentForm,
)
from raceme.members.forms.visits import (
    NewVisitForm,
    SilenceForm,
    StepsForm,
    VisitForm,
)

__all__ = [
    "ActivityForm",
    "CompetenceForm",
    "EndPostForm",
    "EndSeatForm",
    "EraseForm",
    "FiguresForm",
    "GroupForm",
    "LeavingForm",
    "MergeForm",
    "NewOrganisationForm",
    "NewPersonForm",
    "NewPostForm",
    "NewRelationForm",
    "NewSeatForm",
    "NewVisitForm",
    "OrganisationForm",
    "PeopleSearchForm",
    "PeriodForm",
    "PersonForm",
    "PostForm",
    "RelationForm",
    "SearchForm",
    "SeatForm",
    "SegmentForm",
    "SilenceForm",
    "StandingForm",
    "StepsForm",
    "VisitForm",
]
