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
from raceme.members.verbs.several import (
    NewOrganisation,
    NewPost,
    describe_organisations,
    describe_people,
    describe_posts,
    enter_organisations,
    enter_people,
    give_posts,
)

__all__ = [
    "NewOrganisation",
    "NewPost",
    "change_standing",
    "correct_period",
    "describe_organisation",
    "describe_organisations",
    "describe_people",
    "describe_person",
    "describe_post",
    "describe_posts",
    "end_post",
    "enter_organisation",
    "enter_organisations",
    "enter_people",
    "enter_person",
    "give_post",
    "give_posts",
    "readmit_organisation",
    "record_leaving",
]
