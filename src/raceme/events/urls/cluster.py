"""Addresses below /c/<cluster>/events/."""

from django.urls import path

from raceme.events.views import acts, desk, events, letters, parts, registrations, results

app_name = "events"
organising = [
    path("", events.show_events, name="list"),
    path("new/", events.draft_event, name="new"),
    path("<int:pk>/", events.show_event, name="event"),
    path("<int:pk>/edit/", events.describe_event, name="edit"),
    path("<int:pk>/publish/", events.publish_event, name="publish"),
    path("<int:pk>/close/", events.close_event, name="close"),
    path("<int:pk>/reopen/", events.reopen_event, name="reopen"),
    path("<int:pk>/cancel/", events.cancel_event, name="cancel"),
    path("<int:pk>/copy/", events.copy_event, name="copy"),
    path("<int:pk>/agenda/", parts.show_agenda, name="agenda"),
    path("<int:pk>/agenda/new/", parts.add_session, name="new_session"),
    path("sessions/<int:pk>/edit/", parts.describe_session, name="edit_session"),
    path("sessions/<int:pk>/drop/", parts.drop_session, name="drop_session"),
    path("sessions/<int:pk>/restore/", parts.restore_session, name="restore_session"),
    path("<int:pk>/quotas/", parts.show_quotas, name="quotas"),
    path("<int:pk>/quotas/new/", parts.add_quota, name="new_quota"),
    path("quotas/<int:pk>/edit/", parts.describe_quota, name="edit_quota"),
    path("quotas/<int:pk>/drop/", parts.drop_quota, name="drop_quota"),
    path("quotas/<int:pk>/reopen/", parts.reopen_quota, name="reopen_quota"),
    path("<int:pk>/questions/", parts.show_questions, name="questions"),
    path("<int:pk>/questions/<slug:form>/<slug:kind>/", parts.add_question, name="new_question"),
    path("questions/<int:pk>/edit/", parts.describe_question, name="edit_question"),
    path("questions/<int:pk>/move/", parts.move_question, name="move_question"),
    path("questions/<int:pk>/drop/", parts.drop_question, name="drop_question"),
    path("questions/<int:pk>/restore/", parts.restore_question, name="restore_question"),
    path("<int:pk>/consents/", parts.describe_wordings, name="wordings"),
    path("<int:pk>/letters/", letters.show_letters, name="letters"),
    path("<int:pk>/letters/<slug:kind>/", letters.describe_letter, name="letter"),
    path("<int:pk>/write/", letters.write_to, name="write_to"),
    path("<int:pk>/send-waiting/", letters.send_waiting, name="send_waiting"),
    path("<int:pk>/remind/", events.remind, name="remind"),
]
attending = [
    path("<int:pk>/registrations/", registrations.show_registrations, name="registrations"),
    path("<int:pk>/registrations/new/", registrations.register, name="register"),
    path("<int:pk>/registrations/columns/", registrations.choose_columns, name="columns"),
    path("<int:pk>/registrations/decide/", registrations.decide, name="decide"),
    path("<int:pk>/registrations/pass-on/", events.pass_on_places, name="pass_on"),
    path(
        "<int:pk>/registrations/download/<slug:kind>/",
        registrations.download_registrations,
        name="registrations_download",
    ),
    path("registrations/<int:pk>/", registrations.show_registration, name="registration"),
    path(
        "registrations/<int:pk>/edit/",
        registrations.describe_registration,
        name="edit_registration",
    ),
    path("registrations/<int:pk>/decline/", acts.decline_registration, name="decline"),
    path("registrations/<int:pk>/erase/", acts.erase_person, name="erase"),
    path("registrations/<int:pk>/quota/", acts.move_to_quota, name="move_to_quota"),
    path("registrations/<int:pk>/desk/", desk.check_in_at_the_desk, name="check_in_here"),
    path("registrations/<int:pk>/do/<slug:act>/", acts.act_on_registration, name="act"),
    path("<int:pk>/desk/", desk.show_desk, name="desk"),
    path("<int:pk>/desk/walk-in/", desk.walk_in, name="walk_in"),
    path("check-in/<slug:ticket>/", desk.check_in, name="check_in"),
    path("<int:pk>/badges/", desk.download_badges, name="badges"),
    path("<int:pk>/certificates/", desk.download_certificates, name="certificates"),
    path("<int:pk>/attendance/<slug:kind>/", desk.download_list, name="list_download"),
    path("sessions/<int:pk>/attendance/", desk.note_attendance, name="attendance"),
    path(
        "sessions/<int:pk>/attendance/<slug:kind>/",
        desk.download_attendance,
        name="attendance_download",
    ),
    path("<int:pk>/feedback/", results.show_feedback, name="feedback"),
    path("<int:pk>/feedback/ask/", events.ask_for_feedback, name="ask_for_feedback"),
    path(
        "<int:pk>/feedback/download/<slug:kind>/",
        results.download_feedback,
        name="feedback_download",
    ),
]
urlpatterns = [*organising, *attending]
