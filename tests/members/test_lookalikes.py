"""Organisations that may be one: found, told apart, asked about; on pages and by API."""

from typing import Any

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.foundation.errors import Refused
from raceme.foundation.models import Change
from raceme.members import bridge, queries, verbs
from raceme.members.bridge import Candidate, LikelyPair, likely_duplicates_of, likely_pairs
from raceme.members.models import Look, Lookalike, Organisation
from tests.factories import NOW, make_actor, make_cluster, make_organisation

Two = tuple[Organisation, Organisation]


@pytest.fixture
def mills(cluster: Cluster) -> Two:
    one = make_organisation(cluster, code="A", name="Mustertaler Holzwerke GmbH", city="Musterdorf")
    other = make_organisation(cluster, code="B", name="MUSTERTALER HOLZWERKE", city="Musterdorf")
    make_organisation(cluster, code="C", name="Alpenblick Consulting KG")
    return one, other


def two(pair: LikelyPair) -> tuple[int, int]:
    return pair.one, pair.other


def test_what_is_new_is_found_before_anybody_looked(mills: Two, manager: Actor):
    found = likely_pairs(manager)

    assert [two(pair) for pair in found.pairs] == [(mills[0].pk, mills[1].pk)]
    assert not found.unseen


def test_a_look_through_the_books_keeps_what_it_finds(
    mills: Two,
    manager: Actor,
    django_capture_on_commit_callbacks: Any,
):
    with django_capture_on_commit_callbacks(execute=True):
        verbs.look_for_lookalikes(by=manager, at=NOW)

    look, row = Look.objects.get(), Lookalike.objects.get()
    assert (look.compared, look.done_at is not None, look.trouble) == (3, True, "")
    assert (row.one, row.other) == mills
    assert row.score is not None
    assert row.score > 0.9
    assert [two(pair) for pair in likely_pairs(manager).pairs] == [(mills[0].pk, mills[1].pk)]


def test_a_look_is_not_begun_twice_nor_by_anybody(cluster: Cluster, manager: Actor):
    Look.objects.create(cluster=cluster, asked_at=NOW)

    with pytest.raises(Refused):
        verbs.look_for_lookalikes(by=manager, at=NOW)


def test_a_new_name_ends_the_likeness(
    mills: Two,
    manager: Actor,
    django_capture_on_commit_callbacks: Any,
):
    with django_capture_on_commit_callbacks(execute=True):
        verbs.look_for_lookalikes(by=manager, at=NOW)

    verbs.describe_organisation(mills[1], name="Zederbaum AG", by=manager, at=NOW)

    assert likely_pairs(manager).pairs == []


def test_what_was_told_apart_is_not_proposed_until_somebody_thinks_again(
    mills: Two,
    manager: Actor,
    django_capture_on_commit_callbacks: Any,
):
    verbs.tell_apart(*reversed(mills), by=manager, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        verbs.look_for_lookalikes(by=manager, at=NOW)

    assert likely_pairs(manager).pairs == []
    assert [(one.one, one.other) for one in queries.pairs_told_apart(manager)] == [mills]
    with pytest.raises(Refused):
        verbs.tell_apart(*mills, by=manager, at=NOW)
    verbs.think_again(*mills, by=manager, at=NOW)
    assert len(likely_pairs(manager).pairs) == 1
    with pytest.raises(Refused):
        verbs.think_again(*mills, by=manager, at=NOW)
    verbs_told = list(
        Change.objects.filter(kind="members.lookalike").values_list("verb", flat=True)
    )
    assert verbs_told == ["think_again", "tell_apart"]


def test_whoever_is_not_the_same_as_a_record_is_not_the_same_as_what_it_became(
    cluster: Cluster, mills: Two, manager: Actor
):
    third = make_organisation(cluster, code="D", name="Mustertaler Holzwerke", city="Musterdorf")
    verbs.tell_apart(mills[1], third, by=manager, at=NOW)

    verbs.merge_organisations(mills[0], mills[1], by=manager, at=NOW)

    assert likely_pairs(manager).pairs == []
    assert queries.told_apart(manager) == {frozenset({mills[0].pk, third.pk})}


def test_candidates_of_an_import_are_found_and_merged_records_speak_for_the_one_that_stays(
    mills: Two, manager: Actor
):
    verbs.describe_organisation(mills[1], vat="ATU12345678", by=manager, at=NOW)
    verbs.merge_organisations(mills[0], mills[1], by=manager, at=NOW)

    found = likely_duplicates_of(
        manager,
        [
            Candidate("row 1", "Mustertaler Holz-Werke Ges.m.b.H.", country="AT"),
            Candidate("row 2", "Somebody Else", vat="ATU 1234 5678"),
            Candidate("row 3", "Nobody Known"),
        ],
    )

    assert {(one.candidate_id, one.organisation_id) for one in found} == {
        ("row 1", mills[0].pk),
        ("row 2", mills[0].pk),
    }


def test_books_kept_ready_learn_what_was_entered_since(cluster: Cluster, manager: Actor):
    asked = [Candidate("1", "Zederbaum AG")]
    assert likely_duplicates_of(manager, asked) == []

    entered = make_organisation(cluster, name="Zederbaum AG")

    assert [one.organisation_id for one in likely_duplicates_of(manager, asked)] == [entered.pk]
    verbs.describe_organisation(entered, name="Alpenblick", by=manager, at=NOW)
    assert likely_duplicates_of(manager, asked) == []


def test_after_many_changes_the_books_are_made_ready_anew(
    cluster: Cluster, manager: Actor, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bridge.books, "FRESH_MAX", 1)
    asked = [Candidate("1", "Zederbaum AG")]
    likely_duplicates_of(manager, asked)
    entered = [make_organisation(cluster, name=name) for name in ("Zederbaum AG", "Alm", "Birke")]

    found = likely_duplicates_of(manager, asked)

    assert [one.organisation_id for one in found] == [entered[0].pk]


def test_another_cluster_is_never_asked(cluster: Cluster, manager: Actor):
    make_organisation(make_cluster("there"), name="Zederbaum AG")

    assert likely_duplicates_of(manager, [Candidate("1", "Zederbaum AG")]) == []


def test_the_page_shows_pairs_with_reasons_and_takes_decisions(
    browser: Client, cluster: Cluster, mills: Two
):
    page = f"/c/{cluster.slug}/members/lookalikes/"
    shown = browser.get(page).content.decode()
    assert "Same name, apart from spelling and legal form" in shown
    assert "Same town: Musterdorf" in shown

    one, other = mills
    answer = browser.post(f"/c/{cluster.slug}/members/{one.pk}/apart/{other.pk}/")
    assert answer["Location"] == page
    assert "No duplicates found" in browser.get(page).content.decode()
    assert "Propose again" in browser.get(f"{page}?show=apart").content.decode()
    browser.post(f"/c/{cluster.slug}/members/{one.pk}/maybe/{other.pk}/")
    assert "Compare and merge" in browser.get(page).content.decode()


@pytest.mark.parametrize("pairs", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_pair_as_for_three(
    browser: Client, cluster: Cluster, pairs: int, django_assert_num_queries: Any
):
    for name in ("Alpenblick", "Birkenhof", "Zederbaum")[:pairs]:
        make_organisation(cluster, name=f"{name} GmbH")
        make_organisation(cluster, name=f"{name} Gesellschaft m.b.H.")
    page = f"/c/{cluster.slug}/members/lookalikes/"
    assert browser.get(page).content.decode().count("Compare and merge") == pairs

    with django_assert_num_queries(16):
        browser.get(page)


def test_whoever_enters_a_known_organisation_is_asked_first(
    browser: Client, cluster: Cluster, mills: Two
):
    page = f"/c/{cluster.slug}/members/new/"
    typed = {
        "name": "Mustertaler Holzwerke",
        "role": "firm",
        "standing": "member",
        "weight": "1",
        "nace_revision": "2",
        "nuts_version": "2024",
    }

    asked = browser.post(page, typed)
    assert asked.status_code == 422
    assert "Perhaps this organisation is one of these" in asked.content.decode()
    assert Organisation.objects.count() == 3

    numbers = [str(one.pk) for one in mills]
    entered = browser.post(page, typed | {"go_on": "1", "apart": numbers})
    assert entered.status_code == 302
    assert Organisation.objects.count() == 4
    assert Lookalike.objects.filter(decided_at__isnull=False).count() == 2


def test_the_merge_page_previews_and_merges(browser: Client, cluster: Cluster, mills: Two):
    one, other = mills
    page = f"/c/{cluster.slug}/members/{one.pk}/merge/{other.pk}/"
    assert "Which record stays" in browser.get(page).content.decode()

    answer = browser.post(page, {"name": "away", "periods": "keep"})

    one.refresh_from_db()
    assert answer["Location"] == f"/c/{cluster.slug}/members/{one.pk}/"
    assert one.name == "MUSTERTALER HOLZWERKE"


def test_a_choice_left_out_is_asked_for_again(browser: Client, cluster: Cluster, mills: Two):
    one, other = mills

    answer = browser.post(f"/c/{cluster.slug}/members/{one.pk}/merge/{other.pk}/", {"name": "x"})

    assert answer.status_code == 422
    other.refresh_from_db()
    assert other.merged_into is None


def test_the_old_address_leads_to_the_record_that_stays_and_its_page_takes_it_back(
    browser: Client, cluster: Cluster, mills: Two, manager: Actor
):
    one, other = mills
    verbs.merge_organisations(one, other, by=manager, at=NOW)
    members = f"/c/{cluster.slug}/members"

    assert browser.get(f"{members}/{other.pk}/")["Location"] == f"{members}/{one.pk}/"
    assert f"{members}/{other.pk}/merged/" in browser.get(f"{members}/{one.pk}/").content.decode()
    assert "Take the merging back" in browser.get(f"{members}/{other.pk}/merged/").content.decode()
    assert (
        browser.post(f"{members}/{other.pk}/merged/undo/")["Location"] == f"{members}/{other.pk}/"
    )
    assert browser.get(f"{members}/{other.pk}/").status_code == 200


def test_what_cannot_be_taken_back_says_why(
    browser: Client, cluster: Cluster, mills: Two, manager: Actor
):
    one, other = mills
    merged = verbs.merge_organisations(one, other, take=["name"], by=manager, at=NOW)
    verbs.describe_organisation(merged, name="Changed since", by=manager, at=NOW)

    page = f"/c/{cluster.slug}/members/{other.pk}/merged/"
    answer = browser.post(f"{page}undo/", follow=True)

    assert answer.redirect_chain == [(page, 302)]
    assert "Undo that first, or leave all as it is." in answer.content.decode()


def test_any_other_record_can_be_chosen_by_hand(browser: Client, cluster: Cluster, mills: Two):
    shown = browser.get(f"/c/{cluster.slug}/members/{mills[0].pk}/same/?text=alpenblick")

    assert "Alpenblick Consulting KG" in shown.content.decode()
    assert "MUSTERTALER HOLZWERKE" in shown.content.decode()


def test_programs_find_and_merge(browser: Client, cluster: Cluster, mills: Two):
    one, other = mills
    members = f"/api/v1/c/{cluster.slug}/members"

    pairs = browser.get(f"{members}/lookalikes").json()["items"]
    alike = browser.get(f"{members}/alike?name=Mustertaler Holzwerke&city=Musterdorf").json()
    body = {"other_id": other.pk, "take": ["name"]}
    merged = browser.post(f"{members}/{one.pk}/merge", body, content_type="application/json")

    assert [(pair["one"], pair["other"]) for pair in pairs] == [(one.pk, other.pk)]
    assert {each["organisation"] for each in alike} == {one.pk, other.pk}
    assert (merged.status_code, merged.json()["name"]) == (200, "MUSTERTALER HOLZWERKE")
    assert browser.get(f"{members}/{other.pk}").json()["id"] == one.pk
    again = browser.post(f"{members}/{other.pk}/undo-merging", content_type="application/json")
    assert (again.status_code, again.json()["id"]) == (200, other.pk)


def test_a_failed_look_says_so(cluster: Cluster, browser: Client, monkeypatch: pytest.MonkeyPatch):
    def fail(actor: Actor) -> None:
        raise RuntimeError("no memory")

    monkeypatch.setattr("raceme.members.background.found_in_books", fail)
    look = Look.objects.create(cluster=cluster, asked_at=NOW)
    make_organisation(cluster)

    from raceme.members.background import look_for_lookalikes  # noqa: PLC0415

    look_for_lookalikes(look_id=look.pk)

    page = browser.get(f"/c/{cluster.slug}/members/lookalikes/").content.decode()
    assert "The last look through the books failed." in page
    assert make_actor(cluster).cluster == cluster


def test_two_records_of_one_person_are_merged_on_their_page(
    browser: Client, cluster: Cluster, manager: Actor
):
    keep = verbs.enter_person(family_name="Muster", given_name="Ada", by=manager, at=NOW)
    away = verbs.enter_person(family_name="Muster", given_name="A.", phone="1", by=manager, at=NOW)
    people = f"/c/{cluster.slug}/members/people"

    assert "Muster" in browser.get(f"{people}/{keep.pk}/same/").content.decode()
    merged = browser.post(
        f"{people}/{keep.pk}/merge/{away.pk}/", {"given_name": "keep", "phone": "away"}
    )
    assert merged["Location"] == f"{people}/{keep.pk}/"
    assert browser.get(f"{people}/{away.pk}/")["Location"] == f"{people}/{keep.pk}/"
    assert "Take the merging back" in browser.get(f"{people}/{away.pk}/merged/").content.decode()
    browser.post(f"{people}/{away.pk}/merged/undo/")
    assert browser.get(f"{people}/{away.pk}/").status_code == 200


def test_a_person_who_was_erased_is_merged_with_nobody(cluster: Cluster, manager: Actor):
    keep, away = (verbs.enter_person(family_name="Muster", by=manager, at=NOW) for _ in range(2))
    verbs.erase_person(away, by=manager, at=NOW)

    with pytest.raises(Refused):
        verbs.merge_people(keep, away, by=manager, at=NOW)


def test_what_is_no_number_is_nobody_told_apart(browser: Client, cluster: Cluster) -> None:
    make_organisation(cluster, name="Holzbau Musterthal GmbH", city="Ulm")
    typed = {
        "name": "Example", "role": "firm", "standing": "member", "nace_revision": "2",
        "nuts_version": "2024", "weight": "1", "go_on": "1", "apart": "²",
    }  # fmt: skip

    assert browser.post(f"/c/{cluster.slug}/members/new/", typed).status_code == 302
