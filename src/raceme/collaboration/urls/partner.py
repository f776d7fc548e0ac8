"""Addresses of members who came by a personal link: below /partner/<secret>/."""

from django.urls import path

from raceme.collaboration.views import partner, partner_notices, partner_searches

app_name = "partner"
ONE = "<slug:secret>/suggestion/<int:pk>"
urlpatterns = [
    path("<slug:secret>/", partner.show_page, name="page"),
    path("<slug:secret>/notice/new/", partner_notices.write_notice, name="write_notice"),
    path(
        "<slug:secret>/notice/<int:pk>/<slug:act>/",
        partner_notices.act_on_notice,
        name="act_on_notice",
    ),
    path("<slug:secret>/search/new/", partner_searches.save_search, name="save_search"),
    path("<slug:secret>/search/<int:pk>/end/", partner_searches.end_search, name="end_search"),
    path(f"{ONE}/", partner.show_suggestion, name="suggestion"),
    path(f"{ONE}/agree/", partner.agree, name="agree"),
    path(f"{ONE}/withdraw/", partner.withdraw, name="withdraw"),
    path(f"{ONE}/decline/", partner.decline, name="decline"),
    path(f"{ONE}/note/", partner.note_step, name="note_step"),
]
