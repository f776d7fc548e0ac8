"""Working groups, boards and committees: who sits in them, on pages, by API, in the history."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation import timeline
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.members import queries, verbs
from raceme.members.models import GroupSeat, WorkingGroup
from raceme.members.queries.keeping import sheets_about
from tests.factories import NOW, make_actor, make_cluster, make_organisation

YEAR = date(2024, 2, 1)


@pytest.fixture
def group(manager: Actor) -> WorkingGroup:
    return verbs.found_group(name="Circle for materials", began_on=YEAR, by=manager, at=NOW)


def test_a_seat_is_given_taken_by_somebody_and_ended(
    cluster: Cluster, manager: Actor, group: WorkingGroup
) -> None:
    told = {"by": manager, "at": NOW}
    organisation = make_organisation(cluster, name="Example Works")
    person = verbs.introduce_person(organisation, family_name="Example", post={}, **told)

    seat = verbs.give_group_seat(group, organisation, role="chair", since=YEAR, **told)
    seat = verbs.describe_group_seat(seat, person=person, **told)
    assert [one.person for one in queries.group_seats_of(manager, person)] == [person]

    seat = verbs.end_group_seat(seat, until=date(2025, 1, 31), **told)
    with pytest.raises(Refused, match="already ended"):
        verbs.end_group_seat(seat, until=date(2025, 2, 1), **told)
    told_of = timeline.told_of("organisation", manager, organisation, kind="group")
    assert [(one.entry.on, one.entry.text, one.entry.note) for one in told_of] == [
        (date(2025, 1, 31), "Left Circle for materials", ""),
        (YEAR, "Took a seat in Circle for materials", "chair"),
    ]
    sheet = next(one for one in sheets_about(manager, person) if one.name.startswith("Groups"))
    assert list(sheet.rows) == [
        ("Circle for materials", "Example Works", "chair", YEAR, date(2025, 1, 31))
    ]


def test_what_cannot_be_is_refused(
    cluster: Cluster, manager: Actor, viewer: Actor, group: WorkingGroup
) -> None:
    told = {"by": manager, "at": NOW}
    organisation = make_organisation(cluster)
    stranger = verbs.enter_person(family_name="Example", **told)

    with pytest.raises(Refused, match="no post in the organisation"):
        verbs.give_group_seat(group, organisation, person=stranger, **told)
    with pytest.raises(ValidationError, match="ends after it has begun"):
        verbs.give_group_seat(group, organisation, since=YEAR, until=date(2023, 1, 1), **told)
    with pytest.raises(ValidationError, match="of this name already"):
        verbs.found_group(name="Circle for materials", **told)
    with pytest.raises(NotAllowed):
        verbs.found_group(name="Others", by=viewer, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.give_group_seat(group, organisation, by=make_actor(make_cluster("there")), at=NOW)

    verbs.describe_group(group, ended_on=date(2025, 1, 1), **told)
    with pytest.raises(Refused, match="meets no more"):
        verbs.give_group_seat(group, organisation, **told)
    # The name is free again.
    assert verbs.found_group(name="Circle for materials", **told).pk != group.pk
    assert GroupSeat.objects.count() == 0


def test_the_pages_found_a_group_and_give_a_seat(browser: Client, cluster: Cluster) -> None:
    here = f"/c/{cluster.slug}/members/"
    make_organisation(cluster, name="Example Works", code="M1")
    assert "No group yet" in browser.get(f"{here}groups/").content.decode()

    browser.post(f"{here}groups/new/", {"name": "Board", "kind": "board"})
    group = WorkingGroup.objects.get()
    wrong = browser.post(f"{here}groups/{group.pk}/seats/new/", {"organisation": "Nobody"})
    browser.post(f"{here}groups/{group.pk}/seats/new/", {"organisation": "M1", "role": "deputy"})
    seat = GroupSeat.objects.get()
    page = browser.get(f"{here}groups/{group.pk}/").content.decode()
    member = browser.get(f"{here}{seat.organisation_id}/").content.decode()
    browser.post(f"{here}seats/{seat.pk}/end/", {"until": "2026-01-31"})
    seat.refresh_from_db()

    assert wrong.status_code == 422
    assert "Example Works" in page
    assert "deputy chair" in page
    assert f'href="{here}groups/{group.pk}/"' in member
    assert seat.until == date(2026, 1, 31)
    assert "Sat in it before" in browser.get(f"{here}groups/{group.pk}/").content.decode()


def test_a_viewer_does_not_read_who_takes_a_seat(
    cluster: Cluster, manager: Actor, group: WorkingGroup, viewer_browser: Client
) -> None:
    organisation = make_organisation(cluster)
    person = verbs.introduce_person(organisation, family_name="Sample", post={}, by=manager, at=NOW)
    verbs.give_group_seat(group, organisation, person=person, by=manager, at=NOW)

    page = viewer_browser.get(f"/c/{cluster.slug}/members/groups/{group.pk}/").content.decode()

    assert organisation.name in page
    assert "Sample" not in page


def test_an_erased_person_leaves_no_name_in_the_history_of_seats(
    cluster: Cluster, manager: Actor, group: WorkingGroup
) -> None:
    told = {"by": manager, "at": NOW}
    organisation = make_organisation(cluster)
    person = verbs.introduce_person(organisation, family_name="Unusualname", post={}, **told)
    seat = verbs.give_group_seat(group, organisation, person=person, **told)

    verbs.erase_person(person, **told)

    kept = Change.objects.filter(kind="members.groupseat", thing_id=seat.pk)
    assert kept.exists()
    assert not any("Unusualname" in f"{one.thing_label}{one.values}" for one in kept)
    seat.refresh_from_db()
    assert str(seat.person) == "erased person"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_database_as_often_for_one_row_as_for_three(
    browser: Client, cluster: Cluster, manager: Actor, rows: int, django_assert_num_queries
) -> None:
    told = {"by": manager, "at": NOW}
    for number in range(rows):
        group = verbs.found_group(name=f"Group {number}", **told)
    for _ in range(rows):
        organisation = make_organisation(cluster)
        person = verbs.introduce_person(organisation, family_name="X", post={}, **told)
        verbs.give_group_seat(group, organisation, person=person, **told)
    browser.get(f"/c/{cluster.slug}/members/groups/")

    with django_assert_num_queries(5):
        browser.get(f"/c/{cluster.slug}/members/groups/")
    with django_assert_num_queries(6):
        browser.get(f"/c/{cluster.slug}/members/groups/{group.pk}/")
