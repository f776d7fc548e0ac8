"""Which version of NUTS the regions of a dataset are coded in, year by year; converting them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext as _
from pyarrow import compute, parquet

from raceme.cores.mapping.engine import Engine, engine_of
from raceme.cores.mapping.revision import converted, rows_of
from raceme.cores.mapping.values import Step
from raceme.foundation.errors import Refused
from raceme.region.models import MappingRun
from raceme.vocabulary import nuts

LENGTHS = (4, 5)  # NUTS 2 and 3, which can be converted


@dataclass(frozen=True, slots=True)
class Stretch:
    """Years one after the other that are coded alike; `others`: codes of other versions there."""

    first: int
    last: int
    version: str
    others: int


@dataclass(frozen=True, slots=True)
class Versions:
    """How a dataset is coded: in stretches of years; `said` is what whoever brought it in said."""

    said: str
    stretches: list[Stretch]

    @property
    def is_mixed(self) -> bool:
        """Whether one region may have two codes in it, or one code two regions."""
        versions = {one.version for one in self.stretches}
        return len(versions) > 1 or any(one.others for one in self.stretches)

    @property
    def is_otherwise(self) -> bool:
        """Whether it is all of one version, but not of the one that was said."""
        return not self.is_mixed and any(one.version != self.said for one in self.stretches)


@dataclass(slots=True)
class Converted:
    """A panel of one version, and what was done."""

    panel: bytes
    done: dict[str, Any] = field(default_factory=dict)


def unknown_by_year(panel: bytes) -> dict[str, dict[str, int]]:
    """Count for each year and version the regions that it lacks and another version has.

    Codes that no version has (extra-regional, unions of countries) count in none.
    """
    found = {}
    for year, codes in _codes_by_year(_rows(panel)).items():
        known = [one for one in codes if _is_region(one)]
        found[str(year)] = {
            version: sum(nuts.regions(version).named(one) is None for one in known)
            for version in nuts.VERSIONS
        }
    return found


def versions_of(counts: Mapping[str, Any], said: str) -> Versions | None:
    """Tell how a dataset is coded; None if its codes are not NUTS, or were not looked at."""
    by_year: dict[str, dict[str, int]] = counts.get("nuts", {})
    if not said or not by_year:
        return None
    years = [(int(year), *_best(unknown, said)) for year, unknown in sorted(by_year.items())]
    stretches = []
    for (version, others), same in groupby(years, key=lambda one: one[1:]):
        listed = [one[0] for one in same]
        stretches.append(Stretch(listed[0], listed[-1], version, others))
    return Versions(said, stretches)


def coded_in(run: MappingRun) -> Versions | None:
    """Tell how the dataset of a mapping was coded when it was measured."""
    return versions_of(run.counts, run.counts.get("nuts_version", ""))


def convert(panel: bytes, *, said: str, to: str) -> Converted:
    """Bring all years to one version of NUTS, by shares of the people. Refused where unclear.

    An old code beside all its new ones in the same year is left out: it says the same again. NUTS 1
    of a country in which something was converted is left out, for its codes cannot be converted.
    """
    rows = _rows(panel)
    seen = versions_of({"nuts": unknown_by_year(panel)}, said)
    assert seen is not None
    parts, by_year = [], {}
    left_out: set[str] = set()
    engine = engine_of("duckdb")
    try:
        for year, codes in sorted(_codes_by_year(rows).items()):
            version = next(one.version for one in seen.stretches if one.first <= year <= one.last)
            steps = _steps(codes, version, to)
            out = _to_leave_out(steps, codes, to, year)
            steps = [one for one in steps if one.old not in out]
            out |= _first_level(codes, steps)
            left_out |= out
            by_year[str(year)] = version
            parts.append(_converted(engine, rows, year, out, steps))
    finally:
        engine.close()
    whole = pa.concat_tables(parts).sort_by(
        [("region", "ascending"), ("industry", "ascending"), ("year", "ascending")]
    )
    target = BytesIO()
    parquet.write_table(whole, target, compression="zstd")
    done = {"to": to, "from": by_year, "left_out": sorted(left_out)}
    return Converted(target.getvalue(), done)


def _converted(
    engine: Engine, rows: pa.Table, year: int, out: Collection[str], steps: list[Step]
) -> pa.Table:
    here = rows.filter(compute.equal(rows.column("year"), year))
    if out:
        gone = compute.is_in(here.column("region"), pa.array(sorted(out), pa.string()))
        here = here.filter(compute.invert(gone))
    if not steps:
        return here
    table = converted(engine.table(here), engine.table(rows_of(steps)), "region")
    return table.to_pyarrow().select(here.column_names).cast(here.schema)


def _steps(codes: Collection[str], version: str, to: str) -> list[Step]:
    """Say how codes of a year go over: by the version of the year, others by their newest."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        if not _is_region(code):
            continue
        if nuts.regions(version).named(code) is not None:
            wanted[version].append(code)
        elif nuts.regions(to).named(code) is None:
            wanted[nuts.versions_with(code)[0]].append(code)
    steps = []
    for before, listed in sorted(wanted.items()):
        if before == to:
            continue
        there = set(listed)
        steps += [Step(*one) for one in nuts.conversion(before, to) if one[0] in there]
    return steps


def _to_leave_out(steps: Iterable[Step], codes: Collection[str], to: str, year: int) -> set[str]:
    """Find the old codes whose new ones all stand beside them; refuse where only some do."""
    targets: dict[str, set[str]] = defaultdict(set)
    for one in steps:
        targets[one.old].add(one.new)
    present = {one for one in codes if one not in targets and nuts.regions(to).named(one)}
    out = set()
    for old, new in sorted(targets.items()):
        there = new & present
        if there == new:
            out.add(old)
        elif there:
            raise Refused(
                _(
                    "In %(year)s, %(old)s stands beside %(new)s, but not beside all that it became."
                    " What it holds besides cannot be told: leave one of them out of the file."
                )
                % {"year": year, "old": old, "new": ", ".join(sorted(there))}
            )
    return out


def _first_level(codes: Collection[str], steps: Iterable[Step]) -> set[str]:
    countries = {one.old[:2] for one in steps}
    return {one for one in codes if len(one) == 3 and one[:2] in countries}


def _best(unknown: Mapping[str, int], said: str) -> tuple[str, int]:
    """The version that lacks the fewest codes; of equals what was said, or the newest."""
    ranked = sorted(unknown, key=lambda one: (unknown[one], one != said, -nuts.VERSIONS.index(one)))
    return ranked[0], unknown[ranked[0]]


def _is_region(code: str) -> bool:
    return len(code) in LENGTHS and bool(nuts.versions_with(code))


def _codes_by_year(rows: pa.Table) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    pairs = rows.group_by(["year", "region"]).aggregate([])
    for year, region in zip(
        pairs.column("year").to_pylist(), pairs.column("region").to_pylist(), strict=True
    ):
        found[year].append(region)
    return dict(found)


def _rows(panel: bytes) -> pa.Table:
    return parquet.read_table(BytesIO(panel))
