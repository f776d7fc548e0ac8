"""A list is sent in, looked at, confirmed and undone: all of it, or nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.intake import verbs
from raceme.intake.models import Upload, UploadedFile
from raceme.members import verbs as members
from raceme.members.models import Membership, Organisation, Person, Post
from raceme.members.queries.lookalikes import told_apart
from raceme.needs.models import Need
from tests.factories import NOW, make_actor, make_organisation
from tests.intake.lists import MEMBERS, confirm, csv_of, send


def names() -> list[str]:
    return list(Organisation.objects.order_by("name").values_list("name", flat=True))


def test_nothing_is_written_before_the_person_confirms(manager: Actor) -> None:
    upload = send(MEMBERS, by=manager)

    assert (upload.state, upload.holds) == ("waiting", "members")
    assert upload.counts["new"] == 2
    assert upload.counts["people_new"] == 3
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()


def test_organisation_contact_and_role_are_loaded_from_one_file(manager: Actor) -> None:
    upload = confirm(send(MEMBERS, by=manager), manager)

    alpha = Organisation.objects.get(code="A")
    posts = [(str(post.person), post.function, post.is_main_contact) for post in alpha.posts.all()]
    assert upload.state == "loaded"
    assert names() == ["Alpha", "Beta"]
    assert (alpha.city, alpha.employees, alpha.size) == ("Ulm", 5, "micro")
    assert (alpha.standing, alpha.joined_on) == ("member", date(2015, 1, 1))
    assert posts == [("Ann Sample", "director", True), ("Bob Sample", "", False)]
    assert Person.objects.get(email="office@b.example").family_name == "Office"
    assert Membership.objects.get(organisation=alpha).starts_on == date(2015, 1, 1)


def test_everything_is_in_the_history_under_the_name_of_whoever_confirmed(manager: Actor) -> None:
    upload = confirm(send(MEMBERS, by=manager), manager)

    changes = Change.objects.filter(batch=upload.batch)
    assert set(changes.values_list("author", flat=True)) == {manager.label}
    assert sorted(changes.values_list("verb", flat=True)) == [
        "begin_period", "begin_period", "enter_organisation", "enter_organisation",
        "enter_person", "enter_person", "enter_person", "give_post", "give_post", "give_post",
    ]  # fmt: skip


def test_the_same_file_again_changes_nothing(manager: Actor) -> None:
    confirm(send(MEMBERS, by=manager), manager)

    again = send(MEMBERS, by=manager)

    assert [again.counts[name] for name in ("new", "changed", "unchanged")] == [0, 0, 2]
    with pytest.raises(Refused, match="nothing to load"):
        confirm(again, manager)


def test_the_same_file_without_ids_again_changes_nothing(manager: Actor) -> None:
    content = csv_of("name;city", "Alpha;Ulm", "Beta;Bonn", "Gamma;Ulm")
    make_organisation(manager.cluster, code="3")
    confirm(send(content, by=manager), manager)

    again = send(content, by=manager)

    assert [again.counts[name] for name in ("new", "changed", "unchanged")] == [0, 0, 3]
    codes = Organisation.objects.order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["3", "2", "4", "5"]


def test_known_organisations_are_changed_where_the_list_says_otherwise(manager: Actor) -> None:
    make_organisation(manager.cluster, code="A", name="Alpha", city="Bonn", website="a.example")

    confirm(send(csv_of("id;name;city", "A;Alpha;Ulm"), by=manager), manager)

    alpha = Organisation.objects.get()
    assert (alpha.city, alpha.website) == ("Ulm", "a.example")


def test_membership_is_loaded_in_periods(manager: Actor) -> None:
    known = make_organisation(manager.cluster, code="K", name="Known", joined_on=date(2010, 1, 1))
    content = csv_of(
        "id;name;member since;left on;status;fee",
        "K;Known;1.1.2010;1.5.2020;;",
        "F;Former;2012;2018;;",
        "P;Prospect;;;prospect;",
        "M;Paying;2015;;active;450",
    )

    confirm(send(content, by=manager), manager)

    periods = {
        code: [
            (one.standing, one.starts_on, one.ends_on)
            for one in Organisation.objects.get(code=code).memberships.all()
        ]
        for code in "KFPM"
    }
    assert periods == {
        "K": [("member", date(2010, 1, 1), date(2020, 5, 1)), ("left", date(2020, 5, 1), None)],
        "F": [("member", date(2012, 1, 1), date(2018, 1, 1)), ("left", date(2018, 1, 1), None)],
        "P": [("prospect", None, None)],
        "M": [("member", date(2015, 1, 1), None)],
    }
    assert Organisation.objects.get(code="M").memberships.get().fee_eur == 450
    assert Organisation.objects.get(pk=known.pk).left_on == date(2020, 5, 1)


def test_a_list_that_says_when_a_member_joined_and_left_puts_both_right(manager: Actor) -> None:
    known = make_organisation(manager.cluster, code="K", name="Known", joined_on=date(2012, 1, 1))

    confirm(
        send(csv_of("id;name;member since;left on", "K;Known;1.1.2010;1.5.2011"), by=manager),
        manager,
    )

    assert [(one.standing, one.starts_on, one.ends_on) for one in known.memberships.all()] == [
        ("member", date(2010, 1, 1), date(2011, 5, 1)), ("left", date(2011, 5, 1), None),
    ]  # fmt: skip


def test_a_change_without_a_day_is_loaded_with_the_day_that_was_shown(manager: Actor) -> None:
    known = make_organisation(manager.cluster, code="K", name="Known", joined_on=date(2012, 1, 1))

    upload = send(csv_of("id;name;status", "K;Known;partner"), by=manager)
    shown = upload.file.seen["notes"][0]["message"]
    confirm(upload, manager)

    periods = list(known.memberships.values_list("standing", "starts_on"))
    assert shown.endswith("the change is dated 23 Nov 2026.")
    assert periods[-1] == ("partner", date(2026, 11, 23))


def test_where_new_organisations_stand_is_said_for_all_and_moves_none_that_is_known(
    manager: Actor,
) -> None:
    make_organisation(manager.cluster, code="K", name="Known")
    upload = send(
        csv_of("id;name;city", "K;Known;Ulm", "N;New;Ulm"),
        by=manager,
        for_all={"membership.standing": "prospect"},
    )

    confirm(upload, manager)

    standings = Organisation.objects.order_by("code").values_list("code", "standing")
    assert list(standings) == [("K", "member"), ("N", "prospect")]


def test_rows_with_errors_stop_a_load_until_they_are_left_out(manager: Actor) -> None:
    upload = send(csv_of("name;employees", "Alpha;5", "Beta;many", "Gamma;7"), by=manager)
    with pytest.raises(Refused, match="Rows have errors"):
        confirm(upload, manager)

    upload = verbs.decide_upload(upload, decisions={}, leaves_out=True, by=manager, at=NOW)
    confirm(upload, manager)

    assert names() == ["Alpha", "Gamma"]


def test_a_possible_duplicate_is_entered_or_added_to_as_decided(manager: Actor) -> None:
    make_organisation(manager.cluster, code="K7", name="Alpha")
    upload = send(csv_of("id;name;city", "X1;Alpha;Ulm"), by=manager)

    upload = verbs.decide_upload(
        upload, decisions={"2": "same"}, leaves_out=False, by=manager, at=NOW
    )
    confirm(upload, manager)

    alpha = Organisation.objects.get()
    assert (alpha.code, alpha.city) == ("K7", "Ulm")


@pytest.mark.parametrize(("row", "is_told_apart"), [("2", True), ("*", False)])
def test_what_was_said_of_one_pair_is_kept(manager: Actor, row, is_told_apart) -> None:
    known = make_organisation(manager.cluster, code="K7", name="Alpha")
    upload = send(csv_of("id;name;city", "X1;Alpha;Ulm"), by=manager)

    upload = verbs.decide_upload(
        upload, decisions={row: "new"}, leaves_out=False, by=manager, at=NOW
    )
    upload = confirm(upload, manager)

    pair = frozenset({known.pk, Organisation.objects.get(code="X1").pk})
    assert told_apart(manager) == ({pair} if is_told_apart else set())
    verbs.undo_upload(upload, by=manager, at=NOW)
    assert (names(), told_apart(manager)) == (["Alpha"], set())


def test_one_person_in_two_organisations_is_one_person(manager: Actor) -> None:
    content = csv_of(
        "name;contact;e-mail", "Alpha;Ann Sample;ann@a.example", "Beta;Ann Sample;Ann@A.example"
    )

    confirm(send(content, by=manager), manager)

    assert Person.objects.count() == 1
    assert Post.objects.count() == 2


def test_a_new_main_contact_relieves_the_old_one_only_if_the_list_says_so(manager: Actor) -> None:
    alpha = make_organisation(manager.cluster, code="A", name="Alpha")
    old = members.enter_person(family_name="Old", by=manager, at=NOW)
    members.give_post(old, alpha, is_main_contact=True, by=manager, at=NOW)

    confirm(send(csv_of("id;name;contact", "A;Alpha;Ann New"), by=manager), manager)
    confirm(
        send(csv_of("id;name;contact;main contact person", "A;Alpha;Bob New;yes"), by=manager),
        manager,
    )

    mains = alpha.posts.filter(is_main_contact=True)
    assert [str(post.person) for post in mains] == ["Bob New"]


def test_needs_are_loaded_for_known_members(manager: Actor) -> None:
    make_organisation(manager.cluster, code="A", name="Alpha")
    content = csv_of("member_id;energy;recruiting", "A;4;5")

    upload = confirm(send(content, by=manager, for_all={"need.recorded_on": "2026-03-01"}), manager)

    needs = Need.objects.order_by("topic").values_list("topic", "importance", "recorded_on")
    assert upload.holds == "needs"
    assert list(needs) == [
        ("energy", 4, date(2026, 3, 1)), ("recruiting", 5, date(2026, 3, 1)),
    ]  # fmt: skip


def test_a_column_can_be_taken_for_something_else(manager: Actor) -> None:
    upload = send(MEMBERS, by=manager)

    upload = verbs.map_upload(
        upload, targets={1: "organisation.name", 2: "organisation.street"}, by=manager, at=NOW
    )
    confirm(upload, manager)

    assert {(one.name, one.street, one.city) for one in Organisation.objects.all()} == {
        ("Alpha", "Ulm", ""), ("Beta", "Bonn", ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        ({0: "organisation.nothing"}, "There is no field"),
        ({0: "organisation.name", 1: "organisation.name"}, "Two columns are taken for “name”"),
    ],
)
def test_columns_are_taken_for_one_field_each(manager: Actor, targets, said) -> None:
    upload = send(MEMBERS, by=manager)

    with pytest.raises(Refused, match=said):
        verbs.map_upload(upload, targets=targets, by=manager, at=NOW)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7", "is a PDF"),
        (b"x" * (verbs.uploads.LARGEST + 1), "larger than 20 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(manager: Actor, content, said) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        verbs.take_upload(file_name="list.csv", content=content, by=manager, at=NOW)

    assert refusal.value.field == "file"
    assert not Upload.objects.exists()


def test_what_has_changed_since_the_preview_is_not_loaded_unseen(manager: Actor) -> None:
    upload = send(MEMBERS, by=manager)
    make_organisation(manager.cluster, code="B", name="Beta")

    with pytest.raises(Refused, match="The books have changed since you looked"):
        confirm(upload, manager)
    upload = confirm(verbs.preview_upload(upload, by=manager, at=NOW), manager)

    assert [upload.counts[name] for name in ("new", "changed")] == [1, 1]


def test_a_dropped_list_keeps_no_file(manager: Actor) -> None:
    upload = verbs.drop_upload(send(MEMBERS, by=manager), by=manager, at=NOW)

    assert upload.state == "dropped"
    assert not UploadedFile.objects.exists()
    for again in (verbs.drop_upload, verbs.preview_upload, verbs.confirm_upload):
        with pytest.raises(Refused):
            again(upload, by=manager, at=NOW)


def test_only_the_team_of_the_cluster_may_import(cluster: Cluster, manager: Actor) -> None:
    upload = send(MEMBERS, by=manager)
    for nobody in (make_actor(cluster, Role.VIEWER), make_actor(cluster, Role.BOARD)):
        with pytest.raises(NotAllowed):
            send(MEMBERS, by=nobody)
        with pytest.raises(NotAllowed):
            confirm(upload, nobody)

    assert send(MEMBERS, by=make_actor(cluster, Role.ADVISER)).is_waiting


def test_loading_asks_as_many_questions_for_few_rows_as_for_many(manager: Actor) -> None:
    asked = []
    # The first finds empty books, the second makes them ready to be asked for duplicates.
    for rows in (1, 2, 3, 9):
        lines = [
            f"N{rows}-{n};New {rows}-{n};Ulm;Ann {n};ann{n}@n{rows}.example" for n in range(rows)
        ]
        upload = send(csv_of("id;name;city;contact;e-mail", *lines), by=manager)
        with CaptureQueriesContext(connection) as questions:
            confirm(upload, manager)
        asked.append(len(questions))

    assert asked[2] == asked[3]
