"""Addresses below /c/<cluster>/plan/."""

from django.urls import path, re_path

from raceme.portfolio.views import comparing, scenarios, service_plans

app_name = "portfolio"
urlpatterns = [
    path("", scenarios.show_scenarios, name="list"),
    re_path(r"^scenarios\.(?P<kind>xlsx|csv)$", scenarios.download_scenarios, name="download_list"),
    path("new/", scenarios.draft_scenario, name="new"),
    path("compare/", comparing.compare_scenarios, name="compare"),
    re_path(
        r"^compare/comparison\.(?P<kind>xlsx|csv)$",
        comparing.download_comparison,
        name="download_comparison",
    ),
    path("<int:pk>/", scenarios.show_plan, name="plan"),
    path("<int:pk>/edit/", scenarios.revise_scenario, name="edit"),
    path("<int:pk>/compute/", scenarios.compute_plan, name="compute"),
    path("<int:pk>/stop/", scenarios.stop_plan, name="stop"),
    path("<int:pk>/crossing/", scenarios.show_crossing, name="crossing"),
    path("<int:pk>/point/", scenarios.show_point, name="point"),
    re_path(
        r"^(?P<pk>\d+)/plan\.(?P<kind>json|xlsx|pdf)$", scenarios.download_plan, name="download"
    ),
    re_path(
        r"^(?P<pk>\d+)/gaps\.(?P<kind>xlsx|csv)$", scenarios.download_gaps, name="download_gaps"
    ),
    path("<int:pk>/adopt/", service_plans.adopt_plan, name="adopt"),
    path("adopted/<int:pk>/", service_plans.show_service_plan, name="service_plan"),
    path("adopted/<int:pk>/add/", service_plans.add_line, name="add_line"),
    path("adopted/<int:pk>/take-back/", service_plans.take_back_adoption, name="take_back"),
    path("adopted/<int:pk>/in-force/", service_plans.put_in_force, name="put_in_force"),
    re_path(
        r"^adopted/(?P<pk>\d+)/service-plan\.(?P<kind>pdf|xlsx|csv)$",
        service_plans.download_service_plan,
        name="download_service_plan",
    ),
    path("adopted/line/<int:pk>/", service_plans.change_line, name="change_line"),
]
