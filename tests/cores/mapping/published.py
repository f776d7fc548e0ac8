"""The published cases beside the checkout; they are not part of the product."""

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
if not SHARED.exists():  # a work tree lies one folder deeper
    SHARED = Path(__file__).resolve().parents[5] / "shared" / "data"
REGIONAL, COMPLEXITY = SHARED / "regional", SHARED / "complexity"
needs_regional = pytest.mark.skipif(
    not REGIONAL.exists(), reason="the published cases of ../shared/data/regional are not here"
)
needs_complexity = pytest.mark.skipif(
    not COMPLEXITY.exists(), reason="the published cases of ../shared/data/complexity are not here"
)


def rows_of(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def every_case() -> list[dict[str, Any]]:
    if not REGIONAL.exists():
        return []
    told = json.loads((REGIONAL / "reference_cases.json").read_text(encoding="utf-8"))
    return list(told["cases"])


def cases(measure: str) -> list[dict[str, Any]]:
    return [case for case in every_case() if case["measure"] == measure]


def columns(asked: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Two columns of a published file: a region and the nation; rows count from 1."""
    rows = rows_of(REGIONAL / asked["file"])
    first, last = (int(part) for part in asked.get("rows", f"1:{len(rows)}").split(":"))
    chosen = rows[first - 1 : last]
    here = [float(row[asked["region_column"]]) for row in chosen]
    there = [float(row[asked["nation_column"]]) for row in chosen]
    return np.array(here), np.array(there)
