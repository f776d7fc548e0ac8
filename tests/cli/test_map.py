"""`raceme map`: panels from files to tables."""

import csv
import gzip
from pathlib import Path

import pytest
from pyarrow import parquet

from raceme.cli.main import main

PANEL = """region,industry,year,value
town,shipping,2010,30
town,food,2010,10
valley,shipping,2010,10
valley,food,2010,50
town,shipping,2015,40
town,food,2015,10
valley,shipping,2015,10
valley,food,2015,
moor,food,2015,0
"""


def mapped(folder: Path, text: str, *more: str, name: str = "panel.csv") -> int:
    path = folder / name
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return main(["map", str(path), "--out", str(folder / "out"), "--quiet", *more])


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quotients(folder: Path) -> dict[tuple[str, str, str], str]:
    return {
        (row["region"], row["industry"], row["year"]): row["location_quotient"]
        for row in table(folder, "cells")
    }


def test_a_panel_becomes_tables_a_codebook_and_charts(tmp_path: Path) -> None:
    assert mapped(tmp_path, PANEL) == 0

    rows = table(tmp_path, "cells")
    assert list(rows[0])[:4] == ["region", "industry", "year", "location_quotient"]
    assert len(rows) == 9
    found = quotients(tmp_path)
    assert float(found["town", "shipping", "2010"]) == pytest.approx(1.875)
    assert found["valley", "food", "2015"] == ""  # unknown
    assert found["moor", "food", "2015"] == ""  # nothing to compare, and nobody disturbed
    assert float(found["valley", "shipping", "2015"]) == pytest.approx(1.0 / (50 / 60))
    out = tmp_path / "out"
    assert parquet.read_table(out / "cells.parquet").num_rows == 9
    tables = sorted(path.stem for path in out.glob("*.csv") if path.stem != "codebook")
    described = {(row["table"], row["column"]) for row in table(tmp_path, "codebook")}
    for name in tables:
        header = (out / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
        assert {(name, column) for column in header.split(",")} <= described
    assert (out / "specialisations.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("town,food,2010,11", "rows 3 and 11: region town, industry food, 2010 is there 2 times"),
        ("town,steel,2010,-1", "row 11 (region town, industry steel, 2010): -1 is negative"),
        ("town,steel,2010,lots", "row 11 (region town, industry steel, 2010): 'lots' is no number"),
        ("town,steel,soon,1", "row 11 (region town, industry steel, soon): 'soon' is no year"),
        (",steel,2010,1", "row 11 (region ?, industry steel, 2010) has no region"),
    ],
)
def test_nonsense_is_refused_with_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, told: str
) -> None:
    assert mapped(tmp_path, PANEL + line + "\n") == 1

    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_eurostat_tables_bring_flags(tmp_path: Path) -> None:
    text = (
        "indic_sb,nace_r2,geo\\time\t2009 \t2008 \n"
        "V16110,C10,AT1\t30 \t20 b\n"
        "V16110,C11,AT1\t: c\t10 \n"
        "V16110,C10,AT2\t10 \t10 \n"
        "V16110,C11,AT2\t50 e\t10 \n"
        "V11210,C11,AT2\t5 \t5 \n"
    )

    done = mapped(tmp_path, text, "--only", "indic_sb=V16110", "--no-charts", name="sbs.tsv.gz")

    assert done == 0
    rows = {(row["region"], row["industry"], row["year"]): row for row in table(tmp_path, "cells")}
    assert rows["AT1", "C10", "2008"]["flag"] == "b"
    assert (rows["AT1", "C11", "2009"]["value"], rows["AT1", "C11", "2009"]["flag"]) == ("", "c")
    assert float(rows["AT2", "C11", "2009"]["location_quotient"]) == pytest.approx(
        (50 / 60) / (50 / 90)
    )


def test_columns_of_sdmx_are_known(tmp_path: Path) -> None:
    text = "DATAFLOW,geo,nace_r2,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n" + "".join(
        f"X,{region},{industry},2020,{value},{flag}\n"
        for region, industry, value, flag in (
            ("AT1", "C10", "30", ""), ("AT1", "C11", "10", "p"),
            ("AT2", "C10", "10", ""), ("AT2", "C11", "50", ""),
        )
    )  # fmt: skip

    assert mapped(tmp_path, text, "--no-charts") == 0

    assert float(quotients(tmp_path)["AT1", "C10", "2020"]) == pytest.approx(1.875)
    assert table(tmp_path, "cells")[1]["flag"] == "p"


def test_totals_are_set_aside_and_levels_are_not_mixed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("AT11", "C10", 30), ("AT11", "C11", 10), ("AT12", "C10", 10), ("AT12", "C11", 50)]
    text = "region,industry,year,value\n" + "".join(f"{r},{i},2010,{v}\n" for r, i, v in rows)
    text += "AT11,TOTAL,2010,40\nAT12,TOTAL,2010,60\n"
    text += "AT1,C10,2010,40\nAT1,C11,2010,60\n"

    assert mapped(tmp_path, text) == 1
    assert "--region-length" in capsys.readouterr().err
    assert mapped(tmp_path, text, "--region-length", "4", "--no-charts") == 0

    assert "TOTAL" in capsys.readouterr().err
    assert float(quotients(tmp_path)["AT11", "C10", "2010"]) == pytest.approx(1.875)


def test_hidden_cells_are_bounded_by_their_parents(tmp_path: Path) -> None:
    text = "region,industry,year,value\n"
    text += "AT11,C10,2010,30\nAT12,C10,2010,\nAT1,C10,2010,45\n"  # the rest is exactly 15
    text += "AT11,C11,2010,\nAT12,C11,2010,\nAT1,C11,2010,70\n"  # each at most 70
    text += "AT11,C,2010,80\nAT12,C,2010,60\nAT1,C,2010,\n"  # and at most what the sum leaves

    done = mapped(tmp_path, text, "--region-length", "4", "--industry-length", "3", "--no-charts")

    assert done == 0
    bounds = {
        (row["region"], row["industry"]): (row["value_low"], row["value_high"])
        for row in table(tmp_path, "cells")
    }
    assert bounds["AT12", "C10"] == ("15.0", "15.0")
    assert bounds["AT11", "C11"] == ("50.0", "50.0")  # 80 less 30: the only one unknown
    assert bounds["AT12", "C11"] == ("0.0", "60.0")


def test_firms_are_added_up(tmp_path: Path) -> None:
    text = "region,industry,year,value\n" + "town,a,2010,5\n" * 3 + "town,b,2010,5\n"
    text += "valley,a,2010,5\nvalley,b,2010,15\n"

    assert mapped(tmp_path, text, "--firms", "--no-charts") == 0

    assert float(quotients(tmp_path)["town", "a", "2010"]) == pytest.approx(0.75 / 0.5)
    assert table(tmp_path, "industries")[0]["ellison_glaeser"] != ""


def test_a_single_region_and_year_is_no_reason_to_stop(tmp_path: Path) -> None:
    assert mapped(tmp_path, "region,industry,year,value\ntown,a,2010,5\ntown,b,2010,15\n") == 0

    assert set(quotients(tmp_path).values()) == {"1.0"}


def test_groups_and_crosswalks(tmp_path: Path) -> None:
    groups = tmp_path / "emerging.csv"
    groups.write_text("group,industry,weight\nblue,shipping,1\nblue,food,0.5\n")
    steps = tmp_path / "steps.csv"
    steps.write_text("old,new,share\nfood,meals,1\n")

    assert mapped(tmp_path, PANEL, "--groups", str(groups), "--no-charts") == 0
    (blue,) = [
        row
        for row in table(tmp_path, "groups_emerging")
        if (row["region"], row["year"]) == ("town", "2010")
    ]
    assert float(blue["value"]) == 35.0
    assert float(blue["location_quotient"]) == pytest.approx((35 / 40) / (70 / 100))

    assert mapped(tmp_path, PANEL, "--industry-crosswalk", str(steps), "--no-charts") == 0
    assert float(quotients(tmp_path)["valley", "meals", "2010"]) == pytest.approx(50 / 60 / 0.6)


def test_regions_of_an_old_nuts_version_are_converted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # In 2016 FR24 became FRB0, and IE01 was parted: 66 % of its people in IE04, the rest in IE06.
    text = "region,industry,year,value\nFR24,C,2010,70\nFR24,D,2010,30\n"
    text += "IE01,C,2010,50\nIE01,D,2010,50\nAT11,C,2010,10\nAT11,D,2010,\n"

    done = mapped(tmp_path, text, "--region-crosswalk", "nuts-2013-2016", "--no-charts")

    assert done == 0
    cells = {(row["region"], row["industry"]): row for row in table(tmp_path, "cells")}
    assert {region for region, _ in cells} == {"FRB0", "IE04", "IE06", "AT11"}
    assert cells["FRB0", "C"]["value"] == "70.0"
    assert float(cells["IE04", "C"]["value"]) == pytest.approx(50 * 0.6635, abs=0.01)
    assert (cells["IE04", "C"]["flag"], cells["AT11", "C"]["flag"]) == ("x", "")
    assert cells["AT11", "D"]["value"] == ""
    assert mapped(tmp_path, text, "--region-crosswalk", "nuts-2016-2010") == 1
    assert "NUTS" in capsys.readouterr().err
