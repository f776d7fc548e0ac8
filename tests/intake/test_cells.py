"""Cells of members and needs: what is clear is read, what is not is refused with a remedy."""

from datetime import date

import pytest

from raceme.foundation.tabular.cells import Decimal, Unclear
from raceme.foundation.tabular.columns import Column, Kind
from raceme.intake.lists import cells

TEXT, WHOLE = Column("x"), Column("x", Kind.WHOLE, minimum=1, maximum=5)


def read(reader, cell, column=TEXT):
    return reader(cell, column, Decimal.POINT)


@pytest.mark.parametrize(
    ("written", "title", "given", "family"),
    [
        ("Dr. Erika Mustermann", "Dr.", "Erika", "Mustermann"),
        ("Mustermann, Erika", "", "Erika", "Mustermann"),
        ("Mustermann, Dr. Erika", "Dr.", "Erika", "Mustermann"),
        ("Erika Mustermann, MSc", "MSc", "Erika", "Mustermann"),
        ("Ludwig van Example", "", "Ludwig", "van Example"),
        ("Frau Dipl.-Ing. Erika von der Probe", "Frau Dipl.-Ing.", "Erika", "von der Probe"),
        ("von der Probe, Ursula", "", "Ursula", "von der Probe"),
        ("Univ.-Prof. DI Dr. Peter Paul Muster", "Univ.-Prof. DI Dr.", "Peter Paul", "Muster"),
        ("Di Esempio", "", "", "Di Esempio"),
        ("Erika", "", "", "Erika"),
    ],
)
def test_a_full_name_is_taken_apart(written, title, given, family):
    assert read(cells.person_name, written) == {
        "title": title,
        "given_name": given,
        "family_name": family,
    }


@pytest.mark.parametrize("written", ["A. Muster; B. Probe", "Anna und Bert Muster", "A\nB"])
def test_several_people_in_one_cell_are_refused(written):
    with pytest.raises(Unclear, match="several people"):
        read(cells.person_name, written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("C28.12", "28.12"),
        ("2812", "28.12"),
        ("62.01-0", "62.01"),
        ("62.01 Programmierung", "62.01"),
        ("J", "J"),
        (28.12, "28.12"),
        ("-", None),
    ],
)
def test_an_activity_is_read_by_its_code(written, code):
    assert read(cells.nace, written) == code


def test_what_is_no_activity_or_region_is_refused():
    for reader in (cells.nace, cells.nuts):
        with pytest.raises(Unclear):
            read(reader, "something with wood")
    assert read(cells.nuts, "AT313 (Linz-Wels)") == "AT313"


def test_a_year_alone_is_its_first_day():
    assert read(cells.day_or_year, "2015") == date(2015, 1, 1)
    assert read(cells.day_or_year, 2015.0) == date(2015, 1, 1)
    assert read(cells.day_or_year, "01.04.2019") == date(2019, 4, 1)
    assert read(cells.year, date(1998, 5, 1), Column("x", Kind.WHOLE)) == 1998


@pytest.mark.parametrize("written", ["a@x.example; b@x.example", "paul@@x.example", "nobody"])
def test_what_is_not_one_address_is_refused(written):
    with pytest.raises(Unclear, match="not one e-mail address"):
        read(cells.email, written)


def test_addresses_are_stripped_of_what_programs_add():
    assert read(cells.email, "mailto:erika@example.org") == "erika@example.org"
    assert read(cells.website, "www.example.org ") == "www.example.org"
    assert read(cells.website, "http://") is None
    with pytest.raises(Unclear, match="not a web address"):
        read(cells.website, "see below")


def test_a_step_of_a_scale_may_have_words_behind_it():
    assert read(cells.one_to_five, "4 - important", WHOLE) == 4
    assert read(cells.one_to_five, 5.0, WHOLE) == 5
    with pytest.raises(Unclear):
        read(cells.one_to_five, "6", WHOLE)


def test_a_number_that_names_something_stays_as_it_was_typed():
    assert read(cells.identifier, 1007.0) == "1007"
    assert read(cells.identifier, "0042") == "0042"


def test_a_postcode_may_have_its_town_behind_it():
    assert read(cells.postcode, "4020 Linz") == {"postcode": "4020", "city": "Linz"}
    assert read(cells.postcode, "D-01067 Dresden") == {"postcode": "D-01067", "city": "Dresden"}
    assert read(cells.postcode, "00-950 Warszawa") == {"postcode": "00-950", "city": "Warszawa"}
    assert read(cells.postcode, "1012 AB") == "1012 AB"
    assert read(cells.postcode, 4020.0) == "4020"
