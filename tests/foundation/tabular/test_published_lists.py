"""Published lists as they are: each is read whole and right, or the test says what is missing."""

import re
from pathlib import Path

import pytest

from raceme.foundation.tabular.asides import Why
from raceme.foundation.tabular.understanding import Understood, understand

MESSY = Path(__file__).parents[4] / "shared" / "data" / "messy"
pytestmark = pytest.mark.skipif(
    not MESSY.is_dir(), reason="the published messy files are not beside the checkout"
)

# name, form, encoding, separator, header rows, columns, records, rows exactly like another
FILES = [
    ("us_cluster_organisations.csv", "CSV", "UTF-8", ",", (1,), 3, 2237, 2000),
    ("berlin_erdf_2014_2020.xlsx", "XLSX", None, None, (3, 4), 10, 386, 0),
    ("schleswig_holstein_erdf_2014_2020.xlsx", "XLSX", None, None, (8, 9), 9, 31, 0),
    ("niedersachsen_erdf_2014_2020.xlsx", "XLSX", None, None, (7, 8), 12, 69, 0),
    ("brussels_erdf_2007_2013.xls", "XLS", None, None, (5,), 11, 34, 0),
    ("flanders_erdf_2014_2020.xls", "XLS", None, None, (4,), 9, 23, 0),
    ("latvia_funds_2014_2020.xls", "HTML", "UTF-8", None, (1,), 6, 134, 0),
    ("denmark_erdf_2014_2020.csv", "CSV", "ISO 8859-1", ";", (1,), 19, 107, 0),
    ("poland_cohesion_fund_2014_2020.csv", "CSV", "Windows-1250", ";", (1,), 7, 125, 0),
    ("luxembourg_funds_2007_2020.csv", "CSV", "UTF-8", ",", (1,), 14, 75, 0),
    ("fp7_participants_mojibake.csv", "CSV", "UTF-8", ",", (1,), 4, 488, 0),
]


def read(name: str) -> Understood:
    return understand(MESSY / name, name, knows=lambda _word: False)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file[0])
def test_each_is_read_whole_without_knowing_a_single_heading(file):
    name, *expected = file

    read_as = read(name)

    assert [
        read_as.form,
        read_as.encoding,
        read_as.table.separator,
        read_as.header_rows,
        len(read_as.table.header),
        len(read_as.table.rows),
        len(read_as.repeated),
    ] == expected


def test_no_published_file_is_forgotten_here():
    assert {name for name, *_ in FILES} == {path.name for path in MESSY.iterdir()}


def test_two_header_rows_become_one():
    header = read("niedersachsen_erdf_2014_2020.xlsx").table.header

    assert header[0] == "Name des Begünstigten / beneficiary name"
    assert header[3] == "Datum des Beginns des Vorhabens / operation start date"


def test_headings_and_sums_between_the_rows_are_left_aside_and_named():
    understood = read("brussels_erdf_2007_2013.xls")

    rows_of = {
        why: [one.row for one in understood.asides if one.why == why]
        for why in (Why.HEADING, Why.SUM)
    }
    assert rows_of == {Why.HEADING: [6, 7, 16, 17, 23, 24, 30], Why.SUM: [29, 48, 49, 50]}
    assert understood.table.header[-1] == "Heading above the rows"
    assert str(understood.table.rows[0].cells[-1]).startswith("SOUTENIR LA COMPETITIVITE")


def test_a_sum_without_words_is_told_by_its_arithmetic():
    asides = read("flanders_erdf_2014_2020.xls").asides

    assert [(one.row, one.why) for one in asides] == [(29, Why.SUM)]


def test_line_breaks_inside_cells_stay():
    rows = read("denmark_erdf_2014_2020.csv").table.rows

    assert rows[0].cells[0] == "Vækst 2.0 "
    assert str(rows[0].cells[3]).splitlines() == [
        "2 Flere vækstvirksomheder.",
        "Udvikle og genn.f. nye vækstpl. SMV",
    ]


def test_damaged_letters_are_mended_and_lost_ones_named():
    understood = read("fp7_participants_mojibake.csv")
    names = [str(row.cells[2]) for row in understood.table.rows]
    mended = [note for note in understood.notes if "UTF-8 read as Windows-1252" in note.message]
    lost = [note for note in understood.notes if "is lost for good" in note.message]

    assert names[1] == "CLESGO UG (haftungsbeschränkt)"
    assert names[-1] == "Charité – Universitätsmedizin Berlin"  # noqa: RUF001
    assert names[0].startswith('INSTITUTUL NATIONAL DE CERCETARE-DEZVOLTARE AEROSPATIALA "ELIE')
    assert len(mended) == len(lost) == 1
    assert [name for name in names if re.search("Ã[¤¶¼©³§±]", name)] == []
