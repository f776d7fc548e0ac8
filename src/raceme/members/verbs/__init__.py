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

__all__ = [
    "change_standing",
    "correct_period",
    "describe_organisation",
    "describe_person",
    "describe_post",
    "end_post",
    "enter_organisation",
    "enter_person",
    "give_post",
    "readmit_organisation",
    "record_leaving",
]
