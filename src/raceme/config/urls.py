"""All addresses. Pages of a cluster organisation live below /c/<cluster>/."""

from django.urls import URLPattern, URLResolver, include, path

from raceme.config.api import api

CLUSTER = "c/<slug:cluster>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("api/v1/", api.urls),
    path("answer/", include("raceme.needs.urls.answering")),
    path("events/", include("raceme.events.urls.public")),
    path("registration/", include("raceme.events.urls.attending")),
    path("meet/", include("raceme.meetings.urls.attending")),
    path("partner/", include("raceme.collaboration.urls.partner")),
    path(CLUSTER, include("raceme.thread.urls")),
    path("", include("raceme.access.urls")),
    path(f"{CLUSTER}strategy/", include("raceme.strategy.urls")),
    path(f"{CLUSTER}members/", include("raceme.members.urls")),
    path(f"{CLUSTER}needs/", include("raceme.needs.urls")),
    path(f"{CLUSTER}services/", include("raceme.catalogue.urls")),
    path(f"{CLUSTER}plan/", include("raceme.portfolio.urls")),
    path(f"{CLUSTER}imports/", include("raceme.intake.urls")),
    path("programme/", include("raceme.programmes.urls.officers")),
    path(f"{CLUSTER}programmes/", include("raceme.programmes.urls")),
    path(f"{CLUSTER}region/", include("raceme.region.urls")),
    path(f"{CLUSTER}events/", include("raceme.events.urls")),
    path(f"{CLUSTER}meetings/", include("raceme.meetings.urls")),
    path(f"{CLUSTER}partners/", include("raceme.collaboration.urls")),
]
