"""`raceme map`: from a panel of regions and industries to tables, a codebook and charts."""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
from django.utils.translation import gettext as _
from ibis.expr.types import Table

from raceme.cli.errors import CommandError
from raceme.cli.map_charts import write_charts
from raceme.cli.map_options import add_options, columns_of, settings_of
from raceme.cli.map_tables import write_codebook, write_table
from raceme.cores.errors import BadInput
from raceme.cores.mapping import levels, revision, sanity
from raceme.cores.mapping.engine import Engine, engine_of
from raceme.cores.mapping.panel import cells_of_firms, conformed
from raceme.cores.mapping.reading import read_panel
from raceme.cores.mapping.values import Grouping, Step
from raceme.cores.mapping.whole import Beside, map_panel
from raceme.vocabulary import nuts

if TYPE_CHECKING:
    from argparse import _SubParsersAction

NUTS_TO_NUTS = re.compile(r"^nuts-([0-9]{4})-([0-9]{4})$")


def add_to(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its options."""
    parser = subparsers.add_parser(
        "map",
        description=_(
            "Measure where industries concentrate and how regions change, from a panel of"
            " regions, industries and years. Writes each table as Parquet and CSV, a codebook,"
            " and charts."
        ),
        epilog=_(
            "Exit code 0: all was written. 1: something is wrong with the panel; the message says"
            " which row, and what to do. 2: wrong usage."
        ),
    )
    add_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read, check, measure, write, and say what was written."""
    notes: list[str] = []
    try:
        engine = engine_of(arguments.engine, master=arguments.master)
        try:
            written = _mapped(engine, arguments, notes)
        finally:
            engine.close()
    except (BadInput, OSError, duckdb.Error) as error:
        raise CommandError(f"{arguments.panel}: {_reason(error)}") from error
    for note in notes:
        print(note, file=sys.stderr)
    print(_("Written: %(files)s") % {"files": ", ".join(str(path) for path in written)})
    return 0


def _mapped(engine: Engine, arguments: argparse.Namespace, notes: list[str]) -> list[Path]:
    if not arguments.panel.exists():
        raise BadInput(_("there is no such file"))
    settings = settings_of(arguments)
    panel, bounds = _panel(engine, arguments, notes)
    beside = Beside(
        bounds=bounds,
        places=_places(engine, arguments.places),
        groupings=tuple(_grouping(path) for path in arguments.groups),
    )
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    columns: dict[str, list[str]] = {}
    for name, table in map_panel(engine, panel, settings, beside):
        if not arguments.quiet:
            print(_("%(table)s …") % {"table": name}, file=sys.stderr, flush=True)
        columns[name] = list(table.columns)
        written += write_table(engine, table, out / name)
    written.append(write_codebook(out, columns, source=arguments.panel.name, settings=settings))
    if arguments.charts:
        written += write_charts(out)
    about = {"panel": arguments.panel.name, "engine": arguments.engine, "notes": notes}
    path = out / "about.json"
    path.write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return [*written, path]


def _panel(
    engine: Engine, arguments: argparse.Namespace, notes: list[str]
) -> tuple[Table, Table | None]:
    """Read the panel, refuse nonsense, set totals aside, choose levels, bound what is hidden."""
    read = read_panel(engine, arguments.panel, columns_of(arguments))
    if engine.name == "duckdb" and not arguments.firms:
        read = engine.keep(read)
    sanity.check(read, rows_are_firms=arguments.firms)
    typed = sanity.as_panel(read).drop("row")
    panel = engine.keep(cells_of_firms(conformed(typed)) if arguments.firms else conformed(typed))
    for side in levels.SIDES:
        totals = set(getattr(arguments, f"total_{side}"))
        if not arguments.keep_totals:
            totals |= set(sanity.totals_among(panel, side))
        if totals:
            panel = panel.filter(~panel[side].isin(sorted(totals)))
            notes.append(
                _("Set aside as totals (%(side)s): %(codes)s")
                % {"side": side, "codes": ", ".join(sorted(totals))}
            )
    for side, path in (
        ("region", arguments.region_crosswalk),
        ("industry", arguments.industry_crosswalk),
    ):
        if path is not None:
            steps = engine.table(revision.rows_of(_steps(path, side)))
            panel = engine.keep(revision.converted(panel, steps, side))
    lengths = {side: getattr(arguments, f"{side}_length") for side in levels.SIDES}
    bounds = levels.bounds_of(engine, panel, lengths)
    chosen = engine.keep(levels.at_level(panel, lengths))
    if not chosen.count().to_pyarrow().as_py():
        raise BadInput(_("no row is left: no code has the length asked for, or all are totals"))
    for side in levels.SIDES:
        if lengths[side] is None and not arguments.keep_totals:
            levels.check_one_level(chosen, side)
    return chosen, bounds


def _grouping(path: Path) -> Grouping:
    """Read a grouping: group, industry and, if shared out, weight."""
    weights: dict[str, dict[str, float]] = {}
    for row in _rows(path, "group", "industry"):
        share = _number(path, row.get("weight") or "1")
        weights.setdefault(row["group"], {})[row["industry"]] = share
    return Grouping(path.stem, version="", source=path.name, weights=weights)


def _steps(path: Path, side: str) -> Iterable[Step]:
    """Read a crosswalk, or take the one between two versions of NUTS: nuts-2013-2021."""
    versions = NUTS_TO_NUTS.match(path.name)
    if side == "region" and versions is not None and not path.exists():
        try:
            found = nuts.conversion(versions[1], versions[2])
        except KeyError as error:
            raise BadInput(_("no conversion between these versions of NUTS is known")) from error
        return [Step(*one) for one in found]
    return list(_steps_of_file(path))


def _steps_of_file(path: Path) -> Iterable[Step]:
    for row in _rows(path, "old", "new"):
        yield Step(row["old"], row["new"], _number(path, row.get("share") or "1"))


def _places(engine: Engine, path: Path | None) -> Table | None:
    """Read area and population of regions, for the cluster index."""
    if path is None:
        return None
    rows = [
        {
            "region": row["region"],
            "area": _number(path, row["area"]),
            "population": _number(path, row["population"]),
        }
        for row in _rows(path, "region", "area", "population")
    ]
    return engine.table(pa.Table.from_pylist(rows))


def _rows(path: Path, *needed: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    missing = [name for name in needed if not rows or name not in rows[0]]
    if missing:
        raise BadInput(f"{path.name} has no column {missing[0]}, or no row")
    return rows


def _number(path: Path, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise BadInput(f"{path.name}: {text!r} is no number") from error


def _reason(error: Exception) -> str:
    """Say in a line what is wrong; of the engine's messages the first says enough."""
    if isinstance(error, duckdb.Error):
        first = str(error).strip().splitlines()[0]
        if "utf-8" in str(error).lower() or "unicode" in str(error).lower():
            return _("the file is no text in UTF-8; save it as CSV in UTF-8")
        return _("the file could not be read as a table: %(reason)s") % {"reason": first}
    return str(getattr(error, "strerror", None) or error)
