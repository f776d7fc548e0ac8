"""Addresses below /meet/<secret>/: for people who came by a personal link."""

from django.urls import path

from raceme.meetings.views import attending, inbox, joining

app_name = "meeting"
urlpatterns = [
    path("<slug:secret>/", attending.show_people, name="people"),
    path("<slug:secret>/people/<int:pk>/", attending.show_person, name="person"),
    path("<slug:secret>/people/<int:pk>/prefer/", attending.prefer, name="prefer"),
    path("<slug:secret>/people/<int:pk>/met/", attending.note_already_met, name="met"),
    path("<slug:secret>/profile/", attending.write_profile, name="profile"),
    path("<slug:secret>/absences/", attending.say_absences, name="absences"),
    path("<slug:secret>/requests/", inbox.show_inbox, name="inbox"),
    path("<slug:secret>/requests/<int:pk>/", inbox.show_request, name="request"),
    path("<slug:secret>/requests/<int:pk>/invite/", joining.invite, name="invite"),
    path("<slug:secret>/requests/<int:pk>/<slug:act>/", inbox.act_on_request, name="act"),
    path("<slug:secret>/joining/<int:pk>/", joining.show_invitation, name="joining"),
    path("<slug:secret>/joining/<int:pk>/<slug:act>/", joining.act_on_invitation, name="join"),
    path("<slug:secret>/timetable/", inbox.show_timetable, name="timetable"),
    path("<slug:secret>/meetings/<int:pk>/", inbox.show_meeting, name="meeting"),
    path("<slug:secret>/meetings/<int:pk>/cancel/", inbox.cancel_meeting, name="cancel"),
    path("<slug:secret>/calendar.ics", attending.calendar, name="calendar"),
]
