"""In what is counted: one code for whatever people write, and units of one's own."""

import pytest
from django.utils.translation import override

from raceme.vocabulary.terms import folded
from raceme.vocabulary.units import code_of_unit, label_of_unit, units


def test_every_word_for_a_unit_means_one_unit_only():
    said = [
        (folded(word), unit.code)
        for unit in units()
        for word in {unit.code, unit.label_en, unit.label_de, *unit.also_written}
    ]

    assert len(dict(said)) == len(set(said))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Firms", "firms"),
        ("companies", "firms"),
        ("%", "percent"),
        ("vzä", "jobs-fte"),
        ("€", "EUR"),
    ],
)
def test_a_unit_is_found_however_it_is_written(written: str, code: str):
    assert code_of_unit(written) == code


def test_a_unit_of_ones_own_stays_as_it_is_written():
    assert code_of_unit(" test  rigs ") == "test rigs"
    assert label_of_unit("test rigs") == "test rigs"


def test_a_unit_is_named_in_the_language_of_whoever_reads():
    assert label_of_unit("smes") == "SMEs"
    with override("de"):
        assert label_of_unit("firms") == "Unternehmen"
