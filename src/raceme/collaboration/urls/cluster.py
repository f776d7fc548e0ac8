"""Addresses below /c/<cluster>/partners/."""

from django.urls import path

from raceme.collaboration.views import (
    calls,
    chains,
    consortia,
    figures,
    members,
    network,
    notices,
    partners,
    saved,
    searches,
    suggestions,
    technologies,
)

app_name = "collaboration"
ONE_NOTICE = "notices/<int:pk>"
ONE = "suggestions/<int:pk>"
ONE_CALL = "calls/<int:pk>"
ONE_CONSORTIUM = "consortia/<int:pk>"
ONE_CHAIN = "chains/<int:pk>"
ONE_NEED = "needed/<int:pk>"
ONE_PARTNER = "partners/<int:pk>"
of_notices = [
    path("", notices.show_notices, name="notices"),
    path("notices/columns/", notices.choose_notice_columns, name="notice_columns"),
    path("notices/download/<slug:kind>/", notices.download_notices, name="notices_download"),
    path("notices/new/", notices.enter_notice, name="new_notice"),
    path(f"{ONE_NOTICE}/", notices.show_notice, name="notice"),
    path(f"{ONE_NOTICE}/edit/", notices.describe_notice, name="edit_notice"),
    path(f"{ONE_NOTICE}/do/<slug:act>/", notices.act_on_notice, name="act_on_notice"),
    path(f"{ONE_NOTICE}/find/", searches.find_answers, name="find_answers"),
]
of_suggestions = [
    path("figures/", figures.show_figures, name="figures"),
    path("letters/", members.show_letters, name="letters"),
    path("letters/send/<int:pk>/", members.send_waiting, name="send_waiting"),
    path("of/<int:pk>/link/", members.send_link, name="send_link"),
    path("of/<int:pk>/new-link/", members.renew_link, name="renew_link"),
    path("find/", searches.find_partners, name="find"),
    path("saved/", saved.show_saved_searches, name="saved_searches"),
    path("saved/<int:pk>/<slug:act>/", saved.act_on_saved_search, name="act_on_saved_search"),
    path("searches/", searches.show_searches, name="searches"),
    path("searches/<int:pk>/", searches.show_search, name="search"),
    path("suggestions/", suggestions.show_suggestions, name="suggestions"),
    path("suggestions/columns/", suggestions.choose_suggestion_columns, name="suggestion_columns"),
    path(
        "suggestions/download/<slug:kind>/",
        suggestions.download_suggestions,
        name="suggestions_download",
    ),
    path(f"{ONE}/", suggestions.show_suggestion, name="suggestion"),
    path(f"{ONE}/release/", suggestions.release_suggestion, name="release"),
    path(f"{ONE}/drop/", suggestions.drop_suggestion, name="drop"),
    path(f"{ONE}/note/", suggestions.note_step, name="note_step"),
    path(f"{ONE}/decline/<slug:side>/", suggestions.decline_suggestion, name="decline"),
    path(f"{ONE}/do/<slug:act>/", suggestions.act_on_suggestion, name="act_on_suggestion"),
    path("steps/<int:pk>/undo/", suggestions.undo_step, name="undo_step"),
]
of_calls = [
    path("calls/", calls.show_calls, name="calls"),
    path("calls/columns/", calls.choose_call_columns, name="call_columns"),
    path("calls/download/<slug:kind>/", calls.download_calls, name="calls_download"),
    path("calls/new/", calls.enter_call, name="new_call"),
    path(f"{ONE_CALL}/", calls.show_call, name="call"),
    path(f"{ONE_CALL}/edit/", calls.describe_call, name="edit_call"),
    path(f"{ONE_CALL}/do/<slug:act>/", calls.act_on_call, name="act_on_call"),
]
of_consortia = [
    path("consortia/", consortia.show_consortia, name="consortia"),
    path("consortia/columns/", consortia.choose_consortium_columns, name="consortium_columns"),
    path(
        "consortia/download/<slug:kind>/", consortia.download_consortia, name="consortia_download"
    ),
    path("consortia/new/", consortia.begin_consortium, name="new_consortium"),
    path(f"{ONE_CONSORTIUM}/", consortia.show_consortium, name="consortium"),
    path(f"{ONE_CONSORTIUM}/edit/", consortia.describe_consortium, name="edit_consortium"),
    path(f"{ONE_CONSORTIUM}/decide/", consortia.decide_consortium, name="decide_consortium"),
    path(f"{ONE_CONSORTIUM}/submit/", consortia.submit_consortium, name="submit_consortium"),
    path(f"{ONE_CONSORTIUM}/answer/", consortia.record_answer, name="answer_consortium"),
    path(f"{ONE_CONSORTIUM}/back/", consortia.step_back, name="step_back"),
    path(
        f"{ONE_CONSORTIUM}/matrix/<slug:kind>/", consortia.download_matrix, name="matrix_download"
    ),
    path(f"{ONE_CONSORTIUM}/need/", partners.need_competence, name="need_competence"),
    path(f"{ONE_CONSORTIUM}/partners/new/", partners.add_partner, name="add_partner"),
    path(f"{ONE_NEED}/edit/", partners.describe_requirement, name="edit_requirement"),
    path(f"{ONE_NEED}/candidates/", partners.show_candidates, name="candidates"),
    path(f"{ONE_NEED}/do/<slug:act>/", partners.act_on_requirement, name="act_on_requirement"),
    path(f"{ONE_PARTNER}/edit/", partners.describe_partner, name="edit_partner"),
    path(f"{ONE_PARTNER}/invite/", partners.invite_partner, name="invite_partner"),
    path(f"{ONE_PARTNER}/no/<slug:act>/", partners.say_no, name="partner_says_no"),
    path(f"{ONE_PARTNER}/do/<slug:act>/", partners.act_on_partner, name="act_on_partner"),
]
of_chains = [
    path("chains/", chains.show_chains, name="chains"),
    path("chains/new/", chains.draw_chain, name="new_chain"),
    path(f"{ONE_CHAIN}/", chains.show_chain, name="chain"),
    path(f"{ONE_CHAIN}/edit/", chains.describe_chain, name="edit_chain"),
    path(f"{ONE_CHAIN}/do/<slug:act>/", chains.act_on_chain, name="act_on_chain"),
    path(f"{ONE_CHAIN}/download/<slug:kind>/", chains.download_chain, name="chain_download"),
]
of_the_network = [
    path("technologies/", technologies.show_technologies, name="technologies"),
    path(
        "technologies/download/<slug:kind>/",
        technologies.download_technologies,
        name="technologies_download",
    ),
    path("network/", network.show_network, name="network"),
    path("network/graphml/", network.download_graphml, name="network_graphml"),
    path("network/<slug:what>/<slug:kind>/", network.download_network, name="network_download"),
]
urlpatterns = [*of_notices, *of_suggestions, *of_calls, *of_consortia, *of_the_network, *of_chains]
