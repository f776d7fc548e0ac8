"""Files as statistics offices publish them become panels; what is wrong is named by its row."""

import gzip
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pyarrow import parquet

from raceme.foundation.errors import Refused
from raceme.foundation.tabular.writing import Heading, Sheet, Style, workbook
from raceme.region.bridge.files import looked_at, read
from tests.region.making import COLUMNS, panel_csv

EUROSTAT = (
    b"unit,indic_sb,nace_r2,geo\\TIME_PERIOD\t2012 \t2013 \n"
    b"NR,V16110,C10,AT31\t1000 \t1100 b\n"
    b"NR,V16110,C25,AT31\t: c\t90 \n"
    b"NR,V11210,C10,AT31\t7 \t8 \n"
)
SDMX = (
    b"DATAFLOW,LAST UPDATE,freq,nace_r2,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    b"ESTAT:SBS(1.0),01/01/24,A,C10,AT31,2013,1100,\n"
    b"ESTAT:SBS(1.0),01/01/24,A,C25,AT31,2013,,c\n"
)
RAW = Path("/work/shared/data/regional/eurostat_sbs_nuts2_2008_2013.csv.gz")


def rows_of(content: bytes, name: str, columns: dict[str, str], **only: str) -> list[dict]:
    panel = read(content, name, columns=columns, only=only).panel
    rows = parquet.read_table(BytesIO(panel)).to_pylist()
    return [{key: row[key] for key in ("industry", "year", "value", "flag")} for row in rows]


def test_columns_are_known_by_their_usual_names():
    looked = looked_at(panel_csv(), "jobs.csv")

    assert looked.guesses == COLUMNS
    assert len(looked.first_rows) == 8


def test_a_bulk_file_of_eurostat_is_read_with_its_flags():
    looked = looked_at(gzip.compress(EUROSTAT), "sbs.tsv.gz")
    rows = rows_of(gzip.compress(EUROSTAT), "sbs.tsv.gz", dict(looked.guesses), indic_sb="V16110")

    assert looked.choices == {"indic_sb": ("V11210", "V16110")}
    assert rows == [
        {"industry": "C10", "year": 2012, "value": 1000, "flag": None},
        {"industry": "C10", "year": 2013, "value": 1100, "flag": "b"},
        {"industry": "C25", "year": 2012, "value": None, "flag": "c"},
        {"industry": "C25", "year": 2013, "value": 90, "flag": None},
    ]


def test_several_indicators_at_once_are_refused_with_what_to_do():
    with pytest.raises(Refused, match="AT31, industry C10, 2012 is there 2 times"):
        read(EUROSTAT, "sbs.tsv", columns=dict(looked_at(EUROSTAT, "sbs.tsv").guesses), only={})


def test_sdmx_csv_is_read_with_its_flags():
    looked = looked_at(SDMX, "sbs.csv")
    rows = rows_of(SDMX, "sbs.csv", dict(looked.guesses))

    assert rows == [
        {"industry": "C10", "year": 2013, "value": 1100, "flag": None},
        {"industry": "C25", "year": 2013, "value": None, "flag": "c"},
    ]


def test_a_spreadsheet_with_a_column_for_each_year_is_read():
    headings = (Heading("Region"), Heading("Sector"), *(
        Heading(year, Style.WHOLE) for year in ("2019", "2020")))  # fmt: skip
    sheet = Sheet("Jobs", headings, [("AT31", "C10", 5, 6), ("AT31", "C25", 7, None)])
    content = workbook([sheet], title="Jobs", made_on=datetime(2026, 1, 1, tzinfo=UTC).date())
    looked = looked_at(content, "jobs.xlsx")

    rows = rows_of(content, "jobs.xlsx", dict(looked.guesses))

    assert [(row["industry"], row["year"], row["value"]) for row in rows] == [
        ("C10", 2019, 5), ("C10", 2020, 6), ("C25", 2019, 7), ("C25", 2020, None),
    ]  # fmt: skip


def test_semicolons_commas_and_old_letters_are_understood():
    content = "Region;Branch;Jahr;Jobs\nAT31;Müller;2020;12,5\n".encode("cp1252")
    columns = {"region": "Region", "industry": "Branch", "year": "Jahr", "value": "Jobs"}

    assert rows_of(content, "jobs.csv", columns) == [
        {"industry": "Müller", "year": 2020, "value": 12.5, "flag": None}
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("AT31,C10,2020,many,", "row 2 .*'many' is no number"),
        ("AT31,C10,2020,-1,", "row 2 .*negative"),
        ("AT31,C10,soon,1,", "row 2 .*is no year"),
        (",C10,2020,1,", "row 2 .*has no region"),
    ],
)
def test_a_row_that_makes_no_sense_is_named(line, said):
    content = f"geo,nace_r2,year,jobs,flag\n{line}\n".encode()

    with pytest.raises(Refused, match=said):
        read(content, "jobs.csv", columns=COLUMNS, only={})


@pytest.mark.parametrize(
    ("content", "name"), [(b"%PDF-1.4", "paper.pdf"), (b"\x00\x01", "jobs.xlsx")]
)
def test_what_is_no_table_is_refused(content, name):
    with pytest.raises(Refused):
        looked_at(content, name)


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(Refused, match="there is no column salary"):
        read(panel_csv(), "jobs.csv", columns=COLUMNS | {"value": "salary"}, only={})


def test_what_is_unknown_and_flagged_is_counted():
    counts = read(panel_csv(), "jobs.csv", columns=COLUMNS, only={}).counts

    # 6 regions x 6 industries x 3 years; one cell is hidden in each year, 6 carry a break.
    assert (counts["rows"], counts["known"]) == (108, 105)
    assert counts["flags"] == {"b": 6, "c": 3}
    assert counts["region"] == [{"length": 4, "count": 6, "example": "AT11"}]


@pytest.mark.slow
def test_the_published_panel_of_eurostat_is_read():
    if not RAW.exists():
        pytest.skip("the regional statistics are not on this machine")
    looked = looked_at(RAW.read_bytes(), RAW.name)
    counts = read(RAW.read_bytes(), RAW.name, columns=dict(looked.guesses), only={}).counts

    assert (counts["rows"], counts["known"]) == (243_971, 215_373)
    assert counts["flags"]["c"] == 19_405
