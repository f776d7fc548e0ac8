from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raceme.foundation import acts, navigation, panels, timeline

if TYPE_CHECKING:
    from raceme.access.actor import Actor


def _may_read_note(actor: Actor, name: str) -> bool:
    from raceme.needs import rules  # noqa: PLC0415 - needs the tables, not ready yet up there

    return name != "note" or rules.may_read_answers(actor)


def _may_read_sheet(actor: Actor, _name: str) -> bool:
    from raceme.needs import rules  # noqa: PLC0415 - the same

    return rules.may_read_answers(actor)


KINDS = {
    "needs.need": acts.Kind(
        label=_("need"),
        sentences={
            "record_need": _("%(who)s recorded the need %(what)s."),
            "correct_need": _("%(who)s corrected the need %(what)s."),
            "withdraw_need": _("%(who)s withdrew the need %(what)s."),
            "restore_need": _("%(who)s restored the need %(what)s."),
        },
        page="needs:detail",
        may_read=_may_read_note,
    ),
    "needs.questionnaire": acts.Kind(
        label=_("questionnaire"),
        sentences={
            "draft_questionnaire": _("%(who)s began the questionnaire %(what)s."),
            "describe_questionnaire": _("%(who)s changed texts of the questionnaire %(what)s."),
            "copy_questionnaire": _("%(who)s made the questionnaire %(what)s from another."),
            "freeze_questionnaire": _("%(who)s took the questionnaire %(what)s into use."),
            "put_away_questionnaire": _("%(who)s put the questionnaire %(what)s away."),
            "take_out_questionnaire": _("%(who)s took the questionnaire %(what)s out again."),
        },
        page="needs:questionnaire",
    ),
    "needs.part": acts.Kind(
        label=_("page of a questionnaire"),
        sentences={
            "add_part": _("%(who)s added the page %(what)s to a questionnaire."),
            "describe_part": _("%(who)s changed the page %(what)s of a questionnaire."),
            "move_part": _("%(who)s moved the page %(what)s of a questionnaire."),
            "remove_part": _("%(who)s took the page %(what)s out of a questionnaire."),
        },
    ),
    "needs.question": acts.Kind(
        label=_("question"),
        sentences={
            "add_question": _("%(who)s added the question %(what)s."),
            "describe_question": _("%(who)s changed the question %(what)s."),
            "move_question": _("%(who)s moved the question %(what)s."),
            "remove_question": _("%(who)s took the question %(what)s out."),
        },
    ),
    "needs.round": acts.Kind(
        label=_("round"),
        sentences={
            "draft_round": _("%(who)s prepared the round %(what)s."),
            "describe_round": _("%(who)s changed the round %(what)s."),
            "send_round": _("%(who)s sent the invitations of the round %(what)s."),
            "open_round": _("%(who)s opened the round %(what)s without letters."),
            "remind": _("%(who)s sent reminders in the round %(what)s."),
            "close_round": _("%(who)s closed the round %(what)s."),
            "reopen_round": _("%(who)s opened the round %(what)s again."),
        },
        page="needs:round",
    ),
    "needs.invitation": acts.Kind(
        label=_("invitation"),
        sentences={
            "choose_organisation": _("%(who)s chose whom to ask: %(what)s."),
            "leave_out": _("%(who)s left out: %(what)s."),
            "note_opening": _("%(who)s opened the personal link: %(what)s."),
            "decline_invitation": _("%(who)s does not want to take part: %(what)s."),
            "end_link": _("%(who)s ended a personal link: %(what)s."),
            "renew_link": _("%(who)s renewed a personal link: %(what)s."),
            "send_again": _("%(who)s sent an invitation again: %(what)s."),
        },
        page="needs:invitation",
    ),
    "needs.letter": acts.Kind(
        label=_("letter"),
        sentences={"note_return": _("%(who)s noted that a letter came back: %(what)s.")},
    ),
    "needs.response": acts.Kind(
        label=pgettext_lazy("said in a questionnaire", "answers"),
        sentences={
            "start_response": _("%(who)s began to answer: %(what)s."),
            "submit_response": _("%(who)s sent answers: %(what)s."),
            "change_answers": _("%(who)s changed answers: %(what)s."),
            "take_back_response": _("%(who)s let answers count no longer: %(what)s."),
            "start_interview": _("%(who)s began an interview: %(what)s."),
            "describe_interview": _("%(who)s described an interview: %(what)s."),
            "set_aside_interview": _("%(who)s set an interview aside: %(what)s."),
        },
        page="needs:response",
        may_read=_may_read_sheet,
    ),
}


class NeedsConfig(AppConfig):
    name = "raceme.needs"
    label = "needs"

    def ready(self) -> None:
        from raceme.members.queries import offer_filter  # noqa: PLC0415 - the same as below
        from raceme.needs import (  # noqa: PLC0415 - makes the work known by name, hears news
            background,  # noqa: F401
            receivers,  # noqa: F401
        )
        from raceme.needs.panels import (  # noqa: PLC0415 - needs the tables, ready only now
            ASKING_FOR,
            TIMELINE,
            TIMELINE_OF_QUESTIONNAIRES,
            needs_of_organisation,
            questionnaires_of_organisation,
        )

        for name, kind in KINDS.items():
            acts.register(name, kind)
        order = navigation.ORDER_ALONG_THE_THREAD["needs"]
        entry = navigation.Entry
        navigation.register(
            entry(_("Needs"), "message-question", "needs:topics", order),
            entry(_("Questionnaires"), "clipboard-list", "needs:questionnaires", order + 5),
        )
        panels.hang("organisation", needs_of_organisation)
        timeline.register("organisation", TIMELINE)
        timeline.register("organisation", TIMELINE_OF_QUESTIONNAIRES)
        offer_filter(ASKING_FOR)
        panels.hang("organisation", questionnaires_of_organisation)
