"""From files as statistics offices publish them to a panel, as Ibis expressions.

Understood: long tables (CSV, TSV, Parquet) whatever their columns are called, SDMX-CSV, and
Eurostat's TSV (codes in the first column, a column for each year, flags behind the numbers).
Read are texts; what is no number is refused by `sanity`, with its row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ibis
import ibis.selectors as s
from ibis.expr.types import StringValue, Table

from raceme.cores.errors import BadInput
from raceme.cores.mapping.engine import Engine

# What the columns of a panel are called where nobody says so: first come, first taken.
KNOWN_AS: Mapping[str, tuple[str, ...]] = {
    "region": ("region", "geo", "ref_area", "nuts", "nuts2", "nuts3", "region_code", "lga", "loc",
               "location", "country", "area", "place"),
    "industry": ("industry", "nace_r2", "nace_r21", "nace", "activity", "industry_code", "sector",
                 "isic", "naics", "product", "prod", "ind_code", "branch"),
    "year": ("year", "time_period", "time", "period", "jahr"),
    "value": ("value", "obs_value", "employment", "persons_employed", "employees", "emp", "jobs",
              "val", "emp1000", "amount"),
    "flag": ("flag", "obs_flag", "obs_status", "flags", "conf_status"),
}  # fmt: skip
# How statistics write that a number is not known or not told.
UNKNOWN = (
    "",
    ":",
    "..",
    "...",
    "\u2013",
    "-",
    "na",
    "n/a",
    "nan",
    "null",
    "none",
    "c",
    "x",
    ".",
    "/",
)
NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
WITH_COMMA = r"^[+-]?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})$"  # 1,234 could be either: refused
YEAR = r"^([0-9]{4})(?:\.0+)?(?:-01-01(?:[ T]00:00:00.*)?)?$"


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns are called in a file; None: look for a known name.

    `output`: a second measure for productivity (value added, wages). `units`: number of firms.
    `only`: column -> value; other rows are left out. `year_value`: the year of a file without
    a column for it.
    """

    region: str | None = None
    industry: str | None = None
    year: str | None = None
    value: str | None = None
    flag: str | None = None
    output: str | None = None
    units: str | None = None
    only: Mapping[str, str] = field(default_factory=dict)
    year_value: int | None = None


def read_panel(engine: Engine, path: Path, columns: Columns) -> Table:
    """Give the rows of a file: region, industry, year, value, output, units (texts) and flag.

    `row` counts as a spreadsheet does, the header is row 1 (0 where the engine keeps no order).
    """
    raw = rows_in(engine, path, year=columns.year_value)
    raw = _only(raw, columns.only)
    named = {role: _found(raw, columns, role) for role in ("region", "industry", "value")}
    year = (
        ibis.literal(str(columns.year_value))
        if columns.year_value is not None
        else raw[_found(raw, columns, "year")]
    )
    optional = {
        role: _asked(raw, name)
        for role, name in (("output", columns.output), ("units", columns.units))
        if name is not None
    }
    number, flag = _number_and_flag(_text(raw[named["value"]]))
    flag_column = columns.flag and _asked(raw, columns.flag)
    flag_column = flag_column or _known(raw, "flag") or _flag_of(raw, named["value"])
    told = _text(raw[flag_column]) if flag_column else ibis.literal("")
    first = 1 if _is_parquet(path) else 2  # as a spreadsheet counts: the header is row 1
    row = ibis.row_number() + first if engine.name == "duckdb" else ibis.literal(0, "int64")
    return raw.select(
        row=row,
        region=_text(raw[named["region"]]),
        industry=_text(raw[named["industry"]]),
        year=_text(year).re_replace(YEAR, r"\1")
        if engine.name == "duckdb"
        else _text(year).re_replace(YEAR, "$1"),
        value=number,
        flag=(flag + told).nullif(""),
        **{
            role: _number_and_flag(_text(raw[optional[role]]))[0]
            if role in optional
            else ibis.null("string")
            for role in ("output", "units")
        },
    )


def rows_in(engine: Engine, path: Path, *, year: int | None = None) -> Table:
    """Give the rows of a file as they stand there, in texts; Eurostat's columns of years as rows.

    `year`: the year of a file without a column for it.
    """
    raw = _raw(engine, path)
    if raw.columns and "\\" in raw.columns[0]:
        return _unfolded(raw, year=year)
    return raw


def known_column(names: Sequence[str], role: str) -> str | None:
    """Name the column that is known to be the region, industry, year, value or flag."""
    lower = _by_lower(names)
    return next((lower[name] for name in KNOWN_AS[role] if name in lower), None)


def _raw(engine: Engine, path: Path) -> Table:
    name = path.name.lower()
    connection = engine.connection
    if _is_parquet(path):
        if engine.name == "duckdb" and path.is_dir():
            return connection.read_parquet(str(path / "*.parquet"))
        return connection.read_parquet(str(path))
    plain = name.removesuffix(".gz").removesuffix(".zst")
    is_tabbed = plain.endswith((".tsv", ".tab"))
    if not is_tabbed and not plain.endswith((".csv", ".txt")):
        raise BadInput(f"{path.name} is neither CSV, TSV nor Parquet")
    if engine.name == "spark":
        return connection.read_csv(str(path), header=True, sep="\t" if is_tabbed else ",")
    given = {"delim": "\t"} if is_tabbed else {}
    return connection.read_csv(
        str(path), all_varchar=True, header=True, sample_size=20_000, null_padding=False, **given
    )


def _is_parquet(path: Path) -> bool:
    return path.is_dir() or path.name.lower().endswith((".parquet", ".pq"))


def _unfolded(raw: Table, *, year: int | None) -> Table:
    r"""Turn Eurostat's wide table into rows: `unit,nace_r2,geo\TIME_PERIOD`, 2008, 2009 ..."""
    first = raw.columns[0]
    names, _, _ = first.partition("\\")
    codes = [name.strip().lower() for name in names.split(",")]
    if any(not name for name in codes) or year is not None:
        raise BadInput(f"the first column, {first}, does not name its codes")
    long = raw.pivot_longer(~s.cols(first), names_to="time_period", values_to="obs_value")
    parts = long[first].split(",")
    return long.select(
        **{name: parts[place].strip() for place, name in enumerate(codes)},
        time_period=long.time_period.strip(),
        obs_value=long.obs_value,
    )


def _number_and_flag(text: StringValue) -> tuple[StringValue, StringValue]:
    """Part `123.4 bp` into number and flags; a sign for "unknown" gives null."""
    with_flag = rf"^({NUMBER}|:)\s*([a-zA-Z]{{1,4}})$"
    has_flag = text.re_search(with_flag)
    number = ibis.ifelse(has_flag, text.re_extract(with_flag, 1), text)
    flag = ibis.ifelse(has_flag, text.re_extract(with_flag, 2), ibis.literal(""))
    number = ibis.ifelse(number.re_search(WITH_COMMA), number.replace(",", "."), number)
    unknown = number.lower().isin(UNKNOWN)
    return ibis.ifelse(unknown, ibis.null("string"), number), flag


def _only(raw: Table, only: Mapping[str, str]) -> Table:
    for name, value in only.items():
        raw = raw.filter(_text(raw[_asked(raw, name)]) == value)
    return raw


def _found(raw: Table, columns: Columns, role: str) -> str:
    given = getattr(columns, role)
    if given is not None:
        return _asked(raw, given)
    found = _known(raw, role)
    if found is None:
        there = ", ".join(raw.columns[:12])
        raise BadInput(
            f"no column is known to be the {role}; name it with --{role}. There are: {there}"
        )
    return found


def _known(raw: Table, role: str) -> str | None:
    return known_column(raw.columns, role)


def _flag_of(raw: Table, value: str) -> str | None:
    return _by_lower(raw.columns).get(f"{value.lower()}_flag")


def _asked(raw: Table, name: str) -> str:
    if name in raw.columns:
        return name
    found = _by_lower(raw.columns).get(name.lower())
    if found is None:
        raise BadInput(f"there is no column {name}; there are: {', '.join(raw.columns[:12])}")
    return found


def _by_lower(names: Sequence[str]) -> dict[str, str]:
    return {name.strip().lower(): name for name in reversed(names)}


def _text(column: ibis.expr.types.Value) -> StringValue:
    return column.cast("string").strip().fill_null("")
