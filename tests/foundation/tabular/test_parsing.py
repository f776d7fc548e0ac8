"""A table is compared with what is expected of it, and everything wrong is said at once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raceme.foundation.tabular.cells import Decimal, Unclear, date_in, number_in
from raceme.foundation.tabular.columns import Column, Kind
from raceme.foundation.tabular.parsing import parse
from raceme.foundation.tabular.reading import read_table

MEMBERS = (
    Column("id", required=True, unique=True, aliases=("Mitgliedsnummer",)),
    Column("employees", Kind.WHOLE, minimum=0, aliases=("Beschäftigte",)),
    Column("weight", Kind.NUMBER, minimum=0, maximum=10),
    Column("share", Kind.SHARE),
    Column("active", Kind.YES_NO),
    Column("since", Kind.DATE),
    Column("answers", Kind.WEIGHTS, minimum=0, maximum=1),
)


def read(text: str):
    return parse(read_table(text.encode(), "members.csv"), MEMBERS)


def problems_of(text: str) -> list[tuple]:
    return [(each.row, each.column, each.value) for each in read(text).problems]


def test_a_good_row_is_read():
    parsed = read(
        "id,employees,weight,share,active,since,answers\n"
        "M1,12,1.5,40 %,ja,31.03.2026,funding:0.8; export:0.5\n"
    )

    (row,) = parsed.rows
    assert parsed.problems == parsed.notes == ()
    assert (row.row, row.text("id"), row.whole("employees")) == (2, "M1", 12)
    assert (row.number("weight"), row.number("share"), row.yes("active")) == (1.5, 0.4, True)
    assert row.day("since") == date(2026, 3, 31)
    assert row.weights("answers") == {"funding": 0.8, "export": 0.5}


def test_unknown_is_none_and_never_zero():
    (row,) = read("id,employees,weight\nM1,,-\n").rows

    assert row.whole("employees") is None
    assert row.number("weight") is None


@pytest.mark.parametrize("heading", ["Beschäftigte", "beschaftigte", "EMPLOYEES", " Employees "])
def test_headings_are_found_whatever_their_case_and_accents(heading):
    (row,) = read(f"id,{heading}\nM1,7\n").rows

    assert row.whole("employees") == 7


def test_every_problem_is_told_with_row_column_and_value():
    told = problems_of(
        "id,employees,weight,since,active,answers\n"
        "M1,many,11,2026-02-30,perhaps,funding\n"
        "M1,-3,1,2026-01-01,yes,funding:1.5\n"
        ",1,nan,soon,no,a:0.1; a:0.2\n"
    )

    assert told == [
        (2, "employees", "many"),
        (2, "weight", "11"),
        (2, "active", "perhaps"),
        (2, "since", "2026-02-30"),
        (2, "answers", "funding"),
        (3, "employees", "-3"),
        (3, "answers", "funding:1.5"),
        (3, "id", "M1"),
        (4, "id", ""),
        (4, "weight", "nan"),
        (4, "since", "soon"),
        (4, "answers", "a:0.1; a:0.2"),
    ]


def test_a_misspelt_column_is_missed_and_its_near_name_told():
    parsed = parse(
        read_table(b"ident,name\n1,A\n", "needs.csv"), [Column("identity", required=True)]
    )

    assert str(parsed.problems[0]) == (
        "needs.csv, row 1, column identity: The column is missing. "
        "Is it the column “ident”? Then call it “identity”."
    )


def test_columns_nobody_asked_for_are_noted_and_not_refused():
    parsed = read("id,favourite colour\nM1,green\n")

    assert parsed.problems == ()
    assert [note.column for note in parsed.notes] == ["favourite colour"]


def test_two_columns_for_the_same_thing_are_refused():
    assert problems_of("id,Mitgliedsnummer\nM1,M2\n") == [(1, "Mitgliedsnummer", None)]


def test_a_row_that_has_slipped_is_refused():
    assert problems_of("id,weight\nM1,1,surplus\n") == [(2, None, "surplus")]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1234.5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1.234.567", 1234567),
        ("1 234,50 €", 1234.5),
        ("1\u202f234", 1234),
        ("EUR 12", 12),
        ("CHF 1'234.50", 1234.5),
        ("0.125", 0.125),
        ("0,125", 0.125),
        (".5", 0.5),
        ("1e3", 1000),
        ("\u22125", -5),
        ("12345,678", 12345.678),
    ],
)
def test_numbers_are_read_as_people_write_them(written, number):
    assert number_in(written, Decimal.UNKNOWN) == number


@pytest.mark.parametrize(
    "nonsense",
    ["abc", "1.2.3", "1,2,3", "12 km", "inf", "nan", "1e999", "--1", "٣٤x", True, "#N/A"],
)
def test_what_is_no_number_is_refused(nonsense):
    with pytest.raises(Unclear, match="not a number"):
        number_in(nonsense, Decimal.UNKNOWN)


def test_a_number_that_can_be_read_in_two_ways_is_refused_with_both():
    with pytest.raises(Unclear, match=r"1234 or 1\.234"):
        number_in("1.234", Decimal.UNKNOWN)


def test_the_rest_of_the_file_tells_how_a_number_is_meant():
    # 2,5 shows that commas are decimal signs here, so the point separates thousands.
    german = parse(
        read_table(b"id;weight\nA;1.234\nB;2,5\n", "a.csv"),
        [Column("id"), Column("weight", Kind.NUMBER)],
    )
    english = read("id,weight\nA,1.234\n")

    assert [row.number("weight") for row in german.rows] == [1234.0, 2.5]
    assert english.rows[0].number("weight") == 1.234


def test_day_comes_before_month():
    assert date_in("03/04/2026") == date(2026, 4, 3)
    with pytest.raises(Unclear, match="no such day"):
        date_in("12/31/2026")


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_date_is_the_same_in_every_spelling(day):
    spellings = [day.isoformat(), f"{day:%d.%m.}{day.year:04}", f"{day:%d/%m/}{day.year:04}"]

    assert {date_in(written) for written in spellings} == {day}


@given(st.integers(-(10**9), 10**9), st.integers(0, 99))
def test_a_number_is_the_same_in_english_and_german(whole, cents):
    english = f"{whole:,}.{cents:02}"
    german = english.replace(",", "_").replace(".", ",").replace("_", ".")

    assert number_in(english, Decimal.UNKNOWN) == number_in(german, Decimal.UNKNOWN)
