"""An invented folder of three lists: groups of firms that meet by rules one can foretell."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

ORGANISATIONS = ("pic", "org_type", "country", "city", "geolocation")
PARTICIPATIONS = ("project_rcn", "pic", "role")
PROJECTS = (
    "project_rcn", "start_date", "end_date", "programme_parts", "theme", "topic_code",
    "topic_description", "type_of_action", "title",
)  # fmt: skip
GROUPS = ("wind", "batteries", "proteins", "railways", "lasers", "forests")
EACH = 30  # organisations of a group
YEARS = range(2015, 2020)
Row = dict[str, str]


def folder(path: Path, *, seed: int = 1, each_year: int = 60) -> Path:
    """Write the three lists."""
    rng = np.random.default_rng(seed)
    path.mkdir(parents=True, exist_ok=True)
    write(path / "x_organisations.csv", ORGANISATIONS, _organisations())
    projects: list[Row] = []
    participations: list[Row] = []
    for number in range(each_year * len(YEARS)):
        group = int(rng.integers(len(GROUPS)))
        size = int(rng.integers(1, 6))
        # the last five of each group are young: they work alone until 2018
        year = YEARS[number // each_year]
        oldest = EACH if year >= 2018 or size == 1 else EACH - 5
        members = rng.choice(oldest, size, replace=False) + group * EACH
        if size > 2 and rng.random() < 0.1:
            members[-1] = (members[-1] + EACH) % (EACH * len(GROUPS))
        rcn = str(1000 + number)
        projects.append(_project(rcn, year, number, GROUPS[group]))
        for place, member in enumerate(dict.fromkeys(members.tolist())):
            role = "participant" if place else "coordinator"
            participations.append({"project_rcn": rcn, "pic": f"p{member}", "role": role})
    write(path / "x_participations.csv", PARTICIPATIONS, participations)
    write(path / "x_projects.csv", PROJECTS, projects)
    return path


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, columns: tuple[str, ...], found: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(found)


def _organisations() -> list[Row]:
    return [
        {
            "pic": f"p{number}",
            "org_type": "PRC" if number % 3 else "HES",
            "country": ("SI", "AT", "DE", "IT")[number % 4],
            "city": f"Town {number % 17}",
            "geolocation": f"{45 + number % 7},{10 + number % 5}" if number % 2 else "",
        }
        for number in range(EACH * len(GROUPS))
    ]


def _project(rcn: str, year: int, number: int, group: str) -> Row:
    return {
        "project_rcn": rcn,
        "start_date": f"{year}-{1 + number % 12:02}-01",
        "end_date": f"{year + 2}-12-31",
        "programme_parts": f"LEIT|{group.upper()}",
        "theme": group,
        "topic_code": f"{group[:3].upper()}-{number % 5}-{year}",
        "topic_description": f"Better {group} for everybody",
        "type_of_action": "Innovation action",
        "title": f"New ways to {group} {number}",
    }
