"""The organisations a cluster organisation works with, their people, and what is known of both."""

from raceme.members.models.activity import (
    Activity,
    Competence,
    YearFigures,
)
from raceme.members.models.contact import (
    Visit,
    VisitPerson,
)
from raceme.members.models.group import (
    GroupSeat,
    WorkingGroup,
)
from raceme.members.models.lookalike import (
    Look,
    Lookalike,
)
from raceme.members.models.membership import (
    LeavingReason,
    Membership,
    Standing,
)
from raceme.members.models.organisation import (
    Independence,
    NaceRevision,
    NutsVersion,
    Organisation,
)
from raceme.members.models.organisation_words import (
    FOUND_BY,
    OrganisationWords,
)
from raceme.members.models.people import (
    Person,
    Post,
)
from raceme.members.models.relation import (
    Relation,
)
from raceme.members.models.segment import (
    Segment,
)

__all__ = [
    "FOUND_BY",
    "Activity",
    "Competence",
    "GroupSeat",
    "Independence",
    "LeavingReason",
    "Look",
    "Lookalike",
    "Membership",
    "NaceRevision",
    "NutsVersion",
    "Organisation",
    "OrganisationWords",
    "Person",
    "Post",
    "Relation",
    "Segment",
    "Standing",
    "Visit",
    "VisitPerson",
    "WorkingGroup",
    "YearFigures",
]
