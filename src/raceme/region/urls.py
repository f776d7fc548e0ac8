"""Addresses below /c/<cluster>/region/."""

from django.urls import path, re_path

from raceme.region.views import datasets, groupings, regions, runs

app_name = "region"
urlpatterns = [
    path("", datasets.show_region_home, name="list"),
    path("new/", datasets.take_dataset, name="new"),
    path("boundaries/new/", datasets.take_boundaries, name="boundaries"),
    path("data/<int:pk>/", datasets.show_dataset, name="dataset"),
    path("data/<int:pk>/edit/", datasets.describe_dataset, name="edit"),
    path("data/<int:pk>/columns/", datasets.read_dataset, name="columns"),
    path("data/<int:pk>/convert/", datasets.convert_regions, name="convert"),
    path("data/<int:pk>/map/", runs.map_dataset, name="map"),
    path("groupings/", groupings.show_groupings, name="groupings"),
    path("groupings/new/", groupings.found_grouping, name="new_grouping"),
    path("groupings/<int:pk>/", groupings.show_grouping, name="grouping"),
    path("groupings/<int:pk>/edit/", groupings.describe_grouping, name="edit_grouping"),
    path("groupings/<int:pk>/group/", groupings.write_group, name="new_group"),
    path("groupings/<int:pk>/group/<slug:code>/", groupings.write_group, name="edit_group"),
    path("groupings/<int:pk>/group/<slug:code>/out/", groupings.take_group_out, name="group_out"),
    path("groupings/<int:pk>/end/", groupings.end_grouping, name="end_grouping"),
    path("groupings/<int:pk>/restore/", groupings.restore_grouping, name="restore_grouping"),
    re_path(
        r"^groupings/(?P<pk>\d+)/version-(?P<number>\d+)\.(?P<kind>xlsx|csv)$",
        groupings.download_grouping,
        name="download_grouping",
    ),
    path("mappings/<int:pk>/", runs.show_run, name="run"),
    re_path(
        r"^mappings/(?P<pk>\d+)/(?P<what>regions|map)\.(?P<kind>xlsx|csv|svg|png)$",
        runs.download_regions,
        name="download_regions",
    ),
    path("mappings/<int:pk>/<str:place>/", regions.show_region, name="region"),
    re_path(
        r"^mappings/(?P<pk>\d+)/(?P<place>[^/]+)/brief-(?P<language>[a-z]+)\.pdf$",
        regions.download_brief,
        name="brief",
    ),
    re_path(
        r"^mappings/(?P<pk>\d+)/(?P<place>[^/]+)/(?P<figure>[a-z_0-9]+)\.(?P<kind>xlsx|csv|svg|png)$",
        regions.download_figure,
        name="figure",
    ),
]
