"""`raceme plan`: from a folder to three documents, or to every error and nothing written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from raceme.cli import plan as plan_command
from raceme.cli.main import main
from raceme.cli.progress import ProgressLine
from raceme.cores.planning.values import Progress
from raceme.foundation.tabular.reading import read_table

CLUSTER = """\
[cluster]
name = "Cluster Example Valley"

[plan]
year = 2027
budget_eur = 3000
person_days = 12

[[objective]]
code = "O1"
name = "More joint innovation"
weight = 1
categories = ["INN"]
"""
MEMBERS = "id,name\nM1,Example Parts 01\nM2,Example Parts 02\n"
NEEDS = """\
member_id,topic,importance,satisfaction,date,source
M1,funding-search,5,1,2026-03-31,survey
M2,funding-search,4,4,2026-03-31,survey
M2,cybersecurity,3,,2026-03-31,survey
"""
SERVICES = """\
id,name,category,person_days,cost_eur,income_eur,reach,max_editions,answers
S1,Funding check,INN,3,1000,,1,2,funding-search:1
S2,Security course,SKI,4,900,300,2,1,cybersecurity:0.5
S3,Large fair,INT,40,20000,,10,1,cybersecurity:1
"""


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "folder"
    place.mkdir()
    for name, content in (
        ("cluster.toml", CLUSTER),
        ("members.csv", MEMBERS),
        ("needs.csv", NEEDS),
        ("services.csv", SERVICES),
    ):
        (place / name).write_text(content, encoding="utf-8")
    return place


def run(folder, out, *options) -> int:
    return main(["plan", str(folder), "--out", str(out), "--resamples", "5", *options])


def files_in(out) -> list[str]:
    return sorted(path.name for path in out.iterdir()) if out.exists() else []


def test_a_folder_becomes_three_documents(folder, tmp_path, capsys):
    code = run(folder, tmp_path / "out")

    # Worked by hand. funding-search: scores (5+4-1)/8 = 1 and (4-1)/8 = 3/8, D = 11/16, N = 2.
    # cybersecurity: scores 0 and (3-1)/8 = 1/4, D = 1/8, N = 1. Sum of D = 13/16.
    # S1 twice and S2 once: 10 of 12 days, 2000 + 600 = 2600 of 3000 euro; S3 fits no limit.
    # y = min(1, 2 x 1 / 2) = 1 and 0.5 x min(1, 2 / 1) = 0.5; z = (3/4) / 3 = 1/4.
    # V = 0.6 (11/16 + 1/16) / (13/16) + 0.4 / 4 = 0.6 x 12/13 + 0.1
    plan = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    assert code == 0
    assert files_in(tmp_path / "out") == ["plan.json", "plan.pdf", "plan.xlsx"]
    assert plan["status"] == "optimal"
    assert plan["value"] == pytest.approx(0.6 * 12 / 13 + 0.1)
    assert [(each["id"], each["editions"]) for each in plan["services"]] == [
        ("S1", 2),
        ("S2", 1),
        ("S3", 0),
    ]
    assert plan["totals"] == {
        "person_days": 10,
        "cost_eur": 2900,
        "income_eur": 300,
        "net_cost_eur": 2600,
    }
    said = capsys.readouterr()
    assert "Funding check" in said.out
    assert "Only 2 members have answered" in said.out
    assert "Measuring what members ask for" in said.err


def test_the_three_documents_say_the_same(folder, tmp_path):
    run(folder, tmp_path / "out", "--quiet")

    plan = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    book = read_table(tmp_path / "out" / "plan.xlsx", "plan.xlsx", sheet="Services")
    assert [row.cells[:3] for row in book.rows] == [
        (each["id"], each["name"], each["editions"]) for each in plan["services"]
    ]
    assert (tmp_path / "out" / "plan.pdf").read_bytes().startswith(b"%PDF-")


def test_names_may_hold_any_signs(folder, tmp_path):
    (folder / "cluster.toml").write_text(CLUSTER.replace("Valley", "山谷 🚀"), encoding="utf-8")
    (folder / "services.csv").write_text(
        SERVICES.replace("Funding", "Funding 服务 😀"), encoding="utf-8"
    )

    code = run(folder, tmp_path / "out", "--quiet")

    assert code == 0
    assert files_in(tmp_path / "out") == ["plan.json", "plan.pdf", "plan.xlsx"]


def test_the_same_folder_and_seed_give_the_same_data(folder, tmp_path):
    run(folder, tmp_path / "one", "--seed", "5")
    run(folder, tmp_path / "two", "--seed", "5")

    one, two = ((tmp_path / name / "plan.json").read_bytes() for name in ("one", "two"))
    assert one == two
    assert json.loads(one)["seed"] == 5


def test_json_is_all_that_is_printed_when_asked_for(folder, tmp_path, capsys):
    run(folder, tmp_path / "out", "--json", "--quiet")

    said = capsys.readouterr()
    written = (tmp_path / "out" / "plan.json").read_text("utf-8")
    assert json.loads(said.out) == json.loads(written)
    assert said.err == ""


def test_bad_input_is_told_whole_and_nothing_is_written(folder, tmp_path, capsys):
    (folder / "needs.csv").write_text(NEEDS + "M7,x,9,,soon,\n", encoding="utf-8")

    code = run(folder, tmp_path / "out")

    assert code == 1
    assert files_in(tmp_path / "out") == []
    assert capsys.readouterr().err.splitlines() == [
        "needs.csv, row 5, column member_id, value “M7”: No member has this id. Add the member to"
        " the members table, or correct the id.",
        "needs.csv, row 5, column importance, value “9”: The number must be between 1 and 5."
        " Correct the number.",
        "needs.csv, row 5, column date, value “soon”: This is not a date. Write year-month-day such"
        " as 2026-03-31, or day.month.year such as 31.03.2026.",
        "3 problems; nothing was written.",
    ]


def test_bad_input_leaves_an_older_plan_as_it_was(folder, tmp_path):
    run(folder, tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    (folder / "members.csv").unlink()

    code = run(folder, tmp_path / "out")

    assert code == 1
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_document_that_cannot_be_made_leaves_nothing_behind(folder, tmp_path, monkeypatch):
    def broken(*_arguments):
        raise RuntimeError("the printer is on fire")

    monkeypatch.setattr(plan_command, "plan_report", broken)

    with pytest.raises(RuntimeError):
        run(folder, tmp_path / "out")
    assert files_in(tmp_path / "out") == []


def test_a_place_that_cannot_be_written_to_is_told_in_one_line(folder, tmp_path, capsys):
    (tmp_path / "out").write_text("a file stands here")

    code = run(folder, tmp_path / "out", "--quiet")

    assert code == 1
    assert capsys.readouterr().err.startswith("raceme: The documents cannot be written to")


def test_limits_that_contradict_each_other_are_an_answer(folder, tmp_path, capsys):
    settings = CLUSTER.replace("year = 2027", 'must = ["S3"]')
    (folder / "cluster.toml").write_text(settings, encoding="utf-8")

    code = run(folder, tmp_path / "out")

    plan = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    assert code == 0
    assert (plan["status"], plan["value"]) == ("infeasible", None)
    assert {fact["code"] for fact in plan["conflicts"]} == {"must", "budget"}
    said = capsys.readouterr().out
    assert "No plan keeps all limits" in said
    assert "“Large fair” is a must." in said


def test_the_language_of_the_documents_can_be_chosen(folder, tmp_path):
    run(folder, tmp_path / "out", "--language", "de")

    plan = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    labels = {topic["id"]: topic["label"] for topic in plan["topics"]}
    assert labels["cybersecurity"] == "Cybersicherheit"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["bake"],
        ["plan"],
        ["plan", "folder"],
        ["plan", "folder", "--out", "out", "--seed", "-1"],
        ["plan", "folder", "--out", "out", "--resamples", "many"],
        ["plan", "folder", "--out", "out", "--language", "fr"],
    ],
)
def test_wrong_usage_has_a_code_of_its_own(words, capsys):
    assert main(words) == 2
    assert capsys.readouterr().err.startswith("usage: raceme")


@pytest.mark.parametrize("words", [["--help"], ["plan", "--help"], ["--version"]])
def test_help_is_given(words, capsys):
    assert main(words) == 0
    assert "raceme" in capsys.readouterr().out


def test_on_a_terminal_one_line_is_rewritten(capsys):
    line = ProgressLine(is_terminal=True)

    line.tell(Progress("choose", 0.02))
    line.tell(Progress("resample", 0.5))
    line.end()

    said = capsys.readouterr().err
    assert "\n" not in said
    assert said.count("\r") == 4
    assert " 50 % Checking how sure the choice is" in said


def test_elsewhere_each_stage_has_a_line(capsys):
    line = ProgressLine(is_terminal=False)

    for share in (0.1, 0.2, 0.3):
        line.tell(Progress("resample", share))
    line.end()

    assert capsys.readouterr().err == "Checking how sure the choice is …\n"


def run_where_nothing_is_set(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    clean = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("RACEME_", "DJANGO_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "raceme.cli.main", *words],
        cwd=place,
        env=clean | {"PYTHONPATH": str(Path(plan_command.__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("word", ["--help", "-h"])
@pytest.mark.parametrize("command", ["serve", "import"])
def test_help_needs_no_secret_key(command, word, tmp_path):
    ended = run_where_nothing_is_set(tmp_path, command, word)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"usage: raceme {command}")


def test_a_folder_called_help_opens_no_door(tmp_path):
    ended = run_where_nothing_is_set(tmp_path, "import", "--cluster", "Valley", "--", "--help")

    assert ended.returncode == 1
    assert ended.stderr.startswith("raceme: Set RACEME_SECRET_KEY")


def test_the_command_needs_neither_database_nor_secret_key(folder, tmp_path):
    ended = run_where_nothing_is_set(
        tmp_path, "plan", str(folder), "--out", "out", "--resamples", "2", "--quiet"
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert files_in(tmp_path / "out") == ["plan.json", "plan.pdf", "plan.xlsx"]
    assert files_in(tmp_path) == ["folder", "out"]
