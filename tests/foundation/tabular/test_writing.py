"""What we hand out opens cleanly, keeps its numbers, and runs nothing."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raceme.foundation.tabular.reading import read_table
from raceme.foundation.tabular.writing import Heading, Sheet, Style, sheet_name, workbook

DAY = date(2026, 11, 23)


def test_a_workbook_has_a_frozen_header_and_a_filter():
    content = workbook([Sheet("s", (Heading("id"),), [("1",)])], title="t", made_on=DAY)

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        page = packed.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in page
    assert '<autoFilter ref="A1:A2"/>' in page


def test_the_same_sheets_give_the_same_bytes():
    sheets = [Sheet("s", (Heading("id"), Heading("n", Style.WHOLE)), [("1", 2), ("2", None)])]

    assert workbook(sheets, title="t", made_on=DAY) == workbook(sheets, title="t", made_on=DAY)


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")'])
def test_no_text_becomes_a_formula(formula):
    sheet = Sheet("s", (Heading("name"),), [(formula,)])

    book = workbook([sheet], title="t", made_on=DAY)
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("name", "made"), [("a/b:c", "a b c"), ("x" * 40, "x" * 31), ("''", "Sheet")]
)
def test_sheet_names_are_made_acceptable(name, made):
    assert sheet_name(name) == made


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1),
            st.floats(-1e12, 1e12),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_was_written_is_read_again(rows):
    sheet = Sheet("s", (Heading("name"), Heading("number", Style.DECIMAL)), rows)

    table = read_table(workbook([sheet], title="t", made_on=DAY), "s.xlsx")

    assert [row.cells[0] for row in table.rows] == [name for name, _number in rows]
    # Workbooks store 16 to 17 significant digits.
    assert [row.cells[1] for row in table.rows] == pytest.approx(
        [number for _name, number in rows], rel=1e-14
    )
