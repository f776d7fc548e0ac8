"""People and posts: entered, found, handed out; who may see them."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from python_calamine import load_workbook

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role
from raceme.foundation.errors import NotAllowed
from raceme.foundation.models import Change
from raceme.foundation.tabular.writing import Heading, Sheet
from raceme.members import queries, verbs
from raceme.members.models import Organisation, Person
from raceme.members.queries.keeping import sheets_about
from raceme.members.signals import kept_on_person
from tests.factories import NOW, TODAY, make_actor, make_cluster, make_organisation


def enter(by: Actor, **values: object) -> Person:
    return verbs.enter_person(**({"family_name": "Example"} | values), by=by, at=NOW)


def introduce(organisation: Organisation, by: Actor, **values: object) -> Person:
    facts = {"family_name": "Example", "post": {"function": "Sales"}}
    return verbs.introduce_person(organisation, **(facts | values), by=by, at=NOW)


def test_somebody_enters_the_books_with_a_post(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)

    person = introduce(organisation, manager, post={"function": "Sales", "is_main_contact": True})

    post = person.posts.get()
    assert (post.organisation, post.function, post.is_main_contact) == (organisation, "Sales", True)


def test_a_new_main_contact_relieves_the_old_one(cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster)
    first = introduce(organisation, manager, post={"is_main_contact": True})

    second = introduce(organisation, manager, post={"is_main_contact": True})

    main = organisation.posts.filter(is_main_contact=True)
    assert [post.person for post in main] == [second]
    assert not first.posts.get().is_main_contact


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"legal_basis": "consent"}, "consented_on"),
        ({"wants_news": True, "is_not_to_contact": True}, "wants_news"),
        ({"purposes": ["surveys"], "is_not_to_contact": True}, "purposes"),
        ({"purposes": ["anything"]}, "purposes"),
        ({"email": "no address"}, "email"),
        ({"family_name": ""}, "family_name"),
    ],
)
def test_what_cannot_be_is_refused(
    cluster: Cluster, manager: Actor, values: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        enter(manager, **values)

    assert set(caught.value.message_dict) == {field}


def test_a_consent_with_its_day_is_kept(cluster: Cluster, manager: Actor) -> None:
    person = enter(manager, legal_basis="consent", consented_on=TODAY, wants_news=True)

    assert (person.consented_on, person.wants_news) == (TODAY, True)


def test_what_somebody_agreed_to_stands_on_the_page_and_can_be_withdrawn(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    person = enter(manager, legal_basis="consent", consented_on=TODAY)
    page = f"/c/{cluster.slug}/members/people/{person.pk}/"
    assert "nothing recorded" in browser.get(page).content.decode()
    typed = {"family_name": "Example", "legal_basis": "consent", "consented_on": "2026-05-01"}

    browser.post(f"{page}edit/", typed | {"purposes": ["surveys", "invitations"]})
    shown = browser.get(page).content.decode()
    assert "invitations to events, questionnaires" in " ".join(shown.split())

    browser.post(f"{page}edit/", typed | {"purposes": ["invitations"]})
    person.refresh_from_db()
    assert person.purposes == ["invitations"]
    kept = Change.objects.filter(kind="members.person", thing_id=person.pk).latest("pk")
    assert kept.values["purposes"] == [["surveys", "invitations"], ["invitations"]]


def test_an_address_stands_for_one_person(cluster: Cluster, manager: Actor) -> None:
    enter(manager, email="ann@example.org")

    with pytest.raises(ValidationError):
        enter(manager, email="Ann@Example.org")


def test_people_are_for_team_and_board(cluster: Cluster, manager: Actor, viewer: Actor) -> None:
    enter(manager)
    board = make_actor(cluster, Role.BOARD)

    assert queries.people_visible_to(board).count() == 1
    assert queries.people_visible_to(viewer).count() == 0
    assert queries.people_visible_to(make_actor(make_cluster("there"))).count() == 0
    with pytest.raises(NotAllowed):
        enter(viewer)
    with pytest.raises(NotAllowed):
        enter(board)


def test_a_viewer_sees_neither_names_nor_addresses_on_the_page_of_a_member(
    cluster: Cluster, manager: Actor, browser: Client, viewer_browser: Client
) -> None:
    organisation = make_organisation(cluster)
    person = introduce(organisation, manager, family_name="Unique", email="ann@example.org")
    verbs.record_visit(
        organisation,
        happened_on=TODAY,
        kind="call",
        people=[person],
        note="A secret.",
        by=manager,
        at=NOW,
    )
    page = f"/c/{cluster.slug}/members/{organisation.pk}/"

    for client, is_seen in ((browser, True), (viewer_browser, False)):
        for address in (page, f"/api/v1{page}timeline"):
            text = client.get(address).content.decode()
            assert ("Unique" in text, "A secret." in text) == (is_seen, is_seen)
        assert ("ann@example.org" in client.get(page).content.decode()) == is_seen
        # That somebody talked with the member is no secret.
        assert "telephone call" in client.get(page).content.decode().lower()


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ({"text": "ann"}, ["Ann A"]),
        ({"text": "mills sales"}, ["Ann A"]),
        ({"text": "b@example.org"}, ["Bob B"]),
        ({"show": "main"}, ["Ann A"]),
        ({"show": "news"}, ["Bob B"]),
        ({"show": "no-basis"}, ["Ann A"]),
        ({"show": "not-to-contact"}, ["Cleo C"]),
        ({"show": "nonsense"}, ["Ann A", "Bob B", "Cleo C"]),
        ({"topic": "funding-search"}, ["Bob B"]),
    ],
)
def test_people_are_found(
    cluster: Cluster, manager: Actor, search: dict[str, str], names: list[str]
) -> None:
    mills = make_organisation(cluster, name="Example Mills")
    post = {"function": "Sales", "is_main_contact": True}
    introduce(mills, manager, given_name="Ann", family_name="A", post=post)
    enter(
        manager,
        given_name="Bob",
        family_name="B",
        email="b@example.org",
        wants_news=True,
        legal_basis="contract",
        topics=["funding-search"],
    )
    enter(
        manager, given_name="Cleo", family_name="C", is_not_to_contact=True, legal_basis="interest"
    )

    assert [str(one) for one in queries.people_found(manager, **search)] == names


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", ["people/", "people/{pk}/"])
def test_the_pages_ask_the_database_as_often_for_one_row_as_for_three(
    browser: Client,
    cluster: Cluster,
    rows: int,
    page: str,
    django_assert_num_queries,
) -> None:
    manager = make_actor(cluster)
    person = enter(manager)
    for number in range(rows):
        organisation = make_organisation(cluster)
        verbs.give_post(person, organisation, by=manager, at=NOW)
        introduce(organisation, manager, family_name=f"Person {number}")
        verbs.record_visit(
            organisation, happened_on=TODAY, kind="call", people=[person], by=manager, at=NOW
        )
    address = f"/c/{cluster.slug}/members/{page.format(pk=person.pk)}"
    browser.get(address)

    with django_assert_num_queries({"people/": 8, "people/{pk}/": 11}[page]):
        browser.get(address)


def test_the_page_enters_somebody_with_a_post(browser: Client, cluster: Cluster) -> None:
    organisation = make_organisation(cluster)

    answer = browser.post(
        f"/c/{cluster.slug}/members/{organisation.pk}/people/new/",
        {"family_name": "Sample", "function": "Quality", "language": "de"},
    )

    person = Person.objects.get()
    assert answer["Location"] == f"/c/{cluster.slug}/members/{organisation.pk}/"
    assert (str(person), person.posts.get().function) == ("Sample", "Quality")


@pytest.mark.parametrize(
    ("typed", "status"),
    [("M1", 302), ("example mills", 302), ("Example Mills (M1)", 302), ("Twins", 422), ("x", 422)],
)
def test_a_post_is_given_in_the_organisation_that_is_meant(
    browser: Client, cluster: Cluster, manager: Actor, typed: str, status: int
) -> None:
    make_organisation(cluster, name="Example Mills", code="M1")
    make_organisation(cluster, name="Twins", code="T1")
    make_organisation(cluster, name="Twins", code="T2")
    person = enter(manager)

    answer = browser.post(
        f"/c/{cluster.slug}/members/people/{person.pk}/posts/new/", {"organisation": typed}
    )

    assert answer.status_code == status
    assert person.posts.count() == (1 if status == 302 else 0)
    if typed == "Twins":
        assert "Twins (T1); Twins (T2)" in answer.content.decode()


def test_a_post_ends_by_page_and_stays_in_the_history(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    organisation = make_organisation(cluster)
    post = introduce(organisation, manager).posts.get()

    browser.post(f"/c/{cluster.slug}/members/posts/{post.pk}/end/", {"ended_on": "2026-10-01"})

    post.refresh_from_db()
    assert post.ended_on == date(2026, 10, 1)
    shown = browser.get(f"/c/{cluster.slug}/members/{organisation.pk}/").content.decode()
    assert "Example works here no longer" in shown


def test_all_that_is_kept_is_handed_out(browser: Client, cluster: Cluster, manager: Actor) -> None:
    organisation = make_organisation(cluster, name="Example Mills")
    person = introduce(organisation, manager, given_name="Ann", language="de", topics=["own"])
    verbs.describe_person(person, phone="+43 1", by=manager, at=NOW)
    verbs.record_visit(
        organisation, happened_on=TODAY, kind="call", people=[person], note="n", by=manager, at=NOW
    )
    address = f"/c/{cluster.slug}/members/people/{person.pk}/kept"

    told = browser.get(f"{address}.json").json()
    book = load_workbook(BytesIO(browser.get(f"{address}.xlsx").content))
    by_api = browser.get(f"/api/v1{address.replace('/kept', '')}/kept").json()

    facts = {row["What"]: row["Value"] for row in told["Person"]}
    assert (facts["given name"], facts["interested in"]) == ("Ann", "Own")
    assert [row["Organisation"] for row in told["Posts"]] == ["Example Mills"]
    assert [(row["Kind"], row["Note"]) for row in told["Contacts"]] == [("telephone call", "n")]
    assert ("describe_person", "phone", "", "+43 1") in {
        (row["What was done"], row["What"], row["Before"], row["After"]) for row in told["History"]
    }
    assert [row["Value"] for row in told["Person"] if row["What"] == "agreed to"] == [""]
    assert book.sheet_names == ["Person", "Posts", "Groups and committees", "Contacts", "History"]
    assert by_api == told
    assert browser.get(f"{address}.pdf").status_code == 404


def test_what_others_keep_is_handed_out_as_well(cluster: Cluster, manager: Actor) -> None:
    person = enter(manager)

    def tell(*, person: Person, actor: Actor, **_signal: object) -> list[Sheet]:
        return [Sheet("Answers", (Heading("Question"),), [(str(person),)])]

    kept_on_person.connect(tell)
    try:
        sheets = sheets_about(manager, person)
    finally:
        kept_on_person.disconnect(tell)

    assert sheets[-1].rows == [("Example",)]


def test_the_api_gives_a_post_and_ends_it(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    organisation, person = make_organisation(cluster), enter(manager)
    address = f"/api/v1/c/{cluster.slug}/members"
    as_json = {"content_type": "application/json"}

    given = browser.post(
        f"{address}/people/{person.pk}/posts", {"organisation_id": organisation.pk}, **as_json
    )
    ended = browser.post(
        f"{address}/posts/{given.json()['id']}/end", {"ended_on": "2026-10-01"}, **as_json
    )

    assert given.status_code == 201
    assert ended.json()["ended_on"] == "2026-10-01"
    assert len(browser.get(f"{address}/{organisation.pk}/posts").json()) == 1
