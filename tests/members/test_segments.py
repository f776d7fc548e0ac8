"""Segments: filters with a name, for oneself or for everybody."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import VISITOR, Actor, system_of
from raceme.access.models import Cluster, Role
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.members import queries, verbs
from raceme.members.models import Segment
from raceme.members.queries import Wanted
from tests.factories import NOW, make_actor, make_cluster, make_organisation

FIRMS = Wanted(role=("firm",))


def keep(by: Actor, name: str = "Firms", *, is_shared: bool = True) -> Segment:
    return verbs.keep_segment(name=name, is_shared=is_shared, wanted=FIRMS, by=by, at=NOW)


def describe(segment: Segment, by: Actor, **changed: object) -> Segment:
    told = {"name": segment.name, "is_shared": segment.is_shared, "wanted": FIRMS, **changed}
    return verbs.describe_segment(segment, **told, by=by, at=NOW)  # type: ignore[arg-type]


@pytest.fixture
def adviser(cluster: Cluster) -> Actor:
    return make_actor(cluster, Role.ADVISER)


def test_who_belongs_to_a_segment_is_found_anew_each_time(cluster: Cluster, manager: Actor) -> None:
    segment = keep(manager)
    make_organisation(cluster, name="Lab", role="research")
    make_organisation(make_cluster("there"), name="Elsewhere", role="firm")
    assert not queries.organisations_in(segment, manager).exists()

    firm = make_organisation(cluster, name="Firm", role="firm")

    assert list(queries.organisations_in(segment, manager)) == [firm]
    assert not queries.organisations_in(segment, VISITOR).exists()


def test_history_tells_of_segments(manager: Actor) -> None:
    segment = describe(keep(manager), manager, name="All firms")
    verbs.end_segment(segment, by=manager, at=NOW)
    verbs.restore_segment(segment, by=manager, at=NOW)

    told = Change.objects.filter(kind="members.segment").order_by("pk")
    assert list(told.values_list("verb", flat=True)) == [
        "keep_segment",
        "describe_segment",
        "end_segment",
        "restore_segment",
    ]


def test_one_sees_ones_own_segments_and_those_for_everybody(
    manager: Actor, adviser: Actor, viewer: Actor
) -> None:
    for_all, own = keep(manager), keep(manager, "Mine", is_shared=False)
    stranger = make_actor(make_cluster("there"))
    keep(stranger)

    assert list(queries.open_segments(manager)) == [for_all, own]
    assert list(queries.open_segments(adviser)) == [for_all]
    assert list(queries.open_segments(viewer)) == [for_all]
    assert list(queries.open_segments(VISITOR)) == []


def test_a_viewer_keeps_segments_for_himself_only(viewer: Actor) -> None:
    own = keep(viewer, is_shared=False)

    with pytest.raises(Refused):
        keep(viewer, "For all")
    with pytest.raises(Refused):
        describe(own, viewer, is_shared=True)
    with pytest.raises(NotAllowed):
        keep(VISITOR, is_shared=False)
    assert describe(own, viewer, name="Renamed").name == "Renamed"


def test_the_team_changes_what_everybody_sees_and_nobody_what_is_another_persons(
    manager: Actor, adviser: Actor, viewer: Actor
) -> None:
    for_all, own = keep(manager), keep(manager, "Mine", is_shared=False)

    assert describe(for_all, adviser, name="Renamed").name == "Renamed"
    with pytest.raises(NotAllowed):
        describe(for_all, viewer, name="Viewed")
    with pytest.raises(NotAllowed):
        describe(own, adviser, name="Taken")
    # Whoever made it a common good may take it back; nobody else may make it his own.
    with pytest.raises(Refused):
        describe(for_all, adviser, is_shared=False)
    assert describe(for_all, manager, is_shared=False).is_shared is False


def test_nobody_changes_a_segment_of_another_cluster(manager: Actor) -> None:
    theirs = keep(make_actor(make_cluster("there")))

    with pytest.raises(NotAllowed):
        describe(theirs, manager, name="Ours")
    with pytest.raises(NotAllowed):
        verbs.end_segment(theirs, by=manager, at=NOW)


def test_a_name_stands_once_for_everybody_and_once_for_each_person(
    cluster: Cluster, manager: Actor, adviser: Actor
) -> None:
    segment = keep(manager, "Firms")
    keep(manager, "Firms", is_shared=False)
    keep(adviser, "Firms", is_shared=False)

    with pytest.raises(ValidationError):
        keep(adviser, "FIRMS")
    with pytest.raises(ValidationError):
        keep(manager, "firms", is_shared=False)
    # What has ended leaves its name to others, and comes back only when it is free.
    verbs.end_segment(segment, by=manager, at=NOW)
    keep(adviser, "Firms")
    with pytest.raises(ValidationError):
        verbs.restore_segment(segment, by=manager, at=NOW)


def test_a_segment_of_everybody_is_no_segment(manager: Actor) -> None:
    with pytest.raises(Refused):
        verbs.keep_segment(name="All", is_shared=True, wanted=Wanted(), by=manager, at=NOW)
    with pytest.raises(Refused):
        describe(keep(manager), manager, wanted=Wanted())


def test_the_system_keeps_segments_for_everybody_only(cluster: Cluster) -> None:
    system = system_of(cluster)

    assert keep(system).owner is None
    with pytest.raises(ValidationError):
        keep(system, "Nobody's", is_shared=False)


def test_what_has_ended_ends_or_changes_no_more(manager: Actor) -> None:
    segment = verbs.end_segment(keep(manager), by=manager, at=NOW)

    assert not queries.open_segments(manager).exists()
    assert queries.ended_segments(manager).get() == segment
    with pytest.raises(Refused):
        verbs.end_segment(segment, by=manager, at=NOW)
    with pytest.raises(Refused):
        describe(segment, manager, name="Late")
    restored = verbs.restore_segment(segment, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.restore_segment(restored, by=manager, at=NOW)


# --- By page --------------------------------------------------------------------------------------


@pytest.fixture
def address(cluster: Cluster) -> str:
    return f"/c/{cluster.slug}/members/"


def said_on(page: str) -> list[str]:
    return re.findall(r"<li>(.*?)</li>", page)


def test_a_filter_is_kept_and_opened_from_the_list(
    browser: Client, address: str, cluster: Cluster
) -> None:
    make_organisation(cluster, name="Firm")
    query = "role=firm&country=SI%2C+AT&sort=-employees&page=2"

    form = browser.get(f"{address}segments/new/?{query}").content.decode()
    answer = browser.post(
        f"{address}segments/new/?{query}", {"name": "Firms around", "is_shared": "on"}
    )

    segment = Segment.objects.get()
    assert [words for words in said_on(form) if ": " in words] == [
        "Kind of organisation: Firm",
        "Country: Slovenia, Austria",
    ]
    assert segment.wanted == {"role": ["firm"], "country": ["SI", "AT"]}
    opened = f"{address}?role=firm&country=SI&country=AT&segment={segment.pk}"
    assert answer["Location"] == opened
    page = browser.get(opened).content.decode()
    assert re.search(r'aria-current="page">Firms around</a>', page)
    assert "Keep as a segment" not in page


def test_a_changed_filter_may_change_the_segment(
    browser: Client, viewer_browser: Client, address: str, manager: Actor
) -> None:
    assert manager.cluster is not None
    make_organisation(manager.cluster)
    segment = keep(manager)
    changed = f"role=firm&size=micro&segment={segment.pk}"

    page = browser.get(f"{address}?{changed}").content.decode()
    viewed = viewer_browser.get(f"{address}?{changed}").content.decode()
    assert "Change “Firms” to this" in page
    assert "Change “Firms” to this" not in viewed
    assert not re.search(r'aria-current="page">Firms</a>', page)
    browser.post(f"{address}segments/{segment.pk}/narrow/?{changed}")

    segment.refresh_from_db()
    assert segment.wanted == {"role": ["firm"], "size": ["micro"]}


@pytest.mark.parametrize("query", ["", "nace=quark"])
def test_no_segment_is_kept_of_no_filter_or_of_nonsense(
    browser: Client, address: str, query: str
) -> None:
    answer = browser.post(f"{address}segments/new/?{query}", {"name": "All"})

    assert answer.status_code == 422
    assert "Narrow the list" in answer.content.decode()
    assert not Segment.objects.exists()


def test_a_segment_is_not_changed_to_nonsense(
    browser: Client, address: str, manager: Actor
) -> None:
    segment = keep(manager)

    for query in ("", "nace=quark"):
        browser.post(f"{address}segments/{segment.pk}/narrow/?{query}")

    segment.refresh_from_db()
    assert segment.wanted == {"role": ["firm"]}


def test_the_page_says_beside_the_field_that_a_name_is_taken(
    browser: Client, address: str, manager: Actor
) -> None:
    keep(manager, "Firms")

    answer = browser.post(f"{address}segments/new/?role=firm", {"name": "Firms", "is_shared": "on"})

    assert answer.status_code == 422
    assert "Another segment of the cluster has this name." in answer.content.decode()


def test_segments_are_renamed_ended_and_taken_up_again(
    browser: Client, address: str, manager: Actor
) -> None:
    segment = keep(manager)
    at = f"{address}segments/{segment.pk}"

    browser.post(f"{at}/edit/", {"name": "All firms", "is_shared": "on"})
    assert Segment.objects.get().name == "All firms"
    browser.post(f"{at}/end/")
    assert "Take up again" in browser.get(f"{address}segments/").content.decode()
    assert "All firms" not in browser.get(address).content.decode()
    browser.post(f"{at}/restore/")

    assert queries.open_segments(manager).get().name == "All firms"


def test_the_page_takes_nothing_away_from_the_person_who_keeps_it(
    cluster: Cluster, address: str, manager: Actor, adviser: Actor
) -> None:
    segment = keep(manager)
    client = Client()
    assert adviser.user is not None
    client.force_login(adviser.user)

    answer = client.post(f"{address}segments/{segment.pk}/edit/", {"name": "Taken"})

    assert answer.status_code == 422
    assert "Somebody else keeps this segment for everybody." in answer.content.decode()
    assert Segment.objects.get().name == "Firms"


def test_a_segment_ends_only_once(browser: Client, address: str, manager: Actor) -> None:
    segment = verbs.end_segment(keep(manager), by=manager, at=NOW)

    answer = browser.post(f"{address}segments/{segment.pk}/end/", follow=True)

    assert "This segment has already ended." in answer.content.decode()


def test_a_segment_whose_name_was_taken_meanwhile_is_not_taken_up_again(
    browser: Client, address: str, manager: Actor
) -> None:
    segment = verbs.end_segment(keep(manager), by=manager, at=NOW)
    keep(manager)

    answer = browser.post(f"{address}segments/{segment.pk}/restore/", follow=True)

    assert "Another segment of the cluster has this name." in answer.content.decode()


@pytest.mark.parametrize("is_shared", [True, False])
def test_the_page_of_segments_asks_as_often_for_one_as_for_three(
    browser: Client,
    address: str,
    manager: Actor,
    django_assert_num_queries: object,
    is_shared: bool,
) -> None:
    for number in range(3 if is_shared else 1):
        keep(manager, f"Segment {number}", is_shared=is_shared)

    with django_assert_num_queries(6):  # type: ignore[operator]
        browser.get(f"{address}segments/")


def test_a_former_filter_that_is_not_known_any_more_is_said_so(
    browser: Client, address: str, manager: Actor
) -> None:
    segment = keep(manager)
    Segment.objects.filter(pk=segment.pk).update(wanted={"role": ["wizard"]})

    page = browser.get(f"{address}segments/").content.decode()

    assert "A filter that is not known any more." in page


def test_people_of_the_same_cluster_do_not_see_each_others_segments(
    viewer_browser: Client, address: str, manager: Actor
) -> None:
    segment = keep(manager, "Mine", is_shared=False)

    assert "Mine" not in viewer_browser.get(f"{address}segments/").content.decode()
    assert viewer_browser.get(f"{address}segments/{segment.pk}/edit/").status_code == 404
