"""A list is compared with the books by a stated rule; what is in doubt is asked, not guessed."""

from datetime import date
from typing import Any

import pytest

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.intake.lists.reading import drafts_of, look_at
from raceme.intake.lists.values import Said
from raceme.intake.queries.books import site_of
from raceme.intake.queries.outcomes import Fate, Outcome, outcome_of
from raceme.members import verbs as members
from raceme.needs.verbs import withdraw_need
from tests.factories import NOW, make_cluster, make_need, make_organisation
from tests.intake.lists import csv_of


@pytest.fixture
def compare(manager: Actor):
    def compared(*lines: str, said: Said | None = None, **asked: Any) -> Outcome:
        drafts = drafts_of(look_at(csv_of(*lines), "list.csv", said or Said()))
        return outcome_of(drafts, manager, file="list.csv", at=NOW, **asked)

    return compared


def known_as(outcome: Outcome) -> list[str | None]:
    return [None if one.known is None else one.known.code for one in outcome.members]


def messages(outcome: Outcome) -> list[tuple[int | None, str]]:
    return [(one.row, one.message) for one in outcome.errors]


def test_the_id_recognises_then_the_vat_number_then_the_website_then_the_name(
    cluster: Cluster, compare
) -> None:
    make_organisation(cluster, code="C", name="By id")
    make_organisation(cluster, code="V", name="By vat", vat="ATU1")
    make_organisation(cluster, code="W", name="By website", website="https://www.W.example/de/")
    make_organisation(cluster, code="N", name="By  name")

    outcome = compare(
        "id;name;VAT;website",
        "C;Called otherwise;;",
        ";Called otherwise, too;ATU 1;",
        ";Called otherwise as well;;http://w.example",
        ";by name;;",
        ";Nobody knows it;;",
    )

    assert known_as(outcome) == ["C", "V", "W", "N", None]
    assert outcome.counts["alike"] == 0


def test_with_an_id_nobody_has_yet_no_name_is_enough(cluster: Cluster, compare) -> None:
    known = make_organisation(cluster, code="K7", name="Sample Mills")
    rows = ("id;name", "X9;Sample Mills")

    asked = compare(*rows)
    same = compare(*rows, decisions={"2": "same"})
    other = compare(*rows, decisions={"*": "new"})
    left = compare(*rows, decisions={"2": "skip"})

    assert (known_as(asked), asked.counts["alike"]) == ([None], 1)
    assert [one.alike.number for one in asked.doubts] == [known.pk]
    assert (known_as(same), same.counts["alike"]) == (["K7"], 0)
    assert (known_as(other), other.counts["alike"]) == ([None], 0)
    assert (left.members, left.skipped) == ((), 1)


def test_a_similar_name_is_asked_about_with_reasons(cluster: Cluster, compare) -> None:
    make_organisation(cluster, code="K7", name="Holzbau Musterthal GmbH", city="Ulm")

    outcome = compare("name;city", "Musterthal Holzbau Ges.m.b.H.;Ulm", "Optik Beispielheim;Ulm")

    assert known_as(outcome) == [None, None]
    assert [(one.draft.rows, one.alike.name) for one in outcome.doubts] == [
        ((2,), "Holzbau Musterthal GmbH")
    ]
    assert outcome.doubts[0].alike.reasons


def test_an_id_and_a_vat_number_that_contradict_are_an_error(cluster: Cluster, compare) -> None:
    make_organisation(cluster, code="A", name="First", vat="ATU1")
    make_organisation(cluster, code="B", name="Second", vat="ATU2")

    assert messages(compare("id;name;VAT", "A;First;ATU2")) == [
        (2, "By its id this is First, by its VAT number Second.")
    ]


def test_a_name_that_several_have_recognises_nobody(cluster: Cluster, compare) -> None:
    make_organisation(cluster, code="A", name="City works")
    make_organisation(cluster, code="B", name="City Works")

    assert messages(compare("name;city", "City works;Ulm", "Other;Ulm")) == [
        (2, "Several organisations in the books are called so.")
    ]


def test_a_website_that_several_rows_share_recognises_none_of_them(
    cluster: Cluster, compare
) -> None:
    make_organisation(cluster, code="U", name="University", website="uni.example")

    outcome = compare("name;website", "Chair of Wood;uni.example", "Chair of Iron;uni.example")

    assert known_as(outcome) == [None, None]


def test_two_rows_that_are_one_organisation_of_the_books_are_an_error(
    cluster: Cluster, compare
) -> None:
    make_organisation(cluster, code="A", name="Alpha", vat="ATU1")

    outcome = compare("id;name;VAT", "A;Alpha;", ";Other name;ATU1")

    assert messages(outcome) == [(3, "This is Alpha, as row 2 is already.")]


def test_an_organisation_of_another_cluster_is_nobody(compare) -> None:
    make_organisation(make_cluster("there"), code="A", name="Alpha", vat="ATU1")

    assert known_as(compare("id;name;VAT", "A;Alpha;ATU1")) == [None]


def test_what_was_merged_leads_to_the_one_that_stayed(cluster: Cluster, compare) -> None:
    kept = make_organisation(cluster, code="A", name="Alpha")
    gone = make_organisation(cluster, code="B", name="Alpha Ltd")
    gone.merged_into = kept
    gone.save()

    assert known_as(compare("id;name;city", "B;Alpha;Ulm")) == ["A"]


def test_what_the_list_leaves_empty_stays_and_what_it_says_changes(
    cluster: Cluster, compare
) -> None:
    make_organisation(cluster, code="A", name="Alpha", city="Ulm", employees=5)
    rows = ("id;name;city;employees;country", "A;Alpha;;7;DE")

    outcome = compare(*rows)
    gaps = compare(*rows, fills_gaps_only=True)

    assert outcome.members[0].changes == {"employees": (5, 7), "country": ("", "DE")}
    assert gaps.members[0].changes == {"country": ("", "DE")}


def test_what_says_nothing_new_is_unchanged(cluster: Cluster, compare) -> None:
    make_organisation(cluster, code="A", name="Alpha", joined_on=date(2020, 1, 1))

    outcome = compare("id;name;member since;status", "A;Alpha;1.1.2020;member")

    assert [one.fate for one in outcome.members] == [Fate.UNCHANGED]


def test_an_update_needs_no_name_but_a_new_organisation_does(cluster: Cluster, compare) -> None:
    make_organisation(cluster, code="A", name="Alpha")

    outcome = compare("member id;employees", "A;7", "B;8")

    assert known_as(outcome) == ["A"]
    assert messages(outcome) == [(3, "No organisation is known so, and a new one needs a name.")]


def test_a_day_of_leaving_that_is_still_to_come_is_noted(compare) -> None:
    outcome = compare("name;left on", "Alpha;31.12.2026")

    assert outcome.members[0].draft.membership == {"standing": "member"}
    assert outcome.notes[0].message == "The day it leaves is still to come; it stays a member."


def test_a_person_is_recognised_by_address_else_by_name_in_the_same_place(
    cluster: Cluster, manager: Actor, compare
) -> None:
    here = make_organisation(cluster, code="A", name="Alpha")
    told = {"by": manager, "at": NOW}
    ann = members.enter_person(given_name="Ann", family_name="One", email="ann@a.example", **told)
    bob = members.enter_person(given_name="Bob", family_name="Two", **told)
    members.give_post(ann, here, **told)
    members.give_post(bob, here, **told)

    outcome = compare(
        "id;name;first name;last name;e-mail;phone",
        "A;Alpha;Ann;One;ANN@a.example;123456",
        "A;Alpha;Bob;Two;bob@a.example;",
        "A;Alpha;Cyd;Six;;",
    )

    people = outcome.members[0].people
    assert [one.known and one.known.pk for one in people] == [ann.pk, bob.pk, None]
    assert [dict(one.changes) for one in people] == [
        {"phone": ("", "123456")},
        {"email": ("", "bob@a.example")},
        {},
    ]


def test_an_address_known_under_another_name_keeps_the_name(
    cluster: Cluster, manager: Actor, compare
) -> None:
    members.enter_person(family_name="One", email="x@a.example", by=manager, at=NOW)

    outcome = compare("name;last name;first name;e-mail", "Alpha;Two;Tom;x@a.example")

    assert outcome.members[0].people[0].contradicts == "One"
    assert outcome.notes[0].message == "In the books this e-mail address belongs to One."


def test_needs_find_their_members_and_are_not_recorded_twice(cluster: Cluster, compare) -> None:
    alpha = make_organisation(cluster, code="A", name="Alpha")
    make_need(alpha, topic="energy", importance=4, recorded_on=date(2026, 3, 1), source="survey")
    former = make_organisation(cluster, code="F", name="Former", standing="left")

    outcome = compare(
        "Mitglied;topic;importance;date;source",
        "A;energy;4;1.3.2026;survey",
        "alpha;energy;5;1.3.2026;survey",
        "Alpha;energy;5;1.3.2026;survey",
        "Alphha;energy;5;1.3.2026;survey",
        f"{former.code};energy;5;1.3.2026;survey",
    )

    assert [(one.organisation, one.fate) for one in outcome.needs] == [
        (alpha.pk, Fate.UNCHANGED),
        (alpha.pk, Fate.NEW),
        (alpha.pk, Fate.UNCHANGED),
    ]
    assert [(one.row, one.message, one.remedy) for one in outcome.errors] == [
        (5, "No member is called so.", "Did you mean “Alpha”? Else add the member."),
        (6, "This organisation has left.", "Make it a member again before you record its needs."),
    ]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://www.a.example/", "A.example", True),
        ("a.example/en", "http://a.example/index.html", True),
        ("uni.example/chair1", "uni.example/chair2", False),
        ("a.example", "b.example", False),
    ],
)
def test_websites_are_compared_without_what_does_not_matter(one, other, is_same) -> None:
    assert (site_of(one) == site_of(other)) is is_same


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_questions_does_not_grow_with_the_list(
    cluster: Cluster, compare, django_assert_num_queries, rows
) -> None:
    for number in range(rows):
        make_organisation(cluster, code=f"A{number}", name=f"Alpha {number}")
    lines = [f"A{number};Alpha {number};Ulm;Ann {number}" for number in range(rows)]

    with django_assert_num_queries(5):
        compare("id;name;city;contact", *lines)


def test_a_day_before_the_present_period_is_an_error_of_its_row(cluster: Cluster, compare) -> None:
    make_organisation(cluster, code="A", name="Alpha", joined_on=date(2020, 5, 1))

    outcome = compare("id;name;left on", "A;Alpha;1.3.2019")

    assert (outcome.members, messages(outcome)) == (
        (), [(2, "This is before 1 May 2020, since when it stands as it does now.")],
    )  # fmt: skip
    assert outcome.errors[0].remedy


def test_a_change_without_a_day_is_noted_with_the_day_it_gets(cluster: Cluster, compare) -> None:
    make_organisation(cluster, code="A", name="Alpha", joined_on=date(2020, 5, 1))

    outcome = compare("id;name;status", "A;Alpha;partner")

    assert [one.changes_on for one in outcome.members] == [date(2026, 11, 23)]
    assert [(note.row, note.message) for note in outcome.notes] == [
        (2, "The list does not say since when it stands so; the change is dated 23 Nov 2026.")
    ]


@pytest.mark.parametrize("code", ["A", "N"])
def test_a_day_of_joining_that_is_still_to_come_is_an_error(
    cluster: Cluster, compare, code
) -> None:
    make_organisation(cluster, code="A", name="Alpha")

    outcome = compare("id;name;member since", f"{code};Alpha;1.1.2027")

    assert messages(outcome) == [(2, "The day it joins is still to come.")]


def test_a_need_that_was_withdrawn_is_recorded_anew(
    cluster: Cluster, manager: Actor, compare
) -> None:
    alpha = make_organisation(cluster, code="A", name="Alpha")
    need = make_need(alpha, topic="energy", recorded_on=date(2026, 3, 1), source="survey")
    rows = ("Mitglied;topic;importance;date;source", "A;energy;4;1.3.2026;survey")

    before = compare(*rows)
    withdraw_need(need, by=manager, at=NOW)
    after = compare(*rows)

    assert [one.fate for one in (*before.needs, *after.needs)] == [Fate.UNCHANGED, Fate.NEW]


@pytest.mark.parametrize("rows", [1, 3])
def test_needs_are_compared_with_the_same_number_of_questions(
    cluster: Cluster, compare, django_assert_num_queries, rows
) -> None:
    for number in range(rows):
        make_need(make_organisation(cluster, code=f"A{number}"), topic="energy")
    lines = [f"A{number};energy;4;1.3.2026;survey" for number in range(rows)]

    with django_assert_num_queries(3):
        compare("Mitglied;topic;importance;date;source", *lines)
