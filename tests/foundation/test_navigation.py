"""The menu: in the order of the thread, with the place where one is."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.urls import include, path

from raceme.foundation import navigation
from raceme.foundation.navigation import Entry, entries_for, register, registered

HOME = Entry("Home", "home", "life:home", 0)
MEMBERS = Entry("Members", "users", "life:members", 20)
TEAM = Entry("Team", "users-group", "life:team", 0, section="office")


def nothing(request, **kwargs):
    raise AssertionError("only its address is asked for")


pages = [
    path("", nothing, name="home"),
    path("members/", nothing, name="members"),
    path("team/", nothing, name="team"),
]
urlpatterns = [path("c/<slug:cluster>/", include((pages, "life")))]


@pytest.fixture
def menu(monkeypatch, settings):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(navigation, "_entries", {})
    register(TEAM, MEMBERS, HOME)


def request_to(path: str, slug: str | None = "here"):
    request = RequestFactory().get(path)
    request.actor = SimpleNamespace(cluster=SimpleNamespace(slug=slug) if slug else None)
    return request


def test_entries_stand_in_the_order_of_the_thread_then_the_office(menu):
    assert registered() == (HOME, MEMBERS, TEAM)


def test_entries_lead_into_the_cluster_one_is_in(menu):
    urls = [entry.url for entry in entries_for(request_to("/c/here/"))]

    assert urls == ["/c/here/", "/c/here/members/", "/c/here/team/"]


@pytest.mark.parametrize(
    ("path", "current", "this_page"),
    [
        ("/c/here/", ["Home"], ["Home"]),
        ("/c/here/members/", ["Members"], ["Members"]),
        ("/c/here/members/42/", ["Members"], []),
    ],
)
def test_the_place_where_one_is_is_marked_once(menu, path, current, this_page):
    entries = entries_for(request_to(path))

    assert [entry.label for entry in entries if entry.is_current] == current
    assert [entry.label for entry in entries if entry.is_this_page] == this_page


def test_there_is_no_menu_outside_a_cluster(menu):
    assert entries_for(request_to("/", slug=None)) == []
    assert entries_for(RequestFactory().get("/")) == []


def test_registering_twice_changes_nothing_but_two_for_one_page_are_refused(menu):
    register(HOME)

    assert registered() == (HOME, MEMBERS, TEAM)
    with pytest.raises(ValueError, match="two different entries for life:home"):
        register(Entry("Start", "home", "life:home", 0))
    with pytest.raises(ValueError, match="unknown section"):
        register(Entry("Attic", "home", "life:attic", 0, section="attic"))
