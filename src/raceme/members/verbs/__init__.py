"""What is done to organisations and people: one verb a function."""

from raceme.members.verbs.memberships import (
    change_standing,
    correct_period,
    readmit_organisation,
    record_leaving,
)
from raceme.members.verbs.organisations import describe_organisation, enter_organisation
from raceme.members.verbs.people import (
    describe_person,
    describe_post,
    end_post,
    enter_person,
    give_post,
)
from raceme.members.verbs.segments import (
    describe_segment,
    end_segment,
    keep_segment,
    restore_segment,
)

__all__ = [
    "change_standing",
    "correct_period",
    "describe_organisation",
    "describe_person",
    "describe_post",
    "describe_segment",
    "end_post",
    "end_segment",
    "enter_organisation",
    "enter_person",
    "give_post",
    "keep_segment",
    "readmit_organisation",
    "record_leaving",
    "restore_segment",
]
