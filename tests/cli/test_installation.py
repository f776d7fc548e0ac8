"""The commands that work on an installation: found, import, check, key, worker."""

import json
from pathlib import Path

import pytest
from django.core import mail

from raceme.access.models import Cluster, Seat
from raceme.cli.main import main
from raceme.foundation.models import Change
from raceme.members.models import Organisation
from raceme.needs.models import Need
from raceme.portfolio.models import Ruling, Scenario

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "mustertal"
FOUND = ["found", "Valley of Examples", "--manager", "Manager@Example.org", "--country", "at"]


@pytest.fixture
def valley() -> Cluster:
    assert main(FOUND) == 0
    return Cluster.objects.get()


def test_a_cluster_is_founded_and_its_manager_invited(valley: Cluster) -> None:
    assert (valley.slug, valley.country) == ("valley-of-examples", "AT")
    assert Seat.objects.get().user.email == "manager@example.org"
    assert mail.outbox[0].to == ["manager@example.org"]
    assert "/sign-in/password/reset/key/" in mail.outbox[0].body


def test_a_cluster_is_founded_once(valley: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(FOUND) == 1
    assert capsys.readouterr().err.startswith("raceme: There is already")


def test_a_name_without_latin_letters_needs_an_address(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    found = ["found", "Клъстер", "--manager", "a@example.org"]

    assert main(found) == 1
    assert capsys.readouterr().err.strip().endswith("Choose one: --slug …")
    assert main([*found, "--slug", "klaster"]) == 0
    assert Cluster.objects.get().name == "Клъстер"


def test_nonsense_founds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["found", "Valley", "--manager", "nobody"]) == 1
    assert main(["found", "Valley", "--manager", "a@example.org", "--currency", "euros"]) == 1
    assert not Cluster.objects.exists()


def test_a_folder_is_loaded(valley: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(EXAMPLE), "--cluster", "Valley of Examples", "--json"]) == 0

    counts = json.loads(capsys.readouterr().out)
    assert counts == {"members": 36, "needs": 737, "objectives": 4, "services": 19}
    assert (Organisation.objects.count(), Need.objects.count()) == (36, 737)
    assert Ruling.objects.exists()


def test_loading_again_changes_nothing(valley: Cluster) -> None:
    assert main(["import", str(EXAMPLE), "--cluster", valley.slug]) == 0
    before = (Need.objects.count(), Scenario.objects.count(), Change.objects.count())

    assert main(["import", str(EXAMPLE), "--cluster", valley.slug]) == 0

    assert (Need.objects.count(), Scenario.objects.count(), Change.objects.count()) == before


def test_a_dry_run_needs_no_cluster_and_writes_nothing() -> None:
    assert main(["import", str(EXAMPLE), "--dry-run"]) == 0
    assert not Organisation.objects.exists()


def test_a_bad_folder_loads_nothing(
    valley: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(tmp_path), "--cluster", valley.slug]) == 1

    assert "cluster.toml" in capsys.readouterr().err
    assert not Organisation.objects.exists()


def test_an_unknown_cluster_is_said_with_those_there_are(
    valley: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(EXAMPLE), "--cluster", "hill"]) == 1

    assert "valley-of-examples" in capsys.readouterr().err


def test_the_breaks_of_the_thread_are_printed(
    valley: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", str(EXAMPLE), "--cluster", valley.slug])
    capsys.readouterr()

    assert main(["check", "--json"]) == 0

    (told,) = json.loads(capsys.readouterr().out)
    breaks = {one["code"]: one["rows"] for one in told["breaks"]}
    assert told["cluster"] == valley.slug
    assert len(breaks["objectives-without-indicator"]) == 4
    assert breaks["objectives-without-indicator"][0]["address"].startswith("http://127.0.0.1:8000/")


def test_breaks_are_told_in_german(valley: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", str(EXAMPLE), "--cluster", valley.slug])
    capsys.readouterr()

    assert main(["check", "--language", "de"]) == 0

    assert "Ziele ohne Indikator" in capsys.readouterr().out


def test_a_key_is_long_and_never_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    main(["key"])
    main(["key"])

    first, second = capsys.readouterr().out.split()
    assert len(first) >= 40
    assert first != second


@pytest.mark.parametrize("command", ["plan", "demo", "found", "import", "check", "serve", "worker"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert f"usage: raceme {command}" in capsys.readouterr().out


def test_an_unknown_command_is_wrong_usage() -> None:
    assert main(["fly"]) == 2
