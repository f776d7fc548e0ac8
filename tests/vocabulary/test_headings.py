"""Headings of columns are understood in many languages; what is unclear stays unclear."""

import pytest

from raceme.intake.lists.fields import all_fields
from raceme.vocabulary.headings import bare, fields_hinted_at, fields_meant, is_heading
from raceme.vocabulary.spellings import country_matching, language_matching, standing_matching
from raceme.vocabulary.terms import rows_of_reference


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Company Name", "organisation.name"),
        ("Raison sociale", "organisation.name"),
        ("Nazwa beneficjenta", "organisation.name"),
        ("Denominación social", "organisation.name"),
        ("Virksomhed", "organisation.name"),
        ("Ragione sociale", "organisation.name"),
        ("USt-IdNr.", "organisation.vat"),
        ("Partita IVA", "organisation.vat"),
        ("btw-nummer", "organisation.vat"),
        ("ID za DDV", "organisation.vat"),
        ("Anzahl Mitarbeiter", "organisation.employees"),
        ("Numero dipendenti", "organisation.employees"),
        ("Število zaposlenih", "organisation.employees"),
        ("Kod pocztowy", "organisation.postcode"),
        ("E-MAIL:", "person.email"),
        ("Courriel", "person.email"),
        ("Vorname", "person.given_name"),
        ("Cognome", "person.family_name"),
        ("Stanowisko", "post.function"),
        ("Mitglied seit", "membership.joined_on"),
        ("Fecha de alta", "membership.joined_on"),
        ("Wichtigkeit", "need.importance"),
    ],
)
def test_a_heading_means_one_field(heading, field):
    assert fields_meant(heading) == (field,)


def test_a_heading_that_means_several_things_names_them_all():
    assert fields_meant("Name") == ("organisation.name", "person.family_name")
    assert fields_meant("kraj") == (
        "organisation.city",
        "organisation.country",
        "organisation.nuts",
    )


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Bynavn / City name", "organisation.city"),
        ("Bénéficiaire / Begunstigde", "organisation.name"),
        ("Begünstigte/r beneficiary", "organisation.name"),
        ("Name des Begünstigten (nur juristische Personen)", "organisation.name"),
    ],
)
def test_a_heading_in_two_languages_is_understood_by_its_parts(heading, field):
    assert fields_meant(heading) == ()
    assert fields_hinted_at(heading)[0] == field


def test_what_is_no_heading_is_none():
    assert not is_heading("Musterbau GmbH")
    assert not is_heading("operation name")


def test_every_word_belongs_to_a_field_that_exists():
    rows = rows_of_reference("raceme.vocabulary.reference", "headings-1.csv")

    assert {row["field"] for row in rows} <= {field.name for field in all_fields()}
    assert all(bare(word) for row in rows for word in row["words"].split(";"))


def test_words_for_codes_are_understood_in_many_languages():
    assert [country_matching(text) for text in ("Allemagne", "Niemcy", "EL", "slovenija")] == [
        "DE",
        "DE",
        "GR",
        "SI",
    ]
    assert [language_matching(text) for text in ("Deutsch", "français", "sl")] == ["de", "fr", "sl"]
    assert [standing_matching(text) for text in ("ausgetreten", "Socio", "Interessent")] == [
        "left",
        "member",
        "prospect",
    ]
    assert country_matching("Nowhere") is standing_matching("Nowhere") is None
