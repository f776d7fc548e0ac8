"""The addresses of questionnaires, rounds and answers: who sees what, who may do what."""

from typing import Any

from raceme.access.models import Cluster, Role
from raceme.needs.models import Response
from raceme.needs.verbs.answers import Given, save_answers, start_response, submit_response
from tests.factories import NOW
from tests.needs.asking import guest, make_reachable, make_running, question_of, topic

SEATED = set(Role)
WORK = {Role.MANAGER, Role.ADVISER}

READ_PAGES = {
    "needs:answers_to": WORK,
    "needs:asked": WORK,
    "needs:asked_download": WORK,
    "needs:download": SEATED,
    "needs:invitation": WORK,
    "needs:letter": WORK,
    "needs:members_download": SEATED,
    "needs:preview": SEATED,
    "needs:preview_part": SEATED,
    "needs:questionnaire": SEATED,
    "needs:questionnaire_definition": SEATED,
    "needs:questionnaires": SEATED,
    "needs:response": WORK,
    "needs:results": SEATED,
    "needs:results_download": WORK,
    "needs:results_of_questionnaire": SEATED,
    "needs:round": SEATED,
    "needs:rounds": SEATED,
    "needs:topics_download": SEATED,
}
FORM_PAGES = {
    "needs:add_topics": WORK,
    "needs:choose_organisations": WORK,
    "needs:copy_questionnaire": WORK,
    "needs:edit_part": WORK,
    "needs:edit_question": WORK,
    "needs:edit_questionnaire": WORK,
    "needs:edit_round": WORK,
    "needs:finish_interview": WORK,
    "needs:import_questionnaire": WORK,
    "needs:interview": WORK,
    "needs:interview_part": WORK,
    "needs:letters": WORK,
    "needs:new_part": WORK,
    "needs:new_question": WORK,
    "needs:new_questionnaire": WORK,
    "needs:new_round": WORK,
    "needs:questionnaire_words": WORK,
    "needs:remind": WORK,
    "needs:reopen_round": WORK,
    "needs:send_round": WORK,
}
ACTS = {
    "needs:close_round": WORK,
    "needs:end_link": WORK,
    "needs:go_on": WORK,
    "needs:leave_out": WORK,
    "needs:move_part": WORK,
    "needs:move_question": WORK,
    "needs:note_return": WORK,
    "needs:open_round": WORK,
    "needs:put_away_questionnaire": WORK,
    "needs:remove_part": WORK,
    "needs:remove_question": WORK,
    "needs:renew_link": WORK,
    "needs:revise_questionnaire": WORK,
    "needs:send_again": WORK,
    "needs:send_waiting": WORK,
    "needs:set_aside": WORK,
    "needs:take_back_response": WORK,
    "needs:take_out_questionnaire": WORK,
}
# Who answered what, and by which link, is there for the team only.
NOT_EVEN_THERE = {
    (f"needs:{page}", role)
    for page in (
        *("invitation", "response", "end_link", "leave_out", "note_return"),
        *("renew_link", "send_again", "take_back_response"),
    )
    for role in (Role.BOARD, Role.VIEWER)
}
# What stands in addresses besides the number of a row.
MORE_VALUES: dict[str, dict[str, object]] = {
    "needs:asked_download": {"kind": "xlsx"},
    "needs:download": {"kind": "csv"},
    "needs:letter": {"kind": "reminder"},
    "needs:members_download": {"kind": "csv"},
    "needs:new_question": {"kind": "scale"},
    "needs:questionnaire_words": {"language": "sl"},
    "needs:results_download": {"kind": "xlsx", "shape": "wide"},
    "needs:topics_download": {"kind": "csv"},
}
DEFINITION = {
    "format": "raceme-questionnaire-1",
    "code": "x",
    "languages": ["en"],
    "title": {"en": "X"},
    "parts": [],
}
ROUND = {
    "questionnaire_id": 0,
    "name": "Other",
    "closes_on": "2030-01-01",
    "reply_to": "office@example.org",
}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    ("post", "/needs/questionnaires"): (WORK, DEFINITION),
    ("post", "/needs/rounds"): (WORK, ROUND),
    ("post", "/needs/rounds/{pk}/choose"): (WORK, {"organisation_ids": []}),
    ("post", "/needs/rounds/{pk}/send"): (WORK, None),
    ("post", "/needs/rounds/{pk}/remind"): (WORK, None),
    ("post", "/needs/rounds/{pk}/close"): (WORK, None),
}


# Which row each page is about.
OF_QUESTIONNAIRE = (
    "questionnaire edit_questionnaire questionnaire_words copy_questionnaire revise_questionnaire"
    " put_away_questionnaire take_out_questionnaire preview preview_part questionnaire_definition"
    " results_of_questionnaire new_part"
)
OF_PART = "edit_part move_part remove_part add_topics new_question"
OF_QUESTION = "edit_question move_question remove_question answers_to"
OF_ROUND = (
    "round edit_round choose_organisations letters letter send_round open_round send_waiting"
    " remind close_round reopen_round asked asked_download results results_download"
)
OF_INVITATION = "invitation leave_out end_link renew_link send_again"
OF_RESPONSE = "response take_back_response go_on finish_interview set_aside interview_part"


def rows_of_asking(cluster: Cluster) -> dict[str, int]:
    """Ask somebody who answers, and give the row that each page of needs is about, by its name."""
    round_, (invitation,) = make_running(cluster, make_reachable(cluster))
    response = start_response(invitation, language="en", by=guest(invitation), at=NOW)
    given = {
        question_of(round_.questionnaire, "training"): topic(5, 2),
        question_of(round_.questionnaire, "exports"): Given(is_yes=False),
    }
    save_answers(response, given, by=guest(invitation), at=NOW)
    return rows_about(submit_response(response, by=guest(invitation), at=NOW))


def rows_about(response: Response) -> dict[str, int]:
    """Give the row that each page is about, starting from the answers to an invitation."""
    invitation = response.invitation
    assert invitation is not None
    question = question_of(response.questionnaire, "training")
    about = (
        (response.questionnaire_id, OF_QUESTIONNAIRE),
        (question.part_id, OF_PART),
        (question.pk, OF_QUESTION),
        (invitation.round_id, OF_ROUND),
        (invitation.pk, OF_INVITATION),
        (response.pk, OF_RESPONSE),
        (invitation.organisation_id, "interview"),
        (invitation.letters.order_by("pk")[0].pk, "note_return"),
    )
    return {page: pk for pk, pages in about for page in pages.split()}
