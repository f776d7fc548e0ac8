"""NACE, NUTS and countries: whole, and found however people write them."""

from collections import Counter

import pytest
from django.utils.translation import override

from raceme.vocabulary import nace
from raceme.vocabulary.countries import (
    countries,
    country_matching,
    country_named,
    label_of_country,
)
from raceme.vocabulary.nace import activities, label_of_activity
from raceme.vocabulary.nuts import country_of, label_of_region, regions, versions_with


@pytest.mark.parametrize(
    ("revision", "sections", "divisions", "groups", "classes"),
    [("2", 21, 88, 272, 615), ("2.1", 22, 87, 287, 651)],
)
def test_an_edition_of_nace_is_whole(
    revision: str, sections: int, divisions: int, groups: int, classes: int
):
    levels = Counter(entry.level for entry in activities(revision))

    assert levels == {1: sections, 2: divisions, 3: groups, 4: classes}


@pytest.mark.parametrize("revision", nace.REVISIONS)
def test_every_activity_stands_below_one_that_there_is(revision: str):
    edition = activities(revision)

    assert [
        entry.code
        for entry in edition
        if entry.level > 1
        and [one.level for one in edition.path(entry.code)] != _up_to(entry.level)
    ] == []


def _up_to(level: int) -> list[int]:
    return list(range(1, level + 1))


def test_an_activity_is_named_in_the_language_of_whoever_reads():
    entry = activities("2").named("62.01")

    assert entry is not None
    assert entry.label == "Computer programming activities"
    with override("de"):
        assert entry.label == "Programmierungstätigkeiten"
    with override("fr"):
        assert entry.label == "Programmation informatique"
    with override("pl"):
        assert entry.label == "Computer programming activities"


@pytest.mark.parametrize(
    "written",
    ["25.62", "C25.62", "C 25.62", "2562", "25.62.0", "25.62-0", "25.62 Machining", "machining",
     "  MACHINING ", "Usinage", "25.62 Usinage"],
)  # fmt: skip
def test_an_activity_is_understood_however_it_is_written(written: str):
    meant = activities("2").meant(written)

    assert meant.entry is not None
    assert meant.entry.code == "25.62"


@pytest.mark.parametrize(
    ("written", "code"), [("1.11", "01.11"), ("01", "01"), ("1", "01"), ("j", "J"), ("C10", "10")]
)
def test_a_zero_that_a_spreadsheet_dropped_is_put_back(written: str, code: str):
    assert nace.code_of(written) == code


@pytest.mark.parametrize("nonsense", ["", "machines", "C x", "25.62 Machining"])
def test_words_are_no_code(nonsense: str):
    assert nace.code_of(nonsense) == ""


def test_a_name_of_group_and_class_means_the_class():
    # 27.9 and 27.90 have the same name, and hold the same.
    meant = activities("2").meant("Manufacture of other electrical equipment")

    assert meant.entry is not None
    assert meant.entry.code == "27.90"


def test_a_code_of_the_other_edition_does_not_pass_with_its_old_name():
    # Machining is 25.62 in Rev. 2; in Rev. 2.1 that is the making of locks.
    meant = activities("2.1").meant("25.62 Machining")

    assert meant.entry is None
    assert [entry.code for entry in meant.candidates] == ["25.62"]


def test_what_is_unclear_names_its_candidates():
    meant = activities("2").meant("software publish")

    assert meant.entry is None
    assert [entry.code for entry in meant.candidates] == ["58.2", "58.29"]


@pytest.mark.parametrize("nonsense", ["99.99", "unheard of", ""])
def test_what_means_nothing_means_nothing(nonsense: str):
    meant = activities("2").meant(nonsense)

    assert (meant.entry, meant.candidates) == (None, ())


def test_a_search_puts_codes_first_then_names_that_begin_so():
    by_code = activities("2").found("62.0", limit=3)
    by_word = activities("2").found("machin", limit=2)

    assert [entry.code for entry in by_code] == ["62.0", "62.01", "62.02"]
    assert by_word[0].code == "25.62"


def test_retail_trade_is_found_by_its_word_in_germany():
    assert activities("2").named("47.61") in activities("2").found("einzelhandel buch", limit=3)


def test_an_unknown_edition_is_refused():
    with pytest.raises(KeyError):
        activities("3")
    with pytest.raises(KeyError):
        regions("1999")


def test_an_unknown_code_is_shown_as_it_is_written():
    assert label_of_activity("metal things", "2") == "metal things"
    assert label_of_activity("25.62", "2") == "25.62 Machining"
    assert label_of_region("XX99", "2024") == "XX99"


@pytest.mark.parametrize(
    ("version", "rows"), [("2013", 1951), ("2016", 2016), ("2021", 2010), ("2024", 1798)]
)
def test_a_version_of_nuts_is_whole(version: str, rows: int):
    edition = regions(version)

    orphans = {one.code for one in edition if one.level and not edition.named(one.parent)}
    assert len(edition) == rows
    # The published list of 2016 writes Northern Ireland's parts below a UKN1 that it lacks.
    assert orphans == ({f"UKN1{number}" for number in range(7)} if version == "2016" else set())


@pytest.mark.parametrize(
    ("written", "code"),
    [("SI041", "SI041"), ("si 041", "SI041"), ("Osrednjeslovenska", "SI041"), ("goriska", "SI043"),
     ("Attiki", "EL30"), ("Wien", "AT130"), ("SI041 Osrednjeslovenska", "SI041")],
)  # fmt: skip
def test_a_region_is_understood_however_it_is_written(written: str, code: str):
    meant = regions("2021").meant(written)

    assert meant.entry is not None
    assert meant.entry.code == code


def test_a_region_of_the_united_kingdom_is_in_older_versions_only():
    assert versions_with("UKI31") == ["2021", "2016", "2013"]
    assert (country_of("UKI31"), country_of("EL30"), country_of("SI041")) == ("GB", "GR", "SI")


def test_there_are_249_countries_and_kosovo():
    codes = [country.code for country in countries()]

    assert len(codes) == len(set(codes)) == 250
    assert {"SI", "GB", "GR", "XK"} <= set(codes)
    assert country_named("EL") is None


@pytest.mark.parametrize(
    ("written", "code"),
    [("at", "AT"), ("Österreich", "AT"), ("oesterreich", "AT"), ("Slovenia", "SI"), ("UK", "GB"),
     ("EL", "GR"), ("Griechenland", "GR"), ("Czech Republic", "CZ")],
)  # fmt: skip
def test_a_country_is_understood_however_it_is_written(written: str, code: str):
    country = country_matching(written)

    assert country is not None
    assert country.code == code


def test_a_country_is_named_in_the_language_of_whoever_reads():
    with override("de"):
        assert label_of_country("SI") == "Slowenien"
    assert label_of_country("SI") == "Slovenia"
    assert label_of_country("Utopia") == "Utopia"
