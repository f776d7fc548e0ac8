"""The columns of lists from anywhere are taken for the right fields, or for none."""

import pytest

from raceme.foundation.tabular.values import UnreadableTable
from raceme.intake.lists.reading import drafts_of, look_at
from raceme.intake.lists.values import Holds, Said, Trust
from tests.intake.lists import csv_of


def targets(*lines: str, **said) -> list[str]:
    return [place.target for place in look_at(csv_of(*lines), "list.csv", Said(**said)).places]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (  # an association in Austria
            "Mitgl.-Nr.;Firma;Straße;PLZ;Ort;UID;Ansprechpartner;E-Mail;Tel.;Eintritt;Status",
            "7;A GmbH;Weg 1;4020;Linz;ATU12345678;Dr. A. Muster;a@a.example;0732 123456;"
            "1.4.2019;aktiv",
            ["organisation.code", "organisation.name", "organisation.street",
             "organisation.postcode", "organisation.city", "organisation.vat", "person.name",
             "person.email", "person.phone", "membership.joined_on", "membership.standing"],
        ),
        (  # a French list
            "n° adhérent;raison sociale;adresse;code postal;ville;pays;effectif;site web;nom;"
            "prénom;fonction;courriel",
            "7;A SARL;1 rue;75001;Paris;France;12;www.a.example;Modèle;Anne;gérante;a@a.example",
            ["organisation.code", "organisation.name", "organisation.street",
             "organisation.postcode", "organisation.city", "organisation.country",
             "organisation.employees", "organisation.website", "person.family_name",
             "person.given_name", "post.function", "person.email"],
        ),
        (  # an export of a customer program
            "Account Name;Billing Street;Billing City;Billing Zip/Postal Code;Billing Country;"
            "Account Owner;First Name;Last Name;Title;Email;Phone",
            "A Ltd;1 Way;Ulm;89073;Germany;Somebody;Ann;Sample;Manager;a@a.example;+49 731 12345",
            ["organisation.name", "organisation.street", "organisation.city",
             "organisation.postcode", "organisation.country", "", "person.given_name",
             "person.family_name", "post.function", "person.email", "person.phone"],
        ),
        (  # Name and Vorname beside a firm
            "Firma;Name;Vorname;Titel;Funktion",
            "A GmbH;Muster;Anna;Dr.;Leiterin",
            ["organisation.name", "person.family_name", "person.given_name", "person.title",
             "post.function"],
        ),
        (  # Name beside a firm, without first names
            "Company;Name;E-Mail",
            "A Ltd;Ann Sample;a@a.example",
            ["organisation.name", "person.name", "person.email"],
        ),
        (  # Polish and Slovene use the same word for country and place
            "nazwa;kraj;liczba pracowników", "Alfa;Polska;12",
            ["organisation.name", "organisation.country", "organisation.employees"],
        ),
        (
            "naziv;kraj;št. zaposlenih", "Alfa d.o.o.;Kranj;12",
            ["organisation.name", "organisation.city", "organisation.employees"],
        ),
        (  # Italian, Spanish, Danish, Dutch
            "ragione sociale;P.IVA;dipendenti;sito", "A srl;IT12345678901;9;www.a.example",
            ["organisation.name", "organisation.vat", "organisation.employees",
             "organisation.website"],
        ),
        (
            "empresa;NIF;localidad;correo electrónico", "A SL;ESB12345678;Vigo;a@a.example",
            ["organisation.name", "organisation.vat", "organisation.city", "person.email"],
        ),
        (
            "virksomhed;antal ansatte;postnr.;by;kontaktperson", "A ApS;9;9220;Aalborg;Anne Prøve",
            ["organisation.name", "organisation.employees", "organisation.postcode",
             "organisation.city", "person.name"],
        ),
        (
            "bedrijfsnaam;aantal medewerkers;plaats;contactpersoon", "A BV;9;Breda;Anne Voorbeeld",
            ["organisation.name", "organisation.employees", "organisation.city", "person.name"],
        ),
    ],
)  # fmt: skip
def test_columns_are_found_by_their_headings(header, row, expected):
    assert targets(header, row) == expected


def test_columns_without_a_known_heading_are_guessed_by_their_values():
    found = look_at(
        csv_of(
            "Firma;x;y;z",
            "A;ATU12345678;a@a.example;www.a.example",
            "B;DE123456789;b@b.example;www.b.example",
        ),
        "list.csv",
    )

    assert [(place.target, place.trust) for place in found.places[1:]] == [
        ("organisation.vat", Trust.GUESS),
        ("person.email", Trust.GUESS),
        ("organisation.website", Trust.GUESS),
    ]


def test_a_heading_is_not_believed_against_its_values():
    header, rows = "Firma;Branche;Mitarbeiter", ["A;Holzbau innen;klein", "B;Küchen und so;groß"]

    assert targets(header, *rows) == ["organisation.name", "", ""]


def test_a_number_that_is_not_the_organisations_is_left_aside():
    rows = ["1;A;x", "2;A;y", "3;B;z", "4;B;z", "5;C;z"]

    assert targets("Nr.;Begünstigter;Vorhaben", *rows) == ["", "organisation.name", ""]


def test_titles_of_projects_are_no_titles_of_people():
    assert targets("title;beneficiary", "A new mill;A Ltd", "A bridge;B Ltd") == [
        "", "organisation.name",
    ]  # fmt: skip


def test_pages_of_one_portal_are_nobodys_website():
    rows = [f"Firm {n};https://portal.example/projects/{n}" for n in range(8)]

    assert targets("name;website", *rows) == ["organisation.name", ""]


def test_a_list_of_needs_is_told_by_its_columns():
    long = look_at(csv_of("member_id;topic;importance", "M1;foreign-markets;4"), "n.csv")
    wide = look_at(csv_of("Mitglied;foreign-markets;recruiting;Cybersecurity", "A;4;5;3"), "n.csv")

    assert long.holds == wide.holds == Holds.NEEDS
    assert [place.target for place in long.places] == [
        "organisation.code", "need.topic", "need.importance",
    ]  # fmt: skip


def test_a_sheet_with_a_column_for_each_topic():
    found = targets(
        "Firma;Export markets (importance);Export markets (satisfaction);Own wish;Datum",
        "A;4;2;5;1.3.2026",
        "B;3;;4;1.3.2026",
        holds=Holds.NEEDS,
    )

    assert found == [
        "organisation.name",
        "topic:Export markets:importance",
        "topic:Export markets:satisfaction",
        "topic:Own wish:importance",
        "need.recorded_on",
    ]


def test_what_a_person_said_stands():
    assert targets("Firma;Ort", "A;Ulm", targets={1: ""}) == ["organisation.name", ""]
    assert targets("x;y", "A;Ulm", targets={0: "organisation.name"}) == ["organisation.name", ""]


def test_what_is_missing_is_said():
    def missing(*lines: str, **said) -> str:
        return look_at(csv_of(*lines), "list.csv", Said(**said)).missing

    assert missing("Ort;PLZ", "Ulm;1") == "No column is taken for the name, id or VAT number."
    assert missing("topic;importance;date", "x;3;1.3.2026") == (
        "No column says which member has spoken."
    )
    assert missing("member;topic;importance", "A;x;3").startswith("No column is taken for the date")
    assert (
        missing("member;topic;importance", "A;x;3", for_all={"need.recorded_on": "2026-03-01"})
        == ""
    )


def test_the_words_of_a_list_with_everything_missing_are_no_drafts():
    read = look_at(csv_of("Ort;PLZ", "Ulm;1"), "list.csv")

    drafts = drafts_of(read)

    assert (drafts.members, drafts.refused) == ((), frozenset())
    assert [problem.message for problem in drafts.errors] == [read.missing]


def test_a_file_that_is_no_list_is_refused():
    with pytest.raises(UnreadableTable):
        look_at(b"%PDF-1.7", "list.csv")
