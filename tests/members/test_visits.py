"""Contacts: recorded, corrected, withdrawn; the last contact; and what follows from them."""

from datetime import date, timedelta

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.members import queries, verbs
from raceme.members.models import Organisation, Person, Visit
from tests.factories import NOW, TODAY, make_actor, make_cluster, make_organisation

MAY, AUGUST = date(2026, 5, 4), date(2026, 8, 20)


def record(organisation: Organisation, by: Actor, **values: object) -> Visit:
    facts: dict[str, object] = {"happened_on": MAY, "kind": "visit"}
    return verbs.record_visit(organisation, **(facts | values), by=by, at=NOW)


def last_contact(organisation: Organisation) -> date | None:
    organisation.refresh_from_db()
    return organisation.last_contact_on


def test_a_contact_is_recorded_and_history_tells(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)
    person = verbs.enter_person(family_name="Example", by=manager, at=NOW)

    visit = record(
        organisation, manager, people=[person], topics=["Finding public funding", "own topic", ""]
    )

    assert visit.topics == ["funding-search", "own topic"]
    assert [one.person for one in visit.people.all()] == [person]
    assert last_contact(organisation) == MAY
    assert {one.verb for one in Change.objects.filter(kind__startswith="members.visit")} == {
        "record_visit",
        "name_person",
    }


def test_the_last_contact_is_the_latest_personal_one_that_counts(
    cluster: Cluster, manager: Actor
) -> None:
    organisation = make_organisation(cluster)
    first = record(organisation, manager)
    second = record(organisation, manager, happened_on=AUGUST, kind="call")
    record(organisation, manager, happened_on=TODAY, kind="mail")

    assert last_contact(organisation) == AUGUST
    verbs.withdraw_visit(second, by=manager, at=NOW)
    assert last_contact(organisation) == MAY
    verbs.restore_visit(second, by=manager, at=NOW)
    assert last_contact(organisation) == AUGUST
    verbs.correct_visit(second, kind="mail", by=manager, at=NOW)
    assert last_contact(organisation) == MAY
    verbs.withdraw_visit(first, by=manager, at=NOW)
    assert last_contact(organisation) is None


@pytest.mark.parametrize("kind", [kind for kind in Visit.Kind if kind not in Visit.PERSONAL])
def test_letters_are_no_personal_contact(cluster: Cluster, manager: Actor, kind: str) -> None:
    organisation = make_organisation(cluster)

    record(organisation, manager, kind=kind)

    assert last_contact(organisation) is None


def test_somebody_new_enters_the_books_with_the_contact(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)

    visit = record(organisation, manager, newcomer=verbs.Newcomer("Sample", "Sam", "Quality"))

    person = Person.objects.get()
    assert [one.person for one in visit.people.all()] == [person]
    assert (person.posts.get().organisation, person.posts.get().function) == (
        organisation,
        "Quality",
    )


def test_people_are_put_right(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)
    first, second = (
        verbs.enter_person(family_name=name, by=manager, at=NOW) for name in ("A", "B")
    )
    visit = record(organisation, manager, people=[first])

    verbs.correct_visit(visit, people=[second], by=manager, at=NOW)

    assert [one.person for one in visit.people.all()] == [second]
    assert Change.objects.get(verb="leave_out_person").effect == "gone"


@pytest.mark.parametrize(
    "values", [{"happened_on": TODAY + timedelta(1)}, {"next_on": TODAY, "next_step": ""}]
)
def test_nonsense_is_refused(cluster: Cluster, manager: Actor, values: dict[str, object]) -> None:
    organisation = make_organisation(cluster)
    visit = record(organisation, manager)

    with pytest.raises(Refused):
        record(organisation, manager, **values)
    with pytest.raises(Refused):
        verbs.correct_visit(visit, **values, by=manager, at=NOW)


def test_a_withdrawn_contact_is_not_corrected_nor_withdrawn_again(
    cluster: Cluster, manager: Actor
) -> None:
    visit = record(make_organisation(cluster), manager)
    verbs.withdraw_visit(visit, by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.correct_visit(visit, note="x", by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.withdraw_visit(visit, by=manager, at=NOW)


def test_nobody_writes_about_organisations_or_people_of_another_cluster(
    cluster: Cluster, manager: Actor
) -> None:
    there = make_cluster("there")
    stranger = Person.objects.create(cluster=there, family_name="Stranger")

    with pytest.raises(NotAllowed):
        record(make_organisation(there), manager)
    with pytest.raises(NotAllowed):
        record(make_organisation(cluster), manager, people=[stranger])


def test_a_next_step_is_done_once_and_reopened(cluster: Cluster, manager: Actor) -> None:
    visit = record(make_organisation(cluster), manager, next_step="Send the list")

    verbs.finish_step(visit, by=manager, at=NOW)
    assert not queries.steps_to_do(manager).exists()
    with pytest.raises(Refused):
        verbs.finish_step(visit, by=manager, at=NOW)
    verbs.reopen_step(visit, by=manager, at=NOW)

    assert list(queries.steps_to_do(manager)) == [visit]


def test_another_step_is_not_done_by_having_done_the_one_before(
    cluster: Cluster, manager: Actor
) -> None:
    visit = record(make_organisation(cluster), manager, next_step="Send the list")
    verbs.finish_step(visit, by=manager, at=NOW)

    verbs.correct_visit(visit, next_step="Call again", by=manager, at=NOW)

    assert list(queries.steps_to_do(manager)) == [visit]


def test_a_contact_without_a_step_has_none_to_do(cluster: Cluster, manager: Actor) -> None:
    visit = record(make_organisation(cluster), manager)

    with pytest.raises(Refused):
        verbs.finish_step(visit, by=manager, at=NOW)


def test_steps_are_listed_by_day_and_narrowed(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)
    later = record(organisation, manager, next_step="b", next_on=TODAY, adviser=manager.user)
    some_day = record(organisation, manager, next_step="c")
    overdue = record(organisation, manager, next_step="a", next_on=TODAY - timedelta(1))
    withdrawn = record(organisation, manager, next_step="d", next_on=MAY)
    verbs.withdraw_visit(withdrawn, by=manager, at=NOW)

    assert list(queries.steps_to_do(manager)) == [overdue, later, some_day]
    assert list(queries.steps_to_do(manager, overdue_on=TODAY)) == [overdue]
    assert list(queries.steps_to_do(manager, adviser=manager.user)) == [later]


def test_members_not_contacted_are_those_that_wait_longest_first(
    cluster: Cluster, manager: Actor
) -> None:
    never, long_ago, lately, partner = (make_organisation(cluster) for _ in range(4))
    record(long_ago, manager, happened_on=date(2025, 1, 1))
    record(lately, manager, happened_on=AUGUST)
    verbs.change_standing(partner, standing="partner", on=TODAY, by=manager, at=NOW)

    silent = queries.members_not_contacted_since(manager, TODAY - timedelta(365))

    assert list(silent) == [never, long_ago]


def test_the_page_records_a_contact(browser: Client, cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)

    answer = browser.post(
        f"/c/{cluster.slug}/members/{organisation.pk}/contacts/new/",
        {
            "kind": "call",
            "happened_on": "2026-05-04",
            "new_family_name": "Sample",
            "topics": ["funding-search"],
            "next_step": "Call again",
            "next_on": "2026-06-01",
            "mood": "4",
            "adviser": str(manager.user_id),
        },
    )

    visit = Visit.objects.get()
    assert answer.status_code == 302
    assert (visit.topics, visit.mood, visit.adviser) == (["funding-search"], 4, manager.user)
    assert [str(one) for one in visit.people.all()] == ["Sample"]


def test_the_page_asks_for_the_family_name_of_somebody_new(
    browser: Client, cluster: Cluster
) -> None:
    organisation = make_organisation(cluster)

    answer = browser.post(
        f"/c/{cluster.slug}/members/{organisation.pk}/contacts/new/",
        {"kind": "call", "happened_on": "2026-05-04", "new_given_name": "Sam", "note": "kept"},
    )

    assert answer.status_code == 422
    assert "Write the family name, too." in answer.content.decode()
    assert "kept" in answer.content.decode()
    assert not Visit.objects.exists()


def test_correcting_keeps_people_who_work_elsewhere_now_and_own_topics(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    organisation = make_organisation(cluster)
    visit = record(
        organisation,
        manager,
        newcomer=verbs.Newcomer("Sample"),
        topics=["own topic"],
    )
    post = Person.objects.get().posts.get()
    verbs.end_post(post, ended_on=TODAY, by=manager, at=NOW)
    address = f"/c/{cluster.slug}/members/contacts/{visit.pk}/edit/"

    form = browser.get(address).context["form"]
    answer = browser.post(
        address,
        {
            "kind": "visit",
            "happened_on": "2026-05-04",
            "people": form.initial["people"],
            "topics": form.initial["topics"],
            "note": "more",
        },
    )

    visit.refresh_from_db()
    assert answer.status_code == 302
    assert (visit.note, visit.topics) == ("more", ["own topic"])
    assert [str(one) for one in visit.people.all()] == ["Sample"]


def test_a_step_done_from_the_list_leads_back_to_the_list(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    visit = record(make_organisation(cluster), manager, next_step="Send the list")
    address = f"/c/{cluster.slug}/members"

    answer = browser.post(f"{address}/contacts/{visit.pk}/done/", {"from_list": "yes"})

    assert answer["Location"] == f"{address}/steps/"


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", ["steps/", "not-contacted/"])
def test_the_lists_ask_the_database_as_often_for_one_row_as_for_three(
    browser: Client,
    cluster: Cluster,
    rows: int,
    page: str,
    django_assert_num_queries,
) -> None:
    manager = make_actor(cluster)
    for _ in range(rows):
        record(
            make_organisation(cluster),
            manager,
            happened_on=date(2024, 1, 1),
            next_step="x",
            adviser=manager.user,
        )
    browser.get(f"/c/{cluster.slug}/members/{page}")

    with django_assert_num_queries({"steps/": 9, "not-contacted/": 7}[page]):
        browser.get(f"/c/{cluster.slug}/members/{page}")


@pytest.mark.parametrize(
    ("query", "names"),
    [("", ["Long ago"]), ("?days=10", ["Long ago", "In May"]), ("?days=nonsense", ["Long ago"])],
)
def test_one_asks_for_how_long_nobody_has_talked(
    browser: Client, cluster: Cluster, manager: Actor, query: str, names: list[str]
) -> None:
    record(make_organisation(cluster, name="Long ago"), manager, happened_on=date(2024, 1, 1))
    record(make_organisation(cluster, name="In May"), manager)

    answer = browser.get(f"/c/{cluster.slug}/members/not-contacted/{query}")

    assert [one.name for one in answer.context["page"]] == names


def test_the_api_records_and_lists_contacts(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    organisation = make_organisation(cluster)
    person = verbs.enter_person(family_name="Example", by=manager, at=NOW)
    address = f"/api/v1/c/{cluster.slug}/members"
    told = {"happened_on": "2026-05-04", "kind": "call", "people_ids": [person.pk]}

    recorded = browser.post(
        f"{address}/{organisation.pk}/contacts", told, content_type="application/json"
    )
    listed = browser.get(f"{address}/{organisation.pk}/contacts").json()["items"]
    unknown = browser.post(
        f"{address}/{organisation.pk}/contacts",
        told | {"people_ids": [person.pk + 1]},
        content_type="application/json",
    )

    assert recorded.status_code == 201
    assert [(one["kind"], one["people_ids"]) for one in listed] == [("call", [person.pk])]
    assert unknown.status_code == 404
