"""`raceme programme` opens a programme and asks clusters; called again, it adds."""

import pytest

from raceme.cli.demo_programme import found_example_programme
from raceme.cli.main import main
from raceme.programmes.models import Agreement, Edition, Officer, Programme
from tests.factories import NOW, make_cluster, make_user


def test_a_programme_is_opened_and_added_to(db: None, capsys: pytest.CaptureFixture[str]):
    for slug in ("north", "south"):
        make_cluster(slug)
    opened = ["programme", "Growth", "--agency", "Ministry", "--officer", "o@example.org"]

    assert main([*opened, "--cluster", "north"]) == 0
    assert main([*opened, "--cluster", "north", "--cluster", "south"]) == 0

    assert "Growth: /programme/growth/" in capsys.readouterr().out
    assert (Programme.objects.count(), Officer.objects.count()) == (1, 1)
    assert Agreement.objects.filter(agreed_at=None).count() == 2


@pytest.mark.parametrize("wrong", [["--officer", "nobody"], ["--cluster", "nowhere"]])
def test_what_is_wrong_is_told_in_a_line(db: None, wrong: list[str]):
    assert main(["programme", "Growth", *wrong]) == 1
    assert not Programme.objects.exists()


def test_the_demonstration_has_a_programme_and_a_second_run_changes_nothing(db: None):
    clusters, officer = [make_cluster("north"), make_cluster("south")], make_user()

    programme = found_example_programme(clusters, officer, at=NOW)

    assert programme is not None
    assert Edition.objects.get().programme == programme
    assert found_example_programme(clusters, officer, at=NOW) is None
