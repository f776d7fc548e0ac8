"""`raceme schedule`: events from files to files."""

import json
from pathlib import Path

import pytest

from raceme.cli.main import main

EVENT = """
[[block]]
id = "am"
starts = 2027-05-20T09:00:00
ends = 2027-05-20T10:00:00
minutes = 20
[[place]]
id = "T1"
[[participant]]
id = "a"
[[participant]]
id = "b"
[[request]]
id = "ab"
participants = ["a", "b"]
"""


def schedule(folder: Path, name: str, text: str, *more: str) -> int:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return main(["schedule", str(path), "--time-limit", "20", "--quiet", *more])


def test_an_event_is_scheduled_into_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"

    assert schedule(tmp_path, "schedule.toml", EVENT, "--seed", "3", "--out", str(out)) == 0

    written = json.loads(out.read_text())
    assert (written["status"], written["seed"], written["unplaced"]) == ("optimal", 3, [])
    assert [one["request"] for one in written["meetings"]] == ["ab"]
    assert capsys.readouterr().out.startswith("1 meetings, 0 requests without one")


def test_what_is_different_from_the_schedule_before_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = '[[before]]\nrequest = "ab"\nslot = "am.3"\nplace = "T1"\n'
    locked = '[[lock]]\nrequest = "ab"\nslot = "am.1"\n'

    assert schedule(tmp_path, "event.toml", EVENT + before + locked) == 0

    written = json.loads(capsys.readouterr().out)
    assert [(one["kind"], one["request"]) for one in written["changes"]] == [("moved", "ab")]
    assert written["tell"] == [
        {"participant": "a", "requests": ["ab"]},
        {"participant": "b", "requests": ["ab"]},
    ]


def test_what_is_wrong_is_said_with_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert schedule(tmp_path, "event.json", '{"request": [{"id": "x"}]}') == 1

    assert "request x needs two participants" in capsys.readouterr().err


def test_locks_that_contradict_each_other_are_a_proof(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    third = '[[participant]]\nid = "c"\n[[request]]\nid = "ac"\nparticipants = ["a", "c"]\n'
    locks = '[[lock]]\nrequest = "ab"\nslot = "am.1"\n[[lock]]\nrequest = "ac"\nslot = "am.1"\n'

    assert schedule(tmp_path, "event.toml", EVENT + third + locks) == 0

    assert json.loads(capsys.readouterr().out)["status"] == "infeasible"


def test_a_published_day_is_scheduled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = (
        "nBusiness=2; nMeetings=1; nTables=1; nTotalSlots=1; nMorningSlots=1; requested=[|1,2,3|];"
    )

    assert schedule(tmp_path, "day.dzn", day) == 0

    assert json.loads(capsys.readouterr().out)["meetings"] == [
        {"meeting": 1, "slot": 1, "table": 1}
    ]
