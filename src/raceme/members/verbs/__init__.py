"""What is done to organisations and people: one verb a function."""

from raceme.members.verbs.activities import (
    add_activity,
    add_competence,
    correct_figures,
    describe_competence,
    end_competence,
    record_figures,
    remove_activity,
    reopen_competence,
)
from raceme.members.verbs.erasing import (
    erase_person,
)
from raceme.members.verbs.groups import (
    describe_group,
    describe_group_seat,
    end_group_seat,
    found_group,
    give_group_seat,
)
from raceme.members.verbs.lookalikes import (
    enter_all_the_same,
    give_up_look,
    keep_lookalikes,
    look_for_lookalikes,
    tell_apart,
    think_again,
)
from raceme.members.verbs.memberships import (
    change_standing,
    correct_period,
    readmit_organisation,
    record_leaving,
    take_back_period,
)
from raceme.members.verbs.merging import (
    merge_organisations,
    merge_people,
    undo_merging,
)
from raceme.members.verbs.organisations import (
    describe_organisation,
    enter_organisation,
)
from raceme.members.verbs.people import (
    describe_person,
    describe_post,
    end_post,
    enter_person,
    give_post,
    introduce_person,
)
from raceme.members.verbs.relations import (
    add_relation,
    describe_relation,
    end_relation,
)
from raceme.members.verbs.segments import (
    describe_segment,
    end_segment,
    keep_segment,
    restore_segment,
)
from raceme.members.verbs.several import (
    NewOrganisation,
    NewPost,
    correct_joinings,
    describe_organisations,
    describe_people,
    describe_posts,
    enter_organisations,
    enter_people,
    give_posts,
)
from raceme.members.verbs.visits import (
    Newcomer,
    correct_visit,
    finish_step,
    record_visit,
    reopen_step,
    restore_visit,
    withdraw_visit,
)

__all__ = [
    "NewOrganisation",
    "NewPost",
    "Newcomer",
    "add_activity",
    "add_competence",
    "add_relation",
    "change_standing",
    "correct_figures",
    "correct_joinings",
    "correct_period",
    "correct_visit",
    "describe_competence",
    "describe_group",
    "describe_group_seat",
    "describe_organisation",
    "describe_organisations",
    "describe_people",
    "describe_person",
    "describe_post",
    "describe_posts",
    "describe_relation",
    "describe_segment",
    "end_competence",
    "end_group_seat",
    "end_post",
    "end_relation",
    "end_segment",
    "enter_all_the_same",
    "enter_organisation",
    "enter_organisations",
    "enter_people",
    "enter_person",
    "erase_person",
    "finish_step",
    "found_group",
    "give_group_seat",
    "give_post",
    "give_posts",
    "give_up_look",
    "introduce_person",
    "keep_lookalikes",
    "keep_segment",
    "look_for_lookalikes",
    "merge_organisations",
    "merge_people",
    "readmit_organisation",
    "record_figures",
    "record_leaving",
    "record_visit",
    "remove_activity",
    "reopen_competence",
    "reopen_step",
    "restore_segment",
    "restore_visit",
    "take_back_period",
    "tell_apart",
    "think_again",
    "undo_merging",
    "withdraw_visit",
]
