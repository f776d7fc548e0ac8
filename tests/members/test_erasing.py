"""A person is erased: what happened stays, who it was is forgotten, in the past as well."""

import json

import pytest
from django.core import serializers
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.history import begin_batch
from raceme.foundation.models import Batch, Change
from raceme.members import queries, verbs
from raceme.members.models import Organisation, Person, Post, Visit, VisitPerson
from raceme.members.signals import person_erased
from tests.factories import NOW, TODAY, make_actor, make_organisation


@pytest.fixture
def organisation(cluster: Cluster) -> Organisation:
    return make_organisation(cluster, name="Example Mills")


@pytest.fixture
def ann(organisation: Organisation, manager: Actor) -> Person:
    batch = begin_batch("merge_people", "Ann Xylander and A. Xylander", by=manager, at=NOW)
    person = verbs.introduce_person(
        organisation,
        title="Dr.",
        given_name="Ann",
        family_name="Xylander",
        email="ann@xyl.example",
        phone="+43 1 999",
        language="de",
        topics=["funding-search"],
        legal_basis="consent",
        consented_on=TODAY,
        note="Likes Xylander wine",
        post={"function": "Head of Xyl", "is_main_contact": True, "level": "leads"},
        by=manager.within(batch),
        at=NOW,
    )
    verbs.describe_person(person, phone="+43 1 998", by=manager, at=NOW)
    return person


def everything_kept() -> str:
    """All rows that may hold something about a person, as text."""
    rows = [
        *Person.objects.all(),
        *Post.objects.all(),
        *Visit.objects.all(),
        *VisitPerson.objects.all(),
        *Change.objects.all(),
        *Batch.objects.all(),
    ]
    return json.dumps(json.loads(serializers.serialize("json", rows)), ensure_ascii=False)


def talk(organisation: Organisation, ann: Person, by: Actor) -> Visit:
    visit = verbs.record_visit(
        organisation,
        happened_on=TODAY,
        kind="call",
        people=[ann],
        note="ANN XYLANDER asks. Write to ann@xyl.example. Xylander, Ann is away. Annex stays.",
        next_step="Call Dr. Xylander",
        by=by,
        at=NOW,
    )
    return verbs.correct_visit(visit, note=f"{visit.note} Frau Xylander agrees.", by=by, at=NOW)


def test_nothing_of_a_person_is_left_anywhere(
    organisation: Organisation, ann: Person, manager: Actor
) -> None:
    talk(organisation, ann, manager)
    assert "xyl" in everything_kept().lower()

    verbs.erase_person(ann, also=["Xylander"], by=manager, at=NOW)

    kept = everything_kept().lower()
    for word in ("xyl", "ann@", "+43", "likes", "head of", "funding-search"):
        assert word not in kept


def test_what_happened_stays(organisation: Organisation, ann: Person, manager: Actor) -> None:
    visit = talk(organisation, ann, manager)

    erased = verbs.erase_person(ann, by=manager, at=NOW)

    visit.refresh_from_db()
    post = Post.objects.get()
    assert [str(one.person) for one in visit.people.all()] == ["erased person"]
    assert visit.note == (
        "erased person asks. Write to erased person. erased person is away. Annex stays."
        " Frau Xylander agrees."
    )
    assert visit.next_step == "Call erased person"
    assert (post.ended_on, post.is_main_contact, post.organisation) == (TODAY, False, organisation)
    assert (erased.is_erased, erased.is_not_to_contact) == (True, True)
    assert list(queries.people_found(manager)) == []
    assert list(queries.people_visible_to(manager)) == [erased]


def test_history_tells_that_and_by_whom_but_not_who(
    organisation: Organisation, ann: Person, manager: Actor
) -> None:
    verbs.erase_person(ann, by=manager, at=NOW)

    told = Change.objects.filter(kind="members.person", thing_id=ann.pk)
    assert {one.thing_label for one in told} == {"erased person"}
    assert [(one.verb, one.author) for one in told] == [
        ("erase_person", manager.label),
        ("describe_person", manager.label),
        ("enter_person", manager.label),
    ]
    assert told[0].values == {"erased_at": [None, NOW.isoformat()]}
    assert Batch.objects.get().label == "erased person and A. Xylander"


def test_records_of_the_same_person_go_with_it(
    cluster: Cluster, ann: Person, manager: Actor
) -> None:
    twin = verbs.enter_person(family_name="Zygmund", by=manager, at=NOW)
    Person.objects.filter(pk=twin.pk).update(merged_into=ann)

    verbs.erase_person(ann, by=manager, at=NOW)

    twin.refresh_from_db()
    assert twin.is_erased
    assert "zygmund" not in everything_kept().lower()


def test_others_with_the_same_name_stay(cluster: Cluster, ann: Person, manager: Actor) -> None:
    brother = verbs.enter_person(given_name="Bob", family_name="Xylander", by=manager, at=NOW)

    verbs.erase_person(ann, also=["Xylander"], by=manager, at=NOW)

    brother.refresh_from_db()
    assert str(brother) == "Bob Xylander"


def test_others_are_told_what_to_forget(ann: Person, manager: Actor) -> None:
    heard: list[list[str]] = []

    def forget(*, words: list[str], **_signal: object) -> None:
        heard.append(words)

    person_erased.connect(forget)
    try:
        verbs.erase_person(ann, by=manager, at=NOW)
    finally:
        person_erased.disconnect(forget)

    assert heard == [
        ["Ann Xylander", "Xylander, Ann", "Dr. Xylander", "ann@xyl.example", "+43 1 998"]
    ]


def test_only_a_manager_erases_and_only_once(cluster: Cluster, ann: Person, manager: Actor) -> None:
    with pytest.raises(NotAllowed):
        verbs.erase_person(ann, by=make_actor(cluster, Role.ADVISER), at=NOW)
    verbs.erase_person(ann, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.erase_person(ann, by=manager, at=NOW)


def test_nobody_writes_about_an_erased_person(
    organisation: Organisation, ann: Person, manager: Actor
) -> None:
    verbs.erase_person(ann, by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.describe_person(ann, given_name="Ann", by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.give_post(ann, organisation, by=manager, at=NOW)
    with pytest.raises(Refused):
        verbs.describe_post(Post.objects.get(), function="Boss", by=manager, at=NOW)


def test_the_page_asks_before_it_erases(
    browser: Client, cluster: Cluster, organisation: Organisation, ann: Person
) -> None:
    address = f"/c/{cluster.slug}/members/people/{ann.pk}/"

    asked = browser.get(f"{address}erase/").content.decode()
    hasty = browser.post(f"{address}erase/", {"words": "Xylander, Xyl"})
    done = browser.post(f"{address}erase/", {"words": "Xylander, Xyl", "is_sure": "on"})

    assert "What stays:" in asked
    assert (hasty.status_code, done.status_code) == (422, 302)
    assert "was erased on" in browser.get(address).content.decode()
    # The page of the history still opens, with what was forgotten.
    assert "erased person" in browser.get(f"/c/{cluster.slug}/history/").content.decode()
