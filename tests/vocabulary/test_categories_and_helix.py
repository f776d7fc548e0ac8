"""The twelve service categories, the roles in a cluster, and the size classes of firms."""

import pytest
from django.utils.translation import override

from raceme.vocabulary.categories import (
    categories,
    category_matching,
    category_named,
    label_of_category,
)
from raceme.vocabulary.helix import (
    SizeClass,
    role_matching,
    roles,
    size_class,
    size_classes,
)
from raceme.vocabulary.terms import folded


def test_there_are_twelve_categories_in_their_usual_order():
    codes = "NET MAT KNO INN XSE ENT FIN INT SKI TRA PRO POL"

    assert [category.code for category in categories()] == codes.split()


@pytest.mark.parametrize("category", categories(), ids=lambda category: category.code)
def test_every_category_says_what_it_is_for_in_both_languages(category):
    assert category.purpose_en.endswith(".")
    assert category.purpose_de.endswith(".")
    assert category.purpose_en != category.purpose_de
    for word in (category.code, category.label_en, category.label_de):
        assert category_matching(word) == category


def test_a_category_is_found_however_it_is_written():
    assert category_matching(" xse") == category_named("XSE")
    assert category_matching("fachkräfte und KOMPETENZEN") == category_named("SKI")
    assert category_matching("gardening") is None


def test_a_category_is_named_in_the_language_of_whoever_reads():
    with override("de"):
        assert label_of_category("INT") == "Internationalisierung"
        assert category_named("MAT").purpose.startswith("Zwei oder mehr Beteiligte")
    assert label_of_category("our own kind") == "our own kind"


def test_every_word_for_a_role_means_one_role_only():
    said = [
        (folded(word), role.code)
        for role in roles()
        for word in {role.code, role.label_en, role.label_de, *role.also_written}
    ]

    assert len(dict(said)) == len(set(said))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("PRC", "firm"),
        ("HES", "education"),
        ("REC", "research"),
        ("PUB", "public"),
        ("OTH", "other"),
        ("sme", "firm"),
        ("KMU", "firm"),
        ("Start-up", "firm"),
        ("startup", "firm"),
        ("company", "firm"),
        ("University", "education"),
        ("Hochschule", "education"),
        ("Forschungsinstitut", "research"),
        ("Gemeinde", "public"),
        ("Bank", "finance"),
        ("Wirtschaftskammer", "intermediary"),
        ("Verein", "civil-society"),
        ("civil society", "civil-society"),
    ],
)
def test_a_role_is_found_by_the_usual_words(written, code):
    found = role_matching(written)

    assert found is not None
    assert found.code == code


def test_an_unknown_word_is_no_role():
    assert role_matching("neighbour") is None


@pytest.mark.parametrize(
    ("employees", "size"),
    [
        (None, None),
        (0, SizeClass.MICRO),
        (9, SizeClass.MICRO),
        (10, SizeClass.SMALL),
        (49, SizeClass.SMALL),
        (50, SizeClass.MEDIUM),
        (249, SizeClass.MEDIUM),
        (250, SizeClass.LARGE),
    ],
)
def test_size_classes_begin_where_the_eu_definition_says(employees, size):
    assert size_class(employees) is size


def test_every_size_class_has_a_label_in_both_languages():
    assert [term.code for term in size_classes()] == list(SizeClass)
    with override("de"):
        assert size_classes()[0].label == "Kleinstunternehmen"
