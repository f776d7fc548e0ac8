"""Addresses of questionnaires, rounds, answers and interviews, below /c/<cluster>/needs/."""

from django.urls import path

from raceme.needs.views import (
    asked,
    interviews,
    parts,
    preview,
    questionnaires,
    results,
    rounds,
)

ONE = "questionnaires/<int:pk>"
ROUND = "questionnaires/rounds/<int:pk>"

building = [
    path("questionnaires/", questionnaires.show_questionnaires, name="questionnaires"),
    path("questionnaires/new/", questionnaires.draft_questionnaire, name="new_questionnaire"),
    path(
        "questionnaires/import/", questionnaires.import_questionnaire, name="import_questionnaire"
    ),
    path(f"{ONE}/", questionnaires.show_questionnaire, name="questionnaire"),
    path(f"{ONE}/edit/", questionnaires.describe_questionnaire, name="edit_questionnaire"),
    path(
        f"{ONE}/words/<slug:language>/", questionnaires.describe_words, name="questionnaire_words"
    ),
    path(f"{ONE}/copy/", questionnaires.copy_questionnaire, name="copy_questionnaire"),
    path(f"{ONE}/revise/", questionnaires.revise_questionnaire, name="revise_questionnaire"),
    path(f"{ONE}/put-away/", questionnaires.put_away_questionnaire, name="put_away_questionnaire"),
    path(f"{ONE}/take-out/", questionnaires.take_out_questionnaire, name="take_out_questionnaire"),
    path(f"{ONE}/definition/", questionnaires.give_definition, name="questionnaire_definition"),
    path(f"{ONE}/preview/", preview.show_preview, name="preview"),
    path(f"{ONE}/preview/<int:part>/", preview.show_part, name="preview_part"),
    path(f"{ONE}/results/", results.show_results_of_questionnaire, name="results_of_questionnaire"),
    path(f"{ONE}/parts/new/", parts.add_part, name="new_part"),
    path("questionnaires/parts/<int:pk>/edit/", parts.describe_part, name="edit_part"),
    path("questionnaires/parts/<int:pk>/move/", parts.move_part, name="move_part"),
    path("questionnaires/parts/<int:pk>/remove/", parts.remove_part, name="remove_part"),
    path("questionnaires/parts/<int:pk>/topics/", parts.add_topics, name="add_topics"),
    path(
        "questionnaires/parts/<int:pk>/questions/<slug:kind>/",
        parts.add_question,
        name="new_question",
    ),
    path("questionnaires/questions/<int:pk>/edit/", parts.describe_question, name="edit_question"),
    path("questionnaires/questions/<int:pk>/move/", parts.move_question, name="move_question"),
    path(
        "questionnaires/questions/<int:pk>/remove/", parts.remove_question, name="remove_question"
    ),
    path("questionnaires/questions/<int:pk>/answers/", results.show_answers, name="answers_to"),
]
sending = [
    path("questionnaires/rounds/", rounds.show_rounds, name="rounds"),
    path("questionnaires/rounds/new/", rounds.draft_round, name="new_round"),
    path(f"{ROUND}/", rounds.show_round, name="round"),
    path(f"{ROUND}/edit/", rounds.describe_round, name="edit_round"),
    path(f"{ROUND}/choose/", rounds.choose_organisations, name="choose_organisations"),
    path(f"{ROUND}/letters/", asked.describe_letters, name="letters"),
    path(f"{ROUND}/letters/<slug:kind>/", asked.preview_letter, name="letter"),
    path(f"{ROUND}/send/", rounds.send_round, name="send_round"),
    path(f"{ROUND}/open/", rounds.open_round, name="open_round"),
    path(f"{ROUND}/send-waiting/", rounds.send_waiting, name="send_waiting"),
    path(f"{ROUND}/remind/", asked.remind, name="remind"),
    path(f"{ROUND}/close/", rounds.close_round, name="close_round"),
    path(f"{ROUND}/reopen/", rounds.reopen_round, name="reopen_round"),
    path(f"{ROUND}/asked/", asked.show_asked, name="asked"),
    path(f"{ROUND}/asked/<slug:kind>/", asked.download_asked, name="asked_download"),
    path(f"{ROUND}/results/", results.show_results, name="results"),
    path(
        f"{ROUND}/results/<slug:shape>/<slug:kind>/",
        results.download_results,
        name="results_download",
    ),
    path("questionnaires/asked/<int:pk>/", asked.show_invitation, name="invitation"),
    path("questionnaires/asked/<int:pk>/leave-out/", asked.leave_out, name="leave_out"),
    path("questionnaires/asked/<int:pk>/end-link/", asked.end_link, name="end_link"),
    path("questionnaires/asked/<int:pk>/renew-link/", asked.renew_link, name="renew_link"),
    path("questionnaires/asked/<int:pk>/send-again/", asked.send_again, name="send_again"),
    path("questionnaires/letters/<int:pk>/came-back/", asked.note_return, name="note_return"),
]
answering = [
    path("questionnaires/responses/<int:pk>/", results.show_response, name="response"),
    path(
        "questionnaires/responses/<int:pk>/take-back/",
        results.take_back_response,
        name="take_back_response",
    ),
    path("questionnaires/interviews/<int:pk>/", interviews.start_interview, name="interview"),
    path("questionnaires/responses/<int:pk>/go-on/", interviews.go_on, name="go_on"),
    path(
        "questionnaires/responses/<int:pk>/finish/",
        interviews.finish_interview,
        name="finish_interview",
    ),
    path(
        "questionnaires/responses/<int:pk>/set-aside/",
        interviews.set_aside_interview,
        name="set_aside",
    ),
    path(
        "questionnaires/responses/<int:pk>/<int:part>/",
        interviews.fill_interview,
        name="interview_part",
    ),
]
urlpatterns = [*building, *sending, *answering]
