"""Rows become drafts: each organisation once, each person once, everything wrong named."""

from datetime import date
from decimal import Decimal

from raceme.intake.lists.reading import drafts_of, look_at
from raceme.intake.lists.values import Drafts, Said
from tests.intake.lists import csv_of

TODAY = {"need.recorded_on": "2026-03-01"}


def drafts(*lines: str, **said) -> Drafts:
    return drafts_of(look_at(csv_of(*lines), "list.csv", Said(**said)))


def told(found: Drafts) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.column, problem.message) for problem in found.errors]


def test_organisation_contact_and_role_stand_in_one_row():
    found = drafts(
        "id;name;employees;turnover;member since;status;contact;e-mail;function",
        "M1;A Ltd;12;1.500.000,50;1.4.2019;active;Dr. Ann Sample;ann@a.example;director",
    )

    (member,) = found.members
    (contact,) = member.contacts
    assert member.values == {
        "code": "M1", "name": "A Ltd", "employees": 12, "turnover_eur": Decimal("1500000.50"),
    }  # fmt: skip
    assert member.membership == {"joined_on": date(2019, 4, 1), "standing": "member"}
    assert contact.person == {
        "title": "Dr.", "given_name": "Ann", "family_name": "Sample", "email": "ann@a.example",
    }  # fmt: skip
    assert contact.post == {"function": "director"}


def test_several_rows_of_one_organisation_are_one_with_several_people():
    found = drafts(
        "id;name;city;contact",
        "M1;A Ltd;Ulm;Ann Sample",
        "M1;A Ltd;;Bob Sample",
        ";B Ltd;Bonn;Cyd Sample",
        ";b  ltd;Bonn;Dan Sample",
    )

    assert [(one.rows, [c.label for c in one.contacts]) for one in found.members] == [
        ((2, 3), ["Ann Sample", "Bob Sample"]),
        ((4, 5), ["Cyd Sample", "Dan Sample"]),
    ]
    assert found.errors == found.notes == ()


def test_a_later_row_that_contradicts_is_noted_and_the_first_counts():
    found = drafts("id;name;city", "M1;A Ltd;Ulm", "M1;A Ltd;Bonn")

    assert found.members[0].values["city"] == "Ulm"
    assert [(note.row, note.column, note.message) for note in found.notes] == [
        (3, "city", "Row 2 says otherwise of the same organisation.")
    ]


def test_one_id_with_two_names_is_an_error():
    assert told(drafts("id;name;city", "M1;A Ltd;Ulm", "M2;C Ltd;Ulm", "M1;B Ltd;Ulm",
                       targets={0: "organisation.code"})) == [
        (4, "id", "This id stands in row 2 with another name.")
    ]  # fmt: skip


def test_different_ids_or_vat_numbers_are_different_organisations():
    found = drafts("id;name", "M1;Works", "M2;Works", targets={0: "organisation.code"})

    assert [one.rows for one in found.members] == [(2,), (3,)]


def test_one_vat_number_is_one_organisation_whatever_its_name():
    found = drafts("name;VAT", "A Ltd;ATU 12345678", "A Limited;atu12345678")

    assert [one.rows for one in found.members] == [(2, 3)]
    assert found.notes[0].message == (
        "Taken for the organisation of row 2, whose VAT number is the same."
    )


def test_an_address_without_a_name_becomes_the_office():
    (member,) = drafts("name;e-mail", "A Ltd;office@a.example").members

    assert member.contacts[0].person == {"email": "office@a.example", "family_name": "Office"}


def test_one_address_belongs_to_one_person():
    found = drafts("name;contact;e-mail", "A;Ann One;x@a.example", "B;Bob Two;X@a.example")

    assert told(found) == [(3, "e-mail", "This address belongs to somebody else in row 2.")]
    assert [one.name for one in found.members] == ["A"]


def test_everything_wrong_is_told_at_once_and_refuses_its_row_only():
    found = drafts(
        "name;employees;founded;e-mail;member since;left on",
        "A;many;1850;a@a.example;;",
        "B;12;99;@;31.2.2020;",
        ";12;;;;",
        "C;12;;;1.1.2020;1.1.2019",
        "D;12;;;;",
    )

    assert told(found) == [
        (2, "employees", "This is not a whole number."),
        (3, "founded", "The number must be between 1000 and 2100."),
        (3, "e-mail", "This is not one e-mail address."),
        (3, "member since", "There is no such day in the calendar."),
        (4, "name", "The row names no organisation."),
        (5, "left on", "This is before the day it joined."),
    ]
    assert [one.name for one in found.members] == ["D"]


def test_wrong_cells_can_be_left_empty_instead():
    found = drafts("name;employees", "A;many", "B;2", forgives=True)

    assert told(found) == []
    assert [one.values for one in found.members] == [{"name": "A"}, {"name": "B", "employees": 2}]
    assert found.notes[0].remedy.startswith("The cell is left out.")


def test_words_that_no_list_knows_are_noted_and_refuse_nothing():
    found = drafts(
        "name;type;country;NACE", "A;firm;AT;28.12", "B;guild;Atlantis;magic",
        targets={1: "organisation.role", 2: "organisation.country", 3: "organisation.nace"},
    )  # fmt: skip

    assert found.members[1].values == {"name": "B"}
    assert [(note.row, note.column) for note in found.notes] == [
        (3, "type"), (3, "country"), (3, "NACE"),
    ]  # fmt: skip


def test_too_many_digits_are_told_before_the_table_refuses_them():
    found = drafts("name;turnover", f"A;{'9' * 20}")

    assert [(row, column) for row, column, _message in told(found)] == [(2, "turnover")]


def test_who_has_a_day_of_leaving_has_left():
    (member,) = drafts("name;member since;left on", "A;2015;1.5.2020").members

    assert member.membership == {
        "joined_on": date(2015, 1, 1), "left_on": date(2020, 5, 1), "standing": "left",
    }  # fmt: skip


def test_needs_one_word_a_row():
    found = drafts(
        "member_id;topic;importance;satisfaction;date;source;note",
        "M1;Cybersecurity;5;2;1.3.2026;interview;soon",
        "M2;own wish;3;;2026-03-02;;",
    )

    first, second = found.needs
    assert (first.member.code, first.topic, first.importance, first.satisfaction) == (
        "M1", "cybersecurity", 5, 2,
    )  # fmt: skip
    assert (first.recorded_on, first.source, first.note) == (date(2026, 3, 1), "interview", "soon")
    assert (second.topic, second.satisfaction, second.source) == ("own wish", None, "other")


def test_needs_one_column_a_topic():
    found = drafts(
        "Firma;cybersecurity (importance);cybersecurity (satisfaction);Own wish (importance)",
        "A;4;2;",
        "B;;5;3",
        "C;;;",
        for_all=TODAY | {"need.source": "survey"},
    )

    assert [
        (word.row, word.member.name, word.topic, word.importance, word.satisfaction, word.source)
        for word in found.needs
    ] == [
        (2, "A", "cybersecurity", 4, 2, "survey"),
        (3, "B", "Own wish", 3, None, "survey"),
    ]
    assert found.errors == ()


def test_needs_with_something_missing_are_refused_by_row():
    found = drafts(
        "member;topic;importance;date",
        "A;x;6;1.3.2026",
        "A;;3;1.3.2026",
        ";x;3;1.3.2026",
        "A;x;3;",
    )

    assert told(found) == [
        (2, "importance", "The number must be between 1 and 5."),
        (3, "topic", "The topic is missing."),
        (4, "member", "The row names no member."),
        (5, "date", "The date is missing."),
    ]
    assert found.needs == ()


def test_postcode_and_town_in_one_cell_fill_both():
    (member,) = drafts("name;PLZ/Ort", "A;4020 Linz").members

    assert member.values == {"name": "A", "postcode": "4020", "city": "Linz"}
