"""Addresses below /c/<cluster>/partners/."""

from django.urls import path

from raceme.collaboration.views import figures, members, notices, saved, searches, suggestions

app_name = "collaboration"
ONE_NOTICE = "notices/<int:pk>"
ONE = "suggestions/<int:pk>"
urlpatterns = [
    path("", notices.show_notices, name="notices"),
    path("notices/columns/", notices.choose_notice_columns, name="notice_columns"),
    path("notices/download/<slug:kind>/", notices.download_notices, name="notices_download"),
    path("notices/new/", notices.enter_notice, name="new_notice"),
    path(f"{ONE_NOTICE}/", notices.show_notice, name="notice"),
    path(f"{ONE_NOTICE}/edit/", notices.describe_notice, name="edit_notice"),
    path(f"{ONE_NOTICE}/do/<slug:act>/", notices.act_on_notice, name="act_on_notice"),
    path(f"{ONE_NOTICE}/find/", searches.find_answers, name="find_answers"),
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
