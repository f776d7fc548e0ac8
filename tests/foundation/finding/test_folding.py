"""How words are compared: in Python, and the same in the database."""

import sys
import unicodedata

import pytest
from django.db import connection
from hypothesis import given
from hypothesis.strategies import text

from raceme.foundation.finding.folding import folded, looked_for, words


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Müller & Söhne GmbH", "muller sohne gmbh"),
        ("MULLER-SOHNE", "muller sohne"),
        ("Straße", "strasse"),
        ("Łódź, Ørsted, Æther, Đakovo", "lodz orsted aether dakovo"),
        ("https://www.Example.org/a_b", "example org a b"),
        ("Ελλάς", "ελλασ"),
        ("№ 1, ½, ™, ª", "no 1 1 2 tm a"),
        ("  ", ""),
    ],
)
def test_accents_capitals_and_signs_do_not_count(typed: str, plain: str) -> None:
    assert folded(typed) == plain


def test_what_is_composed_and_what_is_not_are_one() -> None:
    assert folded("Mu\u0308ller") == folded("M\u00fcller") == "muller"


@given(text(max_size=60))
def test_folding_twice_is_folding_once(typed: str) -> None:
    assert folded(folded(typed)) == folded(typed)


def test_words_are_also_kept_as_people_respell_them() -> None:
    assert words("Müller AG") == " muller ag mueller ag "
    assert words("Miller AG") == " miller ag "


def test_both_spellings_are_looked_for() -> None:
    assert looked_for("Müller") == [("mueller", "muller")]
    assert looked_for("mueller") == [("mueller",)]


def test_short_words_are_looked_for_where_a_word_begins() -> None:
    assert looked_for("a 3D laser & x-y") == [(" a ",), (" 3d",), ("laser",), ("x y",)]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite calls Python itself")
def test_postgresql_folds_as_python_does() -> None:
    letters = [
        chr(number)
        for number in range(1, sys.maxunicode)
        if number < 0x2100 and unicodedata.category(chr(number))[0] in "LMNPSZ"
    ]
    # Between other letters: what stands at the end of a word may be written otherwise there.
    asked = [f"a{letter}b Ü{letter}" for letter in letters]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT raceme_words(one) FROM unnest(%s::text[]) WITH ORDINALITY t(one, n)", [asked]
        )
        answered = [row[0] for row in cursor.fetchall()]

    different = [
        (one, answer, words(one))
        for one, answer in zip(asked, answered, strict=True)
        if answer != words(one)
    ]
    assert different == []
