"""Addresses of the schedule and of the day, below /c/<cluster>/meetings/."""

from django.urls import path

from raceme.meetings.views import board, day

urlpatterns = [
    path("<int:pk>/board/", board.show_board, name="board"),
    path("<int:pk>/board/compute/", board.compute, name="compute"),
    path("<int:pk>/board/by-hand/", board.draft_by_hand, name="draft_by_hand"),
    path("<int:pk>/board/versions/", board.show_versions, name="versions"),
    path("versions/<int:pk>/publish/", board.publish, name="publish"),
    path("versions/<int:pk>/do/<slug:act>/", board.act, name="board_act"),
    path("<int:pk>/day/", day.show_day, name="day"),
    path("<int:pk>/day/do/<slug:act>/", day.act_on_day, name="day_act"),
    path("<int:pk>/day/desk/", day.walk_in, name="desk"),
    path("<int:pk>/screen/", day.show_screen, name="screen"),
    path("meetings/<int:pk>/mark/<slug:what>/", day.mark, name="mark"),
    path("<int:pk>/papers/<slug:kind>/", day.download_papers, name="papers"),
    path("participants/<int:pk>/timetable/", day.download_timetable, name="timetable"),
]
