"""Addresses below /c/<cluster>/services/."""

from django.urls import path

from raceme.catalogue.views import costing, library, services, stages, trials, versions

app_name = "catalogue"
urlpatterns = [
    path("", services.show_services, name="list"),
    path("board/", services.show_board, name="board"),
    path("export/<slug:kind>/", services.export_services, name="export"),
    path("new/", services.create_service, name="new"),
    path("day-rate/", costing.set_day_rate, name="day_rate"),
    path("<int:pk>/", services.show_service, name="detail"),
    path("<int:pk>/edit/", services.describe_service, name="edit"),
    path("<int:pk>/offer/", services.arrange_service, name="arrange"),
    path("<int:pk>/needs/", services.show_needs_behind, name="needs"),
    path("<int:pk>/gates/", stages.show_gates, name="gates"),
    path("<int:pk>/pass/", stages.pass_gate, name="pass"),
    path("<int:pk>/back/", stages.send_back, name="back"),
    path("<int:pk>/retire/", stages.retire_service, name="retire"),
    path("<int:pk>/offer-again/", stages.offer_again, name="offer_again"),
    path("<int:pk>/costing/", costing.show_costing, name="costing"),
    path("<int:pk>/costing/edit/", costing.cost_service, name="edit_costing"),
    path("<int:pk>/costing/use/", costing.use_costing, name="use_costing"),
    path("<int:pk>/trials/", trials.show_trials, name="trials"),
    path("<int:pk>/pilots/new/", trials.record_pilot, name="new_pilot"),
    path("<int:pk>/reviews/new/", trials.record_review, name="new_review"),
    path("<int:pk>/versions/", versions.show_versions, name="versions"),
    path("<int:pk>/versions/<int:number>/restore/", versions.restore_version, name="restore"),
    path("pilots/<int:pk>/", trials.correct_pilot, name="edit_pilot"),
    path("pilots/<int:pk>/withdraw/", trials.withdraw_pilot, name="withdraw_pilot"),
    path("pilots/<int:pk>/restore/", trials.restore_pilot, name="restore_pilot"),
    path("reviews/<int:pk>/", trials.correct_review, name="edit_review"),
    path("reviews/<int:pk>/withdraw/", trials.withdraw_review, name="withdraw_review"),
    path("reviews/<int:pk>/restore/", trials.restore_review, name="restore_review"),
    path("library/", library.show_library, name="library"),
    path("library/adopt/", library.adopt_archetypes, name="adopt"),
    path("library/<slug:archetype>/", library.show_archetype, name="archetype"),
]
