"""A file of boundaries (GeoJSON) becomes outlines small enough for a picture."""

from __future__ import annotations

import gzip
import json
import math
import zlib
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from raceme.foundation.errors import Refused
from raceme.region.models import Boundaries

Ring = list[list[float]]
Shape = list[list[Ring]]  # polygons, each of an outer ring and its holes

CODES = ("NUTS_ID", "nuts_id", "id", "code", "geo", "region")
# Degrees: about a pixel of our pictures. A grid, because neighbours must be cut alike: where each
# line is smoothed by itself, gaps open between regions.
_GRID = 0.025
_LEAST = 0.02  # square degrees: smaller islands are no more than a dot
_UNPACKED_MOST = 300 * 1024 * 1024
# What lies outside (overseas regions) would make all of Europe a speck.
WEST, SOUTH, EAST, NORTH = -25.0, 33.0, 45.0, 72.5


def outlines(content: bytes, file_name: str) -> tuple[bytes, int]:
    """Read GeoJSON, packed or not; give outlines as kept, and of how many regions.

    Refused: what is no GeoJSON, or names no region.
    """
    collection = _parsed(content, file_name)
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise Refused(_("This is no GeoJSON with features. Choose another file."), field="file")
    shapes: dict[str, Shape] = {}
    for feature in features:
        code = _code_of(feature)
        if code:
            shapes.setdefault(code, []).extend(_polygons(feature.get("geometry")))
    if not shapes:
        message = _("No feature names its region. Expected is one of: %(names)s.")
        raise Refused(message % {"names": ", ".join(CODES)}, field="file")
    packed = zlib.compress(json.dumps(shapes, separators=(",", ":")).encode(), 9)
    return packed, len(shapes)


def drawable(boundaries: Boundaries) -> dict[str, Shape]:
    """Give the outlines of regions that lie in Europe; of the others none."""
    shapes: dict[str, Shape] = json.loads(zlib.decompress(bytes(boundaries.outlines.content)))
    inside = {
        code: [polygon for polygon in shape if _is_inside(polygon[0])]
        for code, shape in shapes.items()
    }
    return {code: shape for code, shape in inside.items() if shape}


def _parsed(content: bytes, file_name: str) -> Any:
    try:
        if content[:2] == b"\x1f\x8b":
            content = zlib.decompressobj(31).decompress(content, _UNPACKED_MOST)
        return json.loads(content)
    except (ValueError, zlib.error, gzip.BadGzipFile, RecursionError) as error:
        message = _("%(file)s is no GeoJSON that can be read.") % {"file": file_name}
        raise Refused(message, field="file") from error


def _code_of(feature: Any) -> str:
    if not isinstance(feature, dict):
        return ""
    properties = feature.get("properties")
    named = properties if isinstance(properties, dict) else {}
    found = next((named[one] for one in CODES if named.get(one)), feature.get("id"))
    return str(found).strip()[:20] if found else ""


def _polygons(geometry: Any) -> Shape:
    if not isinstance(geometry, dict):
        return []
    coordinates: Any = geometry.get("coordinates")
    if geometry.get("type") == "Polygon":
        coordinates = [coordinates]
    elif geometry.get("type") != "MultiPolygon":
        return []
    try:
        found = [[_simplified(ring) for ring in polygon] for polygon in coordinates]
    except (TypeError, ValueError, IndexError) as error:
        raise Refused(_("A polygon in this file has no coordinates."), field="file") from error
    # The largest part of a region stays, however small it is.
    found = [polygon for polygon in found if polygon and len(polygon[0]) >= 4]
    found.sort(key=lambda polygon: -abs(_area(polygon[0])))
    return [
        [ring for ring in polygon if len(ring) >= 4]
        for at, polygon in enumerate(found)
        if at == 0 or abs(_area(polygon[0])) >= _LEAST
    ]


def _simplified(ring: Any) -> Ring:
    kept: Ring = []
    for point in ring:
        longitude, latitude = float(point[0]), float(point[1])
        if not (math.isfinite(longitude) and math.isfinite(latitude)):
            raise ValueError("a coordinate is no number")
        rounded = [round(round(one / _GRID) * _GRID, 3) for one in (longitude, latitude)]
        if not kept or kept[-1] != rounded:
            kept.append(rounded)
    return kept


def _area(ring: Ring) -> float:
    pairs = pairwise(ring)
    return sum(one[0] * two[1] - two[0] * one[1] for one, two in pairs) / 2


def _is_inside(ring: Ring) -> bool:
    return all(WEST <= x <= EAST and SOUTH <= y <= NORTH for x, y in ring)
