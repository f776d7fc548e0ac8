from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, finding, navigation, panels, timeline

KINDS = {
    "members.organisation": acts.Kind(
        label=_("member"),
        sentences={
            "enter_organisation": _("%(who)s entered the member %(what)s."),
            "describe_organisation": _("%(who)s changed what is known about %(what)s."),
            "record_leaving": _("%(who)s recorded that %(what)s has left."),
            "readmit_organisation": _("%(who)s made %(what)s a member again."),
            "change_standing": _("%(who)s recorded that %(what)s stands otherwise to the cluster."),
            "correct_period": _("%(who)s put right since when %(what)s stands so to the cluster."),
            "take_back_period": _("%(who)s took back the last change of standing of %(what)s."),
            "record_visit": _("%(who)s recorded a contact with %(what)s."),
            "correct_visit": _("%(who)s corrected a contact with %(what)s."),
            "withdraw_visit": _("%(who)s withdrew a contact with %(what)s."),
            "restore_visit": _("%(who)s restored a contact with %(what)s."),
            "merge_organisations": _("%(who)s made one record of %(what)s and another one."),
            "undo_merging": _("%(who)s took back that %(what)s became one with another record."),
        },
        page="members:detail",
    ),
    "members.segment": acts.Kind(
        label=_("segment"),
        sentences={
            "keep_segment": _("%(who)s kept the segment %(what)s."),
            "describe_segment": _("%(who)s changed the segment %(what)s."),
            "end_segment": _("%(who)s ended the segment %(what)s."),
            "restore_segment": _("%(who)s took up the segment %(what)s again."),
        },
    ),
    "members.lookalike": acts.Kind(
        label=_("possible duplicate"),
        sentences={
            "tell_apart": _("%(who)s noted that these are not the same: %(what)s."),
            "think_again": _("%(who)s took back that these are not the same: %(what)s."),
        },
    ),
    "members.membership": acts.Kind(
        label=_("membership"),
        sentences={
            "begin_period": _("%(who)s began a period: %(what)s."),
            "end_period": _("%(who)s ended a period: %(what)s."),
            "correct_period": _("%(who)s put right a period: %(what)s."),
            "take_back_period": _("%(who)s took back a change of standing: %(what)s."),
        },
    ),
    "members.person": acts.Kind(
        label=_("person"),
        sentences={
            "enter_person": _("%(who)s entered the person %(what)s."),
            "describe_person": _("%(who)s changed what is known about %(what)s."),
            "erase_person": _("%(who)s erased a person: %(what)s."),
            "merge_people": _("%(who)s made one record of %(what)s and another one."),
            "undo_merging": _("%(who)s took back that %(what)s became one with another record."),
        },
        page="members:person",
    ),
    "members.post": acts.Kind(
        label=_("post"),
        sentences={
            "give_post": _("%(who)s recorded a post: %(what)s."),
            "describe_post": _("%(who)s changed a post: %(what)s."),
            "end_post": _("%(who)s recorded that a post has ended: %(what)s."),
        },
    ),
    "members.activity": acts.Kind(
        label=_("further activity"),
        sentences={
            "add_activity": _("%(who)s added a further activity: %(what)s."),
            "remove_activity": _("%(who)s took a further activity away: %(what)s."),
        },
    ),
    "members.competence": acts.Kind(
        label=_("competence"),
        sentences={
            "add_competence": _("%(who)s recorded the competence %(what)s."),
            "describe_competence": _("%(who)s changed the competence %(what)s."),
            "end_competence": _("%(who)s recorded that the competence %(what)s is no more."),
            "reopen_competence": _("%(who)s let the competence %(what)s stand again."),
        },
    ),
    "members.yearfigures": acts.Kind(
        label=_("figures of a year"),
        sentences={
            "record_figures": _("%(who)s recorded figures: %(what)s."),
            "correct_figures": _("%(who)s corrected figures: %(what)s."),
        },
    ),
    "members.relation": acts.Kind(
        label=_("relation"),
        sentences={
            "add_relation": _("%(who)s recorded a relation: %(what)s."),
            "describe_relation": _("%(who)s changed a relation: %(what)s."),
            "end_relation": _("%(who)s recorded that a relation is no more: %(what)s."),
        },
    ),
    "members.workinggroup": acts.Kind(
        label=_("group"),
        sentences={
            "found_group": _("%(who)s wrote down the group %(what)s."),
            "describe_group": _("%(who)s changed the group %(what)s."),
        },
        page="members:group",
    ),
    "members.groupseat": acts.Kind(
        label=_("seat in a group"),
        sentences={
            "give_group_seat": _("%(who)s gave a seat: %(what)s."),
            "describe_group_seat": _("%(who)s changed a seat: %(what)s."),
            "end_group_seat": _("%(who)s recorded that a seat has ended: %(what)s."),
        },
    ),
    "members.visit": acts.Kind(
        label=_("contact"),
        sentences={
            "record_visit": _("%(who)s recorded a contact: %(what)s."),
            "correct_visit": _("%(who)s corrected a contact: %(what)s."),
            "withdraw_visit": _("%(who)s withdrew a contact: %(what)s."),
            "restore_visit": _("%(who)s restored a contact: %(what)s."),
            "finish_step": _("%(who)s did the next step of a contact: %(what)s."),
            "reopen_step": _("%(who)s recorded that a next step is not done: %(what)s."),
        },
        page="members:visit",
    ),
    "members.visitperson": acts.Kind(
        label=_("person in a contact"),
        sentences={
            "name_person": _("%(who)s recorded that %(what)s took part in a contact."),
            "leave_out_person": _("%(who)s took %(what)s out of a contact."),
        },
    ),
}

# What is done to rows of every kind when two records become one.
ANYWHERE = {
    verb: _("%(who)s made one record of two; this belongs to it now: %(what)s.")
    for verb in ("merge_organisations", "merge_people")
} | {"undo_merging": _("%(who)s took back that two records became one: %(what)s.")}


class MembersConfig(AppConfig):
    name = "raceme.members"
    label = "members"

    def ready(self) -> None:
        from raceme.members import background  # noqa: F401, PLC0415 - makes work known by name
        from raceme.members.models import FOUND_BY  # noqa: PLC0415 - needs the tables
        from raceme.members.panels import (  # noqa: PLC0415 - needs the tables, ready only now
            TIMELINE,
            merged_people,
            merged_records,
        )
        from raceme.members.rules import may_edit, may_see_people  # noqa: PLC0415 - the same

        finding.register(FOUND_BY)
        for name, kind in KINDS.items():
            acts.register(name, kind)
        for verb, sentence in ANYWHERE.items():
            acts.register_anywhere(verb, sentence)
        for source in TIMELINE:
            timeline.register("organisation", source)
        panels.hang("organisation", merged_records)
        panels.hang("person", merged_people)
        order = navigation.ORDER_ALONG_THE_THREAD["members"]
        entry = navigation.Entry
        navigation.register(
            entry(_("Members"), "users", "members:list", order),
            entry(_("Next steps"), "checklist", "members:steps", 2, "office", may_see_people),
            entry(_("People"), "address-book", "members:people", 4, "office", may_see_people),
            entry(_("Groups and committees"), "users-group", "members:groups", 5, "office"),
            entry(_("Possible duplicates"), "copy", "members:lookalikes", 5, "office", may_edit),
            entry(_("Membership in figures"), "chart-bar", "members:statistics", 6, "office"),
        )
