"""Make the Slovenian example from published EU project data: members, and needs they revealed.

    python examples/slovenia/make.py FOLDER [TO]

FOLDER holds the three tables h2020_organisations.csv.gz, h2020_participations.csv.gz and
h2020_projects.csv.gz (Horizon 2020 projects begun 2014 to 2019, after CORDIS, CC BY 4.0). Writes
members.csv and needs.csv into the folder TO, or beside this file; the same tables always give the
same bytes. The rules are told in README.md, the mapping of projects to need topics stands in
mapping.csv.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from names import mended, readable

HERE = Path(__file__).parent
COUNTRY = "SI"
COUNTED_ON = date(2019, 12, 31)  # the tables end here; recency is measured from this day
HALF_LIFE_YEARS = 4.0
COORDINATOR_FACTOR = 1.5
# Points a topic must have gathered for an importance of 5, 4, 3 and 2; below: no record.
STEPS = ((2.4, 5), (1.2, 4), (0.55, 3), (0.25, 2))
MEMBER_COLUMNS = ["id", "name", "role", "employees", "nace", "nuts", "country", "city"]
MEMBER_COLUMNS += ["website", "weight"]
NEED_COLUMNS = ["member_id", "topic", "importance", "satisfaction", "date", "source", "note"]
ROLE_OF_TYPE = {
    "PRC": "firm",
    "HES": "education",
    "REC": "research",
    "PUB": "public",
    "OTH": "other",
}
# Words of a name that say more than the EU's type of organisation does.
ROLE_OF_WORD = {
    "GROZD": "intermediary",
    "GROZDA": "intermediary",
    "ZBORNICA": "intermediary",
    "TEHNOLOSKI PARK": "intermediary",
    "RAZVOJNA AGENCIJA": "intermediary",
    "DRUSTVO": "civil-society",
    "USTANOVA": "civil-society",
}

Row = Mapping[str, str]
Rules = Mapping[tuple[str, str], list[tuple[str, float]]]


@dataclass(frozen=True)
class Evidence:
    """One participation that speaks for a need: how strongly, since when, in which project."""

    points: float
    begun_on: str
    project: str


def rows_of(path: Path) -> list[Row]:
    """Read one of the published tables."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def rules_of(path: Path) -> Rules:
    """Read which topics a theme, a type of action, a role … speaks for, and how strongly."""
    rules: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rules[row["looks_at"], row["value"]].append((row["topic"], float(row["points"])))
    return rules


def named_organisations(folder: Path) -> dict[str, Row]:
    """List the organisations of the country that have a name and are not a single person."""
    return {
        row["pic"]: row
        for row in rows_of(folder / "h2020_organisations.csv.gz")
        if row["country"] == COUNTRY and row["name"] and not is_a_person(row)
    }


def is_a_person(row: Row) -> bool:
    """Tell a sole proprietor (s.p.), who trades under a personal name."""
    return row["short_name"].casefold().rstrip(".").endswith("s.p")


def role_of(row: Row) -> str:
    """Say which part an organisation plays, from words in its name, else from the EU's type."""
    if row["org_type"] == "PRC":
        return ROLE_OF_TYPE["PRC"]
    words = f" {row['name'].upper().replace(',', ' ').replace('-', ' ')} "
    for word, role in ROLE_OF_WORD.items():
        if f" {word} " in words:
            return role
    return ROLE_OF_TYPE[row["org_type"]]


def topics_spoken_for(
    participation: Row, project: Row, rules: Rules
) -> Iterator[tuple[str, float]]:
    """List the topics one participation speaks for, each with its points before any weighting."""
    yield from rules["every participation", ""]
    yield from rules.get(("role", participation["role"]), ())
    yield from rules.get(("organisation", participation["org_type"]), ())
    if project["theme"]:
        yield from rules.get(("theme", project["theme"]), ())
    else:
        for part in project["programme_parts"].split("|"):
            yield from rules.get(("programme part", part), ())
    yield from rules.get(("type of action", project["type_of_action"]), ())
    for (looks_at, value), found in rules.items():
        if looks_at == "call begins with" and project["topic_code"].startswith(value):
            yield from found


def recency(begun_on: str) -> float:
    """Weigh a project by its age: 1 on the day of counting, half of it four years before."""
    years = (COUNTED_ON - date.fromisoformat(begun_on)).days / 365.25
    return float(0.5 ** (years / HALF_LIFE_YEARS))


def evidence_of(
    organisations: Mapping[str, Row], folder: Path, rules: Rules
) -> dict[tuple[str, str], list[Evidence]]:
    """Collect, for each organisation and topic, the participations that speak for it."""
    projects = {row["project_rcn"]: row for row in rows_of(folder / "h2020_projects.csv.gz")}
    found: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for participation in rows_of(folder / "h2020_participations.csv.gz"):
        if participation["pic"] not in organisations:
            continue
        project = projects[participation["project_rcn"]]
        weight = recency(project["start_date"])
        if participation["role"] == "coordinator":
            weight *= COORDINATOR_FACTOR
        by_topic: dict[str, float] = defaultdict(float)
        for topic, points in topics_spoken_for(participation, project, rules):
            by_topic[topic] += points
        for topic, sum_of_points in by_topic.items():
            found[participation["pic"], topic].append(
                Evidence(weight * sum_of_points, project["start_date"], project["acronym"])
            )
    return found


def importance_of(evidence: list[Evidence]) -> int | None:
    """Turn gathered points into an importance of 2 to 5; None where they are too few."""
    points = sum(piece.points for piece in evidence)
    return next((importance for least, importance in STEPS if points >= least), None)


def note_on(evidence: list[Evidence]) -> str:
    """Say where a need was read from."""
    latest = max(evidence, key=lambda piece: (piece.begun_on, piece.project))
    count = len(evidence)
    projects = "1 EU project" if count == 1 else f"{count} EU projects"
    return f"revealed by {projects}, latest {latest.project or 'without acronym'}"


def member_row(row: Row) -> list[str]:
    """Write one organisation as a line of members.csv. Unknown stays empty."""
    name = readable(mended(row["name"]), like=mended(row["short_name"]))
    city = readable(mended(row["city"]), like="")
    return [
        row["pic"],
        name,
        role_of(row),
        "",
        "",
        row["nuts_code"],
        row["country"],
        city,
        row["website"],
        "1",
    ]


def write(path: Path, header: list[str], lines: list[list[str]]) -> None:
    """Write a table with the line ends that every machine writes alike."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)


def make(folder: Path, to: Path = HERE) -> None:
    """Make both tables of the example in the folder `to`."""
    organisations = named_organisations(folder)
    evidence = evidence_of(organisations, folder, rules_of(HERE / "mapping.csv"))
    needs = []
    for (pic, topic), pieces in sorted(evidence.items()):
        importance = importance_of(pieces)
        if importance is not None:
            latest = max(piece.begun_on for piece in pieces)
            needs.append([pic, topic, str(importance), "", latest, "project", note_on(pieces)])
    members = [member_row(row) for _, row in sorted(organisations.items())]
    write(
        to / "members.csv",
        MEMBER_COLUMNS,
        members,
    )
    write(
        to / "needs.csv",
        NEED_COLUMNS,
        needs,
    )


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit("usage: python examples/slovenia/make.py FOLDER [TO]")
    make(*(Path(argument) for argument in sys.argv[1:]))
