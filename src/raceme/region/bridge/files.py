"""A file as a statistics office publishes it becomes a panel: looked at, checked, counted."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import ibis.selectors as s
from django.utils.translation import gettext as _
from ibis.expr.types import Table
from pyarrow import parquet

from raceme.cores.errors import BadInput
from raceme.cores.mapping import sanity
from raceme.cores.mapping.engine import Engine, engine_of
from raceme.cores.mapping.panel import conformed
from raceme.cores.mapping.reading import Columns, known_column, read_panel, rows_in
from raceme.foundation.errors import Refused
from raceme.foundation.tabular.reading import read_table
from raceme.foundation.tabular.values import UnreadableTable, text_of
from raceme.region.models import LEVELS

ROLES = ("region", "industry", "year", "value", "flag", "output", "units")
NEEDED = ("region", "industry", "year", "value")
SHOWN = 8  # rows of a file that are shown, and values that are named
MOST_CHOICES = 400  # values of a column that one can choose from
_PLAIN = (".tsv", ".tab", ".csv", ".txt", ".parquet", ".pq")
_SHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".htm", ".html")


@dataclass(frozen=True, slots=True)
class Looked:
    """What stands in a file, before anybody has said what it means."""

    columns: tuple[str, ...]
    first_rows: tuple[tuple[str, ...], ...]
    guesses: Mapping[str, str]  # role → column
    choices: Mapping[str, tuple[str, ...]]  # other columns → their values, if there are several


def looked_at(content: bytes, file_name: str) -> Looked:
    """Look at a file. Refused: it is no table that we can read."""
    with _opened(content, file_name) as (engine, path):
        rows = _rows(engine, path)
        columns = tuple(rows.columns)
        first = [tuple(str(cell or "") for cell in row.values()) for row in _first(rows)]
        guesses = {role: known_column(columns, role) for role in (*NEEDED, "flag")}
        beside = f"{guesses['value']}_flag"
        guesses["flag"] = guesses["flag"] or (beside if beside in columns else None)
        named = {role: column for role, column in guesses.items() if column is not None}
        others = [one for one in columns if one not in named.values()]
        return Looked(columns, tuple(first), named, _choices(rows, others))


@dataclass(frozen=True, slots=True)
class Read:
    """A panel as Parquet, and what was counted in it."""

    panel: bytes
    counts: dict[str, Any]


def read(
    content: bytes, file_name: str, *, columns: Mapping[str, str], only: Mapping[str, str]
) -> Read:
    """Read a file into a panel. Refused: the first row that makes no sense, with what to do."""
    asked = Columns(
        region=columns.get("region"),
        industry=columns.get("industry"),
        year=columns.get("year"),
        value=columns.get("value"),
        flag=columns.get("flag"),
        output=columns.get("output"),
        units=columns.get("units"),
        only=dict(only),
    )
    with _opened(content, file_name) as (engine, path):
        texts = engine.keep(read_panel(engine, _with_years_in_rows(engine, path), asked))
        sanity.check(texts)
        panel = engine.keep(conformed(sanity.as_panel(texts).drop("row")))
        target = BytesIO()
        ordered = panel.order_by("region", "industry", "year")
        parquet.write_table(ordered.to_pyarrow(), target, compression="zstd")
        return Read(target.getvalue(), _counts(panel))


def counts_of(panel: bytes) -> dict[str, Any]:
    """Count a stored panel anew."""
    engine = engine_of("duckdb")
    try:
        return _counts(engine.table(parquet.read_table(BytesIO(panel))))
    finally:
        engine.close()


def _counts(panel: Table) -> dict[str, Any]:
    """Count what one must know before quoting anything from it."""
    whole = panel.aggregate(rows=panel.count(), known=panel.value.count()).to_pyarrow()
    counted = dict(whole.to_pylist()[0])
    flagged = panel.filter(panel.flag.notnull())
    flags = flagged.group_by("flag").aggregate(n=flagged.count())
    years = panel.select("year").distinct().order_by("year").to_pyarrow()
    counted["flags"] = {
        row["flag"]: row["n"] for row in flags.order_by("flag").to_pyarrow().to_pylist()
    }
    counted["years"] = years.column("year").to_pylist()
    for side in LEVELS:
        codes = panel.select(side).distinct()
        by_length = codes.group_by(length=codes[side].length()).aggregate(
            count=codes.count(), example=codes[side].min()
        )
        counted[side] = by_length.order_by("length").to_pyarrow().to_pylist()
    return counted


@contextmanager
def _opened(content: bytes, file_name: str) -> Iterator[tuple[Engine, Path]]:
    """Put a file where the engine finds it; say in words of ours what is wrong with it."""
    engine = engine_of("duckdb")
    try:
        with tempfile.TemporaryDirectory(prefix="raceme-") as room:
            yield engine, _put(content, file_name, Path(room))
    except BadInput as error:
        raise Refused(str(error)) from error
    except UnreadableTable as error:
        raise Refused(str(error)) from error
    except duckdb.Error as error:
        first = str(error).strip().splitlines()[0][:300]
        message = _("The file could not be read as a table: %(reason)s") % {"reason": first}
        raise Refused(message) from error
    finally:
        engine.close()


def _put(content: bytes, file_name: str, room: Path) -> Path:
    """Give the file a name whose ending says what it is; sheets and old letters become CSV."""
    name = file_name.lower()
    plain = name.removesuffix(".gz").removesuffix(".zst")
    ending = Path(plain).suffix + name[len(plain) :]
    is_packed = name != plain
    if Path(plain).suffix in _PLAIN and (is_packed or _is_utf8(content) or "parquet" in ending):
        path = room / f"panel{ending}"
        path.write_bytes(content)
        return path
    if Path(plain).suffix not in (*_SHEETS, *_PLAIN):
        message = _(
            "%(file)s is no table that is known here. Bring CSV, TSV, SDMX-CSV, Parquet or a"
            " spreadsheet; what is packed, as .gz."
        )
        raise Refused(message % {"file": file_name}, field="file")
    table = read_table(content, file_name)
    path = room / "panel.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        lines = csv.writer(target)
        lines.writerow(table.header)
        width = len(table.header)
        for row in table.rows:
            cells = [text_of(cell) for cell in row.cells[:width]]
            lines.writerow(cells + [""] * (width - len(cells)))
    return path


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _rows(engine: Engine, path: Path) -> Table:
    return rows_in(engine, _with_years_in_rows(engine, path))


def _with_years_in_rows(engine: Engine, path: Path) -> Path:
    r"""Turn a table with a column for each year into rows, as national offices publish them.

    Eurostat's own form, with its codes in one column (`geo\TIME_PERIOD`), the core knows itself.
    """
    if ".parquet" in path.name or ".pq" in path.name:
        return path
    rows = rows_in(engine, path)
    years = [one for one in rows.columns if _is_year(one)]
    if not years or known_column(rows.columns, "year") is not None:
        return path
    long = rows.pivot_longer(s.cols(*years), names_to="year", values_to="value")
    turned = path.with_name("turned.csv")
    long.to_csv(str(turned))
    return turned


def _is_year(name: str) -> bool:
    text = name.strip()
    return len(text) == 4 and text.isdecimal() and text[:2] in {"19", "20"}


def _first(rows: Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rows.limit(SHOWN).to_pyarrow().to_pylist()
    return found


def _choices(rows: Table, others: list[str]) -> dict[str, tuple[str, ...]]:
    """List the values of columns that have a few: a dataset of many indicators has one for them."""
    found = {}
    for column in others:
        values = rows.select(column).distinct().limit(MOST_CHOICES + 1).to_pyarrow()
        texts = sorted({str(one or "").strip() for one in values.column(column).to_pylist()})
        if 1 < len(texts) <= MOST_CHOICES:
            found[column] = tuple(texts)
    return found
