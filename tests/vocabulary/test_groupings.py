"""Emerging industries and ecosystems over NACE."""

import pytest

from raceme.vocabulary import nace
from raceme.vocabulary.groupings import classes_of, grouping_named, groupings, label_of_group


def test_there_are_ten_emerging_industries_and_fourteen_ecosystems():
    assert {one.code: len(one.groups) for one in groupings()} == {
        "emerging": 10,
        "ecosystems": 14,
    }


def test_every_code_is_one_of_nace():
    codes = {code for one in groupings() for group in one.groups for code in group.nace}

    assert {code for code in codes if nace.activities("2").named(code) is None} == set()


def test_a_division_of_which_some_classes_are_listed_belongs_in_part():
    health = next(one for one in grouping_named("ecosystems").groups if one.code == "health")

    # 26.6 is one of the ten classes of division 26; 21 is listed wholly, 10 not at all.
    assert len(classes_of("26")) == 10
    assert health.shares_of(["10", "21", "26"]) == {"21": 1.0, "26": pytest.approx(0.1)}


def test_an_unknown_group_is_shown_as_it_is_written():
    assert label_of_group("emerging", "mobility") == "Mobility technologies"
    assert label_of_group("emerging", "x") == "x"
    assert label_of_group("y", "x") == "x"
