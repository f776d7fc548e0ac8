"""Addresses below /c/<cluster>/meetings/: setting up, participants, requests, what came of it."""

from django.urls import path

from raceme.meetings.views import joining, letters, lists, office, results, setup

setting_up = [
    path("events/<int:pk>/new/", setup.prepare_matchmaking, name="new"),
    path("<int:pk>/", results.show_matchmaking, name="matchmaking"),
    path("<int:pk>/edit/", setup.describe_matchmaking, name="edit"),
    path("<int:pk>/do/<slug:act>/", results.act_on_matchmaking, name="act"),
    path("<int:pk>/setup/", setup.show_setup, name="setup"),
    path("<int:pk>/blocks/new/", setup.add_block, name="new_block"),
    path("blocks/<int:pk>/edit/", setup.describe_block, name="edit_block"),
    path("blocks/<int:pk>/slots/", setup.close_slots, name="close_slots"),
    path("blocks/<int:pk>/drop/", setup.drop_block, name="drop_block"),
    path("<int:pk>/places/new/", setup.add_places, name="new_places"),
    path("places/<int:pk>/edit/", setup.describe_place, name="edit_place"),
    path("places/<int:pk>/hours/", setup.close_place_for_a_while, name="close_for_a_while"),
    path("places/<int:pk>/do/<slug:act>/", setup.act_on_place, name="act_on_place"),
    path("closings/<int:pk>/end/", setup.end_closing, name="end_closing"),
    path("<int:pk>/walks/", setup.settle_walks, name="walks"),
    path("<int:pk>/matrix/", setup.settle_ask_rules, name="matrix"),
    path("<int:pk>/limits/", setup.settle_limits, name="limits"),
]
running = [
    path("<int:pk>/list/<slug:what>/", lists.show_list, name="show"),
    path("<int:pk>/list/<slug:what>/columns/", lists.choose_columns, name="columns"),
    path("<int:pk>/list/<slug:what>/<slug:kind>/", lists.download_list, name="download"),
    path("participants/<int:pk>/", office.show_participant, name="participant"),
    path("participants/<int:pk>/edit/", office.describe_participant, name="edit_participant"),
    path("participants/<int:pk>/targets/", office.set_targets, name="targets"),
    path("participants/<int:pk>/share/", office.share_timetable, name="share"),
    path("participants/<int:pk>/absences/", office.say_absences, name="absences"),
    path(
        "participants/<int:pk>/do/<slug:act>/",
        office.act_on_participant,
        name="act_on_participant",
    ),
    path("<int:pk>/book/", office.book, name="book"),
    path("requests/<int:pk>/", office.show_request, name="request"),
    path("requests/<int:pk>/do/<slug:act>/", office.act_on_request, name="act_on_request"),
    path("requests/<int:pk>/further/", joining.add_guest, name="further"),
    path("further/<int:pk>/do/<slug:act>/", joining.act_on_guest, name="act_on_guest"),
    path("meetings/<int:pk>/", office.show_meeting, name="request_of_meeting"),
    path("meetings/<int:pk>/do/<slug:act>/", office.act_on_meeting, name="act_on_meeting"),
    path("meetings/<int:pk>/no-show/", office.mark_no_show, name="no_show"),
    path("meetings/<int:pk>/outcome/", office.record_outcome, name="outcome"),
    path("<int:pk>/statistics/", results.show_statistics, name="statistics"),
    path(
        "<int:pk>/statistics/<slug:what>/<slug:kind>/",
        results.download_statistics,
        name="statistics_download",
    ),
    path("<int:pk>/letters/", letters.show_letters, name="letters"),
    path("<int:pk>/letters/<slug:kind>/", letters.describe_letter, name="letter"),
]
urlpatterns = [*setting_up, *running]
