"""The published lists that linking is measured with, split by organisation."""

from __future__ import annotations

import csv
import gzip
import random
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from raceme.cores.linking.values import Record

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "matching"
VARIANTS = "organisation_name_variants.csv.gz"
ORGANISATIONS = "h2020_organisations.csv.gz"
LOOKED_AT = 62  # first rows of the file, and as many as SAMPLE others: read while writing the lists
SAMPLE = 150


@dataclass(frozen=True)
class Labelled:
    """Records, and for each whose it is (the EU's number of the organisation)."""

    records: tuple[Record, ...]
    owners: tuple[str, ...]

    def true_pairs(self) -> set[tuple[int, int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for place, owner in enumerate(self.owners):
            places[owner].append(place)
        return {pair for found in places.values() for pair in combinations(found, 2)}

    def __add__(self, other: Labelled) -> Labelled:
        return Labelled(self.records + other.records, self.owners + other.owners)


@dataclass(frozen=True)
class Split:
    """Half of the organisations to fit on, half to test on; whose names were looked at is in fit.

    `others` are the organisations of the larger list that occur in neither, one name each.
    """

    fit: Labelled
    test: Labelled
    others: Labelled


def is_there() -> bool:
    return (SHARED / VARIANTS).exists() and (SHARED / ORGANISATIONS).exists()


def split() -> Split:
    rows, organisations = _rows(VARIANTS), _rows(ORGANISATIONS)
    fit, test = owners_split(rows)
    others = [row for row in organisations if row["name"] and row["pic"] not in fit | test]
    return Split(
        fit=_labelled([row for row in rows if row["pic"] in fit], "fit"),
        test=_labelled([row for row in rows if row["pic"] in test], "test"),
        others=_labelled(others, "other"),
    )


def owners_split(rows: list[dict[str, str]]) -> tuple[set[str], set[str]]:
    owners = sorted({row["pic"] for row in rows})
    fit = set(random.Random(1).sample(owners, SAMPLE)) | {row["pic"] for row in rows[:LOOKED_AT]}
    rest = [owner for owner in owners if owner not in fit]
    random.Random(2026).shuffle(rest)
    wanted = len(owners) // 2 - len(fit)
    return fit | set(rest[:wanted]), set(rest[wanted:])


def with_cities(labelled: Labelled) -> Labelled:
    """Fill in a town that is missing with that of the same organisation in the larger list."""
    cities = {row["pic"]: row["city"] for row in _rows(ORGANISATIONS) if row["city"]}
    filled = (
        Record(one.id, one.name, country=one.country, city=one.city or cities.get(owner, ""))
        for one, owner in zip(labelled.records, labelled.owners, strict=True)
    )
    return Labelled(tuple(filled), labelled.owners)


def _rows(name: str) -> list[dict[str, str]]:
    with gzip.open(SHARED / name, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _labelled(rows: list[dict[str, str]], what: str) -> Labelled:
    records = tuple(
        Record(f"{what}{place}", row["name"], country=row["country"], city=row["city"])
        for place, row in enumerate(rows)
    )
    return Labelled(records, tuple(row["pic"] for row in rows))
