"""`raceme import FILE`: looked at without any installation, or loaded as a whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from raceme.access.models import Cluster
from raceme.cli.main import main
from raceme.foundation.models import Batch
from raceme.intake.models import Upload
from raceme.members.models import Organisation
from raceme.needs.models import Need
from tests.factories import make_cluster, make_organisation

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
MESSY = ROOT.parent / "shared" / "data" / "messy"
LIST = "Mitglieder 2026;;\nFirma;Ort;Mitarbeiter\nAlpha;Ulm;5\nBeta;Köln;viele\nSumme;;5\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(LIST.encode("cp1252"))
    return path


@pytest.fixture
def valley() -> Cluster:
    return make_cluster("valley")


def alone(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as on a new machine: no settings, no secret key, no database."""
    bare = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "raceme.cli.main", "import", *words],
        env={"PYTHONPATH": str(ROOT / "src")} | bare | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_dry_run_needs_nothing_and_tells_all(file: Path, tmp_path: Path) -> None:
    done = alone(str(file), "--dry-run", RACEME_HOME=str(tmp_path / "home"),
                 DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "list.csv",
        "  Kind of file: CSV",
        "  Encoding: ISO 8859-1",
        "  Separator: semicolon",
        "  Header row: 2",
        "  Rows: 2",
        "  1 row is no record and was left aside: row 5: “Summe” (sum)",
        "",
        "Columns",
        "    A  Firma → name (organisation), by its heading",
        "    B  Ort → town (organisation), by its heading",
        "    C  Mitarbeiter → employees (organisation), by its heading",
        "",
        "What it holds",
        "  1 organisations",
        "  0 people",
        "",
        "Problems",
        "  list.csv, row 4, column Mitarbeiter, value “viele”: This is not a whole number. Write"
        " digits only, such as 12.",
        "",
        "Nothing was written.",
    ]
    assert not (tmp_path / "home").exists()


def test_a_dry_run_can_be_read_by_programs(file: Path, capsys) -> None:
    assert main(["import", str(file), "--dry-run", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["form"], told["encoding"], told["separator"]) == ("CSV", "ISO 8859-1", ";")
    assert (told["header_rows"], told["rows"]) == ([2], 2)
    assert [column["field"] for column in told["columns"]] == [
        "organisation.name", "organisation.city", "organisation.employees",
    ]  # fmt: skip
    assert [(one["row"], one["column"]) for one in told["problems"]] == [(4, "Mitarbeiter")]
    assert told["rows_left_aside"] == [{"row": 5, "why": "sum", "text": "Summe"}]
    assert not Upload.objects.exists()


def test_sheet_header_and_content_can_be_said(file: Path, capsys) -> None:
    said = ["--header-row", "3", "--as", "needs"]
    assert main(["import", str(file), "--dry-run", "--json", *said]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["header_rows"], told["holds"]) == ([3], "needs")
    assert told["missing"] == "No column says which member has spoken."


@pytest.mark.skipif(
    not MESSY.is_dir(), reason="the published messy files are not beside the checkout"
)
def test_every_published_file_is_understood(capsys) -> None:
    for path in sorted(MESSY.iterdir()):
        assert main(["import", str(path), "--dry-run"]) == 0, path.name
        assert "→ name (organisation)" in capsys.readouterr().out, path.name


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n\0\0\0"])
def test_what_cannot_be_read_gets_one_sentence(tmp_path: Path, content, capsys) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)

    assert main(["import", str(path), "--dry-run"]) == 1

    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1


def test_a_file_that_is_not_there_is_said(capsys) -> None:
    assert main(["import", "nowhere.csv", "--dry-run"]) == 1
    assert capsys.readouterr().err.startswith("nowhere.csv: The file cannot be opened.")


def test_errors_stop_a_load_until_they_are_left_out(valley: Cluster, file: Path, capsys) -> None:
    assert main(["import", str(file), "--cluster", "valley"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in told] == [
        "list.csv, row 4, column Mitarbeiter, value “viele”", "Nothing was changed. Correct these"
        " rows, or leave them out with --leave-out.",
    ]  # fmt: skip
    assert not Organisation.objects.exists()
    assert Upload.objects.get().state == "dropped"

    assert main(["import", str(file), "--cluster", "valley", "--leave-out", "--json"]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert (counts["new"], counts["refused"]) == (1, 1)
    assert [one.name for one in Organisation.objects.all()] == ["Alpha"]
    assert Batch.objects.get().label == "list.csv"


def test_loading_again_changes_nothing(valley: Cluster, tmp_path: Path, capsys) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name;city\nAlpha;Ulm\nBeta;Bonn\n")
    for _ in range(2):
        assert main(["import", str(path), "--cluster", "valley"]) == 0

    assert "       0 new\n" in capsys.readouterr().out
    assert Organisation.objects.count() == 2


def test_needs_are_told_by_their_columns(valley: Cluster, tmp_path: Path) -> None:
    make_organisation(valley, code="A", name="Alpha")
    path = tmp_path / "needs.csv"
    path.write_text("member_id;topic;importance;date\nA;energy;4;1.3.2026\n")

    assert main(["import", str(path), "--cluster", "valley"]) == 0

    assert Need.objects.get().importance == 4


def test_a_list_needs_to_know_whose_it_is(file: Path, capsys) -> None:
    assert main(["import", str(file)]) == 1
    assert capsys.readouterr().err.startswith("raceme: Say which cluster organisation")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ([], ["Holzbau Musterthal GmbH", "Musterthal Holzbau Ges.m.b.H."]),
        (["--alike", "new"], ["Holzbau Musterthal GmbH", "Musterthal Holzbau Ges.m.b.H."]),
        (["--alike", "same"], ["Musterthal Holzbau Ges.m.b.H."]),
        (["--alike", "skip"], ["Holzbau Musterthal GmbH"]),
    ],
)
def test_likely_duplicates_are_entered_as_said_or_named(
    valley: Cluster, tmp_path: Path, capsys, words, names
) -> None:
    make_organisation(valley, name="Holzbau Musterthal GmbH", city="Ulm")
    path = tmp_path / "list.csv"
    path.write_text("name;city\nMusterthal Holzbau Ges.m.b.H.;Ulm\n")

    assert main(["import", str(path), "--cluster", "valley", *words]) == 0

    told = capsys.readouterr().err
    pair = "Row 2: “Musterthal Holzbau Ges.m.b.H.” may be “Holzbau Musterthal GmbH”."
    assert sorted(Organisation.objects.values_list("name", flat=True)) == sorted(names)
    assert (pair in told, "entered as new" in told) == (not words, not words)
