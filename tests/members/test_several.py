"""Many organisations and people at once, by the same rules as one by one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.members import verbs
from raceme.members.models import Organisation, Person, Post
from raceme.members.verbs import NewOrganisation, NewPost
from tests.factories import NOW, make_actor, make_cluster, make_organisation


def new(code: str = "", name: str = "Sample", **values: object) -> NewOrganisation:
    return NewOrganisation(values={"code": code, "name": name, **values})


def test_many_are_entered_like_one(manager: Actor) -> None:
    one = verbs.enter_organisation(
        code="A", name="Alpha", vat="at u1", employees=5, joined_on=date(2020, 1, 1),
        by=manager, at=NOW,
    )  # fmt: skip
    told = {"vat": "at u1", "employees": 5}
    (other,) = verbs.enter_organisations(
        [NewOrganisation({"code": "B", "name": "Alpha", **told}, joined_on=date(2020, 1, 1))],
        by=manager,
        at=NOW,
    )

    same = ("name", "vat", "size", "employees", "standing", "joined_on", "left_on")
    assert [getattr(other, field) for field in same] == [getattr(one, field) for field in same]
    assert [(p.standing, p.starts_on) for p in other.memberships.all()] == [
        (p.standing, p.starts_on) for p in one.memberships.all()
    ]
    verbs_of = Change.objects.filter(thing_label__startswith="Alpha").order_by("pk")
    assert list(verbs_of.values_list("verb", "effect")) == [
        ("enter_organisation", "new"), ("begin_period", "new"),
    ] * 2  # fmt: skip


def test_those_without_a_number_get_the_next_ones(manager: Actor) -> None:
    make_organisation(manager.cluster, code="3")

    entered = verbs.enter_organisations([new(), new("7"), new()], by=manager, at=NOW)

    assert [one.code for one in entered] == ["4", "7", "5"]


@pytest.mark.parametrize("codes", [["A"], ["B", "B"]])
def test_an_id_is_given_once(manager: Actor, codes) -> None:
    make_organisation(manager.cluster, code="A")

    with pytest.raises(Refused, match=f"has the id {codes[0]}"):
        verbs.enter_organisations([new(code) for code in codes], by=manager, at=NOW)

    assert Organisation.objects.count() == 1


def test_an_id_of_another_cluster_is_free(manager: Actor) -> None:
    make_organisation(make_cluster("there"), code="A")

    assert verbs.enter_organisations([new("A")], by=manager, at=NOW)[0].code == "A"


def test_one_that_breaks_a_rule_stops_all(manager: Actor) -> None:
    with pytest.raises(ValidationError):
        verbs.enter_organisations([new("A"), new("B", country="Austria")], by=manager, at=NOW)
    with pytest.raises(ValidationError):
        verbs.enter_organisations([new("A", role="guild")], by=manager, at=NOW)
    late = NewOrganisation(
        {"name": "A"}, standing="left", joined_on=date(2020, 1, 2), left_on=date(2020, 1, 1)
    )
    with pytest.raises(Refused, match="leaves after it has joined"):
        verbs.enter_organisations([late], by=manager, at=NOW)

    assert not Organisation.objects.exists()


def test_who_left_on_an_unknown_day_has_one_open_period(manager: Actor) -> None:
    (gone,) = verbs.enter_organisations(
        [NewOrganisation({"name": "A"}, standing="left", joined_on=date(2020, 1, 1))],
        by=manager,
        at=NOW,
    )

    assert (gone.standing, gone.joined_on, gone.left_on) == ("left", None, None)
    assert [(p.standing, p.starts_on) for p in gone.memberships.all()] == [("left", None)]


def test_many_are_described_and_only_changes_are_written_down(manager: Actor) -> None:
    alpha = make_organisation(manager.cluster, city="Ulm")
    beta = make_organisation(manager.cluster, city="Ulm")

    changed = verbs.describe_organisations(
        [(alpha, {"city": "Ulm"}), (beta, {"city": "Bonn", "employees": 60})], by=manager, at=NOW
    )

    beta.refresh_from_db()
    told = Change.objects.filter(verb="describe_organisation").get()
    assert changed == [beta]
    assert (beta.city, beta.size) == ("Bonn", "medium")
    assert told.values == {
        "city": ["Ulm", "Bonn"], "employees": [None, 60], "size": ["", "medium"],
    }  # fmt: skip


def test_people_and_posts_at_once(manager: Actor) -> None:
    alpha = make_organisation(manager.cluster)
    people = verbs.enter_people(
        [{"family_name": "One", "email": "One@a.example"}, {"family_name": "Two"}],
        by=manager,
        at=NOW,
    )
    first, second = verbs.give_posts(
        [NewPost(people[0], alpha, {"is_main_contact": True}), NewPost(people[1], alpha, {})],
        by=manager,
        at=NOW,
    )

    verbs.describe_people([(people[1], {"phone": "123"})], by=manager, at=NOW)
    verbs.describe_posts([(second, {"is_main_contact": True})], by=manager, at=NOW)

    first.refresh_from_db()
    assert Person.objects.get(family_name="Two").phone == "123"
    assert [post.person.family_name for post in Post.objects.filter(is_main_contact=True)] == [
        "Two"
    ]
    assert not first.is_main_contact


@pytest.mark.parametrize("addresses", [["one@A.example"], ["b@a.example", "B@a.example"]])
def test_an_address_belongs_to_one_person(manager: Actor, addresses) -> None:
    verbs.enter_person(family_name="One", email="One@a.example", by=manager, at=NOW)
    entries = [{"family_name": "Two", "email": address} for address in addresses]

    with pytest.raises(Refused, match="one of these e-mail addresses"):
        verbs.enter_people(entries, by=manager, at=NOW)


def test_nobody_but_the_team_enters_or_describes(cluster: Cluster, manager: Actor) -> None:
    viewer, stranger = make_actor(cluster, Role.VIEWER), make_actor(make_cluster("there"))
    alpha = make_organisation(cluster)
    person = verbs.enter_person(family_name="One", by=manager, at=NOW)
    post = verbs.give_post(person, alpha, by=manager, at=NOW)
    for nobody in (viewer, stranger):
        told = {"by": nobody, "at": NOW}
        with pytest.raises(NotAllowed):
            verbs.describe_organisations([(alpha, {"city": "X"})], **told)
        with pytest.raises(NotAllowed):
            verbs.describe_people([(person, {"phone": "1"})], **told)
        with pytest.raises(NotAllowed):
            verbs.describe_posts([(post, {"function": "x"})], **told)
        with pytest.raises(NotAllowed):
            verbs.give_posts([NewPost(person, alpha, {})], **told)
    with pytest.raises(NotAllowed):
        verbs.enter_organisations([new()], by=viewer, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.enter_people([{"family_name": "X"}], by=viewer, at=NOW)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_questions_does_not_grow(
    manager: Actor, rows, django_assert_num_queries
) -> None:
    entries = [new(str(number)) for number in range(100, 100 + rows)]

    with django_assert_num_queries(12):
        verbs.enter_organisations(entries, by=manager, at=NOW)


def test_what_was_changed_since_it_was_seen_is_not_overwritten(manager: Actor) -> None:
    seen = make_organisation(manager.cluster, city="Ulm")
    other = make_organisation(manager.cluster, city="Ulm")
    verbs.describe_organisation(seen, city="Bonn", by=manager, at=NOW)
    changes = [(other, {"city": "Linz"}), (seen, {"city": "Graz"})]

    with pytest.raises(Refused, match=f"Somebody has changed {seen} meanwhile"):
        verbs.describe_organisations(changes, by=manager, at=NOW, as_seen=True)
    assert set(Organisation.objects.values_list("city", flat=True)) == {"Ulm", "Bonn"}
    verbs.describe_organisations([(seen, {"website": "s.example"})], by=manager, at=NOW,
                                 as_seen=True)  # fmt: skip

    seen.refresh_from_db()
    assert (seen.city, seen.website) == ("Bonn", "s.example")


def test_nothing_is_written_anew_about_who_was_erased(manager: Actor) -> None:
    alpha = make_organisation(manager.cluster)
    ann = verbs.enter_person(family_name="One", by=manager, at=NOW)
    post = verbs.give_post(ann, alpha, by=manager, at=NOW)
    verbs.erase_person(ann, by=manager, at=NOW)

    told = {"by": manager, "at": NOW}
    with pytest.raises(Refused, match="has been erased"):
        verbs.describe_people([(ann, {"phone": "1"})], **told)
    with pytest.raises(Refused, match="has been erased"):
        verbs.give_posts([NewPost(ann, alpha, {})], **told)
    with pytest.raises(Refused, match="has been erased"):
        verbs.describe_posts([(post, {"function": "x"})], **told)


def test_an_address_of_somebody_else_is_not_given_to_many(manager: Actor) -> None:
    told = {"by": manager, "at": NOW}
    verbs.enter_person(family_name="One", email="one@a.example", **told)
    two = verbs.enter_person(family_name="Two", email="two@a.example", **told)

    with pytest.raises(Refused, match="one of these e-mail addresses"):
        verbs.describe_people([(two, {"email": "ONE@a.example"})], **told)
    verbs.describe_people([(two, {"email": "TWO@a.example"})], **told)

    two.refresh_from_db()
    assert two.email == "TWO@a.example"


@pytest.mark.parametrize("rows", [1, 3])
def test_main_contacts_are_relieved_with_the_same_number_of_questions(
    manager: Actor, rows, django_assert_num_queries
) -> None:
    told = {"by": manager, "at": NOW}
    entries = []
    for number in range(rows):
        alpha = make_organisation(manager.cluster)
        old = verbs.enter_person(family_name=f"Old {number}", **told)
        verbs.give_post(old, alpha, is_main_contact=True, **told)
        new_one = verbs.enter_person(family_name=f"New {number}", **told)
        entries.append(NewPost(new_one, alpha, {"is_main_contact": True}))

    with django_assert_num_queries(12):
        verbs.give_posts(entries, **told)

    mains = Post.objects.filter(is_main_contact=True)
    assert sorted(post.person.family_name for post in mains) == [f"New {n}" for n in range(rows)]


@pytest.mark.parametrize("day", ["joined_on", "left_on"])
def test_what_is_still_to_come_is_not_entered(manager: Actor, day) -> None:
    standing = "left" if day == "left_on" else "member"
    entry = NewOrganisation({"name": "A"}, standing=standing, **{day: date(2026, 11, 24)})

    with pytest.raises(Refused, match="still to come") as refusal:
        verbs.enter_organisations([entry], by=manager, at=NOW)

    assert refusal.value.field == day
