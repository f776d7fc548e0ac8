"""One line of time, told by several sources."""

from collections.abc import Iterator
from datetime import date

import pytest

from raceme.foundation import timeline
from raceme.foundation.timeline import Entry, Source, told_of

PLACE = "garden"


def flowers(_actor: object, thing: object) -> Iterator[Entry]:
    yield Entry(date(2026, 5, 1), f"{thing} blooms")
    yield Entry(None, f"{thing} was planted")


def birds(_actor: object, _thing: object) -> Iterator[Entry]:
    yield Entry(date(2026, 6, 1), "A bird came")


@pytest.fixture(autouse=True)
def garden() -> Iterator[None]:
    timeline.register(PLACE, Source("flower", "Flowers", "star", flowers))
    timeline.register(PLACE, Source("bird", "Birds", "users", birds))
    yield
    timeline._sources.pop(PLACE)


def test_what_happened_is_told_newest_first_and_what_is_undated_last() -> None:
    told = told_of(PLACE, None, "The rose")

    assert [(one.source.kind, one.entry.text) for one in told] == [
        ("bird", "A bird came"),
        ("flower", "The rose blooms"),
        ("flower", "The rose was planted"),
    ]


def test_one_kind_is_asked_alone() -> None:
    assert [one.entry.text for one in told_of(PLACE, None, "x", kind="bird")] == ["A bird came"]
    assert told_of(PLACE, None, "x", kind="stone") == []


def test_registering_again_replaces() -> None:
    timeline.register(PLACE, Source("bird", "Birds", "users", lambda _actor, _thing: ()))

    assert [one.kind for one in timeline.sources_of(PLACE)] == ["flower", "bird"]
    assert told_of(PLACE, None, "x", kind="bird") == []


def test_a_place_nobody_knows_has_nothing_to_tell() -> None:
    assert told_of("desert", None, "x") == []
