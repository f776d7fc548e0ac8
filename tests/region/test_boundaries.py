"""Boundaries come in with their owner named, are cut alike on both sides, and make a map."""

import gzip
import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from raceme.access.actor import Actor
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.region.bridge.boundaries import drawable
from raceme.region.bridge.comparison import Asked, comparison_of
from raceme.region.bridge.measures import COMPLEXITY
from raceme.region.models import Boundaries
from raceme.region.verbs import take_boundaries
from tests.factories import NOW
from tests.region.making import make_rows

FACTS = {"attribution": "© Example Maps", "licence": "CC BY 4.0", "nuts_version": "2013"}


def square(code: str, west: float, south: float, side: float = 1.0) -> dict:
    ring = [[west, south], [west + side, south], [west + side, south + side],
            [west, south + side], [west, south]]  # fmt: skip
    return {
        "type": "Feature",
        "properties": {"NUTS_ID": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def geojson(*features: dict) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


# AT31 and AT12 touch; ES70 lies overseas.
SQUARES = geojson(square("AT31", 13, 48), square("AT12", 14, 48), square("ES70", -28, 28))


def take(by: Actor, content: bytes = SQUARES, **facts: str) -> Boundaries:
    return take_boundaries(
        file_name="nuts.geojson", content=content, by=by, at=NOW, **(FACTS | facts)
    )


def test_regions_are_coloured_and_their_owner_is_named(manager: Actor):
    shown = comparison_of(make_rows(manager.cluster), Asked(show="C25"), take(manager))

    # Of six regions of the panel two have boundaries; C25 of AT12 is confidential.
    assert shown.map is not None
    assert shown.map.source.endswith("© Example Maps (CC BY 4.0)")
    assert shown.map.told == ("4 regions have no boundaries here, or lie overseas.",)
    svg = shown.map.draw(760) if shown.map.draw else ""
    assert svg.count("<path") >= 2
    assert "unknown" in svg


def test_what_lies_overseas_is_kept_and_not_drawn(manager: Actor):
    boundaries = take(manager, gzip.compress(SQUARES))

    assert boundaries.region_count == 3
    assert sorted(drawable(boundaries)) == ["AT12", "AT31"]


def test_neighbours_keep_their_common_line(manager: Actor):
    near = geojson(square("AT31", 13.0003, 48.0004), square("AT12", 14.0003, 48.0004))

    shapes = drawable(take(manager, near))

    east = {tuple(point) for point in shapes["AT31"][0][0] if point[0] > 13.5}
    west = {tuple(point) for point in shapes["AT12"][0][0] if point[0] < 14.5}
    assert east == west


def test_boundaries_of_another_version_make_no_map(manager: Actor, browser: Client):
    take(manager, nuts_version="2021")
    run = make_rows(manager.cluster)
    there = f"/c/here/region/mappings/{run.pk}/"

    assert browser.get(f"{there}map.svg").status_code == 404
    take(manager)
    assert browser.get(f"{there}map.svg").content.startswith(b"<svg")


def test_regions_are_ranked_by_what_is_asked_for(manager: Actor):
    run = make_rows(manager.cluster)

    by_complexity = comparison_of(run, Asked(show=COMPLEXITY))
    by_industry = comparison_of(run, Asked(show="J62", year=2018))

    assert by_complexity.map is None
    assert by_complexity.figure.sheet.headings[2].title == by_complexity.measure.title
    quotients = {one.place.code: one.figure for one in by_industry.rows}
    # J62 in 2018: 900 of 3370 in AT13, 1370 of 14060 in all: 2.741
    assert quotients["AT13"] == pytest.approx(2.741, abs=5e-4)


@pytest.mark.parametrize(
    "content",
    [
        b"no json",
        b"[]",
        geojson(),
        geojson({"type": "Feature", "properties": {}, "geometry": None}),
        b'{"features": [{"properties": {"NUTS_ID": "AT"}, "geometry":'
        b' {"type": "Polygon", "coordinates": [[["a", 1]]]}}]}',
        gzip.compress(b"{}", mtime=0)[:-9],
    ],
)
def test_what_is_no_geojson_of_regions_is_refused(manager: Actor, content: bytes):
    with pytest.raises(Refused):
        take(manager, content)
    assert not Boundaries.objects.exists()


def test_nothing_comes_in_without_its_owner_or_by_a_viewer(manager: Actor, viewer: Actor):
    with pytest.raises(ValidationError):
        take(manager, attribution="")
    with pytest.raises(NotAllowed):
        take(viewer)


def test_history_keeps_what_was_said_and_not_the_outlines(manager: Actor):
    take(manager)

    change = Change.objects.get(verb="take_boundaries")
    assert change.values["attribution"] == [None, "© Example Maps"]
    assert "content" not in change.values
