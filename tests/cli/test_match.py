"""`raceme match`: three lists in, partners out, and nothing of what came after the day."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from raceme.cli.main import main
from tests.cores.matching import invented

UNTIL = "2019-01-01"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented.folder(tmp_path_factory.mktemp("lists"))


def match(folder: Path, out: Path, *more: str, asking: tuple[str, ...] = ("p1", "p32")) -> int:
    queries = out.with_name("queries.csv")
    queries.write_text("\n".join(["pic", *asking]) + "\n", encoding="utf-8")
    words = ["match", str(folder), "--until", UNTIL, "--queries", str(queries), "--out", str(out)]
    return main([*words, "--quiet", *more])


def written(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_who_asks_gets_a_list_in_order(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"

    assert match(folder, out, "--top", "7") == 0

    rows = written(out)
    assert list(rows[0]) == ["query_pic", "rank", "partner_pic", "score", "reasons"]
    assert [(row["query_pic"], row["rank"]) for row in rows] == [
        (asking, str(rank)) for asking in ("p1", "p32") for rank in range(1, 8)
    ]
    scores = [float(row["score"]) for row in rows[:7]]
    assert scores == sorted(scores, reverse=True)
    assert all(row["reasons"] for row in rows)


def test_only_the_kind_asked_for_is_proposed_and_nobody_known(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    kinds = {row["pic"]: row["org_type"] for row in invented.rows(folder / "x_organisations.csv")}
    projects = invented.rows(folder / "x_projects.csv")
    before = {row["project_rcn"] for row in projects if row["start_date"] < UNTIL}
    members: dict[str, set[str]] = {}
    for row in invented.rows(folder / "x_participations.csv"):
        if row["project_rcn"] in before:
            members.setdefault(row["project_rcn"], set()).add(row["pic"])
    known = set().union(*(those for those in members.values() if "p1" in those))

    assert match(folder, out, "--among", "PRC") == 0

    proposed = {row["partner_pic"] for row in written(out) if row["query_pic"] == "p1"}
    assert {kinds[pic] for pic in proposed} == {"PRC"}
    assert proposed & known == set()
    assert len(known) > 1


def test_nothing_after_the_day_is_used(folder: Path, tmp_path: Path) -> None:
    """Whatever is done to later rows, the list is the same to the last letter."""
    asking = ("p1", "p29", "p59", "p100")
    out = tmp_path / "whole.csv"
    assert match(folder, out, asking=asking) == 0
    projects = invented.rows(folder / "x_projects.csv")
    taken = invented.rows(folder / "x_participations.csv")
    later = {row["project_rcn"] for row in projects if row["start_date"] >= UNTIL}
    shifted = [row for row in taken if row["project_rcn"] not in later]
    shifted += [row | {"pic": "p7"} for row in taken if row["project_rcn"] in later]
    other = [
        row | {"title": "Wind for p1", "theme": "wind"} if row["project_rcn"] in later else row
        for row in projects
    ]

    for name, kept, members in (
        ("removed", [row for row in projects if row["project_rcn"] not in later], taken),
        ("scrambled", other[::-1], shifted[::-1]),
    ):
        there = tmp_path / name
        there.mkdir()
        (there / "x_organisations.csv").write_bytes((folder / "x_organisations.csv").read_bytes())
        invented.write(there / "x_projects.csv", invented.PROJECTS, kept)
        invented.write(there / "x_participations.csv", invented.PARTICIPATIONS, members)
        again = tmp_path / f"{name}.csv"
        assert match(there, again, asking=asking) == 0
        assert again.read_bytes() == out.read_bytes()
    assert len(later) > 50


def test_who_is_new_or_in_no_list_gets_a_useful_list(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"

    assert match(folder, out, "--top", "5", asking=("p59", "never heard of")) == 0

    rows = written(out)
    assert [row["query_pic"] for row in rows] == ["p59"] * 5 + ["never heard of"] * 5


def test_packed_lists_are_read(folder: Path, tmp_path: Path) -> None:
    there = tmp_path / "packed"
    there.mkdir()
    for path in folder.glob("x_*.csv"):
        (there / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    plain, packed = tmp_path / "plain.csv", tmp_path / "packed.csv"

    assert match(folder, plain) == match(there, packed) == 0
    assert plain.read_bytes() == packed.read_bytes()


@pytest.mark.parametrize(
    "broken",
    [
        ("x_projects.csv", "project_rcn,title\n1,a\n", "the list of projects has no column"),
        ("x_projects.csv", "project_rcn,start_date\n1,soon\n", "start_date soon is no date"),
        ("x_participations.csv", "project_rcn,pic,role\n1000,p999,partner\n", "p999"),
        ("x_organisations.csv", "", "the list of organisations has no column"),
    ],
)
def test_a_broken_list_is_refused_in_one_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: tuple[str, str, str]
) -> None:
    file, text, said = broken
    there = tmp_path / "broken"
    there.mkdir()
    for path in folder.glob("x_*.csv"):
        (there / path.name).write_bytes(path.read_bytes())
    (there / file).write_text(text, encoding="utf-8")

    assert match(there, tmp_path / "out.csv") == 1

    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not (tmp_path / "out.csv").exists()


def test_what_is_foretold_is_judged_by_method(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["match", "evaluate", str(folder), "--until", UNTIL, "--sample", "40", "--quiet"]

    assert main(words) == 0

    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert list(rows[0]) == ["asking", "method", "recall_20", "hit_10", "lists"]
    assert {row["asking"] for row in rows} == {
        "known",
        "cold start, worked alone",
        "cold start, never seen",
        "across sectors",
    }
    assert next(row["lists"] for row in rows if row["asking"] == "known") == "40"


@pytest.mark.parametrize(
    "words", [["evaluate"], ["one", "two"], ["one"], ["one", "--until", "soon", "--queries", "q"]]
)
def test_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    until = [] if "--until" in words else ["--until", UNTIL]

    assert main(["match", *words, *until]) == 2
    assert capsys.readouterr().err
